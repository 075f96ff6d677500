import { dayInSeoul, toDayNumber } from "../model/calendar.ts";

/** A part of the day, in minutes from midnight in Seoul; `to` before `from` is the next day's. */
export interface WeeklySpan {
  /** Days on which it begins, 1 is Monday; every day when undefined. */
  readonly days: readonly number[] | undefined;
  readonly from: number;
  readonly to: number;
}

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
const SEOUL_OFFSET_MS = 9 * 60 * MINUTE_MS;

/**
 * The night in which nobody is told anything that they didn't ask to hear at night: 21:00 to 08:00 (정보통신망법 50조 3항). It begins five minutes early
 * here, because what is decided now arrives a little later: a function may work for one minute, and a channel takes its time.
 */
export const STATUTORY_NIGHT: WeeklySpan = { days: undefined, from: 21 * 60 - 5, to: 8 * 60 };

/** Spans begin and end at quarters of an hour, but for the early start of the night. */
const STEP_MINUTES = 5;

/** Whoever is quiet for longer than a week is always quiet. */
const SEARCHED_MINUTES = 8 * DAY_MINUTES;

/** Minutes from midnight in Seoul, 0–1,439. */
export function minuteOfDay(at: number): number {
  return Math.floor((at + SEOUL_OFFSET_MS) / MINUTE_MS) % DAY_MINUTES;
}

/** Day of the week in Seoul, 1 is Monday. Day 0 of the count, 1970-01-01, was a Thursday. */
export function weekdayOf(at: number): number {
  return ((toDayNumber(dayInSeoul(at)) + 3) % 7) + 1;
}

/** The instant at which an hour of a day in Seoul begins. */
export function instantOf(dayNumber: number, hour: number): number {
  return dayNumber * DAY_MINUTES * MINUTE_MS + hour * 60 * MINUTE_MS - SEOUL_OFFSET_MS;
}

function covers({ days, from, to }: WeeklySpan, at: number): boolean {
  const minute = minuteOfDay(at);
  const begins = (daysBefore: number) =>
    days === undefined || days.includes(((weekdayOf(at) - 1 - daysBefore + 7) % 7) + 1);
  if (from < to) return minute >= from && minute < to && begins(0);
  return (minute >= from && begins(0)) || (minute < to && begins(1));
}

export function isQuiet(spans: readonly WeeklySpan[], at: number): boolean {
  return spans.some((span) => covers(span, at));
}

/** The first instant from `at` on, `at` included, that no span covers; undefined when none comes within a week. */
export function firstOutside(spans: readonly WeeklySpan[], at: number): number | undefined {
  if (!isQuiet(spans, at)) return at;
  const step = STEP_MINUTES * MINUTE_MS;
  const first = Math.ceil(at / step) * step;
  for (let minutes = 0; minutes <= SEARCHED_MINUTES; minutes += STEP_MINUTES) {
    const next = first + minutes * MINUTE_MS;
    if (!isQuiet(spans, next)) return next;
  }
  return undefined;
}
