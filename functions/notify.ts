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
import { onQueue, type QueueRecord } from "./runtime/consumer.ts";
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
  readonly pair: AlertedPair;
  readonly applicant: Applicant;
  readonly opening: Opening;
}

/** A pair, and the alert that it first came in. */
interface AlertedPair {
  readonly id: string;
  readonly applicantId: string;
  readonly openingId: string;
  readonly alert: AlertMessage;
}

/**
 * Tells people of their matches, once per recommendation: skip what has been delivered; read both sides as they are now and decide; keep the
 * recommendation; send; record the delivery. A crash in between is followed by the same steps with the same ids. A batch is worked off as
 * one, so that a pair that comes twice in it is one pair, and reads are shared.
 */
export async function notifyBatch(
  records: readonly QueueRecord[],
  ports: NotifyPorts,
  configuration: MatchingConfiguration,
  log: Log,
): Promise<Map<string, unknown>> {
  const failures = new Map<string, unknown>();
  const alerts = new Map<string, AlertMessage>();
  for (const { messageId, body } of records) {
    const parsed = alertMessage.safeParse(parseJson(body));
    if (parsed.success) alerts.set(messageId, parsed.data);
    else failures.set(messageId, parsed.error);
  }
  try {
    await notifyAll([...alerts.values()], ports, configuration, log);
  } catch (error) {
    for (const messageId of alerts.keys()) failures.set(messageId, error);
  }
  return failures;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function notifyAll(
  alerts: readonly AlertMessage[],
  ports: NotifyPorts,
  configuration: MatchingConfiguration,
  log: Log,
): Promise<void> {
  const alerted = toPairs(alerts);
  const pairs = await withoutDelivered(alerted, ports);
  const { candidates, suppressed } = await readCandidates(pairs, ports);
  const telling: Told[] = [];
  for (const candidate of candidates) {
    const told = decide(candidate, ports.clock.now(), configuration);
    if (told === undefined) suppressed.push([candidate.pair.id, "no-longer-a-match"]);
    else telling.push(told);
  }
  const own = await keepAll(telling, ports);
  await ports.queues.send(
    "applicant-messages",
    own.map((told) => toQueueMessage(told, configuration)),
  );
  await ports.deliveries.record(
    toDeliveries(
      own.map(({ candidate }) => candidate.pair.id),
      suppressed,
      ports.clock.now(),
    ),
  );
  for (const { correlationId, causationId } of alerts) {
    const ofAlert = (id: string) => alerted.get(id)?.alert.causationId === causationId;
    log.info("applicants notified", {
      correlationId,
      eventId: causationId,
      told: own.filter(({ candidate }) => ofAlert(candidate.pair.id)).length,
      suppressed: suppressed.filter(([id]) => ofAlert(id)).length,
    });
  }
}

function toPairs(alerts: readonly AlertMessage[]): Map<string, AlertedPair> {
  const pairs = new Map<string, AlertedPair>();
  for (const alert of alerts) {
    for (const { applicantId, openingId } of alert.pairs) {
      const id = recommendationId(applicantId, openingId);
      if (!pairs.has(id)) pairs.set(id, { id, applicantId, openingId, alert });
    }
  }
  return pairs;
}

async function withoutDelivered(
  pairs: ReadonlyMap<string, AlertedPair>,
  { deliveries }: NotifyPorts,
): Promise<AlertedPair[]> {
  const delivered = new Set<string>();
  for (const ids of inReads([...pairs.keys()])) {
    for (const id of await deliveries.delivered(ids, "message")) delivered.add(id);
  }
  return [...pairs.values()].filter(({ id }) => !delivered.has(id));
}

function inReads<T>(values: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(values.length / IDS_PER_READ) }, (_, read) =>
    values.slice(read * IDS_PER_READ, (read + 1) * IDS_PER_READ),
  );
}

/** Both sides of each pair as they are kept now, read consistently; and the pairs of which one side is gone. */
async function readCandidates(pairs: readonly AlertedPair[], ports: NotifyPorts) {
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
  for (const pair of pairs) {
    const { id, applicantId, openingId } = pair;
    const applicant = applicants.get(applicantId);
    const opening = openings.get(openingId);
    if (applicant === undefined) suppressed.push([id, "applicant-withdrawn"]);
    else if (!applicant.consent.alerts) suppressed.push([id, "consent-withdrawn"]);
    else if (opening === undefined) suppressed.push([id, "opening-closed"]);
    else candidates.push({ pair, applicant, opening });
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

/** A recommendation as it is told now, with what it was made from. */
interface Told {
  readonly candidate: Candidate;
  readonly recommendation: Recommendation;
}

/** Undefined when the two don't match any more. */
function decide(
  candidate: Candidate,
  now: number,
  { taxonomy, weights, perOpening }: MatchingConfiguration,
): Told | undefined {
  const { pair, applicant, opening } = candidate;
  const applicantFacts = toApplicantFacts(applicant, taxonomy);
  const openingFacts = toOpeningFacts(opening, taxonomy);
  const rules = { taxonomy, weights, today: toDayNumber(dayInSeoul(now)) };
  const explanation = explain(openingFacts, applicantFacts, rules);
  if (explanation.obstacle !== undefined || explanation.score < perOpening.thresholdBp) return undefined;
  const recommendation: Recommendation = {
    applicantId: applicant.applicantId,
    openingId: opening.openingId,
    applicantRevision: applicant.revision,
    openingRevision: opening.revision,
    score: explanation.score,
    fitsOpening: explanation.fitsOpening,
    fitsApplicant: explanation.fitsApplicant,
    alertId: pair.alert.messageId,
    evidence: canonicalJson(toEvidence(explanation, openingFacts, applicantFacts, taxonomy)),
    versions: canonicalJson({ taxonomy: taxonomy.version, weights: weights.version }),
    toldAt: now,
  };
  return { candidate, recommendation };
}

/** Keeps the recommendations and returns those that are ours to send: another alert's are sent by the work on that alert. */
async function keepAll(telling: readonly Told[], { recommendations }: NotifyPorts): Promise<Told[]> {
  const own: Told[] = [];
  for (let first = 0; first < telling.length; first += WRITES_AT_ONCE) {
    const some = telling.slice(first, first + WRITES_AT_ONCE);
    const kept = await Promise.all(some.map(({ recommendation }) => recommendations.tell(recommendation)));
    for (const [index, recommendation] of kept.entries()) {
      const told = some[index];
      if (told?.recommendation.alertId !== recommendation.alertId) continue;
      own.push({ ...told, recommendation });
    }
  }
  return own;
}

function toQueueMessage({ candidate, recommendation }: Told, { taxonomy }: MatchingConfiguration): QueueMessage {
  const { pair, applicant, opening } = candidate;
  const { reasons } = JSON.parse(recommendation.evidence) as RecommendationEvidence;
  const words = (language: "ko" | "en") => {
    const { title, lines } = renderMessage(reasons, opening, language, taxonomy);
    return { title, lines: [...lines] };
  };
  const message: ApplicantMessage = {
    schemaVersion: SCHEMA_VERSION,
    messageId: deriveUlid(pair.alert.causationId, `message ${pair.id}`),
    correlationId: pair.alert.correlationId,
    causationId: pair.alert.causationId,
    recommendationId: pair.id,
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
  return notifyBatch(records, running.ports, running.configuration, log);
});
