import { dayInSeoul } from "../../domain/model/calendar.ts";
import type { DeclineReason, OutcomeName } from "../../domain/outcomes/life-cycle.ts";
import type { Actor } from "./actor.ts";
import { visiblePerson } from "./kept.ts";
import { NOT_FOUND, type Written } from "./served.ts";
import type { Serving } from "./serving.ts";
import { type Writing, write } from "./writing.ts";

/** What somebody says to a recommendation, or a center of what became of it. */
export interface Answer {
  readonly outcome: OutcomeName;
  /** For `declined` and `withdrawn`. */
  readonly reason?: DeclineReason | undefined;
  /** The day in Seoul; today without it. */
  readonly on?: string | undefined;
}

/** What people say of themselves; what came of a meeting with the employer, centers say. */
const OWN_ANSWERS: readonly OutcomeName[] = ["seen", "applied", "declined", "withdrawn"];

export function mayAnswer({ role }: Actor, outcome: OutcomeName): boolean {
  return role === "center" || OWN_ANSWERS.includes(outcome);
}

/** Records an answer to a recommendation: `seen`, interested (`applied`), not for me (`declined`, with the reason). */
export async function answerRecommendation(
  serving: Serving,
  actor: Actor,
  applicantId: string,
  openingId: string,
  answer: Answer,
  writing: Writing,
): Promise<Written> {
  const scope = `answer ${applicantId} ${openingId}`;
  return write(serving, actor, writing, { scope, body: answer }, async () => {
    const person = await visiblePerson(serving, actor, applicantId);
    const [told] = await serving.ports.recommendations.get([{ applicantId, openingId }]);
    if (person === undefined || told === undefined || !mayAnswer(actor, answer.outcome)) return NOT_FOUND;
    const { outcome, reason, on = dayInSeoul(serving.ports.clock.now()) } = answer;
    return {
      kind: "draft",
      name: "OutcomeRecorded",
      id: `${applicantId}~${openingId}`,
      before: told.history?.at(-1)?.revision ?? 0,
      toDetail: (revision) => ({ applicantId, openingId, revision, outcome, ...(reason && { reason }), on }),
    };
  });
}
