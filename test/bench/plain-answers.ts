import { BestMatches, type MatchLimits, type MatchResult } from "../../domain/index/match-index.ts";
import type { Score } from "../../domain/matching/score.ts";

/** An answer in one line: how many are over the threshold, and ids and scores of those listed, in order. */
export function answerOf<T>({ matches, overThreshold }: MatchResult<T>, idOf: (facts: T) => string): string {
  return `${overThreshold}:${matches.map(({ facts, score }) => `${idOf(facts)} ${score}`).join(",")}`;
}

/** The answer that the plain score gives, run over everybody. */
export class PlainAnswers<T> {
  readonly #best: BestMatches<T>;
  readonly #idOf: (facts: T) => string;

  constructor(limits: MatchLimits, idOf: (facts: T) => string) {
    this.#best = new BestMatches(limits, idOf);
    this.#idOf = idOf;
  }

  offer(facts: T, verdict: Score | string): void {
    if (typeof verdict === "object") this.#best.offer({ facts, ...verdict });
  }

  answer(): string {
    return answerOf(this.#best.result(), this.#idOf);
  }
}
