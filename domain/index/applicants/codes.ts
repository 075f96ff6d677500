/** Codes are numbered by two bytes. */
const CODES_MAX = 65_535;

/** Codes of up to five digits (KECO, 시군구) are found without making a string of them: a place for each, by length. */
export const DIGITS_MAX = 5;
const FIRST_OF_LENGTH = [0, 0, 10, 110, 1_110, 11_110] as const;

/** Those places lie in pages, of which an index has the few that its codes fall into: 1,024 places each. */
const PAGE_BITS = 10;
const PAGE_MASK = 2 ** PAGE_BITS - 1;

/** And those of two characters (languages), by the seven bits of both. */
const PAIRS = 128 * 128;

/**
 * Numbers codes (districts, occupations, languages) in the order of their first appearance, so that a record holds two bytes for each.
 * A number is never given away again: there are only as many as the world has codes.
 */
export class Codes {
  readonly #numbers = new Map<string, number>();
  readonly #names: string[] = [];
  /** Number plus one of a numeric code, 0 when it hasn't appeared. */
  readonly #numeric: Uint16Array[] = [];
  /** The same of a code of two characters. */
  #pairs: Uint16Array | undefined;

  get size(): number {
    return this.#names.length;
  }

  nameOf(number: number): string {
    const name = this.#names[number];
    if (name === undefined) throw new RangeError(`no code has the number ${number}`);
    return name;
  }

  names(): readonly string[] {
    return this.#names;
  }

  /** Number of a code, a new one where it is new; undefined when there are too many. */
  numberOf(name: string): number | undefined {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const number = this.#names.length;
    if (number === CODES_MAX) return undefined;
    this.#numbers.set(name, number);
    this.#names.push(name);
    return number;
  }

  /** Number of a code of so many digits, undefined as long as it hasn't been met as bytes. */
  numberOfDigits(value: number, length: number): number | undefined {
    const place = (FIRST_OF_LENGTH[length] as number) + value;
    const known = this.#numeric[place >> PAGE_BITS]?.[place & PAGE_MASK];
    return known === undefined || known === 0 ? undefined : known - 1;
  }

  /** Number of the code that stands in ASCII bytes. */
  numberOfBytes(bytes: Uint8Array, start: number, length: number): number | undefined {
    if (length === 2) return this.#numberOfPair(bytes, start);
    if (length < 1 || length > DIGITS_MAX) return this.numberOf(asciiOf(bytes, start, length));
    let value = 0;
    for (let index = start; index < start + length; index++) {
      const digit = (bytes[index] ?? 0) - 48;
      if (digit < 0 || digit > 9) return this.numberOf(asciiOf(bytes, start, length));
      value = value * 10 + digit;
    }
    const place = (FIRST_OF_LENGTH[length] ?? 0) + value;
    this.#numeric[place >> PAGE_BITS] ??= new Uint16Array(2 ** PAGE_BITS);
    const page = this.#numeric[place >> PAGE_BITS] as Uint16Array;
    const known = page[place & PAGE_MASK] as number;
    if (known !== 0) return known - 1;
    const number = this.numberOf(asciiOf(bytes, start, length));
    if (number !== undefined) page[place & PAGE_MASK] = number + 1;
    return number;
  }

  #numberOfPair(bytes: Uint8Array, start: number): number | undefined {
    this.#pairs ??= new Uint16Array(PAIRS);
    const place = ((bytes[start] as number) << 7) | (bytes[start + 1] as number);
    const known = this.#pairs[place] as number;
    if (known !== 0) return known - 1;
    const number = this.numberOf(asciiOf(bytes, start, 2));
    if (number !== undefined) this.#pairs[place] = number + 1;
    return number;
  }
}

/** The string of some ASCII bytes. */
export function asciiOf(bytes: Uint8Array, start: number, length: number): string {
  let text = "";
  for (let index = start; index < start + length; index++) text += String.fromCharCode(bytes[index] ?? 0);
  return text;
}
