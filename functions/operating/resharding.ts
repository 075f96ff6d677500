import type { LogRecord } from "../../domain/index/log-record.ts";
import { allShards, type ShardPlan, shardOf } from "../../domain/index/shards.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import type { DeadLetters } from "../operating-ports.ts";
import type { Ports } from "../ports.ts";
import { deriveUlid } from "../runtime/derive-id.ts";
import { type KeptKey, keptKeys, LogContents, recordsOf } from "./kept-records.ts";
import { toDestinations, toMessages } from "./matching-messages.ts";
import { type Destination, generationOf, putMove, readMove, type ShardMove } from "./shard-move.ts";

export type ReshardingPorts = Pick<
  Ports,
  | "clock"
  | "shardPlans"
  | "shardLog"
  | "matchLists"
  | "openings"
  | "applicants"
  | "programmes"
  | "ledger"
  | "institutions"
  | "queues"
>;

export interface ReshardingConfiguration {
  /** The shards that the deployment was made with. */
  readonly deployed: ShardPlan;
  readonly taxonomy: Taxonomy;
}

/** Called after so many messages were sent, and waits as long as the operator's rate asks. */
export type Pace = (messages: number) => Promise<void>;

export interface Pacing {
  readonly pace: Pace;
  /** Waits until what was on its way to the shards has mostly arrived: seconds. */
  readonly settle: () => Promise<void>;
}

/** More than a thousand shards is a slip: one is right for a million people. */
export const SHARDS_MAX = 1_000;

/** Messages sent at once. */
const MESSAGES_PER_SEND = 100;

/** Why a step can't be taken now. */
export type NotNow =
  /** Another move is under way, to another number of shards. */
  | { readonly kind: "other-move"; readonly move: ShardMove }
  /** The generation before hasn't been removed yet. */
  | { readonly kind: "previous-remains"; readonly move: ShardMove }
  /** Nothing is being moved. */
  | { readonly kind: "no-move"; readonly move: ShardMove }
  /** So many records aren't in the next generation yet. */
  | { readonly kind: "not-filled"; readonly missing: number }
  /** Messages may still be on their way to the generation that is to go. */
  | { readonly kind: "messages-remain"; readonly waiting: number; readonly dead: number }
  /** Somebody else has taken a step meanwhile. */
  | { readonly kind: "overtaken" };

/** A step that was taken. */
export interface Step<Kind extends string> {
  readonly kind: Kind;
  readonly move: ShardMove;
}

export interface Removed extends Step<"removed"> {
  /** Records that were in the logs. */
  readonly records: number;
}

/** Begins a move to a new generation: from now on it gets everything that comes, and tells nobody. Begun twice is begun once. */
export async function beginMove(
  shards: number,
  ports: ReshardingPorts,
  { deployed }: ReshardingConfiguration,
): Promise<Step<"begun"> | Step<"goes-on"> | NotNow> {
  if (!Number.isInteger(shards) || shards < 1 || shards > SHARDS_MAX) {
    throw new RangeError(`the number of shards must be a whole number from 1 to ${SHARDS_MAX}`);
  }
  const { version, move } = await readMove(ports, deployed);
  if (move.previous !== undefined) return { kind: "previous-remains", move };
  if (move.next !== undefined) {
    return move.next.shards === shards ? { kind: "goes-on", move } : { kind: "other-move", move };
  }
  const next = { generation: move.current.generation + 1, shards };
  const begun = { current: move.current, next, since: ports.clock.now() };
  return (await putMove(ports, version, begun)) ? { kind: "begun", move: begun } : { kind: "overtaken" };
}

/** What a look at both generations has found. */
export interface Filling {
  readonly kind: "looked";
  /** Entities that are kept, and the day. */
  readonly kept: number;
  /** Those of them that one of the generations didn't have yet, and that were sent there. */
  readonly missing: number;
}

/**
 * Sends whatever is kept to the next generation if the current one has it, and else to the current one first, where it must have met the others before it may
 * stand silently in the next. Done again and again until nothing is missing, the next one is filled: what was still on its way, or was set aside, is sent once
 * more, which changes nothing. What is kept is read before the logs, and `settle` lets what is on its way arrive in between.
 */
