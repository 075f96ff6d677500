import { dayInSeoul } from "../model/calendar.ts";
import { type Refusal, type RefusalCode, refusal } from "../refusal.ts";

/** What became of a recommendation, in the order of its life. */
export const outcomes = ["seen", "applied", "interviewed", "hired", "retained", "declined", "withdrawn"] as const;
export type OutcomeName = (typeof outcomes)[number];

/** Why an employer declined somebody; the last where nothing more is known. */
export const employerReasons = ["employer-chose-another", "employer-asks-for-more", "employer-declined"] as const;
export type EmployerReason = (typeof employerReasons)[number];

/** Why somebody declined, or was declined: short, and the same for everybody, so that it can be counted. */
export const declineReasons = [
  "place",
  "pay",
  "hours",
  "work",
  "already-working",
  "health",
  ...employerReasons,
  "other",
] as const;
export type DeclineReason = (typeof declineReasons)[number];

/** Where a recommendation stands: told, or what was last recorded of it. */
export type Stage = "told" | OutcomeName;

/**
 * What may follow what, in one step. Forward steps may be skipped, because a center often hears of the hire alone; but somebody is retained
 * only where it is known when they were hired, since the follow-ups count from that day. Who declined or withdrew can only apply anew:
 * whoever is hired after all has a revision in between that says so. Nothing but staying follows a hire: whether somebody has left later on
 * is what the follow-ups ask.
 */
const NEXT: Readonly<Record<Stage, readonly OutcomeName[]>> = {
  told: ["seen", "applied", "interviewed", "hired", "declined", "withdrawn"],
  seen: ["applied", "interviewed", "hired", "declined", "withdrawn"],
  applied: ["interviewed", "hired", "declined", "withdrawn"],
  interviewed: ["hired", "declined", "withdrawn"],
  hired: ["retained"],
  retained: [],
  declined: ["applied"],
  withdrawn: ["applied"],
};

/** Steps after which nothing new is reached: from any stage to any other takes no more than these. */
const STEPS_MAX = 4;

/** Outcomes that one recommendation may have: far more than one life has, and little enough for one item. */
export const OUTCOMES_MAX = 100;

/**
 * Whether one stage can come to stand a number of revisions after another. Revisions count the outcomes of a pair, so a gap between two of
 * them is room for what hasn't arrived yet: hired two after declined is possible (they applied anew in between), hired right after it isn't.
 * So whatever order the outcomes of a life arrive in, none of them is refused.
 */
export function mayStandAfter(from: Stage, to: OutcomeName, revisionsLater: number): boolean {
  let reached: ReadonlySet<Stage> = new Set([from]);
  for (let step = 1; step <= Math.min(revisionsLater, STEPS_MAX); step++) {
    reached = new Set([...reached].flatMap((stage) => NEXT[stage]));
    if (reached.has(to)) return true;
  }
  return false;
}

/** One recorded outcome, as the history of a recommendation keeps it. */
export interface Outcome {
  /** Counts the outcomes of one pair: the highest is the one that holds. */
  readonly revision: number;
  readonly outcome: OutcomeName;
  readonly reason?: DeclineReason;
  /** The day in Seoul, `YYYY-MM-DD`. */
  readonly on: string;
  /** The center that looked after the person then; it stays when the person, or the district, goes over to another. */
  readonly center?: string;
  /** Programme of the opening then. */
  readonly programmeId?: string;
  /** Kind of the opening. */
  readonly kind?: string;
  /** The part of its programme, where whoever takes part in it is counted by itself. */
  readonly apart?: string;
  /** Of a hire: the last day of the activity, as it was known then. */
  readonly through?: string;
  /** The event that said so first: what follows from the outcome has ids made from it. */
  readonly eventId: string;
}

/** What came of recording an outcome. The outcome is the one that is kept, with the center and event of the first time. */
export type Recorded =
  | { readonly kind: "recorded"; readonly outcome: Outcome; readonly history: readonly Outcome[] }
  | { readonly kind: "already-recorded"; readonly outcome: Outcome }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/**
 * Takes an outcome into a history that is sorted by revision. Paths are those of the event `OutcomeRecorded`. The same outcome again is
 * already recorded, another one of the same revision a conflict; an earlier revision that arrives late takes its place in the history. Refuses
 * an outcome from before the day on which the person was first told (epoch milliseconds), what can't stand where its revision puts it, and days that run
 * backwards.
 */
export function takeOutcome(history: readonly Outcome[], firstToldAt: number, wish: Outcome): Recorded {
  const same = history.find(({ revision }) => revision === wish.revision);
  if (same !== undefined) {
    const isSame = same.outcome === wish.outcome && same.reason === wish.reason && same.on === wish.on;
    return isSame
      ? { kind: "already-recorded", outcome: same }
      : refuse("REVISION_CONFLICT", "/revision", "this revision is recorded with another outcome");
  }
  if (wish.on < dayInSeoul(firstToldAt)) {
    return refuse("OUTCOME_BEFORE_TOLD", "/on", "is before the day on which the person was told of the opening");
  }
  const before = history.findLast(({ revision }) => revision < wish.revision);
  const after = history.find(({ revision }) => revision > wish.revision);
  const from = before?.outcome ?? "told";
  const canFollow = mayStandAfter(from, wish.outcome, wish.revision - (before?.revision ?? 0));
  if (!canFollow) return refuse("OUTCOME_OUT_OF_ORDER", "/outcome", `${wish.outcome} can't follow ${from}`);
  if (after !== undefined && !mayStandAfter(wish.outcome, after.outcome, after.revision - wish.revision)) {
    return refuse("OUTCOME_OUT_OF_ORDER", "/outcome", `${after.outcome}, recorded since, can't follow ${wish.outcome}`);
  }
  if ((before !== undefined && wish.on < before.on) || (after !== undefined && after.on < wish.on)) {
    return refuse("DATES_OUT_OF_ORDER", "/on", "is not between the days of the outcomes before and after it");
  }
  if (history.length >= OUTCOMES_MAX) {
    return refuse("OUTCOME_OUT_OF_ORDER", "/revision", `${OUTCOMES_MAX} outcomes of this pair are recorded`);
  }
  const next = [...history, wish].toSorted((a, b) => a.revision - b.revision);
  return { kind: "recorded", outcome: wish, history: next };
}

function refuse(code: RefusalCode, path: string, message: string): Recorded {
  return { kind: "refused", refusal: refusal(code, path, message) };
}
