/** Ids read in one call. */
const IDS_PER_READ = 100;

/** Writes under way at once: enough to hide their latency, few enough for one connection pool. */
const WRITES_AT_ONCE = 16;

export function inReads<T>(values: readonly T[]): T[][] {
  return inGroups(values, IDS_PER_READ);
}

export function inGroups<T>(values: readonly T[], size: number): T[][] {
  const groups: T[][] = [];
  for (let start = 0; start < values.length; start += size) groups.push(values.slice(start, start + size));
  return groups;
}

/** What one call of a batch operation, or one message, takes. */
export interface BatchLimits {
  readonly entriesMax: number;
  readonly bytesMax: number;
}

/**
 * Splits entries into batches, keeping their order: each takes as many as its limits allow. An entry that is larger than a whole batch
 * gets one of its own, which the service refuses; callers check the size of single entries before.
 */
export function inBatches<Entry>(
  entries: readonly Entry[],
  { entriesMax, bytesMax }: BatchLimits,
  bytesOf: (entry: Entry) => number = () => 0,
): Entry[][] {
  const batches: Entry[][] = [];
  let batch: Entry[] = [];
  let batchBytes = 0;
  for (const entry of entries) {
    const bytes = bytesOf(entry);
    if (batch.length > 0 && (batch.length === entriesMax || batchBytes + bytes > bytesMax)) {
      batches.push(batch);
      batch = [];
      batchBytes = 0;
    }
    batch.push(entry);
    batchBytes += bytes;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}

/**
 * Does the same for all values, some at a time, and gives the results in their order. When one fails the others of its group end first: nothing may be
 * under way any more when the work is tried again.
 */
export async function settled<Value, Result>(
  values: readonly Value[],
  work: (value: Value) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const some of inGroups(values, WRITES_AT_ONCE)) {
    for (const one of await Promise.allSettled(some.map(work))) {
      if (one.status === "rejected") throw one.reason;
      results.push(one.value);
    }
  }
  return results;
}
