import type { MatchList, MatchLists } from "../../ports.ts";
import type { Intercept } from "./intercept.ts";
import type { Table } from "./table.ts";

/** A list, or without one the position at which it was removed. */
export type ListRow = Omit<MatchList, "packed"> & Partial<Pick<MatchList, "packed">>;

export function createMatchLists(rows: Table<string, ListRow>, intercept: Intercept): MatchLists {
  const putUnlessLater = (row: ListRow) => {
    const before = rows.get(row.subject, row.shard);
    if (before === undefined || before.asOfSeq <= row.asOfSeq) rows.put(row.subject, row.shard, row);
  };
  return {
    put: (list) => intercept("matchLists", "put", () => putUnlessLater(copy(list))),
    get: (subject) =>
      intercept("matchLists", "get", () =>
        rows.sorted(subject).flatMap(({ packed, ...row }) => (packed === undefined ? [] : [copy({ ...row, packed })])),
      ),
    remove: (subject, shard, asOfSeq) =>
      intercept("matchLists", "remove", () => putUnlessLater({ subject, shard, asOfSeq })),
  };
}

/** A caller that goes on writing into its bytes must not change what is stored. */
function copy({ subject, shard, asOfSeq, packed }: MatchList): MatchList {
  return { subject, shard, asOfSeq, packed: packed.slice() };
}
