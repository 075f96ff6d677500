import type { Opening } from "../../domain/model/opening.ts";
import { roundUpToTenWon } from "../../domain/model/pay.ts";
import { type EmploymentType, PAY_KRW_MAX, type Pay, type Shift } from "../../domain/model/primitives.ts";
import type { Requirement } from "../../domain/model/requirement.ts";

type WorkHours = NonNullable<Opening["workHours"]>;

/** One condition of an opening, made another. */
export type ConditionChange =
  | { readonly condition: "hours"; readonly from: WorkHours; readonly to: WorkHours }
  | { readonly condition: "pay"; readonly from: Pay; readonly to: Pay }
  | { readonly condition: "shifts"; readonly from: readonly Shift[]; readonly to: readonly Shift[] }
  /** Left open, so that it is agreed on with whoever comes. */
  | { readonly condition: "employment-type"; readonly from: EmploymentType }
  /** `to` undefined: not asked for at all. `at` counts the requirements from 0 on. */
  | {
      readonly condition: "requirement";
      readonly at: number;
      readonly from: Requirement;
      readonly to: Requirement | undefined;
    };

export interface Relaxation {
  readonly change: ConditionChange;
  /** The opening with the change made. */
  readonly opening: Opening;
}

/** What an employer may move hours and pay by without making another job of it. */
const HOURS_PERCENTS = [75, 90, 105, 125];
const PAY_PERCENTS = [105, 110, 120];

/** A week and a month have no more hours of work than the model takes. */
const WEEK_HOURS_MAX = 84;
const MONTH_HOURS_MAX = 365;

/** Every condition of an opening that its employer could make another, one at a time, whether it brings anybody or not. */
export function relaxationsOf(opening: Opening): readonly Relaxation[] {
  const withFields = (change: ConditionChange, fields: Partial<Opening>): Relaxation => ({
    change,
    opening: { ...opening, ...fields },
  });
  const found: Relaxation[] = [];
  const { workHours, baseSalary, shifts, employmentType, requirements } = opening;
  for (const to of workHours === undefined ? [] : otherHours(workHours)) {
    if (workHours !== undefined) found.push(withFields({ condition: "hours", from: workHours, to }, { workHours: to }));
  }
  for (const percent of baseSalary === undefined ? [] : PAY_PERCENTS) {
    if (baseSalary === undefined) continue;
    const krw = roundUpToTenWon(Math.ceil((baseSalary.krw * percent) / 100));
    const to = { ...baseSalary, krw };
    if (krw > baseSalary.krw && krw <= PAY_KRW_MAX)
      found.push(withFields({ condition: "pay", from: baseSalary, to }, { baseSalary: to }));
  }
  for (const shift of shifts !== undefined && shifts.length > 1 ? shifts : []) {
    const to = (shifts ?? []).filter((other) => other !== shift);
    found.push(withFields({ condition: "shifts", from: shifts ?? [], to }, { shifts: to }));
  }
  if (employmentType !== undefined && employmentType !== "INTERN") {
    const { employmentType: _left, ...others } = opening;
    found.push({ change: { condition: "employment-type", from: employmentType }, opening: others });
  }
  for (const [at, from] of requirements.entries()) {
    // A certificate that is a must may be one that the law asks for, which is not the employer's to waive.
    if (from.importance === "must" && from.on === "certificate") continue;
    if (from.importance === "must") {
      const to = { ...from, importance: "should" as const };
      found.push(withFields({ condition: "requirement", at, from, to }, { requirements: requirements.with(at, to) }));
    }
    const change = { condition: "requirement", at, from, to: undefined } as const;
    found.push(withFields(change, { requirements: requirements.toSpliced(at, 1) }));
  }
  return found;
}

function otherHours(hours: WorkHours): readonly WorkHours[] {
  const isPerWeek = "perWeek" in hours;
  const stated = isPerWeek ? hours.perWeek : hours.perMonth;
  const others = HOURS_PERCENTS.map((percent) => Math.round((stated * percent) / 100));
  const most = isPerWeek ? WEEK_HOURS_MAX : MONTH_HOURS_MAX;
  return [...new Set(others)]
    .filter((other) => other >= 1 && other <= most && other !== stated)
    .map((other) => (isPerWeek ? { perWeek: other } : { perMonth: other }));
}

/** Changes of one condition have one key: of several only one is worth showing. */
export function conditionKey(change: ConditionChange): string {
  return change.condition === "requirement" ? `requirement ${change.at}` : change.condition;
}
