import { Worker } from "node:worker_threads";
import { type FaultKind, faultKinds } from "./faults.ts";
import { commandOf } from "./replaying.ts";
import type { WorkerReport, WorkerTask } from "./simulate-worker.ts";

export interface SimulationReport {
  readonly seeds: number;
  readonly events: number;
  /** People who left at some moment; whatever stayed of one of them is a violation. */
  readonly withdrawals: number;
  readonly faults: number;
  readonly faultsByKind: Readonly<Record<FaultKind, number>>;
  readonly violations: number;
  readonly seconds: number;
  readonly failing: WorkerReport["failing"];
}

/** What workers share that run seeds from one on. */
export function seedsFrom(first: number): WorkerTask["next"] {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)).fill(first);
}

/** Runs one task in a thread of its own. */
export function runWorker(task: WorkerTask): Promise<WorkerReport> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./simulate-worker.ts", import.meta.url), { workerData: task });
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`a worker ended with ${code} and told nothing`)));
  });
}

/** Runs seeds on several threads and adds up what they tell. */
export async function simulateSeeds(options: {
  from: number;
  seeds: number;
  workers: number;
}): Promise<SimulationReport> {
  const { from, seeds, workers } = options;
  const startedMs = performance.now();
  const task = { next: seedsFrom(from), last: from + seeds - 1 };
  const reports = await Promise.all(Array.from({ length: Math.min(workers, seeds) }, () => runWorker(task)));
  const counts = new Map<FaultKind, number>(faultKinds.map((kind) => [kind, 0]));
  for (const { faultsByKind } of reports) {
    for (const [kind, count] of faultsByKind) counts.set(kind, (counts.get(kind) ?? 0) + count);
  }
  const failing = reports.flatMap((report) => report.failing).toSorted((a, b) => a.seed - b.seed);
  return {
    seeds: sum(reports.map((report) => report.seeds)),
    events: sum(reports.map(({ events }) => events)),
    withdrawals: sum(reports.map(({ withdrawals }) => withdrawals)),
    faults: sum([...counts.values()]),
    faultsByKind: Object.fromEntries(counts) as Record<FaultKind, number>,
    violations: sum(failing.map(({ violations }) => violations.length)),
    seconds: Math.round((performance.now() - startedMs) / 100) / 10,
    failing,
  };
}

/** Of each failing seed what it broke and how it is run again. */
export function toldOf(failing: SimulationReport["failing"]): string[] {
  return failing.flatMap(({ seed, violations: [first] }) => [
    `seed ${seed}: guarantee ${first?.guarantee}: ${first?.text}`,
    `run it again: ${commandOf(seed, {})}`,
  ]);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
