import { COVERED_ALONE_PERCENT } from "../../matching/coverage.ts";
import { type ExactScore, NO_SCORE } from "./exact-score.ts";
import type { Query } from "./query.ts";
import * as q from "./query-layout.ts";
import * as layout from "./row-layout.ts";
import type { Findings, Passes, WorkList } from "./work.ts";

// Constants of this module are folded into the compiled loops, those of another are read each time.
const { BLOCK_ROWS } = layout;
const KINDS = layout.C_KINDS * BLOCK_ROWS;
const SHIFTS_EDUCATION = layout.C_SHIFTS_EDUCATION * BLOCK_ROWS;
const TYPES = layout.C_TYPES * BLOCK_ROWS;
const HOURS_MIN = layout.C_HOURS_MIN * BLOCK_ROWS;
const HOURS_MAX = layout.C_HOURS_MAX * BLOCK_ROWS;
const BIRTH = layout.C_BIRTH * BLOCK_ROWS;
const CERTIFICATES = layout.C_CERTIFICATES * BLOCK_ROWS;
const COMMUTE = layout.C_COMMUTE * BLOCK_ROWS;
const WANTED = layout.C_WANTED * BLOCK_ROWS;
const OWN = layout.C_OWN * BLOCK_ROWS;
const RARITY = layout.C_RARITY * BLOCK_ROWS;
const GROUPS = layout.C_GROUPS * BLOCK_ROWS;
const GROUPS_END = GROUPS + layout.GROUP_BYTES * BLOCK_ROWS;
const { REFERENCES_AT } = layout;
const { T_SHIFTS, T_EDUCATION, T_CLASSES, T_COVER_BYTES, T_WASTE_BYTES, T_EACH } = q;

/** Longer ways than a row can say are looked at in the second pass. */
const MINUTES_MAX = 254;

/** One and 128 in each of a word's four bytes. */
const ONES = 0x0101_0101;
const HIGH = 0x8080_8080 | 0;

/** A side in bytes: 255 is all of it. Of certificates it is all bits, that is unknown: it neither fails nor loses. */
const WHOLE = 255;

/** The first pass in plain TypeScript, the kernel's twin; rows that a bound lets through are scored at once. */
export class Scan implements Passes {
  readonly #query: Query;
  readonly #exact: ExactScore;
  scored = 0;
  #u8: Uint8Array = new Uint8Array();
  #u32: Uint32Array = new Uint32Array();
  /** The query's header, read once. */
  #base = 0;
  #kind = 0;
  #type = 0;
  #hoursLow = 0;
  #hoursHigh = 0;
  #birthLow = 0;
  #birthHigh = 0;
  #need = 0;
  #wantedWeight = 0;
  #ownWeight = 0;
  #competenciesWeight = 0;
  #readsRarity = false;
  #each = 0;
  /** What `#usedAndCovered` found beside its result. */
  #covered = 0;
  #shifts = 0;
  /** Bits of certificates of which one is needed, in each byte of a word. */
  #musts: number[] = [];
  #certificatesAny = 0;
  #certificatesLoss = 0;
  /** Rows of a block that break no condition. */
  readonly #rows = new Uint8Array(BLOCK_ROWS);

  constructor(query: Query, exact: ExactScore) {
    this.#query = query;
    this.#exact = exact;
  }

