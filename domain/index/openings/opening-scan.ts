import { type LinearMemory, MemoryArray } from "../linear-memory.ts";
import type { ApplicantTables } from "./applicant-tables.ts";
import type { OpeningBlock } from "./opening-block.ts";
import { WORD_ROWS } from "./scan-layout.ts";

/** Least credit of a row whose competencies don't count. */
export const ANY_CREDIT = Number.NEGATIVE_INFINITY;

/** What a scan writes, in columns: rows that are left, what the applicant's side of each comes to, and the least credit of competencies that does. */
export class ScanColumns {
  readonly rows: MemoryArray<Int32Array>;
  readonly fitsApplicant: MemoryArray<Float64Array>;
  readonly leastCredits: MemoryArray<Float64Array>;
  /** Points of the applicant's side and their weight, of rows in between. */
  readonly points: MemoryArray<Float64Array>;
  readonly weights: MemoryArray<Float64Array>;

  constructor(memory: LinearMemory) {
    this.rows = new MemoryArray(memory, Int32Array, 64);
    this.fitsApplicant = new MemoryArray(memory, Float64Array, 64);
    this.leastCredits = new MemoryArray(memory, Float64Array, 64);
    this.points = new MemoryArray(memory, Float64Array, 64);
    this.weights = new MemoryArray(memory, Float64Array, 64);
  }

  /** Makes room for so many rows, in whole words of planes. */
  reserve(count: number): void {
    if (this.rows.view.length >= count) return;
    const rows = Math.ceil(count / WORD_ROWS) * WORD_ROWS * 2;
    for (const column of [this.rows, this.fitsApplicant, this.leastCredits, this.points, this.weights]) {
      column.enlarge(rows);
    }
  }
}

/** Finds the rows of blocks that may come to the threshold, in WebAssembly or in TypeScript. */
export interface OpeningScan {
  /** Takes a profile's tables up. The product of both sides must come to the least. */
  open(tables: ApplicantTables, leastProduct: number): void;
  /** Fills the columns, in which there is room for the block, and returns how many rows are left. Points for the way are −1 where nothing is known of it. */
  run(block: OpeningBlock, wayPoints: number): number;
}
