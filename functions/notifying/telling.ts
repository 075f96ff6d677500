import { canonicalJson } from "../../domain/canonical-json.ts";
import { toEvidence } from "../../domain/delivery/evidence.ts";
import { explain } from "../../domain/matching/explain.ts";
import { type ProgrammeTerms, toApplicantFacts, toOpeningFacts } from "../../domain/matching/facts.ts";
import type { ObstacleReason } from "../../domain/matching/obstacles.ts";
import { type Score, score } from "../../domain/matching/score.ts";
import { dayInSeoul, fromDayNumber, toDayNumber } from "../../domain/model/calendar.ts";
import { ruleFactsOn } from "../../domain/programme/rule-facts.ts";
import { underRules } from "../../domain/programme/under-rules.ts";
import type { Recommendation, Recommendations } from "../ports.ts";
import type { MatchingConfiguration } from "../runtime/rules.ts";
import { type Candidate, type CandidateReader, inGroups, type Presented, type Suppressed } from "./candidates.ts";

/** Conditional writes under way at once: enough to hide their latency, few enough for one connection pool. */
const WRITES_AT_ONCE = 16;

/** A recommendation as it is told now, with what it was made from. */
export interface Told {
  readonly candidate: Candidate;
  readonly recommendation: Recommendation;
}

/** Undefined when the two don't match any more. */
export function decide(
  candidate: Candidate,
  now: number,
  { taxonomy, weights, perOpening }: MatchingConfiguration,
): Told | undefined {
  const { pair, applicant, opening, presented } = candidate;
  const applicantFacts = toApplicantFacts(applicant, taxonomy);
  const today = toDayNumber(dayInSeoul(now));
  const rules = { taxonomy, weights, today };
  const toFacts = (one: Presented) =>
    underRules(toOpeningFacts(one.opening, taxonomy), ruleFactsOn(one.rules, today), today);
  const isMatch = (verdict: Score | ObstacleReason) =>
    typeof verdict === "object" && verdict.score >= perOpening.thresholdBp;
  const openingFacts = toFacts(candidate);
  const explanation = explain(openingFacts, applicantFacts, rules);
  if (!isMatch(explanation.obstacle ?? explanation)) return undefined;
  // A fair invites those alone whom something suits that its firms bring.
  if (presented?.some((one) => isMatch(score(toFacts(one), applicantFacts, rules))) === false) return undefined;
  const recommendation: Recommendation = {
    applicantId: applicant.applicantId,
    openingId: opening.openingId,
    applicantRevision: applicant.revision,
    openingRevision: opening.revision,
    score: explanation.score,
    fitsOpening: explanation.fitsOpening,
    fitsApplicant: explanation.fitsApplicant,
    alertId: pair.alerts[0].messageId,
    evidence: canonicalJson(toEvidence(explanation, openingFacts, applicantFacts, taxonomy)),
    versions: canonicalJson({
      taxonomy: taxonomy.version,
      weights: weights.version,
      ...(openingFacts.terms === undefined ? {} : { rules: toRuleVersion(openingFacts.terms) }),
    }),
    toldAt: now,
  };
  return { candidate, recommendation };
}

/** The rule set that stood behind a recommendation. */
function toRuleVersion({ validFromDay, revision }: ProgrammeTerms) {
  return { validFrom: fromDayNumber(validFromDay), revision };
}

/**
 * Keeps the recommendations and returns those that are ours to send: those of alerts outside the batch are sent by the work on them. Of one that
 * was claimed nobody knows whether that work still lives; it is sent again, as the same message.
 */
export async function keepAll(telling: readonly Told[], recommendations: Recommendations): Promise<Told[]> {
  const own: Told[] = [];
  for (const some of inGroups(telling, WRITES_AT_ONCE)) {
    const kept = await Promise.all(some.map(({ recommendation }) => recommendations.tell(recommendation)));
    for (const [index, recommendation] of kept.entries()) {
      const told = some[index];
      if (told === undefined) continue;
      const { alerts, isClaimed } = told.candidate.pair;
      const isOwn = isClaimed || alerts.some(({ messageId }) => messageId === recommendation.alertId);
      if (isOwn) own.push({ ...told, recommendation });
    }
  }
  return own;
}

/** What still holds of the recommendations that were kept, and what doesn't any more. */
export interface Rechecked {
  readonly holding: readonly Told[];
  readonly dropped: readonly (Suppressed & { readonly told: Told })[];
}

/**
 * The last read before the send: is the opening open, and does the person still want it? Whoever was revised since the decision is decided on
 * again; what is told stays as it was kept.
 */
export async function recheck(
  kept: readonly Told[],
  reader: CandidateReader,
  now: number,
  configuration: MatchingConfiguration,
): Promise<Rechecked> {
  const read = await reader.read(kept.map(({ candidate }) => candidate.pair));
  const latest = new Map(read.candidates.map((candidate) => [candidate.pair.id, candidate]));
  const reasons = new Map(read.suppressed.map(({ pair, reason }) => [pair.id, reason]));
  const stillMatches = ({ candidate }: Told): boolean => {
    const current = latest.get(candidate.pair.id) ?? candidate;
    const { applicant, opening, rules } = current;
    const isSame = applicant === candidate.applicant && opening === candidate.opening && rules === candidate.rules;
    return isSame || decide({ ...current, pair: candidate.pair }, now, configuration) !== undefined;
  };
  const holding: Told[] = [];
  const dropped: (Suppressed & { told: Told })[] = [];
  for (const told of kept) {
    const { pair } = told.candidate;
    const reason = reasons.get(pair.id) ?? (stillMatches(told) ? undefined : "no-longer-a-match");
    if (reason === undefined) holding.push(told);
    else dropped.push({ pair, reason, told });
  }
  return { holding, dropped };
}

/**
 * Leaves nothing behind of what isn't told. Of somebody who has left, everything goes: intake has forgotten them, but perhaps before
 * we kept something. Otherwise what these alerts have kept, now or in a work that died, is taken back: the pair must be free to be told
 * when it matches again. What may have been sent stays.
 */
export async function takeBack(untold: readonly Suppressed[], recommendations: Recommendations): Promise<void> {
  const leavers = new Set(untold.filter(hasLeft).map(({ pair }) => pair.applicantId));
  for (const some of inGroups([...leavers], WRITES_AT_ONCE)) {
    await Promise.all(some.map((applicantId) => recommendations.forget(applicantId)));
  }
  const kept = untold
    .filter((one) => !hasLeft(one) && !one.pair.isClaimed)
    .flatMap(({ pair: { applicantId, openingId, alerts } }) =>
      alerts.map(({ messageId }) => ({ applicantId, openingId, alertId: messageId })),
    );
  for (const some of inGroups(kept, WRITES_AT_ONCE)) {
    await Promise.all(some.map((recommendation) => recommendations.retract(recommendation)));
  }
}

export function hasLeft({ reason }: Suppressed): boolean {
  return reason === "applicant-withdrawn";
}
