import type { LogRecord } from "../../domain/index/log-record.ts";
import type { ShardState } from "../../domain/index/shard-state.ts";
import type { OpeningFacts } from "../../domain/matching/facts.ts";
import type { ScoringRules } from "../../domain/matching/score.ts";
import type { EventOut } from "../../events/catalog.ts";
import type { MatchingConfiguration } from "../runtime/rules.ts";
import {
  districtOf,
  type Followings,
  NOTHING_FOLLOWS,
  type Occasion,
  toCause,
  toEnvelope,
  toMessage,
} from "./followings.ts";

/**
 * What a record takes away, told to the centers and employers who had it: matches of an opening that closes or expires, and of an
 * applicant who leaves. Computed while the index still has them, so it must be told before the record is appended.
 */
export function withdrawalsBefore(
  record: LogRecord,
  state: ShardState,
  rules: ScoringRules,
  occasion: Occasion,
  configuration: MatchingConfiguration,
): Followings {
  switch (record.type) {
    case "opening-closed": {
      const opening = state.openings.get(record.openingId);
      return opening === undefined
        ? NOTHING_FOLLOWS
        : withdrawOpenings([opening], state, rules, occasion, configuration);
    }
    case "day":
      return withdrawOpenings(state.expiringOn(record.day), state, rules, occasion, configuration);
    case "applicant-withdrawn":
      return withdrawApplicant(record.applicantId, state, rules, occasion, configuration);
    case "applicant":
    case "opening":
      return NOTHING_FOLLOWS;
  }
}

function withdrawOpenings(
  openings: readonly OpeningFacts[],
  state: ShardState,
  rules: ScoringRules,
  occasion: Occasion,
  configuration: MatchingConfiguration,
): Followings {
  const limits = { ...configuration.perOpening, listMax: Number.POSITIVE_INFINITY };
  const events = openings.flatMap((opening) => {
    const { matches } = state.applicants.match(opening, rules, limits);
    const seen = matches.filter(({ facts }) => facts.consent.center).flatMap(({ facts }) => districtOf(facts) ?? []);
    return [...new Set(seen)].map((district): EventOut => {
      const { openingId } = opening;
      const envelope = toEnvelope(occasion, `withdrawn opening ${openingId} ${district}`);
      return { name: "MatchesWithdrawn", detail: { ...envelope, district, reason: "opening-closed", openingId } };
    });
  });
  const shortlists = openings.map(({ openingId }) =>
    toMessage({ ...toCause(occasion, `closed ${openingId}`), kind: "opening-closed", openingId }),
  );
  const removedLists = openings.map(({ openingId }) => ({ subject: `opening#${openingId}`, shard: occasion.shard }));
  return { ...NOTHING_FOLLOWS, removedLists, events, shortlists };
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
  const envelope = toEnvelope(occasion, `withdrawn applicant ${applicantId}`);
  return {
    ...NOTHING_FOLLOWS,
    removedLists: [{ subject: `applicant#${applicantId}`, shard: occasion.shard }],
    events:
      district === undefined || !applicant.consent.center
        ? []
        : [{ name: "MatchesWithdrawn", detail: { ...envelope, district, reason: "applicant-withdrawn", applicantId } }],
    shortlists:
      openingIds.length === 0 || !applicant.consent.employers
        ? []
        : [
            toMessage({
              ...toCause(occasion, `withdrawn ${applicantId}`),
              kind: "candidate-withdrawn",
              applicantId,
              openingIds,
            }),
          ],
  };
}
