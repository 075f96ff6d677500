import { canonicalJson } from "../../../domain/canonical-json.ts";
import { toEvidence } from "../../../domain/delivery/evidence.ts";
import { recommendationId } from "../../../domain/delivery/recommendation.ts";
import { explain } from "../../../domain/matching/explain.ts";
import { toApplicantFacts, toOpeningFacts } from "../../../domain/matching/facts.ts";
import type { Applicant } from "../../../domain/model/applicant.ts";
import { dayInSeoul, toDayNumber } from "../../../domain/model/calendar.ts";
import type { Opening } from "../../../domain/model/opening.ts";
import type { Recommendation } from "../../../functions/ports.ts";
import type { History, Violation } from "../history.ts";
import type { Simulation } from "../simulation.ts";
import { tinyConfiguration } from "../tiny-world.ts";
import { matchOf, type Rest } from "./rest.ts";

const { taxonomy, weights, perOpening } = tinyConfiguration;

/**
 * Guarantees 1 and 3: whoever should have been told was told, each pair once in effect, of what is true of the revisions that the recommendation
 * names.
 */
export function checkTold({ history }: Simulation, rest: Rest): Violation[] {
  const kept = new Map(rest.recommendations.map((one) => [recommendationId(one.applicantId, one.openingId), one]));
  return [
    ...checkOnce(history),
    ...checkNobodyIsMissing(history, rest, kept),
    ...checkNothingIsForgotten(history, rest, kept),
    ...[...kept.values()].flatMap((one) => checkRecommendation(history, one)),
  ];
}

/** A second message is the first one again: who sends messages on does so once per id. */
function checkOnce({ messages }: History): Violation[] {
  const idOf = new Map<string, string>();
  const found: Violation[] = [];
  for (const { recommendationId: id, messageId } of messages) {
    const before = idOf.get(id) ?? messageId;
    if (before !== messageId) found.push({ guarantee: 1, text: `${id} was told as ${before} and as ${messageId}` });
    idOf.set(id, messageId);
  }
  return found;
}

function checkNobodyIsMissing(history: History, rest: Rest, kept: ReadonlyMap<string, Recommendation>): Violation[] {
  const sent = new Set(history.messages.map((message) => message.recommendationId));
  const stateOf = new Map(rest.deliveries.map((one) => [`${one.recommendationId} ${one.channel}`, one.state]));
  const found: Violation[] = [];
  for (const shard of rest.shards) {
    const openings = rest.liveOpenings(shard);
    for (const applicant of rest.applicantsOf(shard.shard)) {
      if (!applicant.consent.alerts) continue;
      for (const opening of openings) {
        if (matchOf(opening, applicant, shard.today) === undefined) continue;
        const id = recommendationId(applicant.applicantId, opening.openingId);
        const say = (text: string) => found.push({ guarantee: 1, text: `${id} ${text}` });
        if (!sent.has(id)) say("match and were not told");
        else if (!kept.has(id)) say("were told and nothing is kept of it");
        // Whoever was frozen before the claim may make it again when another has sent the message: nobody is told twice by it.
        else if (!["sent", "claimed"].includes(stateOf.get(`${id} message`) ?? ""))
          say(`were told, and the message is ${stateOf.get(`${id} message`)}`);
        else if (stateOf.get(`${id} inbox`) !== "sent")
          say(`were told, and the inbox is ${stateOf.get(`${id} inbox`)}`);
      }
    }
  }
  return found;
}

/** What may have been sent is kept as a recommendation, unless the person has left. */
function checkNothingIsForgotten(
  { messages }: History,
  { leavers }: Rest,
  kept: ReadonlyMap<string, Recommendation>,
): Violation[] {
  return messages
    .filter(({ applicantId, recommendationId: id }) => !leavers.has(applicantId) && !kept.has(id))
    .map(({ recommendationId: id }) => ({ guarantee: 1, text: `${id} was told and is forgotten` }));
}

/** A recommendation says what the plain account says of the revisions that it names, on the day it was made. */
function checkRecommendation({ bodies }: History, one: Recommendation): Violation[] {
  const { applicantId, applicantRevision, openingId, openingRevision } = one;
  const [person, posting] = [
    bodies.get(`applicants ${applicantId} ${applicantRevision}`),
    bodies.get(`openings ${openingId} ${openingRevision}`),
  ];
  const say = (text: string): Violation[] => [
    { guarantee: 3, text: `recommendation of ${openingId} to ${applicantId}: ${text}` },
  ];
  if (person === undefined || posting === undefined) return say("names revisions that were never kept");
  const applicant = toApplicantFacts(JSON.parse(person) as Applicant, taxonomy);
  const opening = toOpeningFacts(JSON.parse(posting) as Opening, taxonomy);
  const today = toDayNumber(dayInSeoul(one.toldAt));
  const explanation = explain(opening, applicant, { taxonomy, weights, today });
  if (explanation.obstacle !== undefined || explanation.score < perOpening.thresholdBp) return say("was no match");
  const evidence = canonicalJson(toEvidence(explanation, opening, applicant, taxonomy));
  const isSame = one.score === explanation.score && one.evidence === evidence;
  return isSame
    ? []
    : say(`says ${one.score} ${one.evidence}, the plain account says ${explanation.score} ${evidence}`);
}
