import type { LogRecord } from "../../domain/index/log-record.ts";
import { ShardState } from "../../domain/index/shard-state.ts";
import { allShards, type ShardPlan, shardOf } from "../../domain/index/shards.ts";
import type { OpeningFacts } from "../../domain/matching/facts.ts";
import { firstDayObstacle } from "../../domain/matching/obstacles.ts";
import type { ScoringRules, Weights } from "../../domain/matching/score.ts";
import type { RuleFacts } from "../../domain/programme/rule-facts.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import type { Ports } from "../ports.ts";
import type { MatchingConfiguration } from "../runtime/rules.ts";
import { type KeptPorts, keptKeys, recordsOf } from "./kept-records.ts";
import { readMove } from "./shard-move.ts";

/** What matching goes by, as far as it can be asked about. */
export interface Terms {
  /** Least score of a match, in basis points. */
  readonly thresholdBp: number;
  readonly weights: Weights;
  /** Most people who are told of one opening at once. */
  readonly listMax: number;
  /** Most openings that are listed to one person when it is their profile that comes. */
  readonly ownListMax: number;
}

/** What a configuration has of them. */
export function termsOf({
  perOpening,
  perApplicant,
  weights,
}: Pick<MatchingConfiguration, "perOpening" | "perApplicant" | "weights">): Terms {
  return { ...perOpening, ownListMax: perApplicant.listMax, weights };
}

/** What there would be under some terms. */
export interface Outcome {
  /** Pairs of a person and an opening that match. */
  readonly pairs: number;
  /** People with one match or more. */
  readonly people: number;
  /** Open openings with one match or more. */
  readonly openings: number;
  /** Pairs that are alerted: of people who want to be told, the best of each opening. */
  readonly alerts: number;
  /** Pairs that a person's own list has no room for: what somebody with more matches than that isn't told of when it is their profile that comes. */
  readonly unlisted: number;
}

export interface WhatIf {
  readonly people: number;
  readonly openings: number;
  readonly before: Outcome;
  readonly after: Outcome;
  /** Alerts that there would be and aren't now: the messages that a rematch would lead to at the most; caps and quiet hours spread them over days. */
  readonly newAlerts: number;
  /** People who would be told of something new. */
  readonly peopleToldAnew: number;
  /** Pairs that match now and wouldn't: who was told of them keeps what was told. */
  readonly lostPairs: number;
}

/** What would change for one opening, and for whom. */
export interface OpeningChange {
  readonly openingId: string;
  /** Who would be told of it and isn't now. */
  readonly toldAnew: readonly string[];
  /** Who matches it now and wouldn't. */
  readonly lost: readonly string[];
}

/** What is compared beside the terms. */
export interface WhatIfOptions {
  /** The shards that the deployment was made with. */
  readonly deployed: ShardPlan;
  readonly taxonomy: Taxonomy;
  /** Another taxonomy to compare with: everything that is kept is then read anew by it. */
  readonly other?: { readonly taxonomy: Taxonomy; readonly ports: KeptPorts };
  /** Rules of programmes to compare with, by the deployed taxonomy: both sides are then looked at as of the first day on which all of them are valid. */
  readonly rules?: readonly RuleFacts[];
  /** Hears of each opening for which something would change. */
  readonly onChange?: (change: OpeningChange) => void;
}

/** Gathers pairs of one opening after the other. */
class Tally {
  /** Matches of each person. */
  readonly #people = new Map<string, number>();
  pairs = 0;
  openings = 0;
  alerts = 0;

  add(applicantIds: readonly string[], alerts: number): void {
    for (const id of applicantIds) this.#people.set(id, (this.#people.get(id) ?? 0) + 1);
    this.pairs += applicantIds.length;
    this.openings += applicantIds.length > 0 ? 1 : 0;
    this.alerts += alerts;
  }

