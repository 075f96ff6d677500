import type { Cases, KeptCase } from "../../case-ports.ts";
import { inBatches } from "../../runtime/in-groups.ts";
import { WRITE_LIMITS } from "../batches.ts";
import { caseEntryOf, caseListOf, fromCaseEntry } from "../case-keys.ts";
import type { Intercept } from "./intercept.ts";
import type { Table } from "./table.ts";

/** A case with what is sealed with it, or an entry of a center's list. */
export type CaseRow = (KeptCase & { readonly notes: Readonly<Record<string, string>> }) | { readonly entry: string };

export function createCases(rows: Table<string, CaseRow>, intercept: Intercept): Cases {
  const isCase = (row: CaseRow | undefined): row is Exclude<CaseRow, { entry: string }> =>
    row !== undefined && "steps" in row;
  const withoutNotes = ({ notes: _notes, ...kept }: Exclude<CaseRow, { entry: string }>): KeptCase => kept;
  const find = (party: string, caseId: string) => {
    const row = rows.get(party, caseId);
    return isCase(row) ? row : undefined;
  };
  const write = async (method: string, writes: readonly (() => void)[]) => {
    for (const call of inBatches(writes, WRITE_LIMITS)) {
      await intercept("cases", method, () => {
        for (const act of call) act();
      });
    }
  };

  return {
    get: ({ party, caseId }) =>
      intercept("cases", "get", () => {
        const row = find(party, caseId);
        return row && withoutNotes(row);
      }),
    put: (kept) =>
      intercept("cases", "put", () => {
        const before = find(kept.party, kept.caseId);
        if ((before?.version ?? 0) !== kept.version - 1) return false;
        rows.put(kept.party, kept.caseId, { ...kept, notes: before?.notes ?? {} });
        return true;
      }),
    of: (party) => intercept("cases", "of", () => rows.sorted(party).filter(isCase).map(withoutNotes)),
    list: (key, centers) =>
      write(
        "list",
        centers.map((center) => () => rows.put(caseListOf(center), caseEntryOf(key), { entry: caseEntryOf(key) })),
      ),
    listed: async function* (center) {
      const found = await intercept("cases", "listed", () => rows.sorted(caseListOf(center)));
      for (const row of found) if ("entry" in row) yield fromCaseEntry(row.entry);
    },
    remove: async (key, centers) => {
      await write(
        "remove",
        centers.map((center) => () => rows.delete(caseListOf(center), caseEntryOf(key))),
      );
      await intercept("cases", "remove", () => rows.delete(key.party, key.caseId));
    },
    seal: ({ party, caseId }, name, sealed) =>
      intercept("cases", "seal", () => {
        const row = find(party, caseId);
        if (row === undefined) return false;
        rows.put(party, caseId, { ...row, notes: { ...row.notes, [name]: sealed } });
        return true;
      }),
    sealedOf: ({ party, caseId }) =>
      intercept("cases", "sealedOf", () => new Map(Object.entries(find(party, caseId)?.notes ?? {}))),
  };
}
