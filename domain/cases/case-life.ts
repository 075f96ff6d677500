import { canonicalJson } from "../canonical-json.ts";
import type { CaseStage } from "../programme/rule-set.ts";
import { type Refusal, type RefusalCode, refusal } from "../refusal.ts";
import { type CaseStep, stageOf } from "./case-step.ts";

/** One recorded step, as the history of a case keeps it. */
export interface RecordedStep {
  /** Counts the steps of one case, from 1 on: a number left out is a step that hasn't arrived yet. */
  readonly revision: number;
  /** The day in Seoul, `YYYY-MM-DD`. */
  readonly on: string;
  /** The center that owned the case and took this step. */
  readonly center: string;
  readonly step: CaseStep;
  /** The event that said so first: what is counted of the step has an id made from it. */
  readonly eventId: string;
}

/** What came of recording a step. */
export type TakenStep =
  | {
      readonly kind: "taken";
      readonly steps: readonly RecordedStep[];
      readonly step: RecordedStep;
      /** Whose the case is after all steps. */
      readonly center: string;
    }
  | { readonly kind: "already-taken"; readonly step: RecordedStep }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/** Steps that one case may have: ten years of a session a week are half of it. */
export const CASE_STEPS_MAX = 1_000;

/**
 * Takes a step into a history that is sorted by revision, whatever order steps arrive in. `stages` are those of the programme, in order: none can
 * be left out, each may have several sessions, and nothing follows the end. A gap between two revisions is room for steps that haven't arrived, so no step of
 * a proper life is refused for coming early. The center of a step is the one that the step before left the case with. Paths are those of the
 * event `CaseRecorded`.
 */
export function takeStep(steps: readonly RecordedStep[], wish: RecordedStep, stages: readonly CaseStage[]): TakenStep {
  const same = steps.find(({ revision }) => revision === wish.revision);
  if (same !== undefined) {
    return isSameStep(same, wish)
      ? { kind: "already-taken", step: same }
      : refuse("REVISION_CONFLICT", "/revision", "this revision is recorded with another step");
  }
  const next = [...steps, wish].toSorted((a, b) => a.revision - b.revision);
  const at = next.indexOf(wish);
  const [before, after] = [next[at - 1], next[at + 1]];
  if (!isPossible(next, stages)) {
    return refuse("CASE_STEP_OUT_OF_ORDER", "/step/kind", `${wish.step.kind} can't stand here in the life of the case`);
  }
  if (!keepsOwner(before, wish) || !keepsOwner(wish, after)) {
    return refuse("CASE_OF_ANOTHER_CENTER", "/center", "the case belonged to another center then");
  }
  if ((before !== undefined && wish.on < before.on) || (after !== undefined && after.on < wish.on)) {
    return refuse("DATES_OUT_OF_ORDER", "/on", "is not between the days of the steps before and after it");
  }
  if (steps.length >= CASE_STEPS_MAX) {
    return refuse("CASE_STEP_OUT_OF_ORDER", "/revision", `${CASE_STEPS_MAX} steps of this case are recorded`);
  }
  return { kind: "taken", steps: next, step: wish, center: ownerAfter(next.at(-1) ?? wish) };
}

function refuse(code: RefusalCode, path: string, message: string): TakenStep {
  return { kind: "refused", refusal: refusal(code, path, message) };
}

function isSameStep(a: RecordedStep, b: RecordedStep): boolean {
  return a.on === b.on && a.center === b.center && canonicalJson(a.step) === canonicalJson(b.step);
}

/**
 * Whether steps, with what may have happened at the revisions that are missing, are a life: folded over as the least and the greatest number of
 * stages that may have been reached.
 */
function isPossible(steps: readonly RecordedStep[], stages: readonly CaseStage[]): boolean {
  let [least, most, revision] = [0, 0, 0];
  let isOver = false;
  for (const { step, revision: at } of steps) {
    if (isOver || (at === 1) !== (step.kind === "opened")) return false;
    // The first revision opens the case and reaches nothing: whatever is missing of it is no stage.
    const missing = at - revision - 1 - (revision === 0 && at > 1 ? 1 : 0);
    most = Math.min(stages.length, most + missing);
    const stage = stageOf(step.kind);
    if (stage !== undefined) {
      const reached = stages.indexOf(stage) + 1;
      if (reached === 0 || least > reached || most < reached - 1) return false;
      [least, most] = [reached, reached];
    }
    if (step.kind === "closed") {
      if (step.ending === "completed" && most < stages.length) return false;
      isOver = true;
    }
    revision = at;
  }
  return true;
}

/** Whether a step may follow another as far as the case's owner goes. What is missing in between may have been a hand-over. */
function keepsOwner(before: RecordedStep | undefined, after: RecordedStep | undefined): boolean {
  if (before === undefined || after === undefined || after.revision !== before.revision + 1) return true;
  return ownerAfter(before) === after.center;
}

function ownerAfter({ center, step }: RecordedStep): string {
  return step.kind === "handed-over" ? step.to : center;
}

/** How a case stands. */
export interface CaseState {
  /** The center that has it now. */
  readonly center: string;
  /** The last stage that was reached. */
  readonly stage: CaseStage | undefined;
  readonly counsellor: string | undefined;
  readonly isClosed: boolean;
  /** Revisions that haven't arrived. */
  readonly missing: readonly number[];
}

/** How a case stands after its steps; undefined before the first. */
export function caseState(steps: readonly RecordedStep[]): CaseState | undefined {
  const last = steps.at(-1);
  if (last === undefined) return undefined;
  const known = new Set(steps.map(({ revision }) => revision));
  const consulted = steps.flatMap(({ step }) => (step.kind === "consulted" ? step : []));
  return {
    center: ownerAfter(last),
    stage: steps.flatMap(({ step }) => stageOf(step.kind) ?? []).at(-1),
    counsellor: consulted.at(-1)?.counsellor,
    isClosed: last.step.kind === "closed",
    missing: Array.from({ length: last.revision }, (_, at) => at + 1).filter((revision) => !known.has(revision)),
  };
}
