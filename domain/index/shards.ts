/** The shards of a deployment: how many, and of which generation (raised by resharding). */
export interface ShardPlan {
  readonly generation: number;
  readonly shards: number;
}

/** Name of a shard, also its log's key and its message group: `<generation>#<number>`. */
export function shardName(plan: ShardPlan, number: number): string {
  return `${plan.generation}#${number}`;
}

/** All shards: an opening goes to each. */
export function allShards(plan: ShardPlan): string[] {
  return Array.from({ length: plan.shards }, (_, number) => shardName(plan, number));
}

/**
 * The shard of an applicant: FNV-1a (32 bits, Fowler/Noll/Vo) of the id, modulo the number of shards. It must never change within
 * a generation.
 */
export function shardOf(plan: ShardPlan, applicantId: string): string {
  let hash = 0x811c_9dc5;
  for (let index = 0; index < applicantId.length; index++) {
    hash = Math.imul(hash ^ applicantId.charCodeAt(index), 0x0100_0193) >>> 0;
  }
  return shardName(plan, hash % plan.shards);
}
