import { canonicalJson } from "../domain/canonical-json.ts";
import { type RecommendationEvidence, toEvidence } from "../domain/delivery/evidence.ts";
import { recommendationId } from "../domain/delivery/recommendation.ts";
import { explain } from "../domain/matching/explain.ts";
import { toApplicantFacts, toOpeningFacts } from "../domain/matching/facts.ts";
import { renderMessage } from "../domain/matching/render.ts";
import { type Applicant, applicant as applicantSchema } from "../domain/model/applicant.ts";
import { dayInSeoul, toDayNumber } from "../domain/model/calendar.ts";
import { type Opening, opening as openingSchema } from "../domain/model/opening.ts";
import { SCHEMA_VERSION } from "../events/envelope.ts";
import { type AlertMessage, type ApplicantMessage, alertMessage } from "../events/messages.ts";
import { createAwsPorts } from "./adapters/aws/aws-ports.ts";
import type { Channel, Delivery, EntityStore, Ports, QueueMessage, Recommendation } from "./ports.ts";
import { onQueue, type QueueRecord, reactToEach } from "./runtime/consumer.ts";
import { deriveUlid } from "./runtime/derive-id.ts";
import { readEnvironment } from "./runtime/environment.ts";
import type { Log } from "./runtime/log.ts";
import { type MatchingConfiguration, readMatchingConfiguration } from "./runtime/rules.ts";

type NotifyPorts = Pick<Ports, "clock" | "openings" | "applicants" | "recommendations" | "deliveries" | "queues">;

/** Ids read in one call. */
const IDS_PER_READ = 100;

/** Conditional writes under way at once: enough to hide their latency, few enough for one connection pool. */
const WRITES_AT_ONCE = 16;

/** Channels that every recommendation goes out on. The message goes last: what it finds recorded is wholly done. */
const CHANNELS: readonly Channel[] = ["inbox", "message"];

/** Why somebody isn't told after all. */
export type SuppressionReason = "opening-closed" | "applicant-withdrawn" | "consent-withdrawn" | "no-longer-a-match";

/** A pair that may still be told of, with what both sides are at this moment. */
interface Candidate {
  readonly id: string;
  readonly applicant: Applicant;
  readonly opening: Opening;
}

/**
 * Tells people of their matches, once per recommendation: skip what has been delivered; read both sides as they are now and decide; keep the
 * recommendation; send; record the delivery. A crash in between is followed by the same steps with the same ids.
 */
export async function notifyOne(
  { body }: QueueRecord,
  ports: NotifyPorts,
  configuration: MatchingConfiguration,
  log: Log,
): Promise<void> {
  const alert = alertMessage.parse(JSON.parse(body));
  const pairs = await withoutDelivered(alert, ports);
  const { candidates, suppressed } = await readCandidates(pairs, ports);
  const decided = candidates.map((candidate) => ({
    candidate,
    told: decide(candidate, ports.clock.now(), configuration),
  }));
  const telling = decided.flatMap(({ candidate, told }) => (told === undefined ? [] : [{ candidate, told }]));
  for (const { candidate, told } of decided) {
    if (told === undefined) suppressed.push([candidate.id, "no-longer-a-match"]);
  }
  await tellAll(
    telling.map(({ told }) => told),
    ports,
  );
  await ports.queues.send(
    "applicant-messages",
    telling.map(({ candidate, told }) => toQueueMessage(candidate, told, alert, configuration)),
  );
  await ports.deliveries.record(
    toDeliveries(
      telling.map(({ candidate }) => candidate.id),
      suppressed,
      ports.clock.now(),
    ),
  );
  log.info("applicants notified", {
    correlationId: alert.correlationId,
    eventId: alert.causationId,
    told: telling.length,
    repeated: alert.pairs.length - pairs.length,
    suppressed: suppressed.length,
  });
}

async function withoutDelivered({ pairs }: AlertMessage, { deliveries }: NotifyPorts): Promise<AlertMessage["pairs"]> {
  const idOf = (pair: { applicantId: string; openingId: string }) => recommendationId(pair.applicantId, pair.openingId);
  const delivered = new Set<string>();
  for (const ids of inReads(pairs.map(idOf))) {
    for (const id of await deliveries.delivered(ids, "message")) delivered.add(id);
  }
  return pairs.filter((pair) => !delivered.has(idOf(pair)));
}

function inReads<T>(values: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(values.length / IDS_PER_READ) }, (_, read) =>
    values.slice(read * IDS_PER_READ, (read + 1) * IDS_PER_READ),
  );
}

