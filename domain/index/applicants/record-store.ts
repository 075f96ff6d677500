import type { Draft } from "./draft.ts";
import type { LinearMemory } from "./linear-memory.ts";
import { idAddress, recordBytes, writeRecord } from "./record.ts";
import { ID_LENGTH } from "./record-layout.ts";

/** Records are cut out of pieces this large; a small index starts with small ones. */
const PIECE_BYTES_MIN = 2_048;
const PIECE_BYTES_MAX = 262_144;

/** The table of ids is many small ones, so that none takes long to be enlarged. */
const TABLES = 256;
const TABLE_START = 4;

/**
 * Packed records, found by id. A record that is freed leaves its room to one of the same length. Ids stand in the records alone: the table
 * of addresses is an open-addressing hash with linear probing (Knuth, TAOCP 3, 6.4, algorithms L and R), at most three quarters full.
 */
export class RecordStore {
  readonly #memory: LinearMemory;
  /** By length in fours: address of the first free record; each free record holds the address of the next. */
  readonly #free: number[] = [];
  #pieceAt = 0;
  #pieceEnd = 0;
  #pieceBytes = PIECE_BYTES_MIN;
  readonly #tables: Uint32Array[] = [];
  readonly #counts = new Uint32Array(TABLES);
  #size = 0;
  #usedBytes = 0;

  constructor(memory: LinearMemory) {
    this.#memory = memory;
  }

  get size(): number {
    return this.#size;
  }

  /** Bytes of live records, and of the tables that find them. */
  get bytes(): { readonly records: number; readonly tables: number } {
    return { records: this.#usedBytes, tables: this.#tables.reduce((sum, { byteLength }) => sum + byteLength, 0) };
  }

  /** Address of the record with the draft's id, 0 when there is none. */
  find(draft: Draft): number {
    const hash = hashOf(draft.id, 0, draft.idLength);
    const table = this.#tables[hash & (TABLES - 1)];
    return table === undefined ? 0 : ((table[this.#placeOf(table, draft, hash)] ?? 0) << 2) >>> 0;
  }

  /** Writes a draft whose id has no record yet. */
  add(draft: Draft): number {
    const address = this.#allocate((draft.bytes + 3) & ~3);
    writeRecord(this.#memory, address, draft);
    this.#size++;
    const hash = hashOf(draft.id, 0, draft.idLength);
    const table = this.#roomIn(hash & (TABLES - 1));
    table[this.#placeOf(table, draft, hash)] = address >>> 2;
    return address;
  }

  /** Removes the record with the draft's id. */
  remove(draft: Draft): void {
    const hash = hashOf(draft.id, 0, draft.idLength);
    const number = hash & (TABLES - 1);
    const table = this.#tables[number];
    if (table === undefined) return;
    const place = this.#placeOf(table, draft, hash);
    const address = ((table[place] ?? 0) << 2) >>> 0;
    if (address === 0) return;
    this.#closeGap(table, place);
    this.#counts[number] = (this.#counts[number] ?? 0) - 1;
    this.#size--;
    this.#release(address);
  }

  /** Addresses of all records, in no particular order. */
  *addresses(): Iterable<number> {
    for (const table of this.#tables) {
      if (table === undefined) continue;
      for (const reference of table) if (reference !== 0) yield (reference << 2) >>> 0;
    }
  }

  #allocate(bytes: number): number {
    this.#usedBytes += bytes;
    const { u32 } = this.#memory;
    const free = this.#free[bytes >> 2] ?? 0;
    if (free !== 0) {
      this.#free[bytes >> 2] = u32[free >> 2] ?? 0;
      return free;
    }
    if (this.#pieceAt + bytes > this.#pieceEnd) {
      this.#pieceAt = this.#memory.allocate(this.#pieceBytes);
      this.#pieceEnd = this.#pieceAt + this.#pieceBytes;
      this.#pieceBytes = Math.min(this.#pieceBytes * 2, PIECE_BYTES_MAX);
    }
    const address = this.#pieceAt;
    this.#pieceAt += bytes;
    return address;
  }

  #release(address: number): void {
    const fours = (recordBytes(this.#memory, address) + 3) >> 2;
    this.#usedBytes -= fours * 4;
    // Lists by length have no holes, or the array would turn into a dictionary.
    while (this.#free.length <= fours) this.#free.push(0);
    this.#memory.u32[address >> 2] = this.#free[fours] ?? 0;
    this.#free[fours] = address;
  }

  #roomIn(number: number): Uint32Array {
    while (this.#tables.length < TABLES) this.#tables.push(new Uint32Array(TABLE_START));
    const table = this.#tables[number] ?? new Uint32Array(TABLE_START);
    const count = (this.#counts[number] ?? 0) + 1;
    this.#counts[number] = count;
    if (count * 4 <= table.length * 3) return table;
    const larger = new Uint32Array(table.length * 2);
    const mask = larger.length - 1;
    for (const reference of table) {
      if (reference === 0) continue;
      let place = (this.#hashAt((reference << 2) >>> 0) >>> 8) & mask;
      while (larger[place] !== 0) place = (place + 1) & mask;
      larger[place] = reference;
    }
    this.#tables[number] = larger;
    return larger;
  }

  /** Place of an id in a table, or the free place where it belongs. */
  #placeOf(table: Uint32Array, draft: Draft, hash: number): number {
    const mask = table.length - 1;
    let place = (hash >>> 8) & mask;
    for (;;) {
      const reference = table[place] ?? 0;
      if (reference === 0 || this.#hasId((reference << 2) >>> 0, draft)) return place;
      place = (place + 1) & mask;
    }
  }

  #hasId(address: number, draft: Draft): boolean {
    const { u8 } = this.#memory;
    if (u8[address + ID_LENGTH] !== draft.idLength) return false;
    const start = idAddress(u8, address);
    // Ids of one producer differ at their ends.
    for (let index = draft.idLength - 1; index >= 0; index--) {
      if (u8[start + index] !== draft.id[index]) return false;
    }
    return true;
  }

  #hashAt(address: number): number {
    const { u8 } = this.#memory;
    return hashOf(u8, idAddress(u8, address), u8[address + ID_LENGTH] ?? 0);
  }

  /** Empties a place and moves up what was pushed beyond it. */
  #closeGap(table: Uint32Array, emptied: number): void {
    const mask = table.length - 1;
    let gap = emptied;
    for (let place = (gap + 1) & mask; table[place] !== 0; place = (place + 1) & mask) {
      const reference = table[place] ?? 0;
      const home = (this.#hashAt((reference << 2) >>> 0) >>> 8) & mask;
      // It may move into the gap unless its home lies behind the gap.
      if (((place - home) & mask) < ((place - gap) & mask)) continue;
      table[gap] = reference;
      gap = place;
    }
    table[gap] = 0;
  }
}

/** FNV-1a (Fowler, Noll, Vo), mixed once more because its high bits are poor for short ids. */
function hashOf(bytes: Uint8Array, start: number, length: number): number {
  let hash = 0x811c_9dc5;
  for (let index = start; index < start + length; index++) {
    hash = Math.imul(hash ^ (bytes[index] ?? 0), 0x0100_0193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b_3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
