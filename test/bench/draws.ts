/**
 * Chance that is the same on every machine: sfc32 (C. Doty-Humphrey's small fast counting generator), started anew for every entity from
 * the seed, the sort of entity and its number, so that entity n doesn't depend on how many come before or after it. No logarithms or
 * powers, whose last bit engines may round differently.
 */
export class Draws {
  #a = 0;
  #b = 0;
  #c = 0;
  #counter = 1;

  /** Starts the sequence of one entity. */
  restart(seed: number, sort: number, number: number): this {
    this.#a = Math.imul(seed ^ 0x9e37_79b9, 0x85eb_ca6b) ^ sort;
    this.#b = number | 0;
    this.#c = Math.imul(number ^ (sort << 24), 0xc2b2_ae35);
    this.#counter = 1;
    // Twelve rounds mix the start into every bit.
    for (let round = 0; round < 12; round++) this.#next();
    return this;
  }

  #next(): number {
    const drawn = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + drawn) | 0;
    return drawn >>> 0;
  }

  /** A number from 0 to below 1. */
  unit(): number {
    return this.#next() / 4_294_967_296;
  }

  /** A whole number from 0 to below `end`. */
  below(end: number): number {
    return Math.floor(this.unit() * end);
  }

  /** A whole number from `least` to `most`, both included. */
  within(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  /** True in so many of a hundred cases. */
  percent(percent: number): boolean {
    return this.unit() * 100 < percent;
  }

  of<T>(values: readonly T[]): T {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new RangeError("nothing to draw from");
    return value;
  }
}

/** Draws positions with the frequency of their weights. */
export class Weighted {
  readonly #cumulated: Float64Array;

  constructor(weights: readonly number[]) {
    this.#cumulated = new Float64Array(weights.length);
    let sum = 0;
    for (const [index, weight] of weights.entries()) {
      sum += weight;
      this.#cumulated[index] = sum;
    }
  }

  draw(draws: Draws): number {
    const cumulated = this.#cumulated;
    const target = draws.unit() * (cumulated.at(-1) ?? 0);
    let [low, high] = [0, cumulated.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cumulated[middle] ?? 0) > target) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/**
 * Zipf's law with exponent 1, the second half as often as the first, the third a third; and with Mandelbrot's shift, which flattens the
 * head and leaves the tail.
 */
export function zipf(count: number, shift = 0): Weighted {
  return new Weighted(Array.from({ length: count }, (_, rank) => 1 / (rank + 1 + shift)));
}

/** A list in an order that depends on the seed alone (Fisher and Yates). */
export function shuffled<T>(values: readonly T[], draws: Draws): T[] {
  const order = [...values];
  for (let index = order.length - 1; index > 0; index--) {
    const other = draws.below(index + 1);
    const [one, two] = [order[index], order[other]];
    if (one !== undefined && two !== undefined) {
      order[index] = two;
      order[other] = one;
    }
  }
  return order;
}
