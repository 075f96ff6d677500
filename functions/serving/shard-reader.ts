import { ShardState } from "../../domain/index/shard-state.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import type { LogItem, ShardLog } from "../ports.ts";

/** Numbers that a writer may have under way at once: see `matching/shard-writer.ts`. */
const UNDER_WAY_MAX = 10;

/**
 * A copy of one shard's state that follows its log and never writes. A writer closes numbers that a lost put has left free; whoever only reads
 * stops before one that may still be filled, and goes on once it is.
 */
export class ShardReader {
  readonly shard: string;
  readonly state = new ShardState();
  readonly #shardLog: Pick<ShardLog, "readAfter">;
  readonly #taxonomy: Taxonomy;

  constructor(shard: string, shardLog: Pick<ShardLog, "readAfter">, taxonomy: Taxonomy) {
    this.shard = shard;
    this.#shardLog = shardLog;
    this.#taxonomy = taxonomy;
  }

  /** Reads what has been appended since. */
  async catchUp(): Promise<void> {
    const isCold = this.state.lastSeq === 0;
    let tail: readonly LogItem[] = [];
    for await (const page of this.#shardLog.readAfter(this.shard, this.state.lastSeq)) {
      const read = tail.length === 0 ? page : [...tail, ...page];
      const certain = (read.at(-1)?.seq ?? 0) - UNDER_WAY_MAX;
      const end = read.findIndex(({ seq }) => seq > certain);
      for (const item of read.slice(0, Math.max(end, 0))) this.#apply(item);
      tail = read.slice(Math.max(end, 0));
    }
    const certain = (tail.at(-1)?.seq ?? 0) - UNDER_WAY_MAX;
    for (const item of tail) {
      // A number between this one and the one before is free, and a put may still be under way to it.
      if (item.seq > this.state.lastSeq + 1 && item.seq - 1 > certain) break;
      this.#apply(item);
    }
    if (isCold) this.state.prepare(this.#taxonomy);
  }

  #apply({ seq, record }: LogItem): void {
    if (record === undefined) this.state.skip(seq);
    else this.state.applyBytes(seq, record);
  }
}
