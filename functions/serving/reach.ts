import type { ShardState } from "../../domain/index/shard-state.ts";
import { findUnlawful } from "../../domain/lawful/unlawful.ts";
import { type OpeningFacts, toOpeningFacts } from "../../domain/matching/facts.ts";
import type { ScoringRules } from "../../domain/matching/score.ts";
import { dayInSeoul, toDayNumber } from "../../domain/model/calendar.ts";
import { findUnknownOpeningCode } from "../../domain/model/known-codes.ts";
import { type Opening, opening as openingSchema } from "../../domain/model/opening.ts";
import { refuseUnderRules } from "../../domain/programme/refuse-opening.ts";
import { ruleFactsOn, toRuleFacts } from "../../domain/programme/rule-facts.ts";
import { type RuleSet, toRuleSet } from "../../domain/programme/rule-set.ts";
import { underRules } from "../../domain/programme/under-rules.ts";
import { type Refusal, refusal } from "../../domain/refusal.ts";
import type { Actor } from "./actor.ts";
import type { OpeningDraft } from "./openings.ts";
import { conditionKey, type Relaxation, relaxationsOf } from "./relaxations.ts";
import type { Serving } from "./serving.ts";

/** How many people an opening would suit, and how many more if one of its conditions were another. */
export interface Reach {
  /** What can't be published as it is; the counts are made all the same where they can be. */
  readonly refusal: Refusal | undefined;
  /** People over the threshold now. */
  readonly people: number;
  /** What each condition costs, the costliest first; only those that bring anybody, and that the programme's rules allow. */
  readonly relaxations: readonly ReachRelaxation[];
}

export interface ReachRelaxation extends Relaxation {
  /** People more than now. */
  readonly more: number;
}

/** An id that nothing has: the draft isn't published. */
const DRAFT_ID = "draft";

/** Counts whom a draft would reach: everybody over the threshold on every shard, in the replica and without publishing anything. */
export async function reachOf(serving: Serving, actor: Actor, draft: OpeningDraft): Promise<Reach> {
  const parsed = openingSchema.safeParse({ ...draft, openingId: DRAFT_ID, revision: 1, employerId: actor.subject });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = `/opening/${issue?.path.map(String).join("/") ?? ""}`;
    return { refusal: refusal("SCHEMA_VIOLATION", path, issue?.message ?? "is not valid"), people: 0, relaxations: [] };
  }
  const count = await counter(serving, parsed.data);
  const { refused, people } = count(parsed.data);
  const relaxations = relaxationsOf(parsed.data).flatMap((relaxation) => {
    const relaxed = count(relaxation.opening);
    const more = relaxed.people - people;
    // What the rules forbid is no advice, unless the draft breaks them already and it is for the employer to mend.
    return more <= 0 || (refused === undefined && relaxed.refused !== undefined) ? [] : [{ ...relaxation, more }];
  });
  return { refusal: refused, people, relaxations: bestOfEach(relaxations) };
}

/** Of each condition the change that brings most, the costliest condition first; of changes that bring as many, the first. */
function bestOfEach(relaxations: readonly ReachRelaxation[]): readonly ReachRelaxation[] {
  const sorted = relaxations.toSorted((a, b) => b.more - a.more);
  const best = new Map<string, ReachRelaxation>();
  for (const one of sorted) if (!best.has(conditionKey(one.change))) best.set(conditionKey(one.change), one);
  return [...best.values()];
}

/** Counts the people that variants of one opening suit. */
async function counter(serving: Serving, { programmeId }: Opening) {
  const { replica, matching } = serving;
  const states = await replica.states();
  const { day, ruleSets, toFacts } = await rulesToday(serving, programmeId);
  return (opening: Opening): { people: number; refused: Refusal | undefined } => {
    const { posted, facts } = toFacts(opening);
    const people = states.reduce((sum, state) => sum + peopleIn(state, facts, matching), 0);
    const refused =
      findUnlawful(opening, day) ??
      findUnknownOpeningCode(opening, matching.taxonomy) ??
      refuseUnderRules(opening, posted, ruleSets, day, matching.taxonomy);
    return { people, refused };
  };
}

/** How openings of a programme, or outside any, are looked at today: as they would be when they come in. */
export async function rulesToday({ ports, matching }: Serving, programmeId: string | undefined) {
  const day = dayInSeoul(ports.clock.now());
  const kept = programmeId === undefined ? [] : await ports.programmes.of(programmeId);
  const ruleSets: readonly RuleSet[] = kept.map(({ body }) => toRuleSet(body));
  const ruleFacts = ruleSets.map((rules) => toRuleFacts(rules, matching.taxonomy));
  const toFacts = (opening: Opening): { posted: OpeningFacts; facts: OpeningFacts } => {
    const posted = toOpeningFacts(opening, matching.taxonomy);
    return { posted, facts: underRules(posted, ruleFactsOn(ruleFacts, toDayNumber(day)), toDayNumber(day)) };
  };
  return { day, ruleSets, toFacts };
}

function peopleIn(state: ShardState, opening: OpeningFacts, matching: Serving["matching"]): number {
  const rules: ScoringRules = { ...matching, today: state.day };
  // Only the count is wanted; one is the shortest list.
  return state.applicants.match(opening, rules, { ...matching.perOpening, listMax: 1 }).overThreshold;
}
