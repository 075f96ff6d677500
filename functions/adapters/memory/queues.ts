import type { Clock, QueueMessage, QueueName, Queues } from "../../ports.ts";
import { inBatches } from "../../runtime/in-groups.ts";
import { SEND_LIMITS } from "../batches.ts";
import { bytesOfMessage, isFifo, toWireMessages } from "../queue-messages.ts";
import type { Intercept } from "./intercept.ts";

/** Within five minutes of a message being taken, SQS drops another one with its deduplication id. */
const DEDUPLICATION_MS = 5 * 60 * 1_000;

/** What a queue has taken. */
export interface QueueState {
  readonly taken: QueueMessage[];
  /** When each deduplication id was taken, in epoch milliseconds. */
  readonly takenAt: Map<string, number>;
}

export function createQueues(clock: Clock, stateOf: (queue: QueueName) => QueueState, intercept: Intercept): Queues {
  const take = (queue: QueueName, message: QueueMessage) => {
    const { taken, takenAt } = stateOf(queue);
    if (isFifo(queue) && message.deduplicationId !== undefined) {
      const now = clock.now();
      const before = takenAt.get(message.deduplicationId);
      if (before !== undefined && now - before < DEDUPLICATION_MS) return;
      takenAt.set(message.deduplicationId, now);
    }
    taken.push(message);
  };

  return {
    send: async (queue, messages) => {
      for (const call of inBatches(toWireMessages(queue, messages), SEND_LIMITS, bytesOfMessage)) {
        await intercept("queues", "send", () => {
          for (const message of call) take(queue, message);
        });
      }
    },
  };
}
