import { PackedApplicants } from "../../domain/index/applicants/packed-applicants.ts";
import { ColumnarOpenings } from "../../domain/index/columnar-openings.ts";
import type { Match, MatchLimits } from "../../domain/index/match-index.ts";
import type { ApplicantFacts, OpeningFacts } from "../../domain/matching/facts.ts";
import type { ScoringRules } from "../../domain/matching/score.ts";
import { type Latency, latencyOf, type Ratios, ratiosOf } from "./figures.ts";
import { loadDuckdb } from "./peers/duckdb.ts";
import { loadNaive } from "./peers/naive.ts";
import type { Peer, PeerAnswer, PeerOrder } from "./peers/peer.ts";
import { loadPostgresql } from "./peers/postgresql.ts";
import { loadSqlite } from "./peers/sqlite.ts";
import { TableCodes } from "./peers/tables.ts";
import { createPopulation } from "./population.ts";

export const peerNames = ["naive", "postgresql", "duckdb", "sqlite"] as const;
export type PeerName = (typeof peerNames)[number];

export function isPeerName(name: string): name is PeerName {
  return peerNames.some((known) => known === name);
}

export interface PeersOrder {
  readonly applicants: number;
  readonly openings: number;
  /** Events of each direction. */
  readonly events: number;
  readonly peers: readonly PeerName[];
  readonly seed: number;
  readonly thresholdBp: number;
  readonly rules: ScoringRules;
  readonly say: (text: string) => void;
}

export interface PeerReport {
  readonly reverse: PeerRatios;
  readonly forward: PeerRatios;
  /** Events of which a peer found something else. */
  readonly differences: number;
}

/** Ratios of one direction, over the events that the peer was given: the first so many. */
export interface PeerRatios extends Ratios {
  readonly events: number;
}

export interface PeersReport {
  readonly applicants: number;
  readonly openings: number;
  /** Events of each direction, each timed once, for the engine as for a peer; a slow peer is given fewer. */
  readonly events: number;
  /** Events before the first that counts: the same ones for the engine and for every peer. */
  readonly warmUpEvents: number;
  /** Pairs over the threshold in all events. */
  readonly found: number;
  readonly engine: { readonly reverse: Latency; readonly forward: Latency };
  readonly peers: Partial<Record<PeerName, PeerReport>>;
}

/** Undefined when a peer isn't installed. */
const loaders: Record<PeerName, (order: PeerOrder) => Peer | Promise<Peer | undefined>> = {
  naive: loadNaive,
  postgresql: loadPostgresql,
  duckdb: loadDuckdb,
  sqlite: loadSqlite,
};

const REVERSE_LIST_MAX = 100;
const FORWARD_LIST_MAX = 20;
/** Enough for code to be compiled and for plans and pages to be at hand, and few enough for a peer that takes a second each. */
const WARM_UP_EVENTS = 50;

/** After so long a peer is given no further events of a direction, once it has had the fewest that a median is taken of. */
const PEER_MS_MAX = 60_000;
const PEER_EVENTS_MIN = 30;

/** What was found, in one line: numbers and scores, by number. */
function keyOf(found: PeerAnswer["found"]): string {
  return found
    .toSorted(([a], [b]) => a - b)
    .map(([number, score]) => `${number} ${score}`)
    .join(",");
}

/** Ids of the population end in the number. */
function numberOf(id: string): number {
  return Number(id.slice(id.lastIndexOf("-") + 1));
}

/** The engine's times, and its whole answers, which are not timed: it lists the best, a database gives everybody. */
interface Own {
  readonly milliseconds: readonly number[];
  readonly answers: readonly string[];
}

interface Side<Q, T> {
  readonly events: readonly Q[];
  readonly warmUp: Iterable<Q>;
  readonly listMax: number;
  match(event: Q, limits: MatchLimits): { readonly matches: readonly Match<T>[] };
  idOf(facts: T): string;
}

function runOwn<Q, T>(side: Side<Q, T>, thresholdBp: number): Own {
  const limits = { thresholdBp, listMax: side.listMax };
  for (const event of side.warmUp) side.match(event, limits);
  const milliseconds = side.events.map((event) => {
    const started = performance.now();
    side.match(event, limits);
    return performance.now() - started;
  });
  const answers = side.events.map((event) => {
    const { matches } = side.match(event, { thresholdBp, listMax: Number.POSITIVE_INFINITY });
    return keyOf(matches.map(({ facts, score }) => [numberOf(side.idOf(facts)), score] as const));
  });
  return { milliseconds, answers };
}

