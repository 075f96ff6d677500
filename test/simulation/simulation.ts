import { dayInSeoul } from "../../domain/model/calendar.ts";
import { type EventOut, eventsPublished } from "../../events/catalog.ts";
import type { MessageToApplicant, ShortlistMessage } from "../../events/messages.ts";
import { createMemoryWorld, type MemoryWorld } from "../../functions/adapters/memory/memory-world.ts";
import type { QueueDepth } from "../../functions/operating-ports.ts";
import type { Ports, QueueMessage, QueueName } from "../../functions/ports.ts";
import { PartialFailure } from "../../functions/runtime/errors.ts";
import { SeededRandom } from "../../infra/world/seeded-random.ts";
import { keepingLog, sealedContactOf } from "./canaries.ts";
import { type FaultLimits, Faults } from "./faults.ts";
import { History } from "./history.ts";
import { newerPorts, readByNewer } from "./newer-version.ts";
import { type Command, type Reaction, reactions } from "./reactions.ts";
import { Sandbox, settled, throttled } from "./sandbox.ts";
import { type Received, SqsQueue } from "./sqs-queue.ts";
import { type Happening, type Story, WEEKS_LATER_DAYS } from "./story.ts";
import { FIRST_DAY } from "./tiny-world.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A minute before the first midnight. */
const START_MS = Date.parse(`${FIRST_DAY}T00:00:00+09:00`) - MINUTE_MS;

const SEOUL_OFFSET_MS = 9 * 60 * MINUTE_MS;

/** Functions' clocks are kept by their platform and differ by less than this. */
const CLOCK_SKEW_MAX_SECONDS = 299;

/** How long messages stay hidden, in timeouts of the function, as the stack has it. */
const VISIBILITY_TIMEOUTS = 6;

/** A writer freezes so many times as often when it is about to append a message that it has for the last time. */
const FATEFUL_TIMES = 25;

/** It freezes so many times as often right before it tells people. */
const TELLING_TIMES = 5;

/** The bus hands an event on within a minute, a second copy within five. */
const BUS_DELAY_MAX_SECONDS = 60;
const COPY_DELAY_MAX_SECONDS = 300;

/** Far more steps than any story takes: whoever reaches it never comes to rest. */
const STEPS_MAX = 60_000;

/** Once nothing goes wrong any more, one redrive is enough; more are for what a redrive itself sets aside. */
const CALM_REDRIVES_MAX = 5;

/** Hours that a digest finds somebody in until nothing waits any more: caps of one message a week make it the most. */
const WAKING_HOURS_MAX = 300;

