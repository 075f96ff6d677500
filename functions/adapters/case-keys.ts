import type { CaseKey } from "../case-ports.ts";

/** The list of a center has a partition of its own, which no party's is. */
export function caseListOf(center: string): string {
  return `center#${center}`;
}

/** Two parties may have cases of one id on one list; ids have no space in them. */
export function caseEntryOf({ party, caseId }: CaseKey): string {
  return `${caseId} ${party}`;
}

export function fromCaseEntry(entry: string): CaseKey {
  const [caseId = "", party = ""] = entry.split(" ");
  return { party, caseId };
}
