/** A twin that runs: what whoever started it can see, ask and do. */
import type { EventEmitter } from "node:events";
import { OPERATOR } from "./access.ts";
import { type AsyncInvocation, isInternal } from "./async-invocation.ts";
import type { CallWatcher } from "./calls.ts";
import type { AskedFor } from "./decisions.ts";
import type { BusNotice, EventBus } from "./event-bus.ts";
import type { BatchOutcome, EventSourceMapping } from "./event-source-mapping.ts";
import type { Gateway } from "./gateway.ts";
import type { PolicyStatement } from "./iam.ts";
import type { Invocation, LambdaFunction } from "./lambda.ts";
import type { QueueCounts, Queues } from "./queues.ts";
import { REGION } from "./resource-types.ts";
import type { Assembly } from "./template.ts";

export type TwinEvents = {
  log: [functionName: string, line: string];
  event: [notice: BusNotice];
  invoke: [outcome: BatchOutcome];
  denied: [reason: string];
  fault: [cause: Error];
};

export type Service = "dynamodb" | "sqs" | "events";
export type ClientConfig = {
  region: string;
  endpoint: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
};

/** A consumer under way may finish; whatever takes longer is killed and comes back after the next start. */
const GRACE_MS = 1_000;

/** How often `idle` looks again; queues have no event for "empty". */
const IDLE_CHECK_MS = 10;

type Consumer = EventSourceMapping | AsyncInvocation;
export type TwinParts = {
  apiUrl: string | undefined;
  assembly: Assembly;
  endpoints: Record<Service, string>;
  queues: Queues;
  functions: LambdaFunction[];
  consumers: Consumer[];
  bus: EventBus;
  gateway: Pick<Gateway, "stop">;
  watch: (principals: Set<string>) => void;
  asked: AskedFor[];
};

export class Twin {
  readonly endpoints: Record<Service, string>;
  /** Where the HTTP API and the pages are; undefined when the template has none. */
  readonly apiUrl: string | undefined;
  readonly outputs: Record<string, string>;
  /** Resources of the template that would matter at run time and that the twin has no part for. */
  readonly notModelled: { logicalId: string; type: string }[];
  readonly #events: EventEmitter<TwinEvents>;
  readonly #parts: TwinParts;
  readonly #watchers: Map<string, CallWatcher>;
  readonly #close: () => Promise<void>;
  #stopped: Promise<void> | undefined;

  constructor(
    parts: TwinParts,
    events: EventEmitter<TwinEvents>,
    watchers: Map<string, CallWatcher>,
    close: () => Promise<void>,
  ) {
    this.#events = events;
    this.endpoints = parts.endpoints;
    this.apiUrl = parts.apiUrl;
    this.outputs = parts.assembly.outputs();
    this.notModelled = parts.assembly.notModelled();
    this.#parts = parts;
    this.#watchers = watchers;
    this.#close = close;
  }

  /** Returns what ends the listening. */
  on<K extends keyof TwinEvents>(name: K, listener: (...args: TwinEvents[K]) => void): () => void {
    const emitter: EventEmitter = this.#events;
    emitter.on(name, listener);
    return () => emitter.off(name, listener);
  }

  get queueNames(): string[] {
    return Object.keys(this.counts());
  }

  get functionNames(): string[] {
    return this.#parts.functions.map((fn) => fn.name);
  }

  /** For the SDK's clients; the operator may do everything. */
  clientConfig(service: Service): ClientConfig {
    const credentials = { accessKeyId: OPERATOR, secretAccessKey: OPERATOR };
    return { region: REGION, endpoint: this.endpoints[service], credentials };
  }

  /** What roles have asked for so far, each once, and what they may do. */
  get access(): { asked: readonly AskedFor[]; statementsByRole: Map<string, PolicyStatement[]> } {
    return { asked: this.#parts.asked, statementsByRole: this.#parts.assembly.statementsByRole() };
  }

  counts(): Record<string, QueueCounts> {
    const visible = this.#parts.queues.all().filter(({ name }) => !isInternal(name));
    return Object.fromEntries(visible.map((queue) => [queue.name, queue.counts()]));
  }

  /** Resolves when every queue with a consumer is empty, with nothing in flight, and the bus has nothing under way. */
  async idle(): Promise<void> {
    while (!this.#isIdle()) await new Promise((resolve) => setTimeout(resolve, IDLE_CHECK_MS));
  }

  /** Invokes a function as a synchronous caller does. */
  async invoke(functionName: string, event: unknown): Promise<Invocation> {
    return await this.#function(functionName).invoke(JSON.stringify(event));
  }

  /** Kills all environments of a function at once, as a crash would; returns how many there were. */
  async kill(functionName: string): Promise<number> {
    return await this.#function(functionName).kill();
  }

  /** Lets `watcher` see, hold back or break each call that a function makes; returns what ends that. */
  watchCalls(functionName: string, watcher: CallWatcher): () => void {
    const { principal } = this.#function(functionName);
    this.#watchers.set(principal, watcher);
    this.#parts.watch(new Set(this.#watchers.keys()));
    return () => {
      this.#watchers.delete(principal);
      this.#parts.watch(new Set(this.#watchers.keys()));
    };
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    const { consumers, functions, bus } = this.#parts;
    const finished = Promise.all(consumers.map((consumer) => consumer.stop()));
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, GRACE_MS);
    });
    await Promise.race([finished, grace]);
    clearTimeout(timer);
    await Promise.all(functions.map((fn) => fn.stop()));
    await finished;
    // Nobody may put anything on a bus that has stopped, so the door closes first.
    await this.#parts.gateway.stop();
    await bus.stop();
    await this.#close();
  }

  #isIdle(): boolean {
    const { consumers, bus } = this.#parts;
    if (bus.pendingDeliveries > 0) return false;
    return consumers.every(({ queue }) => Object.values(queue.counts()).every((count) => count === 0));
  }

  /** By physical name, or by the beginning of the logical id, which is what a person knows. */
  #function(name: string): LambdaFunction {
    const { functions } = this.#parts;
    const found = functions.find((fn) => fn.name === name) ?? functions.find((fn) => fn.logicalId.startsWith(name));
    if (found === undefined) throw new Error(`The template has no function ${name}`);
    return found;
  }
}
