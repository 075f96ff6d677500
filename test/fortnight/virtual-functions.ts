import { createMemoryWorld, type MemoryWorld } from "../../functions/adapters/memory/memory-world.ts";
import { wakeDue } from "../../functions/digest.ts";
import { takeIn } from "../../functions/intake.ts";
import { matchBatch, type ShardWriters } from "../../functions/match.ts";
import { notifyBatch } from "../../functions/notify.ts";
import { CandidateReader } from "../../functions/notifying/candidates.ts";
import type { QueueMessage, QueueName } from "../../functions/ports.ts";
import type { QueueRecord } from "../../functions/runtime/consumer.ts";
import { silentLog } from "../../functions/runtime/log.ts";
import type { MatchingConfiguration } from "../../functions/runtime/rules.ts";
import { startDay } from "../../functions/start-day.ts";
import { districtsByCenter } from "../../infra/centers.ts";

const BATCH_SIZE = 10;

/** The real functions over memory and a clock that is set by hand. */
export class FortnightService {
  readonly world: MemoryWorld;
  /** Called while notify is between two of its calls: what happens to people then is in flight. */
  onTelling: (() => Promise<void>) | undefined;
  #now = 0;
  readonly #configuration: MatchingConfiguration;
  readonly #reader: CandidateReader;
  readonly #writers: ShardWriters = new Map();
  readonly #taken = new Map<QueueName, number>();
  #published = 0;

  constructor(configuration: MatchingConfiguration) {
    this.#configuration = configuration;
    this.world = createMemoryWorld({ now: () => this.#now }, async (port, method, phase) => {
      if (port !== "recommendations" || method !== "tell" || phase !== "after") return;
      const landing = this.onTelling;
      this.onTelling = undefined;
      await landing?.();
    });
    this.#reader = new CandidateReader(this.world, configuration.taxonomy, silentLog);
  }

  get now(): number {
    return this.#now;
  }

  setClock(now: number): void {
    this.#now = now;
  }

  async intake(...bodies: string[]): Promise<void> {
    const configured = {
      taxonomy: this.#configuration.taxonomy,
      plan: { generation: 1, shards: 1 },
      centers: districtsByCenter(),
    };
    for (let first = 0; first < bodies.length; first += BATCH_SIZE) {
      const records = bodies
        .slice(first, first + BATCH_SIZE)
        .map((body, at) => ({ messageId: `in-${first + at}`, body }));
      requireNone(await takeIn(records, this.world, configured, silentLog));
    }
  }

  match(): Promise<void> {
    return this.#consume("matching", (batch) =>
      matchBatch(batch, this.world, this.#writers, this.#configuration, silentLog),
    );
  }

  notify(): Promise<void> {
    return this.#consume("applicant-alerts", (batch) =>
      notifyBatch(batch, this.world, this.#configuration, silentLog, this.#reader),
    );
  }

  async wake(): Promise<void> {
    await wakeDue(this.world, silentLog);
  }

  /** Midnight: the day is announced on the bus and comes back in. */
  async beginDay(): Promise<void> {
    await startDay({}, this.world, silentLog);
    const announced = this.world.published().slice(this.#published);
    this.#published = this.world.published().length;
    const days = announced.filter(({ name }) => name === "DayStarted");
    const bodies = days.map(({ name, detail }) =>
      JSON.stringify({ source: "ieum.calendar", "detail-type": name, detail }),
    );
    await this.intake(...bodies);
  }

  /** What has been sent to people since the last call. */
  takeMessages(): readonly QueueMessage[] {
    return this.#take("applicant-messages");
  }

  #take(queue: QueueName): readonly QueueMessage[] {
    const sent = this.world.sent(queue);
    const done = this.#taken.get(queue) ?? 0;
    this.#taken.set(queue, sent.length);
    return sent.slice(done);
  }

  async #consume(queue: QueueName, react: (batch: QueueRecord[]) => Promise<ReadonlyMap<string, unknown>>) {
    for (let waiting = this.#take(queue); waiting.length > 0; waiting = this.#take(queue)) {
      for (let first = 0; first < waiting.length; first += BATCH_SIZE) {
        const batch = waiting.slice(first, first + BATCH_SIZE);
        requireNone(await react(batch.map(({ body }, at) => ({ messageId: `${queue}-${first + at}`, body }))));
      }
    }
  }
}

/** Nothing crashes in this world: a failure is a bug, and the run is over. */
function requireNone(failures: ReadonlyMap<string, unknown>): void {
  for (const [messageId, cause] of failures) throw new Error(`${messageId} failed`, { cause });
}
