import type { RecommendationEvidence } from "../domain/delivery/evidence.ts";
import { recommendationId } from "../domain/delivery/recommendation.ts";
import { renderMessage } from "../domain/matching/render.ts";
import { SCHEMA_VERSION } from "../events/envelope.ts";
import { type AlertMessage, type ApplicantMessage, alertMessage } from "../events/messages.ts";
import { createAwsPorts } from "./adapters/aws/aws-ports.ts";
import { type AlertedPair, CandidateReader, inReads, type Suppressed } from "./notifying/candidates.ts";
import { SentPairs } from "./notifying/sent-pairs.ts";
import { decide, keepAll, recheck, type Told, takeBack } from "./notifying/telling.ts";
import type { Channel, Delivery, Ports, QueueMessage } from "./ports.ts";
import { onQueue, type QueueRecord } from "./runtime/consumer.ts";
import { deriveUlid } from "./runtime/derive-id.ts";
import { readEnvironment } from "./runtime/environment.ts";
import type { Log } from "./runtime/log.ts";
import { readMessage } from "./runtime/read-message.ts";
import { type MatchingConfiguration, readMatchingConfiguration } from "./runtime/rules.ts";
import { type Poison, setAllAside } from "./runtime/set-aside.ts";

type NotifyPorts = Pick<
  Ports,
  "clock" | "openings" | "applicants" | "recommendations" | "deliveries" | "quarantine" | "queues" | "bus"
>;

/** Channels that every recommendation goes out on. The message goes last: what it finds recorded is wholly done. */
const CHANNELS: readonly Channel[] = ["inbox", "message"];

/**
 * Tells people of their matches, once per recommendation: skip what has been delivered; read both sides as they are now and decide; keep the
 * recommendation; read both sides once more and drop what no longer holds; send; record the delivery. A crash in between is followed by the
 * same steps with the same ids. A batch is worked off as one, so that a pair that comes twice in it is one pair, and reads are shared.
 */
export async function notifyBatch(
  records: readonly QueueRecord[],
  ports: NotifyPorts,
  configuration: MatchingConfiguration,
  log: Log,
  sent = new SentPairs(),
): Promise<Map<string, unknown>> {
  const { alerts, poison, unreadable } = readAlerts(records);
  const failures = await setAllAside(poison, ports, log);
  for (const [messageId, error] of unreadable) failures.set(messageId, error);
  try {
    await notifyAll([...alerts.values()], ports, configuration, log, sent);
  } catch {
    // One of them may be at fault: each is tried by itself, so that the others don't share its way to the dead-letter queue.
    for (const [messageId, alert] of alerts) {
      await notifyAll([alert], ports, configuration, log, sent).catch((error: unknown) =>
        failures.set(messageId, error),
      );
    }
  }
  return failures;
}

/** Alerts by message id; what can't ever be read; and what a newer version of the code has to read, by message id with the fault. */
function readAlerts(records: readonly QueueRecord[]) {
  const alerts = new Map<string, AlertMessage>();
  const poison: Poison[] = [];
  const unreadable = new Map<string, unknown>();
  for (const record of records) {
    try {
      const read = readMessage(alertMessage, "applicant-alerts", record);
      if (read.kind === "read") alerts.set(record.messageId, read.message);
      else poison.push(read.poison);
    } catch (error) {
      unreadable.set(record.messageId, error);
    }
  }
  return { alerts, poison, unreadable };
}

async function notifyAll(
  alerts: readonly AlertMessage[],
  ports: NotifyPorts,
  configuration: MatchingConfiguration,
  log: Log,
  sent: SentPairs,
): Promise<void> {
  const pairs = await withoutSent(toPairs(alerts), ports, sent);
  const reader = new CandidateReader(ports);
  const { candidates, suppressed } = await reader.read(pairs);
  const now = ports.clock.now();
  const decided = candidates.map((candidate) => ({ candidate, told: decide(candidate, now, configuration) }));
  const kept = await keepAll(
    decided.flatMap(({ told }) => told ?? []),
    ports.recommendations,
  );
  const { holding, dropped } = await recheck(kept, reader, now, configuration);
  const untold: Suppressed[] = [
    ...suppressed,
    ...decided.flatMap(({ candidate: { pair }, told }) =>
      told === undefined ? [{ pair, reason: "no-longer-a-match" } as const] : [],
    ),
    ...dropped,
  ];
  await takeBack(untold, ports.recommendations);
  await ports.queues.send(
    "applicant-messages",
    holding.map((told) => toQueueMessage(told, configuration)),
  );
  await ports.deliveries.record(toDeliveries(holding, untold, ports.clock.now()));
  for (const { candidate } of holding) sent.add(candidate.pair.id);
  for (const { correlationId, causationId } of alerts) {
    const ofAlert = ({ alert }: AlertedPair) => alert.causationId === causationId;
    log.info("applicants notified", {
      correlationId,
      eventId: causationId,
      told: holding.filter(({ candidate }) => ofAlert(candidate.pair)).length,
      suppressed: untold.filter(({ pair }) => ofAlert(pair)).length,
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

async function withoutSent(
  pairs: ReadonlyMap<string, AlertedPair>,
  { deliveries }: NotifyPorts,
  sent: SentPairs,
): Promise<AlertedPair[]> {
  const asked = [...pairs.keys()].filter((id) => !sent.has(id));
  for (const ids of inReads(asked)) {
    for (const id of await deliveries.delivered(ids, "message")) sent.add(id);
  }
  return [...pairs.values()].filter(({ id }) => !sent.has(id));
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

function toDeliveries(told: readonly Told[], untold: readonly Suppressed[], at: number): Delivery[] {
  return CHANNELS.flatMap((channel) => [
    ...told.map(({ candidate }): Delivery => ({ recommendationId: candidate.pair.id, channel, state: "sent", at })),
    ...untold.map(
      ({ pair, reason }): Delivery => ({ recommendationId: pair.id, channel, state: "suppressed", reason, at }),
    ),
  ]);
}

let running: { ports: Ports; configuration: MatchingConfiguration } | undefined;
const sent = new SentPairs();

export const handler = onQueue("notify", (records, log) => {
  if (running === undefined) {
    const environment = readEnvironment(process.env);
    running = { ports: createAwsPorts(environment), configuration: readMatchingConfiguration(environment) };
  }
  return notifyBatch(records, running.ports, running.configuration, log, sent);
});