  run(work: WorkList, findings: Findings): void {
    this.#open();
    const threshold = this.#query.header(q.H_THRESHOLD);
    const u32 = this.#u32;
    const exact = this.#exact;
    exact.open();
    this.scored = 0;
    for (let place = 0; place < work.length; place++) {
      const block = work.addresses[place] as number;
      const count = this.#keepRows(block, Math.min(work.minutes[place] as number, MINUTES_MAX));
      for (let index = 0; index < count; index++) {
        const row = this.#rows[index] as number;
        if (!this.#mayReach(block + row, work.losses[place] as number)) continue;
        const address = (u32[((block + REFERENCES_AT) >> 2) + row] as number) << 2;
        this.scored++;
        const score = exact.scoreOf(address, work.districts[place] as number);
        if (score !== NO_SCORE && score >= threshold) {
          findings.add(address, score, exact.fitsOpening, exact.fitsApplicant);
        }
      }
    }
  }

  #open(): void {
    const query = this.#query;
    this.#u8 = query.memory.u8;
    this.#u32 = query.memory.u32;
    this.#base = query.address;
    this.#kind = query.header(q.H_KIND_COLUMN);
    this.#type = query.header(q.H_TYPE_COLUMN);
    this.#hoursLow = query.header(q.H_HOURS_LOW);
    this.#hoursHigh = query.header(q.H_HOURS_HIGH);
    this.#birthLow = query.header(q.H_BIRTH_CLASS_LOW);
    this.#birthHigh = query.header(q.H_BIRTH_CLASS_HIGH);
    this.#need = query.header(q.H_NEED);
    this.#wantedWeight = query.header(q.H_WANTED_WEIGHT);
    this.#ownWeight = query.header(q.H_OWN_WEIGHT);
    this.#competenciesWeight = query.header(q.H_COMPETENCIES_WEIGHT);
    this.#readsRarity = query.header(q.H_READS_RARITY) === 1;
    this.#each = query.header(q.H_EACH);
    this.#shifts = query.header(q.H_SHIFTS);
    this.#musts = [];
    for (let place = q.H_CERTIFICATE_MUSTS; place < q.H_CERTIFICATE_MUSTS + q.CERTIFICATE_MUSTS_MAX; place++) {
      if (query.header(place) !== WHOLE) this.#musts.push(Math.imul(query.header(place), ONES));
    }
    this.#certificatesAny = query.header(q.H_CERTIFICATES_ANY);
    this.#certificatesLoss = query.header(q.H_CERTIFICATES_LOSS);
  }

