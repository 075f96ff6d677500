/** A table with a partition key and a sort key, as DynamoDB has them. */
export class Table<SortKey extends string | number, Row> {
  readonly #partitions = new Map<string, Map<SortKey, Row>>();

  get(partition: string, sort: SortKey): Row | undefined {
    return this.#partitions.get(partition)?.get(sort);
  }

  put(partition: string, sort: SortKey, row: Row): void {
    const rows = this.#partitions.get(partition) ?? new Map<SortKey, Row>();
    this.#partitions.set(partition, rows);
    rows.set(sort, row);
  }

  delete(partition: string, sort: SortKey): void {
    const rows = this.#partitions.get(partition);
    rows?.delete(sort);
    if (rows?.size === 0) this.#partitions.delete(partition);
  }

  /** Rows of a partition with their sort keys, in the order in which those were first put. */
  entries(partition: string): readonly (readonly [SortKey, Row])[] {
    return [...(this.#partitions.get(partition) ?? [])];
  }

  /** Rows of a partition in the order of their sort keys. */
  sorted(partition: string): readonly Row[] {
    return this.entries(partition)
      .toSorted(([a], [b]) => compare(a, b))
      .map(([, row]) => row);
  }

  /** Keys of the partitions that have rows. */
  partitions(): readonly string[] {
    return [...this.#partitions.keys()];
  }

  /** All rows, by partition and sort key. */
  all(): readonly Row[] {
    return [...this.#partitions.keys()].toSorted(compare).flatMap((partition) => this.sorted(partition));
  }
}

/** By code unit: the order of DynamoDB for the ASCII ids and numbers that keys are made of. */
function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
