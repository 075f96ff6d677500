/**
 * Entities in numbered slots that are used again, so that columns of typed arrays stay dense. An id keeps its slot from its first
 * upsert to its removal.
 */
export class Slots<T> {
  readonly #slotById = new Map<string, number>();
  readonly #values: (T | undefined)[] = [];
  readonly #free: number[] = [];

  get size(): number {
    return this.#slotById.size;
  }

  /** Highest slot ever used, plus one. */
  get capacity(): number {
    return this.#values.length;
  }

  get(id: string): T | undefined {
    const slot = this.#slotById.get(id);
    return slot === undefined ? undefined : this.#values[slot];
  }

  at(slot: number): T | undefined {
    return this.#values[slot];
  }

  put(id: string, value: T): number {
    const slot = this.#slotById.get(id) ?? this.#free.pop() ?? this.#values.length;
    this.#slotById.set(id, slot);
    this.#values[slot] = value;
    return slot;
  }

  /** Frees the slot and returns it, or undefined when the id has none. */
  remove(id: string): number | undefined {
    const slot = this.#slotById.get(id);
    if (slot === undefined) return undefined;
    this.#slotById.delete(id);
    this.#values[slot] = undefined;
    this.#free.push(slot);
    return slot;
  }

  *values(): Iterable<T> {
    for (const value of this.#values) if (value !== undefined) yield value;
  }
}

/** A column of whole numbers, one per slot, that grows by doubling. */
export class Column {
  #values = new Int32Array(64);

  at(slot: number): number {
    return this.#values[slot] ?? 0;
  }

  set(slot: number, value: number): void {
    if (slot >= this.#values.length) {
      const larger = new Int32Array(Math.max(this.#values.length * 2, slot + 1));
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[slot] = value;
  }
}
