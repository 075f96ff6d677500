/**
 * Receiving from a FIFO queue as SQS does it.
 *
 * fauxqs hands out one message per group and receive, so a queue with one busy group moves one message per round trip.
 * SQS hands out as many of one group as were asked for, in order, and then none of that group until each of them
 * has been deleted or has become visible again. Messages that come back go to their own place in the group (by sequence
 * number), not to its front: several that expire together would else come back in reverse.
 *
 * Invariant: `fifoLockedGroups` counts the messages in flight per group; a group is handed out from only at zero.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html
 *
 * Making a message visible at once (visibility timeout 0) also differs from fauxqs, for both kinds of queue: its way
 * of writing that to disk breaks a constraint of its own table. Here it becomes a deadline that has passed.
 */
import type { SqsQueue } from "./fauxqs-stores.ts";

type QueueClass = new (
  name: string,
  url: string,
  arn: string,
  attributes?: Record<string, string>,
  tags?: Record<string, string>,
) => SqsQueue;
type Message = SqsQueue["messages"][number];
type Received = ReturnType<SqsQueue["dequeue"]>[number];
type Redrive = { deadLetterTargetArn?: string; maxReceiveCount?: number };
type FindQueue = (arn: string) => SqsQueue | undefined;

/** SQS never returns more in one receive, whatever is asked for. */
const RECEIVE_MAX = 10;

/** Where messages without a group would go; fauxqs uses the same name when it loads from disk. */
const NO_GROUP = "__default";

function wake(queue: SqsQueue): void {
  for (const waiter of queue.pollWaiters.splice(0)) {
    clearTimeout(waiter.timer);
    waiter.resolve();
  }
}

function putBack(group: Message[], message: Message): void {
  const sequence = message.sequenceNumber ?? "";
  const at = group.findIndex((other) => (other.sequenceNumber ?? "") > sequence);
  group.splice(at === -1 ? group.length : at, 0, message);
}

function groupOf(queue: SqsQueue, message: Message): Message[] {
  const id = message.messageGroupId ?? NO_GROUP;
  const group = queue.fifoMessages.get(id) ?? [];
  queue.fifoMessages.set(id, group);
  return group;
}

function unlock(queue: SqsQueue, groupId: string): void {
  const left = (queue.fifoLockedGroups.get(groupId) ?? 1) - 1;
  if (left > 0) queue.fifoLockedGroups.set(groupId, left);
  else queue.fifoLockedGroups.delete(groupId);
}

function returnExpired(queue: SqsQueue, now: number): void {
  for (const [handle, { message, visibilityDeadline }] of queue.inflightMessages) {
    if (visibilityDeadline > now) continue;
    queue.inflightMessages.delete(handle);
    unlock(queue, message.messageGroupId ?? NO_GROUP);
    putBack(groupOf(queue, message), message);
  }
}

function releaseDelayed(queue: SqsQueue, now: number): void {
  for (const [groupId, delayed] of queue.fifoDelayed) {
    const waiting = delayed.filter((message) => (message.delayUntil ?? 0) > now);
    for (const message of delayed) if (!waiting.includes(message)) groupOf(queue, message).push(message);
    if (waiting.length > 0) queue.fifoDelayed.set(groupId, waiting);
    else queue.fifoDelayed.delete(groupId);
  }
}

function hasReceivable(queue: SqsQueue): boolean {
  for (const [groupId, messages] of queue.fifoMessages) {
    if (messages.length > 0 && !queue.fifoLockedGroups.has(groupId)) return true;
  }
  return false;
}

/** Moves a message that has been received often enough to the dead-letter queue; says whether it did. */
function setAside(queue: SqsQueue, message: Message, redrive: Redrive, findQueue: FindQueue | undefined): boolean {
  const { deadLetterTargetArn, maxReceiveCount = Number.POSITIVE_INFINITY } = redrive;
  if (deadLetterTargetArn === undefined || message.approximateReceiveCount <= maxReceiveCount) return false;
  const dead = findQueue?.(deadLetterTargetArn);
  if (dead === undefined) return false;
  queue.persistence?.deleteMessage(message.messageId);
  dead.enqueue(message);
  return true;
}

function handOut(queue: SqsQueue, message: Message, visibilitySeconds: number): Received {
  const receiptHandle = crypto.randomUUID();
  const visibilityDeadline = Date.now() + visibilitySeconds * 1000;
  const groupId = message.messageGroupId ?? NO_GROUP;
  queue.inflightMessages.set(receiptHandle, { message, receiptHandle, visibilityDeadline });
  queue.fifoLockedGroups.set(groupId, (queue.fifoLockedGroups.get(groupId) ?? 0) + 1);
  queue.persistence?.updateMessageInflight(
    message.messageId,
    receiptHandle,
    visibilityDeadline,
    message.approximateReceiveCount,
    message.approximateFirstReceiveTimestamp,
  );
  return {
    MessageId: message.messageId,
    ReceiptHandle: receiptHandle,
    MD5OfBody: message.md5OfBody,
    Body: message.body,
    ...(message.md5OfMessageAttributes ? { MD5OfMessageAttributes: message.md5OfMessageAttributes } : {}),
    ...(Object.keys(message.messageAttributes).length > 0 ? { MessageAttributes: message.messageAttributes } : {}),
  };
}

function receiveInOrder(queue: SqsQueue, max: number, visibilitySeconds: number, findQueue?: FindQueue): Received[] {
  const redrive = JSON.parse(queue.attributes["RedrivePolicy"] ?? "{}") as Redrive;
  const received: Received[] = [];
  // Groups that an earlier receive holds are skipped; those that this receive takes from stay open to it.
  const held = new Set(queue.fifoLockedGroups.keys());
  for (const [groupId, messages] of queue.fifoMessages) {
    if (held.has(groupId)) continue;
    while (received.length < Math.min(max, RECEIVE_MAX)) {
      const message = messages.shift();
      if (message === undefined) break;
      message.approximateReceiveCount += 1;
      message.approximateFirstReceiveTimestamp ??= Date.now();
      if (!setAside(queue, message, redrive, findQueue)) received.push(handOut(queue, message, visibilitySeconds));
    }
    if (messages.length === 0) queue.fifoMessages.delete(groupId);
  }
  return received;
}

export function toOrderedQueue(Base: QueueClass): QueueClass {
  return class OrderedQueue extends Base {
    override dequeue(max: number, visibilitySeconds?: number, findQueue?: FindQueue): Received[] {
      if (!this.isFifo()) return super.dequeue(max, visibilitySeconds, findQueue);
      this.processTimers();
      return receiveInOrder(this, max, visibilitySeconds ?? Number(this.attributes["VisibilityTimeout"]), findQueue);
    }

    override processTimers(): void {
      if (!this.isFifo()) {
        super.processTimers();
        return;
      }
      const now = Date.now();
      returnExpired(this, now);
      releaseDelayed(this, now);
      if (hasReceivable(this)) wake(this);
    }

    override changeVisibility(receiptHandle: string, seconds: number): void {
      const entry = this.inflightMessages.get(receiptHandle);
      if (entry === undefined) return;
      const { message } = entry;
      entry.visibilityDeadline = Date.now() + seconds * 1000;
      this.persistence?.updateMessageInflight(
        message.messageId,
        receiptHandle,
        entry.visibilityDeadline,
        message.approximateReceiveCount,
        message.approximateFirstReceiveTimestamp,
      );
      if (seconds <= 0) this.processTimers();
    }
  };
}
