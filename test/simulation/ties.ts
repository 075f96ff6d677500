const TWINS = "twins#";

/** Which openings are kept as one opportunity, and since when. */
export class Ties {
  /** By `<opening> <opening>`. */
  readonly #tiedAt = new Map<string, number>();

  note(sets: ReadonlyMap<string, ReadonlySet<string>>, step: number): void {
    for (const [key, members] of sets) {
      if (!key.startsWith(TWINS)) continue;
      for (const id of members) {
        const tie = `${key.slice(TWINS.length)} ${id}`;
        if (!this.#tiedAt.has(tie)) this.#tiedAt.set(tie, step);
      }
    }
  }

  /** The step since which one opening is known to be the same opportunity as another; infinite when it isn't. */
  since(one: string, other: string): number {
    return this.#tiedAt.get(`${one} ${other}`) ?? Number.POSITIVE_INFINITY;
  }
}
