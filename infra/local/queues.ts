/**
 * The queues of the twin: fauxqs on loopback for those who come over the wire, direct calls for the twin itself.
 *
 * Event source mappings and deliveries of the bus use `TwinQueue`, because a round trip over HTTP for each would cost
 * more than the work. Both doors share the same stores, so nobody can tell the difference. What `send` has accepted is
 * on disk when it returns.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { type AccessCheck, ANONYMOUS, accessDeniedMessage, principalOf } from "./access.ts";
import { type Fauxqs, openFauxqs, type SqsQueue } from "./fauxqs-stores.ts";
import { ACCOUNT, REGION } from "./resource-types.ts";
import { orStoreFailed } from "./store-failed.ts";
import type { Resource } from "./template.ts";

export type QueueCounts = { visible: number; inFlight: number; delayed: number };
export type SqsRecord = {
  messageId: string;
  receiptHandle: string;
  body: string;
  attributes: Record<string, string>;
  messageAttributes: Record<string, unknown>;
  md5OfBody: string;
  eventSource: "aws:sqs";
  eventSourceARN: string;
  awsRegion: string;
};
export type Sending = {
  body: string;
  groupId?: string;
  deduplicationId?: string;
  /** Message attributes of type String. */
  attributes?: Readonly<Record<string, string>>;
};

/** Properties of a queue in the template that are attributes of the queue in the service, by the same name. */
const ATTRIBUTES = [
  "ContentBasedDeduplication",
  "DeduplicationScope",
  "DelaySeconds",
  "FifoQueue",
  "FifoThroughputLimit",
  "MaximumMessageSize",
  "MessageRetentionPeriod",
  "ReceiveMessageWaitTimeSeconds",
  "VisibilityTimeout",
] as const;

/** The default of SQS, for queues that say nothing. */
const VISIBILITY_SECONDS = 30;

/** How long one wait for messages lasts before the caller looks again; as long as the longest long poll of SQS. */
const WAIT_SECONDS = 20;

function attributesOf({ properties }: Resource): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const key of ATTRIBUTES) if (properties[key] !== undefined) attributes[key] = String(properties[key]);
  if (properties["RedrivePolicy"] !== undefined)
    attributes["RedrivePolicy"] = JSON.stringify(properties["RedrivePolicy"]);
  return attributes;
}

type AttributeValue = { StringValue?: string; BinaryValue?: string; DataType: string };

/** Message attributes are spelled differently in a Lambda event than in the API. */
function toMessageAttributes(attributes: Record<string, AttributeValue>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { StringValue, BinaryValue, DataType }]) => [
      name,
      {
        stringValue: StringValue,
        binaryValue: BinaryValue,
        dataType: DataType,
        stringListValues: [],
        binaryListValues: [],
      },
    ]),
  );
}

export class TwinQueue {
  readonly #queue: SqsQueue;
  readonly #fauxqs: Fauxqs;

  constructor(queue: SqsQueue, fauxqs: Fauxqs) {
    this.#queue = queue;
    this.#fauxqs = fauxqs;
  }

  get arn(): string {
    return this.#queue.arn;
  }

  get name(): string {
    return this.#queue.name;
  }

  get url(): string {
    return this.#queue.url;
  }

  get fifo(): boolean {
    return this.#queue.isFifo();
  }

