import { createAwsPorts } from "./adapters/aws/aws-ports.ts";
import { readCenterEvent } from "./feeding/center-event.ts";
import { FeedWriter } from "./feeding/feed-writer.ts";
import type { Ports } from "./ports.ts";
import { onQueue, type QueueRecord } from "./runtime/consumer.ts";
import { readEnvironment } from "./runtime/environment.ts";
import type { Log } from "./runtime/log.ts";
import { setAside } from "./runtime/set-aside.ts";
import { toNudge } from "./webhooks/nudge.ts";

type FeedPorts = Pick<Ports, "clock" | "centerFeeds" | "quarantine" | "queues" | "bus">;

/** Writers by center: what a warm function knows of the feeds. */
export type FeedWriters = Map<string, FeedWriter>;

/**
 * Writes what concerns a center into its feed, one event after the other, so that it can be read again from any position or time, and says to
 * whoever sends webhooks that there is something new. The queue's group is the center: each feed has one writer at a time.
 */
export async function feedCenters(
  records: readonly QueueRecord[],
  ports: FeedPorts,
  log: Log,
  writers: FeedWriters = new Map(),
): Promise<Map<string, unknown>> {
  const failures = new Map<string, unknown>();
  // What comes after a failure within a group waits for it: the order is kept.
  const stuck = new Map<string, unknown>();
  const fed = new Map<string, string[]>();
  for (const record of records) {
    const { messageId, groupId: center } = record;
    if (center === undefined) {
      failures.set(messageId, new Error("a record of the center feed has no group"));
      continue;
    }
    try {
      if (stuck.has(center)) throw stuck.get(center);
      await feedOne(record, center, ports, log, writers);
      fed.set(center, [...(fed.get(center) ?? []), messageId]);
    } catch (error) {
      stuck.set(center, error);
      failures.set(messageId, error);
    }
  }
  for (const [center, messageIds] of fed) {
    try {
      await ports.queues.send("webhooks", [toNudge(center)]);
    } catch (error) {
      for (const messageId of messageIds) failures.set(messageId, error);
    }
  }
  return failures;
}

async function feedOne(
  record: QueueRecord,
  center: string,
  ports: FeedPorts,
  log: Log,
  writers: FeedWriters,
): Promise<void> {
  const read = readCenterEvent(record);
  if (read.kind === "poison") {
    const about = { eventId: undefined, correlationId: undefined, detailType: undefined, entityId: undefined };
    await setAside({ record, refusal: read.refusal, about }, ports, log);
    return;
  }
  const writer = writers.get(center) ?? new FeedWriter(center, ports.centerFeeds);
  writers.set(center, writer);
  const { event } = read;
  const outcome = await writer.write(event, ports.clock.now());
  const { eventId, correlationId } = event.detail;
  log.count("FeedEventsWritten", 1, outcome);
  log.info("event fed", { center, eventId, correlationId, detailType: event["detail-type"], outcome });
}

let ports: Ports | undefined;
const writers: FeedWriters = new Map();

export const handler = onQueue("feed", (records, log) => {
  ports ??= createAwsPorts(readEnvironment(process.env));
  return feedCenters(records, ports, log, writers);
});
