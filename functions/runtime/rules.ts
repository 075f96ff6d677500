import { join } from "node:path";
import { defaultCaps, type MessageCaps } from "../../domain/delivery/delivery-terms.ts";
import { STATUTORY_NIGHT, type WeeklySpan } from "../../domain/delivery/quiet-hours.ts";
import type { MatchLimits } from "../../domain/index/match-index.ts";
import { defaultWeights, type Weights } from "../../domain/matching/score.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import type { Environment } from "./environment.ts";
import { DeploymentFault } from "./errors.ts";
import { readNight } from "./night.ts";
import { loadTaxonomy } from "./taxonomy-file.ts";

/** What matching goes by: as deployed, and as operators have set since (`terms.ts`). */
export interface MatchingConfiguration {
  readonly taxonomy: Taxonomy;
  readonly weights: Weights;
  /** Most matches listed, and told, per opening and per profile event; everybody over the threshold is counted. */
  readonly perOpening: MatchLimits;
  readonly perApplicant: MatchLimits;
  /** Most pairs in one message or event: what is longer goes out in parts. */
  readonly pairsPerMessage: number;
  /** Most messages to somebody who hasn't said how many they want. */
  readonly caps: MessageCaps;
  /** The night in which nobody is told what they didn't ask to hear at night; empty where no real people are told. */
  readonly night: readonly WeeklySpan[];
}

/** An opening is listed to at most a thousand: 30 kB packed, a tenth of what an item may hold. */
export const LISTED_PER_OPENING_MAX = 1_000;

/** A profile lists its best hundred: more than anybody reads. */
export const LISTED_PER_APPLICANT_MAX = 100;

/** With the longest ids and revisions a pair takes 270 bytes, so that so many stay under 64 KiB. */
const PAIRS_PER_MESSAGE = 225;

export function readMatchingConfiguration(environment: Environment): MatchingConfiguration {
  const thresholdBp = Number(environment("thresholdBp"));
  if (!Number.isInteger(thresholdBp) || thresholdBp < 1 || thresholdBp > 10_000) {
    throw new DeploymentFault("the threshold must be a whole number of basis points from 1 to 10,000");
  }
  return createMatchingConfiguration(thresholdBp, readTaxonomy(environment), readNight(environment));
}

/** The artifact that lies beside the bundle: computing a taxonomy takes longer than everything else at a start. */
function readTaxonomy(environment: Environment): Taxonomy {
  return loadTaxonomy(join(environment("bundleFolder"), environment("taxonomyFile")));
}

export function createMatchingConfiguration(
  thresholdBp: number,
  taxonomy: Taxonomy,
  night: readonly WeeklySpan[] = [STATUTORY_NIGHT],
): MatchingConfiguration {
  return {
    taxonomy,
    weights: defaultWeights,
    perOpening: { thresholdBp, listMax: LISTED_PER_OPENING_MAX },
    perApplicant: { thresholdBp, listMax: LISTED_PER_APPLICANT_MAX },
    pairsPerMessage: PAIRS_PER_MESSAGE,
    caps: defaultCaps,
    night,
  };
}
