import { hash } from "node:crypto";
import type * as z from "zod";
import { type RecordedStep, type TakenStep, takeStep } from "../../domain/cases/case-life.ts";
import { type CaseSide, refuseStep } from "../../domain/cases/case-rules.ts";
import type { CaseStep, CaseStepKind } from "../../domain/cases/case-step.ts";
import { toHundredths } from "../../domain/model/satisfaction.ts";
import type { CenterDistricts } from "../../domain/outcomes/center-of.ts";
import type { FactMeasure } from "../../domain/outcomes/ledger-fact.ts";
import { type RuleSet, rulesOn, toRuleSet } from "../../domain/programme/rule-set.ts";
import { type Refusal, refusal } from "../../domain/refusal.ts";
import type { caseRecorded } from "../../events/case-recorded.ts";
import type { CaseKey } from "../case-ports.ts";
import type { Ports } from "../ports.ts";

type CasePorts = Pick<Ports, "applicants" | "cases" | "ledger" | "programmes">;
type Detail = z.output<(typeof caseRecorded)["detail"]>;

/** Times that another step of the same case may come first: a counsellor takes one at a time. */
const TRIES_MAX = 20;

/** What each step counts as. Nothing is counted of a hand-over: the case goes on. */
const MEASURES: Readonly<Record<CaseStepKind, FactMeasure | undefined>> = {
  opened: "case-opened",
  diagnosed: "diagnosed",
  consulted: "consulted",
  placed: "placed",
  "handed-over": undefined,
  referred: "referred",
  closed: "case-closed",
};

/**
 * Records a step of a case, and counts it. What follows is made of what is kept of the step, so that a
 * redelivery, and whoever says the same again, leaves the same. Of somebody who has left nothing is kept.
 */
export async function takeCaseIn(
  detail: Detail,
  ports: CasePorts,
  centers: CenterDistricts,
): Promise<Refusal | undefined> {
  const { programmeId, step, on, applicantId, caseId } = detail;
  const side: CaseSide = applicantId === undefined ? "employer" : "applicant";
  const key: CaseKey = { caseId, party: partyOf(detail) };
  const unknown = refusalOfCenters(detail.center, step, centers);
  if (unknown !== undefined) return unknown;
  const ruleSets = (await ports.programmes.of(programmeId)).map(({ body }) => toRuleSet(body));
  const refused = refuseStep({ programmeId, side, step, on }, ruleSets);
  if (refused !== undefined) return refused;
  if (await hasLeft(applicantId, ports)) return leaveNothing(key, ports);
  const taken = await take(key, detail, rulesOn(ruleSets, on), ports);
  if (taken.kind === "refused") return taken.refusal;
  // Whoever left while we wrote has looked for what was there before: what came after that is ours to remove.
  if (await hasLeft(applicantId, ports)) return leaveNothing(key, ports);
  await count(taken.step, programmeId, side, key, ports);
  return undefined;
}

function toRecordedStep({ revision, on, center, step, eventId }: Detail): RecordedStep {
  return { revision, on, center, step, eventId };
}

export function partyOf({ applicantId, employerId }: Pick<Detail, "applicantId" | "employerId">): string {
  return applicantId === undefined ? `employer#${employerId}` : `applicant#${applicantId}`;
}

function refusalOfCenters(center: string, step: CaseStep, centers: CenterDistricts): Refusal | undefined {
  const refuse = (path: string) => refusal("UNKNOWN_CENTER", path, "is no center of this deployment");
  if (!Object.hasOwn(centers, center)) return refuse("/center");
  return step.kind === "handed-over" && !Object.hasOwn(centers, step.to) ? refuse("/step/to") : undefined;
}

/** Whether a person has left. Somebody whose profile has yet to come may have a case. */
async function hasLeft(applicantId: string | undefined, { applicants }: CasePorts): Promise<boolean> {
  if (applicantId === undefined) return false;
  const [person] = await applicants.get([applicantId]);
  return person !== undefined && person.body === undefined;
}

async function leaveNothing({ party }: CaseKey, { cases }: CasePorts): Promise<Refusal> {
  await cases.forget(party);
  return refusal("ENTITY_WITHDRAWN", "/applicantId", "this applicant has left the service");
}

/** Takes a step into the case as it is kept, on the condition that nobody has changed it in between. */
async function take(
  key: CaseKey,
  detail: Detail,
  rules: RuleSet | undefined,
  { cases }: CasePorts,
): Promise<TakenStep> {
  const { programmeId } = detail;
  const wish = toRecordedStep(detail);
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const before = await cases.get(key);
    if (before !== undefined && before.programmeId !== programmeId) {
      const other = refusal("CASE_OUTSIDE_PROGRAMME", "/programmeId", "the case is led under another programme");
      return { kind: "refused", refusal: other };
    }
    const taken = takeStep(before?.steps ?? [], wish, rules?.cases?.stages ?? []);
    if (taken.kind !== "taken") return taken;
    const { steps, center } = taken;
    if (await cases.put({ ...key, programmeId, center, steps, version: (before?.version ?? 0) + 1 })) return taken;
  }
  throw new Error(`a case was changed by others ${TRIES_MAX} times in a row`);
}

async function count(
  { step, center, on, eventId }: RecordedStep,
  programmeId: string,
  side: CaseSide,
  { party, caseId }: CaseKey,
  { ledger }: CasePorts,
): Promise<void> {
  const measure = MEASURES[step.kind];
  if (measure === undefined) return;
  const factId = idOf(party, caseId, eventId);
  const counted = { center, on, programmeId, kind: `${side}-case` } as const;
  await ledger.count({ factId, measure, ...counted });
  if (step.kind !== "consulted" || step.satisfaction === undefined) return;
  const score = toHundredths(step.satisfaction);
  await ledger.count({ factId: idOf(factId, "survey"), measure: "surveyed", ...counted, score });
}

/** One-way, and made with the event's own id, which goes with the case: who has only the ledger can't tell whose it was. */
function idOf(...parts: readonly string[]): string {
  return hash("sha256", `case ${JSON.stringify(parts)}`).slice(0, 32);
}

/** Erases the cases of somebody who leaves, with all that is sealed in them. The counts stay. */
export async function forgetCases(applicantId: string, { cases }: Pick<Ports, "cases">): Promise<void> {
  await cases.forget(partyOf({ applicantId }));
}
