import { allShards, type ShardPlan, shardOf } from "../../domain/index/shards.ts";
import type { Ports } from "../ports.ts";

/**
 * Which shards there are. While a move goes on there are two generations: the old one works and tells, the next one is filled and tells nobody. After the
 * switch the next one is the current one, and the previous one still works off what was on its way to it, until it is removed.
 *
 *     current ──begin──▶ current + next ──switch──▶ current + previous ──remove──▶ current
 *
 * Why no pair is lost: whoever sends to shards reads this before it sends and again after, and sends once more when it has changed
 * (`sendToShards`). So what was acknowledged before the switch had been sent to the next generation by then, and stands in its queue before everything
 * that is sent after the switch. And what stands silently in the next generation was sent to the current one first, or was read off its log. So of any two
 * records, either both are sure to meet where they are told of, in the old generation, or one of them comes to the next one when that tells.
 *
 * Of what closes, leaves or changes after the switch the old generation hears nothing. So from then on it finds nothing any more: whatever it would match it
 * hands on to the current one (`withVoice`), which matches it by all that it has. What is taken away by what it still gets it tells itself.
 */
export interface ShardMove {
  readonly current: ShardPlan;
  /** Being filled. */
  readonly next?: ShardPlan;
  /** Working off what was sent to it before the switch. */
  readonly previous?: ShardPlan;
  /** When the last step was taken, in epoch milliseconds. */
  readonly since?: number;
}

/** A move and the version that it was read at; 0 while nobody has ever moved anything. */
export interface KeptMove {
  readonly version: number;
  readonly move: ShardMove;
}

const ID = "shards";

/** The shards as they are now, consistently. What the deployment was made with counts until the first move. */
export async function readMove({ shardPlans }: Pick<Ports, "shardPlans">, deployed: ShardPlan): Promise<KeptMove> {
  const kept = (await shardPlans.get([ID])).get(ID);
  if (kept === undefined) return { version: 0, move: { current: deployed } };
  return { version: kept.version, move: JSON.parse(kept.body) as ShardMove };
}

/** Takes a step; false when somebody else has taken one since it was read. */
export function putMove({ shardPlans }: Pick<Ports, "shardPlans">, version: number, move: ShardMove): Promise<boolean> {
  return shardPlans.put(ID, version, JSON.stringify(move));
}

/** Where a record goes, and who hears of what follows there. */
export interface Destination {
  readonly shard: string;
  readonly tells?: "nobody" | "applicants";
}

/**
 * Where a record goes: to the shard of its applicant, or to every shard when it is of no applicant; in the next generation as well. That somebody has left is
 * said in the previous one, too, which would otherwise keep their profile until it is removed.
 */
export function destinationsOf(
  { current, next, previous }: ShardMove,
  applicantId: string | undefined,
  hasLeft: boolean,
): Destination[] {
  const shardsOf = (plan: ShardPlan) => (applicantId === undefined ? allShards(plan) : [shardOf(plan, applicantId)]);
  const silent = [...(next === undefined ? [] : [next]), ...(hasLeft && previous !== undefined ? [previous] : [])];
  return [
    ...shardsOf(current).map((shard): Destination => ({ shard })),
    ...silent.flatMap(shardsOf).map((shard): Destination => ({ shard, tells: "nobody" })),
  ];
}

/** The generation that a shard's name says. */
export function generationOf(shard: string): number {
  return Number(shard.slice(0, shard.indexOf("#")));
}
