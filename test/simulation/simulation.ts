import type { MemoryWorld } from "../../functions/adapters/memory/memory-world.ts";
import { sealedContactOf } from "./canaries.ts";
import { Carrier } from "./carrier.ts";
import { withEndOfAsked } from "./end-of-asked.ts";
import { withEndOfTold } from "./end-of-told.ts";
import type { Faults } from "./faults.ts";
import { Fleet } from "./fleet.ts";
import type { Happening, Story } from "./happening.ts";
import type { History } from "./history.ts";
import { type Command, reactions } from "./reactions.ts";
import type { SqsQueue } from "./sqs-queue.ts";
import { Stage, type StageOptions } from "./stage.ts";
import { WEEKS_LATER_DAYS } from "./story.ts";
import { WhatBecame } from "./what-became.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Far more steps than any story takes with its faults, or afterwards: whoever reaches it never comes to rest. */
const STEPS_MAX = 60_000;

/** Once nothing goes wrong any more, one redrive is enough; more are for what a redrive itself sets aside. */
const CALM_REDRIVES_MAX = 5;

/** Three of the five follow-ups of a hire are due by then, and two aren't. */
const MONTHS_AT_LAST = 13;

/** Hours that a digest finds somebody in until nothing waits any more: caps of one message a week make it the most. */
const WAKING_HOURS_MAX = 300;

/**
 * The service under a story: the real functions over memory, the queues and the bus between them, and faults at every call. One seed decides
 * about everything; there is no timer, and time passes only where the simulation lets it.
 */
export class Simulation {
  readonly world: MemoryWorld;
  readonly faults: Faults;
  readonly history: History;
  readonly story: Story;
  readonly queues: ReadonlyMap<string, SqsQueue>;
  /** Bodies that the bus has taken, in order, each once. */
  readonly accepted: readonly string[];
  readonly #stage: Stage;
  readonly #fleet: Fleet;
  readonly #whatBecame: WhatBecame;
  #left: Happening[];
  /** The step since which nothing goes wrong any more. */
  #calmSince = 0;

