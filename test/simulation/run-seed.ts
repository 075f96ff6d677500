import type * as z from "zod";
import { deliveryKey, isBridgeSubject, recommendationId } from "../../domain/delivery/recommendation.ts";
import { eventsPublished } from "../../events/catalog.ts";
import { recommendationReviewed } from "../../events/recommendation-reviewed.ts";
import type { FaultKind, FaultLimits } from "./faults.ts";
import type { Violation } from "./history.ts";
import { checkBridges, GONE_SINCE } from "./oracle/bridges.ts";
import { checkCases } from "./oracle/cases.ts";
import { checkEntities, checkLog } from "./oracle/entities.ts";
import { checkEntries } from "./oracle/entries.ts";
import { checkFeeds } from "./oracle/feeds.ts";
import { checkHires } from "./oracle/hires.ts";
import { checkLeavers } from "./oracle/leavers.ts";
import { checkLists } from "./oracle/lists.ts";
import { Rest } from "./oracle/rest.ts";
import { checkSaid } from "./oracle/said.ts";
import { checkShown } from "./oracle/shown.ts";
import { checkTies } from "./oracle/ties.ts";
import { checkTold } from "./oracle/told.ts";
import { Simulation } from "./simulation.ts";
import { writeStory } from "./story.ts";

export interface SeedOptions extends FaultLimits {
  /** Happenings of the story that are left out, by their place. */
  readonly drop?: readonly number[] | undefined;
  readonly onLine?: ((line: string) => void) | undefined;
}

export interface SeedReport {
  readonly seed: number;
  readonly events: number;
  readonly steps: number;
  /** People who have left, each at some moment of the story: of none of them a canary is left, or it is a violation. */
  readonly withdrawals: number;
  /** Calls of the functions to their ports, until the replay at the end begins. */
  readonly calls: number;
  /** Those calls by method of the ports, each by its number from 1 on. */
  readonly callsOf: ReadonlyMap<string, readonly number[]>;
  readonly faultsByKind: ReadonlyMap<FaultKind, number>;
  readonly violations: readonly Violation[];
}

/** Runs one seed to its end and checks every guarantee. */
export async function runSeed(seed: number, { drop = [], ...options }: SeedOptions = {}): Promise<SeedReport> {
  const whole = writeStory(seed);
  const story = { ...whole, happenings: whole.happenings.filter((_, at) => !drop.includes(at)) };
  const simulation = new Simulation(seed, story, options);
  let violations: readonly Violation[];
  let calls = 0;
  let callsOf: SeedReport["callsOf"] = new Map();
  try {
    await simulation.run();
    calls = simulation.faults.calls;
    callsOf = new Map([...simulation.history.callsOf].map(([method, numbers]) => [method, [...numbers]]));
    violations = await check(simulation);
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    violations = [...foundSoFar(simulation), { guarantee: 8, text }];
  }
  for (const { guarantee, text } of violations) options.onLine?.(`violation of guarantee ${guarantee}: ${text}`);
  return {
    seed,
    events: simulation.accepted.length,
    steps: simulation.steps,
    withdrawals: [...simulation.world.kept("applicants").values()].filter(({ isWithdrawn }) => isWithdrawn).length,
    calls,
    callsOf,
    faultsByKind: simulation.faults.counts,
    violations,
  };
}

type ReviewDetail = z.output<(typeof recommendationReviewed)["detail"]>;

async function check(simulation: Simulation): Promise<readonly Violation[]> {
  const rest = new Rest(simulation);
  const found = [...simulation.history.violations, ...checkAtRest(simulation, rest)];
  if (found.length > 0) return found;
  return checkReplay(simulation, rest);
}

/** What is broken when a world never came to rest: which promise it is says more than that it didn't. */
function foundSoFar(simulation: Simulation): readonly Violation[] {
  const { violations } = simulation.history;
  try {
    return [...violations, ...checkAtRest(simulation, new Rest(simulation))];
  } catch {
    // What can't be read in the middle of things, or what threw before, is said by the first error.
    return violations;
  }
}

function checkAtRest(simulation: Simulation, rest: Rest): Violation[] {
  return [
    ...checkEntities(simulation, rest),
    ...checkLog(rest),
    ...checkLists(rest),
    ...checkTold(simulation, rest),
    ...checkBridges(simulation, rest),
    ...checkShown(simulation, rest),
    ...checkEntries(simulation),
    ...checkTies(simulation),
    ...checkCases(simulation, rest),
    ...checkSaid(simulation, rest),
    ...checkHires(simulation, rest),
    ...checkFeeds(simulation, rest),
    ...checkLeavers(simulation, rest),
  ];
}

