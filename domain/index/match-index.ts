import type { ApplicantFacts, OpeningFacts } from "../matching/facts.ts";
import type { ScoringRules } from "../matching/score.ts";
import type { Taxonomy } from "../taxonomy/taxonomy.ts";

/** How far a match reaches: scores from `thresholdBp` on count, and the best `listMax` of them are listed. */
export interface MatchLimits {
  readonly thresholdBp: number;
  readonly listMax: number;
}

/** Whom a match considers, by id; without it, everybody. */
export type Admits = (id: string) => boolean;

/** One pair over the threshold. */
export interface Match<T> {
  readonly facts: T;
  readonly score: number;
  readonly fitsOpening: number;
  readonly fitsApplicant: number;
}

/** The best matches, highest score first, equal scores by id; and how many there are in all. */
export interface MatchResult<T> {
  readonly matches: readonly Match<T>[];
  readonly overThreshold: number;
}

/** Number and revision of a record in a shard's log. */
export interface LastWord {
  readonly seq: number;
  readonly revision: number;
}

/** Finds everybody an opening suits. Exact: equal to `score` run over everybody. */
export interface ApplicantIndex {
  readonly size: number;
  get(applicantId: string): ApplicantFacts | undefined;
  /** Where the log's last word on an applicant stands; undefined when there is nobody of that id. */
  lastWordOn(applicantId: string): LastWord | undefined;
  /** Takes in a profile, and gives the number of the log's record that it replaces. */
  upsert(facts: ApplicantFacts, seq?: number): number | undefined;
  /**
   * The same from a record as it stands in a shard log, packed; damaged bytes throw a `RangeError`. Where what is there is as new, it stays, and the
   * record's own number is given.
   */
  upsertRecord(record: Uint8Array, seq?: number): number | undefined;
  /** Gives the number of the log's record that is gone with it. */
  remove(applicantId: string): number | undefined;
  /** Does beforehand what else the first match would wait for. */
  prepare(taxonomy: Taxonomy): void;
  match(opening: OpeningFacts, rules: ScoringRules, limits: MatchLimits, admits?: Admits): MatchResult<ApplicantFacts>;
  values(): Iterable<ApplicantFacts>;
}

/** Finds every opening that suits somebody. Exact, too. */
export interface OpeningIndex {
  readonly size: number;
  get(openingId: string): OpeningFacts | undefined;
  upsert(facts: OpeningFacts): void;
  remove(openingId: string): void;
  match(
    applicant: ApplicantFacts,
    rules: ScoringRules,
    limits: MatchLimits,
    admits?: Admits,
  ): MatchResult<OpeningFacts>;
  values(): Iterable<OpeningFacts>;
}

/** Collects matches and keeps the best: highest score first, then by id in code-unit order. */
export class BestMatches<T> {
  readonly #idOf: (facts: T) => string;
  readonly #limits: MatchLimits;
  #kept: Match<T>[] = [];
  #overThreshold = 0;

  constructor(limits: MatchLimits, idOf: (facts: T) => string) {
    this.#limits = limits;
    this.#idOf = idOf;
  }

  offer(match: Match<T>): void {
    if (match.score < this.#limits.thresholdBp) return;
    this.#overThreshold++;
    this.#kept.push(match);
    // Sorting now and then keeps memory at twice the list and costs a logarithm per offer.
    if (this.#kept.length >= this.#limits.listMax * 2 + 16) this.#trim();
  }

  result(): MatchResult<T> {
    this.#trim();
    return { matches: this.#kept, overThreshold: this.#overThreshold };
  }

  #trim(): void {
    this.#kept.sort((a, b) => b.score - a.score || compareCodeUnits(this.#idOf(a.facts), this.#idOf(b.facts)));
    if (this.#kept.length > this.#limits.listMax) this.#kept.length = this.#limits.listMax;
  }
}

/** Order of ids everywhere: by UTF-16 code unit, the same in every locale. */
export function compareCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The passes in WebAssembly or in TypeScript; by themselves, large indexes choose WebAssembly where there is any. */
export type PassChoice = "kernel" | "plain";
