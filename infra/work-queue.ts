import { Duration, Stack } from "aws-cdk-lib";
import {
  DeduplicationScope,
  FifoThroughputLimit,
  type IQueue,
  Queue,
  QueueEncryption,
  type QueueProps,
  RedrivePermission,
} from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";
import type { QueueNames } from "./names.ts";

/** Receives of one message before it is set aside: enough for a short outage, few enough that a poison message soon stops costing. */
export const RECEIVES_MAX = 5;

/** The longest that SQS keeps a message: two weeks for somebody to look at what failed. */
export const DEAD_LETTER_RETENTION_DAYS = 14;

/** Over a long weekend, and well below the dead-letter queue's: a message keeps its age when it moves there. */
export const RETENTION_DAYS = 4;

/**
 * How many times a consumer's timeout a message stays hidden. AWS asks for six: Lambda may retry a throttled batch for as long before it gives
 * up, and meanwhile nobody else may see the messages.
 */
export const VISIBILITY_TIMEOUTS = 6;

/** Time that a consumer outside the service has to handle a message. */
export const FOREIGN_VISIBILITY_SECONDS = 60;

export interface WorkQueueProps {
  readonly names: QueueNames;
  /** Keeps the order within a message group. */
  readonly isFifo?: boolean;
  /** EventBridge gives no deduplication ids: the queue makes them of the bodies, which carry an id of each event. */
  readonly isFedByBus?: boolean;
  /** Timeout of the function that consumes it; none of ours does when absent. */
  readonly consumerTimeoutSeconds?: number;
}

/** A dead-letter queue encrypted by SQS and reached over TLS alone. */
export function deadLetterQueue(scope: Construct, id: string, queueName: string, more: QueueProps = {}): Queue {
  const queue = new Queue(scope, id, {
    queueName,
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(DEAD_LETTER_RETENTION_DAYS),
    ...more,
  });
  acknowledge(queue, {
    "Serverless::Serverless-SQSRedrivePolicy":
      "It is itself where messages end that can't be handled; nobody receives from it but an operator.",
  });
  return queue;
}

/**
 * A queue together with the place for what can't be handled. In a FIFO queue groups
 * neither wait for one another nor share one limit.
 */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;

  constructor(
    scope: Construct,
    id: string,
    { names, isFifo = false, isFedByBus = false, consumerTimeoutSeconds }: WorkQueueProps,
  ) {
    super(scope, id);
    const kind: QueueProps = isFifo ? { fifo: true } : {};
    this.deadLetterQueue = deadLetterQueue(this, "DeadLetters", names.deadLetterQueue, {
      ...kind,
      redriveAllowPolicy: { redrivePermission: RedrivePermission.BY_QUEUE, sourceQueues: [this.#byName(names.queue)] },
    });
    const visibilitySeconds =
      consumerTimeoutSeconds === undefined ? FOREIGN_VISIBILITY_SECONDS : VISIBILITY_TIMEOUTS * consumerTimeoutSeconds;
    this.queue = new Queue(this, "Queue", {
      queueName: names.queue,
      ...kind,
      ...(isFifo
        ? {
            contentBasedDeduplication: isFedByBus,
            deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
            fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
          }
        : {}),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(RETENTION_DAYS),
      visibilityTimeout: Duration.seconds(visibilitySeconds),
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: RECEIVES_MAX },
    });
  }

  /** The queue and its dead-letter queue name each other, and CloudFormation can't resolve a circle: one of them goes by its name. */
  #byName(queueName: string): IQueue {
    const arn = Stack.of(this).formatArn({ service: "sqs", resource: queueName });
    return Queue.fromQueueArn(this, "QueueByName", arn);
  }
}
