import { decodeRecord, type LogRecord } from "../domain/index/log-record.ts";
import type { ShardState } from "../domain/index/shard-state.ts";
import type { ApplicantFacts, OpeningFacts } from "../domain/matching/facts.ts";
import { firstDayObstacle } from "../domain/matching/obstacles.ts";
import type { ScoringRules } from "../domain/matching/score.ts";
import { type MatchingMessage, matchingMessage } from "../events/messages.ts";
import { createAwsPorts } from "./adapters/aws/aws-ports.ts";
import {
  type Followings,
  followApplicant,
  followOpening,
  joinFollowings,
  NOTHING_FOLLOWS,
  type Occasion,
} from "./matching/followings.ts";
import { ShardWriter } from "./matching/shard-writer.ts";
import { districtsMatching, withdrawalsBefore, withdrawOpening } from "./matching/withdrawals.ts";
import type { Ports } from "./ports.ts";
import { onQueue, type QueueRecord } from "./runtime/consumer.ts";
import { readEnvironment } from "./runtime/environment.ts";
import type { Log } from "./runtime/log.ts";
import { type MatchingConfiguration, readMatchingConfiguration } from "./runtime/rules.ts";

export type MatchPorts = Pick<Ports, "clock" | "shardLog" | "matchLists" | "queues" | "bus">;

/** What a warm function keeps between batches: one writer per shard, each with its index. */
export type ShardWriters = Map<string, ShardWriter>;

/**
 * Works a batch off in order: append to the log, score in memory; then, for many records together, put the lists and send what follows.
 * When a record fails, everything after it fails too, so that the order is kept. The log alone decides what has happened; everything
 * else can be done again and gives the same.
 */
export async function matchBatch(
  records: readonly QueueRecord[],
  ports: MatchPorts,
  writers: ShardWriters,
  configuration: MatchingConfiguration,
  log: Log,
): Promise<Map<string, unknown>> {
  const failures = new Map<string, unknown>();
  const touched = new Set<ShardWriter>();
  let pending: { messageId: string; followings: Followings }[] = [];

  const flush = async () => {
    for (const writer of touched) await writer.confirm();
    await send(joinFollowings(pending.map(({ followings }) => followings)), ports);
    pending = [];
  };
  const failFrom = (index: number, error: unknown) => {
    for (const { messageId } of records.slice(index)) failures.set(messageId, error);
  };

  for (const [index, { messageId, body }] of records.entries()) {
    try {
      const message = matchingMessage.parse(JSON.parse(body));
      const writer = writers.get(message.shard) ?? new ShardWriter(message.shard, ports.shardLog, log);
      writers.set(message.shard, writer);
      if (!touched.has(writer)) await writer.catchUp();
      touched.add(writer);
      // `matchOne` may flush, so what it gives belongs to what is pending afterwards.
      const followings = await matchOne(message, writer, flush, ports, configuration, log);
      pending.push({ messageId, followings });
    } catch (error) {
      failFrom(index, error);
      break;
    }
  }
  try {
    await flush();
  } catch (error) {
    for (const { messageId } of pending) failures.set(messageId, error);
    return failures;
  }
  for (const writer of touched) await writer.removeSuperseded();
  return failures;
}

/** Lists first, then whoever reads them is told. */
async function send(followings: Followings, { matchLists, queues, bus }: MatchPorts): Promise<void> {
  await Promise.all(followings.lists.map((list) => matchLists.put(list)));
  await Promise.all(followings.removedLists.map(({ subject, shard }) => matchLists.remove(subject, shard)));
  await Promise.all([
    queues.send("applicant-alerts", followings.alerts),
    queues.send("employer-shortlists", followings.shortlists),
    bus.publish(followings.events),
  ]);
}

/** One record: into the log, then what follows from it. `flush` sends what earlier records of the batch made follow. */
async function matchOne(
  message: MatchingMessage,
  writer: ShardWriter,
  flush: () => Promise<void>,
  ports: MatchPorts,
  configuration: MatchingConfiguration,
  log: Log,
): Promise<Followings> {
  const { shard, correlationId, causationId } = message;
  const { state } = writer;
  const occasion = (seq: number): Occasion => ({ correlationId, causationId, shard, seq, now: ports.clock.now() });
  const rules = (): ScoringRules => ({ ...configuration, today: state.day });
  const record = withMemory(decodeRecord(Buffer.from(message.record, "base64")), state, rules(), configuration);
  const isTakenFirst = record.type === "applicant-withdrawn" || record.type === "day";
  if (isTakenFirst && state.standingOf(record) === "new") {
    // What was found must be told before it is withdrawn.
    await flush();
    await send(withdrawalsBefore(record, state, rules(), occasion(state.lastSeq), configuration), ports);
  }
  if ((await writer.append(record)) === "outdated") {
    log.info("record superseded", { shard, correlationId, eventId: causationId });
    return NOTHING_FOLLOWS;
  }
  const seq = state.lastSeqOf(record) ?? state.lastSeq;
  return new Matcher(state, rules(), occasion(seq), configuration, log).follow(record);
}

