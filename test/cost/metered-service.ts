import { centerEvents, intakePattern } from "../../events/catalog.ts";
import { wakeDue } from "../../functions/digest.ts";
import { type FeedWriters, feedCenters } from "../../functions/feed.ts";
import { takeIn } from "../../functions/intake.ts";
import { matchBatch, type ShardWriters } from "../../functions/match.ts";
import { notifyBatch } from "../../functions/notify.ts";
import { CandidateReader } from "../../functions/notifying/candidates.ts";
import type { QueueMessage } from "../../functions/ports.ts";
import type { QueueRecord } from "../../functions/runtime/consumer.ts";
import type { EnvironmentName } from "../../functions/runtime/environment.ts";
import type { MatchingConfiguration } from "../../functions/runtime/rules.ts";
import { TermsReader } from "../../functions/runtime/terms.ts";
import { startDay } from "../../functions/start-day.ts";
import { deliverWebhooks } from "../../functions/webhook.ts";
import { centers, districtsByCenter } from "../../infra/centers.ts";
import { CountingLog } from "./counting-log.ts";
import type { Meter, Worker } from "./meter.ts";
import { bytesOfEvent, chunksOf, MeteredCloud, type PutEvent } from "./metered-cloud.ts";

const BATCH_SIZE = 10;

/**
 * How long a function waits for an answer of DynamoDB, SQS or EventBridge in its region. An assumption: AWS states single-digit milliseconds for
 * DynamoDB and nothing for the others, which take some more.
 */
export const ROUND_TRIP_MS = 10;

/** Milliseconds of a processor so far. The user's time is meant: another process on the machine doesn't count. */
export type ProcessorMs = () => number;

export const ownProcessorMs: ProcessorMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/** What EventBridge writes around an event that it delivers. */
function toEnvelope({ source, detailType, detail }: PutEvent): string {
  const id = "00000000-0000-0000-0000-000000000000";
  const fixed = { version: "0", id, "detail-type": detailType, source, account: "000000000000" };
  const around = JSON.stringify({ ...fixed, time: "2026-11-23T00:00:00Z", region: "ap-northeast-2", resources: [] });
  return `${around.slice(0, -1)},"detail":${detail}}`;
}

/** What the rule to intake leaves out. */
const OWN_SOURCES: ReadonlySet<string> = new Set(intakePattern.source.flatMap((one) => one["anything-but"]));

const CENTER_EVENTS: ReadonlySet<string> = new Set(centerEvents.map(({ name }) => name));

/** The real functions over counting clients, with what lies between them: the bus and its rules, and queues that are polled. */
export class MeteredService {
  readonly cloud: MeteredCloud;
  readonly #meter: Meter;
  readonly #log: CountingLog;
  readonly #processorMs: ProcessorMs;
  readonly #configuration: MatchingConfiguration;
  readonly #terms: TermsReader;
  readonly #reader: CandidateReader;
  readonly #writers: ShardWriters = new Map();
  readonly #feeds: FeedWriters = new Map();
  #now = 0;
  #records = 0;

  constructor(configuration: MatchingConfiguration, meter: Meter, processorMs: ProcessorMs) {
    this.#configuration = configuration;
    this.#meter = meter;
    this.#processorMs = processorMs;
    this.#log = new CountingLog(meter);
    this.cloud = new MeteredCloud({ now: () => this.#now }, meter);
    this.#terms = new TermsReader(this.cloud.ports, configuration);
    this.#reader = new CandidateReader(this.cloud.ports, configuration.taxonomy, this.#log);
  }

  get now(): number {
    return this.#now;
  }

  setClock(now: number): void {
    this.#now = now;
  }

  /** An event that a producer puts on the bus, and everything that follows from it. */
  async accept(event: PutEvent): Promise<void> {
    this.#meter.addFor("bus", "bus-events", chunksOf(bytesOfEvent(event)));
    await this.#deliver([event]);
    await this.#settle();
  }

  async beginDay(): Promise<void> {
    await this.#invoke("start-day", () => startDay({}, this.cloud.ports, this.#log));
    await this.#settle();
  }

  async wake(): Promise<void> {
    await this.#invoke("digest", () => wakeDue(this.cloud.ports, this.#log));
    await this.#settle();
  }

  /** Until nothing waits anywhere. */
  async #settle(): Promise<void> {
    for (;;) {
      const worked = [
        await this.#deliver(this.cloud.takeEvents()),
        await this.#consume("match", "matchingQueueUrl", async (batch) =>
          matchBatch(batch, this.cloud.ports, this.#writers, await this.#terms.inForce(), this.#log),
        ),
        await this.#consume("notify", "applicantAlertsQueueUrl", async (batch) =>
          notifyBatch(batch, this.cloud.ports, await this.#terms.inForce(), this.#log, this.#reader),
        ),
        await this.#consume("webhook", "webhooksQueueUrl", (batch) =>
          // No center has a webhook in this month: it is looked for, and nothing is posted.
          deliverWebhooks(batch, this.cloud.ports, NO_WEBHOOKS, this.#log),
        ),
        this.#leave("applicantMessagesQueueUrl", "messages"),
        this.#leave("employerShortlistsQueueUrl"),
      ];
      if (!worked.includes(true)) return;
    }
  }

  /** Events go where the rules of the stack send them: to intake; and by their district to a center's queue and to the feed. */
  async #deliver(events: readonly PutEvent[]): Promise<boolean> {
    for (const event of events) {
      const body = toEnvelope(event);
      if (!OWN_SOURCES.has(event.source)) await this.#handOver("intake", body, (batch) => this.#takeIn(batch));
      if (!CENTER_EVENTS.has(event.detailType)) continue;
      const { district } = JSON.parse(event.detail) as { readonly district?: string };
      for (const { id, serves } of centers) {
        if (district === undefined || !serves.includes(district)) continue;
        this.#meter.addFor("bus", "queue-requests", chunksOf(Buffer.byteLength(body)));
        this.#countReceived("others", [{ body }], false);
        await this.#handOver("feed", body, (batch) => feedCenters(batch, this.cloud.ports, this.#log, this.#feeds), id);
      }
    }
    return events.length > 0;
  }

