import { type FollowUp, takeFollowUpResult } from "../../../domain/outcomes/follow-up.ts";
import type { FollowUpList, FollowUps, ListedFollowUp } from "../../outcome-ports.ts";
import { inBatches } from "../../runtime/in-groups.ts";
import { WRITE_LIMITS } from "../batches.ts";
import { entryOf, lastEntryOf, partitionOf, placeOf } from "../follow-up-lists.ts";
import type { Intercept } from "./intercept.ts";
import type { Table } from "./table.ts";

/** A follow-up with its person, or an entry of a list. */
export type FollowUpRow = FollowUp | ListedFollowUp;

const LISTS: readonly FollowUpList[] = ["scheduled", "due"];

export function createFollowUps(rows: Table<string, FollowUpRow>, intercept: Intercept): FollowUps {
  const isFollowUp = (row: FollowUpRow | undefined): row is FollowUp => row !== undefined && "results" in row;
  const find = (key: Parameters<typeof placeOf>[0]): FollowUp | undefined => {
    const row = rows.get(partitionOf(key.applicantId), placeOf(key));
    return isFollowUp(row) ? row : undefined;
  };
  const keep = (followUp: FollowUp) => rows.put(partitionOf(followUp.applicantId), placeOf(followUp), followUp);
  const point = (list: FollowUpList, { dueOn, applicantId, openingId, months }: ListedFollowUp) => {
    const listed = { dueOn, applicantId, openingId, months };
    rows.put(list, entryOf(listed), listed);
  };
  const write = async (method: string, writes: readonly (() => void)[]) => {
    for (const call of inBatches(writes, WRITE_LIMITS)) {
      await intercept("followUps", method, () => {
        for (const act of call) act();
      });
    }
  };

  return {
    schedule: async (followUps) => {
      const open: FollowUp[] = [];
      for (const followUp of followUps) {
        const kept = await intercept("followUps", "schedule", () => {
          const before = find(followUp) ?? { ...followUp };
          keep(before);
          return before;
        });
        if (kept.announced === undefined && kept.results.length === 0) open.push(kept);
      }
      await write(
        "schedule",
        open.map((followUp) => () => point("scheduled", followUp)),
      );
    },
    listed: async function* (list, through) {
      const found = await intercept("followUps", "listed", () => rows.sorted(list));
      for (const { dueOn, applicantId, openingId, months } of found) {
        const listed = { dueOn, applicantId, openingId, months };
        if (entryOf(listed) <= lastEntryOf(through)) yield listed;
      }
    },
    of: (applicantId) => intercept("followUps", "of", () => rows.sorted(partitionOf(applicantId)).filter(isFollowUp)),
    announce: async (listed, announced) => {
      const kept = await intercept("followUps", "announce", () => {
        const before = find(listed);
        if (before === undefined) return undefined;
        const after = { ...before, announced: before.announced ?? { ...announced } };
        keep(after);
        return after;
      });
      if (kept !== undefined) await write("announce", [() => point("due", listed)]);
      return kept;
    },
    settle: (listed) =>
      write(
        "settle",
        listed.map((one) => () => rows.delete("scheduled", entryOf(one))),
      ),
    record: async (key, result) => {
      const { taken, followUp } = await intercept("followUps", "record", () => {
        const before = find(key);
        if (before === undefined) return { taken: { kind: "unknown" } as const, followUp: undefined };
        const decided = takeFollowUpResult(before, result);
        if (decided.kind === "recorded") keep({ ...before, results: decided.results });
        return { taken: decided, followUp: before };
      });
      if (followUp === undefined || taken.kind === "refused") return taken;
      await write(
        "record",
        LISTS.map((list) => () => rows.delete(list, entryOf(followUp))),
      );
      return taken;
    },
    remove: async (followUps) => {
      await write(
        "remove",
        followUps.flatMap((one) => LISTS.map((list) => () => rows.delete(list, entryOf(one)))),
      );
      await write(
        "remove",
        followUps.map((one) => () => rows.delete(partitionOf(one.applicantId), placeOf(one))),
      );
    },
  };
}
