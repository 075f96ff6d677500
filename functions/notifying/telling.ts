import { canonicalJson } from "../../domain/canonical-json.ts";
import { toEvidence } from "../../domain/delivery/evidence.ts";
import { type Terms, toTerms } from "../../domain/delivery/terms.ts";
import { explain } from "../../domain/matching/explain.ts";
import { toApplicantFacts, toOpeningFacts } from "../../domain/matching/facts.ts";
import type { Applicant } from "../../domain/model/applicant.ts";
import { dayInSeoul, toDayNumber } from "../../domain/model/calendar.ts";
import type { Opening } from "../../domain/model/opening.ts";
import type { Recommendation } from "../ports.ts";
import type { MatchingConfiguration } from "../runtime/rules.ts";

/** A pair that may be told of, with what both sides are at this moment. */
export interface Candidate {
  readonly applicant: Applicant;
  readonly opening: Opening;
}

/** A recommendation as it would be told now; which alert tells it is not said yet. */
export interface Draft {
  readonly candidate: Candidate;
  readonly score: number;
  readonly terms: Terms;
  /** Made when it is told: the reasons of most drafts are never needed. */
  readonly toRecommendation: () => Omit<Recommendation, "alertId" | "outcome">;
}

/** Undefined when the two don't match any more. */
export function decide(
  candidate: Candidate,
  now: number,
  { taxonomy, weights, perOpening }: MatchingConfiguration,
): Draft | undefined {
  const { applicant, opening } = candidate;
  const applicantFacts = toApplicantFacts(applicant, taxonomy);
  const openingFacts = toOpeningFacts(opening, taxonomy);
  const rules = { taxonomy, weights, today: toDayNumber(dayInSeoul(now)) };
  const explanation = explain(openingFacts, applicantFacts, rules);
  if (explanation.obstacle !== undefined || explanation.score < perOpening.thresholdBp) return undefined;
  return {
    candidate,
    terms: toTerms(openingFacts),
    score: explanation.score,
    toRecommendation: () => ({
      applicantId: applicant.applicantId,
      openingId: opening.openingId,
      applicantRevision: applicant.revision,
      openingRevision: opening.revision,
      score: explanation.score,
      fitsOpening: explanation.fitsOpening,
      fitsApplicant: explanation.fitsApplicant,
      evidence: canonicalJson(toEvidence(explanation, openingFacts, applicantFacts, taxonomy)),
      versions: canonicalJson({ taxonomy: taxonomy.version, weights: weights.version }),
      toldAt: now,
    }),
  };
}
