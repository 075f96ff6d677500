import type { RuleFacts } from "../programme/rule-facts.ts";
import { underRules } from "../programme/under-rules.ts";
import type { Taxonomy } from "../taxonomy/taxonomy.ts";
import { applicantCandidates, type KnownPair } from "./applicant-changes.ts";
import {
  type ApplicantChange,
  type Candidate,
  type Change,
  effortOf,
  type OpeningChange,
  type Pair,
  subjectOf,
} from "./change.ts";
import { toApplicantFacts, toOpeningFacts } from "./facts.ts";
import { findingsOf } from "./findings.ts";
import type { ObstacleReason } from "./obstacles.ts";
import { openingCandidates } from "./opening-changes.ts";
import { type Score, type ScoringRules, score } from "./score.ts";

/** A single change, and the score that the pair would have with it: recomputed by `score` from the changed profile or opening. */
export interface Prospect<C extends Change = Change> {
  readonly change: C;
  /** In rough days: see change.ts. */
  readonly effort: number;
  /** What it adds to the score; a pair that is ruled out counts as 0. */
  readonly gainBp: number;
  readonly after: Score;
  /** Whether the two are a match then: nothing rules them out, and the score is over the threshold. */
  readonly isMatch: boolean;
}

/** Several changes of one side that together remove everything that rules a pair out, and the score with all of them. */
export interface WayOut<C extends Change = Change> {
  readonly changes: readonly C[];
  readonly after: Score;
  /** As for a single change. */
  readonly isMatch: boolean;
}

export interface SideProspects<C extends Change = Change> {
  /** The three cheapest single changes that would raise the score most, best first: all of them lead to a match, or none does. */
  readonly changes: readonly Prospect<C>[];
  /**
   * For a pair that no single change of this side makes possible; undefined too when this side can't do it at all, or when it isn't enough
   * for a match and the other side knows something that is.
   */
  readonly wayOut: WayOut<C> | undefined;
}

export interface Prospects {
  readonly now: Score | ObstacleReason;
  readonly applicant: SideProspects<ApplicantChange>;
  readonly opening: SideProspects<OpeningChange>;
}

const PROPOSED_MAX = 3;

/** What adds less than a tenth of a point in a hundred isn't worth a word. */
const GAIN_BP_MIN = 10;

/** More steps than there are sorts of obstacles and musts that somebody would work through. */
const WAY_OUT_STEPS_MAX = 8;

/** What scoring needs, what is enough for a match, and the rules that the opening's programme goes by on that day. */
export interface ProspectRules extends ScoringRules {
  readonly thresholdBp: number;
  readonly programmeRules?: RuleFacts | undefined;
}

type Candidates<C extends Change> = (pair: KnownPair, taxonomy: Taxonomy) => readonly Candidate<C>[];

/**
 * What would help a pair most for the least, on either side. The cheapest change that raises the score most is the one that adds most for
 * its effort; of two that add equally for it, the one that adds more. Of changes to one and the same thing only the best is named, and
 * where one leads to a match, none is named that doesn't: nobody should learn a trade for a score that nobody is told of.
 *
 * Computed on demand, for one pair: every change is made on the profile or the posting itself and scored anew, some 30 scores in all.
 */
export function prospectsOf(pair: Pair, rules: ProspectRules): Prospects {
  const now = scoreOf(pair, rules);
  const applicant = sideOf(pair, now, applicantCandidates, rules);
  const opening = sideOf(pair, now, openingCandidates, rules);
  return { now, applicant: withoutIdleWay(applicant, opening), opening: withoutIdleWay(opening, applicant) };
}

function leadsToMatch({ changes, wayOut }: SideProspects): boolean {
  return wayOut?.isMatch === true || changes.some(({ isMatch }) => isMatch);
}

