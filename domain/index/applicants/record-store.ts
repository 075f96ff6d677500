import type { LinearMemory } from "../linear-memory.ts";
import { type Draft, hashOf } from "./draft.ts";
import { idAddress, recordBytes, revisionBytes, writeRecord } from "./record.ts";
import { ID_LENGTH } from "./record-layout.ts";

/** Records are cut out of pieces this large; a small index starts with small ones. */
const PIECE_BYTES_MIN = 2_048;
const PIECE_BYTES_MAX = 262_144;

/** The table of ids is many small ones, so that none takes long to be enlarged. */
const TABLES = 256;
const TABLE_START = 4;

/** Of a table, so much is in use at most, and so much when a log has been read: what is left takes changes without enlarging. */
const LOAD_MAX = 0.75;
const LOAD_SETTLED = 0.66;

/** While a log is read tables are enlarged to four times, as settling cuts them down; later by an eighth: then they stay nearly full. */
const EARLY_GROWTH = 4;
const LATER_GROWTH = 1.125;

/** An entry is an address divided by four, below 2²⁹, and above it three bits of the hash: of other records met on the way, one in eight is read. */
const REFERENCE_BITS = 29;
const REFERENCE_MASK = 2 ** REFERENCE_BITS - 1;

/** Bits of a hash that say where in its table an entry belongs: those that haven't chosen the table. */
const PLACE_BITS = 24;

/** Numbers of a table's place: the entry, and behind it, as long as a log is read, its hash. */
const SETTLED = 1;
const WITH_HASHES = 2;

/** Right in front of each record stands the number of the log's record that it comes from. */
const SEQ_BYTES = 4;

/**
 * Packed records, found by id. A record that is freed leaves its room to one of the same length. Ids stand in the records alone: the table
 * of addresses is an open-addressing hash with linear probing (Knuth, TAOCP 3, 6.4, algorithms L and R), at most three quarters full.
 *
 * As long as a log is read, hashes stand beside the addresses: tables are enlarged many times then, and each record would be read again for it. They
 * stand in the same table, as each look at a table of a million's waits for memory: in one of their own, a million take 7 % longer.
 */
export class RecordStore {
  readonly #memory: LinearMemory;
  /** By length in fours: address of the first free record; each free record holds the address of the next. */
  readonly #free: number[] = [];
  #pieceAt = 0;
  #pieceEnd = 0;
  #pieceBytes = PIECE_BYTES_MIN;
  readonly #tables: Int32Array[] = [];
  #stride: number = WITH_HASHES;
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

