import { FULL_BP } from "../../matching/requirements.ts";
import { type ExactScore, NO_SCORE } from "./exact-score.ts";
import type { Query } from "./query.ts";
import * as q from "./query-layout.ts";
import { UNKNOWN_CELL } from "./row-classes.ts";
import * as layout from "./row-layout.ts";
import { ScannedSignatures } from "./scanned-signatures.ts";
import { OUT, WHOLE } from "./shares.ts";
import { type Findings, type Passes, WORK_NUMBERS, type WorkList } from "./work.ts";

// Constants of this module are folded into the compiled loops, those of another are read each time.
const { BLOCK_ROWS } = layout;
const KINDS = layout.C_KINDS * BLOCK_ROWS;
const TYPES = layout.C_TYPES * BLOCK_ROWS;
const CERTIFICATES = layout.C_CERTIFICATES * BLOCK_ROWS;
const SHIFTS_EDUCATION = layout.C_SHIFTS_EDUCATION * BLOCK_ROWS;
const HOURS = layout.C_HOURS * BLOCK_ROWS;
const WAY_BIRTH = layout.C_WAY_BIRTH * BLOCK_ROWS;
const WANTED = layout.C_WANTED * BLOCK_ROWS;
const OWN = layout.C_OWN * BLOCK_ROWS;
const { REFERENCES_AT } = layout;
const {
  RECENT_FACTOR,
  T_EDUCATION,
  T_LEAST_CREDIT,
  T_LEAST_CREDIT_WITHOUT_OWN,
  T_WITHOUT_COMPETENCIES,
  T_WITHOUT_OWN,
  T_LEAST_SIDE,
  T_OWN_CELLS,
  A_SHIFTS,
  A_WANTED_CELLS,
  A_WITHOUT_WANTED,
} = q;

/** One, fifteen and 128 in each of a word's four bytes. */
const ONES = 0x0101_0101;
const LOW_HALVES = 0x0f0f_0f0f;
const HIGH = 0x8080_8080 | 0;

/** Certificates with all bits are unknown: they neither fail nor lose. */
const UNKNOWN = 255;

/** So many records are asked for at once, as in the kernel: their first line and the one that most of them end in. */
const AHEAD = 32;
const LAST_TOUCHED = 60;

/**
 * The first pass in plain TypeScript, the kernel's twin; rows that a bound lets through are scored some at a time. Tried: a pass over a block's rows for
 * either side, which writes what it keeps without a branch, takes 1 to 3 % less of the processor, too little for a second set of columns.
 */
export class Scan implements Passes {
  readonly #query: Query;
  readonly #exact: ExactScore;
  readonly #signatures: ScannedSignatures;
  candidates = 0;
  scored = 0;
  /** Keeps what is only touched from being left out by a compiler. */
  touched = 0;
  /** Rows that are left: their records, and the most credit of their competencies. */
  readonly #survivors = new Uint32Array(AHEAD);
  readonly #mostBp = new Uint16Array(AHEAD);
  #u8: Uint8Array = new Uint8Array();
  #u32: Uint32Array = new Uint32Array();
  /** The query's header, read once. */
  #base = 0;
  #kind = 0;
  #type = 0;
  #leastHours = 0;
  #mostHours = 0;
  #birthLow = 0;
  #birthHigh = 0;
  #shifts = 0;
  #need = 0;
  #certificatesAny = 0;
  #certificatesLoss = 0;
  #recent = 0;
  #recentShift = 0;
  /** Bits of certificates of which one is needed, in each byte of a word. */
  #musts: number[] = [];
  /** Rows of a block that break no condition. */
  readonly #rows = new Uint8Array(BLOCK_ROWS);

  constructor(query: Query, exact: ExactScore) {
    this.#query = query;
    this.#exact = exact;
    this.#signatures = new ScannedSignatures(query);
  }

