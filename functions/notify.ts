import type { RecommendationEvidence } from "../domain/delivery/evidence.ts";
import { recommendationId } from "../domain/delivery/recommendation.ts";
import { renderMessage } from "../domain/matching/render.ts";
import { SCHEMA_VERSION } from "../events/envelope.ts";
import { type AlertMessage, type ApplicantMessage, alertMessage } from "../events/messages.ts";
import { createAwsPorts } from "./adapters/aws/aws-ports.ts";
import { takeBridges, tellBridges } from "./notifying/bridges.ts";
import { type AlertedPair, CandidateReader, inReads, type Suppressed } from "./notifying/candidates.ts";
import { SentPairs } from "./notifying/sent-pairs.ts";
import { decide, hasLeft, keepAll, recheck, type Told, takeBack } from "./notifying/telling.ts";
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
  | "clock"
  | "openings"
  | "applicants"
  | "institutions"
  | "programmes"
  | "recommendations"
  | "bridges"
  | "deliveries"
  | "quarantine"
  | "queues"
  | "bus"
>;

/** Channels that every recommendation goes out on. The message is sent last: when it is recorded as sent, all is done. */
const CHANNELS: readonly Channel[] = ["inbox", "message"];

/** Times that pairs are told after all because they hold again: once is rare already. */
const ROUNDS_MAX = 5;

/**
 * Tells people of their matches, once per recommendation: skip what has been delivered; read both sides as they are now and decide; keep the
 * recommendation; read both sides once more and drop what no longer holds; claim the delivery; send; record it. A crash in between is followed
 * by the same steps with the same ids. A batch is worked off as one, so that a pair that comes twice in it is one pair, and reads are shared.
 */
export async function notifyBatch(
  records: readonly QueueRecord[],
  ports: NotifyPorts,
  configuration: MatchingConfiguration,
  log: Log,
  sent = new SentPairs(),
): Promise<Map<string, unknown>> {
  const { bridges, others } = takeBridges(records);
  const { alerts, poison, unreadable } = readAlerts(others);
  const failures = await setAllAside(poison, ports, log);
  for (const [messageId, error] of unreadable) failures.set(messageId, error);
  for (const [messageId, error] of await tellBridges(bridges, ports, configuration, log))
    failures.set(messageId, error);
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
  const reader = new CandidateReader(ports, configuration.taxonomy);
  const untoldPairs = new Map<string, AlertedPair>();
  const toldPairs: AlertedPair[] = [];
  let left = toPairs(alerts);
  for (let rounds = 0; left.length > 0; rounds++) {
    if (rounds === ROUNDS_MAX) throw new Error("pairs change as fast as they are told of");
    const pairs = await withoutSent(left, ports, sent);
    const { told, untold } = await tellPairs(pairs, reader, ports, configuration);
    for (const { candidate } of told) {
      sent.add(candidate.pair.id);
      toldPairs.push(candidate.pair);
      untoldPairs.delete(candidate.pair.id);
    }
    for (const { pair } of untold) untoldPairs.set(pair.id, pair);
    left = await holdingAgain(untold, reader, ports.clock.now(), configuration);
  }
  for (const alert of alerts) {
    const ofAlert = (pair: AlertedPair) => pair.alerts[0] === alert;
    log.info("applicants notified", {
      correlationId: alert.correlationId,
      eventId: alert.causationId,
      told: toldPairs.filter(ofAlert).length,
      suppressed: [...untoldPairs.values()].filter(ofAlert).length,
    });
  }
}

/** Decides on pairs as both sides are now, and sends and records what holds. */
async function tellPairs(
  pairs: readonly AlertedPair[],
  reader: CandidateReader,
  ports: NotifyPorts,
  configuration: MatchingConfiguration,
): Promise<{ readonly told: readonly Told[]; readonly untold: readonly Suppressed[] }> {
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
  const at = ports.clock.now();
  await ports.deliveries.record([...toClaims(holding, at), ...toSuppressions(untold, at)]);
  await ports.queues.send(
    "applicant-messages",
    holding.map((told) => toQueueMessage(told, configuration)),
  );
  await ports.deliveries.record(toSent(holding, "message", ports.clock.now()));
  return { told: holding, untold };
}

