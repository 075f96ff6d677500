import type { Applicant } from "../../domain/model/applicant.ts";
import { dayInSeoul } from "../../domain/model/calendar.ts";
import type { EmployerReason } from "../../domain/outcomes/life-cycle.ts";
import type { Actor } from "./actor.ts";
import { ownOpening } from "./kept.ts";
import { NOT_FOUND, type Written } from "./served.ts";
import type { Serving } from "./serving.ts";
import { type Writing, write } from "./writing.ts";

/** What an employer says of a candidate: that they will meet them, or not and why. That somebody was hired, centers say. */
export type CandidateAnswer =
  | { readonly outcome: "interviewed" }
  | { readonly outcome: "declined"; readonly reason: EmployerReason };

/** Records what an employer says of somebody who was told of their opening and agrees to be shown to employers; of anybody else they learn nothing. */
export async function answerCandidate(
  serving: Serving,
  actor: Actor,
  openingId: string,
  applicantId: string,
  answer: CandidateAnswer,
  writing: Writing,
): Promise<Written> {
  const scope = `candidate ${openingId} ${applicantId}`;
  return write(serving, actor, writing, { scope, body: answer }, async () => {
    const { ports } = serving;
    const [opening, [person], [told]] = await Promise.all([
      ownOpening(serving, actor, openingId),
      ports.applicants.get([applicantId]),
      ports.recommendations.get([{ applicantId, openingId }]),
    ]);
    const isShown = person?.body !== undefined && (JSON.parse(person.body) as Applicant).consent.employers;
    if (opening === undefined || !isShown || told === undefined) return NOT_FOUND;
    const on = dayInSeoul(ports.clock.now());
    return {
      kind: "draft",
      name: "OutcomeRecorded",
      id: `${applicantId}~${openingId}`,
      before: told.history?.at(-1)?.revision ?? 0,
      toDetail: (revision) => ({ applicantId, openingId, revision, ...answer, on }),
    };
  });
}
