import { cosinesOf, type SparseVector, sparseVector } from "./cosine.ts";
import { commonKecoDigits } from "./keco.ts";
import { countGrams, gramVectors } from "./name-grams.ts";
import type { Competency, Occupation } from "./taxonomy.ts";

/**
 * How near two occupations are, in whole basis points. The likeness of two descriptions is the sum of three cosines:
 *
 *     likeness = competencies (essential counts 2, optional 1, by rarity) + 2 × names and aliases + words of the competencies
 *
 * the last two by n-grams (name-grams.ts), each 0–10,000. It is taken of the two themselves, as the mean over the pairs of the groups
 * they stand in, and as the mean over the groups above these: what is true of two lines of work evens out what one description happens to
 * say or to leave out.
 *
 *     proximity = (1,250 × common leading digits + own likeness + 2 × that of their groups + ½ × that of the groups above) / 4
 *
 * of which what is over 7,000 counts half, and at most 9,500. Groups are those of the code: three and two digits in KECO, where four name the occupation, and four and three where
 * a mark behind four digits does, as in ESCO.
 *
 * Tried on career moves (test/quality), judged on a split: the groups gain most (nDCG@10 .372 → .387, recall@50 .47 → .51), names next
 * (without .365), then words (without .383). Two-sided coverage by related competencies instead of the cosine, n-grams against words in
 * names (+.003), weights a half or twice as large: within .004. No gain: likeness spread over the nearest occupations instead of
 * over groups, groups of two digits, LSA of profiles or words, other steps of the digits; digits that weigh four times as much lose .01.
 */
const LIKENESS_OF_NAMES_TIMES = 2;
const DIFFERENT_BP_MAX = 9_500;
const BEND_BP = 7_000;
const FULL_BP = 10_000;

const BP_BY_COMMON_DIGITS = [0, 1_000, 2_500, 4_500] as const;

/** What the codes alone say, which is all there is for an occupation that the taxonomy doesn't describe. */
export function proximityByCode(a: string, b: string): number {
  if (a === b) return FULL_BP;
  return BP_BY_COMMON_DIGITS[commonKecoDigits(a, b)] ?? DIFFERENT_BP_MAX;
}

/** Proximities are kept in bytes; 9,500 is 190 steps. */
const STEP_BP = 50;

/**
 * Proximities of all pairs of different occupations by their places from 0, each pair once: that of i and j < i lies at i(i − 1)/2 + j,
 * in steps of 50 basis points. Three thousand occupations take 4.6 MB.
 */
export type ProximityTable = Uint8Array;

export function proximityTableLength(occupations: number): number {
  return (occupations * (occupations - 1)) / 2;
}

/** Proximity of two different occupations by their places. */
export function proximityAt(table: ProximityTable, a: number, b: number): number {
  const [low, high] = a < b ? [a, b] : [b, a];
  return (table[(high * (high - 1)) / 2 + low] ?? 0) * STEP_BP;
}

type NumberedBy = ReadonlyMap<string, Competency>;

function competencyVector(
  { competencies }: Occupation,
  byCode: NumberedBy,
  rarity: (competency: number) => number,
): SparseVector {
  return sparseVector(
    competencies.map(([code, , need]) => {
      const number = byCode.get(code)?.number ?? 0;
      return [number, rarity(number) * (need === "essential" ? 2 : 1)] as const;
    }),
  );
}

function nameBag({ ko, en, aliases }: Occupation): Map<string, number> {
  const bag = new Map<string, number>();
  for (const name of new Set([ko, en, ...aliases])) countGrams(name, bag);
  return bag;
}

/** The n-grams of the names of an occupation's competencies; each competency is cut up once. */
function wordBags(occupations: readonly Occupation[], byCode: NumberedBy): Map<string, number>[] {
  const grams = new Map<string, ReadonlyMap<string, number>>();
  const gramsOf = (code: string): ReadonlyMap<string, number> => {
    const known = grams.get(code);
    if (known !== undefined) return known;
    const made = new Map<string, number>();
    const { ko = "", en = "" } = byCode.get(code) ?? {};
    for (const name of new Set([ko, en])) countGrams(name, made);
    grams.set(code, made);
    return made;
  };
  return occupations.map(({ competencies }) => {
    const bag = new Map<string, number>();
    for (const [code] of competencies) {
      for (const [gram, count] of gramsOf(code)) bag.set(gram, (bag.get(gram) ?? 0) + count);
    }
    return bag;
  });
}

