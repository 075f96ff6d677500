import type { MatchList, MatchLists } from "../../ports.ts";
import type { Intercept } from "./intercept.ts";
import type { Table } from "./table.ts";

export function createMatchLists(lists: Table<string, MatchList>, intercept: Intercept): MatchLists {
  return {
    put: (list) =>
      intercept("matchLists", "put", () => {
        const before = lists.get(list.subject, list.shard);
        if (before === undefined || before.asOfSeq <= list.asOfSeq) lists.put(list.subject, list.shard, copy(list));
      }),
    get: (subject) => intercept("matchLists", "get", () => lists.sorted(subject).map(copy)),
    remove: (subject, shard, asOfSeq) =>
      intercept("matchLists", "remove", () => {
        const before = lists.get(subject, shard);
        if (before !== undefined && before.asOfSeq <= asOfSeq) lists.delete(subject, shard);
      }),
  };
}

/** A caller that goes on writing into its bytes must not change what is stored. */
function copy({ subject, shard, asOfSeq, packed }: MatchList): MatchList {
  return { subject, shard, asOfSeq, packed: packed.slice() };
}
