import { PackedApplicants } from "../../domain/index/applicants/packed-applicants.ts";
import { ColumnarOpenings } from "../../domain/index/columnar-openings.ts";
import { encodeRecord } from "../../domain/index/log-record.ts";
import type { ApplicantIndex, MatchLimits } from "../../domain/index/match-index.ts";
import { ShardState } from "../../domain/index/shard-state.ts";
import type { ApplicantFacts, OpeningFacts } from "../../domain/matching/facts.ts";
import { type ScoringRules, score } from "../../domain/matching/score.ts";
import { ShardWriter } from "../../functions/matching/shard-writer.ts";
import type { LogItem, ShardLog } from "../../functions/ports.ts";
import { silentLog } from "../../functions/runtime/log.ts";
import { type Latency, latencyOf, mean, percentile, rounded } from "./figures.ts";
import { answerOf, PlainAnswers } from "./plain-answers.ts";
import { createPopulation, type Population } from "./population.ts";
import { timeReasons } from "./reasons.ts";

export interface EngineOrder {
  readonly applicants: number;
  readonly openings: number;
  /** Events of each direction that are timed. */
  readonly events: number;
  readonly seed: number;
  readonly thresholdBp: number;
  readonly rules: ScoringRules;
  readonly say: (text: string) => void;
}

export interface EngineReport {
  readonly applicants: number;
  readonly openings: number;
  readonly reverse: Latency;
  readonly forward: Latency;
  readonly fallback: { readonly reverse: Latency; readonly forward: Latency };
  readonly bytesPerApplicant: number;
  readonly rebuildPerSecond: number;
  readonly updateMicros: number;
  readonly differences: number;
  /** Longest time that one change of a profile took: by the clock, and the processor's, which what else runs doesn't add to. */
  readonly longestUpdateMs: number;
  readonly longestUpdateCpuMs: number;
  /** How much longer openings take after the changes. */
  readonly slowdownPercent: number;
  /** A changed or new opening, on average. */
  readonly openingUpdateMicros: number;
  /** Accounts and evidence, as notify makes them, for the best 100 of an opening; null when no opening finds so many. */
  readonly reasonsMs: number | null;
  readonly evidenceTextMs: number | null;
  /** What an average opening finds, per million applicants: within its hard constraints, and over the threshold. */
  readonly passing: number;
  readonly matching: number;
  /** Answers that were compared. */
  readonly compared: number;
}

/** What the index of people is asked for, and what people are. */
const REVERSE_LIST_MAX = 100;
const FORWARD_LIST_MAX = 20;

const CHANGES = 10_000;
const WARM_UP_EVENTS = 300;

/** Records of a page: about what a query answers with at once, a megabyte. */
const RECORDS_AT_ONCE = 10_000;

/** Answers of each direction that are compared with the plain score, before the changes and after them. */
const COMPARED_OPENINGS = 6;
const COMPARED_PROFILES = 60;

/** Runs of which the best counts, where a small difference is wanted. */
const BEST_OF = 5;

interface Bench extends EngineOrder {
  readonly population: Population;
  readonly reverseLimits: MatchLimits;
  readonly forwardLimits: MatchLimits;
}

function timed(run: () => void): number {
  const started = performance.now();
  run();
  return performance.now() - started;
}

/**
 * Lets the writer of a shard start on a log of people, as a function does, and gives what that takes: what it takes to make the log is left out.
 * A second index is filled on the way.
 */
async function rebuild(index: ApplicantIndex, other: ApplicantIndex, bench: Bench): Promise<number> {
  const { applicants, population, rules } = bench;
  let makingMs = 0;
  const shardLog: ShardLog = {
    append: () => Promise.reject(new Error("nothing is appended")),
    empty: () => Promise.reject(new Error("nothing is superseded")),
    readAfter: async function* () {
      for (let from = 0; from < applicants; from += RECORDS_AT_ONCE) {
        const page: LogItem[] = [];
        makingMs += timed(() => {
          for (const facts of population.applicants(from, Math.min(applicants, from + RECORDS_AT_ONCE))) {
            const record = encodeRecord({ type: "applicant", facts });
            page.push({ seq: from + page.length + 1, record });
            other.upsertRecord(record);
          }
        });
        yield page;
      }
    },
  };
  const writer = new ShardWriter("1#0", shardLog, rules.taxonomy, silentLog, new ShardState(index));
  const started = performance.now();
  await writer.catchUp();
  const took = performance.now() - started - makingMs;
  if (writer.state.applicants.size !== applicants) throw new Error("somebody is missing");
  return took;
}

/** Times each opening once. Those before the first are for warming up. */
function timeOpenings(index: ApplicantIndex, { population, events, rules, reverseLimits }: Bench): number[] {
  const warm = [...population.openings(events, events + WARM_UP_EVENTS)];
  for (const opening of warm) index.match(opening, rules, reverseLimits);
  return [...population.openings(0, events)].map((opening) =>
    timed(() => void index.match(opening, rules, reverseLimits)),
  );
}

