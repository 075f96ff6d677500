import { Duration } from "aws-cdk-lib";
import { type EventBus, type EventPattern, Rule } from "aws-cdk-lib/aws-events";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import { Construct } from "constructs";
import type { WorkQueue } from "./work-queue.ts";

/** EventBridge's own longest; a queue that can't be reached for a day is an incident, and the events then wait beside it. */
const DELIVERY_AGE_MAX_HOURS = 24;
const DELIVERY_RETRIES_MAX = 185;

export interface BusToQueueProps {
  readonly bus: EventBus;
  readonly ruleName: string;
  readonly pattern: EventPattern;
  readonly to: readonly Destination[];
}

/** A queue; a FIFO one with the group whose order it keeps. */
export interface Destination {
  readonly queue: WorkQueue;
  readonly groupId?: string;
}

/**
 * A rule that puts what its pattern selects into queues. What EventBridge can't deliver ends in the queue's own dead-letter queue: one place
 * to look for whatever didn't arrive.
 */
export class BusToQueue extends Construct {
  constructor(scope: Construct, id: string, { bus, ruleName, pattern, to }: BusToQueueProps) {
    super(scope, id);
    new Rule(this, "Rule", {
      ruleName,
      eventBus: bus,
      eventPattern: pattern,
      targets: to.map(
        ({ queue, groupId }) =>
          new SqsQueue(queue.queue, {
            deadLetterQueue: queue.deadLetterQueue,
            maxEventAge: Duration.hours(DELIVERY_AGE_MAX_HOURS),
            retryAttempts: DELIVERY_RETRIES_MAX,
            ...(groupId === undefined ? {} : { messageGroupId: groupId }),
          }),
      ),
    });
  }
}
