import { type SparseVector, sparseVector } from "./cosine.ts";
import { log2InSixteenths } from "./log2.ts";
import { buildSpelling, type Spelling } from "./name-spelling.ts";
import { hasSpelling, wordsOf } from "./name-words.ts";
import type { Competency, Occupation } from "./taxonomy.ts";

/**
 * What a name means, as the competencies that its words speak for. So a nanny and a babysitter are alike without a common letter, as
 * long as the taxonomy knows occupations by these words.
 *
 * A word stands for occupations: for those called by it, and a little for those that ask for competencies called by it. It speaks for a
 * competency as much as its occupations ask for it more often than others do (lift, by its logarithm). A word that neither is called
 * by borrows from the known words spelt most like it (recruiter from recruit and recruitment), and counts the less the less it is like them.
 *
 * A word counts by how rare it is, times how far its competencies are from those of all work (divergence of the two shares, in bits):
 * assistants do anything and nurses don't, though both are the names of few.
 */
export type NameMeaning = (name: string) => SparseVector;

/** Weights are made whole in these steps: finer than any difference that counts. */
const STEPS = 1_000;

/** The competencies that a word speaks for most: the words of many occupations speak for thousands, a little. */
const COMPETENCIES_PER_WORD_MAX = 300;

/** An occupation stands for a word of its competencies' names by this much for each, against 1 for a word of its own. */
const BY_COMPETENCY = 0.03;

/** An unknown word borrows from so many known ones, if their cosine by spelling reaches the bar; below it, likeness is chance. */
const BORROWED_FROM_WORDS = 3;
const BORROWED_COSINE_MIN = 0.3;

/** What a word stands for: how often an occupation that it stands for asks for each competency, 0–1. */
type Shares = ReadonlyMap<number, number>;

interface Word {
  /** How much it counts: rarity times divergence, less where it was borrowed. */
  readonly telling: number;
  /** Competencies by number, as a vector of length 1. */
  readonly speaksFor: readonly (readonly [competency: number, weight: number])[];
}

function sum(numbers: Iterable<number>): number {
  let whole = 0;
  for (const number of numbers) whole += number;
  return whole;
}

/** In bits; below 1 by the inverse, since the logarithm of sixteenths is for ratios of at least 1. */
const bitsOf = (ratio: number): number => (ratio < 1 ? -log2InSixteenths(1 / ratio) : log2InSixteenths(ratio)) / 16;

/** What is asked for in all occupations of a taxonomy. */
interface Demand {
  readonly asked: readonly (readonly number[])[];
  /** How many occupations ask for a competency. */
  readonly uses: ReadonlyMap<number, number>;
  readonly usesOfAll: number;
}

/** `likeness` is the cosine with the word that the shares were borrowed from, 1 where they are its own. */
function toWord(shares: Shares, { asked, uses, usesOfAll }: Demand, rarity: number, likeness = 1): Word {
  const lifts: (readonly [competency: number, lift: number])[] = [];
  const sharesOfAll = sum(shares.values());
  let divergence = 0;
  for (const [competency, share] of shares) {
    const count = uses.get(competency) ?? 1;
    const part = share / sharesOfAll;
    divergence += part * bitsOf((part * usesOfAll) / count);
    const lift = bitsOf((share * asked.length) / count);
    if (lift > 0) lifts.push([competency, lift]);
  }
  const strongest = lifts.sort(([a, liftA], [b, liftB]) => liftB - liftA || a - b).slice(0, COMPETENCIES_PER_WORD_MAX);
  const length = Math.sqrt(sum(strongest.map(([, lift]) => lift * lift)));
  // A taxonomy of one occupation tells nothing apart, and rounding may leave less than nothing.
  const telling = rarity * likeness * Math.max(0, divergence);
  return { telling, speaksFor: strongest.map(([competency, lift]) => [competency, lift / length]) };
}

function demandOf(occupations: readonly Occupation[], numbers: ReadonlyMap<string, number>): Demand {
  const asked = occupations.map((occupation) => occupation.competencies.map(([code]) => numbers.get(code) ?? 0));
  const uses = new Map<number, number>();
  for (const competency of asked.flat()) uses.set(competency, (uses.get(competency) ?? 0) + 1);
  return { asked, uses, usesOfAll: sum(uses.values()) };
}

