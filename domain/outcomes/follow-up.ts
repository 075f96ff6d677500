import { type Refusal, refusal } from "../refusal.ts";

/** Calendar months after a hire when the center asks how it went: the foundation follows its people up for one to three years. */
export const followUpMonths = [3, 6, 12, 24, 36] as const;
export type FollowUpMonths = (typeof followUpMonths)[number];

/** What a follow-up found. */
export const followUpResults = ["employed", "left", "not-reached"] as const;
export type FollowUpResultName = (typeof followUpResults)[number];

/** A result as it was recorded. */
export interface FollowUpResult {
  /** Counts the results of one follow-up: the highest is the one that holds. */
  readonly revision: number;
  readonly result: FollowUpResultName;
  /** 0–5, in steps of a hundredth. */
  readonly satisfaction?: number;
  readonly on: string;
  /** The center that looked after the person when it was recorded. */
  readonly center?: string;
}

/** That a follow-up is due, as the center of the day was told. */
export interface FollowUpAnnouncement {
  readonly on: string;
  readonly district: string;
  readonly center?: string;
}

/** One follow-up of one hire. */
export interface FollowUp {
  readonly applicantId: string;
  readonly openingId: string;
  readonly months: FollowUpMonths;
  readonly hiredOn: string;
  readonly dueOn: string;
  readonly programmeId?: string;
  /** The event that told of the hire: events that follow have ids made from it. */
  readonly causeId: string;
  readonly announced?: FollowUpAnnouncement;
  /** All results, by revision. */
  readonly results: readonly FollowUpResult[];
}

/**
 * The same day of the month so many calendar months later, or that month's last day where it has none (민법 160조 3항): three months after
 * 30 November is 28 or 29 February. Days are `YYYY-MM-DD`.
 */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const at = year * 12 + (month - 1) + months;
  const [newYear, newMonth] = [Math.floor(at / 12), (at % 12) + 1];
  const last = lastDayOf(newYear, newMonth);
  return [String(newYear).padStart(4, "0"), pad(newMonth), pad(Math.min(date, last))].join("-");
}

function lastDayOf(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}

/** The follow-ups of a hire: the same whenever they are made from the same hire. */
export function followUpsOf(
  hire: Pick<FollowUp, "applicantId" | "openingId" | "hiredOn" | "causeId" | "programmeId">,
): FollowUp[] {
  return followUpMonths.map((months) => ({ ...hire, months, dueOn: addMonths(hire.hiredOn, months), results: [] }));
}

/** The result that holds, undefined while the follow-up is open. */
export function resultOf({ results }: FollowUp): FollowUpResult | undefined {
  return results.at(-1);
}

/** Whether a follow-up still asks anything: it is open, and no earlier one of the same hire has found that the person left. */
export function isAsked(followUp: FollowUp, ofSameHire: readonly FollowUp[]): boolean {
  if (resultOf(followUp) !== undefined) return false;
  const earlier = ofSameHire.filter(({ months }) => months < followUp.months).toSorted((a, b) => a.months - b.months);
  return earlier.findLast((one) => resultOf(one) !== undefined)?.results.at(-1)?.result !== "left";
}

/** What came of recording a result. */
export type FollowUpRecorded =
  | { readonly kind: "recorded"; readonly results: readonly FollowUpResult[] }
  | { readonly kind: "already-recorded" }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/** Results that one follow-up may have: corrections are rare. */
const RESULTS_MAX = 20;

/**
 * Takes a result into a follow-up, whichever order they arrive in: the highest revision holds, earlier ones are history. Paths are those of the
 * event `FollowUpRecorded`. A result may come before the day on which the follow-up is due (then nothing is due any more), but not before the hire.
 */
export function takeFollowUpResult({ results, hiredOn }: FollowUp, wish: FollowUpResult): FollowUpRecorded {
  const same = results.find(({ revision }) => revision === wish.revision);
  if (same !== undefined) {
    const isSame = same.result === wish.result && same.satisfaction === wish.satisfaction && same.on === wish.on;
    if (isSame) return { kind: "already-recorded" };
    const conflict = refusal("REVISION_CONFLICT", "/revision", "this revision is recorded with another result");
    return { kind: "refused", refusal: conflict };
  }
  if (wish.on < hiredOn) {
    return { kind: "refused", refusal: refusal("DATES_OUT_OF_ORDER", "/on", "is before the day of the hire") };
  }
  if (results.length >= RESULTS_MAX) {
    const full = refusal("REVISION_SUPERSEDED", "/revision", `${RESULTS_MAX} results are recorded already`);
    return { kind: "refused", refusal: full };
  }
  return { kind: "recorded", results: [...results, wish].toSorted((a, b) => a.revision - b.revision) };
}
