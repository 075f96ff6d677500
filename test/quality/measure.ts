import { defaultWeights, type ScoringRules, score } from "../../domain/matching/score.ts";
import { builtInTaxonomy } from "../../domain/taxonomy/built-in.ts";
import { normaliseName } from "../../domain/taxonomy/name-index.ts";
import { createOccupationResolver } from "../../domain/taxonomy/resolvers.ts";
import type { TaxonomyParts } from "../../domain/taxonomy/taxonomy.ts";
import { type CareerMoves, type LabelSet, labelSets } from "./career-moves.ts";
import type { JobTitles } from "./job-titles.ts";
import { averagePrecision, type Candidate, type Grades, mean, ndcg, rank, recall } from "./metrics.ts";

const NDCG_DEPTH = 10;
const RECALL_DEPTH = 50;

export interface RankingQuality {
  readonly ndcg10: number;
  readonly recall50: number;
}

export type CareerMoveQuality = Readonly<
  Record<LabelSet, { readonly personToOpenings: RankingQuality; readonly openingToPersons: RankingQuality }>
>;

function qualityOf(
  rankings: ReadonlyMap<string, readonly string[]>,
  labels: ReadonlyMap<string, Grades>,
): RankingQuality {
  const over = (measure: (ranking: readonly string[], grades: Grades) => number | undefined) =>
    mean(Array.from(labels, ([query, grades]) => measure(rankings.get(query) ?? [], grades)));
  return {
    ndcg10: over((ranking, grades) => ndcg(ranking, grades, NDCG_DEPTH)),
    recall50: over((ranking, grades) => recall(ranking, grades, RECALL_DEPTH)),
  };
}

/** The same labels asked from the other side. */
export function transpose(labels: ReadonlyMap<string, Grades>): ReadonlyMap<string, Grades> {
  const transposed = new Map<string, Map<string, number>>();
  for (const [query, grades] of labels) {
    for (const [candidate, grade] of grades) {
      const others = transposed.get(candidate) ?? new Map<string, number>();
      transposed.set(candidate, others.set(query, grade));
    }
  }
  return transposed;
}

/** Scores every pair once, as production does, and ranks it from both sides. */
export function measureCareerMoves(set: CareerMoves): CareerMoveQuality {
  const rules: ScoringRules = { taxonomy: set.taxonomy, weights: defaultWeights, today: undefined };
  const openingsOf = new Map<string, readonly string[]>();
  const personCandidates = new Map<string, Candidate[]>(set.openings.map(({ openingId }) => [openingId, []]));
  for (const person of set.persons) {
    const excluded = set.excluded.get(person.applicantId);
    const candidates: Candidate[] = [];
    for (const opening of set.openings) {
      if (excluded?.has(opening.openingId)) continue;
      const found = score(opening, person, rules);
      const points = typeof found === "string" ? undefined : found.score;
      candidates.push({ id: opening.openingId, score: points });
      personCandidates.get(opening.openingId)?.push({ id: person.applicantId, score: points });
    }
    openingsOf.set(person.applicantId, rank(candidates));
  }
  const personsOf = new Map(Array.from(personCandidates, ([openingId, candidates]) => [openingId, rank(candidates)]));
  const measured = labelSets.map((labelSet) => {
    const labels = set.labels[labelSet];
    return [
      labelSet,
      { personToOpenings: qualityOf(openingsOf, labels), openingToPersons: qualityOf(personsOf, transpose(labels)) },
    ] as const;
  });
  return Object.fromEntries(measured) as CareerMoveQuality;
}

/**
 * Mean average precision over the ranking of the whole corpus by the resolver of occupation names, given the corpus as an operator's list beside
 * the taxonomy: that of the career moves where they are measured too, else the built-in one.
 * Titles that differ in spelling only are one name to the resolver and so share its confidence; those it finds nothing of come last.
 *
 * A corpus may hold the very titles that are looked for, without calling them relevant. A resolver has to put the very name first, so `mapOfOthers`
 * is the same without them.
 */
export function measureJobTitles(
  { corpus, queries, labels }: JobTitles,
  taxonomy: TaxonomyParts = builtInTaxonomy,
): { readonly map: number; readonly mapOfOthers: number } {
  // A mark before each name, so that none is taken for a code of the resolver's own occupations.
  const codeOf = (title: string): string => `title:${normaliseName(title)}`;
  const resolver = createOccupationResolver(
    corpus.map(({ title }) => [codeOf(title), title]),
    taxonomy,
  );
  const precisions = queries.map(({ id, title }) => {
    const ranked = resolver.rank(title, Number.POSITIVE_INFINITY);
    const confidences = new Map(ranked.map(({ code, confidence }) => [code, confidence]));
    const grades = labels.get(id) ?? new Map<string, number>();
    const precisionAmong = (entries: typeof corpus) =>
      averagePrecision(
        rank(entries.map((entry) => ({ id: entry.id, score: confidences.get(codeOf(entry.title)) ?? 0 }))),
        grades,
      );
    const others = corpus.filter((entry) => codeOf(entry.title) !== codeOf(title) || (grades.get(entry.id) ?? 0) > 0);
    return { all: precisionAmong(corpus), others: precisionAmong(others) };
  });
  return { map: mean(precisions.map(({ all }) => all)), mapOfOthers: mean(precisions.map(({ others }) => others)) };
}
