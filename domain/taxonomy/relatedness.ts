import { type Alike, cosinesOf, type SparseVector, sparseVector } from "./cosine.ts";
import { countGrams, gramVectors } from "./name-grams.ts";
import type { Competency, Occupation } from "./taxonomy.ts";

/**
 * How closely two competencies are related, from nothing but the taxonomy itself, in whole basis points: the greatest of
 *
 *     used together          cosine^1.5 of the occupations that use them (essential counts 2, optional 1) × n / (n + 1)
 *     used by siblings  .6 × cosine^1.5 of the three-digit groups whose occupations use them              × n / (n + 2)
 *     alike in name     .8 × cosine^1.5 of the n-grams of their names (name-grams.ts)
 *     of one kind       3 000 for the same kind of work within one group, such as driving a car and a van
 *
 * where n is how many occupations or groups they share: two competencies met together once may be so by accident. The power makes near
 * ones count and leaves distant ones out. Siblings bring together what is rarely done by one person, such as Korean and Chinese cooking.
 *
 * Relations under 2 000 are left out, which keeps the table small. Nothing but a competency itself reaches 10 000; the strongest
 * relation is capped at 9 000. The table is symmetric.
 *
 * Tried on career moves (test/quality), by what the whole score made of it: powers from 1.5 to 4 of the cosine are alike within .002 of
 * nDCG, and so is leaving out n / (n + 1), which is kept for small taxonomies; plain cosines lose .003 and .01 of recall. Without siblings
 * −.004, without names −.003. Only the 16 strongest of each −.002; bounds from 500 to 2 500 are alike. Words instead of n-grams in
 * names, groups of two or four digits, and sums instead of the greatest gained nothing; neither did LSA with 200 dimensions.
 */
const SIBLING_PERCENT = 60;
const NAME_PERCENT = 80;
const SAME_KIND_BP = 3_000;
const RELATED_BP_MIN = 2_000;
const RELATED_BP_MAX = 9_000;
const FULL_BP = 10_000;

/**
 * Last words of competency codes that say how a thing is done, so that who can do it to one object can soon do it to
 * another. Words such as `use`, `control` or `operation` say too little for that and are left out.
 */
const KINDS_OF_WORK: ReadonlySet<string> = new Set(
  "assembly cleaning cooking counselling design driving growing moulding programming repair sewing teaching".split(" "),
);

/** Which of the four makes a relation: what an explanation can say of it. A place in this list is what a table keeps. */
export const relationKinds = ["used-together", "used-by-siblings", "alike-in-name", "same-kind"] as const;
export type RelationKind = (typeof relationKinds)[number];

/**
 * The relations of competency n lie at start[n] ≤ i < start[n + 1] of `other` (competency number, rising), `bp` and `kind` (a place in
 * `relationKinds`): compressed sparse rows, five bytes a relation, which an artifact keeps as they are.
 */
export interface RelationTable {
  readonly start: Uint32Array;
  readonly other: Uint16Array;
  readonly bp: Uint16Array;
  readonly kind: Uint8Array;
}

/** One vector per competency number (0 stays empty) over whatever of an occupation `keyOf` makes a key of. */
function vectorsOver(
  competencies: readonly Competency[],
  occupations: readonly Occupation[],
  keyOf: (occupation: Occupation) => number,
): readonly SparseVector[] {
  const entries: [number, number][][] = Array.from({ length: competencies.length + 1 }, () => []);
  const numberOf = new Map(competencies.map((competency) => [competency.code, competency.number]));
  for (const occupation of occupations) {
    for (const [code, , need] of occupation.competencies) {
      entries[numberOf.get(code) ?? 0]?.push([keyOf(occupation), need === "essential" ? 2 : 1]);
    }
  }
  return entries.map(sparseVector);
}

/** Names of a competency as vectors by its number; a source in one language gives the same name twice. */
function nameVectors(competencies: readonly Competency[]): readonly SparseVector[] {
  const bags = competencies.map(({ ko, en }) => countGrams(en === ko ? ko : `${ko} ${en}`));
  return [{ keys: [], weights: [] }, ...gramVectors(bags)];
}

interface Relation {
  readonly other: number;
  readonly bp: number;
  readonly kind: RelationKind;
}

/** To the power of 1.5; exact to the last bit everywhere, as `Math.pow` need not be. */
const sharpened = (bp: number): number => bp * Math.sqrt(bp / FULL_BP);

/** Others of the same kind of work within one group, by number. */
function sameKinds(competencies: readonly Competency[]): (number: number) => readonly number[] {
  const keyOf = ({ code, group }: Competency): string | undefined => {
    const word = code.slice(code.lastIndexOf("-") + 1);
    return KINDS_OF_WORK.has(word) ? `${group} ${word}` : undefined;
  };
  const members = Map.groupBy(competencies, keyOf);
  return (number) => {
    const competency = competencies[number - 1];
    const key = competency && keyOf(competency);
    return key === undefined ? [] : (members.get(key) ?? []).map((member) => member.number);
  };
}

/** The number of a three-digit group; codes have digits in front. */
const siblingsOf = ({ code }: Occupation): number => Number(code.slice(0, 3));

export function buildRelations(competencies: readonly Competency[], occupations: readonly Occupation[]): RelationTable {
  const byOccupation = cosinesOf(vectorsOver(competencies, occupations, ({ number }) => number));
  const bySiblings = cosinesOf(vectorsOver(competencies, occupations, siblingsOf));
  const byName = cosinesOf(nameVectors(competencies));
  const kinOf = sameKinds(competencies);
  const ways: readonly (readonly [RelationKind, typeof byName, (alike: Alike) => number])[] = [
    ["used-together", byOccupation, ({ bp, shared }) => (sharpened(bp) * shared) / (shared + 1)],
    [
      "used-by-siblings",
      bySiblings,
      ({ bp, shared }) => (sharpened(bp) * shared * SIBLING_PERCENT) / (shared + 2) / 100,
    ],
    ["alike-in-name", byName, ({ bp }) => (sharpened(bp) * NAME_PERCENT) / 100],
  ];
  const rowOf = (number: number): Relation[] => {
    const strongest = new Map<number, Relation>();
    const offer = (other: number, bp: number, kind: RelationKind): void => {
      if (other === number || bp < RELATED_BP_MIN || bp <= (strongest.get(other)?.bp ?? 0)) return;
      strongest.set(other, { other, bp, kind });
    };
    for (const [kind, alikes, strengthOf] of ways) {
      for (const alike of alikes(number))
        offer(alike.other, Math.min(RELATED_BP_MAX, Math.floor(strengthOf(alike))), kind);
    }
    for (const other of kinOf(number)) offer(other, SAME_KIND_BP, "same-kind");
    return [...strongest.values()].sort((a, b) => a.other - b.other);
  };
  return packed([[], ...competencies.map(({ number }) => rowOf(number))]);
}

function packed(rows: readonly (readonly Relation[])[]): RelationTable {
  const start = new Uint32Array(rows.length + 1);
  rows.forEach((row, number) => {
    start[number + 1] = (start[number] ?? 0) + row.length;
  });
  const flat = rows.flat();
  return {
    start,
    other: Uint16Array.from(flat, ({ other }) => other),
    bp: Uint16Array.from(flat, ({ bp }) => bp),
    kind: Uint8Array.from(flat, ({ kind }) => relationKinds.indexOf(kind)),
  };
}
