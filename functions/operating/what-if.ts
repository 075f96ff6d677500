import { ShardState } from "../../domain/index/shard-state.ts";
import { allShards, type ShardPlan } from "../../domain/index/shards.ts";
import type { OpeningFacts } from "../../domain/matching/facts.ts";
import { firstDayObstacle } from "../../domain/matching/obstacles.ts";
import type { ScoringRules, Weights } from "../../domain/matching/score.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import type { Ports } from "../ports.ts";
import { readMove } from "./shard-move.ts";

/** What matching goes by, as far as it can be asked about. */
export interface Terms {
  /** Least score of a match, in basis points. */
  readonly thresholdBp: number;
  readonly weights: Weights;
  /** Most people who are told of one opening at once. */
  readonly listMax: number;
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

/** Gathers pairs of one opening after the other. */
class Tally {
  readonly #people = new Set<string>();
  pairs = 0;
  openings = 0;
  alerts = 0;

  add(applicantIds: readonly string[], alerts: number): void {
    for (const id of applicantIds) this.#people.add(id);
    this.pairs += applicantIds.length;
    this.openings += applicantIds.length > 0 ? 1 : 0;
    this.alerts += alerts;
  }

  toOutcome(): Outcome {
    return { pairs: this.pairs, people: this.#people.size, openings: this.openings, alerts: this.alerts };
  }
}

/**
 * Matches everybody to every open opening under two sets of terms and says what differs, from the logs of the shards as they are now. Nothing is written or sent.
 * Takes what a cold start takes, and a match of every opening twice.
 */
export async function whatIf(
  asIs: Terms,
  asAsked: Terms,
  ports: Pick<Ports, "shardPlans" | "shardLog">,
  { deployed, taxonomy }: { readonly deployed: ShardPlan; readonly taxonomy: Taxonomy },
): Promise<WhatIf> {
  const { move } = await readMove(ports, deployed);
  const states: ShardState[] = [];
  for (const shard of allShards(move.current)) states.push(await readState(shard, ports, taxonomy));
  const [tally, tallyAfter] = [new Tally(), new Tally()];
  const toldAnew = new Set<string>();
  let [newAlerts, lostPairs] = [0, 0];
  for (const opening of liveOpenings(states)) {
    const before = matchEverywhere(opening, states, asIs, taxonomy);
    const after = matchEverywhere(opening, states, asAsked, taxonomy);
    tally.add([...before.matched], before.alerted.size);
    tallyAfter.add([...after.matched], after.alerted.size);
    for (const id of after.alerted) {
      if (before.alerted.has(id)) continue;
      newAlerts++;
      toldAnew.add(id);
    }
    lostPairs += [...before.matched].filter((id) => !after.matched.has(id)).length;
  }
  return {
    people: states.reduce((people, { applicants }) => people + applicants.size, 0),
    openings: liveOpenings(states).length,
    before: tally.toOutcome(),
    after: tallyAfter.toOutcome(),
    newAlerts,
    peopleToldAnew: toldAnew.size,
    lostPairs,
  };
}

async function readState(
  shard: string,
  { shardLog }: Pick<Ports, "shardLog">,
  taxonomy: Taxonomy,
): Promise<ShardState> {
  const state = new ShardState();
  for await (const page of shardLog.readAfter(shard, 0)) {
    for (const { seq, record } of page) {
      if (record === undefined) state.skip(seq);
      else state.applyBytes(seq, record);
    }
  }
  state.prepare(taxonomy);
  return state;
}

/** Every shard has every opening. */
function liveOpenings([first]: readonly ShardState[]): OpeningFacts[] {
  if (first === undefined) return [];
  return [...first.openings.values()].filter((opening) => firstDayObstacle(opening, first.day) === undefined);
}

function matchEverywhere(
  opening: OpeningFacts,
  states: readonly ShardState[],
  { thresholdBp, weights, listMax }: Terms,
  taxonomy: Taxonomy,
) {
  const matched = new Set<string>();
  const alerted = new Set<string>();
  for (const { applicants, day } of states) {
    const rules: ScoringRules = { taxonomy, weights, today: day };
    const { matches } = applicants.match(opening, rules, { thresholdBp, listMax: Number.POSITIVE_INFINITY });
    for (const [place, { facts }] of matches.entries()) {
      matched.add(facts.applicantId);
      if (place < listMax && facts.consent.alerts) alerted.add(facts.applicantId);
    }
  }
  return { matched, alerted };
}
