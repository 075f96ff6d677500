import { combineCoverage } from "../../../domain/matching/coverage.ts";
import { FULL_BP } from "../../../domain/matching/requirements.ts";
import { creditOfCommute, creditOfPay, fullPay, scoreApplicantSide } from "../../../domain/matching/score.ts";
import { type Dialect, wide } from "./dialect.ts";

/** The score's own figures, asked of the score so that they can't differ. */
const PAY_FULL_PERCENT = fullPay(100);
const PAY_AT_LEAST_BP = creditOfPay(100, 100);
const COMMUTE_LOSS_BP = FULL_BP - creditOfCommute(100, 100);

const COVERED_ALONE_BP = combineCoverage(FULL_BP, 0);

/** The applicant's side of which nothing is known. */
export const NOTHING_KNOWN_BP = scoreApplicantSide([]);

export const UNKNOWN = "-1";

/** Credit of pay, both in one unit. */
export function paySql(d: Dialect, offered: string, least: string): string {
  const full = d.quotient(`${wide(least)} * ${PAY_FULL_PERCENT}`, "100");
  const above = d.quotient(
    `${wide(FULL_BP - PAY_AT_LEAST_BP)} * (${offered} - ${least})`,
    // Of a least below four won, full pay is the least itself; nothing is then divided.
    `CASE WHEN ${full} > ${least} THEN ${full} - ${least} ELSE 1 END`,
  );
  return `CASE WHEN ${offered} >= ${full} THEN ${FULL_BP} ELSE ${PAY_AT_LEAST_BP} + ${above} END`;
}

/** Credit of the way: `minutes` below 0 is unknown. */
export function commuteSql(d: Dialect, minutes: string, most: string): string {
  const loss = d.quotient(`${COMMUTE_LOSS_BP} * ${minutes}`, `CASE WHEN ${most} > 0 THEN ${most} ELSE 1 END`);
  return `CASE WHEN ${minutes} < 0 THEN ${UNKNOWN} WHEN ${minutes} = 0 THEN ${FULL_BP} ELSE ${FULL_BP} - ${loss} END`;
}

/** Both ends of the competencies in one: the geometric mean, or a share of the square of what is covered. */
export function coverageSql(d: Dialect, covered: string, used: string): string {
  const alone = d.quotient(`${wide(COVERED_ALONE_BP)} * ${covered} * ${covered}`, String(FULL_BP ** 2));
  return d.greatest(d.root(`${covered} * ${used}`), alone);
}

/** A quotient, or something else where there is nothing to divide by. */
export function meanSql(d: Dialect, points: string, weight: string, otherwise: string | number): string {
  return `CASE WHEN ${weight} = 0 THEN ${otherwise} ELSE ${d.quotient(points, `CASE WHEN ${weight} = 0 THEN 1 ELSE ${weight} END`)} END`;
}

/** A credit where a condition holds, otherwise unknown. */
export function knownSql(isKnown: string, credit: string): string {
  return `CASE WHEN ${isKnown} THEN ${credit} ELSE ${UNKNOWN} END`;
}
