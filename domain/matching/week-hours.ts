import { monthlyHours } from "../model/pay.ts";

/** Longest week that a wish or an opening can state. */
const WEEK_HOURS_MAX = 84;

/** Least hours a week that come to a month's hours; undefined when no week has so many. */
export function leastWeekFor(perMonth: number): number | undefined {
  for (let perWeek = 1; perWeek <= WEEK_HOURS_MAX; perWeek++) if (monthlyHours({ perWeek }) >= perMonth) return perWeek;
  return undefined;
}

/** Most hours a week that stay within a month's hours; undefined when even one is too many. */
export function mostWeekFor(perMonth: number): number | undefined {
  for (let perWeek = WEEK_HOURS_MAX; perWeek >= 1; perWeek--) if (monthlyHours({ perWeek }) <= perMonth) return perWeek;
  return undefined;
}
