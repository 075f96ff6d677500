import { instantiate, type SharedMemory } from "../web-assembly.ts";
import { KERNEL_BASE64 } from "./kernel-bytes.ts";
import type { Query } from "./query.ts";
import { BLOCK_ROWS } from "./row-layout.ts";
import { type Findings, type Passes, WORK_NUMBERS, type WorkList } from "./work.ts";

/** So many blocks are worked off per call, which bounds the room for survivors and findings. */
const BLOCKS_PER_CALL = 256;

/** Bytes per entry, as the kernel writes and reads them. */
const SURVIVOR_BYTES = 8;
const FINDING_BYTES = 12;

/** Makes what all entries share: query. To be called before its first entries. */
type Open = (query: number) => void;

/** Work off entries of a list: query, work list, entries, room for survivors, room for findings. Returns the number of findings. */
type Run = (query: number, work: number, count: number, survivors: number, findings: number) => number;

/** A count that the kernel keeps of its last call. */
type Count = { readonly value: number };

/** The passes in WebAssembly. Undefined where the kernel can't run. */
export function kernelPasses(query: Query, shared: SharedMemory): KernelPasses | undefined {
  const exported = instantiate(KERNEL_BASE64, shared);
  if (exported === undefined) return undefined;
  const { open, run, candidateCount, survivorCount } = exported;
  if (typeof run !== "function" || typeof open !== "function") throw new TypeError("the kernel has no function to run");
  return new KernelPasses(query, open as Open, run as Run, candidateCount as Count, survivorCount as Count);
}

export class KernelPasses implements Passes {
  readonly #query: Query;
  readonly #open: Open;
  readonly #run: Run;
  readonly #candidates: Count;
  readonly #survivors: Count;
  /** Room for a call's work list, survivors and findings. */
  readonly #workAt: number;
  readonly #survivorsAt: number;
  readonly #findingsAt: number;
  candidates = 0;
  scored = 0;

  constructor(query: Query, open: Open, run: Run, candidates: Count, survivors: Count) {
    this.#query = query;
    this.#open = open;
    this.#run = run;
    this.#candidates = candidates;
    this.#survivors = survivors;
    const { memory } = query;
    this.#workAt = memory.allocate(BLOCKS_PER_CALL * WORK_NUMBERS * 4);
    this.#survivorsAt = memory.allocate(BLOCKS_PER_CALL * BLOCK_ROWS * SURVIVOR_BYTES);
    this.#findingsAt = memory.allocate(BLOCKS_PER_CALL * BLOCK_ROWS * FINDING_BYTES);
  }

  run(work: WorkList, findings: Findings): void {
    const { u32 } = this.#query.memory;
    this.candidates = 0;
    this.scored = 0;
    this.#open(this.#query.address);
    for (let start = 0; start < work.length; start += BLOCKS_PER_CALL) {
      const count = Math.min(BLOCKS_PER_CALL, work.length - start);
      u32.set(work.entries.subarray(start * WORK_NUMBERS, (start + count) * WORK_NUMBERS), this.#workAt >> 2);
      const found = this.#run(this.#query.address, this.#workAt, count, this.#survivorsAt, this.#findingsAt);
      this.candidates += this.#candidates.value;
      this.scored += this.#survivors.value;
      let place = this.#findingsAt >> 2;
      for (let nth = 0; nth < found; nth++) {
        const address = u32[place++] as number;
        const score = u32[place++] as number;
        const sides = u32[place++] as number;
        findings.add(address, score, sides & 0xffff, sides >>> 16);
      }
    }
  }
}
