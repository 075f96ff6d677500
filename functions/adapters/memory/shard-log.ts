import type { LogItem, ShardLog } from "../../ports.ts";
import { inBatches } from "../../runtime/in-groups.ts";
import { WRITE_LIMITS } from "../batches.ts";
import type { Intercept } from "./intercept.ts";
import type { Table } from "./table.ts";

/** A log item with its shard, so that a dump shows both. */
export interface LogRow extends LogItem {
  readonly shard: string;
}

export function createShardLog(rows: Table<number, LogRow>, intercept: Intercept): ShardLog {
  return {
    // One page, however long.
    readAfter: async function* (shard, seq) {
      const found = await intercept("shardLog", "readAfter", () => newer(rows, shard, seq));
      if (found.length > 0) yield found.map(({ seq: number, record }) => ({ seq: number, record: record?.slice() }));
    },
    append: (shard, { seq, record }) =>
      intercept("shardLog", "append", () => {
        if (rows.get(shard, seq) !== undefined) return false;
        rows.put(shard, seq, { shard, seq, record: record?.slice() });
        return true;
      }),
    empty: async (shard, seqs) => {
      for (const call of inBatches([...new Set(seqs)], WRITE_LIMITS)) {
        await intercept("shardLog", "empty", () => {
          for (const seq of call) rows.put(shard, seq, { shard, seq, record: undefined });
        });
      }
    },
  };
}

/** Filtered before it is sorted: a warm function reads a few items after thousands. */
function newer(rows: Table<number, LogRow>, shard: string, seq: number): readonly LogRow[] {
  return rows
    .entries(shard)
    .map(([, row]) => row)
    .filter((row) => row.seq > seq)
    .toSorted((a, b) => a.seq - b.seq);
}
