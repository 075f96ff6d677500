import { createNameLikeness, type NameLikeness } from "./name-likeness.ts";
import type { NameMeaning } from "./name-meaning.ts";
import { buildSpelling, type Spelling } from "./name-spelling.ts";

/**
 * Finds the entry whose name is most like a text: exact after normalising, then a known name at the end of the text, then by
 * spelling, the cosine of character n-grams (name-grams.ts) weighted by how rare they are (TF-IDF).
 *
 * Every name and alias is one document; an entry is as alike as its best document, plus 30 % of the second and 9 % of
 * the third: where several names of one occupation are alike, it is more likely meant. A query walks the posting lists
 * of its own n-grams only, so it costs some thousands of additions over a list of thousands of names.
 *
 * `resolve` decides alone and goes by the name itself. `rank` gives somebody a choice and, where the caller says what names mean, goes
 * by three views of them: spelling, meaning and company (name-likeness.ts).
 *
 * `resolve`, tried on names held out of the built-in list, a twentieth at a time; right in four digits among the 40 % most
 * alike: bigrams and trigrams 66 %, with the bonus for further names 68 %, letters and bigrams with it 71 %; IDF to the
 * power of 1.5, four-grams, and leaving out the marks at the ends did not help.
 *
 * `rank`, tried on 62 job titles among 2,619 (test/quality), mean average precision (of the even and the odd queries), each step on top of
 * the one before: words in three and four letters .350 (.299, .402); with what the names of occupations mean .401 (.353, .448); words of
 * competencies speaking too .404; each word counting by how far its competencies are from those of all work .414; unknown words
 * borrowing from those spelt alike .442 (.374, .511); company .451 (.389, .512); less what a name has in common with all .455; widened
 * by the ten names most alike .469. So far by names of the corpus alone; in an index that also holds the 11,000 names of the
 * occupations it is .467 (.385, .548). From there on the constants hardly matter: half or twice a view's share, five to twenty names and other
 * powers of the weights move it by .007 or less, while the two halves differ by .16, so it isn't finer than that.
 *
 * No gain: what a whole name is spelt like instead of its words, the best match word by word, words cut to their stems, what n-grams
 * speak for, words of competencies alone (.161), groups of occupations, a factorisation (SVD, 100 and 200), company by shared
 * occupations, the likeness of a name's own neighbours (CSLS) instead of all, spreading over neighbours, widening twice or by entries instead
 * of names (+.001), n-grams weighted by what their words say. A hundred competencies and fifty neighbours a word instead of 300 lose .005. What is left are words of
 * which neither the taxonomy nor other names know anything (nanny, forklift) and titles that are alike only in where they are worked. Meaning
 * depends on the taxonomy: the built-in one, of 296 Korean occupations, says little about English titles.
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

/** What stands before, between and after the brackets without the words every posting uses, spaces and all. */
const spacedEssenceOf = (text: string): string =>
  withoutBrackets(text.slice(0, NAME_CHARS_MAX)).replace(POSTING_WORDS, " ");

const essenceOf = (text: string): string => normaliseName(withoutBrackets(text).replace(POSTING_WORDS, " "));

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

/** Further names of one entry that are alike too: 30 % of the second best, 9 % of the third. */
const FURTHER_NAME_PERCENTS = [100, 30, 9] as const;

function likenessOf(cosinesOfOneCode: readonly number[]): number {
  const best = cosinesOfOneCode.toSorted((a, b) => b - a);
  const hundredths = FURTHER_NAME_PERCENTS.reduce((sum, percent, i) => sum + percent * (best[i] ?? 0), 0);
  return Math.min(LIKENESS_BP_MAX, Math.floor(hundredths / 100));
}

/**
 * Builds an index over names. Earlier entries win where two have the same normalised name, so a caller puts what it
 * trusts most first. `meaning` says what a name means; without it, `rank` goes by spelling as `resolve` does. `nothing` are names of
 * none of the entries, however alike; a name that an entry has is that entry's all the same.
 */
export function createNameIndex(
  entries: readonly NamedEntry[],
  barBp: number,
  { meaning, nothing = [] }: { readonly meaning?: NameMeaning; readonly nothing?: readonly string[] } = {},
): NameIndex {
  const namesOfNothing = new Set(nothing.map(normaliseName));
  const codeOfName = new Map<string, string>();
  const spellings: string[] = [];
  // Whole names first: what is left of one name without its brackets must not take the place of another.
  for (const [keyOf, spellingOf] of [
    [normaliseName, (name: string) => name.slice(0, NAME_CHARS_MAX)],
    [essenceOf, spacedEssenceOf],
  ] as const) {
    for (const { code, name } of entries) {
      const key = keyOf(name);
      if (key === "" || codeOfName.has(key)) continue;
      codeOfName.set(key, code);
      spellings.push(spellingOf(name));
    }
  }
  const codes = [...codeOfName.values()];
  const heads = headsOf(codeOfName);
  let spelling: Spelling | undefined;
  let likeness: NameLikeness | undefined;

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

  /** Likeness 0–1 of every name to a text by its spelling. */
  const bySpelling = (text: string): Float64Array => {
    spelling ??= buildSpelling(spellings);
    const sums = new Float64Array(spellings.length);
    spelling.space.addProducts(spelling.queryOf(text), 1, sums);
    return sums;
  };

  const byAllViews = (text: string, read: NameMeaning): Float64Array => {
    likeness ??= createNameLikeness(spellings, read);
    return likeness.of(text);
  };

  const entriesBy = (shares: Float64Array, text: string, limit: number): readonly Resolved[] => {
    const byCode = new Map<string, number[]>();
    shares.forEach((share, document) => {
      if (share <= 0) return;
      const code = codes[document] ?? "";
      const bp = Math.floor(share * EXACT_BP);
      const list = byCode.get(code);
      if (list === undefined) byCode.set(code, [bp]);
      else list.push(bp);
    });
    const best = new Map(Array.from(byCode, ([code, list]) => [code, likenessOf(list)]));
    const certain = known(text);
    if (certain !== undefined) best.set(certain.code, certain.confidence);
    return Array.from(best, ([code, confidence]) => ({ code, confidence }))
      .sort((a, b) => b.confidence - a.confidence || (a.code < b.code ? -1 : 1))
      .slice(0, limit);
  };

  const questionOf = (text: string): string => {
    const essence = spacedEssenceOf(text);
    return normaliseName(essence) === "" ? text.slice(0, NAME_CHARS_MAX) : essence;
  };

  return {
    rank(text, limit) {
      const question = questionOf(text);
      return entriesBy(meaning ? byAllViews(question, meaning) : bySpelling(question), text, limit);
    },
    resolve(text) {
      const certain = known(text);
      if (certain !== undefined) return certain;
      if ([normaliseName(text), essenceOf(text)].some((name) => namesOfNothing.has(name))) return undefined;
      const [first] = entriesBy(bySpelling(questionOf(text)), text, 1);
      return first !== undefined && first.confidence >= barBp ? first : undefined;
    },
  };
}