/** The engine, loaded and asked; it is gone when the peers come. */
function runEngine(order: PeerOrder, openings: readonly OpeningFacts[], applicants: readonly ApplicantFacts[]) {
  const { population, rules, thresholdBp } = order;
  const people = new PackedApplicants();
  for (const facts of population.applicants(0, order.applicants)) people.upsert(facts);
  const posted = new ColumnarOpenings();
  for (const facts of population.openings(0, order.openings)) posted.upsert(facts);
  const reverse = runOwn<OpeningFacts, ApplicantFacts>(
    {
      events: openings,
      warmUp: population.openings(openings.length, openings.length + WARM_UP_EVENTS),
      listMax: REVERSE_LIST_MAX,
      match: (opening, limits) => people.match(opening, rules, limits),
      idOf: ({ applicantId }) => applicantId,
    },
    thresholdBp,
  );
  const forward = runOwn<ApplicantFacts, OpeningFacts>(
    {
      events: applicants,
      warmUp: population.applicants(applicants.length, applicants.length + WARM_UP_EVENTS),
      listMax: FORWARD_LIST_MAX,
      match: (applicant, limits) => posted.match(applicant, rules, limits),
      idOf: ({ openingId }) => openingId,
    },
    thresholdBp,
  );
  return { reverse, forward };
}

/** Asks a peer, one event after the other, until it has had them all or has taken long enough, and compares. */
async function ask<Q>(
  events: readonly Q[],
  warmUp: Iterable<Q>,
  find: (event: Q) => Promise<PeerAnswer>,
  own: Own,
): Promise<{ readonly ratios: PeerRatios; readonly latency: Latency; readonly differences: number }> {
  for (const event of warmUp) await find(event);
  const milliseconds: number[] = [];
  let differences = 0;
  const started = performance.now();
  for (const [at, event] of events.entries()) {
    if (at >= PEER_EVENTS_MIN && performance.now() - started > PEER_MS_MAX) break;
    const answer = await find(event);
    milliseconds.push(answer.milliseconds);
    if (keyOf(answer.found) !== own.answers[at]) differences++;
  }
  const ratios = { ...ratiosOf(milliseconds, own.milliseconds), events: milliseconds.length };
  return { ratios, latency: latencyOf(milliseconds), differences };
}

export async function runPeers(request: PeersOrder): Promise<PeersReport> {
  const { rules, events, say } = request;
  const population = createPopulation(request.seed, rules.taxonomy);
  const order: PeerOrder = { ...request, population, codes: new TableCodes(rules) };
  const openings = [...population.openings(0, events)];
  const applicants = [...population.applicants(0, events)];
  const own = runEngine(order, openings, applicants);
  const engine = { reverse: latencyOf(own.reverse.milliseconds), forward: latencyOf(own.forward.milliseconds) };
  const found = [...own.reverse.answers, ...own.forward.answers].reduce(
    (sum, answer) => sum + answer.split(",").filter((pair) => pair !== "").length,
    0,
  );
  say(`engine ${JSON.stringify(engine)}`);
  const peers: Partial<Record<PeerName, PeerReport>> = {};
  for (const name of request.peers) {
    const started = performance.now();
    const peer = await loaders[name](order);
    if (peer === undefined) {
      process.stderr.write(`${name} isn't installed and is left out\n`);
      continue;
    }
    say(`${name} loaded in ${Math.round(performance.now() - started)} ms`);
    try {
      const warmOpenings = population.openings(events, events + WARM_UP_EVENTS);
      const warmApplicants = population.applicants(events, events + WARM_UP_EVENTS);
      const reverse = await ask(openings, warmOpenings, peer.reverse, own.reverse);
      const forward = await ask(applicants, warmApplicants, peer.forward, own.forward);
      say(`${name} reverse ${JSON.stringify(reverse.latency)} forward ${JSON.stringify(forward.latency)}`);
      peers[name] = {
        reverse: reverse.ratios,
        forward: forward.ratios,
        differences: reverse.differences + forward.differences,
      };
    } finally {
      await peer.close();
    }
  }
  const { applicants: people, openings: posted } = request;
  return { applicants: people, openings: posted, events, warmUpEvents: WARM_UP_EVENTS, found, engine, peers };
}
