import { type SparseVector, sparseVector } from "./cosine.ts";
import { log2InSixteenths } from "./log2.ts";
import { wordsOf } from "./name-words.ts";

/**
 * What company a name keeps: the words that stand beside its words in other names, each as much as the two stand together more often than
 * by chance (positive pointwise mutual information, in sixteenths of a bit). So an attorney is near to a counsel by the names
 * themselves, since both are staff, trial and general ones, even where no taxonomy knows either.
 */
export type NameCompany = (name: string) => SparseVector;

/** Weights are made whole in these steps: finer than any difference that counts. */
const STEPS = 1_000;

/** The words that stand beside a word most: a manager is beside a thousand, each of which says little. */
const BESIDE_MAX = 300;

interface Word {
  readonly rarity: number;
  /** Words by number, as a vector of length 1. */
  readonly beside: readonly (readonly [word: number, weight: number])[];
}

interface Counted {
  readonly numbers: ReadonlyMap<string, number>;
  /** By the number of a word: how many names have it, and how often it stands beside each other one. */
  readonly names: readonly number[];
  readonly beside: readonly ReadonlyMap<number, number>[];
}

function count(names: readonly string[]): Counted {
  const numbers = new Map<string, number>();
  const having: number[] = [];
  const beside: Map<number, number>[] = [];
  for (const name of names) {
    const own = Array.from(wordsOf(name), (word) => {
      const number = numbers.get(word) ?? numbers.size;
      numbers.set(word, number);
      return number;
    });
    for (const word of own) {
      having[word] = (having[word] ?? 0) + 1;
      const others = beside[word] ?? new Map<number, number>();
      beside[word] = others;
      for (const other of own) if (other !== word) others.set(other, (others.get(other) ?? 0) + 1);
    }
  }
  return { numbers, names: having, beside };
}

/** Reads names by the company that words keep in `names`. */
export function createNameCompany(names: readonly string[]): NameCompany {
  const { numbers, names: having, beside } = count(names);
  const sums = beside.map((others) => [...others.values()].reduce((sum, times) => sum + times, 0));
  const whole = sums.reduce((sum, times) => sum + times, 0);
  const read = (number: number): Word => {
    const weights: (readonly [word: number, weight: number])[] = [];
    for (const [other, times] of beside[number] ?? []) {
      const ratio = (times * whole) / ((sums[number] ?? 1) * (sums[other] ?? 1));
      if (ratio > 1) weights.push([other, log2InSixteenths(ratio)]);
    }
    const strongest = weights.sort(([a, weightA], [b, weightB]) => weightB - weightA || a - b).slice(0, BESIDE_MAX);
    const length = Math.sqrt(strongest.reduce((sum, [, weight]) => sum + weight * weight, 0)) || 1;
    return {
      rarity: log2InSixteenths((names.length + 1) / (having[number] ?? 1)),
      beside: strongest.map(([other, weight]) => [other, weight / length]),
    };
  };
  const words = new Map<number, Word>();
  const wordOf = (text: string): Word | undefined => {
    const number = numbers.get(text);
    if (number === undefined) return undefined;
    const word = words.get(number) ?? read(number);
    words.set(number, word);
    return word;
  };
  return (name) =>
    sparseVector(
      Array.from(wordsOf(name)).flatMap((text) => {
        const { rarity, beside: others } = wordOf(text) ?? NOTHING;
        return others.map(([other, weight]) => [other, Math.round(rarity * weight * STEPS)] as const);
      }),
    );
}

const NOTHING: Word = { rarity: 0, beside: [] };
