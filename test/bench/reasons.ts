/**
 * How long reasons take: those of the hundred best applicants of an opening, all together, as when an opening has been matched. Run it with
 * `node test/bench/reasons.ts`, or hand `measureReasons` openings and applicants of another population.
 *
 * The figure is the best of many turns, because what else the machine does only ever adds to it; the median is beside it.
 */
import { explain, explainFor } from "../../domain/matching/explain.ts";
import {
  type ApplicantFacts,
  type OpeningFacts,
  toApplicantFacts,
  toOpeningFacts,
} from "../../domain/matching/facts.ts";
import { reasonsFor, toReasons } from "../../domain/matching/reasons.ts";
import { defaultWeights, type ScoringRules } from "../../domain/matching/score.ts";
import { toDayNumber } from "../../domain/model/calendar.ts";
import { builtInTaxonomy } from "../../domain/taxonomy/built-in.ts";
import { createWorld } from "../../infra/world/world.ts";

const TOP = 100;
const TURNS = 60;

/** Milliseconds for the reasons of one opening's hundred best, and for their full accounts with reasons. */
export interface ReasonsReport {
  readonly reasons: { readonly bestMs: number; readonly medianMs: number };
  readonly explanations: { readonly bestMs: number; readonly medianMs: number };
  readonly competenciesPerApplicant: number;
  readonly requirementsPerOpening: number;
}

interface Shortlist {
  readonly opening: OpeningFacts;
  readonly applicants: readonly ApplicantFacts[];
}

/** The hundred best of everybody for each opening: those who match first, then by score. */
function shortlist(opening: OpeningFacts, applicants: readonly ApplicantFacts[], rules: ScoringRules): Shortlist {
  const ranked = applicants.map((applicant) => {
    const { obstacle, score } = explain(opening, applicant, rules);
    return { applicant, rank: (obstacle === undefined ? 10_000 : 0) + score };
  });
  ranked.sort((a, b) => b.rank - a.rank);
  return { opening, applicants: ranked.slice(0, TOP).map(({ applicant }) => applicant) };
}

/** Times each turn over all shortlists, and gives what one shortlist takes. */
function timed(lists: readonly Shortlist[], run: (list: Shortlist) => number): { bestMs: number; medianMs: number } {
  const perList: number[][] = lists.map(() => []);
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [at, list] of lists.entries()) {
      const start = performance.now();
      const told = run(list);
      const ms = performance.now() - start;
      if (told === 0) throw new Error(`nothing is told of ${list.opening.openingId}`);
      perList[at]?.push(ms);
    }
  }
  const mean = (pick: (sorted: readonly number[]) => number) =>
    perList.reduce((sum, times) => sum + pick(times.toSorted((a, b) => a - b)), 0) / lists.length;
  return { bestMs: mean(([best = 0]) => best), medianMs: mean((sorted) => sorted[TURNS >> 1] ?? 0) };
}

export function measureReasons(
  openings: readonly OpeningFacts[],
  applicants: readonly ApplicantFacts[],
  rules: ScoringRules,
): ReasonsReport {
  const lists = openings.map((opening) => shortlist(opening, applicants, rules));
  const reasons = timed(lists, ({ opening, applicants: best }) => {
    const tell = reasonsFor(opening, rules);
    return best.reduce((told, applicant) => told + tell(applicant).length, 0);
  });
  const explanations = timed(lists, ({ opening, applicants: best }) => {
    const account = explainFor(opening, rules);
    return best.reduce((told, applicant) => {
      return told + toReasons(account(applicant), opening, applicant, rules.taxonomy).length;
    }, 0);
  });
  const mean = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return {
    reasons,
    explanations,
    competenciesPerApplicant: mean(
      lists.flatMap((list) => list.applicants.map((one) => one.competencies?.length ?? 0)),
    ),
    requirementsPerOpening: mean(openings.map(({ requirements }) => requirements.length)),
  };
}

if (import.meta.main) {
  const DAY = "2026-11-21";
  const world = createWorld(1, DAY);
  const rules = { taxonomy: builtInTaxonomy, weights: defaultWeights, today: toDayNumber(DAY) };
  const report = measureReasons(
    world.openings.map(({ detail }) => toOpeningFacts(detail.opening, builtInTaxonomy)),
    world.profiles.map(({ detail }) => toApplicantFacts(detail.applicant, builtInTaxonomy)),
    rules,
  );
  process.stdout.write(`${JSON.stringify(report)}\n`);
}
