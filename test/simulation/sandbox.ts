import type { PortName } from "../../functions/adapters/memory/intercept.ts";
import type { Received, SqsQueue } from "./sqs-queue.ts";

/** A call that waits to go out. */
export interface WaitingCall {
  readonly port: PortName;
  readonly method: string;
  /** The step of the simulation in which the function made it. */
  readonly madeAtStep: number;
  readonly goOut: () => void;
  readonly fail: (error: Error) => void;
}

/** What becomes of the answer of the call that is going out. */
export type Fate = "answered" | "lost" | "dead";

/** What the function has said of its batch: the failures by message id, or an error as a whole. */
export type Answer = { readonly failures: ReadonlyMap<string, unknown> } | { readonly error: unknown };

export interface Invocation {
  readonly batch: readonly Received[];
  readonly queue: SqsQueue;
  /** Epoch milliseconds, by the clock of the simulation. */
  readonly startedAt: number;
  answer: Answer | undefined;
  /** Calls that were made, by port and method, with the step: what the function did to decide as it did. */
  readonly made: { readonly call: string; readonly step: number }[];
  /** Entries of batch calls that the service did not take, and has not taken since. */
  readonly owed: Set<string>;
  /** What the function has counted, by the name of the metric. */
  readonly counted: Map<string, number>;
}

/** The service doesn't take the call for the moment. */
class Throttled extends Error {
  override readonly name = "ThrottlingException";
}

/** The answer of a call didn't come. */
class TimedOut extends Error {
  override readonly name = "TimeoutError";
}

// One of each for all calls: the stack of an error takes longer to note than many a call.
export const THROTTLED: Error = new Throttled("too many requests");
export const TIMED_OUT: Error = new TimedOut("no answer");

/**
 * One living function: module memory, a clock that may be wrong, and at most one invocation. All that it does between two calls to a port happens in
 * one step, so that only calls interleave.
 */
export class Sandbox {
  readonly name: string;
  readonly skewMs: number;
  /** Whether it runs the next version of the code. */
  readonly isNewer: boolean;
  invocation: Invocation | undefined;
  waiting: WaitingCall[] = [];
  frozenUntil = 0;
  isDead = false;
  fate: Fate = "answered";
  readonly #react: (sandbox: Sandbox, batch: readonly Received[]) => Promise<ReadonlyMap<string, unknown>>;

  constructor(
    name: string,
    options: { skewMs: number; isNewer: boolean },
    react: (sandbox: Sandbox, batch: readonly Received[]) => Promise<ReadonlyMap<string, unknown>>,
  ) {
    this.name = name;
    this.skewMs = options.skewMs;
    this.isNewer = options.isNewer;
    this.#react = react;
  }

  get isIdle(): boolean {
    return this.invocation === undefined && !this.isDead;
  }

  start(batch: readonly Received[], queue: SqsQueue, startedAt: number): void {
    const invocation: Invocation = {
      batch,
      queue,
      startedAt,
      answer: undefined,
      made: [],
      owed: new Set(),
      counted: new Map(),
    };
    this.invocation = invocation;
    this.#react(this, batch).then(
      (failures) => {
        invocation.answer = { failures };
      },
      (error: unknown) => {
        invocation.answer = { error };
      },
    );
  }

  /** Before a call goes out it waits for its turn. */
  before(port: PortName, method: string, step: number): Promise<void> {
    this.invocation?.made.push({ call: `${port}.${method}`, step });
    return new Promise((goOut, fail) => {
      this.waiting.push({ port, method, madeAtStep: step, goOut, fail });
    });
  }

  /** When the service has done its work, the answer comes, or it doesn't. */
  after(): Promise<void> | undefined {
    switch (this.fate) {
      case "answered":
        return undefined;
      case "lost":
        throw TIMED_OUT;
      case "dead":
        return new Promise(() => undefined);
    }
  }

  take(at: number): WaitingCall {
    const [call] = this.waiting.splice(at, 1);
    if (call === undefined) throw new RangeError(`${this.name} has no waiting call ${at}`);
    return call;
  }
}

/** Waits until nothing can go on by itself any more: every function waits for a call, or has answered. */
export function settled(): Promise<void> {
  // Node runs what is queued here when no promise is left to continue: faster than a turn of the event loop.
  return new Promise((resolve) => process.nextTick(resolve));
}

/** What the messages call themselves that a function works on. */
export function messagesOf({ invocation }: Sandbox): ReadonlySet<string> {
  const bodies = invocation?.batch.map(({ body }) => /"messageId":"([^"]+)"/.exec(body)?.[1] ?? "");
  return new Set(bodies);
}
