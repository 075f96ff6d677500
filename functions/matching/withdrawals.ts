import type { ShardState } from "../../domain/index/shard-state.ts";
import type { OpeningFacts } from "../../domain/matching/facts.ts";
import type { ScoringRules } from "../../domain/matching/score.ts";
import type { EventOut } from "../../events/catalog.ts";
import type { ClosingMessage } from "../../events/messages.ts";
import type { MatchingConfiguration } from "../runtime/rules.ts";
import type { AloneRecord } from "./arrivals.ts";
import {
  districtOf,
  type Followings,
  joinFollowings,
  NOTHING_FOLLOWS,
  type Occasion,
  toCause,
  toEnvelope,
  toMessage,
} from "./followings.ts";

/**
 * What the end of an entity takes away, told to the centers and employers who had it. An opening that closes leaves the districts
 * concerned in the log, so it is told like everything else, after the append. What a day or a person's leaving takes away is known only while
 * the index still has it, and must leave nothing in the log: that is told first.
 */
export function withdrawalsBefore(
  record: AloneRecord,
  state: ShardState,
  rules: ScoringRules,
  occasion: Occasion,
  configuration: MatchingConfiguration,
): Followings {
  if (record.type === "applicant-withdrawn") {
    return withdrawApplicant(record.applicantId, state, rules, occasion, configuration);
  }
  // An opening without a place isn't over: who loses it is told as of a revision.
  if (record.type === "places") return NOTHING_FOLLOWS;
  const closing = closedBy(record, state);
  return joinFollowings(
    closing.map((opening) => {
      const districts = districtsMatching(opening, state, rules, configuration);
      return withdrawOpening(opening.openingId, districts, occasion);
    }),
  );
}

function closedBy(
  record: Exclude<AloneRecord, { type: "applicant-withdrawn" | "places" }>,
  state: ShardState,
): readonly OpeningFacts[] {
  switch (record.type) {
    case "day":
      return state.closingOn(record.day);
    case "programme":
      return state.closedBy(record.rules);
    case "institution":
      return state.endedByBounds(record);
  }
}

/** Districts with somebody who matches an opening and has agreed to be shown to the center. */
export function districtsMatching(
  opening: OpeningFacts,
  state: ShardState,
  rules: ScoringRules,
  { perOpening }: MatchingConfiguration,
): string[] {
  const { matches } = state.applicants.match(opening, rules, { ...perOpening, listMax: Number.POSITIVE_INFINITY });
  const shown = matches.filter(({ facts }) => facts.consent.center).flatMap(({ facts }) => districtOf(facts) ?? []);
  return [...new Set(shown)].sort();
}

/** Tells that an opening's matches no longer stand. */
export function withdrawOpening(openingId: string, districts: readonly string[], occasion: Occasion): Followings {
  const message = { ...toCause(occasion, `closed ${openingId}`), kind: "opening-closed", openingId } as const;
  return {
    ...NOTHING_FOLLOWS,
    removedLists: [{ subject: `opening#${openingId}`, shard: occasion.shard, asOfSeq: occasion.seq }],
    events: districts.map((district): EventOut => {
      const envelope = toEnvelope(occasion, `withdrawn opening ${openingId} ${district}`);
      return { name: "MatchesWithdrawn", detail: { ...envelope, district, reason: "opening-closed", openingId } };
    }),
    shortlists: [toMessage(message)],
  };
}

/** What follows when an opening closes before its last day: whoever was told hears of it, too. A last day that passes was known to everybody. */
export function closeOpening(
  openingId: string,
  districts: readonly string[] | undefined,
  occasion: Occasion,
): Followings {
  const closing: ClosingMessage = { ...toCause(occasion, `closing ${openingId}`), kind: "closing", openingId };
  return { ...withdrawOpening(openingId, districts ?? [], occasion), alerts: [{ body: JSON.stringify(closing) }] };
}

/**
 * The end of an opening that opens again, or closes again, told once more under the same ids. Whoever appended it may have died before it was told, time and
 * again until the queue gave it up, and nobody can find it once the new record stands in its place. Its list is made anew by what comes.
 */
export function endBefore(openingId: string, state: ShardState, occasion: Occasion): Followings {
  const { districts, causationId } = state.closingOf(openingId);
  if (causationId === undefined) return NOTHING_FOLLOWS;
  return { ...closeOpening(openingId, districts, { ...occasion, causationId }), removedLists: [] };
}

function withdrawApplicant(
  applicantId: string,
  state: ShardState,
  rules: ScoringRules,
  occasion: Occasion,
  configuration: MatchingConfiguration,
): Followings {
  const applicant = state.applicants.get(applicantId);
  if (applicant === undefined) return NOTHING_FOLLOWS;
  const limits = { ...configuration.perApplicant, listMax: Number.POSITIVE_INFINITY };
  const openingIds = state.openings.match(applicant, rules, limits).matches.map(({ facts }) => facts.openingId);
  const district = districtOf(applicant);
  const envelope = toEnvelope(occasion, `withdrawn applicant ${applicantId} ${district}`);
  return {
    ...NOTHING_FOLLOWS,
    removedLists: [{ subject: `applicant#${applicantId}`, shard: occasion.shard, asOfSeq: occasion.seq }],
    events:
      district === undefined || !applicant.consent.center
        ? []
        : [{ name: "MatchesWithdrawn", detail: { ...envelope, district, reason: "applicant-withdrawn", applicantId } }],
    shortlists:
      openingIds.length === 0 || !applicant.consent.employers
        ? []
        : [
            toMessage({
              // Whoever died over it may have named others: nobody who takes nothing twice would hear of what has come since.
              ...toCause(occasion, `withdrawn ${applicantId} ${openingIds.join(" ")}`),
              kind: "candidate-withdrawn",
              applicantId,
              openingIds,
            }),
          ],
  };
}
