/** The outside of one execution environment: a worker thread that is invoked, times out, dies or is killed. */
import { createInterface } from "node:readline";
import { Worker } from "node:worker_threads";
import type { EnvironmentData, FromEnvironment, FunctionError, ToEnvironment } from "./lambda-worker.ts";

export type Invocation = { kind: "answer"; payload: string } | { kind: "error"; error: FunctionError };

/** Lambda gives initialisation ten seconds: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html */
const INIT_MS = 10_000;

/** Memory that V8 itself needs to start a thread; a function configured with less gets this much here. */
const MEMORY_MIN_MB = 64;

/**
 * New objects get this much per environment. V8 would let them grow to three times that under load, which with a
 * handful of environments is half a gigabyte for no gain in speed.
 */
const YOUNG_MB = 32;

export class ExecutionEnvironment {
  readonly #worker: Worker;
  readonly #ready = Promise.withResolvers<FunctionError | undefined>();
  #alive = true;
  #settle: ((invocation: Invocation) => void) | undefined;
  #lastError: Error | undefined;

  constructor(data: EnvironmentData, env: Record<string, string>, onLine: (line: string) => void) {
    this.#worker = new Worker(new URL("./lambda-worker.ts", import.meta.url), {
      workerData: data,
      env,
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: {
        maxOldGenerationSizeMb: Math.max(MEMORY_MIN_MB, data.memoryMb),
        maxYoungGenerationSizeMb: YOUNG_MB,
      },
    });
    for (const stream of [this.#worker.stdout, this.#worker.stderr])
      createInterface({ input: stream }).on("line", onLine);
    this.#worker.on("message", (message: FromEnvironment) => this.#receive(message));
    this.#worker.on("error", (error: Error) => {
      this.#lastError = error;
    });
    this.#worker.on("exit", (code) => this.#exited(code));
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** What went wrong while loading the bundle, if anything did. */
  async initialise(): Promise<FunctionError | undefined> {
    const timer = setTimeout(() => {
      this.#ready.resolve({
        errorType: "Sandbox.Timedout",
        errorMessage: `Init timed out after ${INIT_MS / 1000} seconds`,
      });
      void this.kill();
    }, INIT_MS);
    const error = await this.#ready.promise;
    clearTimeout(timer);
    if (error !== undefined) await this.kill();
    return error;
  }

  async invoke(requestId: string, event: string, timeoutSeconds: number): Promise<Invocation> {
    const settled = Promise.withResolvers<Invocation>();
    this.#settle = settled.resolve;
    const timer = setTimeout(() => {
      settled.resolve({
        kind: "error",
        error: {
          errorType: "Sandbox.Timedout",
          errorMessage: `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`,
        },
      });
      void this.kill();
    }, timeoutSeconds * 1000);
    const invocation: ToEnvironment = { requestId, event, deadlineMs: Date.now() + timeoutSeconds * 1000 };
    if (this.#alive) this.#worker.postMessage(invocation);
    else settled.resolve({ kind: "error", error: this.#exitError("signal: killed") });
    const result = await settled.promise;
    clearTimeout(timer);
    this.#settle = undefined;
    return result;
  }

  /** Like a SIGKILL: whatever runs stops where it is. */
  async kill(): Promise<void> {
    this.#alive = false;
    await this.#worker.terminate();
  }

  #receive(message: FromEnvironment): void {
    switch (message.kind) {
      case "ready":
        this.#ready.resolve(undefined);
        return;
      case "unloadable":
        this.#ready.resolve(message.error);
        return;
      case "answer":
      case "error":
        this.#settle?.(message);
    }
  }

  #exited(code: number): void {
    const killed = !this.#alive;
    this.#alive = false;
    const error = this.#exitError(killed ? "signal: killed" : `exit status ${code}`);
    this.#ready.resolve(error);
    this.#settle?.({ kind: "error", error });
  }

  #exitError(how: string): FunctionError {
    const cause = this.#lastError as NodeJS.ErrnoException | undefined;
    if (cause === undefined)
      return { errorType: "Runtime.ExitError", errorMessage: `Runtime exited with error: ${how}` };
    if (cause.code === "ERR_WORKER_OUT_OF_MEMORY") {
      return { errorType: "Runtime.OutOfMemory", errorMessage: "Runtime exited with error: signal: killed" };
    }
    return {
      errorType: "Runtime.UnhandledError",
      errorMessage: cause.message ?? String(cause),
      trace: (cause.stack ?? "").split("\n"),
    };
  }
}
