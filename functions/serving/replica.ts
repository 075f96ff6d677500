import type { ShardState } from "../../domain/index/shard-state.ts";
import { allShards, type ShardPlan, shardOf } from "../../domain/index/shards.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import { readMove } from "../operating/shard-move.ts";
import type { Ports } from "../ports.ts";
import type { ShardReader } from "./shard-reader.ts";

/** Copies of all shards' indexes, as far as their logs have come when they are asked for. */
export interface Replica {
  /** Every shard; each has all openings and its own applicants. */
  states(): Promise<readonly ShardState[]>;
  /** The shard that an applicant is on. */
  stateOf(applicantId: string): Promise<ShardState>;
}

export interface ReplicaPorts {
  readonly shardLog: Pick<Ports["shardLog"], "readAfter">;
  readonly shardPlans: Ports["shardPlans"];
}

/**
 * A replica that lives as long as the function's environment. It follows the generation of shards that tells people, which is asked for every time: what a
 * move is filling isn't whole yet, and what it has left behind gets nothing new. Who asks while it is reading waits for that reading.
 */
export function createReplica(deployed: ShardPlan, ports: ReplicaPorts, taxonomy: Taxonomy): Replica {
  const readers = new Map<string, ShardReader>();
  const reading = new Map<string, Promise<void>>();
  const readerOf = async (shard: string): Promise<ShardReader> => {
    // An index is a tenth of the function's code, and most requests look into none.
    const { ShardReader } = await import("./shard-reader.ts");
    const reader = readers.get(shard) ?? new ShardReader(shard, ports.shardLog, taxonomy);
    readers.set(shard, reader);
    return reader;
  };
  const caughtUp = async (shard: string): Promise<ShardState> => {
    const reader = await readerOf(shard);
    const underWay = reading.get(shard);
    const read = underWay ?? reader.catchUp().finally(() => reading.delete(shard));
    if (underWay === undefined) reading.set(shard, read);
    await read;
    return reader.state;
  };
  const currentPlan = async (): Promise<ShardPlan> => {
    const { current } = (await readMove(ports, deployed)).move;
    const shards = new Set(allShards(current));
    // An index is most of the function's memory: the one of before goes.
    for (const shard of readers.keys()) if (!shards.has(shard)) readers.delete(shard);
    return current;
  };
  return {
    states: async () => Promise.all(allShards(await currentPlan()).map(caughtUp)),
    stateOf: async (applicantId) => caughtUp(shardOf(await currentPlan(), applicantId)),
  };
}
