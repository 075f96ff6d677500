/**
 * Event source mappings of SQS: what stands between a queue and a function in the cloud.
 *
 * Behaviour: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html. A batch whose function
 * returns normally is deleted, except the messages it reports as failed (with `ReportBatchItemFailures`); if it throws, or
 * the report can't be read or names a message that was not in the batch, all of it comes back. What comes
 * back becomes visible after the visibility timeout, or after `retryDelayMs`, which lets tests of crashes be quick.
 */
import type { Invocation } from "./lambda.ts";
import type { SqsRecord, TwinQueue } from "./queues.ts";
import type { Resource } from "./template.ts";

export type MappedFunction = {
  name: string;
  timeoutSeconds: number;
  invoke: (event: string) => Promise<Invocation>;
};

export type BatchOutcome = {
  functionName: string;
  queueName: string;
  records: number;
  failed: number;
  ms: number;
  /** Set when the function itself failed, or its report could not be read. */
  error?: string;
};

export type MappingOptions = {
  queue: TwinQueue;
  target: MappedFunction;
  retryDelayMs?: number | undefined;
  onBatch: (outcome: BatchOutcome) => void;
};

type MappingProperties = {
  BatchSize?: number;
  Enabled?: boolean;
  FilterCriteria?: unknown;
  FunctionResponseTypes?: string[];
  MaximumBatchingWindowInSeconds?: number;
  ScalingConfig?: { MaximumConcurrency?: number };
};

/**
 * Pollers of one mapping. The template's MaximumConcurrency is what the cloud may scale up to; a laptop has a few cores for all functions
 * together, and fewer pollers get fuller batches and keep fewer environments in memory.
 */
const POLLERS_MAX = 2;
const BATCH_SIZE = 10;

/** What one receive can bring. */
const RECEIVE_MAX = 10;

/** The payload of one invocation; a batch is cut where its messages would exceed it. */
const PAYLOAD_MAX_BYTES = 6 * 1024 * 1024;

type Failures = { kind: "some"; ids: Set<string> } | { kind: "all"; why: string };

/** Reads a function's report. Absent, null or empty means that everything succeeded. */
export function failuresOf(payload: string, records: SqsRecord[], reports: boolean): Failures {
  const none: Failures = { kind: "some", ids: new Set() };
  if (!reports) return none;
  const result: unknown = JSON.parse(payload);
  if (result === null) return none;
  const all = (why: string): Failures => ({ kind: "all", why });
  if (typeof result !== "object") return all("the response is not an object");
  const list = (result as { batchItemFailures?: unknown }).batchItemFailures;
  if (list === undefined || list === null) return none;
  if (!Array.isArray(list)) return all("batchItemFailures is not a list");
  const known = new Set(records.map((record) => record.messageId));
  const ids = new Set<string>();
  for (const entry of list as unknown[]) {
    const id = (entry as { itemIdentifier?: unknown } | null)?.itemIdentifier;
    if (typeof id !== "string" || id === "") return all("an itemIdentifier is missing, null or empty");
    if (!known.has(id)) return all(`itemIdentifier ${id} is not in the batch`);
    ids.add(id);
  }
  return { kind: "some", ids };
}

/** Says why a mapping can't be as it is written, as the cloud would at deployment, or as the service forbids it. */
function refuseMistakes(where: string, properties: MappingProperties, { queue, target }: MappingOptions): void {
  const refuse = (why: string): never => {
    throw new Error(`${where}: ${why}`);
  };
  const size = properties.BatchSize ?? BATCH_SIZE;
  const window = properties.MaximumBatchingWindowInSeconds ?? 0;
  const concurrency = properties.ScalingConfig?.MaximumConcurrency;
  if (properties.FilterCriteria !== undefined) {
    refuse(
      "FilterCriteria deletes every message of a queue that it does not match; filter in the rule or the function",
    );
  }
  if (queue.visibilitySeconds < target.timeoutSeconds) {
    refuse(`the visibility timeout of ${queue.name} is shorter than the timeout of ${target.name}`);
  }
  if (queue.fifo && size > RECEIVE_MAX) refuse("BatchSize of a FIFO queue is at most 10");
  if (queue.fifo && window > 0) refuse("a FIFO queue has no batching window");
  if (size > RECEIVE_MAX && window < 1) refuse("BatchSize over 10 needs a batching window of at least a second");
  if (concurrency !== undefined && (concurrency < 2 || concurrency > 1000)) refuse("MaximumConcurrency is 2 to 1000");
}