/** Both sides of each pair as they are kept now, read consistently; and the pairs of which one side is gone. */
async function readCandidates(pairs: AlertMessage["pairs"], ports: NotifyPorts) {
  const [applicants, openings] = await Promise.all([
    readAll(
      ports.applicants,
      pairs.map(({ applicantId }) => applicantId),
      (value) => applicantSchema.parse(value),
    ),
    readAll(
      ports.openings,
      pairs.map(({ openingId }) => openingId),
      (value) => openingSchema.parse(value),
    ),
  ]);
  const candidates: Candidate[] = [];
  const suppressed: [id: string, reason: SuppressionReason][] = [];
  for (const { applicantId, openingId } of pairs) {
    const id = recommendationId(applicantId, openingId);
    const applicant = applicants.get(applicantId);
    const opening = openings.get(openingId);
    if (applicant === undefined) suppressed.push([id, "applicant-withdrawn"]);
    else if (!applicant.consent.alerts) suppressed.push([id, "consent-withdrawn"]);
    else if (opening === undefined) suppressed.push([id, "opening-closed"]);
    else candidates.push({ id, applicant, opening });
  }
  return { candidates, suppressed };
}

async function readAll<T>(
  store: EntityStore,
  ids: readonly string[],
  parse: (value: unknown) => T,
): Promise<Map<string, T>> {
  const found = new Map<string, T>();
  for (const read of inReads([...new Set(ids)])) {
    for (const { id, body, isClosed } of await store.get(read)) {
      if (body !== undefined && !isClosed) found.set(id, parse(JSON.parse(body)));
    }
  }
  return found;
}

/** The recommendation as it would be told now, or undefined when the two don't match any more. */
function decide(
  { applicant, opening }: Candidate,
  now: number,
  { taxonomy, weights, perOpening }: MatchingConfiguration,
): { recommendation: Recommendation; evidence: RecommendationEvidence } | undefined {
  const applicantFacts = toApplicantFacts(applicant, taxonomy);
  const openingFacts = toOpeningFacts(opening, taxonomy);
  const rules = { taxonomy, weights, today: toDayNumber(dayInSeoul(now)) };
  const explanation = explain(openingFacts, applicantFacts, rules);
  if (explanation.obstacle !== undefined || explanation.score < perOpening.thresholdBp) return undefined;
  const evidence = toEvidence(explanation, openingFacts, applicantFacts, taxonomy);
  return {
    evidence,
    recommendation: {
      applicantId: applicant.applicantId,
      openingId: opening.openingId,
      applicantRevision: applicant.revision,
      openingRevision: opening.revision,
      score: explanation.score,
      fitsOpening: explanation.fitsOpening,
      fitsApplicant: explanation.fitsApplicant,
      evidence: canonicalJson(evidence),
      versions: canonicalJson({ taxonomy: taxonomy.version, weights: weights.version }),
      toldAt: now,
    },
  };
}

type Told = NonNullable<ReturnType<typeof decide>>;

async function tellAll(told: readonly Told[], { recommendations }: NotifyPorts): Promise<void> {
  for (let first = 0; first < told.length; first += WRITES_AT_ONCE) {
    const some = told.slice(first, first + WRITES_AT_ONCE);
    await Promise.all(some.map(({ recommendation }) => recommendations.tell(recommendation)));
  }
}

function toQueueMessage(
  { id, applicant, opening }: Candidate,
  { evidence }: Told,
  alert: AlertMessage,
  { taxonomy }: MatchingConfiguration,
): QueueMessage {
  const words = (language: "ko" | "en") => {
    const { title, lines } = renderMessage(evidence.reasons, opening, language, taxonomy);
    return { title, lines: [...lines] };
  };
  const message: ApplicantMessage = {
    schemaVersion: SCHEMA_VERSION,
    messageId: deriveUlid(alert.causationId, `message ${id}`),
    correlationId: alert.correlationId,
    causationId: alert.causationId,
    recommendationId: id,
    applicantId: applicant.applicantId,
    openingId: opening.openingId,
    language: applicant.language,
    ko: words("ko"),
    en: words("en"),
  };
  return { body: JSON.stringify(message) };
}

function toDeliveries(
  sent: readonly string[],
  suppressed: readonly (readonly [id: string, reason: SuppressionReason])[],
  at: number,
): Delivery[] {
  return CHANNELS.flatMap((channel) => [
    ...sent.map((id): Delivery => ({ recommendationId: id, channel, state: "sent", at })),
    ...suppressed.map(([id, reason]): Delivery => ({ recommendationId: id, channel, state: "suppressed", reason, at })),
  ]);
}

let running: { ports: Ports; configuration: MatchingConfiguration } | undefined;

export const handler = onQueue("notify", (records, log) => {
  if (running === undefined) {
    const environment = readEnvironment(process.env);
    running = { ports: createAwsPorts(environment), configuration: readMatchingConfiguration(environment) };
  }
  const { ports, configuration } = running;
  return reactToEach(records, (record) => notifyOne(record, ports, configuration, log));
});
