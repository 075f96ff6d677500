import type { EmploymentType, Pay } from "./primitives.ts";

/** Weeks in a month, as 고용노동부 counts them: 365 ÷ 7 ÷ 12, kept as a fraction. */
const WEEKS_PER_MONTH = { numerator: 365, denominator: 84 } as const;

/** Statutory week (근로기준법 50조); from 15 hours on, a paid weekly holiday belongs to it (55조, 18조 3항). */
const FULL_WEEK_HOURS = 40;
const WEEKLY_HOLIDAY_FROM_HOURS = 15;
const DAY_HOURS = 8;

/** Working time as stated by an opening. */
export type WorkHours = { perWeek: number } | { perMonth: number };

/** Hours worked in a month, rounded to whole hours; paid holidays are not among them. */
export function monthlyHours(hours: WorkHours): number {
  if ("perMonth" in hours) return hours.perMonth;
  return Math.round((hours.perWeek * WEEKS_PER_MONTH.numerator) / WEEKS_PER_MONTH.denominator);
}

/** Hours worked in a week, rounded to whole hours. */
export function weeklyHours(hours: WorkHours): number {
  if ("perWeek" in hours) return hours.perWeek;
  return Math.round((hours.perMonth * WEEKS_PER_MONTH.denominator) / WEEKS_PER_MONTH.numerator);
}

/**
 * Hours paid for in a month, rounded up: the paid weekly holiday is in proportion to the week, eight hours for forty. A full week gives the
 * 209 hours of the official conversion of the minimum wage (고용노동부 고시).
 */
export function paidMonthlyHours(hours: WorkHours): number {
  if ("perMonth" in hours) return hours.perMonth;
  const worked = Math.min(hours.perWeek, FULL_WEEK_HOURS);
  // A fifth of the week on top, in fifths of an hour so that everything stays whole.
  const fifths = hours.perWeek * 5 + (worked >= WEEKLY_HOLIDAY_FROM_HOURS ? worked : 0);
  return Math.ceil((fifths * WEEKS_PER_MONTH.numerator) / (5 * WEEKS_PER_MONTH.denominator));
}

/** Pay in won per hour and per month, rounded down; what can't be told from what was stated is undefined. */
export interface NormalisedPay {
  readonly krwPerHour: number | undefined;
  readonly krwPerMonth: number | undefined;
}

/**
 * Pay as stated, brought to both units. A month or a year without hours says nothing of the hour, unless the work is full time;
 * an hour without hours says nothing of the month. A day is eight hours (근로기준법 50조 2항).
 */
export function normalisePay(
  stated: Pay,
  hours: WorkHours | undefined,
  employmentType?: EmploymentType | undefined,
): NormalisedPay {
  const known = hours ?? (employmentType === "FULL_TIME" ? { perWeek: FULL_WEEK_HOURS } : undefined);
  const paidHours = known && paidMonthlyHours(known);
  switch (stated.unit) {
    case "HOUR":
      return { krwPerHour: stated.krw, krwPerMonth: paidHours && stated.krw * paidHours };
    case "DAY": {
      const krwPerHour = Math.floor(stated.krw / DAY_HOURS);
      return { krwPerHour, krwPerMonth: paidHours && krwPerHour * paidHours };
    }
    case "MONTH":
      return { krwPerHour: paidHours && Math.floor(stated.krw / paidHours), krwPerMonth: stated.krw };
    case "YEAR": {
      const krwPerMonth = Math.floor(stated.krw / 12);
      return { krwPerHour: paidHours && Math.floor(krwPerMonth / paidHours), krwPerMonth };
    }
  }
}

/** Monthly pay as programmes print it: rounded up to ten won (57 h × 11,157 = 635,949 is shown as 635,950). */
export function roundUpToTenWon(krw: number): number {
  return Math.ceil(krw / 10) * 10;
}