  toOutcome({ ownListMax }: Terms): Outcome {
    const { pairs, openings, alerts } = this;
    const unlisted = [...this.#people.values()].reduce((sum, matches) => sum + Math.max(0, matches - ownListMax), 0);
    return { pairs, people: this.#people.size, openings, alerts, unlisted };
  }
}

/** Everybody and everything, as an index has them, and what they are matched by. */
interface Side {
  readonly states: readonly ShardState[];
  readonly terms: Terms;
  readonly taxonomy: Taxonomy;
}

/**
 * Matches everybody to every open opening under two sets of terms and says what differs, from the logs of the shards as they are now. Nothing is written or sent.
 * Takes what a cold start takes, and a match of every opening twice; for another taxonomy everything that is kept is read besides.
 */
export async function whatIf(
  asIs: Terms,
  asAsked: Terms,
  ports: Pick<Ports, "shardPlans" | "shardLog">,
  { deployed, taxonomy, other, rules = [], onChange }: WhatIfOptions,
): Promise<WhatIf> {
  const { current } = (await readMove(ports, deployed)).move;
  const day = rules.length === 0 ? undefined : Math.max(...rules.map(({ validFromDay }) => validFromDay));
  const read = async (those: readonly RuleFacts[]) => {
    const states: ShardState[] = [];
    for (const shard of allShards(current)) states.push(await readState(shard, ports, { taxonomy, day, rules: those }));
    return states;
  };
  const states = await read([]);
  const now: Side = { states, terms: asIs, taxonomy };
  const then: Side = {
    states:
      other === undefined
        ? await (rules.length === 0 ? states : read(rules))
        : await statesUnder(other, current, states),
    terms: asAsked,
    taxonomy: other?.taxonomy ?? taxonomy,
  };
  const [tally, tallyAfter] = [new Tally(), new Tally()];
  const everybodyToldAnew = new Set<string>();
  let [newAlerts, lostPairs] = [0, 0];
  const live = liveOpenings(states);
  for (const { openingId } of live) {
    const before = matchEverywhere(openingId, now);
    const after = matchEverywhere(openingId, then);
    tally.add([...before.matched], before.alerted.size);
    tallyAfter.add([...after.matched], after.alerted.size);
    const toldAnew = [...after.alerted].filter((id) => !before.alerted.has(id));
    const lost = [...before.matched].filter((id) => !after.matched.has(id));
    newAlerts += toldAnew.length;
    lostPairs += lost.length;
    for (const id of toldAnew) everybodyToldAnew.add(id);
    if (toldAnew.length + lost.length > 0) onChange?.({ openingId, toldAnew, lost });
  }
  return {
    people: states.reduce((people, { applicants }) => people + applicants.size, 0),
    openings: live.length,
    before: tally.toOutcome(asIs),
    after: tallyAfter.toOutcome(asAsked),
    newAlerts,
    peopleToldAnew: everybodyToldAnew.size,
    lostPairs,
  };
}

interface ReadAs {
  readonly taxonomy: Taxonomy;
  /** The day to look at, if the shard hasn't come to it. */
  readonly day: number | undefined;
  readonly rules: readonly RuleFacts[];
}

async function readState(
  shard: string,
  { shardLog }: Pick<Ports, "shardLog">,
  { taxonomy, day, rules }: ReadAs,
): Promise<ShardState> {
  const state = new ShardState();
  for await (const page of shardLog.readAfter(shard, 0)) {
    for (const { seq, record } of page) {
      if (record === undefined) state.skip(seq);
      else state.applyBytes(seq, record);
    }
  }
  if (day !== undefined && (state.day ?? 0) < day) applyNext(state, { type: "day", day, previousDay: state.day });
  for (const one of rules) applyNext(state, { type: "programme", rules: one, previousRules: undefined });
  state.prepare(taxonomy);
  return state;
}

function applyNext(state: ShardState, record: LogRecord): void {
  state.apply(state.lastSeq + 1, record);
}

/** The shards as they would be if everything that is kept had come by another taxonomy. */
async function statesUnder(
  { taxonomy, ports }: NonNullable<WhatIfOptions["other"]>,
  plan: ShardPlan,
  now: readonly ShardState[],
): Promise<readonly ShardState[]> {
  const states = new Map(allShards(plan).map((shard) => [shard, new ShardState()]));
  const day = now[0]?.day;
  for (const state of states.values())
    if (day !== undefined) applyNext(state, { type: "day", day, previousDay: undefined });
  for await (const keys of keptKeys(ports)) {
    for await (const page of recordsOf(keys, ports, taxonomy)) {
      for (const record of page) {
        const one = record.type === "applicant" ? states.get(shardOf(plan, record.facts.applicantId)) : undefined;
        for (const state of one === undefined ? states.values() : [one]) applyNext(state, record);
      }
    }
  }
  for (const state of states.values()) state.prepare(taxonomy);
  return [...states.values()];
}

/** Every shard has every opening. */
function liveOpenings([first]: readonly ShardState[]): OpeningFacts[] {
  if (first === undefined) return [];
  return [...first.openings.values()].filter((opening) => firstDayObstacle(opening, first.day) === undefined);
}

function matchEverywhere(openingId: string, { states, terms: { thresholdBp, weights, listMax }, taxonomy }: Side) {
  const matched = new Set<string>();
  const alerted = new Set<string>();
  for (const { applicants, openings, day } of states) {
    const opening = openings.get(openingId);
    if (opening === undefined || firstDayObstacle(opening, day) !== undefined) continue;
    const rules: ScoringRules = { taxonomy, weights, today: day };
    const { matches } = applicants.match(opening, rules, { thresholdBp, listMax: Number.POSITIVE_INFINITY });
    for (const [place, { facts }] of matches.entries()) {
      matched.add(facts.applicantId);
      if (place < listMax && facts.consent.alerts) alerted.add(facts.applicantId);
    }
  }
  return { matched, alerted };
}
