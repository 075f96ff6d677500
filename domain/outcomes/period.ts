import * as z from "zod";

const ONE = String.raw`(?:19|20|21)\d{2}(?:-(?:0[1-9]|1[0-2]|Q[1-4]|H[12]))?`;
const FORM = new RegExp(`^${ONE}(?:_to_${ONE})?$`);

/** What stands between the two ends of a term. */
const TO = "_to_";

/**
 * A period of account: a year `2023`, a quarter `2023-Q1`, a half `2023-H2`, a month `2023-09`, or a term of several, `2022_to_2026`, both ends
 * included.
 */
export const ledgerPeriod = z
  .string()
  .regex(FORM, "is no period like 2023, 2023-Q1, 2023-H2, 2023-09 or 2022_to_2026")
  .refine((text) => firstDayOf(text) <= lastDayOf(text), {
    error: "ends before it begins",
    params: { code: "DATES_OUT_OF_ORDER" },
  });

function endsOf(period: string): readonly [string, string] {
  const [from = period, to = from] = period.split(TO);
  return [from, to];
}

/** First and last month of a period without a term. */
function monthsOf(one: string): readonly [string, string] {
  const [year = "", part] = one.split("-");
  switch (part?.[0]) {
    case undefined:
      return [`${year}-01`, `${year}-12`];
    case "Q": {
      const first = (Number(part[1]) - 1) * 3 + 1;
      return [`${year}-${pad(first)}`, `${year}-${pad(first + 2)}`];
    }
    case "H":
      return part === "H1" ? [`${year}-01`, `${year}-06`] : [`${year}-07`, `${year}-12`];
    default:
      return [one, one];
  }
}

function pad(month: number): string {
  return String(month).padStart(2, "0");
}

/** The first day of a period, `YYYY-MM-DD`. */
export function firstDayOf(period: string): string {
  return `${monthsOf(endsOf(period)[0])[0]}-01`;
}

/** A day not before the last of a period and before the next one: days are compared as text, so months need not be counted out. */
export function lastDayOf(period: string): string {
  return `${monthsOf(endsOf(period)[1])[1]}-31`;
}

/** Whether a day falls into a period. */
export function includesDay(period: string, day: string): boolean {
  return firstDayOf(period) <= day && day <= lastDayOf(period);
}

/** Whether a whole period lies in another. */
export function includesPeriod(outer: string, inner: string): boolean {
  return firstDayOf(outer) <= firstDayOf(inner) && lastDayOf(inner) <= lastDayOf(outer);
}

/** The years that a period touches. */
export function yearsOf(period: string): readonly number[] {
  const [from, to] = [Number(firstDayOf(period).slice(0, 4)), Number(lastDayOf(period).slice(0, 4))];
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}
