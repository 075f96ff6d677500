import { employmentTypes, shifts } from "../../model/primitives.ts";
import { importances } from "../../model/requirement.ts";
import type { LinearMemory } from "../linear-memory.ts";
import { moveInPlanes, planeWords, putInPlanes } from "./row-planes.ts";
import { CODE_WORDS, HOURS_SHIFT, NO_CODES, OCCUPATION_SHIFT, ROW_WORDS } from "./scan-layout.ts";

/** Bits of a row's traits: the sorts of requirement it has that can earn credit. */
export const traits = {
  competencies: 1,
  /** Its competencies are those typical of the occupation, not the posting's own. */
  inferred: 2,
  experience: 4,
  certificates: 8,
  languages: 16,
  education: 32,
} as const;
export const TRAIT_SETS = 64;

/** Largest occupation number that fits beside the traits. */
export const OCCUPATION_MAX = 0xffff;

/** An opening, ready to become a row. */
export interface OpeningRow {
  readonly slot: number;
  /** Its employment type and shifts, see `packTerms`. */
  readonly terms: number;
  /** What may rule it out, see row-planes.ts. */
  readonly planes: readonly number[];
  readonly hours: number;
  readonly krwPerHour: number;
  readonly krwPerMonth: number;
  /** Number of the occupation in the index, 0 for none. */
  readonly occupation: number;
  readonly traits: number;
  /** Numbers of its competency requirements, at most `CODES`; undefined when they don't fit. */
  readonly codes: readonly number[] | undefined;
  /** Packed competencies asked for, see `packCompetency`. */
  readonly competencies: readonly number[];
  /** The other requirements, see `packOther`. */
  readonly others: readonly number[];
}

/** Packed terms there are: those of every employment type, from 1, and 0 for an unknown one, with every set of shifts. */
export const TERMS = (employmentTypes.length + 1) << shifts.length;

export function packTerms(type: number, offered: number): number {
  return (type << shifts.length) | offered;
}

/** Importance takes two bits, the level three. */
export function packCompetency(number: number, level: number, importance: number): number {
  return (number << 5) | (level << 2) | importance;
}

/** The components that requirements on other things than competencies belong to, by number. */
export const otherComponents = ["experience", "certificates", "languages", "education"] as const;

/** Importance and component take two bits each, the number of the requirement stands above them. */
export const OTHER_SHIFT = 4;

export function packOther(number: number, component: number, importance: number): number {
  return (number << OTHER_SHIFT) | (component << 2) | importance;
}

/** Where the weight of a packed competency stands: its number × 4 + importance. */
export function weightPlace(word: number): number {
  return ((word >>> 5) << 2) | (word & 3);
}

export const LEVEL_MAX = 5;

/** A requirement on a competency has one of so many levels and importances: their codes stand side by side, so that tables are filled in order. */
export const CODES_PER_COMPETENCY = LEVEL_MAX * importances.length;

/** Code of a requirement on the competency with a place, from 1; below all of them, 0 stands for none. */
export function codeAt(place: number, level: number, importance: number): number {
  return place * CODES_PER_COMPETENCY + (level - 1) * importances.length + importance;
}

const INT_MAX = 0x7fff_ffff;
const ROWS_MIN = 4;
const LISTS_MIN = 32;

/** A list starts with a word of two lengths, of sixteen bits each. */
const LENGTHS = 1;

/**
 * Openings of one district, in columns, so that a scan reads little of what it drops. Lists of requirements stand in one array, in the order in which they came, which is packed anew when half
 * of it is no longer used. Rows are dense: the last one moves into the place of one that is removed.
 */
export class OpeningBlock {
  readonly #memory: LinearMemory;
  count = 0;
  /** Rows that there is room for; and where the columns that a scan reads stand, see scan-layout.ts. */
  room = 0;
  address = 0;
  /** Which rows are in which plane, see row-planes.ts. */
  planes!: Int32Array<ArrayBuffer>;
  /** Terms in the lower half, hours in the upper. */
  terms!: Int32Array<ArrayBuffer>;
  krwPerHour!: Int32Array<ArrayBuffer>;
  krwPerMonth!: Int32Array<ArrayBuffer>;
  /** Traits and the number of the occupation. */
  descriptions!: Int32Array<ArrayBuffer>;
  /** `CODE_WORDS` a row. */
  codes!: Int32Array<ArrayBuffer>;
  /** Σ weight of the competencies, see `weigh`. */
  possible!: Int32Array<ArrayBuffer>;
  slots = new Int32Array(ROWS_MIN);
  /** Where a row's requirements start in `lists`. */
  starts = new Int32Array(ROWS_MIN);
  lists = new Int32Array(LISTS_MIN);
  #listsEnd = 0;
  #listsLive = 0;
  #weighedBy: Float64Array | undefined;
  #weighedRows = 0;

