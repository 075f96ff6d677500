/**
 * Measures of a ranking against graded labels: nDCG with linear gain over log2(rank + 1) (Järvelin and Kekäläinen 2002), recall at a depth,
 * and average precision. Floats are fine here: nothing of this is stored or decides anything.
 */

/** Grades by candidate id; what has no label has grade 0. */
export type Grades = ReadonlyMap<string, number>;

/** What a candidate scored; undefined when it was ruled out and so is not shown at all. */
export interface Candidate {
  readonly id: string;
  readonly score: number | undefined;
}

/** Ids by falling score, ties by id, so that a ranking doesn't depend on the order in which candidates were read. */
export function rank(candidates: readonly Candidate[]): readonly string[] {
  return candidates
    .flatMap(({ id, score }) => (score === undefined ? [] : [{ id, score }]))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id);
}

function discountedGain(grades: readonly number[]): number {
  return grades.reduce((sum, grade, index) => sum + grade / Math.log2(index + 2), 0);
}

/** 0–1; the ideal is made of all labels, also of those that are no candidates. Undefined without any label above 0. */
export function ndcg(ranking: readonly string[], grades: Grades, depth: number): number | undefined {
  const ideal = discountedGain([...grades.values()].sort((a, b) => b - a).slice(0, depth));
  if (ideal === 0) return undefined;
  return discountedGain(ranking.slice(0, depth).map((id) => grades.get(id) ?? 0)) / ideal;
}

const relevantCount = (grades: Grades): number => [...grades.values()].filter((grade) => grade > 0).length;

/** Share of the relevant (grade above 0) that stand among the first `depth`; undefined when nothing is relevant. */
export function recall(ranking: readonly string[], grades: Grades, depth: number): number | undefined {
  const relevant = relevantCount(grades);
  if (relevant === 0) return undefined;
  return ranking.slice(0, depth).filter((id) => (grades.get(id) ?? 0) > 0).length / relevant;
}

/** Mean over the relevant of the precision at their rank; one that isn't ranked adds 0. Undefined when nothing is relevant. */
export function averagePrecision(ranking: readonly string[], grades: Grades): number | undefined {
  const relevant = relevantCount(grades);
  if (relevant === 0) return undefined;
  let found = 0;
  let sum = 0;
  for (const [index, id] of ranking.entries()) {
    if ((grades.get(id) ?? 0) === 0) continue;
    found++;
    sum += found / (index + 1);
  }
  return sum / relevant;
}

/** Mean of what is defined: a query without relevant candidates says nothing about a ranking. */
export function mean(values: readonly (number | undefined)[]): number {
  const known = values.filter((value) => value !== undefined);
  if (known.length === 0) throw new RangeError("no query has a label, so there is nothing to measure");
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}
