import type { LinearMemory } from "../linear-memory.ts";
import { longestOfClass } from "./row-classes.ts";
import * as layout from "./row-layout.ts";
import {
  commuteMost,
  groupOfPlacing,
  keyFrom,
  PAY_BY_MONTH,
  paySortOf,
  payStepOfPlacing,
  placingOfKey,
  type RowValues,
} from "./row-values.ts";
import { RowsAtOnce } from "./rows-at-once.ts";

const { BLOCK_BYTES, BLOCK_ROWS, C_KINDS, C_WAY_BIRTH, COLUMNS, REFERENCES_AT } = layout;

/** Rows put into a block when many are laid out at once: what is left free takes changes without splitting. */
const ROWS_AT_START = 62;

/** A block with fewer rows is joined with its neighbour when both fit and leave room. */
const ROWS_BEFORE_JOINING = 16;
const ROWS_AFTER_JOINING_MAX = 48;

/** Beside a block: its address, key, group, step, class and count, and its place in its district's sequence. */
export const BLOCK_MARKS_BYTES = 25;

/** No group has these numbers. */
const NO_GROUP = 254;
const GROUPS_MIXED = 255;

/** A run of blocks has so many numbers. */
export const RUN_NUMBERS = 4;

/** Of a block of several groups: pay wishes of any sort, or none. It comes behind the other sorts. */
export const PAY_ANY = PAY_BY_MONTH + 1;

/** Blocks are cut out of pieces; a small index starts with single ones. */
const BLOCKS_PER_PIECE_MAX = 64;

/**
 * Rows by (applicant, district of departure). Each district has a sequence of blocks that rises by the rows' keys, like the leaves of a
 * B-tree (Bayer and McCreight): within a block rows stand in any order, a full block is split in two, one that runs empty is joined with
 * its neighbour. So a change touches one block and never moves the rest.
 *
 * Rows of a group rise by least pay, which leaves out a third of those within reach. Counted over 60 and 150 openings of the million's population,
 * other orders leave out no more. By occupation (own, wanted, or both, of 32 groups) and with a table per block of the pairs of groups in
 * it, 2 % to 11 % of the blocks could be passed over, as more than a third of all rows may come to the threshold by occupations alone, while less is left
 * out by pay: 3,459 and more blocks in place of 3,026. By hours, shifts or certificates before pay 2,472 to 2,702 in place of 2,705. Of sixteen
 * rows read at a time, 62 % hold somebody whose competencies have to be looked at; with the rows of eight or 64 neighbouring blocks sorted by own or
 * wanted occupation, hours, kinds or employment types it is 51 % to 59 %, or 46 % to 54 %.
 */
export class Rows {
  readonly #memory: LinearMemory;
  readonly #values: RowValues;
  /** Numbers of a district's blocks, by rising keys. */
  readonly #sequences: number[][] = [];
  /** Runs by district, until one of its rows comes or goes. */
  readonly #runs: (Uint32Array | undefined)[] = [];
  readonly #freeBlocks: number[] = [];
  #blocksPerPiece = 1;
  #blocks = 0;
  /** By number of a block. What is said of its rows are bounds: removing a row doesn't tighten them. */
  addresses = new Uint32Array(16);
  #minKeys = new Float64Array(16);
  /** Group of its rows' keys, `GROUPS_MIXED` when they are of several, and least step of pay. */
  groups = new Uint8Array(16);
  paySteps = new Uint16Array(16);
  /** Class of the longest way. */
  wayClasses = new Uint8Array(16);
  #counts = new Uint8Array(16);
  /** Keeps what is only touched from being left out by a compiler. */
  touched = 0;
  readonly #splitKeys = new Float64Array(BLOCK_ROWS);

  constructor(memory: LinearMemory, values: RowValues) {
    this.#memory = memory;
    this.#values = values;
  }

  /** Blocks by district; districts without any may be missing. */
  get sequences(): readonly (readonly number[])[] {
    return this.#sequences;
  }