  constructor(seed: number, story: Story, options: StageOptions = {}) {
    const stage = new Stage(seed, story, options, (...call) => this.#fleet.onCall(...call));
    this.#stage = stage;
    this.world = stage.world;
    this.faults = stage.faults;
    this.history = stage.history;
    this.queues = stage.queues;
    this.accepted = stage.accepted;
    this.story = story;
    this.#left = [...story.happenings];
    this.#whatBecame = new WhatBecame(seed);
    const carrier = new Carrier(stage, (tellings) => {
      // In calm weather nothing new happens: all that is left is to come to rest.
      if (stage.faults.isOn) this.#left = this.#whatBecame.after(tellings, this.#left, stage.now);
    });
    this.#fleet = new Fleet(stage, {
      settled: (sandbox) => carrier.collect(sandbox),
      frozenWhileTelling: ({ reaction, sandbox }) => {
        const isAsking = reaction.name === "follow-up";
        this.#left = isAsking ? withEndOfAsked(this.#left, stage) : withEndOfTold(this.#left, sandbox, stage);
      },
    });
  }

  get now(): number {
    return this.#stage.now;
  }

  /** The last day up to which was asked after hires; empty when that was never. */
  get askedThrough(): string {
    return this.#stage.askedThrough;
  }

  get steps(): number {
    return this.#stage.step;
  }

  /**
   * Lets everything happen until nothing is left to do: the story with its faults, then what is left of it in calm weather, and one more midnight, by
   * which what is superseded has been removed from the logs.
   */
  async run(): Promise<void> {
    await this.#stage.keepRules();
    this.#stage.pass(MINUTE_MS);
    await this.#untilIdle();
    this.#calmDown();
    await this.#untilDone();
    if (this.story.happenings.some(({ kind }) => kind === "reshard")) {
      this.#command({ step: "remove" });
      await this.#untilDone();
    }
    this.#stage.passToMidnight();
    await this.#untilDone();
    await this.#askAfterHires();
  }

  /** Once more in calm weather, so that nothing is due that nobody has looked at. */
  async #askAfterHires(): Promise<void> {
    if (!this.#whatBecame.isAnybodyHired) return;
    this.history.noteOrphans();
    this.#stage.askAfterHires(MONTHS_AT_LAST);
    await this.#untilDone();
  }

  #command(command: Command): void {
    this.#stage.queue("operator").put(JSON.stringify(command), this.#stage.now);
  }

  /** Until nothing is in any queue and nobody waits for an hour. */
  async #untilDone(): Promise<void> {
    for (let hours = 0; ; hours++) {
      if (hours === WAKING_HOURS_MAX) throw new Error("somebody is put down for another hour again and again");
      let redrives = 0;
      do {
        if (redrives++ > CALM_REDRIVES_MAX) throw new Error("what was set aside never succeeds");
        await this.#untilIdle();
      } while (this.#stage.redrive() > 0);
      const at = this.#stage.nextWakingAt();
      if (at === undefined) return;
      this.#stage.pass(at - this.#stage.now);
    }
  }

  /** Puts everything on the bus once more, in another order and in calm weather, and waits until nothing is left to do. */
  async replayAll(): Promise<void> {
    for (const body of this.#shuffled(this.accepted)) this.#stage.putOnBus(body);
    await this.#untilDone();
    await this.#askAfterHires();
  }

  async #untilIdle(): Promise<void> {
    for (;;) {
      if (this.#stage.step - this.#calmSince > STEPS_MAX) throw new Error("the service never comes to rest");
      const move = this.#stage.chance.pick(this.#moves());
      if (move !== undefined) {
        this.#stage.step++;
        this.#stage.pass(this.#stage.chance.between(0, 50));
        await move();
      } else if (!this.#passToNext()) return;
    }
  }

  /** Everything that can happen next. */
  #moves(): (() => void | Promise<void>)[] {
    const moves: (() => void | Promise<void>)[] = [];
    const { busy } = this.#fleet;
    for (const { reaction, sandbox } of busy) {
      if (sandbox.frozenUntil <= this.#stage.now) moves.push(() => this.#fleet.advance(reaction, sandbox));
    }
    for (const reaction of reactions) {
      if (!this.#stage.queue(reaction.queue).hasVisible(this.#stage.now)) continue;
      const working = busy.filter((one) => one.reaction === reaction);
      if (working.length < reaction.concurrencyMax) moves.push(() => this.#fleet.start(reaction));
    }
    const next = this.#left[0];
    if (next?.kind === "hours") {
      if (moves.length === 0 && busy.length === 0) moves.push(() => this.#happen());
      return moves;
    }
    // Queues keep messages for days, not for weeks: those that are left by then stand in the dead-letter queues.
    if (next !== undefined && (next.kind !== "weeks-later" || moves.length === 0)) {
      if (next.kind !== "weeks-later" || [...this.queues.values()].every(({ size }) => size === 0)) {
        moves.push(() => this.#happen());
      }
    }
    return moves;
  }

  /** Lets time pass until something can happen again; false when nothing ever will. */
  #passToNext(): boolean {
    const times = [
      ...[...this.queues.values()].map((queue) => queue.nextVisibleAt(this.#stage.now)),
      ...this.#fleet.busy.map(({ sandbox }) => sandbox.frozenUntil),
    ].filter((at) => at !== undefined && at > this.#stage.now);
    if (times.length === 0) return false;
    this.#stage.pass(Math.min(...times.map((at) => at ?? 0)) - this.#stage.now);
    return true;
  }

  #happen(): void {
    const happening = this.#left.shift();
    if (happening === undefined) return;
    this.#stage.say(`story: ${happening.kind} ${"body" in happening ? happening.body : ""}`);
    switch (happening.kind) {
      case "event":
        if (happening.refusedWith !== undefined) this.faults.count("poison");
        if (happening.isSkewed) this.faults.count("producer-clock-skewed");
        this.#stage.accepted.push(happening.body);
        this.#stage.putOnBus(happening.body);
        this.#putContact(happening.about);
        break;
      case "stray":
        this.faults.count("poison");
        this.#stage.queue(happening.queue).put(happening.body, this.#stage.now, happening.groupId);
        break;
      case "midnight":
        this.#stage.passToMidnight();
        break;
      case "hours":
        this.#stage.pass(this.#stage.chance.between(1, 9) * HOUR_MS);
        break;
      case "redrive":
        this.faults.count("redriven", this.#stage.redrive());
        break;
      case "replay":
        this.#replay();
        break;
      case "weeks-later":
        this.#passWeeks(happening.until ?? this.#stage.now + WEEKS_LATER_DAYS * DAY_MS);
        break;
      case "follow-ups":
        this.#stage.askAfterHires(happening.months);
        break;
      case "reshard":
        this.faults.count("resharded");
        this.#command({ step: "move", shards: happening.shards });
        break;
      case "deployment":
        this.faults.count("newer-version");
        this.#fleet.isDeploying = true;
        break;
    }
  }

  /** An operator puts the address of somebody whose profile is on its way: before it is there, or once they have left, it isn't taken. */
  #putContact(applicantId: string | undefined): void {
    if (applicantId !== undefined) void this.world.contacts.put(applicantId, sealedContactOf(applicantId));
  }

  /** Hour by hour as long as somebody waits for one, and then at once. */
  #passWeeks(until: number): void {
    this.#fleet.clear();
    const at = this.#stage.nextWakingAt();
    if (at !== undefined && at < until) {
      this.#left.unshift({ kind: "weeks-later", until });
      this.#stage.pass(at - this.#stage.now);
      return;
    }
    this.faults.count("weeks-later");
    if (until > this.#stage.now) this.#stage.pass(until - this.#stage.now);
  }

  #replay(): void {
    if (this.accepted.length === 0) return;
    const from = this.#stage.chance.between(0, this.accepted.length - 1);
    const stretch = this.#shuffled(this.accepted.slice(from, from + this.#stage.chance.between(1, 10)));
    this.faults.count("replayed", stretch.length);
    for (const body of stretch) this.#stage.putOnBus(body);
  }

  #shuffled<T>(values: readonly T[]): T[] {
    const left = [...values];
    return values.flatMap(() => left.splice(this.#stage.chance.between(0, left.length - 1), 1));
  }

  /** From now on nothing goes wrong, and a deployment is through. */
  #calmDown(): void {
    this.#stage.say("calm");
    this.faults.cease();
    this.#calmSince = this.#stage.step;
    this.#fleet.endDeployment();
  }
}
