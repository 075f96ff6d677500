/** Something as it was from a step on. */
export interface Since<T> {
  readonly step: number;
  readonly value: T;
}

/** What something was from a step on, and since. */
export function seenSince<T>(all: readonly Since<T>[], since: number): T[] {
  return all.filter(({ step }, at) => step >= since || (all[at + 1]?.step ?? since) >= since).map(({ value }) => value);
}