export class EventSourceMapping {
  readonly queue: TwinQueue;
  readonly #properties: MappingProperties;
  readonly #options: MappingOptions;
  #pollers: Promise<void>[] = [];
  #stopping = false;

  constructor(resource: Resource, options: MappingOptions) {
    this.#properties = resource.properties as MappingProperties;
    this.#options = options;
    this.queue = options.queue;
    refuseMistakes(resource.logicalId, this.#properties, options);
  }

  start(): void {
    if (this.#properties.Enabled === false) return;
    const pollers = Math.min(POLLERS_MAX, this.#properties.ScalingConfig?.MaximumConcurrency ?? POLLERS_MAX);
    this.#pollers = Array.from({ length: pollers }, () => this.#poll());
  }

  /** Takes no more messages; resolves when the batches under way are done. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.queue.wake();
    await Promise.all(this.#pollers);
  }

  async #poll(): Promise<void> {
    while (!this.#stopping) {
      const records = await this.#collect();
      if (records.length > 0) await this.#handle(records);
    }
  }

  async #collect(): Promise<SqsRecord[]> {
    const size = this.#properties.BatchSize ?? BATCH_SIZE;
    const windowMs = (this.#properties.MaximumBatchingWindowInSeconds ?? 0) * 1000;
    const records = this.queue.receive(Math.min(size, RECEIVE_MAX));
    if (records.length === 0) {
      await this.queue.wait();
      return [];
    }
    const windowEnd = Date.now() + windowMs;
    let bytes = records.reduce((sum, record) => sum + record.body.length, 0);
    while (records.length < size && bytes < PAYLOAD_MAX_BYTES && Date.now() < windowEnd && !this.#stopping) {
      const more = this.queue.receive(Math.min(size - records.length, RECEIVE_MAX));
      records.push(...more);
      bytes += more.reduce((sum, record) => sum + record.body.length, 0);
      if (more.length === 0) await this.#waitUntil(windowEnd);
    }
    return records;
  }

  async #waitUntil(windowEnd: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, windowEnd - Date.now());
    });
    await Promise.race([this.queue.wait(), over]);
    clearTimeout(timer);
  }

  async #handle(records: SqsRecord[]): Promise<void> {
    const { target, retryDelayMs, onBatch } = this.#options;
    const begin = performance.now();
    const invocation = await target.invoke(JSON.stringify({ Records: records }));
    const reports = this.#properties.FunctionResponseTypes?.includes("ReportBatchItemFailures") === true;
    const failures: Failures =
      invocation.kind === "error"
        ? { kind: "all", why: `${invocation.error.errorType}: ${invocation.error.errorMessage}` }
        : failuresOf(invocation.payload, records, reports);
    const isFailed = (record: SqsRecord): boolean => failures.kind === "all" || failures.ids.has(record.messageId);
    const failed = records.filter(isFailed);
    this.queue.delete(records.filter((record) => !isFailed(record)).map((record) => record.receiptHandle));
    if (retryDelayMs !== undefined) {
      this.queue.returnAfter(
        failed.map((record) => record.receiptHandle),
        retryDelayMs,
      );
    }
    onBatch({
      functionName: target.name,
      queueName: this.queue.name,
      records: records.length,
      failed: failed.length,
      ms: performance.now() - begin,
      ...(failures.kind === "all" ? { error: failures.why } : {}),
    });
  }
}