  get blocks(): number {
    return this.#blocks - this.#freeBlocks.length;
  }

  /** Lays out the rows of all records at once. */
  build(addresses: Uint32Array): void {
    const rows = new RowsAtOnce(addresses, this.#values);
    for (const [district, places] of rows.byDistrict().entries()) {
      const sequence = this.#sequenceOf(district);
      for (let start = 0; start < places.length; start += ROWS_AT_START) {
        const block = this.#newBlock();
        sequence.push(block);
        this.#fill(block, rows, places.subarray(start, start + ROWS_AT_START));
      }
    }
  }

  /** Writes rows, by rising keys, into a new block. */
  #fill(block: number, { addresses, placings, columns }: RowsAtOnce, places: Uint32Array): void {
    const { u8, u32 } = this.#memory;
    const base = this.addresses[block] ?? 0;
    const references = (base + REFERENCES_AT) >> 2;
    // Neighbours by key lie far apart there: touched first, all of them are on their way from memory at once.
    let touched = 0;
    for (let row = 0; row < places.length; row++) {
      const place = places[row] as number;
      touched += (columns[place * COLUMNS] as number) + (addresses[place] as number);
    }
    this.touched = touched;
    let longestWay = 0;
    for (let row = 0; row < places.length; row++) {
      const place = places[row] as number;
      const from = place * COLUMNS;
      const to = base + row;
      for (let column = 0; column < COLUMNS; column++) {
        u8[to + column * BLOCK_ROWS] = columns[from + column] as number;
      }
      u32[references + row] = (addresses[place] as number) >>> 2;
      const way = (columns[from + C_WAY_BIRTH] as number) & 15;
      if (way > longestWay) longestWay = way;
    }
    const first = places[0] as number;
    const least = placings[first] as number;
    const group = groupOfPlacing(least);
    const last = groupOfPlacing(placings[places[places.length - 1] as number] as number);
    this.groups[block] = group === last ? group : GROUPS_MIXED;
    this.#minKeys[block] = keyFrom(least, addresses[first] as number);
    this.paySteps[block] = payStepOfPlacing(least);
    this.wayClasses[block] = longestWay;
    this.#counts[block] = places.length;
  }