  run(work: WorkList, findings: Findings): void {
    this.#open();
    const u32 = this.#u32;
    this.#exact.open();
    this.#signatures.open();
    this.candidates = 0;
    this.scored = 0;
    let survivors = 0;
    for (let place = 0; place < work.length * WORK_NUMBERS; place += WORK_NUMBERS) {
      const block = work.entries[place] as number;
      const ways = work.entries[place + 1] as number;
      const loss = work.entries[place + 2] as number;
      const tables = work.entries[place + 3] as number;
      const count = this.#keepRows(block, ways);
      for (let index = 0; index < count; index++) {
        const row = this.#rows[index] as number;
        if (!this.#mayReach(block + row, ways, loss, tables)) continue;
        const address = (u32[((block + REFERENCES_AT) >> 2) + row] as number) << 2;
        if (this.#isRecent(address >>> 2)) continue;
        this.#survivors[survivors] = address;
        this.#mostBp[survivors++] = this.#signatures.mostBp;
        if (survivors < AHEAD) continue;
        this.#score(survivors, findings);
        survivors = 0;
      }
    }
    this.#score(survivors, findings);
  }

  /** Scores the survivors that were gathered. */
  #score(survivors: number, findings: Findings): void {
    const u8 = this.#u8;
    const threshold = this.#query.header(q.H_THRESHOLD);
    const exact = this.#exact;
    let touched = 0;
    for (let survivor = 0; survivor < survivors; survivor++) {
      const address = this.#survivors[survivor] as number;
      touched += (u8[address] as number) + (u8[address + LAST_TOUCHED] as number);
    }
    this.touched = touched;
    this.scored += survivors;
    for (let survivor = 0; survivor < survivors; survivor++) {
      const address = this.#survivors[survivor] as number;
      const score = exact.scoreOf(address, this.#mostBp[survivor] as number);
      if (score !== NO_SCORE && score >= threshold) {
        findings.add(address, score, exact.fitsOpening, exact.fitsApplicant);
      }
    }
  }

  #open(): void {
    const query = this.#query;
    this.#u8 = query.memory.u8;
    this.#u32 = query.memory.u32;
    this.#base = query.address;
    this.#kind = Math.imul(query.header(q.H_KIND_COLUMN), ONES);
    this.#type = Math.imul(query.header(q.H_TYPE_COLUMN), ONES);
    this.#leastHours = Math.imul(query.header(q.H_LEAST_HOURS), ONES) | HIGH;
    this.#mostHours = Math.imul(query.header(q.H_MOST_HOURS), ONES);
    this.#birthLow = Math.imul(query.header(q.H_BIRTH_CLASS_LOW), ONES);
    this.#birthHigh = Math.imul(query.header(q.H_BIRTH_CLASS_HIGH), ONES) | HIGH;
    this.#shifts = Math.imul(query.header(q.H_SHIFTS), ONES);
    this.#need = query.header(q.H_NEED);
    this.#certificatesAny = query.header(q.H_CERTIFICATES_ANY);
    this.#certificatesLoss = query.header(q.H_CERTIFICATES_LOSS);
    this.#recent = query.header(q.H_RECENT) >> 2;
    this.#recentShift = query.header(q.H_RECENT_SHIFT);
    this.#musts = [];
    for (let place = q.H_CERTIFICATE_MUSTS; place < q.H_CERTIFICATE_MUSTS + q.CERTIFICATE_MUSTS_MAX; place++) {
      if (query.header(place) !== UNKNOWN) this.#musts.push(Math.imul(query.header(place), ONES));
    }
  }

  /**
   * Finds the rows of a block that break no condition, and returns how many they are. Four rows are looked at in one word: a byte's highest bit
   * says whether it passes, and nothing depends on a branch that can't be foreseen. Seven-bit values a ≥ b: the highest bit of
   * (a | 128) − b stays.
   */
  #keepRows(block: number, ways: number): number {
    const u8 = this.#u8;
    const u32 = this.#u32;
    const rows = this.#rows;
    const kind = this.#kind;
    const type = this.#type;
    const shifts = this.#shifts;
    const leastHours = this.#leastHours;
    const mostHours = this.#mostHours;
    const birthLow = this.#birthLow;
    const birthHigh = this.#birthHigh;
    const anyShift = shifts === 0 ? HIGH : 0;
    const musts = this.#musts;
    let wayClass = 0;
    while (u8[ways + wayClass] === OUT) wayClass++;
    const way = Math.imul(wayClass, ONES);
    const first = block >> 2;
    let count = 0;
    for (let word = first; word < first + BLOCK_ROWS / 4; word++) {
      const hours = u32[word + HOURS / 4] as number;
      const wayAndBirth = u32[word + WAY_BIRTH / 4] as number;
      const birth = (wayAndBirth >>> 4) & LOW_HALVES;
      let passes = isAny((u32[word + KINDS / 4] as number) & kind) & isAny((u32[word + TYPES / 4] as number) & type);
      passes &= (((hours >>> 4) & LOW_HALVES) | HIGH) - mostHours;
      passes &= leastHours - (hours & LOW_HALVES);
      passes &= ((wayAndBirth & LOW_HALVES) | HIGH) - way;
      passes &= (((birth | HIGH) - birthLow) & (birthHigh - birth)) | (HIGH - birth);
      passes &= isAny((u32[word + SHIFTS_EDUCATION / 4] as number) & shifts) | anyShift;
      const certificates = u32[word + CERTIFICATES / 4] as number;
      for (const must of musts) passes &= isAny(certificates & must) | ~isAny(~certificates);
      passes &= HIGH;
      for (; passes !== 0; passes &= passes - 1) {
        rows[count++] = ((word - first) << 2) + ((31 - Math.clz32(passes & -passes)) >> 3);
      }
    }
    return count;
  }

