import middy from "@middy/core";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { createLog, type Log } from "./log.ts";

/** A queue's record as a reaction sees it. */
export interface QueueRecord {
  readonly messageId: string;
  readonly body: string;
  /** The message group, on FIFO queues. */
  readonly groupId?: string;
}

/**
 * Works on a batch and says which records failed, by message id, with the error of each. What isn't named is done and is taken off the
 * queue; what throws as a whole is tried again as a whole.
 */
export type BatchReaction = (records: readonly QueueRecord[], log: Log) => Promise<ReadonlyMap<string, unknown>>;

/** The shell of a function behind a queue: hands the batch to the reaction, logs each failure, and answers with the failed records alone. */
export function onQueue(functionName: string, react: BatchReaction) {
  const log = createLog(functionName);
  return middy<SQSEvent, SQSBatchResponse, Error, Context>().handler(
    async (event: SQSEvent): Promise<SQSBatchResponse> => {
      const records = event.Records.map(toRecord);
      const failures = await react(records, log);
      for (const [messageId, error] of failures)
        log.error("record failed and will be tried again", error, { messageId });
      return { batchItemFailures: [...failures.keys()].map((itemIdentifier) => ({ itemIdentifier })) };
    },
  );
}

function toRecord({ messageId, body, attributes }: SQSRecord): QueueRecord {
  const groupId = attributes.MessageGroupId;
  return groupId === undefined ? { messageId, body } : { messageId, body, groupId };
}
