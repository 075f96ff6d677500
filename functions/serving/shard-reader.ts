import { ShardState } from "../../domain/index/shard-state.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import type { ShardLog } from "../ports.ts";

/** A copy of one shard's state that follows its log and never writes. */
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
    for await (const page of this.#shardLog.readAfter(this.shard, this.state.lastSeq)) {
      for (const { seq, record } of page) {
        if (record === undefined) this.state.skip(seq);
        else this.state.applyBytes(seq, record);
      }
    }
    if (isCold) this.state.prepare(this.#taxonomy);
  }
}
