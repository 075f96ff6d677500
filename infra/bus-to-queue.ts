import { Duration } from "aws-cdk-lib";
import { type EventBus, type EventPattern, Rule } from "aws-cdk-lib/aws-events";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
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

/** A queue, and where what can't be delivered to it goes. */
export interface Destination {
  readonly queue: IQueue;
  readonly undelivered: IQueue;
  /** The group whose order a FIFO queue keeps. */
  readonly groupId?: string;
}

/** A queue with its own dead-letter queue: one place to look for whatever didn't arrive. */
export function toWorkQueue({ queue, deadLetterQueue }: WorkQueue): Destination {
  return { queue, undelivered: deadLetterQueue };
}

/**
 * A rule that puts what its pattern selects into queues. What EventBridge can't deliver within a day ends in a dead-letter queue.
 */
export class BusToQueue extends Construct {
  constructor(scope: Construct, id: string, { bus, ruleName, pattern, to }: BusToQueueProps) {
    super(scope, id);
    new Rule(this, "Rule", {
      ruleName,
      eventBus: bus,
      eventPattern: pattern,
      targets: to.map(
        ({ queue, undelivered, groupId }) =>
          new SqsQueue(queue, {
            deadLetterQueue: undelivered,
            maxEventAge: Duration.hours(DELIVERY_AGE_MAX_HOURS),
            retryAttempts: DELIVERY_RETRIES_MAX,
            ...(groupId === undefined ? {} : { messageGroupId: groupId }),
          }),
      ),
    });
  }
}