/** Adds to a record what the shard knows now and won't know when the record is worked on again. */
function withMemory(
  record: LogRecord,
  state: ShardState,
  rules: ScoringRules,
  configuration: MatchingConfiguration,
): LogRecord {
  if (record.type === "day") return { ...record, previousDay: state.day };
  if (record.type !== "opening-closed") return record;
  const opening = state.openings.get(record.openingId);
  return opening === undefined
    ? record
    : { ...record, districts: districtsMatching(opening, state, rules, configuration) };
}

/** What follows from a record that is in the log, by the index as it stood when the record arrived. */
class Matcher {
  readonly #state: ShardState;
  readonly #rules: ScoringRules;
  readonly #occasion: Occasion;
  readonly #configuration: MatchingConfiguration;
  readonly #log: Log;

  constructor(
    state: ShardState,
    rules: ScoringRules,
    occasion: Occasion,
    configuration: MatchingConfiguration,
    log: Log,
  ) {
    this.#state = state;
    this.#rules = rules;
    this.#occasion = occasion;
    this.#configuration = configuration;
    this.#log = log;
  }

  follow(record: LogRecord): Followings {
    switch (record.type) {
      case "opening":
        return this.#matchOpening(record.facts);
      case "applicant":
        return this.#matchApplicant(record.facts);
      case "opening-closed":
        return withdrawOpening(record.openingId, this.#state.closedDistricts(record.openingId), this.#occasion);
      case "applicant-withdrawn":
        return { ...NOTHING_FOLLOWS, removedLists: [this.#listOf(`applicant#${record.applicantId}`)] };
      case "day":
        return this.#turnDay();
    }
  }

  #listOf(subject: string) {
    return { subject, shard: this.#occasion.shard };
  }

  #matchOpening(opening: OpeningFacts): Followings {
    if (firstDayObstacle(opening, this.#rules.today) !== undefined) return NOTHING_FOLLOWS;
    const result = this.#state.applicants.match(
      opening,
      this.#rules,
      this.#configuration.perOpening,
      this.#state.arrivedBefore(this.#occasion.seq, "applicant"),
    );
    this.#log.info("opening matched", {
      ...this.#logged(),
      openingId: opening.openingId,
      revision: opening.revision,
      matches: result.matches.length,
      overThreshold: result.overThreshold,
    });
    return followOpening(opening, result, this.#state.applicants.size, this.#occasion, this.#configuration);
  }

  #matchApplicant(applicant: ApplicantFacts): Followings {
    const result = this.#state.openings.match(
      applicant,
      this.#rules,
      this.#configuration.perApplicant,
      this.#state.arrivedBefore(this.#occasion.seq, "opening"),
    );
    this.#log.info("applicant matched", {
      ...this.#logged(),
      applicantId: applicant.applicantId,
      revision: applicant.revision,
      matches: result.matches.length,
      overThreshold: result.overThreshold,
    });
    return followApplicant(applicant, result, this.#occasion, this.#configuration);
  }

  /** A new day: what opens today is matched, and so is everybody whom a birthday lets in. What has expired is already gone. */
  #turnDay(): Followings {
    const openings = this.#state.openingToday().map((opening) => this.#matchOpening(opening));
    const applicants = this.#state.comingOfAgeToday().flatMap((applicantId) => {
      const facts = this.#state.applicants.get(applicantId);
      return facts === undefined ? [] : [this.#matchApplicant(facts)];
    });
    this.#log.info("day started", { ...this.#logged(), openings: openings.length, applicants: applicants.length });
    return joinFollowings([...openings, ...applicants]);
  }

  #logged() {
    const { shard, seq, correlationId, causationId } = this.#occasion;
    return { shard, seq, correlationId, eventId: causationId };
  }
}

let running: { ports: Ports; configuration: MatchingConfiguration; writers: ShardWriters } | undefined;

export const handler = onQueue("match", (records, log) => {
  if (running === undefined) {
    const environment = readEnvironment(process.env);
    running = {
      ports: createAwsPorts(environment),
      configuration: readMatchingConfiguration(environment),
      writers: new Map(),
    };
  }
  return matchBatch(records, running.ports, running.writers, running.configuration, log);
});
