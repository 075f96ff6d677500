import { FULL_BP } from "../../matching/requirements.ts";
import type { LinearMemory } from "../linear-memory.ts";
import { instantiate, type SharedMemory } from "../web-assembly.ts";
import type { ApplicantTables } from "./applicant-tables.ts";
import { KERNEL_BASE64 } from "./kernel-bytes.ts";
import type { OpeningBlock } from "./opening-block.ts";
import type { OpeningScan, ScanColumns } from "./opening-scan.ts";
import { A_LITTLE_LESS, creditsOfPay, NOTHING_KNOWN_BP, PAY_RISE_BP } from "./plain-scan.ts";
import { PLANES } from "./row-planes.ts";
import * as layout from "./scan-layout.ts";

/** Reads a block: query, block, rows that there is room for, rows, points for the way. Returns how many rows are left. */
type Run = (query: number, block: number, room: number, count: number, wayPoints: number) => number;

/** The passes in WebAssembly over a memory. Undefined where the kernel can't run. */
export function kernelScan(memory: LinearMemory, shared: SharedMemory, columns: ScanColumns): KernelScan | undefined {
  const exported = instantiate(KERNEL_BASE64, shared);
  if (exported === undefined) return undefined;
  const { run } = exported;
  if (typeof run !== "function") throw new TypeError("the kernel has no function to run");
  return new KernelScan(run as Run, memory, columns);
}

export class KernelScan implements OpeningScan {
  readonly #run: Run;
  readonly #memory: LinearMemory;
  readonly #columns: ScanColumns;
  readonly #query: number;

  constructor(run: Run, memory: LinearMemory, columns: ScanColumns) {
    this.#run = run;
    this.#memory = memory;
    this.#columns = columns;
    this.#query = memory.allocate(layout.Q_NUMBERS * 4 + layout.QUERY_DOUBLES * 8);
  }

  open(tables: ApplicantTables, leastProduct: number): void {
    this.#writeNumbers(tables);
    this.#writeDoubles(tables, leastProduct);
  }

  run(block: OpeningBlock, wayPoints: number): number {
    return this.#run(this.#query, block.address, block.room, block.count, wayPoints);
  }

  #writeNumbers(tables: ApplicantTables): void {
    const { u32 } = this.#memory;
    const at = this.#query >> 2;
    u32[at + layout.Q_PLANES] = PLANES;
    u32[at + layout.Q_UNWANTED_COUNT] = tables.unwantedCount;
    u32[at + layout.Q_UNWANTED] = tables.unwanted.address;
    u32[at + layout.Q_PAY_COLUMN] = tables.payUnit === "krwPerHour" ? layout.C_PAY_PER_HOUR : layout.C_PAY_PER_MONTH;
    u32[at + layout.Q_PAY_LEAST] = tables.payLeast;
    u32[at + layout.Q_WANTED_POINTS] = tables.wantedPoints.address;
    u32[at + layout.Q_OWN_POINTS] = tables.ownPoints.address;
    u32[at + layout.Q_MOST_POINTS] = tables.mostPoints.address;
    u32[at + layout.Q_TRAIT_WEIGHTS] = tables.traitWeights.address;
    u32[at + layout.Q_COMPETENCY_WEIGHTS] = tables.competencyWeights.address;
    u32[at + layout.Q_TERM_POINTS] = tables.termPoints.address;
    u32[at + layout.Q_TERM_WEIGHTS] = tables.termWeights.address;
    u32[at + layout.Q_HOUR_MARKS] = tables.hourMarks.address;
    u32[at + layout.Q_BOUNDS] = tables.competencies.bounds.address;
    u32[at + layout.Q_ROWS] = this.#columns.rows.address;
    u32[at + layout.Q_FITS_APPLICANT] = this.#columns.fitsApplicant.address;
    u32[at + layout.Q_LEAST_CREDITS] = this.#columns.leastCredits.address;
    u32[at + layout.Q_POINTS] = this.#columns.points.address;
    u32[at + layout.Q_WEIGHTS] = this.#columns.weights.address;
  }

  #writeDoubles(tables: ApplicantTables, leastProduct: number): void {
    const { f64 } = this.#memory;
    const at = (this.#query + layout.Q_NUMBERS * 4) >> 3;
    const { atLeastBp, rise } = creditsOfPay(tables);
    f64[at + layout.D_COMMUTE_WEIGHT] = tables.commuteWeight;
    f64[at + layout.D_TERM_WEIGHT_MOST] = tables.termWeightMost;
    f64[at + layout.D_HOURS_WEIGHT] = tables.hoursWeight;
    f64[at + layout.D_PAY_WEIGHT] = tables.payWeight;
    f64[at + layout.D_WANTED_WEIGHT] = tables.wantedWeight;
    f64[at + layout.D_OWN_WEIGHT] = tables.ownWeight;
    f64[at + layout.D_PAY_FULL] = tables.payFull;
    f64[at + layout.D_PAY_LEAST] = tables.payLeast;
    f64[at + layout.D_PAY_AT_LEAST_BP] = atLeastBp;
    f64[at + layout.D_PAY_RISE] = rise;
    f64[at + layout.D_PAY_RISE_BP] = PAY_RISE_BP;
    f64[at + layout.D_FULL_BP] = FULL_BP;
    f64[at + layout.D_NOTHING_KNOWN_BP] = NOTHING_KNOWN_BP;
    f64[at + layout.D_LEAST_PRODUCT] = leastProduct * A_LITTLE_LESS;
    f64[at + layout.D_POINTS_PER_UNIT] = tables.competencies.pointsPerUnit;
  }
}
