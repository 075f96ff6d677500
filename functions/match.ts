import { isRemaking, type LogRecord } from "../domain/index/log-record.ts";
import type { ShardState, Standing } from "../domain/index/shard-state.ts";
import type { ScoringRules } from "../domain/matching/score.ts";
import { createAwsPorts } from "./adapters/aws/aws-ports.ts";
import { type Arrival, cutAtRevisions, inRuns, readArrivals, standsAlone } from "./matching/arrivals.ts";
import { type Followings, joinFollowings, NOTHING_FOLLOWS, type Occasion } from "./matching/followings.ts";
import { lossesBefore } from "./matching/losses.ts";
import { Matcher } from "./matching/matcher.ts";
import { withMemory } from "./matching/memory.ts";
import { ShardWriter } from "./matching/shard-writer.ts";
import { asTold, handOn, withVoice } from "./matching/voice.ts";
import { withdrawalsBefore } from "./matching/withdrawals.ts";
import type { Ports } from "./ports.ts";
import { onQueue, type QueueRecord } from "./runtime/consumer.ts";
import { readEnvironment } from "./runtime/environment.ts";
import type { Log } from "./runtime/log.ts";
import { type MatchingConfiguration, readMatchingConfiguration } from "./runtime/rules.ts";
import { type Poison, setAllAside } from "./runtime/set-aside.ts";
import { TermsReader } from "./runtime/terms.ts";

export type MatchPorts = Pick<
  Ports,
  "clock" | "shardLog" | "shardPlans" | "matchLists" | "quarantine" | "queues" | "bus"
>;

/** What a warm function keeps between batches: one writer per shard, each with its index. */
export type ShardWriters = Map<string, ShardWriter>;

/**
 * Works a batch off in order: append to the log, score in memory; then, for many records together, put the lists and send what follows.
 * When a record fails, everything after it fails too, so that the order is kept; what can't ever be read is set aside instead. The log alone decides what has happened; everything
 * else can be done again and gives the same.
 */
export async function matchBatch(
  records: readonly QueueRecord[],
  ports: MatchPorts,
  writers: ShardWriters,
  configuration: MatchingConfiguration,
  log: Log,
): Promise<Map<string, unknown>> {
  const { arrivals: read, poison, waiting } = readArrivals(records);
  const failures = await setAllAside(poison, ports, log);
  const arrivals = await withVoice(read, ports);
  for (const [messageId, error] of waiting) failures.set(messageId, error);
  const touched = new Set<ShardWriter>();
  const pending = new Map<string, Followings>();
  const standings = new Map<string, Standing>();

  const flush = async () => {
    // What is in the log makes earlier records superfluous whether or not the sends succeed.
    const tidying = [...touched].map((writer) => writer.emptySuperseded());
    await allSettled([send(joinFollowings([...pending.values()]), ports), ...tidying]);
    pending.clear();
  };

  let done = 0;
  try {
    for (const run of inRuns(arrivals)) {
      const shard = run[0]?.message.shard ?? "";
      const writer = writers.get(shard) ?? new ShardWriter(shard, ports.shardLog, configuration.taxonomy, log);
      writers.set(shard, writer);
      if (!touched.has(writer)) await catchUp(writer, ports, log);
      touched.add(writer);
      for (const part of cutAtRevisions(run, (record) => isRevision(record, writer.state))) {
        await matchRun(part, writer, { flush, pending, standings }, ports, configuration, log);
        done += part.length;
      }
    }
  } catch (error) {
    for (const { messageId } of arrivals.slice(done)) {
      failures.set(messageId, error);
      pending.delete(messageId);
    }
  }
  try {
    await flush();
  } catch (error) {
    for (const messageId of pending.keys()) failures.set(messageId, error);
  }
  countRecords(records, failures, { poison, standings }, log);
  return failures;
}

/** Brings a writer up to date, and says how long it took one that had to read everything. */
async function catchUp(writer: ShardWriter, { clock }: MatchPorts, { count }: Log): Promise<void> {
  const isCold = writer.state.lastSeq === 0;
  const since = clock.now();
  const bytes = await writer.catchUp();
  if (isCold) {
    count("CatchUpTime", clock.now() - since);
    count("CatchUpBytes", bytes);
  }
}

/** Counts what became of the records that are taken off the queue now, and nothing of those that are tried again. */
function countRecords(
  records: readonly QueueRecord[],
  failures: ReadonlyMap<string, unknown>,
  { poison, standings }: { poison: readonly Poison[]; standings: ReadonlyMap<string, Standing> },
  { count }: Log,
): void {
  count("RecordsReceived", records.length - failures.size);
  for (const { record, refusal } of poison) {
    if (!failures.has(record.messageId)) count("RecordsQuarantined", 1, refusal.code);
  }
  for (const [messageId, standing] of standings) {
    if (!failures.has(messageId)) count(standing === "outdated" ? "RecordsSuperseded" : "RecordsApplied", 1);
  }
}

/** Lists first, then whoever reads them is told. */
async function send(followings: Followings, ports: MatchPorts): Promise<void> {
  const { matchLists, queues, bus } = ports;
  await allSettled([
    ...followings.lists.map((list) => matchLists.put(list)),
    ...followings.removedLists.map(({ subject, shard, asOfSeq }) => matchLists.remove(subject, shard, asOfSeq)),
  ]);
  await allSettled([
    queues.send("applicant-alerts", followings.alerts),
    queues.send("employer-shortlists", followings.shortlists),
    bus.publish(followings.events),
    handOn(followings.handedOn, ports),
  ]);
}