  get visibilitySeconds(): number {
    return Number(this.#queue.attributes["VisibilityTimeout"] ?? VISIBILITY_SECONDS);
  }

  /** Throws what SQS would answer, e.g. when a FIFO queue is sent a message without a group. */
  send(messages: Sending[]): void {
    this.#fauxqs.together(() => {
      for (const { body, groupId, deduplicationId, attributes = {} } of messages) {
        this.#fauxqs.sendMessage({
          QueueUrl: this.#queue.url,
          MessageBody: body,
          MessageAttributes: Object.fromEntries(
            Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: "String", StringValue }]),
          ),
          ...(groupId === undefined ? {} : { MessageGroupId: groupId }),
          ...(deduplicationId === undefined ? {} : { MessageDeduplicationId: deduplicationId }),
        });
      }
    });
  }

  /** Takes what is there now, at most 10 messages. */
  receive(max: number): SqsRecord[] {
    const received = this.#fauxqs.together(() =>
      this.#queue.dequeue(max, undefined, (arn) => this.#fauxqs.store.getQueueByArn(arn)),
    );
    return received.flatMap(({ ReceiptHandle }) => this.#toRecord(ReceiptHandle));
  }

  /** Resolves when there may be messages, or after a while, or when the queue is let go of. */
  async wait(): Promise<void> {
    await this.#queue.waitForMessages(WAIT_SECONDS);
  }

  delete(receiptHandles: string[]): void {
    this.#fauxqs.together(() => {
      for (const handle of receiptHandles) this.#queue.deleteMessage(handle);
    });
  }

  returnAfter(receiptHandles: string[], delayMs: number): void {
    this.#fauxqs.together(() => {
      for (const handle of receiptHandles) this.#queue.changeVisibility(handle, delayMs / 1000);
    });
  }

  /**
   * What was in flight when the process died has no receiver any more; there is nothing to wait for. It wasn't the message that failed, and the receive
   * doesn't count: else it would be set aside after five kills.
   */
  returnAll(): void {
    for (const { message } of this.#queue.inflightMessages.values()) message.approximateReceiveCount -= 1;
    this.returnAfter([...this.#queue.inflightMessages.keys()], 0);
  }

  counts(): QueueCounts {
    const count = (name: Parameters<SqsQueue["getAttribute"]>[0]): number => Number(this.#queue.getAttribute(name));
    return {
      visible: count("ApproximateNumberOfMessages"),
      inFlight: count("ApproximateNumberOfMessagesNotVisible"),
      delayed: count("ApproximateNumberOfMessagesDelayed"),
    };
  }

  /** Lets everybody who waits go at once. */
  wake(): void {
    this.#queue.cancelWaiters();
  }

  #toRecord(receiptHandle: string): SqsRecord[] {
    const message = this.#queue.inflightMessages.get(receiptHandle)?.message;
    if (message === undefined) return [];
    const fifo = {
      MessageGroupId: message.messageGroupId,
      MessageDeduplicationId: message.messageDeduplicationId,
      SequenceNumber: message.sequenceNumber,
    };
    const attributes: Record<string, string> = {
      ApproximateReceiveCount: String(message.approximateReceiveCount),
      SentTimestamp: String(message.sentTimestamp),
      SenderId: ACCOUNT,
      ApproximateFirstReceiveTimestamp: String(message.approximateFirstReceiveTimestamp),
    };
    for (const [name, value] of Object.entries(fifo)) if (value !== undefined) attributes[name] = value;
    return [
      {
        messageId: message.messageId,
        receiptHandle,
        body: message.body,
        attributes,
        messageAttributes: toMessageAttributes(message.messageAttributes as Record<string, AttributeValue>),
        md5OfBody: message.md5OfBody,
        eventSource: "aws:sqs",
        eventSourceARN: this.#queue.arn,
        awsRegion: REGION,
      },
    ];
  }
}

/** Batch calls are granted by the single call's action: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html */
function actionOf(operation: string): string {
  return `sqs:${operation.replace(/Batch$/, "")}`;
}

function resourceOf(body: unknown): string {
  const { QueueUrl, QueueName } = (body ?? {}) as { QueueUrl?: string; QueueName?: string };
  const name = QueueUrl?.split("/").pop() ?? QueueName ?? "*";
  return `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;
}

export type Queues = {
  listener: (req: IncomingMessage, res: ServerResponse) => void;
  byArn: (arn: string) => TwinQueue | undefined;
  all: () => TwinQueue[];
  create: (resources: Resource[]) => void;
  stop: () => Promise<void>;
};

export type QueuesOptions = {
  /** Where the queues are kept; in memory when absent. */
  dir?: string;
  urlOf: (name: string) => string;
  access: AccessCheck;
};

export async function openQueues(options: QueuesOptions): Promise<Queues> {
  const fauxqs = await openFauxqs(options);
  const { app, store } = fauxqs;
  app.addHook("preHandler", async (request, reply) => {
    const operation = String(request.headers["x-amz-target"]).replace("AmazonSQS.", "");
    const caller = principalOf(request.headers) ?? ANONYMOUS;
    const action = actionOf(operation);
    const resource = resourceOf(request.body);
    const decision = options.access(caller, action, resource);
    if (decision.allowed) return;
    const message = accessDeniedMessage(caller, action, resource, decision.reason);
    reply.header("content-type", "application/x-amz-json-1.0").header("x-amzn-query-error", "AccessDenied;Sender");
    await reply.status(403).send({ __type: "com.amazonaws.sqs#AccessDenied", message });
  });
  await app.ready();
  const queues = new Map<string, TwinQueue>();
  return {
    listener: (req, res) => app.routing(req, res),
    byArn: (arn) => queues.get(arn),
    all: () => [...queues.values()],
    create: (resources) => {
      for (const resource of resources) {
        const { name, arn } = resource;
        const attributes = attributesOf(resource);
        const kept = store.getQueueByName(name);
        const queue = orStoreFailed(options.dir ?? "", () => {
          kept?.setAttributes({ ...attributes, RedrivePolicy: attributes["RedrivePolicy"] ?? "" });
          return kept ?? store.createQueue(name, options.urlOf(name), arn, attributes);
        });
        queues.set(arn, new TwinQueue(queue, fauxqs));
      }
    },
    stop: async () => {
      await app.close();
    },
  };
}
