import { type BridgeOffer, judgeBridge } from "../../domain/bridge/offer.ts";
import { canonicalJson } from "../../domain/canonical-json.ts";
import type { RecommendationEvidence } from "../../domain/delivery/evidence.ts";
import { bridgeId, recommendationId } from "../../domain/delivery/recommendation.ts";
import { renderMessage } from "../../domain/matching/render.ts";
import { dayInSeoul, toDayNumber } from "../../domain/model/calendar.ts";
import { SCHEMA_VERSION } from "../../events/envelope.ts";
import { type ApplicantMessage, type BridgeMessage, bridgeMessage } from "../../events/messages.ts";
import type { Delivery, Ports, QueueMessage, Recommendation } from "../ports.ts";
import type { QueueRecord } from "../runtime/consumer.ts";
import { deriveUlid } from "../runtime/derive-id.ts";
import { inGroups, inReads } from "../runtime/in-groups.ts";
import type { Log } from "../runtime/log.ts";
import type { MatchingConfiguration } from "../runtime/rules.ts";
import { BridgeReader, type OfferedBridge, type Unoffered } from "./bridge-reader.ts";

export type BridgePorts = Pick<
  Ports,
  "clock" | "openings" | "applicants" | "institutions" | "programmes" | "bridges" | "deliveries" | "queues"
>;

/** Conditional writes under way at once; as for recommendations. */
const WRITES_AT_ONCE = 16;

/** Times that what was taken back is told after all because it holds again. */
const ROUNDS_MAX = 5;

/** An offer that holds, with what is kept of it. */
interface ToldBridge {
  readonly offered: OfferedBridge;
  readonly offer: BridgeOffer;
  readonly recommendation: Omit<Recommendation, "history">;
}

/** Splits a batch: the records that tell of bridges, read, and all others as they came. */
export function takeBridges(records: readonly QueueRecord[]): {
  readonly bridges: ReadonlyMap<string, BridgeMessage>;
  readonly others: readonly QueueRecord[];
} {
  const bridges = new Map<string, BridgeMessage>();
  const others: QueueRecord[] = [];
  for (const record of records) {
    const message = bridgeMessage.safeParse(parseJson(record.body));
    // Whatever isn't one is read, or found unreadable, by whoever reads alerts.
    if (message.success) bridges.set(record.messageId, message.data);
    else others.push(record);
  }
  return { bridges, others };
}

/** Undefined when it isn't JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Tells people of openings that they miss, each with the course that would bring it within reach; once per pair, under an id of its own, so that the
 * same pair is told again as a match when the course is completed. The steps are those of recommendations: skip what was sent, read all three
 * and decide, keep, read again and drop what no longer holds, claim, send, record.
 */
export async function tellBridges(
  messages: ReadonlyMap<string, BridgeMessage>,
  ports: BridgePorts,
  configuration: MatchingConfiguration,
  log: Log,
): Promise<Map<string, unknown>> {
  const failures = new Map<string, unknown>();
  for (const [messageId, message] of messages) {
    try {
      const told = await tellOne(message, ports, configuration);
      log.info("bridges told", { correlationId: message.correlationId, eventId: message.causationId, told });
    } catch (error) {
      failures.set(messageId, error);
    }
  }
  return failures;
}

async function tellOne(message: BridgeMessage, ports: BridgePorts, configuration: MatchingConfiguration) {
  const reader = new BridgeReader(ports, configuration.taxonomy);
  let left = toOffered(message);
  let count = 0;
  for (let rounds = 0; left.length > 0; rounds++) {
    if (rounds === ROUNDS_MAX) throw new Error("bridges change as fast as they are told of");
    const { told, untold } = await tellOffered(await withoutSent(left, ports), reader, ports, configuration);
    count += told;
    // Of what was taken back, whoever worked on it meanwhile has left it to us: what holds now is told now.
    const again = await decideAll(untold, reader, ports.clock.now(), configuration);
    left = again.telling.map(({ offered }) => offered);
  }
  return count;
}

function toOffered(message: BridgeMessage): OfferedBridge[] {
  const byId = new Map<string, OfferedBridge>();
  for (const bridge of message.bridges) {
    const id = bridgeId(bridge.applicantId, bridge.openingId);
    if (!byId.has(id)) byId.set(id, { ...bridge, id, message, isClaimed: false });
  }
  return [...byId.values()];
}

/** Leaves out what was told, with the course or as a match; what was claimed may have been sent by a work that died. */
async function withoutSent(offered: readonly OfferedBridge[], { deliveries }: BridgePorts): Promise<OfferedBridge[]> {
  const states = new Map<string, string>();
  const ids = offered.flatMap(({ id, applicantId, openingId }) => [id, recommendationId(applicantId, openingId)]);
  for (const read of inReads(ids)) {
    for (const [id, state] of await deliveries.states(read, "message")) states.set(id, state);
  }
  return offered
    .filter(
      ({ id, applicantId, openingId }) =>
        states.get(id) !== "sent" && states.get(recommendationId(applicantId, openingId)) !== "sent",
    )
    .map((one) => ({ ...one, isClaimed: states.get(one.id) === "claimed" }));
}