/** Waits for all of them, also when one fails: nothing may be under way any more when the batch is tried again. */
async function allSettled(work: readonly Promise<unknown>[]): Promise<void> {
  const fault = (await Promise.allSettled(work)).find(({ status }) => status === "rejected");
  if (fault?.status === "rejected") throw fault.reason;
}

/** What a batch has still to send. */
interface Outgoing {
  readonly flush: () => Promise<void>;
  /** By message id. */
  readonly pending: Map<string, Followings>;
  /** How each record stood to the log, by message id. */
  readonly standings: Map<string, Standing>;
}

/** One run: into the log, then what follows from each record. */
async function matchRun(
  run: readonly Arrival[],
  writer: ShardWriter,
  { flush, pending, standings }: Outgoing,
  ports: MatchPorts,
  configuration: MatchingConfiguration,
  log: Log,
): Promise<void> {
  const { state, shard } = writer;
  const rules = (): ScoringRules => ({ ...configuration, today: state.day });
  const occasionOf = ({ message, isReplaced = false }: Arrival, seq: number): Occasion => {
    const { correlationId, causationId } = message;
    return { correlationId, causationId, shard, seq, now: ports.clock.now(), isReplaced };
  };
  const follow = (record: LogRecord, occasion: Occasion): Followings => {
    const today = state.dayAt(occasion.seq);
    return new Matcher(state, { ...configuration, today }, occasion, configuration, log).follow(record);
  };
  /** In its order: nothing that is withdrawn here was found after it. */
  const sendNow = async (followings: Followings) => {
    if (followsNothing(followings)) return;
    await flush();
    await send(followings, ports);
  };
  let arrivals = new Map<LogRecord, Arrival>();
  const prepare = async () => {
    if (cutAtRevisions(run, (record) => isRevision(record, state)).length > 1) {
      throw new Error("others have written what this run revises");
    }
    await sendNow(
      joinFollowings(run.map((one) => asTold(followReplaced(one, state, occasionOf, follow), one.message))),
    );
    const taken = run.flatMap((arrival) => {
      const { record } = arrival;
      if (state.standingOf(record) !== "new") return [];
      // As of the number that the record is to have: a list that was made of all before must not come back.
      const occasion = occasionOf(arrival, state.lastSeq + 1);
      const losses = asTold(lossesBefore(record, state, occasion, configuration), arrival.message);
      if (!standsAlone(record)) return losses;
      return [asTold(withdrawalsBefore(record, state, rules(), occasion, configuration), arrival.message), losses];
    });
    // What was found must be told before it is withdrawn.
    await sendNow(joinFollowings(taken));
    arrivals = new Map(run.map((arrival) => [withMemory(arrival, run, state, rules(), configuration), arrival]));
    return [...arrivals.keys()];
  };
  await writer.append(prepare, (record, standing) => {
    const arrival = arrivals.get(record);
    if (arrival === undefined) return;
    standings.set(arrival.messageId, standing);
    // Others may have come silently after what is handed on, and whoever comes now tells of it themselves: it meets all that is here.
    const seq = arrival.message.isHandedOn ? undefined : state.lastSeqOf(record);
    const occasion = occasionOf(arrival, seq ?? state.lastSeq);
    if (standing === "outdated") {
      log.info("record superseded", { shard, correlationId: occasion.correlationId, eventId: occasion.causationId });
      return;
    }
    pending.set(arrival.messageId, asTold(follow(record, occasion), arrival.message));
  });
}

/**
 * What follows from the rules, places or days that newer ones replace, told once more under the same ids. They tell of what they make of openings, and a
 * newer revision doesn't: whoever appended them may have died before it was told, time and again until the queue gave it up.
 */
function followReplaced(
  arrival: Arrival,
  state: ShardState,
  occasionOf: (arrival: Arrival, seq: number) => Occasion,
  follow: (record: LogRecord, occasion: Occasion) => Followings,
): Followings {
  const { record } = arrival;
  const replaced = isRemaking(record) && state.standingOf(record) === "new" ? state.replacedBy(record) : undefined;
  if (replaced === undefined) return NOTHING_FOLLOWS;
  const occasion = occasionOf(arrival, replaced.seq);
  const { causationId } = replaced.record;
  // Without a cause nobody is told of it from here: its lists alone are made once more.
  if (causationId !== undefined) return follow(replaced.record, { ...occasion, causationId });
  return asTold(follow(replaced.record, occasion), { ...arrival.message, tells: "nobody" });
}

/** Whether a record replaces what the index has. */
function isRevision(record: LogRecord, state: ShardState): boolean {
  if (state.standingOf(record) !== "new") return false;
  if (record.type === "applicant") return state.applicants.lastWordOn(record.facts.applicantId) !== undefined;
  return record.type === "opening" && state.openings.get(record.facts.openingId) !== undefined;
}

function followsNothing(followings: Followings): boolean {
  return Object.values(followings).every(({ length }) => length === 0);
}

let running: { ports: Ports; terms: TermsReader; writers: ShardWriters } | undefined;

export const handler = onQueue("match", async (records, log) => {
  if (running === undefined) {
    const environment = readEnvironment(process.env);
    const ports = createAwsPorts(environment);
    running = { ports, terms: new TermsReader(ports, readMatchingConfiguration(environment)), writers: new Map() };
  }
  return matchBatch(records, running.ports, running.writers, await running.terms.inForce(), log);
});
