import { COLUMNS } from "./row-layout.ts";
import { keyOfPlace, REFERENCES, type RowValues } from "./row-values.ts";

/**
 * The rows of many records before they are laid out. Each record is read once, in the order in which records lie in memory, however many districts
 * it has rows in; its columns are kept here, and rows are known by the record's place among the others. Places rise like addresses, so
 * sorting by keys that end in places sorts by keys that end in records. It takes 21 bytes a record and some 25 a row, until they are laid out.
 */
export class RowsAtOnce {
  /** Rising. */
  readonly addresses: Uint32Array;
  /** Columns of each record, one record after the other. */
  readonly columns: Uint8Array;
  #districts: Uint16Array;
  #keys: Float64Array;
  #rows = 0;

  constructor(addresses: Uint32Array, values: RowValues) {
    this.addresses = addresses.sort();
    this.columns = new Uint8Array(addresses.length * COLUMNS);
    // Two districts each is about what people want; a longer list grows.
    this.#districts = new Uint16Array(addresses.length * 2);
    this.#keys = new Float64Array(addresses.length * 2);
    for (let place = 0; place < addresses.length; place++) this.#read(place, values);
  }

  #read(place: number, values: RowValues): void {
    const address = this.addresses[place] as number;
    values.readColumns(address);
    const { columns: read, departures } = values;
    const first = place * COLUMNS;
    for (let column = 0; column < COLUMNS; column++) this.columns[first + column] = read[column] as number;
    const key = keyOfPlace(values.keyOf(address), place);
    values.readDepartures(address);
    for (let index = 0; index < departures.length; index++) this.#add(departures[index] as number, key);
  }

  #add(district: number, key: number): void {
    if (this.#rows === this.#keys.length) this.#grow();
    this.#districts[this.#rows] = district;
    this.#keys[this.#rows++] = key;
  }

  #grow(): void {
    const rows = this.#rows * 2;
    const [districts, keys] = [this.#districts, this.#keys];
    this.#districts = new Uint16Array(rows);
    this.#districts.set(districts);
    this.#keys = new Float64Array(rows);
    this.#keys.set(keys);
  }

  /** Rising keys of the rows of each district, by its number; they end in places. */
  byDistrict(): readonly Float64Array[] {
    const counts: number[] = [];
    for (let row = 0; row < this.#rows; row++) {
      const district = this.#districts[row] as number;
      while (counts.length <= district) counts.push(0);
      counts[district] = (counts[district] as number) + 1;
    }
    const sorted = counts.map((count) => new Float64Array(count));
    for (let row = this.#rows - 1; row >= 0; row--) {
      const district = this.#districts[row] as number;
      const left = (counts[district] as number) - 1;
      counts[district] = left;
      (sorted[district] as Float64Array)[left] = this.#keys[row] as number;
    }
    for (const keys of sorted) keys.sort();
    return sorted;
  }
}

/** The record's place that a key ends in. */
export function placeOfKey(key: number): number {
  return key - Math.floor(key / REFERENCES) * REFERENCES;
}
