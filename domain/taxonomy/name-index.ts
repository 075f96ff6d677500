import { log2InSixteenths } from "./log2.ts";

/**
 * Finds the entry whose name is most like a text: exact after normalising, then a known name at the end of the text,
 * then the cosine of character n-grams weighted by how rare they are (TF-IDF). Characters rather than words because
 * Korean titles are compounds (병원청소원, 청소 미화) that spaces divide at will.
 *
 * Every name and alias is one document; an entry is as alike as its best document, plus 30 % of the second and 9 % of
 * the third: where several names of one occupation are alike, it is more likely meant. A query walks the posting lists
 * of its own n-grams only, so it costs some thousands of additions over a list of thousands of names.
 *
 * Tried on names held out of the built-in list, a twentieth at a time; right in four digits among the 40 % most
 * alike: bigrams and trigrams 66 %, with the bonus for further names 68 %, letters and bigrams with it 71 %; IDF to the
 * power of 1.5, four-grams, and leaving out the marks at the ends did not help.
 */
export interface NamedEntry {
  readonly code: string;
  readonly name: string;
}

export interface Resolved {
  readonly code: string;
  /** Basis points: 10 000 for the very name. */
  readonly confidence: number;
}

export interface NameIndex {
  /** The most alike entries, best first, each code once; ties by code. */
  rank(text: string, limit: number): readonly Resolved[];
  /** The best entry at or above the bar, undefined below it. */
  resolve(text: string): Resolved | undefined;
}

/** A title is a line; beyond this only the beginning is read. */
const NAME_CHARS_MAX = 120;

const EXACT_BP = 10_000;
/** The name is there, and what stands in brackets behind it is left aside. */
const BRACKETS_ASIDE_BP = 9_500;
/** However alike, a name that isn't there stays below one that is. */
const LIKENESS_BP_MAX = 9_400;
/** Korean puts the head last: 병원 야간 청소원 is a 청소원, whatever stands before it. */
const ENDS_WITH_NAME_BP = 8_500;
/** Shorter names end too many words by chance (기사, 강사, 코디). */
const ENDING_NAME_CHARS_MIN = 3;
/**
 * A name counts as a head only when most names that end with it mean the same work: 간호사 does, 사무원, 매니저 and 청소원
 * end the names of many.
 */
const SAME_CODE_PERCENT_MIN = 75;

/** What postings add to a name without changing the work. */
const POSTING_WORDS =
  /(?:구합니다|구인합니다|모집합니다|채용합니다|모십니다|모집공고|채용공고|모집|채용|구인|급구|신입|경력자?|무관|우대|가능|직원|정규직|계약직|상용직|시간제|파트타임|아르바이트|알바|단기|장기|주간|야간|오전|오후|종일|주[1-7]일|[1-7]일|\d+시간|\d+명|남녀|중장년|시니어|자격증|소지자?|보유자?|필수|이상|님|분$)/gu;

/** Brings two spellings of one name together: compatibility forms, case, spaces and punctuation. */
export function normaliseName(text: string): string {
  return text
    .slice(0, NAME_CHARS_MAX)
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}+#]+/gu, "");
}

const withoutBrackets = (text: string): string =>
  text.normalize("NFKC").replace(/[([{<【][^)\]}>】]*[)\]}>】]?/gu, " ");

/** What stands before, between and after the brackets without the words every posting uses. */
const essenceOf = (text: string): string => normaliseName(withoutBrackets(text).replace(POSTING_WORDS, " "));

/**
 * N-grams with a mark at both ends, so that beginnings and endings count. A letter of Hangul is a syllable and says
 * something by itself; Latin letters say something from two or three on.
 */
function gramsOf(normalised: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const marked = `^${normalised}$`;
  const shortest = /[a-z]/u.test(normalised) ? 2 : 1;
  for (let length = shortest; length <= shortest + 1; length++) {
    for (let i = 0; i + length <= marked.length; i++) {
      const gram = marked.slice(i, i + length);
      if (gram !== "^" && gram !== "$") counts.set(gram, (counts.get(gram) ?? 0) + 1);
    }
  }
  return counts;
}

interface Posting {
  readonly document: number;
  readonly weight: number;
}

/** The names that, standing at the end of a longer text, say which work it is. */
function headsOf(codeOfName: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const ending = new Map<string, { same: number; all: number }>();
  for (const [name, code] of codeOfName) {
    for (let start = 0; start + ENDING_NAME_CHARS_MIN <= name.length; start++) {
      const head = name.slice(start);
      const headCode = codeOfName.get(head);
      if (headCode === undefined) continue;
      const tally = ending.get(head) ?? { same: 0, all: 0 };
      tally.all++;
      if (headCode === code) tally.same++;
      ending.set(head, tally);
    }
  }
  const heads = new Map<string, string>();
  for (const [head, { same, all }] of ending) {
    const code = codeOfName.get(head);
    if (code !== undefined && same * 100 >= all * SAME_CODE_PERCENT_MIN) heads.set(head, code);
  }
  return heads;
}