  #takeIn(batch: readonly QueueRecord[]): Promise<ReadonlyMap<string, unknown>> {
    const plan = { generation: 1, shards: 1 };
    const configured = { taxonomy: this.#configuration.taxonomy, plan, centers: districtsByCenter() };
    return takeIn(batch, this.cloud.ports, configured, this.#log);
  }

  /** One event through a queue between the bus and a function. Events come singly, so each is a batch of its own: the dearest case. */
  async #handOver(
    worker: "intake" | "feed",
    body: string,
    react: (batch: QueueRecord[]) => Promise<ReadonlyMap<string, unknown>>,
    groupId?: string,
  ): Promise<void> {
    const isFifo = worker === "feed";
    this.#meter.addFor("bus", isFifo ? "fifo-requests" : "queue-requests", chunksOf(Buffer.byteLength(body)));
    this.#countReceived(worker, [{ body }], isFifo);
    await this.#react(worker, [this.#toRecord({ body, ...(groupId === undefined ? {} : { groupId }) })], react);
  }

  async #consume(
    worker: Worker,
    queueUrl: EnvironmentName,
    react: (batch: QueueRecord[]) => Promise<ReadonlyMap<string, unknown>>,
  ): Promise<boolean> {
    let worked = false;
    for (;;) {
      const batch = this.cloud.take(queueUrl, BATCH_SIZE);
      if (batch.length === 0) return worked;
      worked = true;
      this.#countReceived(worker, batch, queueUrl === "matchingQueueUrl");
      const records = batch.map((message) => this.#toRecord(message));
      await this.#react(worker, records, react);
    }
  }

  /** Messages that somebody outside takes off their queue. */
  #leave(queueUrl: EnvironmentName, counted?: "messages"): boolean {
    const taken = this.cloud.take(queueUrl);
    for (let first = 0; first < taken.length; first += BATCH_SIZE) {
      this.#countReceived("others", taken.slice(first, first + BATCH_SIZE), false);
    }
    if (counted !== undefined) this.#meter.add(counted, taken.length);
    return taken.length > 0;
  }

  /** One request to receive a batch, by what it carries, and one to delete it. */
  #countReceived(worker: Worker, batch: readonly QueueMessage[], isFifo: boolean): void {
    const bytes = batch.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0);
    this.#meter.addFor(worker, isFifo ? "fifo-requests" : "queue-requests", chunksOf(bytes) + 1);
  }

  async #react(
    worker: Worker,
    records: QueueRecord[],
    react: (batch: QueueRecord[]) => Promise<ReadonlyMap<string, unknown>>,
  ): Promise<void> {
    const failures = await this.#invoke(worker, () => react(records));
    for (const [messageId, cause] of failures) throw new Error(`${messageId} failed in ${worker}`, { cause });
  }

  async #invoke<Result>(worker: Worker, work: () => Promise<Result>): Promise<Result> {
    const before = this.#meter.worker;
    this.#meter.worker = worker;
    const [startMs, startRounds] = [this.#processorMs(), this.cloud.rounds];
    const result = await work();
    this.#meter.add("function-requests");
    this.#meter.add("function-working-ms", this.#processorMs() - startMs);
    this.#meter.add("function-waiting-ms", (this.cloud.rounds - startRounds) * ROUND_TRIP_MS);
    this.#log.flush();
    this.#meter.worker = before;
    return result;
  }

  #toRecord({ body, groupId }: QueueMessage): QueueRecord {
    const messageId = `record-${++this.#records}`;
    return groupId === undefined ? { messageId, body } : { messageId, body, groupId };
  }
}

const NO_WEBHOOKS = {
  post: () => Promise.reject(new Error("nobody has a webhook here")),
  allowsLoopback: false,
  openSecrets: () => {
    throw new Error("nobody has a webhook here");
  },
};
