/** Ids read in one call. */
const IDS_PER_READ = 100;

/** Writes under way at once: enough to hide their latency, few enough for one connection pool. */
const WRITES_AT_ONCE = 16;

export function inReads<T>(values: readonly T[]): T[][] {
  return inGroups(values, IDS_PER_READ);
}

export function inGroups<T>(values: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, group) =>
    values.slice(group * size, (group + 1) * size),
  );
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