/** Occupations by place, and how much each stands for the word. */
type Holders = Map<number, number>;

function holdersByWord(
  occupations: readonly Occupation[],
  competencies: readonly Competency[],
): ReadonlyMap<string, Holders> {
  const byWord = new Map<string, Holders>();
  const add = (word: string, place: number, weight: number): void => {
    const holders = byWord.get(word) ?? new Map<number, number>();
    holders.set(place, (holders.get(place) ?? 0) + weight);
    byWord.set(word, holders);
  };
  const wordsOfAll = (names: readonly string[]) => new Set(names.flatMap((name) => [...wordsOf(name)]));
  const wordsOfCompetency = new Map(
    competencies.map(({ code, ko, en, aliases = [] }) => [code, wordsOfAll([ko, en, ...aliases])]),
  );
  occupations.forEach(({ ko, en, aliases, competencies: asked }, place) => {
    for (const word of wordsOfAll([ko, en, ...aliases])) add(word, place, 1);
    for (const [code] of asked) {
      for (const word of wordsOfCompetency.get(code) ?? []) add(word, place, BY_COMPETENCY);
    }
  });
  return byWord;
}

function sharesOf(holders: Holders, { asked }: Demand): Shares {
  const whole = sum(holders.values());
  const shares = new Map<number, number>();
  for (const [place, weight] of holders) {
    for (const competency of asked[place] ?? []) {
      shares.set(competency, (shares.get(competency) ?? 0) + weight / whole);
    }
  }
  return shares;
}

/** The known words spelt most like another, best first, of equals the one known first. */
function createLikeWords(
  known: readonly string[],
): (word: string) => readonly (readonly [word: string, cosine: number])[] {
  let spelling: Spelling | undefined;
  return (word) => {
    spelling ??= buildSpelling(known);
    const cosines = new Float64Array(known.length);
    spelling.space.addProducts(spelling.queryOf(word), 1, cosines);
    return Array.from(cosines.keys())
      .filter((place) => (cosines[place] ?? 0) >= BORROWED_COSINE_MIN)
      .sort((a, b) => (cosines[b] ?? 0) - (cosines[a] ?? 0) || a - b)
      .slice(0, BORROWED_FROM_WORDS)
      .map((place) => [known[place] ?? "", cosines[place] ?? 0]);
  };
}

/** Reads names by the occupations of a taxonomy. */
export function createNameMeaning(
  occupations: readonly Occupation[],
  competencies: readonly Competency[],
): NameMeaning {
  const demand = demandOf(occupations, new Map(competencies.map(({ code, number }) => [code, number])));
  const holders = holdersByWord(occupations, competencies);
  const likeWords = createLikeWords([...holders.keys()].filter(hasSpelling));
  const rarityOf = (held: Holders): number => {
    const holding = Math.max(1, sum(held.values()));
    return log2InSixteenths(Math.max(1, (occupations.length + 1) / holding));
  };

  const borrowed = (text: string): Word | undefined => {
    const from = hasSpelling(text) ? likeWords(text) : [];
    const [best] = from;
    if (best === undefined) return undefined;
    const squares = sum(from.map(([, cosine]) => cosine * cosine));
    const shares = new Map<number, number>();
    for (const [word, cosine] of from) {
      for (const [competency, share] of sharesOf(holders.get(word) ?? new Map(), demand)) {
        shares.set(competency, (shares.get(competency) ?? 0) + (share * cosine * cosine) / squares);
      }
    }
    return toWord(shares, demand, log2InSixteenths(occupations.length + 1), best[1]);
  };

  const words = new Map<string, Word | undefined>();
  const wordOf = (text: string): Word | undefined => {
    if (words.has(text)) return words.get(text);
    const held = holders.get(text);
    const word = held === undefined ? borrowed(text) : toWord(sharesOf(held, demand), demand, rarityOf(held));
    words.set(text, word);
    return word;
  };

  return (name) =>
    sparseVector(
      Array.from(wordsOf(name)).flatMap((text) => {
        const { telling, speaksFor } = wordOf(text) ?? NOTHING;
        return speaksFor.map(([competency, weight]) => [competency, Math.round(telling * weight * STEPS)] as const);
      }),
    );
}

const NOTHING: Word = { telling: 0, speaksFor: [] };