/** A way out that isn't enough for a match is only worth naming where nothing is. */
function withoutIdleWay<C extends Change>(side: SideProspects<C>, other: SideProspects): SideProspects<C> {
  const isIdle = side.wayOut !== undefined && !side.wayOut.isMatch && leadsToMatch(other);
  return isIdle ? { ...side, wayOut: undefined } : side;
}

function toKnown({ opening, applicant }: Pair, { taxonomy, today, programmeRules }: ProspectRules): KnownPair {
  return {
    opening,
    applicant,
    openingFacts: underRules(toOpeningFacts(opening, taxonomy), programmeRules, today),
    applicantFacts: toApplicantFacts(applicant, taxonomy),
  };
}

function scoreOf(pair: Pair, rules: ProspectRules): Score | ObstacleReason {
  const { openingFacts, applicantFacts } = toKnown(pair, rules);
  return score(openingFacts, applicantFacts, rules);
}

function sideOf<C extends Change>(
  pair: Pair,
  now: Score | ObstacleReason,
  candidates: Candidates<C>,
  rules: ProspectRules,
): SideProspects<C> {
  const before = typeof now === "string" ? 0 : now.score;
  const found: Prospect<C>[] = [];
  for (const { change, changed } of candidates(toKnown(pair, rules), rules.taxonomy)) {
    const after = scoreOf(changed, rules);
    if (typeof after === "string" || after.score - before < GAIN_BP_MIN) continue;
    const isMatch = after.score >= rules.thresholdBp;
    found.push({ change, effort: effortOf(change), gainBp: after.score - before, after, isMatch });
  }
  const enough = found.filter(({ isMatch }) => isMatch);
  const changes = best(enough.length > 0 ? enough : found);
  const isStuck = typeof now === "string" && changes.length === 0;
  return { changes, wayOut: isStuck ? wayOutOf(pair, candidates, rules) : undefined };
}

function best<C extends Change>(found: readonly Prospect<C>[]): Prospect<C>[] {
  const ordered = found.toSorted((a, b) => b.gainBp * a.effort - a.gainBp * b.effort || b.gainBp - a.gainBp);
  const subjects = new Set<string>();
  const named: Prospect<C>[] = [];
  for (const prospect of ordered) {
    const subject = subjectOf(prospect.change);
    if (subjects.has(subject)) continue;
    subjects.add(subject);
    named.push(prospect);
    if (named.length === PROPOSED_MAX) break;
  }
  return named;
}

/** How many things rule a pair out, every failed must for itself. */
function countAgainst(pair: Pair, rules: ProspectRules): number {
  const { openingFacts, applicantFacts } = toKnown(pair, rules);
  const { obstacles, failedMusts } = findingsOf(openingFacts, applicantFacts, rules);
  return obstacles.filter((obstacle) => obstacle !== "requirement-not-met").length + failedMusts.length;
}

/** Removes one thing after the other, each by the change of least effort that removes any. */
function wayOutOf<C extends Change>(
  start: Pair,
  candidates: Candidates<C>,
  rules: ProspectRules,
): WayOut<C> | undefined {
  let pair = start;
  let against = countAgainst(start, rules);
  const changes: C[] = [];
  while (against > 0) {
    if (changes.length === WAY_OUT_STEPS_MAX) return undefined;
    let step: { readonly candidate: Candidate<C>; readonly left: number; readonly effort: number } | undefined;
    for (const candidate of candidates(toKnown(pair, rules), rules.taxonomy)) {
      const left = countAgainst(candidate.changed, rules);
      const effort = effortOf(candidate.change);
      if (left < against && (step === undefined || effort < step.effort)) step = { candidate, left, effort };
    }
    if (step === undefined) return undefined;
    changes.push(step.candidate.change);
    pair = step.candidate.changed;
    against = step.left;
  }
  const after = scoreOf(pair, rules);
  if (typeof after === "string" || after.score < GAIN_BP_MIN) return undefined;
  return { changes, after, isMatch: after.score >= rules.thresholdBp };
}
