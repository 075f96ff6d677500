import * as z from "zod";
import { opaqueId, plainDate, revision } from "../domain/model/primitives.ts";
import { declineReasons, outcomes } from "../domain/outcomes/life-cycle.ts";
import { defineEvent, envelope } from "./envelope.ts";

/** Something became of a recommendation. */
export const outcomeRecorded = defineEvent({
  name: "OutcomeRecorded",
  source: "ieum.outcomes",
  detail: z
    .strictObject({
      ...envelope,
      applicantId: opaqueId,
      openingId: opaqueId,
      /** Counts the outcomes of this pair, from 1 on: a number left out is an outcome that hasn't arrived yet. */
      revision,
      outcome: z.enum(outcomes),
      /** Why somebody declined, or withdrew. */
      reason: z.enum(declineReasons).optional(),
      on: plainDate,
    })
    .superRefine(({ outcome, reason }, context) => {
      if (outcome === "declined" && reason === undefined) {
        context.addIssue({
          code: "custom",
          path: ["reason"],
          message: "is missing: who declines says why",
          params: { code: "DECLINED_WITHOUT_REASON" },
        });
      }
      if (reason !== undefined && outcome !== "declined" && outcome !== "withdrawn") {
        context.addIssue({
          code: "custom",
          path: ["reason"],
          message: "belongs to an outcome of declined or withdrawn",
        });
      }
    }),
  sample: {
    eventId: "01KB0000000000000000000007",
    occurredAt: "2026-11-21T14:00:00+09:00",
    correlationId: "01KB0000000000000000000005",
    schemaVersion: 1,
    applicantId: "applicant-1042",
    openingId: "job-mapo-cafe-7",
    revision: 1,
    outcome: "applied",
    on: "2026-11-21",
  },
});