  /**
   * Finds the rows of a block that break no condition, and returns how many they are. Four rows are looked at in one word: a byte's highest bit
   * says whether it passes, and nothing depends on a branch that can't be foreseen. Seven-bit values a ≥ b: the highest bit of
   * (a | 128) − b stays.
   */
  #keepRows(block: number, minutes: number): number {
    const u32 = this.#u32;
    const rows = this.#rows;
    const kind = Math.imul(this.#kind, ONES);
    const type = Math.imul(this.#type, ONES);
    const hoursLow = Math.imul(this.#hoursLow, ONES) | HIGH;
    const hoursHigh = Math.imul(this.#hoursHigh, ONES);
    const birthLow = Math.imul(this.#birthLow, ONES);
    const birthHigh = Math.imul(this.#birthHigh, ONES) | HIGH;
    const way = Math.imul(minutes >> 1, ONES);
    const shifts = Math.imul(this.#shifts, ONES);
    const anyShift = this.#shifts === 0 ? HIGH : 0;
    const musts = this.#musts;
    const first = block >> 2;
    let count = 0;
    for (let word = first; word < first + BLOCK_ROWS / 4; word++) {
      const kinds = (u32[word + KINDS / 4] as number) & kind;
      const types = (u32[word + TYPES / 4] as number) & type;
      const birth = u32[word + BIRTH / 4] as number;
      let passes = isAny(kinds) & isAny(types);
      passes &= ((u32[word + HOURS_MAX / 4] as number) | HIGH) - hoursHigh;
      passes &= hoursLow - (u32[word + HOURS_MIN / 4] as number);
      passes &= ((u32[word + COMMUTE / 4] as number) | HIGH) - way;
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
  #mayReach(at: number, loss: number): boolean {
    const u8 = this.#u8;
    const base = this.#base;
    const need = this.#need;
    const small = u8[at + SHIFTS_EDUCATION] as number;
    const wanted = best3(u8, at + WANTED, base + T_CLASSES);
    const lostWishes =
      loss + (u8[base + T_SHIFTS + (small & 15)] as number) + ((this.#wantedWeight * (WHOLE - wanted)) >> 8);
    const fitsApplicant = lostWishes > WHOLE ? 0 : WHOLE - lostWishes;
    if (WHOLE * fitsApplicant < need) return false;
    const certificates = u8[at + CERTIFICATES] as number;
    let lost = u8[base + T_EDUCATION + (small >> 4)] as number;
    if (certificates !== WHOLE && (certificates & this.#certificatesAny) === 0) lost += this.#certificatesLoss;
    const own = best2(u8, at + OWN, base + T_CLASSES);
    lost += (this.#ownWeight * (WHOLE - own)) >> 8;
    const rest = lost > WHOLE ? 0 : WHOLE - lost;
    if (rest * fitsApplicant < need) return false;
    if (this.#competenciesWeight === 0 || u8[at + RARITY] === 0) return true;
    const weight = this.#competenciesWeight;
    const used = this.#usedAndCovered(at);
    const bound = rest - ((weight * (WHOLE - combined(this.#covered, used))) >> 8);
    if ((bound > 0 ? bound : 0) * fitsApplicant < need) return false;
    if (this.#each === 0) return true;
    const tighter = rest - ((weight * (WHOLE - combined(this.#coveredOneByOne(at), used))) >> 8);
    return (tighter > 0 ? tighter : 0) * fitsApplicant >= need;
  }

  /** A bound of what is used, and beside it of what is covered: the groups' shares added up. */
  #usedAndCovered(at: number): number {
    const u8 = this.#u8;
    let covered = 0;
    let wasted = 0;
    let cover = this.#base + T_COVER_BYTES;
    let waste = this.#base + T_WASTE_BYTES;
    for (let column = at + GROUPS; column < at + GROUPS_END; column += BLOCK_ROWS) {
      const bits = u8[column] as number;
      covered += u8[cover + bits] as number;
      wasted += u8[waste + bits] as number;
      cover += 256;
      waste += 256;
    }
    if (covered > WHOLE) covered = WHOLE;
    let used = WHOLE;
    if (this.#readsRarity) {
      const unused = ((wasted > WHOLE ? WHOLE : wasted) * (u8[at + RARITY] as number)) >> 5;
      used = unused > WHOLE ? 0 : WHOLE - unused;
    }
    this.#covered = covered;
    return used;
  }

  /** A closer bound of what is covered: requirement by requirement, the best group. */
  #coveredOneByOne(at: number): number {
    const u8 = this.#u8;
    let covered = 0;
    let table = this.#base + T_EACH;
    for (let nth = 0; nth < this.#each; nth++) {
      let best = 0;
      for (let column = at + GROUPS; column < at + GROUPS_END; column += BLOCK_ROWS) {
        const bits = u8[column] as number;
        const low = u8[table + (bits & 15)] as number;
        const high = u8[table + 16 + (bits >> 4)] as number;
        if (low > best) best = low;
        if (high > best) best = high;
        table += 32;
      }
      covered += best;
    }
    return covered > WHOLE ? WHOLE : covered;
  }
}

/** Credit of competencies in 255ths, rounded up, by what `combineCoverage` says. */
function combined(covered: number, used: number): number {
  return Math.max(
    Math.ceil(Math.sqrt(covered * used)),
    Math.ceil((COVERED_ALONE_PERCENT * covered * covered) / (100 * WHOLE)),
  );
}

/** Sets the highest bit of each byte in which any bit is set, and of no other. */
function isAny(bytes: number): number {
  return bytes | ((bytes | HIGH) - ONES);
}

/** Best credit of three classes of occupations, a column each. */
function best3(u8: Uint8Array, at: number, table: number): number {
  const third = u8[table + (u8[at + 2 * BLOCK_ROWS] as number)] as number;
  const two = best2(u8, at, table);
  return third > two ? third : two;
}

function best2(u8: Uint8Array, at: number, table: number): number {
  const first = u8[table + (u8[at] as number)] as number;
  const second = u8[table + (u8[at + BLOCK_ROWS] as number)] as number;
  return first > second ? first : second;
}
