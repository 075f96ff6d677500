import type { Taxonomy } from "../taxonomy/taxonomy.ts";
import type { ApplicantFacts, RequirementFacts } from "./facts.ts";
import { FULL_BP, UNKNOWN_BP } from "./requirements.ts";

/**
 * What the competencies of a pair come to, seen from both ends: how much of what the opening asks is covered by what the person can do,
 * and how much of what the person can do the opening would use. Coverage alone makes any opening that asks for little suit everybody, and
 * anybody who can do a lot suit every opening.
 */

/** A competency that is held, and the one asked for that it serves best. */
export interface CompetencyUse {
  /** 0–10,000: relatedness to what is asked, 10,000 for the same. Levels don't count here: they do where coverage is counted. */
  readonly usedBp: number;
  /** Number of the competency asked for; undefined when the opening has no use for the held one. */
  readonly wanted: number | undefined;
}

/** What an opening would do with one competency; ties go to the requirement that comes first. */
export function competencyUse(
  held: number,
  requirements: readonly RequirementFacts[],
  taxonomy: Taxonomy,
): CompetencyUse {
  let usedBp = 0;
  let wanted: number | undefined;
  for (const requirement of requirements) {
    if (requirement.on !== "competency") continue;
    const relatedBp = requirement.number === held ? FULL_BP : taxonomy.relatedness(held, requirement.number);
    if (relatedBp > usedBp) {
      usedBp = relatedBp;
      wanted = requirement.number;
    }
  }
  return { usedBp, wanted };
}

/** How much of what the person can do the opening would use, 0–10,000, rare competencies weighing more; `UNKNOWN_BP` when nothing is known. */
export function usedCoverage(
  requirements: readonly RequirementFacts[],
  held: ApplicantFacts["competencies"],
  taxonomy: Taxonomy,
): number {
  if (held === undefined) return UNKNOWN_BP;
  let used = 0;
  let whole = 0;
  for (const { number } of held) {
    const rarity = taxonomy.rarity(number);
    used += rarity * competencyUse(number, requirements, taxonomy).usedBp;
    whole += rarity;
  }
  return whole === 0 ? 0 : Math.floor(used / whole);
}

/**
 * Who covers everything has at least three quarters, however much else they can do: experience is no fault where little is asked. The
 * square leaves this to those who cover most of it.
 */
export const COVERED_ALONE_PERCENT = 75;

/**
 * Both ends in one, 0–10,000: their geometric mean, or three quarters of the square of what is covered where that is more, rounded down.
 * Never falls when either rises. Exact: products are below 2⁵³ and `Math.sqrt` is correctly rounded.
 *
 * Tried on career moves (test/quality), by what the whole score made of it, nDCG@10 and recall@50 from person to openings: what is covered
 * alone .380/.487 in place of .387/.508 and the geometric mean alone .387/.509; harmonic and plain means, powers of a third and two
 * thirds, and a floor under what is used (−.012 of recall) are no better. Rarity weights and essential at twice optional are best as they are.
 */
export function combineCoverage(coveredBp: number, usedBp: number): number {
  const coveredAlone = Math.floor((COVERED_ALONE_PERCENT * coveredBp * coveredBp) / (100 * FULL_BP));
  return Math.max(Math.floor(Math.sqrt(coveredBp * usedBp)), coveredAlone);
}
