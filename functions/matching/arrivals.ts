import { decodeRecord, type LogRecord, recordKey } from "../../domain/index/log-record.ts";
import { type MatchingMessage, matchingMessage } from "../../events/messages.ts";
import type { QueueRecord } from "../runtime/consumer.ts";

/** A record off the queue, with the message that brought it. */
export interface Arrival {
  readonly messageId: string;
  readonly message: MatchingMessage;
  readonly record: LogRecord;
}

/** Reads records up to the first that can't be read: it and what follows it fail. */
export function readArrivals(records: readonly QueueRecord[]) {
  const arrivals: Arrival[] = [];
  for (const { messageId, body } of records) {
    try {
      const message = matchingMessage.parse(JSON.parse(body));
      const record = decodeRecord(Buffer.from(message.record, "base64"));
      arrivals.push({ messageId, message, record });
    } catch (error) {
      return { arrivals, unreadable: { messageId, error } };
    }
  }
  return { arrivals, unreadable: undefined };
}

/**
 * Cuts a batch into runs that can be appended together: of one shard, about different entities. A day and a person's leaving stand alone,
 * because what they take away is told before they are appended.
 */
export function inRuns(arrivals: readonly Arrival[]): Arrival[][] {
  const runs: Arrival[][] = [];
  let keys = new Set<string>();
  for (const arrival of arrivals) {
    const run = runs.at(-1);
    const key = recordKey(arrival.record);
    const before = run?.at(-1);
    const joins =
      before !== undefined &&
      before.message.shard === arrival.message.shard &&
      !standsAlone(before.record) &&
      !standsAlone(arrival.record) &&
      !keys.has(key);
    if (joins) run?.push(arrival);
    else {
      runs.push([arrival]);
      keys = new Set();
    }
    keys.add(key);
  }
  return runs;
}

export function standsAlone(record: LogRecord): record is Extract<LogRecord, { type: "day" | "applicant-withdrawn" }> {
  return record.type === "day" || record.type === "applicant-withdrawn";
}
