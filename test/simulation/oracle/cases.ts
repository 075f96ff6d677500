import { canonicalJson } from "../../../domain/canonical-json.ts";
import { caseState, type RecordedStep } from "../../../domain/cases/case-life.ts";
import type { CaseStep } from "../../../domain/cases/case-step.ts";
import type { LedgerFact } from "../../../domain/outcomes/ledger-fact.ts";
import { hasCases } from "../centers.ts";
import type { Violation } from "../history.ts";
import type { Simulation } from "../simulation.ts";
import type { Rest } from "./rest.ts";

interface Detail extends RecordedStep {
  readonly applicantId: string;
  readonly caseId: string;
}

/** A step of which nothing is counted: the case goes on. */
const UNCOUNTED: CaseStep["kind"] = "handed-over";

/**
 * Guarantees 1 and 6: the case of somebody has every step that was accepted, each counted once, and is the center's that its steps say; of
 * whoever has left there is none. Steps of a life are none of them refused, whatever their order.
 */
export function checkCases({ story, accepted }: Simulation, rest: Rest): Violation[] {
  if (!hasCases(story)) return [];
  const details = accepted
    .filter((body) => body.includes('"CaseRecorded"'))
    .map((body) => (JSON.parse(body) as { detail: Detail }).detail);
  const { cases, ledger } = rest;
  const found: Violation[] = [];
  const isOfCase = ({ kind }: Partial<LedgerFact>) => kind === "applicant-case";
  for (const [applicantId, steps] of Map.groupBy(details, (detail) => detail.applicantId)) {
    const party = `applicant#${applicantId}`;
    const kept = cases.filter((row) => row.party === party);
    if (rest.leavers.has(applicantId)) {
      if (kept.length > 0) found.push({ guarantee: 6, text: `${applicantId} has left, and a case of theirs is kept` });
      continue;
    }
    const inOrder = steps
      .toSorted((a, b) => a.revision - b.revision)
      .map(({ revision, on, center, step, eventId }): RecordedStep => ({ revision, on, center, step, eventId }));
    const [one] = kept;
    if (canonicalJson(one?.steps ?? []) !== canonicalJson(inOrder)) {
      found.push({ guarantee: 1, text: `the case of ${applicantId} is ${canonicalJson(one?.steps ?? [])}` });
    }
    const center = caseState(inOrder)?.center;
    if (one?.center !== center) {
      found.push({ guarantee: 1, text: `the case of ${applicantId} is ${one?.center}'s instead of ${center}'s` });
    }
    const counted = ledger.filter(isOfCase).length;
    const counting = inOrder.filter(({ step }) => step.kind !== UNCOUNTED).length;
    if (counted !== counting) found.push({ guarantee: 1, text: `${counted} steps are counted instead of ${counting}` });
  }
  return found;
}
