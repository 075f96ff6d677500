import type { PortName } from "../../functions/adapters/memory/intercept.ts";
import { keepingLog } from "./canaries.ts";
import { faultyPorts } from "./faulty-ports.ts";
import { newerPorts, readByNewer } from "./newer-version.ts";
import type { Reaction } from "./reactions.ts";
import { Sandbox, settled, THROTTLED } from "./sandbox.ts";
import type { Received } from "./sqs-queue.ts";
import { type Stage, VISIBILITY_TIMEOUTS } from "./stage.ts";

/** Functions' clocks are kept by their platform and differ by less than this. */
const CLOCK_SKEW_MAX_SECONDS = 299;

/** A writer freezes so many times as often when it is about to append a message that it has for the last time. */
const FATEFUL_TIMES = 25;

/**
 * A function freezes so many times as often when it has claimed what it tells people, or kept what it tells centers, before the last read or after it: the
 * one call of a send comes once for many of the others.
 */
const TIMES_WHILE_TELLING: Readonly<Record<string, Readonly<Partial<Record<PortName, number>>>>> = {
  notify: { recommendations: 5, bridges: 5, queues: 20 },
  "follow-up": { followUps: 10, applicants: 10 },
};

const DECIDED = ["EventsAccepted", "EventsSuperseded", "EventsRefused", "EventsQuarantined"] as const;

/** A function that lives, warm or at work. */
interface Living {
  readonly reaction: Reaction;
  readonly sandbox: Sandbox;
}

/** What others are told of. */
interface Listeners {
  /** A function has gone on as far as it could. */
  readonly settled: (sandbox: Sandbox) => void;
  readonly frozenWhileTelling: (teller: Living) => void;
}

/** The functions: how they start, what happens to their calls, and how they die. */
export class Fleet {
  /** The next version of the code is being deployed. */
  isDeploying = false;
  readonly #stage: Stage;
  readonly #on: Listeners;
  #sandboxes: readonly Living[] = [];
  #running: Sandbox | undefined;
  #starts = 0;

  constructor(stage: Stage, on: Listeners) {
    this.#stage = stage;
    this.#on = on;
  }

  /** Functions with an invocation. */
  get busy(): readonly Living[] {
    return this.#sandboxes.filter(({ sandbox }) => sandbox.invocation !== undefined);
  }

