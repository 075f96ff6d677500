import * as z from "zod";
import { overrides, reviewDecisions, reviewReasons } from "../domain/delivery/review.ts";
import { opaqueId, revision } from "../domain/model/primitives.ts";
import { defineEvent, envelope } from "./envelope.ts";

/** A counsellor of the person's center holds, overrides, endorses or releases a recommendation, told or not told yet. */
export const recommendationReviewed = defineEvent({
  name: "RecommendationReviewed",
  source: "ieum.outcomes",
  detail: z
    .strictObject({
      ...envelope,
      applicantId: opaqueId,
      openingId: opaqueId,
      /** Counts what was said of this pair: the last word holds. */
      revision,
      center: opaqueId,
      decision: z.enum(reviewDecisions),
      /** Of an override, and of nothing else. */
      override: z.enum(overrides).optional(),
      reason: z.enum(reviewReasons),
    })
    .refine(({ decision, override }) => (decision === "override") === (override !== undefined), {
      path: ["override"],
      error: "says which way an override goes, and nothing else does",
    }),
  sample: {
    eventId: "01KB000000000000000000000J",
    occurredAt: "2026-11-24T14:00:00+09:00",
    correlationId: "01KB000000000000000000000J",
    schemaVersion: 1,
    applicantId: "applicant-1042",
    openingId: "job-mapo-cafe-7",
    revision: 1,
    center: "west",
    decision: "endorse",
    reason: "good-prospects",
  },
});
