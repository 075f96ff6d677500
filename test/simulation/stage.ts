import { canonicalJson } from "../../domain/canonical-json.ts";
import { dayInSeoul } from "../../domain/model/calendar.ts";
import { addMonths } from "../../domain/outcomes/follow-up.ts";
import { builtInProgrammes } from "../../domain/programme/built-in.ts";
import { createMemoryWorld, type MemoryWorld } from "../../functions/adapters/memory/memory-world.ts";
import type { QueueDepth } from "../../functions/operating-ports.ts";
import { SeededRandom } from "../../infra/world/seeded-random.ts";
import { CASE_PROGRAMME, hasCases } from "./centers.ts";
import { type FaultLimits, Faults } from "./faults.ts";
import type { Story } from "./happening.ts";
import { History } from "./history.ts";
import { reactions } from "./reactions.ts";
import { SqsQueue } from "./sqs-queue.ts";
import { FIRST_DAY } from "./tiny-world.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A minute before the first midnight. */
const START_MS = Date.parse(`${FIRST_DAY}T00:00:00+09:00`) - MINUTE_MS;

const SEOUL_OFFSET_MS = 9 * 60 * MINUTE_MS;

/** How long messages stay hidden, in timeouts of the function, as the stack has it. */
export const VISIBILITY_TIMEOUTS = 6;

/** The bus hands an event on within a minute, a second copy within five. */
const BUS_DELAY_MAX_SECONDS = 60;
const COPY_DELAY_MAX_SECONDS = 300;

/** Long enough for others to overtake, short enough for a copy to meet what is being written. */
const FEED_DELAY_MAX_MS = 5_000;

export interface StageOptions extends FaultLimits {
  /** Receives a line for everything that happens. */
  readonly onLine?: ((line: string) => void) | undefined;
}

/** Where a story plays: the tables, the queues and the bus, and the time, with the one source of chance for all that happens there. */
export class Stage {
  readonly world: MemoryWorld;
  readonly faults: Faults;
  readonly history: History;
  readonly story: Story;
  readonly chance: SeededRandom;
  readonly queues: ReadonlyMap<string, SqsQueue>;
  /** Bodies that the bus has taken, in order, each once. */
  readonly accepted: string[] = [];
  /** Epoch milliseconds. */
  now = START_MS;
  step = 0;
  #askedThrough = "";
  readonly #onLine: ((line: string) => void) | undefined;

  constructor(seed: number, story: Story, options: StageOptions, onCall: Parameters<typeof createMemoryWorld>[1]) {
    this.chance = new SeededRandom(seed ^ 0x0dd5);
    this.faults = new Faults(seed, this.chance, options);
    this.#onLine = options.onLine;
    this.story = story;
    this.world = createMemoryWorld({ now: () => this.now }, onCall);
    this.history = new History(this.world, story);
    const parts = { chance: this.chance, faults: this.faults };
    this.queues = new Map(
      reactions.map(({ queue, isFifo, timeoutSeconds }) => {
        const visibilityMs = VISIBILITY_TIMEOUTS * timeoutSeconds * 1_000;
        return [queue, new SqsQueue(queue, { isFifo, visibilityMs }, parts)];
      }),
    );
  }

  /** The rules under which centers lead cases are there before anything happens. */
  async keepRules(): Promise<void> {
    for (const rules of builtInProgrammes) {
      const { programmeId, validFrom, revision } = rules;
      if (programmeId !== CASE_PROGRAMME || !hasCases(this.story)) continue;
      await this.world.programmes.keep({ programmeId, validFrom, revision, body: canonicalJson(rules) });
    }
  }

  queue(name: string): SqsQueue {
    const queue = this.queues.get(name);
    if (queue === undefined) throw new RangeError(`there is no queue ${name}`);
    return queue;
  }

  /** The bus delivers at least once, in no order. */
  putOnBus(body: string): void {
    const intake = this.queue("intake");
    intake.put(body, this.now + this.chance.between(0, BUS_DELAY_MAX_SECONDS * 1_000));
    if (this.faults.strikes("delivered-twice")) {
      intake.put(body, this.now + this.chance.between(0, COPY_DELAY_MAX_SECONDS * 1_000));
    }
  }

  /** What concerns a center comes into its group of the feed as the bus delivers it: at least once, in no order. */
  putOnFeed(center: string, body: string): void {
    const feed = this.queue("feed");
    feed.put(body, this.now + this.chance.between(0, FEED_DELAY_MAX_MS), center);
    if (this.faults.strikes("delivered-twice"))
      feed.put(body, this.now + this.chance.between(0, FEED_DELAY_MAX_MS), center);
  }

  redrive(): number {
    return [...this.queues.values()].reduce((moved, queue) => moved + queue.redrive(this.now), 0);
  }

  readonly depth = async (name: string): Promise<QueueDepth> => {
    const { size, deadLetters } = this.queue(name);
    return { waiting: size, inFlight: 0, delayed: 0, dead: deadLetters.length };
  };

  /** Lets time pass. Past midnight in Seoul, and past a full hour, the schedule has fired; of several, only the last one's. */
  pass(ms: number): void {
    const untilMidnight = this.#untilMidnight;
    const hour = Math.floor(this.now / HOUR_MS);
    this.now += ms;
    this.#strikeHour(hour);
    if (ms < untilMidnight) return;
    this.say(`midnight: ${dayInSeoul(this.now)} begins`);
    this.queue("schedule").put(JSON.stringify({ scheduledTime: `${new Date(this.now).toISOString()}` }), this.now);
  }

  /** The schedule of follow-ups fires as on a day so many months from now. */
  askAfterHires(months: number): void {
    const day = addMonths(dayInSeoul(this.now), months);
    if (day > this.#askedThrough) this.#askedThrough = day;
    const scheduledTime = new Date(`${day}T06:00:00+09:00`).toISOString();
    this.queue("follow-ups").put(JSON.stringify({ scheduledTime }), this.now);
  }

  /** The last day up to which was asked after hires; empty when that was never. */
  get askedThrough(): string {
    return this.#askedThrough;
  }

  /** A digest that finds nobody does nothing: it isn't run. */
  #strikeHour(before: number): void {
    const hour = Math.floor(this.now / HOUR_MS);
    const hours = this.queue("hours");
    const isDue = this.world.wakingHours().some((waking) => waking <= hour);
    if (hour > before && isDue && hours.size === 0) hours.put(String(hour), this.now);
  }

  passToMidnight(): void {
    this.pass(this.#untilMidnight);
  }

  get #untilMidnight(): number {
    return DAY_MS - ((this.now + SEOUL_OFFSET_MS) % DAY_MS);
  }

  /** The next hour from now on at which the digest finds somebody. */
  nextWakingAt(): number | undefined {
    const hours = this.world.wakingHours();
    const nextFull = Math.floor(this.now / HOUR_MS) + 1;
    return hours.length === 0 ? undefined : Math.max(nextFull, Math.min(...hours)) * HOUR_MS;
  }

  say(text: string): void {
    this.#onLine?.(`${this.step} ${new Date(this.now).toISOString()} ${text}`);
  }
}
