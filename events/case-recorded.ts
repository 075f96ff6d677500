import * as z from "zod";
import { caseStep } from "../domain/cases/case-step.ts";
import { opaqueId, plainDate, revision } from "../domain/model/primitives.ts";
import { defineEvent, envelope } from "./envelope.ts";

/**
 * A center took a step in the case of an applicant, or of an employer. What is found about anybody's mind has no place in it: see
 * `domain/cases/case-step.ts`.
 */
export const caseRecorded = defineEvent({
  name: "CaseRecorded",
  source: "ieum.cases",
  detail: z
    .strictObject({
      ...envelope,
      caseId: opaqueId,
      programmeId: opaqueId,
      /** Whose case it is: an applicant's or an employer's, and one of the two. */
      applicantId: opaqueId.optional(),
      employerId: opaqueId.optional(),
      /** The center that owns the case and takes the step. */
      center: opaqueId,
      /** Counts the steps of this case, from 1 on: a number left out is a step that hasn't arrived yet. */
      revision,
      on: plainDate,
      step: caseStep,
    })
    .superRefine(({ applicantId, employerId, step, on }, context) => {
      const refuse = (path: string[], message: string, code?: string) =>
        context.addIssue({ code: "custom", path, message, ...(code === undefined ? {} : { params: { code } }) });
      if ((applicantId === undefined) === (employerId === undefined)) {
        refuse(["applicantId"], "a case is an applicant's or an employer's, and one of the two");
      }
      if (step.kind === "diagnosed" && (step.diagnosis.of === "employer") !== (employerId !== undefined)) {
        refuse(["step", "diagnosis", "of"], "is of the other side of a case");
      }
      if (step.kind !== "referred") return;
      if (applicantId === undefined) refuse(["step", "kind"], "is for the case of an applicant");
      if (step.consentOn === undefined) {
        refuse(
          ["step", "consentOn"],
          "is missing: nobody is sent on without having agreed",
          "REFERRAL_WITHOUT_CONSENT",
        );
      } else if (step.consentOn > on) {
        refuse(["step", "consentOn"], "is after the day of the referral", "DATES_OUT_OF_ORDER");
      }
    }),
  sample: {
    eventId: "01KB000000000000000000000P",
    occurredAt: "2026-11-24T14:00:00+09:00",
    correlationId: "01KB000000000000000000000P",
    schemaVersion: 1,
    caseId: "case-2026-0042",
    programmeId: "life-design-counselling",
    applicantId: "applicant-1042",
    center: "central",
    revision: 2,
    on: "2026-11-24",
    step: {
      kind: "diagnosed",
      diagnosis: { of: "readiness", points: [{ area: "finances", points: 41 }] },
    },
  },
});