export interface SimulationOptions extends FaultLimits {
  /** Receives a line for everything that happens. */
  readonly onLine?: ((line: string) => void) | undefined;
}

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
  readonly accepted: string[] = [];
  readonly #chance: SeededRandom;
  readonly #onLine: ((line: string) => void) | undefined;
  readonly #left: Happening[];
  readonly #taken = new Map<string, number>();
  #sandboxes: { readonly reaction: Reaction; readonly sandbox: Sandbox }[] = [];
  #running: Sandbox | undefined;
  #now = START_MS;
  #step = 0;
  #starts = 0;
  #isDeploying = false;

  constructor(seed: number, story: Story, options: SimulationOptions = {}) {
    this.#chance = new SeededRandom(seed ^ 0x0dd5);
    this.faults = new Faults(seed, this.#chance, options);
    this.#onLine = options.onLine;
    this.story = story;
    this.#left = [...story.happenings];
    this.world = createMemoryWorld({ now: () => this.#now }, (port, method, phase) => {
      const sandbox = this.#running;
      if (sandbox === undefined) return;
      return phase === "before" ? sandbox.before(port, method, this.#step) : sandbox.after();
    });
    this.history = new History(this.world);
    const parts = { chance: this.#chance, faults: this.faults };
    this.queues = new Map(
      reactions.map(({ queue, isFifo, timeoutSeconds }) => {
        const visibilityMs = VISIBILITY_TIMEOUTS * timeoutSeconds * 1_000;
        return [queue, new SqsQueue(queue, { isFifo, visibilityMs }, parts)];
      }),
    );
  }

  get now(): number {
    return this.#now;
  }

  get steps(): number {
    return this.#step;
  }

  /**
   * Lets everything happen until nothing is left to do: the story with its faults, then what is left of it in calm weather, and one more midnight, by
   * which what is superseded has been removed from the logs.
   */
  async run(): Promise<void> {
    this.#pass(MINUTE_MS);
    await this.#untilIdle();
    this.#calmDown();
    await this.#untilDone();
    if (this.story.happenings.some(({ kind }) => kind === "reshard")) {
      this.#command({ step: "remove" });
      await this.#untilDone();
    }
    this.#passToMidnight();
    await this.#untilDone();
  }

  #command(command: Command): void {
    this.#queue("operator").put(JSON.stringify(command), this.#now);
  }

  /** Until nothing is in any queue and nobody waits for an hour. */
  async #untilDone(): Promise<void> {
    for (let hours = 0; ; hours++) {
      if (hours === WAKING_HOURS_MAX) throw new Error("somebody is put down for another hour again and again");
      let redrives = 0;
      do {
        if (redrives++ > CALM_REDRIVES_MAX) throw new Error("what was set aside never succeeds");
        await this.#untilIdle();
      } while (this.#redrive() > 0);
      const at = this.#nextWakingAt();
      if (at === undefined) return;
      this.#pass(at - this.#now);
    }
  }

  /** The next hour from now on at which the digest finds somebody. */
  #nextWakingAt(): number | undefined {
    const hours = this.world.wakingHours();
    const nextFull = Math.floor(this.#now / HOUR_MS) + 1;
    return hours.length === 0 ? undefined : Math.max(nextFull, Math.min(...hours)) * HOUR_MS;
  }

  #passToMidnight(): void {
    this.#pass(DAY_MS - ((this.#now + SEOUL_OFFSET_MS) % DAY_MS));
  }

  /** Puts everything on the bus once more, in another order and in calm weather, and waits until nothing is left to do. */
  async replayAll(): Promise<void> {
    for (const body of this.#shuffled(this.accepted)) this.#putOnBus(body);
    await this.#untilDone();
  }

  async #untilIdle(): Promise<void> {
    for (;;) {
      if (this.#step > STEPS_MAX) throw new Error("the service never comes to rest");
      const move = this.#chance.pick(this.#moves());
      if (move !== undefined) {
        this.#step++;
        this.#pass(this.#chance.between(0, 50));
        await move();
      } else if (!this.#passToNext()) return;
    }
  }

  /** Everything that can happen next. */
  #moves(): (() => void | Promise<void>)[] {
    const moves: (() => void | Promise<void>)[] = [];
    const busy = new Map<Reaction, number>();
    for (const { reaction, sandbox } of this.#sandboxes) {
      if (sandbox.invocation === undefined) continue;
      busy.set(reaction, (busy.get(reaction) ?? 0) + 1);
      if (sandbox.frozenUntil <= this.#now) moves.push(() => this.#advance(reaction, sandbox));
    }
    for (const reaction of reactions) {
      if ((busy.get(reaction) ?? 0) >= reaction.concurrencyMax) continue;
      if (this.#queue(reaction.queue).hasVisible(this.#now)) moves.push(() => this.#start(reaction));
    }
    const next = this.#left[0];
    if (next?.kind === "hours") {
      if (moves.length === 0 && busy.size === 0) moves.push(() => this.#happen());
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
      ...[...this.queues.values()].map((queue) => queue.nextVisibleAt(this.#now)),
      ...this.#sandboxes.map(({ sandbox }) => (sandbox.invocation === undefined ? undefined : sandbox.frozenUntil)),
    ].filter((at) => at !== undefined && at > this.#now);
    if (times.length === 0) return false;
    this.#pass(Math.min(...times.map((at) => at ?? 0)) - this.#now);
    return true;
  }

  /** Lets time pass. Past midnight in Seoul, and past a full hour, the schedule has fired; of several, only the last one's. */
  #pass(ms: number): void {
    const before = dayInSeoul(this.#now);
    const hour = Math.floor(this.#now / HOUR_MS);
    this.#now += ms;
    this.#strikeHour(hour);
    const day = dayInSeoul(this.#now);
    if (day === before) return;
    this.#say(`midnight: ${day} begins`);
    this.#queue("schedule").put(JSON.stringify({ scheduledTime: `${new Date(this.#now).toISOString()}` }), this.#now);
  }

  /** A digest that finds nobody does nothing: it isn't run. */
  #strikeHour(before: number): void {
    const hour = Math.floor(this.#now / HOUR_MS);
    const hours = this.#queue("hours");
    const isDue = this.world.wakingHours().some((waking) => waking <= hour);
    if (hour > before && isDue && hours.size === 0) hours.put(String(hour), this.#now);
  }

  #happen(): void {
    const happening = this.#left.shift();
    if (happening === undefined) return;
    this.#say(`story: ${happening.kind} ${"body" in happening ? happening.body : ""}`);
    switch (happening.kind) {
      case "event":
        if (happening.refusedWith !== undefined) this.faults.count("poison");
        if (happening.isSkewed) this.faults.count("producer-clock-skewed");
        this.accepted.push(happening.body);
        this.#putOnBus(happening.body);
        this.#putContact(happening.about);
        break;
      case "stray":
        this.faults.count("poison");
        this.#queue(happening.queue).put(happening.body, this.#now, happening.groupId);
        break;
      case "midnight":
        this.#passToMidnight();
        break;
      case "hours":
        this.#pass(this.#chance.between(1, 9) * HOUR_MS);
        break;
      case "redrive":
        this.faults.count("redriven", this.#redrive());
        break;
      case "replay":
        this.#replay();
        break;
      case "weeks-later":
        this.#passWeeks(happening.until ?? this.#now + WEEKS_LATER_DAYS * DAY_MS);
        break;
      case "reshard":
        this.faults.count("resharded");
        this.#command({ step: "move", shards: happening.shards });
        break;
      case "deployment":
        this.faults.count("newer-version");
        this.#isDeploying = true;
        break;
    }
  }

  /** An operator puts the address of somebody whose profile is on its way: before it is there, or once they have left, it isn't taken. */
  #putContact(applicantId: string | undefined): void {
    if (applicantId !== undefined) void this.world.contacts.put(applicantId, sealedContactOf(applicantId));
  }

  /** Hour by hour as long as somebody waits for one, and then at once. */
  #passWeeks(until: number): void {
    this.#sandboxes = [];
    const at = this.#nextWakingAt();
    if (at !== undefined && at < until) {
      this.#left.unshift({ kind: "weeks-later", until });
      this.#pass(at - this.#now);
      return;
    }
    this.faults.count("weeks-later");
    if (until > this.#now) this.#pass(until - this.#now);
  }

  #replay(): void {
    if (this.accepted.length === 0) return;
    const from = this.#chance.between(0, this.accepted.length - 1);
    const stretch = this.#shuffled(this.accepted.slice(from, from + this.#chance.between(1, 10)));
    this.faults.count("replayed", stretch.length);
    for (const body of stretch) this.#putOnBus(body);
  }

  #shuffled<T>(values: readonly T[]): T[] {
    const left = [...values];
    return values.flatMap(() => left.splice(this.#chance.between(0, left.length - 1), 1));
  }

  #redrive(): number {
    return [...this.queues.values()].reduce((moved, queue) => moved + queue.redrive(this.#now), 0);
  }

  /** From now on nothing goes wrong, and a deployment is through. */
  #calmDown(): void {
    this.#say("calm");
    this.faults.cease();
    if (!this.#isDeploying) return;
    this.#sandboxes = this.#sandboxes.filter(({ sandbox }) => sandbox.isNewer || !sandbox.isIdle);
  }

  /** The bus delivers at least once, in no order. */
  #putOnBus(body: string): void {
    const intake = this.#queue("intake");
    intake.put(body, this.#now + this.#chance.between(0, BUS_DELAY_MAX_SECONDS * 1_000));
    if (this.faults.strikes("delivered-twice")) {
      intake.put(body, this.#now + this.#chance.between(0, COPY_DELAY_MAX_SECONDS * 1_000));
    }
  }

  #queue(name: string): SqsQueue {
    const queue = this.queues.get(name);
    if (queue === undefined) throw new RangeError(`there is no queue ${name}`);
    return queue;
  }

  async #start(reaction: Reaction): Promise<void> {
    const queue = this.#queue(reaction.queue);
    const batch = queue.receive(this.#now, reaction.batchMax);
    if (batch.length === 0) return;
    if (this.faults.strikes("invocation-throttled")) {
      this.#say(`${reaction.name} is not started`);
      return;
    }
    const sandbox = this.#sandboxFor(reaction);
    this.#say(`${sandbox.name} starts on ${batch.map(({ messageId }) => messageId).join(" ")}`);
    this.#running = sandbox;
    sandbox.start(batch, queue);
    await this.#settle(sandbox);
  }

  /** A warm function if there is one, else a new one. */
  #sandboxFor(reaction: Reaction): Sandbox {
    const warm = this.#sandboxes.filter((one) => one.reaction === reaction && one.sandbox.isIdle);
    const chosen = this.#chance.pick(warm);
    if (chosen !== undefined) {
      const isOutdated = this.#isDeploying && !this.faults.isOn && !chosen.sandbox.isNewer;
      if (!isOutdated && !this.faults.strikes("cold-start")) return chosen.sandbox;
      this.#sandboxes = this.#sandboxes.filter((one) => one !== chosen);
    }
    const skewSeconds = this.faults.strikes("clock-skewed")
      ? this.#chance.between(-CLOCK_SKEW_MAX_SECONDS, CLOCK_SKEW_MAX_SECONDS)
      : 0;
    const isNewer = this.#isDeploying && (!this.faults.isOn || this.#chance.percent(50));
    const name = `${reaction.name}#${++this.#starts}${isNewer ? " (newer)" : ""}`;
    // An operator looks anew at what is left to do when a command fails: nothing of the last try is owed.
    const ports = this.#portsFor(skewSeconds * 1_000, () => (reaction.name === "operator" ? undefined : sandbox));
    const react = reaction.start(isNewer ? newerPorts(ports) : ports, this.story, {
      desk: { depth: this.#depth },
      log: keepingLog(this.history.lines),
    });
    const sandbox: Sandbox = new Sandbox(name, { skewMs: skewSeconds * 1_000, isNewer }, (_, batch) =>
      react(toRecords(batch, isNewer)),
    );
    this.#sandboxes.push({ reaction, sandbox });
    return sandbox;
  }

  /** The ports as one function has them: its own clock, and batch calls of which the service may take a part. */
  #portsFor(skewMs: number, debtor: () => Sandbox | undefined): Ports {
    const { queues, bus, deliveries, shardLog, wakeUps } = this.world;
    return {
      ...this.world,
      clock: { now: () => this.#now + skewMs },
      queues: {
        // Whoever comes next may send what a mailbox holds in place of who claimed it: nobody owes that alone.
        send: (queue, messages) =>
          this.#inPart(
            messages,
            (some) => queues.send(queue, some),
            queue === "applicant-messages" ? undefined : debtor(),
          ),
      },
      bus: { publish: (events) => this.#inPart(events, (some) => bus.publish(some), debtor()) },
      deliveries: {
        ...deliveries,
        record: (all) => {
          const sandbox = debtor();
          if (sandbox !== undefined) {
            this.history.noteDeliveries(all, sandbox, { step: this.#step, now: this.#now });
          }
          return this.#inPart(all, (some) => deliveries.record(some));
        },
      },
      // A look at an hour with nobody in it is no call here: the digest looks at a week of them.
      wakeUps: {
        ...wakeUps,
        due: async (hour) => (this.world.wakingHours().includes(hour) ? wakeUps.due(hour) : []),
      },
      shardLog: { ...shardLog, empty: (shard, seqs) => this.#inPart(seqs, (some) => shardLog.empty(shard, some)) },
    };
  }

  /** What `debtor` is told was not taken, it owes until the service takes it. */
  async #inPart<Entry>(
    entries: readonly Entry[],
    call: (entries: readonly Entry[]) => Promise<void>,
    debtor?: Sandbox,
  ): Promise<void> {
    const owed = debtor?.invocation?.owed;
    if (entries.length === 0 || !this.faults.strikes("partial-failure")) {
      await call(entries);
      if (owed !== undefined && owed.size > 0) for (const entry of entries) owed.delete(JSON.stringify(entry));
      return;
    }
    const some = this.#chance.some(entries, this.#chance.between(0, entries.length - 1));
    this.#say(`only ${some.length} of ${entries.length} entries are taken`);
    await call(some);
    for (const entry of entries) if (!some.includes(entry)) owed?.add(JSON.stringify(entry));
    throw new PartialFailure("batch", entries.length - some.length, entries.length, "injected");
  }

  /** The next opening that the story closes closes now: what somebody was about to be told of may have ended by the time that they are told. */
  #closeNext(): void {
    const at = this.#left.findIndex((one) => one.kind === "event" && one.body.includes('"OpeningClosed"'));
    this.#left.unshift(...(at < 0 ? [] : this.#left.splice(at, 1)));
  }

  /** One call of a function goes out, or something happens to it or to the function. */
  async #advance(reaction: Reaction, sandbox: Sandbox): Promise<void> {
    this.faults.countCall();
    // After its last receive the next writer goes on without the message: only then do two of them write different things at one number of the log.
    const isFateful =
      sandbox.waiting.some(({ method }) => method === "append") &&
      sandbox.invocation?.batch.some(({ isLast }) => isLast) === true;
    const isTelling = reaction.name === "notify" && sandbox.waiting.some(({ port }) => port === "queues");
    // Who has thawed makes the call that they froze at: there would be no end to it otherwise.
    const hasThawed = sandbox.frozenUntil > 0;
    if (!hasThawed && this.faults.strikes("frozen", isFateful ? FATEFUL_TIMES : isTelling ? TELLING_TIMES : 1)) {
      const visibilityMs = VISIBILITY_TIMEOUTS * reaction.timeoutSeconds * 1_000;
      sandbox.frozenUntil = this.#now + this.#chance.between(visibilityMs >> 1, visibilityMs * 3);
      this.#say(`${sandbox.name} freezes`);
      if (isTelling) this.#closeNext();
      return;
    }
    sandbox.frozenUntil = 0;
    const call = sandbox.take(this.#chance.between(0, sandbox.waiting.length - 1));
    const name = `${sandbox.name} ${call.port}.${call.method}`;
    this.#running = sandbox;
    if (this.faults.strikes("crash-before")) {
      this.#say(`${name}: dies before`);
      return this.#bury(sandbox);
    }
    if (this.faults.strikes("throttled")) {
      this.#say(`${name}: throttled`);
      call.fail(throttled());
      return this.#settle(sandbox);
    }
    const dies = this.faults.strikes("crash-after");
    sandbox.fate = dies ? "dead" : this.faults.strikes("response-lost") ? "lost" : "answered";
    this.#say(`${name}: ${dies ? "dies after" : sandbox.fate}`);
    call.goOut();
    await this.#settle(sandbox);
    sandbox.fate = "answered";
    if (dies) await this.#bury(sandbox);
  }

  /** The function is dead. Of the other calls that it had made, some reach the service all the same. */
  async #bury(sandbox: Sandbox): Promise<void> {
    sandbox.isDead = true;
    sandbox.fate = "dead";
    this.#sandboxes = this.#sandboxes.filter((one) => one.sandbox !== sandbox);
    while (sandbox.waiting.length > 0) {
      const call = sandbox.take(this.#chance.between(0, sandbox.waiting.length - 1));
      if (this.#chance.percent(50)) continue;
      this.#say(`${sandbox.name} ${call.port}.${call.method}: lands after its death`);
      this.#running = sandbox;
      call.goOut();
      await this.#settle(sandbox);
    }
    this.#running = undefined;
  }

  /** Lets the function go on until it waits again, and takes over what it has sent and said. */
  async #settle(sandbox: Sandbox): Promise<void> {
    await settled();
    this.#running = undefined;
    this.#collect(sandbox);
    const { invocation } = sandbox;
    if (invocation === undefined || sandbox.isDead || sandbox.fate === "dead") return;
    if (invocation.answer !== undefined) this.#finish(sandbox);
    else if (sandbox.waiting.length === 0)
      throw new Error(`${sandbox.name} waits for something that is no call to a port`);
  }

  #finish(sandbox: Sandbox): void {
    const { invocation } = sandbox;
    sandbox.invocation = undefined;
    if (invocation?.answer === undefined) return;
    const { answer, batch, queue, owed } = invocation;
    if ("error" in answer) {
      this.#say(`${sandbox.name} throws ${String(answer.error)}`);
      return;
    }
    const done = batch.filter(({ messageId }) => !answer.failures.has(messageId));
    if (done.length === batch.length && owed.size > 0) this.#noteDebt(sandbox, owed);
    const faults = new Set([...answer.failures.values()].map((error) => `: ${String(error)}`));
    this.#say(`${sandbox.name} is done with ${done.length} of ${batch.length}${[...faults].join("")}`);
    if (done.length > 0 && this.faults.strikes("acknowledgement-lost")) return;
    queue.delete(done, this.#now);
  }

  /** Whoever says that all of a batch is done has sent all that it wanted to send: what was refused in part is sent again, or its message comes again. */
  #noteDebt({ name }: Sandbox, owed: ReadonlySet<string>): void {
    const [first] = owed;
    this.history.violations.push({
      guarantee: 1,
      text: `${name} is done with everything, and the service never took ${owed.size} entries, ${first?.slice(0, 200)} among them`,
    });
  }

  /** Brings what was sent to where it goes, and looks at what was kept. */
  #collect(sandbox: Sandbox): void {
    for (const sort of ["applicants", "openings"] as const) {
      for (const ended of this.history.noteKept(sort, this.#step)) {
        const isInFlight = this.#queue("matching").size + this.#queue("applicant-alerts").size > 0;
        if (isInFlight) this.faults.count(sort === "applicants" ? "left-in-flight" : "closed-in-flight");
        this.#say(`${ended} ends`);
      }
    }
    this.history.noteDocuments(sandbox, this.#step);
    for (const queue of ["matching", "applicant-alerts"] as const) {
      for (const { body, groupId } of this.#newIn(queue)) this.#queue(queue).put(body, this.#now, groupId);
    }
    for (const { body } of this.#newIn("applicant-messages")) {
      const message = JSON.parse(body) as MessageToApplicant;
      const tellings = this.history.noteMessage(message, sandbox, { step: this.#step, now: this.#now });
      this.#say(`message ${message.messageId} of ${tellings.map(({ key }) => key).join(" ")}`);
    }
    for (const { body } of this.#newIn("employer-shortlists")) {
      this.history.shortlists.push(JSON.parse(body) as ShortlistMessage);
    }
    const published = this.world.published();
    for (const event of published.slice(this.#taken.get("bus") ?? 0)) {
      this.#say(`event ${event.name} ${event.detail.eventId}`);
      if (event.name !== "DayStarted" && event.name !== "DeliveryOptedOut") {
        // The functions of the flow publish events that go out, and the day, alone.
        this.history.events.push(event as EventOut);
        continue;
      }
      const { source, name } = eventsPublished[event.name];
      const body = JSON.stringify({ source, "detail-type": name, detail: event.detail });
      if (!this.accepted.includes(body)) this.accepted.push(body);
      this.#putOnBus(body);
    }
    this.#taken.set("bus", published.length);
  }

  readonly #depth = async (name: string): Promise<QueueDepth> => {
    const { size, deadLetters } = this.#queue(name);
    return { waiting: size, inFlight: 0, delayed: 0, dead: deadLetters.length };
  };

  #newIn(queue: QueueName): readonly QueueMessage[] {
    const sent = this.world.sent(queue);
    const from = this.#taken.get(queue) ?? 0;
    this.#taken.set(queue, sent.length);
    return sent.slice(from);
  }

  #say(text: string): void {
    this.#onLine?.(`${this.#step} ${new Date(this.#now).toISOString()} ${text}`);
  }
}

function toRecords(batch: readonly Received[], isNewer: boolean) {
  return batch.map(({ messageId, body }) => ({ messageId, body: isNewer ? readByNewer(body) : body }));
}
