import type { LedgerFact } from "./ledger-fact.ts";

/** What people thought of something: how many said so, and their mean in hundredths of 0–5, rounded half up. */
export interface Satisfaction {
  readonly surveys: number;
  readonly meanHundredths: number;
}

/** Undefined when nobody was asked. */
export function satisfactionOf(facts: readonly LedgerFact[]): Satisfaction | undefined {
  const scores = facts.flatMap(({ measure, score }) => (measure === "surveyed" && score !== undefined ? score : []));
  if (scores.length === 0) return undefined;
  const sum = scores.reduce((total, score) => total + score, 0);
  return { surveys: scores.length, meanHundredths: Math.floor((2 * sum + scores.length) / (2 * scores.length)) };
}

/** The same of each course that anybody was asked about, in order of its opening's id. */
export function satisfactionByCourse(
  facts: readonly LedgerFact[],
): readonly (Satisfaction & { readonly courseOpeningId: string })[] {
  const courses = Map.groupBy(
    facts.filter(({ courseOpeningId }) => courseOpeningId !== undefined),
    ({ courseOpeningId = "" }) => courseOpeningId,
  );
  return [...courses.keys()].sort().flatMap((courseOpeningId) => {
    const found = satisfactionOf(courses.get(courseOpeningId) ?? []);
    return found === undefined ? [] : [{ courseOpeningId, ...found }];
  });
}