function toPairs(alerts: readonly AlertMessage[]): AlertedPair[] {
  const pairs = new Map<string, AlertedPair>();
  for (const alert of alerts) {
    for (const { applicantId, openingId } of alert.pairs) {
      const id = recommendationId(applicantId, openingId);
      const known = pairs.get(id);
      if (known === undefined) pairs.set(id, { id, applicantId, openingId, alerts: [alert], isClaimed: false });
      else pairs.set(id, { ...known, alerts: [...known.alerts, alert] });
    }
  }
  return [...pairs.values()];
}

async function withoutSent(
  pairs: readonly AlertedPair[],
  { deliveries }: NotifyPorts,
  sent: SentPairs,
): Promise<AlertedPair[]> {
  const claimed = new Set<string>();
  for (const ids of inReads(pairs.map(({ id }) => id).filter((id) => !sent.has(id)))) {
    for (const [id, state] of await deliveries.states(ids, "message")) {
      if (state === "sent") sent.add(id);
      if (state === "claimed") claimed.add(id);
    }
  }
  return pairs.filter(({ id }) => !sent.has(id)).map((pair) => ({ ...pair, isClaimed: claimed.has(pair.id) }));
}

/**
 * Of what was not told, the pairs that hold now. Whoever worked on another alert of such a pair before it was taken back has left it to us; what they
 * had seen by then, this read sees, too.
 */
async function holdingAgain(
  untold: readonly Suppressed[],
  reader: CandidateReader,
  now: number,
  configuration: MatchingConfiguration,
): Promise<AlertedPair[]> {
  const open = untold.filter((one) => !hasLeft(one) && !one.pair.isClaimed).map(({ pair }) => pair);
  if (open.length === 0) return [];
  const { candidates } = await reader.read(open);
  return candidates.filter((candidate) => decide(candidate, now, configuration) !== undefined).map(({ pair }) => pair);
}

function toQueueMessage({ candidate, recommendation }: Told, { taxonomy }: MatchingConfiguration): QueueMessage {
  const {
    pair: { id, alerts },
    applicant,
    opening,
  } = candidate;
  const { reasons } = JSON.parse(recommendation.evidence) as RecommendationEvidence;
  const alert = alerts.find(({ messageId }) => messageId === recommendation.alertId) ?? alerts[0];
  const words = (language: "ko" | "en") => {
    const { title, lines } = renderMessage(reasons, opening, language, taxonomy);
    return { title, lines: [...lines] };
  };
  const message: ApplicantMessage = {
    schemaVersion: SCHEMA_VERSION,
    // By what is kept, so that whoever sends it again sends the same.
    messageId: deriveUlid(recommendation.alertId, `message ${id}`),
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

function toSent(told: readonly Told[], channel: Channel, at: number): Delivery[] {
  return told.map(({ candidate }) => ({ recommendationId: candidate.pair.id, channel, state: "sent", at }));
}

/** The inbox shows what is kept from now on; the message is claimed until it is out. */
function toClaims(told: readonly Told[], at: number): Delivery[] {
  const claims = told.map(
    ({ candidate }): Delivery => ({ recommendationId: candidate.pair.id, channel: "message", state: "claimed", at }),
  );
  return [...toSent(told, "inbox", at), ...claims];
}

function toSuppressions(untold: readonly Suppressed[], at: number): Delivery[] {
  return untold
    .filter(({ pair }) => !pair.isClaimed)
    .flatMap(({ pair: { id }, reason }) =>
      CHANNELS.map((channel): Delivery => ({ recommendationId: id, channel, state: "suppressed", reason, at })),
    );
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
