import { type SparseVector, sparseVector } from "./cosine.ts";
import { log2InSixteenths } from "./log2.ts";

/**
 * Names as bags of character n-grams, so that names can be compared in any language without a list of its words.
 *
 * Latin words are cut up one by one, into three and four letters with a mark at both ends: endings differ (manager, management) and
 * neighbours don't matter. Hangul is cut up as a whole, into one and two syllables, because Korean names are compounds that
 * spaces divide at will (병원청소원, 청소 미화) and a syllable says something by itself.
 */
const LATIN_WORD = /[\p{N}+#]*\p{Script=Latin}[\p{Script=Latin}\p{N}+#]*/gu;
const NEITHER_LETTER_NOR_NUMBER = /[^\p{L}\p{N}+#]+/gu;

const LATIN_GRAM_CHARS = [3, 4] as const;
const OTHER_GRAM_CHARS = [1, 2] as const;

function addGrams(counts: Map<string, number>, marked: string, lengths: readonly number[]): void {
  for (const length of lengths) {
    for (let i = 0; i + length <= marked.length; i++) {
      const gram = marked.slice(i, i + length);
      if (gram !== "^" && gram !== "$") counts.set(gram, (counts.get(gram) ?? 0) + 1);
    }
  }
}

/** Adds the n-grams of a text to `counts`. */
export function countGrams(text: string, counts: Map<string, number> = new Map()): Map<string, number> {
  const lower = text.normalize("NFKC").toLowerCase();
  for (const [word] of lower.matchAll(LATIN_WORD)) addGrams(counts, `^${word}$`, LATIN_GRAM_CHARS);
  const others = lower.replace(LATIN_WORD, " ").replace(NEITHER_LETTER_NOR_NUMBER, "");
  if (others !== "") addGrams(counts, `^${others}$`, OTHER_GRAM_CHARS);
  return counts;
}

/** An n-gram that is there more often weighs more, but less than as many times: 1 + log2, in sixteenths. */
export function weightOfCount(count: number): number {
  return 16 + log2InSixteenths(count);
}

/** Bags of n-grams as vectors of whole weights: how often by how rare (TF-IDF), both by their logarithms. */
export function gramVectors(bags: readonly ReadonlyMap<string, number>[]): readonly SparseVector[] {
  const holders = new Map<string, number>();
  const keys = new Map<string, number>();
  for (const bag of bags) {
    for (const gram of bag.keys()) {
      holders.set(gram, (holders.get(gram) ?? 0) + 1);
      if (!keys.has(gram)) keys.set(gram, keys.size);
    }
  }
  return bags.map((bag) =>
    sparseVector(
      Array.from(bag, ([gram, count]) => {
        const rarity = log2InSixteenths((bags.length + 1) / (holders.get(gram) ?? 1));
        return [keys.get(gram) ?? 0, weightOfCount(count) * rarity] as const;
      }),
    ),
  );
}
