import type { Outcome, OutcomeOfPair, Recommendation, Recorded } from "../ports.ts";

/**
 * Says what keeps an outcome from being recorded, or undefined when nothing does. The conditional update of the AWS adapter has the same rule in
 * its condition; this one tells the reasons apart once that has failed.
 */
export function standsAgainst(kept: Recommendation | undefined, wish: OutcomeOfPair): Recorded | undefined {
  if (kept === undefined) return "unknown";
  const before = kept.outcome;
  if (before === undefined || before.revision < wish.revision) return undefined;
  if (before.revision > wish.revision) return "superseded";
  return isSame(before, wish) ? "already-recorded" : "conflict";
}

function isSame(one: Outcome, other: Outcome): boolean {
  return one.outcome === other.outcome && one.reason === other.reason && one.on === other.on;
}

/** The outcome without its pair, as a recommendation carries it. */
export function toOutcome({ revision, outcome, reason, on }: OutcomeOfPair): Outcome {
  return { revision, outcome, on, ...(reason === undefined ? {} : { reason }) };
}
