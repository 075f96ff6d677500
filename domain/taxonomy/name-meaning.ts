import { type SparseVector, sparseVector } from "./cosine.ts";
import { log2InSixteenths } from "./log2.ts";
import type { Competency, Occupation } from "./taxonomy.ts";

/**
 * What a name means, as the competencies that its words speak for: a word speaks for a competency as much as the occupations called by
 * it ask for it more often than others do (lift, by its logarithm). So a nanny and a babysitter are alike without a common letter, as
 * long as the taxonomy knows occupations by these words.
 *
 * A word that no occupation is called by says nothing, and the less of a name is known, the less its meaning counts.
 *
 * Words are Latin ones as they stand, and of other scripts every two letters in a row, since a Korean compound is no word
 * that comes again.
 */
const LATIN_WORD = /[\p{N}+#]*\p{Script=Latin}[\p{Script=Latin}\p{N}+#]*/gu;
const OTHER_LETTERS = /[^\p{L}\p{N}]+/gu;

function wordsOf(name: string): Set<string> {
  const lower = name.normalize("NFKC").toLowerCase();
  const words = new Set(Array.from(lower.matchAll(LATIN_WORD), ([word]) => word));
  const others = lower.replace(LATIN_WORD, " ").replace(OTHER_LETTERS, "");
  for (let i = 0; i + 2 <= others.length; i++) words.add(others.slice(i, i + 2));
  return words;
}

/** Weights are made whole in these steps: finer than any difference that counts. */
const STEPS = 1_000;

/** The competencies that a word speaks for most: the words of many occupations speak for thousands, a little. */
const COMPETENCIES_PER_WORD_MAX = 300;

/** What a name means: competencies by number with whole weights, and which share of its words, by rarity, is known (0–1). */
export interface Meaning {
  readonly competencies: SparseVector;
  readonly knownShare: number;
}

interface Word {
  /** How rare it is among occupations, in sixteenths. */
  readonly rarity: number;
  /** Competencies by number, as a vector of length 1. */
  readonly speaksFor: readonly (readonly [competency: number, weight: number])[];
}

function toWord(
  holders: readonly number[],
  asked: readonly (readonly number[])[],
  uses: ReadonlyMap<number, number>,
): Word {
  const together = new Map<number, number>();
  for (const occupation of holders) {
    for (const competency of asked[occupation] ?? []) together.set(competency, (together.get(competency) ?? 0) + 1);
  }
  const lifts = Array.from(together, ([competency, count]) => {
    const ratio = (count * asked.length) / (holders.length * (uses.get(competency) ?? 1));
    return [competency, ratio < 1 ? 0 : log2InSixteenths(ratio)] as const;
  })
    .filter(([, lift]) => lift > 0)
    .sort(([a, liftA], [b, liftB]) => liftB - liftA || a - b)
    .slice(0, COMPETENCIES_PER_WORD_MAX);
  const length = Math.sqrt(lifts.reduce((sum, [, lift]) => sum + lift * lift, 0));
  const rarity = log2InSixteenths((asked.length + 1) / holders.length);
  return { rarity, speaksFor: lifts.map(([competency, lift]) => [competency, lift / length]) };
}

/** Reads names by the occupations of a taxonomy. */
export function createNameMeaning(
  occupations: readonly Occupation[],
  competencies: readonly Competency[],
): (name: string) => Meaning {
  const numbers = new Map(competencies.map(({ code, number }) => [code, number]));
  const asked = occupations.map((occupation) => occupation.competencies.map(([code]) => numbers.get(code) ?? 0));
  const uses = new Map<number, number>();
  for (const competency of asked.flat()) uses.set(competency, (uses.get(competency) ?? 0) + 1);
  const holders = new Map<string, number[]>();
  occupations.forEach(({ ko, en, aliases }, place) => {
    for (const word of new Set([ko, en, ...aliases].flatMap((name) => [...wordsOf(name)]))) {
      const list = holders.get(word) ?? [];
      list.push(place);
      holders.set(word, list);
    }
  });
  const words = new Map<string, Word>();
  const wordOf = (text: string): Word | undefined => {
    const known = holders.get(text);
    if (known === undefined) return undefined;
    const word = words.get(text) ?? toWord(known, asked, uses);
    words.set(text, word);
    return word;
  };
  const unknownRarity = log2InSixteenths(occupations.length + 1);
  return (name) => {
    const read = Array.from(wordsOf(name), wordOf);
    const whole = read.reduce((sum, word) => sum + (word?.rarity ?? unknownRarity), 0);
    const known = read.reduce((sum, word) => sum + (word?.rarity ?? 0), 0);
    const weighed = read.flatMap((word) =>
      (word?.speaksFor ?? []).map(
        ([competency, weight]) => [competency, Math.round((word?.rarity ?? 0) * weight * STEPS)] as const,
      ),
    );
    return { competencies: sparseVector(weighed), knownShare: whole === 0 ? 0 : known / whole };
  };
}
