import type { ShardState } from "../../domain/index/shard-state.ts";
import { allShards, type ShardPlan, shardOf } from "../../domain/index/shards.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import type { ShardLog } from "../ports.ts";
import { ShardReader } from "./shard-reader.ts";

/** Copies of all shards' indexes, as far as their logs have come when they are asked for. */
export interface Replica {
  /** Every shard; each has all openings and its own applicants. */
  states(): Promise<readonly ShardState[]>;
  /** The shard that an applicant is on. */
  stateOf(applicantId: string): Promise<ShardState>;
}

/** A replica that lives as long as the function's environment. Who asks while it is reading waits for that reading. */
export function createReplica(plan: ShardPlan, shardLog: Pick<ShardLog, "readAfter">, taxonomy: Taxonomy): Replica {
  const readers = new Map(allShards(plan).map((shard) => [shard, new ShardReader(shard, shardLog, taxonomy)]));
  const reading = new Map<string, Promise<void>>();
  const caughtUp = async (reader: ShardReader): Promise<ShardState> => {
    const underWay = reading.get(reader.shard);
    const read = underWay ?? reader.catchUp().finally(() => reading.delete(reader.shard));
    if (underWay === undefined) reading.set(reader.shard, read);
    await read;
    return reader.state;
  };
  return {
    states: () => Promise.all([...readers.values()].map(caughtUp)),
    stateOf: async (applicantId) => {
      const reader = readers.get(shardOf(plan, applicantId));
      if (reader === undefined) throw new Error("the plan gives a shard that it doesn't have");
      return caughtUp(reader);
    },
  };
}