  /** Whether the bounds of both sides reach what is needed. */
  #mayReach(at: number, ways: number, loss: number, tables: number): boolean {
    const u8 = this.#u8;
    const base = this.#base;
    const need = this.#need;
    const small = u8[at + SHIFTS_EDUCATION] as number;
    let lost =
      loss +
      (u8[tables + A_SHIFTS + (small & 15)] as number) +
      (u8[ways + ((u8[at + WAY_BIRTH] as number) & 15)] as number);
    if ((u8[at + WANTED] as number) !== UNKNOWN_CELL) lost += least3(u8, at + WANTED, tables + A_WANTED_CELLS);
    else lost = (lost * (this.#u32[(tables + A_WITHOUT_WANTED) >> 2] as number)) >> 8;
    const applicant = lost > WHOLE ? 0 : WHOLE - lost;
    if (WHOLE * applicant < need) return false;
    const certificates = u8[at + CERTIFICATES] as number;
    lost = (u8[base + T_EDUCATION + (small >> 4)] as number) + least3(u8, at + OWN, base + T_OWN_CELLS);
    if (certificates !== UNKNOWN && (certificates & this.#certificatesAny) === 0) lost += this.#certificatesLoss;
    const opening = lost > WHOLE ? 0 : WHOLE - lost;
    if (opening * applicant < need) return false;
    this.candidates++;
    const signatures = this.#signatures;
    const leastSide = u8[base + T_LEAST_SIDE + applicant] as number;
    if (signatures.areUnknown(at)) {
      signatures.mostBp = FULL_BP;
      return (u8[base + T_WITHOUT_COMPETENCIES + opening] as number) >= leastSide;
    }
    const isUnknown = u8[at + OWN] === UNKNOWN_CELL;
    const rest = (isUnknown ? (u8[base + T_WITHOUT_OWN + opening] as number) : opening) - leastSide;
    const table = isUnknown ? T_LEAST_CREDIT_WITHOUT_OWN : T_LEAST_CREDIT;
    return rest >= 0 && signatures.mayCover(at, u8[base + table + rest] as number);
  }

  /** Whether a reference was met before; when in doubt, not. */
  #isRecent(reference: number): boolean {
    const place = this.#recent + (Math.imul(reference, RECENT_FACTOR) >>> this.#recentShift);
    if (this.#u32[place] === reference) return true;
    this.#u32[place] = reference;
    return false;
  }
}

/** Sets the highest bit of each byte in which any bit is set, and of no other. */
function isAny(bytes: number): number {
  return bytes | ((bytes | HIGH) - ONES);
}

/** Least loss of three cells of occupations, a column each. */
function least3(u8: Uint8Array, at: number, table: number): number {
  const first = u8[table + (u8[at] as number)] as number;
  const second = u8[table + (u8[at + BLOCK_ROWS] as number)] as number;
  const third = u8[table + (u8[at + 2 * BLOCK_ROWS] as number)] as number;
  const two = first < second ? first : second;
  return third < two ? third : two;
}
