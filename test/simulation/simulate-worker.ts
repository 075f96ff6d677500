import { parentPort, workerData } from "node:worker_threads";
import type { FaultKind } from "./faults.ts";
import type { Violation } from "./history.ts";
import { mutants } from "./mutants.ts";
import { loadMutated } from "./mutation.ts";

/** What a worker is given. */
export interface WorkerTask {
  /** The next seed to be run: workers that share it take one after the other, so that none is idle as long as any is left. */
  readonly next: Int32Array<SharedArrayBuffer>;
  readonly last: number;
  /** The mutant to be caught: the worker stops at the first seed that does. */
  readonly mutant?: string;
}

/** What it tells in the end. */
export interface WorkerReport {
  readonly seeds: number;
  readonly events: number;
  readonly withdrawals: number;
  readonly faultsByKind: readonly (readonly [FaultKind, number])[];
  readonly failing: readonly { readonly seed: number; readonly violations: readonly Violation[] }[];
}

/** Failing seeds of which a worker tells more than their number. */
const FAILING_MAX = 20;

async function work({ next, last, mutant: name }: WorkerTask): Promise<WorkerReport> {
  const mutant = mutants.find((one) => one.name === name);
  if (name !== undefined && mutant === undefined) throw new RangeError(`there is no mutant ${name}`);
  if (mutant !== undefined) loadMutated(mutant);
  // Loaded here and not above: the mutant must be in place before.
  const { runSeed } = await import("./run-seed.ts");
  const faultsByKind = new Map<FaultKind, number>();
  const failing: { seed: number; violations: readonly Violation[] }[] = [];
  let seeds = 0;
  let events = 0;
  let withdrawals = 0;
  for (let seed = Atomics.add(next, 0, 1); seed <= last; seed = Atomics.add(next, 0, 1)) {
    const report = await runSeed(seed);
    seeds++;
    events += report.events;
    withdrawals += report.withdrawals;
    for (const [kind, count] of report.faultsByKind) faultsByKind.set(kind, (faultsByKind.get(kind) ?? 0) + count);
    if (report.violations.length === 0) continue;
    if (failing.length < FAILING_MAX) failing.push({ seed, violations: report.violations });
    if (mutant !== undefined) break;
  }
  return { seeds, events, withdrawals, faultsByKind: [...faultsByKind], failing };
}

parentPort?.postMessage(await work(workerData as WorkerTask));
