/**
 * Columns of an artifact: each is its length in bytes (32 bits) and its bytes, filled up to four, so that numbers can be read where they
 * lie. Numbers are little-endian, as is every machine that runs this; texts are UTF-8, one a line.
 */
const ALIGNMENT_BYTES = 4;

const padded = (length: number): number => Math.ceil(length / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;

/** Parts the texts of a column, so none may hold it. */
const SEPARATOR = "\n";

export class ColumnWriter {
  readonly #columns: Uint8Array[] = [];

  numbers(values: Uint8Array | Uint16Array | Uint32Array): void {
    this.#columns.push(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }

  texts(values: readonly string[]): void {
    const broken = values.find((text) => text.includes(SEPARATOR));
    if (broken !== undefined) throw new RangeError(`a text of an artifact runs over a line: ${JSON.stringify(broken)}`);
    this.numbers(Uint32Array.of(values.length));
    this.#columns.push(new TextEncoder().encode(values.join(SEPARATOR)));
  }

  toBytes(): Uint8Array {
    const total = this.#columns.reduce((sum, { length }) => sum + ALIGNMENT_BYTES + padded(length), 0);
    const bytes = new Uint8Array(total);
    const view = new DataView(bytes.buffer);
    let at = 0;
    for (const column of this.#columns) {
      view.setUint32(at, column.length, true);
      bytes.set(column, at + ALIGNMENT_BYTES);
      at += ALIGNMENT_BYTES + padded(column.length);
    }
    return bytes;
  }
}

/** Reads columns in the order they were written; numbers are views into the bytes. Throws a `RangeError` when they don't fit. */
export class ColumnReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  /** `bytes` begin at a multiple of four in their buffer. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  bytes(): Uint8Array {
    const from = this.#at + ALIGNMENT_BYTES;
    const length = this.#view.getUint32(this.#at, true);
    if (from + length > this.#bytes.length) throw new RangeError("a column of the artifact runs over its end");
    this.#at = from + padded(length);
    return this.#bytes.subarray(from, from + length);
  }

  u16(): Uint16Array {
    const bytes = this.bytes();
    return new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / Uint16Array.BYTES_PER_ELEMENT);
  }

  u32(): Uint32Array {
    const bytes = this.bytes();
    return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / Uint32Array.BYTES_PER_ELEMENT);
  }

  texts(): string[] {
    const [count = 0] = this.u32();
    const text = new TextDecoder("utf-8", { fatal: true }).decode(this.bytes());
    const texts = count === 0 ? [] : text.split(SEPARATOR);
    if (texts.length !== count)
      throw new RangeError(`a column of the artifact has ${texts.length} texts, not ${count}`);
    return texts;
  }
}
