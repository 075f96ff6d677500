import { minimumWageOf } from "../lawful/minimum-wage.ts";
import type { RuleSet } from "./rule-set.ts";

/** Something about rules that is allowed and most likely not meant. Codes are stable, paths count from the rule set. */
export interface RuleWarning {
  readonly code: "PAY_YEAR_STALE" | "PAY_RATE_BELOW_MINIMUM_WAGE";
  readonly path: string;
  readonly message: string;
}

/**
 * What is stale in the pay of rules on a day (`YYYY-MM-DD`). The last year's pay holds until a newer one is entered, so that openings don't go without; but
 * somebody has to know that it does, and that work which the minimum wage of the year is for (jobs and internships) can't be posted at a rate below it.
 */
export function payWarnings({ pay, kinds, sunset }: RuleSet, day: string): readonly RuleWarning[] {
  const year = Number(day.slice(0, 4));
  const at = (pay ?? []).findLastIndex((one) => one.year <= year);
  const last = pay?.[at];
  if (last === undefined || (sunset !== undefined && sunset < day)) return [];
  const warnings: RuleWarning[] = [];
  if (last.year < year) {
    const message = `the pay of ${last.year} is the last one listed: it holds for ${year} until a newer one is entered`;
    warnings.push({ code: "PAY_YEAR_STALE", path: `/pay/${at}/year`, message });
  }
  const wage = minimumWageOf(year);
  const isWork = kinds.some((kind) => kind === "job" || kind === "internship");
  if (isWork && wage !== undefined && last.krwPerHour !== undefined && last.krwPerHour < wage.krwPerHour) {
    const message = `is below the minimum wage of ${wage.year}, ${wage.krwPerHour} won: no job or internship can be posted at it`;
    warnings.push({ code: "PAY_RATE_BELOW_MINIMUM_WAGE", path: `/pay/${at}/krwPerHour`, message });
  }
  return warnings;
}
