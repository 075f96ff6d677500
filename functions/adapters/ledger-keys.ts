import type { LedgerFact } from "../../domain/outcomes/ledger-fact.ts";
import type { KeptStatement } from "../outcome-ports.ts";

/** The partition of what is counted of a center in a year. Statements of the center have one of their own, without a year. */
export function factAccount(center: string, year: number): string {
  return `center#${center}#${year}`;
}

export function factEntry({ measure, factId }: LedgerFact): string {
  return `${measure}#${factId}`;
}

export function statementEntry({ source, period }: Pick<KeptStatement, "source" | "period">): string {
  return `${source}#${period}`;
}
