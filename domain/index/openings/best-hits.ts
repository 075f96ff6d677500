import { compareCodeUnits, type Match, type MatchResult } from "../match-index.ts";

/** What a hit takes: slot, score and both sides. */
const FIELDS = 4;

const SCORE_MAX = 10_000;

/** Collects hits as numbers, and makes matches of the best of them only. */
export class BestHits {
  #hits = new Int32Array(256 * FIELDS);
  #count = 0;
  /** Hits by score. */
  readonly #counts = new Uint32Array(SCORE_MAX + 1);

  restart(): void {
    this.#count = 0;
  }

  add(slot: number, score: number, fitsOpening: number, fitsApplicant: number): void {
    const at = this.#count++ * FIELDS;
    if (at === this.#hits.length) {
      const larger = new Int32Array(at * 2);
      larger.set(this.#hits);
      this.#hits = larger;
    }
    this.#hits[at] = slot;
    this.#hits[at + 1] = score;
    this.#hits[at + 2] = fitsOpening;
    this.#hits[at + 3] = fitsApplicant;
  }

  result<T>(listMax: number, factsAt: (slot: number) => T | undefined, idOf: (facts: T) => string): MatchResult<T> {
    const least = this.#leastListed(listMax);
    const matches: Match<T>[] = [];
    for (let at = 0; at < this.#count * FIELDS; at += FIELDS) {
      const score = this.#hits[at + 1] ?? 0;
      const facts = score < least ? undefined : factsAt(this.#hits[at] ?? 0);
      if (facts === undefined) continue;
      matches.push({ facts, score, fitsOpening: this.#hits[at + 2] ?? 0, fitsApplicant: this.#hits[at + 3] ?? 0 });
    }
    matches.sort((a, b) => b.score - a.score || compareCodeUnits(idOf(a.facts), idOf(b.facts)));
    if (matches.length > listMax) matches.length = listMax;
    return { matches, overThreshold: this.#count };
  }

  /** The score from which on hits may be listed: as many as fit the list reach it, and those that tie with the last. */
  #leastListed(listMax: number): number {
    if (this.#count <= listMax) return 0;
    const counts = this.#counts.fill(0);
    for (let at = 0; at < this.#count * FIELDS; at += FIELDS) {
      const score = this.#hits[at + 1] ?? 0;
      counts[score] = (counts[score] ?? 0) + 1;
    }
    let listed = 0;
    for (let score = SCORE_MAX; score > 0; score--) {
      listed += counts[score] ?? 0;
      if (listed >= listMax) return score;
    }
    return 0;
  }
}
