/** Writes small whole numbers and ASCII codes as bytes: LEB128 varints (seven bits a byte, low bits first) and length-prefixed strings. */
export class ByteWriter {
  #bytes = new Uint8Array(256);
  #length = 0;

  /** A whole number from 0 to 2⁵³ − 1. */
  number(value: number): void {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`not a whole number from 0 on: ${value}`);
    let rest = value;
    while (rest >= 128) {
      this.#push((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    this.#push(rest);
  }

  /** A whole number of either sign (zigzag: 0, −1, 1, −2 … become 0, 1, 2, 3 …). */
  signed(value: number): void {
    this.number(value < 0 ? -2 * value - 1 : 2 * value);
  }

  boolean(value: boolean): void {
    this.#push(value ? 1 : 0);
  }

  /** A string of ASCII characters: ids and codes have no others. */
  ascii(value: string): void {
    this.number(value.length);
    for (let index = 0; index < value.length; index++) {
      const unit = value.charCodeAt(index);
      if (unit > 127) throw new RangeError("not ASCII");
      this.#push(unit);
    }
  }

  /** Presence, then the value. */
  optional<T>(value: T | undefined, write: (value: T) => void): void {
    this.boolean(value !== undefined);
    if (value !== undefined) write(value);
  }

  list<T>(values: readonly T[], write: (value: T) => void): void {
    this.number(values.length);
    for (const value of values) write(value);
  }

  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #push(byte: number): void {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.#length++] = byte;
  }
}

/**
 * Reads what `ByteWriter` wrote, and nothing that it couldn't have written: bytes that end too early, a figure in more bytes than it needs,
 * a truth other than 0 and 1 throw a `RangeError`. A record is whole or it is damaged.
 */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #position: number;

  constructor(bytes: Uint8Array, start = 0) {
    this.#bytes = bytes;
    this.#position = start;
  }

  get isAtEnd(): boolean {
    return this.#position === this.#bytes.length;
  }

  number(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.#next();
      value += (byte & 127) * scale;
      if (value > Number.MAX_SAFE_INTEGER) throw new RangeError("a figure is beyond 2⁵³ − 1");
      if (byte === 0 && scale > 1) throw new RangeError("a figure takes more bytes than it needs");
      if (byte < 128) return value;
      scale *= 128;
      if (scale > Number.MAX_SAFE_INTEGER) throw new RangeError("a figure is beyond 2⁵³ − 1");
    }
  }

  signed(): number {
    const value = this.number();
    return value % 2 === 0 ? value / 2 : -((value - 1) / 2) - 1;
  }

  boolean(): boolean {
    const byte = this.#next();
    if (byte > 1) throw new RangeError("a truth is neither 0 nor 1");
    return byte === 1;
  }

  ascii(): string {
    const length = this.number();
    let value = "";
    for (let index = 0; index < length; index++) {
      const unit = this.#next();
      if (unit > 127) throw new RangeError("not ASCII");
      value += String.fromCharCode(unit);
    }
    return value;
  }

  optional<T>(read: () => T): T | undefined {
    return this.boolean() ? read() : undefined;
  }

  list<T>(read: () => T): T[] {
    return Array.from({ length: this.number() }, read);
  }

  #next(): number {
    const byte = this.#bytes[this.#position++];
    if (byte === undefined) throw new RangeError("the record ends too early");
    return byte;
  }
}
