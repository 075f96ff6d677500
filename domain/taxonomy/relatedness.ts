import { type Alike, cosinesOf, type SparseVector, sparseVector } from "./cosine.ts";
import type { Competency, Occupation } from "./taxonomy.ts";

/**
 * How closely two competencies are related, from nothing but the taxonomy itself, in whole basis points:
 *
 *     0.5 × use together in occupations  + 0.3 × use in the same three-digit groups
 *     + 3 000 for the same kind of work within one NCS group  + 700 for one NCS group
 *
 * "Use together" is the cosine of the two competencies' occupation vectors (essential counts 2, optional 1), damped by
 * n / (n + 1) over the n occupations they share, because two competencies met together once may be so by accident. The
 * second term (damped by n / (n + 2), groups being coarser) brings together what sibling occupations do, such as Korean
 * and Chinese cooking, which few do at once; the third what is done in the same way, such as driving a car and a van.
 *
 * Only relations of at least 2 000 are kept, and of these the 16 strongest of each competency, where a relation must be
 * among the strongest of both ends: so the table is symmetric and small. Nothing but a competency itself reaches 10 000;
 * the strongest relation is capped at 9 000.
 */
const USED_TOGETHER_PERCENT = 50;
const SIBLING_USE_PERCENT = 30;
const SAME_KIND_BP = 3_000;
const SAME_GROUP_BP = 700;
const RELATED_BP_MIN = 2_000;
const RELATED_BP_MAX = 9_000;
const RELATIONS_PER_COMPETENCY_MAX = 16;

/**
 * Last words of competency codes that say how a thing is done, so that who can do it to one object can soon do it to
 * another. Words such as `use`, `control` or `operation` say too little for that and are left out.
 */
const KINDS_OF_WORK: ReadonlySet<string> = new Set(
  "assembly cleaning cooking counselling design driving growing moulding programming repair sewing teaching".split(" "),
);

function kindOf(code: string): string | undefined {
  const word = code.slice(code.lastIndexOf("-") + 1);
  return KINDS_OF_WORK.has(word) ? word : undefined;
}

/**
 * The relations of competency n lie at start[n] ≤ i < start[n + 1] of `other` (competency number, rising) and `bp`: compressed sparse
 * rows, four bytes a relation, which an artifact keeps as they are.
 */
export interface RelationTable {
  readonly start: Uint32Array;
  readonly other: Uint16Array;
  readonly bp: Uint16Array;
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

interface Relation {
  readonly other: number;
  readonly bp: number;
}

const strongestFirst = (a: Relation, b: Relation): number => b.bp - a.bp || a.other - b.other;

/** Groups competencies by what earns them the bonus for the same kind of work. */
function sameKinds(competencies: readonly Competency[]): ReadonlyMap<string, readonly number[]> {
  const kinds = new Map<string, number[]>();
  for (const { number, code, group } of competencies) {
    const kind = kindOf(code);
    if (kind === undefined) continue;
    const members = kinds.get(group + kind) ?? [];
    members.push(number);
    kinds.set(group + kind, members);
  }
  return kinds;
}

export function buildRelations(competencies: readonly Competency[], occupations: readonly Occupation[]): RelationTable {
  const alikeByOccupation = cosinesOf(vectorsOver(competencies, occupations, ({ number }) => number));
  const alikeBySiblings = cosinesOf(vectorsOver(competencies, occupations, ({ code }) => Number(code.slice(0, 3))));
  const kinds = sameKinds(competencies);
  const relations: Relation[][] = [[]];
  for (const { number, code, group } of competencies) {
    const sums = new Map<number, number>();
    const add = (other: number, hundredths: number): void => {
      sums.set(other, (sums.get(other) ?? 0) + hundredths);
    };
    const damped = ({ bp, shared }: Alike, by: number): number => Math.floor((bp * shared) / (shared + by));
    for (const alike of alikeByOccupation(number)) add(alike.other, damped(alike, 1) * USED_TOGETHER_PERCENT);
    for (const alike of alikeBySiblings(number)) add(alike.other, damped(alike, 2) * SIBLING_USE_PERCENT);
    for (const other of kinds.get(group + kindOf(code)) ?? []) add(other, SAME_KIND_BP * 100);
    sums.delete(number);
    relations.push(
      Array.from(sums, ([other, hundredths]) => {
        const groupBp = competencies[other - 1]?.group === group ? SAME_GROUP_BP : 0;
        return { other, bp: Math.min(RELATED_BP_MAX, Math.floor(hundredths / 100) + groupBp) };
      }).filter(({ bp }) => bp >= RELATED_BP_MIN),
    );
  }
  return packMutual(relations);
}

/** Keeps what is among the strongest of both ends and lays it out in typed arrays. */
function packMutual(relations: readonly (readonly Relation[])[]): RelationTable {
  const strongest = relations.map((list) => list.toSorted(strongestFirst).slice(0, RELATIONS_PER_COMPETENCY_MAX));
  const kept = strongest.map((list, number) =>
    list
      .filter(({ other }) => strongest[other]?.some((back) => back.other === number))
      .sort((a, b) => a.other - b.other),
  );
  const start = new Uint32Array(kept.length + 1);
  kept.forEach((list, number) => {
    start[number + 1] = (start[number] ?? 0) + list.length;
  });
  const flat = kept.flat();
  return {
    start,
    other: Uint16Array.from(flat, (relation) => relation.other),
    bp: Uint16Array.from(flat, (relation) => relation.bp),
  };
}
