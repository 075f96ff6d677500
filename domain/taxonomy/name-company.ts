import { type SparseVector, sparseVector } from "./cosine.ts";
import { log2InSixteenths } from "./log2.ts";
import type { NameMeaning } from "./name-meaning.ts";
import { wordsOf } from "./name-words.ts";

/**
 * What company a name keeps: the words that stand beside its words in other names, each as much as the two stand together more often than
 * by chance (positive pointwise mutual information, in sixteenths of a bit). So an attorney is near to a counsel by the names
 * themselves, since both are staff, trial and general ones, even where no taxonomy knows either.
 */
export interface NameCompany {
  /** Words by number with whole weights; nothing where all words stand alone. */
  of(name: string): SparseVector;
}

/** Weights are made whole in these steps: finer than any difference that counts. */
const STEPS = 1_000;

/** A word that nothing is known of counts as one of five bits of divergence: as much as a rare one that is known. */
const UNKNOWN_DIVERGENCE_BITS = 5;

interface Word {
  readonly telling: number;
  /** Words by number, as a vector of length 1. */
  readonly beside: readonly (readonly [word: number, weight: number])[];
}

/** The power of 3/4 by roots alone, which every machine rounds alike. */
const powerOfThreeQuarters = (value: number): number => Math.sqrt(value) * Math.sqrt(Math.sqrt(value));

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

/** Reads names by the company that words keep in `names`, each word counting by how rare it is there and by how much it says. */
export function createNameCompany(names: readonly string[], meaning: Pick<NameMeaning, "divergenceOf">): NameCompany {
  const { numbers, names: having, beside } = count(names);
  const sums = beside.map((others) => [...others.values()].reduce((sum, times) => sum + times, 0));
  // Rare words stand beside each other by chance; the power keeps them from having the greatest weights (Levy and others, 2015).
  const chances = sums.map(powerOfThreeQuarters);
  const whole = chances.reduce((sum, chance) => sum + chance, 0);
  const read = (text: string, number: number): Word => {
    const weights: (readonly [word: number, weight: number])[] = [];
    for (const [other, times] of beside[number] ?? []) {
      const ratio = (times * whole) / ((sums[number] ?? 1) * (chances[other] ?? 1));
      if (ratio > 1) weights.push([other, log2InSixteenths(ratio)]);
    }
    const length = Math.sqrt(weights.reduce((sum, [, weight]) => sum + weight * weight, 0)) || 1;
    return {
      telling:
        log2InSixteenths((names.length + 1) / (having[number] ?? 1)) *
        (meaning.divergenceOf(text) ?? UNKNOWN_DIVERGENCE_BITS),
      beside: weights.map(([other, weight]) => [other, weight / length]),
    };
  };
  const words = new Map<number, Word>();
  const wordOf = (text: string): Word | undefined => {
    const number = numbers.get(text);
    if (number === undefined) return undefined;
    const word = words.get(number) ?? read(text, number);
    words.set(number, word);
    return word;
  };
  return {
    of(name) {
      return sparseVector(
        Array.from(wordsOf(name)).flatMap((text) => {
          const { telling, beside: others } = wordOf(text) ?? NOTHING;
          return others.map(([other, weight]) => [other, Math.round(telling * weight * STEPS)] as const);
        }),
      );
    },
  };
}

const NOTHING: Word = { telling: 0, beside: [] };
