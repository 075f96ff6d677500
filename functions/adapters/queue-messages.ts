import type { QueueMessage, QueueName } from "../ports.ts";
import { SEND_LIMITS } from "./batches.ts";

/** Queues that keep order within a group and drop what comes twice. */
const FIFO_QUEUES: ReadonlySet<QueueName> = new Set<QueueName>(["matching"]);

/** The longest that SQS hides a message from the start. */
export const DELAY_SECONDS_MAX = 900;

export function isFifo(queue: QueueName): boolean {
  return FIFO_QUEUES.has(queue);
}

/** UTF-8 bytes that a message takes of a call. */
export function bytesOfMessage(message: QueueMessage): number {
  return Buffer.byteLength(message.body);
}

/**
 * The same message with every UTF-16 unit beyond the basic plane, and the two that no queue takes, written as JSON escapes. Bodies are JSON, where
 * such characters stand in strings only, so its value stays the same. SQS takes them raw, but not every queue that speaks its protocol does.
 */
export function toWireMessage(message: QueueMessage): QueueMessage {
  const body = message.body.replace(
    /[\ud800-\udfff\ufffe\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return { ...message, body };
}

/** Messages as they go out. Throws before any is sent when one of them can never be taken: a bug of the sender. */
export function toWireMessages(queue: QueueName, messages: readonly QueueMessage[]): readonly QueueMessage[] {
  return messages.map((message) => {
    const wire = toWireMessage(message);
    const fault = findFault(queue, wire);
    if (fault !== undefined) throw new RangeError(`a message for the queue ${queue} ${fault}`);
    return wire;
  });
}

function findFault(
  queue: QueueName,
  { body, groupId, deduplicationId, delaySeconds }: QueueMessage,
): string | undefined {
  const bytes = Buffer.byteLength(body);
  if (bytes === 0) return "has no body";
  if (bytes > SEND_LIMITS.bytesMax) return `has ${bytes} bytes, ${SEND_LIMITS.bytesMax} is the most`;
  if (delaySeconds !== undefined && (isFifo(queue) || delaySeconds > DELAY_SECONDS_MAX)) {
    return `can't be delayed by ${delaySeconds} s`;
  }
  if (isFifo(queue)) {
    if (!groupId) return "has no group, which a FIFO queue needs";
    if (!deduplicationId) return "has no deduplication id, which a FIFO queue needs";
  } else if (deduplicationId !== undefined) {
    return "has a deduplication id, which only a FIFO queue takes";
  }
  return undefined;
}