/** Likeness of every pair, both ways, 0–40,000, as a square. */
function likenesses(
  occupations: readonly Occupation[],
  byCode: NumberedBy,
  rarity: (competency: number) => number,
): Uint16Array {
  const width = occupations.length;
  const square = new Uint16Array(width * width);
  const parts: readonly (readonly [readonly SparseVector[], times: number])[] = [
    [occupations.map((occupation) => competencyVector(occupation, byCode, rarity)), 1],
    [gramVectors(occupations.map(nameBag)), LIKENESS_OF_NAMES_TIMES],
    [gramVectors(wordBags(occupations, byCode)), 1],
  ];
  for (const [vectors, times] of parts) {
    const alike = cosinesOf(vectors);
    for (let row = 0; row < width; row++) {
      for (const { other, bp } of alike(row)) {
        square[row * width + other] = (square[row * width + other] ?? 0) + times * bp;
      }
    }
  }
  return square;
}

/** Beyond `BEND_BP` it counts half, so that the near and the very near can still be told apart under the cap. */
function bent(bp: number): number {
  return Math.min(DIFFERENT_BP_MAX, bp <= BEND_BP ? bp : BEND_BP + (bp - BEND_BP) / 2);
}

/** The group that an occupation stands in, or the one `above` it. */
function groupOf(code: string, above: 0 | 1): string {
  return code.slice(0, Math.min(4, code.length - 1) - above);
}

/** Mean likeness over the pairs of different occupations of two groups, read by the places of two occupations. */
function groupMeans(square: Uint16Array, groups: readonly string[]): (a: number, b: number) => number {
  const names = [...new Set(groups)];
  const placeOf = new Map(names.map((name, place) => [name, place]));
  const places = Uint32Array.from(groups, (name) => placeOf.get(name) ?? 0);
  const sizes = new Uint32Array(names.length);
  for (const place of places) sizes[place] = (sizes[place] ?? 0) + 1;
  const sums = new Float64Array(names.length * names.length);
  const width = groups.length;
  for (let a = 0; a < width; a++) {
    const row = (places[a] ?? 0) * names.length;
    for (let b = 0; b < width; b++) {
      const cell = row + (places[b] ?? 0);
      if (a !== b) sums[cell] = (sums[cell] ?? 0) + (square[a * width + b] ?? 0);
    }
  }
  return (a, b) => {
    const [one, two] = [places[a] ?? 0, places[b] ?? 0];
    const pairs = (sizes[one] ?? 0) * ((sizes[two] ?? 0) - (one === two ? 1 : 0));
    return Math.floor((sums[one * names.length + two] ?? 0) / pairs);
  };
}

/** Computes the table: seconds for three thousand occupations, so an artifact brings it along. */
export function buildProximities(
  occupations: readonly Occupation[],
  byCode: NumberedBy,
  rarity: (competency: number) => number,
): ProximityTable {
  const width = occupations.length;
  const square = likenesses(occupations, byCode, rarity);
  const codes = occupations.map(({ code }) => code);
  const ofGroups = groupMeans(
    square,
    codes.map((code) => groupOf(code, 0)),
  );
  const ofGroupsAbove = groupMeans(
    square,
    codes.map((code) => groupOf(code, 1)),
  );
  const table = new Uint8Array(proximityTableLength(width));
  let at = 0;
  for (let high = 1; high < width; high++) {
    for (let low = 0; low < high; low++) {
      const digits = commonKecoDigits(codes[low] ?? "", codes[high] ?? "");
      const own = square[low * width + high] ?? 0;
      const terms = 1_250 * digits + own + 2 * ofGroups(low, high) + ofGroupsAbove(low, high) / 2;
      table[at++] = Math.floor(bent(terms / 4) / STEP_BP);
    }
  }
  return table;
}
