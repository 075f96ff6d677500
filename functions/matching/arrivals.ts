import { decodeRecord, type LogRecord } from "../../domain/index/log-record.ts";
import { recordKey } from "../../domain/index/record-key.ts";
import { type MatchingMessage, matchingMessage } from "../../events/messages.ts";
import type { QueueRecord } from "../runtime/consumer.ts";
import { readMessage } from "../runtime/read-message.ts";
import type { Poison } from "../runtime/set-aside.ts";

/** A record off the queue, with the message that brought it. */
export interface Arrival {
  readonly messageId: string;
  readonly message: MatchingMessage;
  readonly record: LogRecord;
  /** Whether another generation of shards has taken over from the one that it came to. */
  readonly isReplaced?: boolean;
}

/** A batch as far as it can be read. */
export interface Arrivals {
  readonly arrivals: readonly Arrival[];
  /** What can't ever be read. It has no place in the order, so nothing waits for it. */
  readonly poison: readonly Poison[];
  /** From the first record on that this version of the code can't read, all but the poison: they keep their order and are tried again. */
  readonly waiting: ReadonlyMap<string, unknown>;
}

/**
 * Reads a batch. A record of an unknown format is no poison: a newer version of the code has written it, and what comes after it must not
 * overtake it.
 */
export function readArrivals(records: readonly QueueRecord[]): Arrivals {
  const arrivals: Arrival[] = [];
  const poison: Poison[] = [];
  const waiting = new Map<string, unknown>();
  let fault: unknown;
  for (const record of records) {
    const { messageId } = record;
    try {
      const read = readMessage(matchingMessage, "matching", record);
      if (read.kind === "poison") {
        poison.push(read.poison);
        continue;
      }
      const arrival = { messageId, message: read.message, record: decodeMessage(read.message) };
      if (waiting.size === 0) arrivals.push(arrival);
      else waiting.set(messageId, fault);
    } catch (error) {
      if (waiting.size === 0) fault = error;
      waiting.set(messageId, error);
    }
  }
  return { arrivals, poison, waiting };
}

function decodeMessage({ record }: MatchingMessage): LogRecord {
  return decodeRecord(Buffer.from(record, "base64"));
}

/**
 * Cuts a batch into runs that can be appended together: of one shard, about different entities. A day, a person's leaving, and a
 * programme's rules and places and an institution's days stand alone, because what they take away is told before they are appended.
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

/**
 * Cuts a run where a revision comes after somebody or something of the other sort: what that met before the revision, and meets no more after it, is only
 * known once it is in the index.
 */
export function cutAtRevisions(run: readonly Arrival[], isRevision: (record: LogRecord) => boolean): Arrival[][] {
  const parts: Arrival[][] = [];
  for (const arrival of run) {
    const part = parts.at(-1);
    const { type } = arrival.record;
    const other = type === "applicant" ? "opening" : type === "opening" ? "applicant" : undefined;
    const isCut = part?.some(({ record }) => record.type === other) === true && isRevision(arrival.record);
    if (part === undefined || isCut) parts.push([arrival]);
    else part.push(arrival);
  }
  return parts;
}

/** Records of which what they take away is told before they are appended. */
const alone = ["day", "applicant-withdrawn", "programme", "places", "institution"] as const;
export type AloneRecord = Extract<LogRecord, { type: (typeof alone)[number] }>;

export function standsAlone(record: LogRecord): record is AloneRecord {
  return alone.some((type) => type === record.type);
}