function timeProfiles(index: ColumnarOpenings, { population, events, rules, forwardLimits }: Bench): number[] {
  const warm = [...population.applicants(events, events + WARM_UP_EVENTS * 2)];
  for (const applicant of warm) index.match(applicant, rules, forwardLimits);
  return [...population.applicants(0, events)].map((applicant) =>
    timed(() => void index.match(applicant, rules, forwardLimits)),
  );
}

/** Mean over events of the best of several runs: steady enough to tell a few in a hundred. */
function steadyMean(index: ApplicantIndex, { population, events, rules, reverseLimits }: Bench): number {
  const openings = [...population.openings(0, Math.min(events, 300))];
  const best = openings.map(() => Number.POSITIVE_INFINITY);
  for (let run = 0; run < BEST_OF; run++) {
    for (const [at, opening] of openings.entries()) {
      const took = timed(() => void index.match(opening, rules, reverseLimits));
      best[at] = Math.min(best[at] ?? took, took);
    }
  }
  return mean(best);
}

/** The person that one of the first turns into by a change: somebody beyond the population, under the same id. */
function changed(number: number, { applicants, population }: Bench): ApplicantFacts {
  return {
    ...population.applicant(applicants + number),
    applicantId: population.applicant(number).applicantId,
    revision: 2,
  };
}

/** How many change: no more than there are. */
function changesOf({ applicants }: Bench): number {
  return Math.min(CHANGES, applicants);
}

/** Numbers of those who change: spread evenly over the population. */
function changingNumber(change: number, bench: Bench): number {
  return Math.floor((change * bench.applicants) / changesOf(bench));
}

/**
 * Milliseconds by the clock of every change, and the most that one took of the processor. People are drawn one by one, as profiles come: ten
 * thousand drawn beforehand would be copied about by the collector in the midst of changes.
 */
function change(indexes: readonly ApplicantIndex[], bench: Bench): { times: number[]; longestCpuMs: number } {
  const times: number[] = [];
  let longestCpuMs = 0;
  for (let number = 0; number < changesOf(bench); number++) {
    const facts = changed(changingNumber(number, bench), bench);
    for (const [at, index] of indexes.entries()) {
      const before = process.cpuUsage();
      const took = timed(() => index.upsert(facts));
      const { user, system } = process.cpuUsage(before);
      if (at !== 0) continue;
      times.push(took);
      longestCpuMs = Math.max(longestCpuMs, (user + system) / 1_000);
    }
  }
  return { times, longestCpuMs };
}

/** Compares answers with the plain score over everybody, in one pass over the population. */
function compareOpenings(
  indexes: readonly ApplicantIndex[],
  bench: Bench,
  from: number,
  everybody: Iterable<ApplicantFacts>,
): number {
  const openings = [...bench.population.openings(from, from + COMPARED_OPENINGS)];
  const plain = openings.map(
    () => new PlainAnswers<ApplicantFacts>(bench.reverseLimits, ({ applicantId }) => applicantId),
  );
  for (const facts of everybody) {
    for (const [at, opening] of openings.entries()) plain[at]?.offer(facts, score(opening, facts, bench.rules));
  }
  return indexes.reduce((sum, index) => {
    const different = openings.filter((opening, at) => {
      const result = index.match(opening, bench.rules, bench.reverseLimits);
      return answerOf(result, ({ applicantId }) => applicantId) !== plain[at]?.answer();
    });
    return sum + different.length;
  }, 0);
}

/** Compares with the plain score over openings as they were drawn, not as the index gives them back. */
function compareProfiles(
  indexes: readonly ColumnarOpenings[],
  bench: Bench,
  from: number,
  everything: readonly OpeningFacts[],
): number {
  const idOf = ({ openingId }: OpeningFacts) => openingId;
  let different = 0;
  for (const applicant of bench.population.applicants(from, from + COMPARED_PROFILES)) {
    const plain = new PlainAnswers<OpeningFacts>(bench.forwardLimits, idOf);
    for (const facts of everything) plain.offer(facts, score(facts, applicant, bench.rules));
    for (const index of indexes) {
      if (answerOf(index.match(applicant, bench.rules, bench.forwardLimits), idOf) !== plain.answer()) different++;
    }
  }
  return different;
}

/** Lets every tenth opening turn into one beyond the population, under the same id, and gives all of them as they are then. */
function changeOpenings(indexes: readonly ColumnarOpenings[], { openings, population }: Bench): OpeningFacts[] {
  return Array.from({ length: openings }, (_, number) => {
    const before = population.opening(number);
    if (number % 10 !== 0) return before;
    const facts = { ...population.opening(openings + number), openingId: before.openingId, revision: 2 };
    for (const index of indexes) index.upsert(facts);
    return facts;
  });
}