  /** A call to a port, of whichever function is running. */
  onCall(port: PortName, method: string, phase: "before" | "after"): Promise<void> | undefined {
    if (phase === "after") this.#stage.history.noteDone(port);
    const sandbox = this.#running;
    if (sandbox === undefined) return undefined;
    return phase === "before" ? sandbox.before(port, method, this.#stage.step) : sandbox.after();
  }

  /** After weeks nothing is warm any more. */
  clear(): void {
    this.#sandboxes = [];
  }

  /** A deployment is through: no idle function of the old version is started any more. */
  endDeployment(): void {
    if (!this.isDeploying) return;
    this.#sandboxes = this.#sandboxes.filter(({ sandbox }) => sandbox.isNewer || !sandbox.isIdle);
  }

  async start(reaction: Reaction): Promise<void> {
    const queue = this.#stage.queue(reaction.queue);
    const batch = queue.receive(this.#stage.now, reaction.batchMax);
    if (batch.length === 0) return;
    if (this.#stage.faults.strikes("invocation-throttled")) {
      this.#stage.say(`${reaction.name} is not started`);
      return;
    }
    const sandbox = this.#sandboxFor(reaction);
    this.#stage.say(`${sandbox.name} starts on ${batch.map(({ messageId }) => messageId).join(" ")}`);
    this.#running = sandbox;
    sandbox.start(batch, queue, this.#stage.now);
    await this.#settle(sandbox);
  }

  /** A warm function if there is one, else a new one. */
  #sandboxFor(reaction: Reaction): Sandbox {
    const warm = this.#sandboxes.filter((one) => one.reaction === reaction && one.sandbox.isIdle);
    const chosen = this.#stage.chance.pick(warm);
    if (chosen !== undefined) {
      const isOutdated = this.isDeploying && !this.#stage.faults.isOn && !chosen.sandbox.isNewer;
      if (!isOutdated && !this.#stage.faults.strikes("cold-start")) return chosen.sandbox;
      this.#sandboxes = this.#sandboxes.filter((one) => one !== chosen);
    }
    const skewSeconds = this.#stage.faults.strikes("clock-skewed")
      ? this.#stage.chance.between(-CLOCK_SKEW_MAX_SECONDS, CLOCK_SKEW_MAX_SECONDS)
      : 0;
    const isNewer = this.isDeploying && (!this.#stage.faults.isOn || this.#stage.chance.percent(50));
    const name = `${reaction.name}#${++this.#starts}${isNewer ? " (newer)" : ""}`;
    // An operator looks anew at what is left to do when a command fails: nothing of the last try is owed.
    const ports = faultyPorts(this.#stage, skewSeconds * 1_000, () =>
      reaction.name === "operator" ? undefined : sandbox,
    );
    const log = keepingLog(this.#stage.history.lines);
    const react = reaction.start(isNewer ? newerPorts(ports) : ports, this.#stage.story, {
      desk: { depth: this.#stage.depth },
      log: {
        ...log,
        count: (metric, value, by) => {
          const counted = sandbox.invocation?.counted;
          counted?.set(metric, (counted.get(metric) ?? 0) + value);
          log.count(metric, value, by);
        },
      },
    });
    const sandbox: Sandbox = new Sandbox(name, { skewMs: skewSeconds * 1_000, isNewer }, (_, batch) =>
      react(toRecords(batch, isNewer)),
    );
    this.#sandboxes = [...this.#sandboxes, { reaction, sandbox }];
    return sandbox;
  }

  /** One call of a function goes out, or something happens to it or to the function. */
  async advance(reaction: Reaction, sandbox: Sandbox): Promise<void> {
    this.#stage.faults.countCall();
    // After its last receive the next writer goes on without the message: only then do two of them write different things at one number of the log.
    const isFateful =
      sandbox.waiting.some(({ method }) => method === "append") &&
      sandbox.invocation?.batch.some(({ isLast }) => isLast) === true;
    const timesOf = TIMES_WHILE_TELLING[reaction.name] ?? {};
    const tellingTimes = Math.max(0, ...sandbox.waiting.map(({ port }) => timesOf[port] ?? 0));
    // Who has thawed makes the call that they froze at: there would be no end to it otherwise.
    const hasThawed = sandbox.frozenUntil > 0;
    if (!hasThawed && this.#stage.faults.strikes("frozen", isFateful ? FATEFUL_TIMES : tellingTimes || 1)) {
      const visibilityMs = VISIBILITY_TIMEOUTS * reaction.timeoutSeconds * 1_000;
      sandbox.frozenUntil = this.#stage.now + this.#stage.chance.between(visibilityMs >> 1, visibilityMs * 3);
      this.#stage.say(`${sandbox.name} freezes`);
      if (tellingTimes > 0) this.#on.frozenWhileTelling({ reaction, sandbox });
      return;
    }
    sandbox.frozenUntil = 0;
    const call = sandbox.take(this.#stage.chance.between(0, sandbox.waiting.length - 1));
    const name = `${sandbox.name} ${call.port}.${call.method}`;
    this.#stage.history.noteCall(`${call.port}.${call.method}`, this.#stage.faults.calls);
    this.#running = sandbox;
    if (this.#stage.faults.strikes("crash-before")) {
      this.#stage.say(`${name}: dies before`);
      return this.#bury(sandbox);
    }
    if (this.#stage.faults.strikes("throttled")) {
      this.#stage.say(`${name}: throttled`);
      call.fail(THROTTLED);
      return this.#settle(sandbox);
    }
    const dies = this.#stage.faults.strikes("crash-after");
    sandbox.fate = dies ? "dead" : this.#stage.faults.strikes("response-lost") ? "lost" : "answered";
    this.#stage.say(`${name}: ${dies ? "dies after" : sandbox.fate}`);
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
      const call = sandbox.take(this.#stage.chance.between(0, sandbox.waiting.length - 1));
      if (this.#stage.chance.percent(50)) continue;
      this.#stage.say(`${sandbox.name} ${call.port}.${call.method}: lands after its death`);
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
    this.#on.settled(sandbox);
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
    const { answer, batch, queue, owed, counted } = invocation;
    const log = keepingLog(this.#stage.history.lines);
    if ("error" in answer) {
      // The platform writes it.
      log.error("batch failed", answer.error);
      this.#stage.say(`${sandbox.name} throws ${String(answer.error)}`);
      return;
    }
    for (const [messageId, error] of answer.failures) log.error("record failed", error, { messageId });
    const done = batch.filter(({ messageId }) => !answer.failures.has(messageId));
    if (done.length === batch.length && owed.size > 0) this.#noteDebt(sandbox, owed);
    if (queue.name === "intake") this.#checkAccount(sandbox, done.length, counted);
    const faults = new Set([...answer.failures.values()].map((error) => `: ${String(error)}`));
    this.#stage.say(`${sandbox.name} is done with ${done.length} of ${batch.length}${[...faults].join("")}`);
    if (done.length > 0 && this.#stage.faults.strikes("acknowledgement-lost")) return;
    queue.delete(done, this.#stage.now);
  }

  /** Of what intake takes off its queue it says what became of each: guarantee 2 is watched by these metrics. */
  #checkAccount({ name }: Sandbox, done: number, counted: ReadonlyMap<string, number>): void {
    const decided = DECIDED.reduce((sum, metric) => sum + (counted.get(metric) ?? 0), 0);
    const received = counted.get("EventsReceived") ?? 0;
    if (received === done && decided === done) return;
    this.#stage.history.violations.push({
      guarantee: 2,
      text: `${name} is done with ${done}, says that it received ${received}, and what became of ${decided}`,
    });
  }

  /** Whoever says that all of a batch is done has sent all that it wanted to send: what was refused in part is sent again, or its message comes again. */
  #noteDebt({ name }: Sandbox, owed: ReadonlySet<string>): void {
    const [first] = owed;
    this.#stage.history.violations.push({
      guarantee: 1,
      text: `${name} is done with everything, and the service never took ${owed.size} entries, ${first?.slice(0, 200)} among them`,
    });
  }
}

function toRecords(batch: readonly Received[], isNewer: boolean) {
  return batch.map(({ messageId, body, groupId, sentAt }) => ({
    messageId,
    body: isNewer ? readByNewer(body) : body,
    sentAt,
    ...(groupId === undefined ? {} : { groupId }),
  }));
}