async function tellOffered(
  offered: readonly OfferedBridge[],
  reader: BridgeReader,
  ports: BridgePorts,
  configuration: MatchingConfiguration,
): Promise<{ readonly told: number; readonly untold: readonly OfferedBridge[] }> {
  const first = await decideAll(offered, reader, ports.clock.now(), configuration);
  const kept = await keepAll(first.telling, ports);
  // The last read before the send: all three as they are now.
  const last = await decideAll(
    kept.map((one) => one.offered),
    reader,
    ports.clock.now(),
    configuration,
  );
  const holding = new Set(last.telling.map(({ offered: { id } }) => id));
  const sending = kept.filter((one) => holding.has(one.offered.id));
  const dropped = [...first.dropped, ...last.dropped];
  await takeBack(dropped, ports);
  const at = ports.clock.now();
  const toDelivery = (channel: Delivery["channel"], state: Delivery["state"]) =>
    sending.map(({ offered: { id } }): Delivery => ({ recommendationId: id, channel, state, at }));
  await ports.deliveries.record([...toDelivery("inbox", "sent"), ...toDelivery("message", "claimed")]);
  await ports.queues.send(
    "applicant-messages",
    sending.map((one) => toQueueMessage(one, configuration)),
  );
  await ports.deliveries.record(toDelivery("message", "sent"));
  const open = dropped.filter(({ reason, offered: one }) => reason !== "applicant-withdrawn" && !one.isClaimed);
  return { told: sending.length, untold: open.map((one) => one.offered) };
}

async function decideAll(
  offered: readonly OfferedBridge[],
  reader: BridgeReader,
  now: number,
  { taxonomy, weights, perApplicant }: MatchingConfiguration,
): Promise<{ readonly telling: readonly ToldBridge[]; readonly dropped: readonly Unoffered[] }> {
  const { offers, unoffered } = await reader.read(offered, dayInSeoul(now));
  const telling: ToldBridge[] = [];
  const dropped = [...unoffered];
  for (const [one, offer] of offers) {
    const rules = { taxonomy, weights, today: toDayNumber(dayInSeoul(now)) };
    const judged = judgeBridge(offer, rules, perApplicant.thresholdBp);
    if (typeof judged === "string") {
      dropped.push({ offered: one, reason: judged });
      continue;
    }
    const { after, evidence } = judged;
    const recommendation = {
      applicantId: one.applicantId,
      openingId: one.openingId,
      applicantRevision: offer.applicant.revision,
      openingRevision: offer.opening.revision,
      score: after.score,
      fitsOpening: after.fitsOpening,
      fitsApplicant: after.fitsApplicant,
      alertId: one.message.messageId,
      evidence: canonicalJson({
        ...evidence,
        bridge: { courseOpeningId: one.courseOpeningId, unlocks: one.unlocks },
      } satisfies RecommendationEvidence),
      versions: canonicalJson({ taxonomy: taxonomy.version, weights: weights.version }),
      toldAt: now,
    };
    telling.push({ offered: one, offer, recommendation });
  }
  return { telling, dropped };
}

/** Keeps them and returns those that are ours to send, as they are kept: another message's are sent by the work on it. */
async function keepAll(telling: readonly ToldBridge[], { bridges }: BridgePorts): Promise<ToldBridge[]> {
  const own: ToldBridge[] = [];
  for (const some of inGroups(telling, WRITES_AT_ONCE)) {
    const kept = await Promise.all(some.map(({ recommendation }) => bridges.tell(recommendation)));
    for (const [index, one] of some.entries()) {
      const recommendation = kept[index] ?? one.recommendation;
      const isOwn = one.offered.isClaimed || recommendation.alertId === one.offered.message.messageId;
      if (isOwn) own.push({ ...one, recommendation });
    }
  }
  return own;
}

/** Leaves nothing behind of what isn't told. Of somebody who has left, everything goes; what may have been sent stays. */
async function takeBack(dropped: readonly Unoffered[], { bridges }: BridgePorts): Promise<void> {
  for (const some of inGroups(dropped, WRITES_AT_ONCE)) {
    await Promise.all(
      some.map(({ offered: { applicantId, openingId, message, isClaimed }, reason }) => {
        if (reason === "applicant-withdrawn") return bridges.forget(applicantId);
        return isClaimed ? undefined : bridges.retract({ applicantId, openingId, alertId: message.messageId });
      }),
    );
  }
}

function toQueueMessage(
  { offered, offer: { applicant, opening }, recommendation }: ToldBridge,
  { taxonomy }: MatchingConfiguration,
): QueueMessage {
  const { reasons, bridge } = JSON.parse(recommendation.evidence) as RecommendationEvidence;
  const words = (language: "ko" | "en") => {
    const { title, lines } = renderMessage(reasons, opening, language, taxonomy);
    return { title, lines: [...lines] };
  };
  const message: ApplicantMessage = {
    schemaVersion: SCHEMA_VERSION,
    // By what is kept, so that whoever sends it again sends the same.
    messageId: deriveUlid(recommendation.alertId, `message ${offered.id}`),
    correlationId: offered.message.correlationId,
    causationId: offered.message.causationId,
    recommendationId: offered.id,
    applicantId: offered.applicantId,
    openingId: offered.openingId,
    courseOpeningId: bridge?.courseOpeningId,
    language: applicant.language,
    ko: words("ko"),
    en: words("en"),
  };
  return { body: JSON.stringify(message) };
}