  insert(address: number): void {
    const key = this.#values.keyOf(address);
    this.#values.readColumns(address);
    this.#values.readDepartures(address);
    for (const district of this.#values.departures) {
      const sequence = this.#sequenceOf(district);
      if (sequence.length === 0) sequence.push(this.#newBlock());
      let place = this.#placeOf(sequence, key);
      if (this.#counts[sequence[place] ?? 0] === BLOCK_ROWS) {
        this.#split(sequence, place);
        place = this.#placeOf(sequence, key);
        // Splitting has read other rows.
        this.#values.readColumns(address);
      }
      const block = sequence[place] ?? 0;
      this.#write(block, this.#freeRow(block), key);
    }
  }

  remove(address: number): void {
    const key = this.#values.keyOf(address);
    this.#values.readDepartures(address);
    const { u8, u32 } = this.#memory;
    for (const district of this.#values.departures) {
      const sequence = this.#sequenceOf(district);
      const place = this.#placeOf(sequence, key);
      const block = sequence[place] ?? 0;
      const base = this.addresses[block] ?? 0;
      const first = (base + REFERENCES_AT) >> 2;
      for (let row = 0; row < BLOCK_ROWS; row++) {
        if (u32[first + row] !== address >>> 2) continue;
        u32[first + row] = 0;
        u8[base + C_KINDS * BLOCK_ROWS + row] = 0;
        this.#counts[block] = (this.#counts[block] ?? 0) - 1;
        break;
      }
      if ((this.#counts[block] ?? 0) < ROWS_BEFORE_JOINING) this.#join(sequence, place);
    }
  }

  #sequenceOf(district: number): number[] {
    while (this.#sequences.length <= district) {
      this.#sequences.push([]);
      this.#runs.push(undefined);
    }
    // Whoever asks is about to change it.
    this.#runs[district] = undefined;
    return this.#sequences[district] ?? [];
  }

  /** Place of the last block that starts at or below a key, else the first one. */
  #placeOf(sequence: readonly number[], key: number): number {
    let [low, high] = [0, sequence.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#minKeys[sequence[middle] ?? 0] ?? 0) <= key) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /**
   * Runs of neighbouring blocks in a district's sequence whose rows are all of one group: of each the first place, the end, the longest way that
   * its rows accept, and what their pay wishes are about. A block of several groups is a run by itself; its rows have any pay.
   */
  runsOf(district: number): Uint32Array {
    const known = this.#runs[district];
    if (known !== undefined) return known;
    const runs: number[] = [];
    let last = GROUPS_MIXED;
    for (const [place, block] of (this.#sequences[district] ?? []).entries()) {
      const group = this.groups[block] as number;
      const isMixed = group === GROUPS_MIXED;
      if (!isMixed && group === last) runs[runs.length - RUN_NUMBERS + 1] = place + 1;
      else if (isMixed) runs.push(place, place + 1, longestOfClass(this.wayClasses[block] as number), PAY_ANY);
      else runs.push(place, place + 1, commuteMost(group), paySortOf(group));
      last = group;
    }
    const packed = Uint32Array.from(runs);
    this.#runs[district] = packed;
    return packed;
  }

  #freeRow(block: number): number {
    const first = ((this.addresses[block] ?? 0) + REFERENCES_AT) >> 2;
    return this.#memory.u32.indexOf(0, first) - first;
  }

  /** Writes the columns that were read last, with a key, into a free row. */
  #write(block: number, row: number, key: number): void {
    const { u8, u32 } = this.#memory;
    const { columns } = this.#values;
    const base = this.addresses[block] ?? 0;
    for (let column = 0; column < COLUMNS; column++) u8[base + column * BLOCK_ROWS + row] = columns[column] ?? 0;
    u32[((base + REFERENCES_AT) >> 2) + row] = recordOf(key) >>> 2;
    this.#counts[block] = (this.#counts[block] ?? 0) + 1;
    this.#widen(block, key, row);
  }

  /** Widens what is said of a block by one of its rows. */
  #widen(block: number, key: number, row: number): void {
    const placing = placingOfKey(key);
    const group = groupOfPlacing(placing);
    if (this.groups[block] !== group) this.groups[block] = this.groups[block] === NO_GROUP ? group : GROUPS_MIXED;
    if (key < (this.#minKeys[block] ?? 0)) {
      this.#minKeys[block] = key;
      this.paySteps[block] = payStepOfPlacing(placing);
    }
    const way = (this.#memory.u8[(this.addresses[block] ?? 0) + C_WAY_BIRTH * BLOCK_ROWS + row] ?? 0) & 15;
    if (way > (this.wayClasses[block] ?? 0)) this.wayClasses[block] = way;
  }

  /** Moves the upper half of a full block into a new one behind it. */
  #split(sequence: number[], place: number): void {
    const lower = sequence[place] ?? 0;
    const keys = this.#splitKeys;
    const references = this.#referencesOf(lower);
    for (const [row, reference] of references.entries()) keys[row] = this.#values.keyOf(reference << 2);
    const middle = keys.toSorted()[BLOCK_ROWS / 2] ?? 0;
    const upper = this.#newBlock();
    sequence.splice(place + 1, 0, upper);
    this.#resetBounds(lower);
    let moved = 0;
    for (const [row, key] of keys.entries()) {
      if (key >= middle) this.#move(lower, row, upper, moved++, key);
      else this.#widen(lower, key, row);
    }
  }

  /** Joins a sparse block with the next or the previous one where both are small; frees an empty one. */
  #join(sequence: number[], place: number): void {
    const block = sequence[place] ?? 0;
    const count = this.#counts[block] ?? 0;
    const other = place + 1 < sequence.length ? sequence[place + 1] : sequence[place - 1];
    if (count > 0 && (other === undefined || count + (this.#counts[other] ?? 0) > ROWS_AFTER_JOINING_MAX)) return;
    if (count > 0 && other !== undefined) {
      for (const [row, reference] of this.#referencesOf(block).entries()) {
        if (reference !== 0) this.#move(block, row, other, this.#freeRow(other), this.#values.keyOf(reference << 2));
      }
    }
    sequence.splice(place, 1);
    this.#freeBlocks.push(block);
  }

  /** A copy of the addresses, divided by four, of a block's records. */
  #referencesOf(block: number): Uint32Array {
    const first = ((this.addresses[block] ?? 0) + REFERENCES_AT) >> 2;
    return this.#memory.u32.slice(first, first + BLOCK_ROWS);
  }

  #move(from: number, fromRow: number, to: number, toRow: number, key: number): void {
    const { u8, u32 } = this.#memory;
    const [source, target] = [this.addresses[from] ?? 0, this.addresses[to] ?? 0];
    for (let column = 0; column < COLUMNS * BLOCK_ROWS; column += BLOCK_ROWS) {
      u8[target + column + toRow] = u8[source + column + fromRow] ?? 0;
    }
    u8[source + C_KINDS * BLOCK_ROWS + fromRow] = 0;
    u32[((target + REFERENCES_AT) >> 2) + toRow] = recordOf(key) >>> 2;
    u32[((source + REFERENCES_AT) >> 2) + fromRow] = 0;
    this.#counts[from] = (this.#counts[from] ?? 0) - 1;
    this.#counts[to] = (this.#counts[to] ?? 0) + 1;
    this.#widen(to, key, toRow);
  }

  #newBlock(): number {
    let block = this.#freeBlocks.pop();
    if (block === undefined) {
      const pieces = this.#blocksPerPiece;
      const address = this.#memory.allocate(pieces * BLOCK_BYTES);
      this.#reserve(this.#blocks + pieces);
      for (let index = pieces - 1; index >= 0; index--) {
        this.addresses[this.#blocks + index] = address + index * BLOCK_BYTES;
        this.#freeBlocks.push(this.#blocks + index);
      }
      this.#blocks += pieces;
      this.#blocksPerPiece = Math.min(pieces * 2, BLOCKS_PER_PIECE_MAX);
      block = this.#freeBlocks.pop() ?? 0;
    } else {
      const base = this.addresses[block] ?? 0;
      this.#memory.u8.fill(0, base, base + BLOCK_BYTES);
    }
    this.#counts[block] = 0;
    this.#resetBounds(block);
    return block;
  }

  #resetBounds(block: number): void {
    this.#minKeys[block] = Number.POSITIVE_INFINITY;
    this.groups[block] = NO_GROUP;
    this.wayClasses[block] = 0;
  }

  #reserve(blocks: number): void {
    if (blocks <= this.addresses.length) return;
    const size = Math.max(blocks, this.addresses.length * 2);
    const grown = <T extends Uint8Array | Uint16Array | Uint32Array | Float64Array>(larger: T, old: T): T => {
      larger.set(old);
      return larger;
    };
    this.addresses = grown(new Uint32Array(size), this.addresses);
    this.#minKeys = grown(new Float64Array(size), this.#minKeys);
    this.groups = grown(new Uint8Array(size), this.groups);
    this.paySteps = grown(new Uint16Array(size), this.paySteps);
    this.wayClasses = grown(new Uint8Array(size), this.wayClasses);
    this.#counts = grown(new Uint8Array(size), this.#counts);
  }
}

/** Address of the record that a key belongs to. */
function recordOf(key: number): number {
  return (key % (1 << 30)) * 4;
}