  /** Ends the time in which many are added at once. */
  settle(): void {
    if (this.#stride === SETTLED) return;
    for (const [number, table] of this.#tables.entries()) {
      const length = Math.max(TABLE_START, Math.ceil((this.#counts[number] as number) / LOAD_SETTLED) + 1);
      this.#resize(number, table, Math.min(length, table.length / WITH_HASHES), SETTLED);
    }
    this.#stride = SETTLED;
  }

  /** Number of the log's record that a record comes from. */
  seqOf(address: number): number {
    return this.#memory.u32[(address - SEQ_BYTES) >> 2] ?? 0;
  }

  /** Address of the record with the draft's id, 0 when there is none. */
  find(draft: Draft): number {
    const number = draft.idHash & (TABLES - 1);
    const table = this.#tables[number];
    return table === undefined ? 0 : addressOf(table[this.#placeOf(table, draft)] as number);
  }

  /** Writes a draft whose id has no record yet. */
  add(draft: Draft): number {
    const before = SEQ_BYTES + draft.revisionBytes;
    const address = this.#allocate((before + draft.bytes + 3) & ~3) + before;
    this.#memory.u32[(address - SEQ_BYTES) >> 2] = draft.seq;
    writeRecord(this.#memory, address, draft);
    this.#size++;
    const hash = draft.idHash;
    const number = hash & (TABLES - 1);
    const table = this.#roomIn(number);
    const place = freePlace(table, hash, this.#stride);
    table[place] = entryOf(address, hash);
    if (this.#stride === WITH_HASHES) table[place + 1] = hash;
    return address;
  }

  /** Removes the record with the draft's id. */
  remove(draft: Draft): void {
    const hash = draft.idHash;
    const number = hash & (TABLES - 1);
    const table = this.#tables[number];
    if (table === undefined) return;
    const place = this.#placeOf(table, draft);
    const address = addressOf(table[place] as number);
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
      for (let place = 0; place < table.length; place += this.#stride) {
        const entry = table[place] as number;
        if (entry !== 0) yield addressOf(entry);
      }
    }
  }

  /** The same, all at once. */
  allAddresses(): Uint32Array<ArrayBuffer> {
    const all = new Uint32Array(this.#size);
    let count = 0;
    for (const table of this.#tables) {
      for (let place = 0; place < table.length; place += this.#stride) {
        const entry = table[place] as number;
        if (entry !== 0) all[count++] = addressOf(entry);
      }
    }
    return all;
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
    const before = SEQ_BYTES + revisionBytes(this.#memory, address);
    const start = address - before;
    const fours = (before + recordBytes(this.#memory, address) + 3) >> 2;
    this.#usedBytes -= fours * 4;
    // Lists by length have no holes, or the array would turn into a dictionary.
    while (this.#free.length <= fours) this.#free.push(0);
    this.#memory.u32[start >> 2] = this.#free[fours] ?? 0;
    this.#free[fours] = start;
  }

  #roomIn(number: number): Int32Array {
    while (this.#tables.length < TABLES) this.#tables.push(new Int32Array(TABLE_START * this.#stride));
    const table = this.#tables[number] as Int32Array;
    const count = (this.#counts[number] ?? 0) + 1;
    this.#counts[number] = count;
    const length = table.length / this.#stride;
    if (count <= length * LOAD_MAX) return table;
    const growth = this.#stride === WITH_HASHES ? EARLY_GROWTH : LATER_GROWTH;
    return this.#resize(number, table, Math.ceil(length * growth), this.#stride);
  }

  /** Makes a table of so many places anew, with so many numbers each. */
  #resize(number: number, table: Int32Array, length: number, stride: number): Int32Array {
    const resized = new Int32Array(length * stride);
    for (let old = 0; old < table.length; old += this.#stride) {
      const entry = table[old] as number;
      if (entry === 0) continue;
      const hash = this.#hashOfPlace(table, old, entry);
      const place = freePlace(resized, hash, stride);
      resized[place] = entry;
      if (stride === WITH_HASHES) resized[place + 1] = hash;
    }
    this.#tables[number] = resized;
    return resized;
  }

  /** Place of an id in a table, or the free place where it belongs. Another record isn't read where hashes tell that it is another. */
  #placeOf(table: Int32Array, draft: Draft): number {
    const hash = draft.idHash;
    const tag = tagOf(hash);
    const stride = this.#stride;
    let place = homeOf(hash, table.length, stride);
    for (;;) {
      const entry = table[place] as number;
      if (entry === 0) return place;
      const mayBe = stride === SETTLED ? entry >>> REFERENCE_BITS === tag : table[place + 1] === hash;
      if (mayBe && this.#hasId(addressOf(entry), draft)) return place;
      place = place + stride === table.length ? 0 : place + stride;
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

  #hashOfPlace(table: Int32Array, place: number, entry: number): number {
    if (this.#stride === WITH_HASHES) return table[place + 1] as number;
    const { u8 } = this.#memory;
    const address = addressOf(entry);
    return hashOf(u8, idAddress(u8, address), u8[address + ID_LENGTH] ?? 0);
  }

  /** Empties a place and moves up what was pushed beyond it. */
  #closeGap(table: Int32Array, emptied: number): void {
    const stride = this.#stride;
    const { length } = table;
    let gap = emptied;
    for (let step = stride; ; step += stride) {
      const place = (emptied + step) % length;
      const entry = table[place] as number;
      if (entry === 0) break;
      const hash = this.#hashOfPlace(table, place, entry);
      const home = homeOf(hash, length, stride);
      // It may move into the gap unless its home lies behind the gap.
      if ((place - home + length) % length < (place - gap + length) % length) continue;
      table[gap] = entry;
      if (stride === WITH_HASHES) table[gap + 1] = hash;
      gap = place;
    }
    table[gap] = 0;
  }
}

/** The first free place of a table from where a hash belongs. */
function freePlace(table: Int32Array, hash: number, stride: number): number {
  let place = homeOf(hash, table.length, stride);
  while (table[place] !== 0) place = place + stride === table.length ? 0 : place + stride;
  return place;
}

/** Where a hash belongs in a table of so many numbers, with so many for a place. */
function homeOf(hash: number, length: number, stride: number): number {
  return Math.floor(((hash >>> (32 - PLACE_BITS)) * (length / stride)) / (1 << PLACE_BITS)) * stride;
}

/** The lowest bits have chosen the table; the next ones say least of where in it. */
function tagOf(hash: number): number {
  return (hash >>> 8) & 7;
}

function entryOf(address: number, hash: number): number {
  return ((tagOf(hash) << REFERENCE_BITS) | (address >>> 2)) >>> 0;
}

function addressOf(entry: number): number {
  return ((entry & REFERENCE_MASK) << 2) >>> 0;
}
