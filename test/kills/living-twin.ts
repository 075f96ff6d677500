/** A whole twin in a process of its own, for whoever wants to kill it. It runs from a stack that is synthesised already, over a folder that outlives it. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { QueueCounts } from "../../infra/local/queues.ts";
import type { ClientConfig, Service } from "../../infra/local/running-twin.ts";

const PROGRAM = fileURLToPath(new URL("./run-twin.ts", import.meta.url));

/** What the process says when it is ready. */
export interface Ready {
  readonly clients: Readonly<Record<Service, ClientConfig>>;
  /** Outputs of the stack: URLs of queues among them. */
  readonly outputs: Readonly<Record<string, string>>;
}

export interface Folders {
  readonly assemblyDir: string;
  readonly dataDir: string;
}

/** How a process that never became ready ended. */
export class NeverReady extends Error {
  override readonly name = "NeverReady";
  readonly said: string;

  constructor(said: string) {
    super(`the twin ended before it was ready: ${said}`);
    this.said = said;
  }
}

export class LivingTwin {
  readonly ready: Ready;
  /** From the start of the process until it could be used. */
  readonly readyMs: number;
  readonly #process: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #lines: AsyncIterator<string>;
  readonly #said: () => string;

  private constructor(
    process: ChildProcessByStdio<Writable, Readable, Readable>,
    lines: AsyncIterator<string>,
    rest: {
      ready: Ready;
      readyMs: number;
      said: () => string;
    },
  ) {
    this.#process = process;
    this.#lines = lines;
    this.ready = rest.ready;
    this.readyMs = rest.readyMs;
    this.#said = rest.said;
  }

  /** Under `limits`, a line of the shell such as `ulimit -f 100`, a disk can be as full as a test wants it. */
  static async start(folders: Folders, limits = ":"): Promise<LivingTwin> {
    const startedMs = performance.now();
    const child = launch(folders, limits);
    let errors = "";
    child.stderr.on("data", (bytes: Buffer) => {
      errors += bytes.toString();
    });
    // Whoever is killed reads no more of what it is told.
    child.stdin.on("error", () => undefined);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const first = await lines.next();
    if (first.done === true) {
      await ended(child);
      throw new NeverReady(errors.trim());
    }
    const ready = JSON.parse(first.value) as Ready;
    return new LivingTwin(child, lines, { ready, readyMs: performance.now() - startedMs, said: () => errors });
  }

  /** Starts a twin and kills it so soon that it may not be ready yet. Throws when it has ended by itself before. */
  static async killEarly(folders: Folders, afterMs: number): Promise<void> {
    const child = launch(folders);
    const errors = text(child.stderr);
    child.stdout.resume();
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    child.kill("SIGKILL");
    await ended(child);
    if (child.signalCode !== "SIGKILL") throw new NeverReady((await errors).trim());
  }

  /** What it has said on its error stream so far. */
  get said(): string {
    return this.#said();
  }

  /** Until nothing is in any queue with a consumer; then, what is in the others. */
  async idle(): Promise<Readonly<Record<string, QueueCounts>>> {
    this.#process.stdin.write("idle\n");
    const answer = await this.#lines.next();
    if (answer.done === true) throw new Error(`the twin ended: ${this.said}`);
    return JSON.parse(answer.value) as Record<string, QueueCounts>;
  }

  /** Until it ends by itself. */
  async end(): Promise<void> {
    await ended(this.#process);
  }

  /** As Ctrl-C does. */
  async stop(): Promise<void> {
    this.#process.kill("SIGTERM");
    await this.end();
  }

  /** As the operating system kills: at once, in the middle of whatever it does. */
  async kill(): Promise<void> {
    this.#process.kill("SIGKILL");
    await ended(this.#process);
  }
}

function launch({ assemblyDir, dataDir }: Folders, limits = ":"): ChildProcessByStdio<Writable, Readable, Readable> {
  const command = `${limits}; exec "$0" "$@"`;
  return spawn("bash", ["-c", command, process.execPath, PROGRAM, assemblyDir, dataDir], {
    stdio: ["pipe", "pipe", "pipe"],
  });
}

async function ended(child: ChildProcessByStdio<Writable, Readable, Readable>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}
