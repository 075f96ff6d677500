import type { ComponentPoints, Explanation } from "../matching/explain.ts";
import type { ApplicantFacts, OpeningFacts } from "../matching/facts.ts";
import type { Reason } from "../matching/reason.ts";
import { toReasons } from "../matching/reasons.ts";
import type { Taxonomy } from "../taxonomy/taxonomy.ts";
import type { Bridge } from "./recommendation.ts";
import type { ReviewEvidence } from "./review.ts";

/** What a recommendation keeps of why it was made: points of possible points per component, and the reasons as codes. */
export interface RecommendationEvidence {
  readonly openingSide: readonly ComponentPoints<string>[];
  readonly applicantSide: readonly ComponentPoints<string>[];
  /** What the points for competencies come from: how much is covered of what is asked, and used of what is held, 0–10,000. */
  readonly competencies?: { readonly coveredBp: number; readonly usedBp: number };
  readonly reasons: readonly Reason[];
  /** The course that it was told with; points and scores are those with the course completed. */
  readonly bridge?: Bridge;
  /** Who put in a word for it. */
  readonly review?: ReviewEvidence;
}

export function toEvidence(
  explanation: Explanation,
  opening: OpeningFacts,
  applicant: ApplicantFacts,
  taxonomy: Taxonomy,
): RecommendationEvidence {
  const { competencies } = explanation;
  return {
    ...(competencies && { competencies: { coveredBp: competencies.coveredBp, usedBp: competencies.usedBp } }),
    openingSide: explanation.openingSide.filter(({ known }) => known),
    applicantSide: explanation.applicantSide.filter(({ known }) => known),
    reasons: toReasons(explanation, opening, applicant, taxonomy),
  };
}