export async function fillNext(
  ports: ReshardingPorts,
  { deployed, taxonomy }: ReshardingConfiguration,
  { pace, settle }: Pacing,
): Promise<Filling | NotNow> {
  const { move } = await readMove(ports, deployed);
  const { current, next } = move;
  if (next === undefined) return { kind: "no-move", move };
  const kept: KeptKey[] = [];
  for await (const page of keptKeys(ports)) kept.push(...page);
  await settle();
  const [old, filled] = [await LogContents.read(ports, current), await LogContents.read(ports, next)];
  const late = kept.filter((key) => !isIn(old, current, key));
  const lateKeys = new Set(late.map(({ key }) => key));
  const lacking = kept.filter((key) => !lateKeys.has(key.key) && !isIn(filled, next, key));
  const isDayLacking = old.day !== undefined && (filled.day ?? Number.NEGATIVE_INFINITY) < old.day;
  const eventId = deriveUlid("00000000000000000000000000", `generation ${next.generation}`);
  const send = async (records: readonly LogRecord[], plan: ShardPlan, tells: Pick<Destination, "tells">) => {
    const messages = records.flatMap((record) => {
      const destinations = toDestinations(record, { current: plan }).map(({ shard }) => ({ shard, ...tells }));
      return toMessages({ record, eventId, correlationId: eventId }, destinations);
    });
    for (let at = 0; at < messages.length; at += MESSAGES_PER_SEND) {
      const some = messages.slice(at, at + MESSAGES_PER_SEND);
      await ports.queues.send("matching", some);
      await pace(some.length);
    }
  };
  // The day before everything else: what comes is matched by it.
  if (old.day !== undefined && isDayLacking) {
    await send([{ type: "day", day: old.day, previousDay: undefined }], next, { tells: "nobody" });
  }
  for await (const page of recordsOf(late, ports, taxonomy)) await send(page, current, {});
  for await (const page of recordsOf(lacking, ports, taxonomy)) await send(page, next, { tells: "nobody" });
  return {
    kind: "looked",
    kept: kept.length + (old.day === undefined ? 0 : 1),
    missing: late.length + lacking.length + (isDayLacking ? 1 : 0),
  };
}

/** Whether the logs of a generation have what is kept of an entity, in every shard that it goes to. */
function isIn(contents: LogContents, plan: ShardPlan, key: KeptKey): boolean {
  const shards = key.type === "applicant" ? [shardOf(plan, key.id)] : allShards(plan);
  return shards.every((shard) => contents.has(shard, key));
}

/** Makes the next generation the current one, if nothing is missing in it. From now on it tells, and the other one works off what it still gets. */
export async function switchOver(
  ports: ReshardingPorts,
  configuration: ReshardingConfiguration,
  pacing: Pacing,
): Promise<Step<"switched"> | NotNow> {
  const { version, move } = await readMove(ports, configuration.deployed);
  if (move.next === undefined) return { kind: "no-move", move };
  const filling = await fillNext(ports, configuration, pacing);
  if (filling.kind !== "looked") return filling;
  if (filling.missing > 0) return { kind: "not-filled", missing: filling.missing };
  const switched = { current: move.next, previous: move.current, since: ports.clock.now() };
  return (await putMove(ports, version, switched)) ? { kind: "switched", move: switched } : { kind: "overtaken" };
}

/** Queues keep a message for four days: what was sent before the switch is gone by then, or stands in the dead-letter queue. */
const GONE_AFTER_MS = 4 * 24 * 60 * 60 * 1_000;

/**
 * Removes the generation before, its logs and its lists, once nothing can be on its way to it any more: the queue is empty, or four days have passed since the
 * switch, and no dead letter waits. Emptied numbers stay taken for a week, so that a writer that was frozen all the while finds them so.
 */
export async function removePrevious(
  ports: ReshardingPorts,
  { deployed }: ReshardingConfiguration,
  deadLetters: Pick<DeadLetters, "depth">,
): Promise<Removed | NotNow> {
  const { version, move } = await readMove(ports, deployed);
  if (move.previous === undefined) return { kind: "no-move", move };
  const { waiting, inFlight, delayed, dead } = await deadLetters.depth("matching");
  const isOver = ports.clock.now() - (move.since ?? 0) > GONE_AFTER_MS;
  const left = isOver ? 0 : waiting + inFlight + delayed;
  if (left + dead > 0) return { kind: "messages-remain", waiting: left, dead };
  const records = await emptyLogs(allShards(move.previous), ports);
  await removeLists(move.previous, ports);
  const removed = { current: move.current, since: ports.clock.now() };
  return (await putMove(ports, version, removed)) ? { kind: "removed", records, move: removed } : { kind: "overtaken" };
}

async function emptyLogs(shards: readonly string[], { shardLog }: ReshardingPorts): Promise<number> {
  let records = 0;
  for (const shard of shards) {
    for await (const page of shardLog.readAfter(shard, 0)) {
      const seqs = page.filter(({ record }) => record !== undefined).map(({ seq }) => seq);
      await shardLog.empty(shard, seqs);
      records += seqs.length;
    }
  }
  return records;
}

/** Lists of the old shards, of everything that is kept: nobody makes any there any more. */
async function removeLists(plan: ShardPlan, { applicants, openings, matchLists }: ReshardingPorts): Promise<void> {
  const remove = async (subject: string) => {
    for (const { shard } of await matchLists.get(subject)) {
      if (generationOf(shard) === plan.generation) await matchLists.remove(subject, shard, Number.MAX_SAFE_INTEGER);
    }
  };
  for await (const page of applicants.each()) for (const { id } of page) await remove(`applicant#${id}`);
  for await (const page of openings.each()) for (const { id } of page) await remove(`opening#${id}`);
}
