import { canonicalJson } from "../../../domain/canonical-json.ts";
import { type FollowUp, takeFollowUpResult } from "../../../domain/outcomes/follow-up.ts";
import type { FollowUpKey, FollowUpList, FollowUps } from "../../outcome-ports.ts";
import { inBatches, settled } from "../../runtime/in-groups.ts";
import { WRITE_LIMITS } from "../batches.ts";
import { placeOf } from "../follow-up-keys.ts";
import type { Intercept } from "./intercept.ts";
import type { Table } from "./table.ts";

/** A follow-up with the list that it is on, if somebody waits for it. */
export interface FollowUpRow extends FollowUp {
  readonly list?: FollowUpList;
}

export function createFollowUps(rows: Table<string, FollowUpRow>, intercept: Intercept): FollowUps {
  const find = (key: FollowUpKey) => rows.get(key.applicantId, placeOf(key));
  const keep = (row: FollowUpRow) => rows.put(row.applicantId, placeOf(row), row);
  const withoutList = ({ list: _list, ...followUp }: FollowUpRow): FollowUp => followUp;

  return {
    schedule: async (followUps) => {
      for (const followUp of followUps) {
        await intercept("followUps", "schedule", () => {
          if (find(followUp) === undefined) keep({ ...followUp, list: "scheduled" });
        });
      }
    },
    listed: async function* (list, through) {
      const found = await intercept("followUps", "listed", () =>
        rows
          .all()
          .filter((row) => row.list === list && row.dueOn <= through)
          .toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : 1)),
      );
      for (const { dueOn, applicantId, openingId, months } of found) yield { dueOn, applicantId, openingId, months };
    },
    of: (applicantId) => intercept("followUps", "of", () => rows.sorted(applicantId).map(withoutList)),
    announce: (key, announced, read) =>
      intercept("followUps", "announce", () => {
        const before = find(key);
        if (before === undefined) return undefined;
        const isAsRead = canonicalJson(before.announced ?? {}) === canonicalJson(read ?? {});
        const after = isAsRead ? { ...before, announced: { ...announced } } : before;
        keep(after);
        return withoutList(after);
      }),
    move: async (keys, to) => {
      await settled(keys, (key) =>
        intercept("followUps", "move", () => {
          const before = find(key);
          if (before?.list !== "scheduled") return;
          keep(to === undefined ? withoutList(before) : { ...before, list: to });
        }),
      );
    },
    record: (key, result) =>
      intercept("followUps", "record", () => {
        const before = find(key);
        if (before === undefined) return { kind: "unknown" };
        const taken = takeFollowUpResult(before, result);
        if (taken.kind === "recorded") keep({ ...withoutList(before), results: taken.results });
        return taken;
      }),
    forget: async (applicantId) => {
      const found = await intercept("followUps", "forget", () => rows.sorted(applicantId));
      for (const call of inBatches(found, WRITE_LIMITS)) {
        await intercept("followUps", "forget", () => {
          for (const row of call) rows.delete(applicantId, placeOf(row));
        });
      }
    },
  };
}
