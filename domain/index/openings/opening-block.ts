/** What hours are when an opening doesn't say; no month has as many. */
export const HOURS_UNKNOWN = 0xffff;

/** What pay is when an opening doesn't say, or not in that unit. */
export const PAY_UNKNOWN = -1;

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

/** An opening, ready to become a row. */
export interface OpeningRow {
  readonly slot: number;
  /** Bit mask, 0 when unknown. */
  readonly shifts: number;
  readonly hours: number;
  readonly krwPerHour: number;
  readonly krwPerMonth: number;
  /** Number of the occupation in the index, 0 for none. */
  readonly occupation: number;
  readonly traits: number;
  /** Packed competencies asked for, see `packCompetency`, then numbers of the other requirements. */
  readonly words: readonly number[];
  readonly competencies: number;
}

/** Importance takes two bits, the level three. */
export function packCompetency(number: number, level: number, importance: number): number {
  return (number << 5) | (level << 2) | importance;
}

const ROWS_MIN = 4;
const WORDS_MIN = 32;

/**
 * Openings of one district, kind and employment type, in columns. Rows are dense: the last one moves into the place of one that is removed.
 * The words of all rows stand in one array, in the order in which rows came; when half of it is no longer used, it is packed anew.
 */
export class OpeningBlock {
  readonly kindBit: number;
  /** Bit of the employment type, 0 when unknown. */
  readonly employmentBit: number;
  count = 0;
  slots = new Int32Array(ROWS_MIN);
  shifts = new Uint8Array(ROWS_MIN);
  hours = new Uint16Array(ROWS_MIN);
  krwPerHour = new Float64Array(ROWS_MIN);
  krwPerMonth = new Float64Array(ROWS_MIN);
  occupations = new Uint16Array(ROWS_MIN);
  traits = new Uint8Array(ROWS_MIN);
  /** Where a row's words start; the competencies end and the others end so many words on. */
  starts = new Int32Array(ROWS_MIN);
  competencies = new Uint8Array(ROWS_MIN);
  lengths = new Uint8Array(ROWS_MIN);
  words = new Int32Array(WORDS_MIN);
  #wordsEnd = 0;
  #wordsLive = 0;

  constructor(kindBit: number, employmentBit: number) {
    this.kindBit = kindBit;
    this.employmentBit = employmentBit;
  }

  /** Adds a row and returns its place. */
  add(row: OpeningRow): number {
    const at = this.count++;
    if (at === this.slots.length) this.#grow();
    this.slots[at] = row.slot;
    this.shifts[at] = row.shifts;
    this.hours[at] = row.hours;
    this.krwPerHour[at] = row.krwPerHour;
    this.krwPerMonth[at] = row.krwPerMonth;
    this.occupations[at] = row.occupation;
    this.traits[at] = row.traits;
    this.competencies[at] = row.competencies;
    this.lengths[at] = row.words.length;
    if (this.#wordsEnd + row.words.length > this.words.length) {
      this.words = enlarged(this.words, Math.max(this.words.length * 2, this.#wordsEnd + row.words.length));
    }
    this.starts[at] = this.#wordsEnd;
    this.words.set(row.words, this.#wordsEnd);
    this.#wordsEnd += row.words.length;
    this.#wordsLive += row.words.length;
    return at;
  }

  /** Removes the row at a place and returns the slot of the one that stands there now, or undefined. */
  remove(at: number): number | undefined {
    this.#wordsLive -= this.lengths[at] ?? 0;
    const last = --this.count;
    for (const column of this.#columns()) column[at] = column[last] ?? 0;
    if (this.#wordsEnd > WORDS_MIN && this.#wordsLive * 2 < this.#wordsEnd) this.#packWords();
    return at === last ? undefined : this.slots[at];
  }

  #columns() {
    return [
      this.slots,
      this.shifts,
      this.hours,
      this.krwPerHour,
      this.krwPerMonth,
      this.occupations,
      this.traits,
      this.starts,
      this.competencies,
      this.lengths,
    ];
  }

  #grow(): void {
    const rows = this.slots.length * 2;
    this.slots = enlarged(this.slots, rows);
    this.shifts = enlarged(this.shifts, rows);
    this.hours = enlarged(this.hours, rows);
    this.krwPerHour = enlarged(this.krwPerHour, rows);
    this.krwPerMonth = enlarged(this.krwPerMonth, rows);
    this.occupations = enlarged(this.occupations, rows);
    this.traits = enlarged(this.traits, rows);
    this.starts = enlarged(this.starts, rows);
    this.competencies = enlarged(this.competencies, rows);
    this.lengths = enlarged(this.lengths, rows);
  }

  #packWords(): void {
    const packed = new Int32Array(Math.max(WORDS_MIN, this.#wordsLive * 2));
    let end = 0;
    for (let row = 0; row < this.count; row++) {
      const start = this.starts[row] ?? 0;
      const length = this.lengths[row] ?? 0;
      packed.set(this.words.subarray(start, start + length), end);
      this.starts[row] = end;
      end += length;
    }
    this.words = packed;
    this.#wordsEnd = end;
  }
}

type Columns = Int32Array | Uint8Array | Uint16Array | Float64Array;

function enlarged<T extends Columns>(column: T, length: number): T {
  const larger = new (column.constructor as new (length: number) => T)(length);
  larger.set(column);
  return larger;
}
