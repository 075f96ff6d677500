import type { OpeningFacts } from "../matching/facts.ts";

/** What of an opening, and of how it fits, is worth telling somebody again when it changes. Missing is unknown. */
export interface Terms {
  readonly krwPerHour?: number;
  readonly krwPerMonth?: number;
  /** "" is online. */
  readonly district?: string;
  /** Per month. */
  readonly hours?: number;
  /** Last day to apply, as a day number. */
  readonly throughDay?: number;
}

/** One thing that changed between two tellings. */
export type TermsChange =
  | { readonly code: "pay"; readonly krwPerHour?: number; readonly krwPerMonth?: number; readonly isMore?: boolean }
  | { readonly code: "place"; readonly district?: string }
  | { readonly code: "hours"; readonly hours?: number }
  | { readonly code: "closing-day"; readonly throughDay?: number }
  | { readonly code: "fits-better" }
  | { readonly code: "open-again" }
  | { readonly code: "fits-again" }
  | { readonly code: "released" };

/** Scores at which a match becomes a better one: the lower ends of the bands, in basis points. */
const BAND_STARTS_BP = [7_000, 8_000, 9_000];

/** Pay that moves by less than one percent is a correction of rounding, no news. */
const PAY_CHANGE_PERCENT = 1;

/** The band of a score: 0 just over the threshold … 3. */
export function bandOf(scoreBp: number): number {
  return BAND_STARTS_BP.filter((start) => scoreBp >= start).length;
}

export function toTerms(opening: OpeningFacts): Terms {
  const { pay, online, district, hours, validThroughDay } = opening;
  return {
    ...(pay.krwPerHour === undefined ? {} : { krwPerHour: pay.krwPerHour }),
    ...(pay.krwPerMonth === undefined ? {} : { krwPerMonth: pay.krwPerMonth }),
    ...(online ? { district: "" } : district === undefined ? {} : { district }),
    ...(hours === undefined ? {} : { hours }),
    ...(validThroughDay === undefined ? {} : { throughDay: validThroughDay }),
  };
}

function differ(before: number | undefined, after: number | undefined): boolean {
  if (before === undefined || after === undefined) return before !== after;
  return Math.abs(after - before) * 100 >= before * PAY_CHANGE_PERCENT && after !== before;
}

function payChange(before: Terms, after: Terms): readonly TermsChange[] {
  // By the hour where both say it: a change of hours alone moves the month and is told as what it is.
  const byHour = before.krwPerHour !== undefined && after.krwPerHour !== undefined;
  const [was, is] = byHour ? [before.krwPerHour, after.krwPerHour] : [before.krwPerMonth, after.krwPerMonth];
  if (!differ(was, is)) return [];
  return [
    {
      code: "pay",
      ...(after.krwPerHour === undefined ? {} : { krwPerHour: after.krwPerHour }),
      ...(after.krwPerMonth === undefined ? {} : { krwPerMonth: after.krwPerMonth }),
      ...(was === undefined || is === undefined ? {} : { isMore: is > was }),
    },
  ];
}

/**
 * What is worth telling again: pay by one percent or more, the place, the hours, the last day, or a score that has risen into a higher band. A score
 * that falls is no reason to write to anybody.
 */
export function materialChanges(
  before: { readonly terms: Terms; readonly score: number },
  after: { readonly terms: Terms; readonly score: number },
): readonly TermsChange[] {
  const [was, is] = [before.terms, after.terms];
  return [
    ...payChange(was, is),
    ...(was.district === is.district
      ? []
      : [{ code: "place", ...(is.district === undefined ? {} : { district: is.district }) } as const]),
    ...(was.hours === is.hours
      ? []
      : [{ code: "hours", ...(is.hours === undefined ? {} : { hours: is.hours }) } as const]),
    ...(was.throughDay === is.throughDay
      ? []
      : [{ code: "closing-day", ...(is.throughDay === undefined ? {} : { throughDay: is.throughDay }) } as const]),
    ...(bandOf(after.score) > bandOf(before.score) ? [{ code: "fits-better" } as const] : []),
  ];
}
