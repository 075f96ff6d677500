/**
 * Chance that repeats: xorshift32 (G. Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8/14, 2003; shifts 13, 17, 5) over 32-bit
 * whole numbers. The same seed gives the same numbers on every machine. Good enough to vary a small world; not for secrets.
 */
export class SeededRandom {
  #state: number;

  /** Any whole number; the state must not be zero, so the seed is spread by an odd factor and zero is moved. */
  constructor(seed: number) {
    this.#state = Math.imul(seed, 0x9e37_79b1) >>> 0 || 1;
    // Neighbouring seeds start alike; a few steps part them.
    for (let step = 0; step < 8; step++) this.#next();
  }

  /** A whole number from `least` to `most`, both included. The remainder's bias is below one in a million for spans under 4,000. */
  between(least: number, most: number): number {
    return least + (this.#next() % (most - least + 1));
  }

  /** True so many times in a hundred. */
  percent(chance: number): boolean {
    return this.between(1, 100) <= chance;
  }

  pick<T>(values: readonly [T, ...T[]]): T;
  pick<T>(values: readonly T[]): T | undefined;
  pick<T>(values: readonly T[]): T | undefined {
    return values[this.between(0, Math.max(0, values.length - 1))];
  }

  /** Up to `count` different values, in the order of the list. */
  some<T>(values: readonly T[], count: number): T[] {
    const chosen = new Set<number>();
    const wanted = Math.min(count, values.length);
    while (chosen.size < wanted) chosen.add(this.between(0, values.length - 1));
    return values.filter((_, at) => chosen.has(at));
  }

  #next(): number {
    let state = this.#state;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#state = state >>> 0;
    return this.#state;
  }
}
