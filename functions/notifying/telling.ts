import { canonicalJson } from "../../domain/canonical-json.ts";
import { toEvidence } from "../../domain/delivery/evidence.ts";
import { type Review, standingOf, toReviewEvidence } from "../../domain/delivery/review.ts";
import { type Terms, toTerms } from "../../domain/delivery/terms.ts";
import { type OpeningFacts, toApplicantFacts, toOpeningFacts } from "../../domain/matching/facts.ts";
import type { ObstacleReason } from "../../domain/matching/obstacles.ts";
import { type Score, score } from "../../domain/matching/score.ts";
import type { Applicant } from "../../domain/model/applicant.ts";
import { dayInSeoul, fromDayNumber, toDayNumber } from "../../domain/model/calendar.ts";
import type { Opening } from "../../domain/model/opening.ts";
import type { TakingPart } from "../../domain/model/participation.ts";
import { ruleFactsOn } from "../../domain/programme/rule-facts.ts";
import { underRules } from "../../domain/programme/under-rules.ts";
import type { Recommendation } from "../ports.ts";
import type { MatchingConfiguration } from "../runtime/rules.ts";
import { barrierOf } from "./barring.ts";
import type { Presented, Surroundings } from "./candidates.ts";
import { OpeningAccounts } from "./opening-accounts.ts";

/** A pair that may be told of, with what both sides are at this moment. */
export interface Candidate extends Surroundings {
  readonly applicant: Applicant & TakingPart;
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

/** They hold for one configuration, and end with it. */
const accountsUnder = new WeakMap<MatchingConfiguration, OpeningAccounts>();

function accountsOf(configuration: MatchingConfiguration): OpeningAccounts {
  const kept = accountsUnder.get(configuration) ?? new OpeningAccounts(configuration);
  accountsUnder.set(configuration, kept);
  return kept;
}

/** Undefined when the two don't match any more. */
export function decide(
  candidate: Candidate,
  now: number,
  configuration: MatchingConfiguration,
  review?: Review,
): Draft | undefined {
  const { taxonomy, weights, perOpening } = configuration;
  const { applicant, opening, presented } = candidate;
  const applicantFacts = toApplicantFacts(applicant, taxonomy);
  const today = toDayNumber(dayInSeoul(now));
  const rules = { taxonomy, weights, today };
  const toFacts = (one: Presented) =>
    underRules(toOpeningFacts(one.opening, taxonomy), ruleFactsOn(one.rules, today), today);
  const isMatch = (verdict: Score | ObstacleReason) =>
    typeof verdict === "object" && verdict.score >= perOpening.thresholdBp;
  const { facts: openingFacts, explain } = accountsOf(configuration).of(opening, candidate.rules, today);
  const explanation = explain(applicantFacts);
  // A counsellor's word stands over the score, and over nothing that the law or the programme says.
  const isRecommended = standingOf(review) === "recommended" && explanation.obstacle === undefined;
  if (!isRecommended && !isMatch(explanation.obstacle ?? explanation)) return undefined;
  // A fair invites those alone whom something suits that its firms bring.
  if (presented?.some((one) => isMatch(score(toFacts(one), applicantFacts, rules))) === false) return undefined;
  if (barrierOf(candidate) !== undefined) return undefined;
  const put = toReviewEvidence(review);
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
      evidence: canonicalJson({
        ...toEvidence(explanation, openingFacts, applicantFacts, taxonomy),
        ...(put === undefined ? {} : { review: put }),
      }),
      versions: versionsOf(openingFacts, configuration),
      toldAt: now,
    }),
  };
}

/** What a recommendation was made by, the rule set of the opening's programme included. */
export function versionsOf(
  { terms }: Pick<OpeningFacts, "terms">,
  { taxonomy, weights }: Pick<MatchingConfiguration, "taxonomy" | "weights">,
): string {
  const rules = terms && { validFrom: fromDayNumber(terms.validFromDay), revision: terms.revision };
  return canonicalJson({ taxonomy: taxonomy.version, weights: weights.version, ...(rules && { rules }) });
}
