import type { Cases, KeptCase } from "../../case-ports.ts";
import { inBatches } from "../../runtime/in-groups.ts";
import { WRITE_LIMITS } from "../batches.ts";
import type { Intercept } from "./intercept.ts";
import type { Table } from "./table.ts";

/** A case with what is sealed with it. */
export type CaseRow = KeptCase & { readonly notes: Readonly<Record<string, string>> };

export function createCases(rows: Table<string, CaseRow>, intercept: Intercept): Cases {
  const withoutNotes = ({ notes: _notes, ...kept }: CaseRow): KeptCase => kept;

  return {
    get: ({ party, caseId }) =>
      intercept("cases", "get", () => {
        const row = rows.get(party, caseId);
        return row && withoutNotes(row);
      }),
    put: (kept) =>
      intercept("cases", "put", () => {
        const before = rows.get(kept.party, kept.caseId);
        if ((before?.version ?? 0) !== kept.version - 1) return false;
        rows.put(kept.party, kept.caseId, { ...kept, notes: before?.notes ?? {} });
        return true;
      }),
    of: (party) => intercept("cases", "of", () => rows.sorted(party).map(withoutNotes)),
    ofCenter: async function* (center) {
      const found = await intercept("cases", "ofCenter", () =>
        rows
          .all()
          .filter((row) => row.center === center)
          .toSorted((a, b) => (a.caseId < b.caseId ? -1 : 1)),
      );
      for (const { party, caseId } of found) yield { party, caseId };
    },
    forget: async (party) => {
      const found = await intercept("cases", "forget", () => rows.sorted(party));
      for (const call of inBatches(found, WRITE_LIMITS)) {
        await intercept("cases", "forget", () => {
          for (const { caseId } of call) rows.delete(party, caseId);
        });
      }
    },
    seal: ({ party, caseId }, name, sealed) =>
      intercept("cases", "seal", () => {
        const row = rows.get(party, caseId);
        if (row === undefined) return false;
        rows.put(party, caseId, { ...row, notes: { ...row.notes, [name]: sealed } });
        return true;
      }),
    sealedOf: ({ party, caseId }) =>
      intercept("cases", "sealedOf", () => new Map(Object.entries(rows.get(party, caseId)?.notes ?? {}))),
  };
}
