import { findBlocking } from "../../domain/bridge/blocking.ts";
import type { ShardState } from "../../domain/index/shard-state.ts";
import type { OpeningFacts } from "../../domain/matching/facts.ts";
import type { ScoringRules } from "../../domain/matching/score.ts";
import type { EventOut } from "../../events/catalog.ts";
import type { MatchingConfiguration } from "../runtime/rules.ts";
import { type Occasion, toEnvelope } from "./followings.ts";

/** An opening that has found nobody is looked at again after so many days, and every time as many have passed. */
export const UNMATCHED_AGAIN_DAYS = 14;

/** Openings looked at again on one day: at three milliseconds each with a million people, a second and a half of the function's minute. */
export const LOOKED_AT_AGAIN_MAX = 500;

/** Says of an opening that suits nobody of the shard what keeps it from that, for its employer's consultant. */
export function toUnmatched(
  opening: OpeningFacts,
  state: Pick<ShardState, "applicants" | "rulesOf">,
  rules: ScoringRules,
  openDays: number | undefined,
  occasion: Occasion,
  { perOpening }: MatchingConfiguration,
): EventOut {
  const { applicants } = state;
  const programme = opening.programme && state.rulesOf(opening.programme.programmeId);
  const { relaxations, requiredByLaw, withinConditions, shortfallBp } = findBlocking(
    opening,
    applicants,
    rules,
    perOpening.thresholdBp,
    programme,
  );
  return {
    name: "OpeningUnmatched",
    detail: {
      ...toEnvelope(occasion, `unmatched ${opening.openingId}`),
      openingId: opening.openingId,
      openingRevision: opening.revision,
      district: opening.district,
      applicants: applicants.size,
      openDays,
      relaxations: relaxations.map((one) => ({ ...one })),
      ...(requiredByLaw.length === 0 ? {} : { requiredByLaw: requiredByLaw.map((one) => ({ ...one })) }),
      withinConditions,
      shortfallBp,
    },
  };
}