  constructor(memory: LinearMemory) {
    this.#memory = memory;
    memory.viewed(() => this.#view());
  }

  /** Adds a row and returns its place. */
  add(row: OpeningRow): number {
    const at = this.count++;
    if (at === this.room) this.#grow();
    putInPlanes(this.planes, at, row.planes);
    this.terms[at] = row.terms | (row.hours << HOURS_SHIFT);
    this.krwPerHour[at] = row.krwPerHour;
    this.krwPerMonth[at] = row.krwPerMonth;
    this.descriptions[at] = row.traits | (row.occupation << OCCUPATION_SHIFT);
    const place = at * CODE_WORDS;
    this.codes.fill(0, place, place + CODE_WORDS);
    for (const [index, code] of (row.codes ?? [NO_CODES]).entries()) {
      const word = place + (index >> 1);
      this.codes[word] = (this.codes[word] ?? 0) | (code << ((index & 1) * 16));
    }
    this.slots[at] = row.slot;
    this.starts[at] = this.#addLists(row);
    return at;
  }

  #addLists({ competencies, others }: OpeningRow): number {
    const start = this.#listsEnd;
    const length = LENGTHS + competencies.length + others.length;
    if (start + length > this.lists.length) {
      this.lists = enlarged(this.lists, Math.max(this.lists.length * 2, start + length));
    }
    this.lists[start] = competencies.length | (others.length << 16);
    this.lists.set(competencies, start + LENGTHS);
    this.lists.set(others, start + LENGTHS + competencies.length);
    this.#listsEnd += length;
    this.#listsLive += length;
    return start;
  }

  /** Removes the row at a place and returns the slot of the one that stands there now, or undefined. */
  remove(at: number): number | undefined {
    this.#listsLive -= this.#listLength(at);
    const last = --this.count;
    moveInPlanes(this.planes, last, at);
    for (const column of this.#columns()) {
      column[at] = column[last] ?? 0;
    }
    this.codes.copyWithin(at * CODE_WORDS, last * CODE_WORDS, last * CODE_WORDS + CODE_WORDS);
    // The row that moved may not have been weighed yet.
    if (this.#weighedRows > last) this.#weighedRows = last;
    else if (this.#weighedRows > at) this.#weighedRows = at;
    if (this.#listsEnd > LISTS_MIN && this.#listsLive * 2 < this.#listsEnd) this.#packLists();
    return at === last ? undefined : this.slots[at];
  }

  /** Brings Σ weight of the competencies up to date with the weights of requirements, by number × 4 + importance. */
  weigh(weights: Float64Array): void {
    if (this.#weighedBy !== weights) {
      this.#weighedBy = weights;
      this.#weighedRows = 0;
    }
    for (; this.#weighedRows < this.count; this.#weighedRows++) {
      const { start, end } = this.competenciesOf(this.starts[this.#weighedRows] ?? 0);
      let possible = 0;
      for (let at = start; at < end; at++) possible += weights[weightPlace(this.lists[at] ?? 0)] ?? 0;
      // Weights beyond four bytes make a bound looser, never wrong.
      this.possible[this.#weighedRows] = Math.min(possible, INT_MAX);
    }
  }

  /** Where the competencies of a list stand. */
  competenciesOf(list: number): { readonly start: number; readonly end: number } {
    const start = list + LENGTHS;
    return { start, end: start + ((this.lists[list] ?? 0) & 0xffff) };
  }

  /** Where the other requirements of a list stand. */
  othersOf(list: number): { readonly start: number; readonly end: number } {
    const start = this.competenciesOf(list).end;
    return { start, end: start + ((this.lists[list] ?? 0) >>> 16) };
  }

  #columns(): Int32Array[] {
    const { krwPerHour, krwPerMonth, descriptions, terms, possible, slots, starts } = this;
    return [krwPerHour, krwPerMonth, descriptions, terms, possible, slots, starts];
  }

  #listLength(row: number): number {
    const list = this.starts[row] ?? 0;
    return this.othersOf(list).end - list;
  }

  /** Room for twice as many rows. What the columns leave stays unused. */
  #grow(): void {
    const room = Math.max(ROWS_MIN, this.room * 2);
    const address = this.#memory.allocate((room * ROW_WORDS + planeWords(room)) * 4);
    const before = this.#scanned();
    this.room = room;
    this.address = address;
    this.#view();
    for (const [at, column] of this.#scanned().entries()) column.set(before[at] ?? []);
    this.slots = enlarged(this.slots, room);
    this.starts = enlarged(this.starts, room);
  }

  /** The columns in the memory. */
  #scanned(): Int32Array[] {
    const { krwPerHour, krwPerMonth, descriptions, terms, possible, codes, planes } = this;
    return [krwPerHour, krwPerMonth, descriptions, terms, possible, codes, planes];
  }

  /** In the order in which they stand there, see scan-layout.ts. */
  #view(): void {
    const { buffer } = this.#memory.u8;
    let address = this.address;
    const column = (words: number) => {
      const view = new Int32Array(buffer, address, words);
      address += words * 4;
      return view;
    };
    this.krwPerHour = column(this.room);
    this.krwPerMonth = column(this.room);
    this.descriptions = column(this.room);
    this.terms = column(this.room);
    this.possible = column(this.room);
    this.codes = column(this.room * CODE_WORDS);
    this.planes = column(planeWords(this.room));
  }

  #packLists(): void {
    const packed = new Int32Array(Math.max(LISTS_MIN, this.#listsLive * 2));
    let end = 0;
    for (let row = 0; row < this.count; row++) {
      const length = this.#listLength(row);
      const list = this.starts[row] ?? 0;
      packed.set(this.lists.subarray(list, list + length), end);
      this.starts[row] = end;
      end += length;
    }
    this.lists = packed;
    this.#listsEnd = end;
  }
}

function enlarged(column: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length);
  larger.set(column);
  return larger;
}
