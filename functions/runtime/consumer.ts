import middy from "@middy/core";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { createLog, type Log } from "./log.ts";
import { withoutWords } from "./logged-error.ts";
import { createCounter } from "./metrics.ts";

/** A queue's record as a reaction sees it. */
export interface QueueRecord {
  readonly messageId: string;
  readonly body: string;
  /** The message group, on FIFO queues. */
  readonly groupId?: string;
  /** When the queue took it, by the queue's clock: epoch milliseconds. */
  readonly sentAt?: number;
}

/**
 * Works on a batch and says which records failed, by message id, with the error of each. What isn't named is done and is taken off the
 * queue; what throws as a whole is tried again as a whole.
 */
export type BatchReaction = (records: readonly QueueRecord[], log: Log) => Promise<ReadonlyMap<string, unknown>>;

/**
 * The shell of a function behind a queue: hands the batch to the reaction, logs each failure, answers with the failed records alone, and writes what
 * was counted, also of a batch that failed as a whole.
 */
export function onQueue(functionName: string, react: BatchReaction) {
  const counter = createCounter(functionName);
  const log = createLog(functionName, counter.count);
  return middy<SQSEvent, SQSBatchResponse, Error, Context>().handler(
    async (event: SQSEvent): Promise<SQSBatchResponse> => {
      try {
        log.count("OldestUnprocessedAge", oldestAgeSeconds(event.Records, Date.now()));
        const failures = await react(event.Records.map(toRecord), log);
        for (const [messageId, error] of failures)
          log.error("record failed and will be tried again", error, { messageId });
        log.count("RecordsFailed", failures.size);
        return { batchItemFailures: [...failures.keys()].map((itemIdentifier) => ({ itemIdentifier })) };
      } catch (error) {
        log.error("batch failed and will be tried again", error);
        throw withoutWords(error);
      } finally {
        counter.flush();
      }
    },
  );
}

const SECOND_MS = 1_000;

/** How long the oldest record of a batch has waited since it was first sent. */
function oldestAgeSeconds(records: readonly SQSRecord[], now: number): number {
  const sent = records.map(({ attributes }) => Number(attributes.SentTimestamp)).filter(Number.isFinite);
  return sent.length === 0 ? 0 : Math.max(0, now - Math.min(...sent)) / SECOND_MS;
}

function toRecord({ messageId, body, attributes: { MessageGroupId, SentTimestamp } }: SQSRecord): QueueRecord {
  const sentAt = Number(SentTimestamp);
  return {
    messageId,
    body,
    ...(MessageGroupId === undefined ? {} : { groupId: MessageGroupId }),
    ...(Number.isFinite(sentAt) ? { sentAt } : {}),
  };
}