/** Guarantee 7: when everything is put on the bus once more, nothing changes, and nothing is sent that wasn't sent before. */
async function checkReplay(simulation: Simulation, before: Rest): Promise<Violation[]> {
  const { history } = simulation;
  // Lists for centers and employers are made by shard: those of other shards are other lists, of the same matches.
  const hasMoved = before.move.since !== undefined;
  const known = sentIds(simulation);
  const passing = passingKeys(before);
  const accepted = new Set(simulation.accepted);
  const reviewed = pairsReviewedAnew(simulation);
  await simulation.replayAll();
  const rest = new Rest(simulation);
  const newDays = daysAmong(simulation.accepted.filter((body) => !accepted.has(body)));
  for (const { key, causationId, recommendationId: pair } of history.tellings) {
    // A profile's own event finds more courses than those of the other two do, and behind other shards' openings it stands in another order.
    const isFoundByOrder = hasMoved && isBridgeSubject(pair);
    if (newDays.has(causationId) || reviewed.has(pair) || isFoundByOrder) passing.add(key);
  }
  const found = [...history.violations, ...checkAtRest(simulation, rest)];
  for (const id of sentIds(simulation, passing, newDays)) {
    if (!known.has(id) && !(hasMoved && !id.startsWith("message ")))
      found.push({ guarantee: 7, text: `a replay sends ${id}` });
  }
  const [kept, keptAfter] = [keptParts(before, passing), keptParts(rest, passing)];
  if (kept !== keptAfter) found.push({ guarantee: 7, text: `a replay changes ${kept} to ${keptAfter}` });
  return found;
}

/**
 * Days that have begun in the replay because somebody was put down for an hour that far ahead. What a new day brings, the end of an opening on its last day
 * perhaps, follows from no event that is replayed.
 */
function daysAmong(bodies: readonly string[]): Set<string> {
  const events = bodies.map((body) => JSON.parse(body) as { "detail-type": string; detail: { eventId: string } });
  return new Set(
    events.flatMap((event) => (event["detail-type"] === eventsPublished.DayStarted.name ? event.detail.eventId : [])),
  );
}

/** Pairs of which a counsellor's word was refused, since the person wasn't the center's then: it is taken once they are. */
function pairsReviewedAnew({ accepted, history }: Simulation): Set<string> {
  const refused = new Set(
    history.events.flatMap((event) => (event.name === "EventRejected" ? (event.detail.rejected.eventId ?? []) : [])),
  );
  const words = accepted.filter((body) => body.includes(`"${recommendationReviewed.name}"`));
  const late = words.flatMap((body) => {
    const { eventId, applicantId, openingId } = (JSON.parse(body) as { detail: ReviewDetail }).detail;
    return refused.has(eventId) ? [recommendationId(applicantId, openingId)] : [];
  });
  return new Set(late);
}

/** Reasons that pass with time: what they kept somebody from being told may be told when it comes again; with another course, too. */
const PASSING: ReadonlySet<string> = new Set(["paused", "consent-withdrawn", "digest-full", ...GONE_SINCE]);

function passingKeys({ deliveries }: Rest): Set<string> {
  const passing = deliveries.filter(({ state, reason = "" }) => state === "suppressed" && PASSING.has(reason));
  return new Set(passing.map(({ recommendationId }) => recommendationId));
}

/**
 * What a replay leaves as it is. An outcome that came before its recommendation was refused, and may be recorded when it comes again; and a pair that came
 * to nothing is looked at again, for whatever reason it comes to nothing now.
 */
function keptParts(
  { kept: { applicants, openings }, recommendations, deliveries }: Rest,
  passing: ReadonlySet<string>,
): string {
  const told = deliveries.filter(({ state, recommendationId }) => state === "sent" && !passing.has(recommendationId));
  const kept = recommendations.filter(
    ({ applicantId, openingId, telling = 1 }) =>
      !passing.has(deliveryKey(recommendationId(applicantId, openingId), telling)),
  );
  return JSON.stringify([
    applicants,
    openings,
    told.map(({ recommendationId: id, channel }) => [id, channel]),
    kept.map((one) => ({ ...one, history: undefined })),
  ]);
}

/** What has been sent, by its id. That a revision is superseded may be said anew: its sender has sent it anew. */
function sentIds(
  { history }: Simulation,
  passing: ReadonlySet<string> = new Set(),
  newDays: ReadonlySet<string> = new Set(),
): Set<string> {
  const shortlists = history.shortlists.filter(({ causationId }) => !newDays.has(causationId));
  const events = history.events.filter(({ detail }) => !newDays.has(detail.causationId ?? detail.eventId));
  return new Set([
    ...history.tellings.flatMap(({ messageId, key }) => (passing.has(key) ? [] : [`message ${messageId} of ${key}`])),
    ...shortlists.map(({ messageId, kind }) => `shortlist ${messageId} ${kind}`),
    ...events.flatMap(({ name, detail }) => (name === "EventRejected" ? [] : [`${name} ${detail.eventId}`])),
  ]);
}
