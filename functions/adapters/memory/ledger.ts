import type { LedgerFact } from "../../../domain/outcomes/ledger-fact.ts";
import type { KeptStatement, Ledger } from "../../outcome-ports.ts";
import { standsInTheWay } from "../entity-state.ts";
import { factAccount, factEntry, statementEntry } from "../ledger-keys.ts";
import type { Intercept } from "./intercept.ts";
import type { Table } from "./table.ts";

/** A statement or a fact. */
export type LedgerRow = KeptStatement | LedgerFact;

export function createLedger(rows: Table<string, LedgerRow>, intercept: Intercept): Ledger {
  return {
    enter: (account, statement) =>
      intercept("ledger", "enter", () => {
        const entry = statementEntry(statement);
        const before = rows.get(account, entry);
        const kept = before && isStatement(before) ? { ...before, isClosed: false, isWithdrawn: false } : undefined;
        const reason = standsInTheWay(kept, { kind: "keep", ...statement });
        if (reason !== undefined) return reason;
        rows.put(account, entry, { ...statement });
        return { kind: "kept" };
      }),
    statements: (account) => intercept("ledger", "statements", () => rows.sorted(account).filter(isStatement)),
    count: (fact) =>
      intercept("ledger", "count", () => {
        rows.put(factAccount(fact.center, Number(fact.on.slice(0, 4))), factEntry(fact), { ...fact });
      }),
    facts: async function* (center, year) {
      const found = await intercept("ledger", "facts", () => rows.sorted(factAccount(center, year)));
      for (const row of found) if (!isStatement(row)) yield { ...row };
    },
  };
}

function isStatement(row: LedgerRow): row is KeptStatement {
  return "body" in row;
}
