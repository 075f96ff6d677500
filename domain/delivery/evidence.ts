import type { ComponentPoints, Explanation } from "../matching/explain.ts";
import type { ApplicantFacts, OpeningFacts } from "../matching/facts.ts";
import type { Reason } from "../matching/reason.ts";
import { toReasons } from "../matching/reasons.ts";
import type { Taxonomy } from "../taxonomy/taxonomy.ts";

/** What a recommendation keeps of why it was made: points of possible points per component, and the reasons as codes. */
export interface RecommendationEvidence {
  readonly openingSide: readonly ComponentPoints<string>[];
  readonly applicantSide: readonly ComponentPoints<string>[];
  readonly reasons: readonly Reason[];
}

export function toEvidence(
  explanation: Explanation,
  opening: OpeningFacts,
  applicant: ApplicantFacts,
  taxonomy: Taxonomy,
): RecommendationEvidence {
  return {
    openingSide: explanation.openingSide.filter(({ known }) => known),
    applicantSide: explanation.applicantSide.filter(({ known }) => known),
    reasons: toReasons(explanation, opening, applicant, taxonomy),
  };
}
