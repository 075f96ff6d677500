import { INFERRED_SOURCE, type OpeningFacts } from "../matching/facts.ts";
import { fromDayNumber, toDayNumber } from "../model/calendar.ts";
import { openingKinds } from "../model/primitives.ts";
import type { RuleFacts, YearlyPay } from "./rule-facts.ts";

/** How an opening breaks the rules of its programme. One word per way everywhere. */
export const breaches = ["kind", "part", "mode", "hours", "pay-rate", "pay-cap", "cohort", "competency"] as const;
export type Breach = (typeof breaches)[number];

/**
 * The first way in which an opening breaks rules, or undefined. What an opening leaves unsaid breaks none. `today` says which year's pay
 * counts for an opening that doesn't say when it starts.
 */
export function findBreach(opening: OpeningFacts, rules: RuleFacts, today: number): Breach | undefined {
  const { programme, kind, hours } = opening;
  if ((rules.kinds & (1 << openingKinds.indexOf(kind))) === 0) return "kind";
  const named = programme?.part;
  const part = rules.parts.find(({ partId }) => partId === named);
  if (named !== undefined && part === undefined) return "part";
  if (part?.kind !== undefined && openingKinds[part.kind] !== kind) return "kind";
  if (part?.online === true && !opening.online) return "mode";
  if (rules.hoursMax !== undefined && hours !== undefined && hours > rules.hoursMax) return "hours";
  const pay = payOn(rules, programme?.startsOnDay ?? today);
  const breach = pay && findPayBreach(opening, pay, rules.hoursMax);
  if (breach !== undefined) return breach;
  if (isOutsideCohorts(opening, rules)) return "cohort";
  return rules.competencies.every((number) => asksFor(opening, number)) ? undefined : "competency";
}

/** Rate and cap of the year of a day: those of the last year that is listed up to it. */
export function payOn({ pay }: Pick<RuleFacts, "pay">, day: number): YearlyPay | undefined {
  const year = Number(fromDayNumber(day).slice(0, 4));
  return pay.findLast((one) => one.year <= year);
}

/**
 * A rate is what is paid by the hour, no more and no less. Pay by the hour comes to the hours that are worked, which the hours of the programme
 * count; pay by the month to those that are paid, and may have been rounded up to ten won, as it is printed.
 */
function findPayBreach(
  { pay: { krwPerHour, krwPerMonth }, hours }: OpeningFacts,
  { krwPerHour: rate, krwPerMonthMax }: YearlyPay,
  hoursMax = Number.POSITIVE_INFINITY,
): Breach | undefined {
  const isByHour = krwPerHour !== undefined && isWholeHours(krwPerMonth, krwPerHour);
  if (isByHour && rate !== undefined && krwPerHour !== rate) return "pay-rate";
  if (krwPerMonth === undefined) return undefined;
  const monthly = isByHour && hours !== undefined ? krwPerHour * hours : krwPerMonth;
  // Pay by the hour was found of so many hours, so they are found again; a week of 13 hours is 56.5 a month, and 57 are paid.
  const hoursPaid = hours === undefined || !krwPerHour ? (hours ?? hoursMax) : Math.floor(krwPerMonth / krwPerHour);
  const earned = rate === undefined ? Number.POSITIVE_INFINITY : rate * hoursPaid;
  const most = Math.min(krwPerMonthMax ?? Number.POSITIVE_INFINITY, earned);
  return monthly > Math.ceil(most / 10) * 10 ? "pay-cap" : undefined;
}

/** Whether pay of a month is nothing but pay of hours. Pay that was stated by the month leaves a remainder, or might as well have been stated so. */
function isWholeHours(krwPerMonth: number | undefined, krwPerHour: number): boolean {
  return krwPerMonth === undefined || krwPerHour === 0 || krwPerMonth % krwPerHour === 0;
}

/** Whether an opening itself asks for a competency; what is inferred from its occupation doesn't count. */
function asksFor({ requirements }: OpeningFacts, number: number): boolean {
  return requirements.some((one) => one.on === "competency" && one.number === number && one.source !== INFERRED_SOURCE);
}

function isOutsideCohorts(opening: OpeningFacts, { cohorts }: RuleFacts): boolean {
  const { programme } = opening;
  return (
    cohorts.length > 0 && programme?.startsOnDay !== undefined && cohortOf(programme.startsOnDay, cohorts) === undefined
  );
}

/** The cohort that a day falls into, the later one of two that meet: its first and last day in that year. */
export function cohortOf(
  day: number,
  cohorts: RuleFacts["cohorts"],
): { readonly firstDay: number; readonly lastDay: number } | undefined {
  const text = fromDayNumber(day);
  const monthDay = Number(text.slice(5, 7)) * 100 + Number(text.slice(8));
  const cohort = cohorts.findLast(({ from, to }) => from <= monthDay && monthDay <= to);
  if (cohort === undefined) return undefined;
  const inYear = (value: number) =>
    toDayNumber(
      `${text.slice(0, 4)}-${String(Math.floor(value / 100)).padStart(2, "0")}-${String(value % 100).padStart(2, "0")}`,
    );
  return { firstDay: inYear(cohort.from), lastDay: inYear(cohort.to) };
}

/** The last day before a programme goes from whoever posted an opening to its next owner; undefined for whoever owns it or never did. */
export function lastDayOfOwner({ programme }: OpeningFacts, { owners }: RuleFacts): number | undefined {
  const own = owners.findLastIndex(({ owner }) => owner === programme?.employerId);
  const next = own === -1 ? undefined : owners[own + 1];
  return next && next.fromDay - 1;
}