/** Everybody as they are after the changes. */
function* afterChanges(bench: Bench): Iterable<ApplicantFacts> {
  const changing = new Set(Array.from({ length: changesOf(bench) }, (_, number) => changingNumber(number, bench)));
  for (let number = 0; number < bench.applicants; number++) {
    yield changing.has(number) ? changed(number, bench) : bench.population.applicant(number);
  }
}

/** Of so many openings and people, how many pairs are within hard constraints. */
function measurePassing({ population, rules }: Bench): number {
  const people = [...population.applicants(0, 2_000)];
  let passing = 0;
  for (const opening of population.openings(0, 500)) {
    for (const facts of people) if (typeof score(opening, facts, rules) === "object") passing++;
  }
  return passing / (500 * people.length);
}

export async function runEngine(order: EngineOrder): Promise<EngineReport> {
  const { applicants, openings, thresholdBp, rules, say } = order;
  const bench: Bench = {
    ...order,
    population: createPopulation(order.seed, rules.taxonomy),
    reverseLimits: { thresholdBp, listMax: REVERSE_LIST_MAX },
    forwardLimits: { thresholdBp, listMax: FORWARD_LIST_MAX },
  };
  const { population } = bench;
  const passing = Math.round(measurePassing(bench) * 1_000_000);
  say(`population ${order.seed}: an average opening has ${passing} of a million within its hard constraints`);

  const openingIndex = new ColumnarOpenings("kernel");
  const plainOpenings = new ColumnarOpenings("plain");
  const both = [openingIndex, plainOpenings];
  const openingTimes = [...population.openings(0, openings)].map((facts) => {
    plainOpenings.upsert(facts);
    return timed(() => openingIndex.upsert(facts));
  });
  const people = new PackedApplicants("kernel");
  const fallback = new PackedApplicants("plain");
  const rebuildMs = await rebuild(people, fallback, bench);
  say(
    `${applicants} applicants in ${Math.round(rebuildMs)} ms, ${openings} openings in ${Math.round(mean(openingTimes) * openings)} ms`,
  );

  const reverse = timeOpenings(people, bench);
  const matching = mean(
    [...population.openings(0, order.events)].map((one) => people.match(one, rules, bench.reverseLimits).overThreshold),
  );
  say(`reverse ${JSON.stringify(latencyOf(reverse))}, ${Math.round(matching)} over the threshold on average`);
  const plainReverse = timeOpenings(fallback, bench);
  say(`reverse without WebAssembly ${JSON.stringify(latencyOf(plainReverse))}`);
  const forward = timeProfiles(openingIndex, bench);
  say(`forward ${JSON.stringify(latencyOf(forward))}`);
  const plainForward = timeProfiles(plainOpenings, bench);
  say(`forward without WebAssembly ${JSON.stringify(latencyOf(plainForward))}`);
  const told = timeReasons(people, population.openings(0, order.events), rules);
  say(`reasons ${JSON.stringify(told)}`);

  let differences = compareProfiles(both, bench, order.events, [...population.openings(0, openings)]);
  differences += compareOpenings([people, fallback], bench, 0, population.applicants(0, applicants));
  say(`${differences} of ${COMPARED_PROFILES * 2 + COMPARED_OPENINGS * 2} answers differ from the plain score's`);

  const before = steadyMean(people, bench);
  const { times: changes, longestCpuMs } = change([people, fallback], bench);
  const after = steadyMean(people, bench);
  say(
    `${changes.length} changes, ${mean(changes) * 1_000} µs each; openings take ${before} ms before, ${after} ms after`,
  );
  differences += compareOpenings([people, fallback], bench, COMPARED_OPENINGS, afterChanges(bench));
  const changedOpenings = changeOpenings(both, bench);
  differences += compareProfiles(both, bench, order.events + COMPARED_PROFILES, changedOpenings);

  const footprint = people.footprint();
  const bytes = footprint.records + footprint.ids + footprint.rows + footprint.table + footprint.beside;
  return {
    applicants,
    openings,
    reverse: latencyOf(reverse),
    forward: latencyOf(forward),
    fallback: { reverse: latencyOf(plainReverse), forward: latencyOf(plainForward) },
    bytesPerApplicant: Math.round(bytes / applicants),
    rebuildPerSecond: Math.round((applicants * 1_000) / rebuildMs),
    updateMicros: rounded(mean(changes) * 1_000, 1),
    differences,
    longestUpdateMs: rounded(percentile(changes, 100)),
    longestUpdateCpuMs: rounded(longestCpuMs),
    slowdownPercent: rounded((after / before - 1) * 100, 1),
    openingUpdateMicros: rounded(mean(openingTimes) * 1_000, 1),
    reasonsMs: told.reasonsMs,
    evidenceTextMs: told.evidenceTextMs,
    passing,
    matching: Math.round((matching * 1_000_000) / applicants),
    compared: (COMPARED_PROFILES + COMPARED_OPENINGS) * 4,
  };
}