interface GramIndex {
  readonly postings: ReadonlyMap<string, readonly Posting[]>;
  readonly lengths: Float64Array;
  readonly rarity: (gram: string) => number;
}

function buildGrams(names: readonly string[]): GramIndex {
  const documents = names.map(gramsOf);
  const holders = new Map<string, number>();
  for (const grams of documents) for (const gram of grams.keys()) holders.set(gram, (holders.get(gram) ?? 0) + 1);
  // An n-gram that no name has still dilutes a query, as if one name had it.
  const rarity = (gram: string): number => log2InSixteenths((names.length + 1) / (holders.get(gram) ?? 1));
  const postings = new Map<string, Posting[]>();
  const lengths = new Float64Array(names.length);
  documents.forEach((grams, document) => {
    for (const [gram, count] of grams) {
      const weight = count * rarity(gram);
      lengths[document] = (lengths[document] ?? 0) + weight * weight;
      const list = postings.get(gram) ?? [];
      list.push({ document, weight });
      postings.set(gram, list);
    }
  });
  return { postings, lengths, rarity };
}

/** Cosine of the text with each name it shares an n-gram with, in basis points. */
function cosines(index: GramIndex, normalised: string): readonly (readonly [document: number, bp: number])[] {
  const dots = new Map<number, number>();
  let square = 0;
  for (const [gram, count] of gramsOf(normalised)) {
    const weight = count * index.rarity(gram);
    square += weight * weight;
    for (const posting of index.postings.get(gram) ?? []) {
      dots.set(posting.document, (dots.get(posting.document) ?? 0) + weight * posting.weight);
    }
  }
  return Array.from(dots, ([document, dot]) => {
    // Two roots rather than one of the product, which would leave the 53 bits in which whole numbers are exact.
    const norm = Math.sqrt(square) * Math.sqrt(index.lengths[document] ?? 1);
    return [document, Math.floor((dot * EXACT_BP) / norm)] as const;
  });
}

/** Further names of one entry that are alike too: 30 % of the second best, 9 % of the third. */
const FURTHER_NAME_PERCENTS = [100, 30, 9] as const;

function likenessOf(cosinesOfOneCode: readonly number[]): number {
  const best = cosinesOfOneCode.toSorted((a, b) => b - a);
  const hundredths = FURTHER_NAME_PERCENTS.reduce((sum, percent, i) => sum + percent * (best[i] ?? 0), 0);
  return Math.min(LIKENESS_BP_MAX, Math.floor(hundredths / 100));
}

/**
 * Builds an index over names. Earlier entries win where two have the same normalised name, so a caller puts what it
 * trusts most first.
 */
export function createNameIndex(entries: readonly NamedEntry[], barBp: number): NameIndex {
  const codeOfName = new Map<string, string>();
  // Whole names first: what is left of one name without its brackets must not take the place of another.
  for (const keyOf of [normaliseName, essenceOf]) {
    for (const { code, name } of entries) {
      const key = keyOf(name);
      if (key !== "" && !codeOfName.has(key)) codeOfName.set(key, code);
    }
  }
  const names = [...codeOfName.keys()];
  const codes = [...codeOfName.values()];
  const heads = headsOf(codeOfName);
  let grams: GramIndex | undefined;

  const known = (text: string): Resolved | undefined => {
    const exact = codeOfName.get(normaliseName(text));
    if (exact !== undefined) return { code: exact, confidence: EXACT_BP };
    const essence = essenceOf(text);
    const aside = codeOfName.get(essence);
    if (aside !== undefined) return { code: aside, confidence: BRACKETS_ASIDE_BP };
    for (let start = 1; start + ENDING_NAME_CHARS_MIN <= essence.length; start++) {
      const code = heads.get(essence.slice(start));
      if (code !== undefined) return { code, confidence: ENDS_WITH_NAME_BP };
    }
    return undefined;
  };

  const rank = (text: string, limit: number): readonly Resolved[] => {
    grams ??= buildGrams(names);
    const byCode = new Map<string, number[]>();
    for (const [document, bp] of cosines(grams, essenceOf(text) || normaliseName(text))) {
      const code = codes[document] ?? "";
      const list = byCode.get(code);
      if (list === undefined) byCode.set(code, [bp]);
      else list.push(bp);
    }
    const best = new Map(Array.from(byCode, ([code, list]) => [code, likenessOf(list)]));
    const certain = known(text);
    if (certain !== undefined) best.set(certain.code, certain.confidence);
    return Array.from(best, ([code, confidence]) => ({ code, confidence }))
      .sort((a, b) => b.confidence - a.confidence || (a.code < b.code ? -1 : 1))
      .slice(0, limit);
  };

  return {
    rank,
    resolve(text) {
      const certain = known(text);
      if (certain !== undefined) return certain;
      const [first] = rank(text, 1);
      return first !== undefined && first.confidence >= barBp ? first : undefined;
    },
  };
}
