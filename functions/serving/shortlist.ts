import type { Match } from "../../domain/index/match-index.ts";
import { explainFor } from "../../domain/matching/explain.ts";
import type { ApplicantFacts, OpeningFacts } from "../../domain/matching/facts.ts";
import type { ScoringRules } from "../../domain/matching/score.ts";
import type { Opening } from "../../domain/model/opening.ts";
import type { Stage } from "../../domain/outcomes/life-cycle.ts";
import type { Recommendation } from "../ports.ts";
import { inReads } from "../runtime/in-groups.ts";
import type { Actor } from "./actor.ts";
import { readOpening } from "./kept.ts";
import { found, NOT_FOUND, type Served } from "./served.ts";
import type { Serving } from "./serving.ts";
import { type RequirementAccount, toRequirementAccount } from "./why-requirements.ts";

/** Somebody whom an opening suits, as its employer sees them: by an opaque id, with what they can do for it and nothing else of them. */
export interface Candidate {
  readonly applicantId: string;
  readonly score: number;
  readonly fitsOpening: number;
  readonly fitsApplicant: number;
  /** What meets each requirement. */
  readonly requirements: readonly RequirementAccount[];
  /** What became of it, if they were told: undefined before. */
  readonly stage: Stage | undefined;
}

export interface Shortlist {
  readonly opening: Opening;
  readonly isClosed: boolean;
  /** Everybody whom it suits, also those who don't want to be shown to employers. */
  readonly people: number;
  /** The best of those who have agreed to be shown. */
  readonly candidates: readonly Candidate[];
}

/** Candidates shown: more than anybody invites. */
const CANDIDATES_MAX = 50;

/** Who suits an opening now: for its employer, and for centers, who see those they look after alone. */
export async function shortlistOf(serving: Serving, actor: Actor, openingId: string): Promise<Served<Shortlist>> {
  const kept = await readOpening(serving, openingId);
  const isOwn = actor.role === "employer" && kept?.opening.employerId === actor.subject;
  if (kept === undefined || !(isOwn || actor.role === "center")) return NOT_FOUND;
  const { opening, isClosed } = kept;
  const states = await serving.replica.states();
  const districts = actor.role === "center" ? new Set(serving.centers[actor.subject] ?? []) : undefined;
  let people = 0;
  let candidates: readonly Candidate[] = [];
  for (const state of states) {
    const facts = state.openings.get(openingId);
    if (facts === undefined) continue;
    const rules: ScoringRules = { ...serving.matching, today: state.day };
    const result = state.applicants.match(facts, rules, serving.matching.perOpening);
    people += result.overThreshold;
    const shown = result.matches.filter(({ facts: person }) => isShown(person, districts));
    candidates = [...candidates, ...toCandidates(serving, facts, opening, shown.slice(0, CANDIDATES_MAX), rules)];
  }
  const best = candidates
    .toSorted((a, b) => b.score - a.score || (a.applicantId < b.applicantId ? -1 : 1))
    .slice(0, CANDIDATES_MAX);
  return found({ opening, isClosed, people, candidates: await withStages(serving, openingId, best) });
}

/** Employers see those who have agreed to it; centers those they look after, who have agreed to that. */
function isShown(person: ApplicantFacts, districts: ReadonlySet<string> | undefined): boolean {
  if (districts === undefined) return person.consent.employers;
  const district = person.residence ?? person.wantedDistricts?.[0];
  return person.consent.center && district !== undefined && districts.has(district);
}

function toCandidates(
  { matching }: Serving,
  facts: OpeningFacts,
  opening: Opening,
  matches: readonly Match<ApplicantFacts>[],
  rules: ScoringRules,
): readonly Candidate[] {
  const explain = explainFor(facts, rules);
  return matches.map(({ facts: person, score, fitsOpening, fitsApplicant }) => {
    const { requirements, requirementWeights } = explain(person);
    return {
      applicantId: person.applicantId,
      score,
      fitsOpening,
      fitsApplicant,
      requirements: requirements.map((evidence, at) =>
        toRequirementAccount(evidence, requirementWeights[at] ?? 0, opening, matching.taxonomy),
      ),
      stage: undefined,
    };
  });
}

async function withStages(
  { ports }: Serving,
  openingId: string,
  candidates: readonly Candidate[],
): Promise<readonly Candidate[]> {
  const told: Recommendation[] = [];
  for (const some of inReads(candidates)) {
    told.push(...(await ports.recommendations.get(some.map(({ applicantId }) => ({ applicantId, openingId })))));
  }
  const stages = new Map<string, Stage>(
    told.map(({ applicantId, history }) => [applicantId, history?.at(-1)?.outcome ?? "told"]),
  );
  return candidates.map((candidate) => ({ ...candidate, stage: stages.get(candidate.applicantId) }));
}
