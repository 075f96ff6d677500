import { asciiOf } from "./codes.ts";

/** The first byte of a packed id is that of its shape and above this one, or the id stands there as it is, in ASCII. */
const FIRST_SHAPE = 128;
const SHAPES_MAX = 128;

/** A shape that saves less than so many bytes isn't worth one of the places. */
const SAVED_BYTES_MIN = 4;

/** In rising order of their ASCII codes, so that packed ids of one shape are in the order of the ids. */
const HEXADECIMAL = "0123456789abcdef";
const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * What ids end in: UUIDs, ULIDs, other hexadecimal figures, and numbers behind letters or a dash. What is in front of it is the same in all of a shape.
 * Whatever fits the shape that an id brings has to match its pattern, or it might have been kept as it is before.
 */
const ENDINGS = [
  { pattern: /^([!-~]*)[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/, alphabet: HEXADECIMAL, bits: 4 },
  { pattern: /^([!-~]*)[0-9A-HJKMNP-TV-Z]{26}$/, alphabet: CROCKFORD, bits: 5 },
  { pattern: /^(|[!-~]*[-_])[0-9a-f]{16,}$/, alphabet: HEXADECIMAL, bits: 4 },
  { pattern: /^([A-Za-z]*|[!-~]*[-_])[0-9]+$/, alphabet: "0123456789", bits: 4 },
] as const;

/** Stands for a character that isn't of the alphabet. */
const NONE = 255;
const DASH = 45;

interface Shape {
  /** First byte of an id of this shape. */
  readonly byte: number;
  /** What its ids have in common, and a 0 for every character of the alphabet. */
  readonly template: Uint8Array;
  readonly alphabet: string;
  /** By ASCII code: place in the alphabet. */
  readonly places: Uint8Array;
  readonly bits: number;
}

/**
 * Packs ids into fewer bytes. Ids of one producer mostly look alike: `person-104217` is the shape `person-` with six digits and three bytes of figures, a
 * UUID sixteen bytes, a ULID seventeen. An index keeps the first 128 shapes that it meets; ids of other shapes stay as they are.
 *
 * An id is packed one way only, or it would not be found again: by the first shape that it is of. New shapes come behind the others, and none comes
 * any more once an id had to stay as it is for want of a place.
 */
export class PackedIds {
  readonly #shapes: Shape[] = [];
  /** By length of the id. */
  readonly #byLength: Shape[][] = [];
  readonly #text = new Uint8Array(256);

  /** Bytes that the shapes take, about. */
  get bytes(): number {
    return this.#shapes.reduce((sum, { template, places }) => sum + template.length + places.length, 0);
  }

  /** Packs so many ASCII bytes and returns how many they come to. An id that is to be kept may bring a new shape. */
  pack(bytes: Uint8Array, start: number, length: number, packed: Uint8Array, isToBeKept: boolean): number {
    const known = this.#byLength[length];
    if (known !== undefined) {
      for (let at = 0; at < known.length; at++) {
        const end = fill(known[at] as Shape, bytes, start, packed);
        if (end > 0) return end;
      }
    }
    const shape = isToBeKept ? this.#shapeOf(bytes, start, length) : undefined;
    if (shape !== undefined) return fill(shape, bytes, start, packed);
    for (let index = 0; index < length; index++) packed[index] = bytes[start + index] as number;
    return length;
  }

  /** The id that stands packed in so many bytes. */
  unpack(packed: Uint8Array, start: number, length: number): string {
    const shape = length === 0 ? undefined : this.#shapes[(packed[start] as number) - FIRST_SHAPE];
    if (shape === undefined) return asciiOf(packed, start, length);
    const { template, alphabet, bits } = shape;
    const text = this.#text;
    let byte = start + 1;
    let held = 0;
    let holds = 0;
    for (let index = 0; index < template.length; index++) {
      const common = template[index] as number;
      if (common !== 0) {
        text[index] = common;
        continue;
      }
      if (holds < bits) {
        held = (held << 8) | (packed[byte++] as number);
        holds += 8;
      }
      holds -= bits;
      text[index] = alphabet.charCodeAt(held >> holds);
      held &= (1 << holds) - 1;
    }
    return asciiOf(text, 0, template.length);
  }

  /** Order of two packed ids, by code unit of what they stand for. */
  compare(packed: Uint8Array, a: number, lengthOfA: number, b: number, lengthOfB: number): number {
    const first = packed[a] as number;
    if (first === packed[b] || (first < FIRST_SHAPE && (packed[b] as number) < FIRST_SHAPE)) {
      const common = Math.min(lengthOfA, lengthOfB);
      for (let index = 0; index < common; index++) {
        const difference = (packed[a + index] as number) - (packed[b + index] as number);
        if (difference !== 0) return difference;
      }
      return lengthOfA - lengthOfB;
    }
    return this.unpack(packed, a, lengthOfA) < this.unpack(packed, b, lengthOfB) ? -1 : 1;
  }

  /** A new shape for an id of none that there is, where it is worth a place and one is left. */
  #shapeOf(bytes: Uint8Array, start: number, length: number): Shape | undefined {
    if (this.#shapes.length === SHAPES_MAX) return undefined;
    const id = asciiOf(bytes, start, length);
    for (const { pattern, alphabet, bits } of ENDINGS) {
      const common = pattern.exec(id)?.[1]?.length;
      if (common === undefined) continue;
      const template = Uint8Array.from(bytes.subarray(start, start + length));
      for (let index = common; index < length; index++) if (template[index] !== DASH) template[index] = 0;
      const places = new Uint8Array(FIRST_SHAPE).fill(NONE);
      for (const [place, character] of [...alphabet].entries()) places[character.charCodeAt(0)] = place;
      const shape = { byte: FIRST_SHAPE + this.#shapes.length, template, alphabet, places, bits };
      const characters = template.filter((common) => common === 0).length;
      if (length - 1 - Math.ceil((characters * bits) / 8) < SAVED_BYTES_MIN) return undefined;
      this.#shapes.push(shape);
      while (this.#byLength.length <= length) this.#byLength.push([]);
      this.#byLength[length]?.push(shape);
      return shape;
    }
    return undefined;
  }
}

/** Packs an id of a shape's length and returns how many bytes it takes; 0 where it is of another shape. */
function fill({ byte, template, places, bits }: Shape, bytes: Uint8Array, start: number, packed: Uint8Array): number {
  let end = 0;
  packed[end++] = byte;
  let held = 0;
  let holds = 0;
  for (let index = 0; index < template.length; index++) {
    const common = template[index] as number;
    const character = bytes[start + index] as number;
    if (common === 0) {
      const place = places[character] as number;
      if (place === NONE) return 0;
      held = ((held << bits) | place) & 0xffff;
      holds += bits;
      if (holds >= 8) {
        holds -= 8;
        packed[end++] = held >> holds;
      }
    } else if (common !== character) return 0;
  }
  if (holds > 0) packed[end++] = held << (8 - holds);
  return end;
}
