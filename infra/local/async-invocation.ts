/**
 * Asynchronous invocation: what EventBridge does to a function that is the target of a rule or a schedule.
 *
 * In the cloud Lambda puts the event on a queue of its own, answers, and runs the function up to three times. The twin
 * does the same with a queue of its own kind, so an accepted event survives a kill. The third failure sends the event to
 * the function's dead-letter queue, if it has one, through that queue's redrive policy.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
import type { BatchOutcome, MappedFunction } from "./event-source-mapping.ts";
import type { SqsRecord, TwinQueue } from "./queues.ts";
import { ACCOUNT, REGION } from "./resource-types.ts";
import type { Resource } from "./template.ts";

const ATTEMPTS_MAX = 3;

/** Lambda waits one minute before the second attempt and two before the third. */
const RETRY_MS = 60_000;

/** Invocations of one function at the same time from its queue. */
const POLLERS = 2;

const PREFIX = "lambda-async-";

/** Whether a queue is one of the twin's own, which no template names and nobody should see. */
export function isInternal(queueName: string): boolean {
  return queueName.startsWith(PREFIX);
}

/** The queue behind the asynchronous invocations of a function. */
export function asyncQueueOf(fn: Resource): Resource {
  const name = `${PREFIX}${fn.name}`;
  const { TargetArn } = (fn.properties["DeadLetterConfig"] ?? {}) as { TargetArn?: string };
  const redrive =
    TargetArn === undefined ? {} : { RedrivePolicy: { deadLetterTargetArn: TargetArn, maxReceiveCount: ATTEMPTS_MAX } };
  return {
    logicalId: name,
    type: "AWS::SQS::Queue",
    name,
    arn: `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`,
    // Longer than any function can run, so that an event is never invoked twice at the same time.
    properties: { VisibilityTimeout: 6 * 900, ...redrive },
  };
}

export class AsyncInvocation {
  readonly queue: TwinQueue;
  readonly #target: MappedFunction;
  readonly #retryDelayMs: number | undefined;
  readonly #deadLetters: boolean;
  readonly #onBatch: (outcome: BatchOutcome) => void;
  #pollers: Promise<void>[] = [];
  #stopping = false;

  constructor(options: {
    queue: TwinQueue;
    target: MappedFunction;
    deadLetters: boolean;
    retryDelayMs?: number | undefined;
    onBatch: (outcome: BatchOutcome) => void;
  }) {
    this.queue = options.queue;
    this.#target = options.target;
    this.#deadLetters = options.deadLetters;
    this.#retryDelayMs = options.retryDelayMs;
    this.#onBatch = options.onBatch;
  }

  start(): void {
    this.#pollers = Array.from({ length: POLLERS }, () => this.#poll());
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.queue.wake();
    await Promise.all(this.#pollers);
  }

  async #poll(): Promise<void> {
    while (!this.#stopping) {
      const [record] = this.queue.receive(1);
      if (record === undefined) await this.queue.wait();
      else await this.#handle(record);
    }
  }

  async #handle(record: SqsRecord): Promise<void> {
    const begin = performance.now();
    const invocation = await this.#target.invoke(record.body);
    const attempt = Number(record.attributes["ApproximateReceiveCount"]);
    const failed = invocation.kind === "error";
    // Without a dead-letter queue Lambda drops the event after the last attempt; the outcome below still tells of it.
    if (!failed || (attempt >= ATTEMPTS_MAX && !this.#deadLetters)) this.queue.delete([record.receiptHandle]);
    else this.queue.returnAfter([record.receiptHandle], this.#delayMs(attempt));
    this.#onBatch({
      functionName: this.#target.name,
      queueName: this.queue.name,
      records: 1,
      failed: failed ? 1 : 0,
      ms: performance.now() - begin,
      ...(failed ? { error: `${invocation.error.errorType}: ${invocation.error.errorMessage}` } : {}),
    });
  }

  #delayMs(attempt: number): number {
    return attempt >= ATTEMPTS_MAX ? 0 : (this.#retryDelayMs ?? RETRY_MS * attempt);
  }
}
