import * as z from "zod";
import { opaqueId, plainDate, revision } from "../domain/model/primitives.ts";
import { defineEvent, envelope } from "./envelope.ts";

/** What became of a recommendation, in the order of its life. */
export const outcomes = ["seen", "applied", "interviewed", "hired", "retained", "declined", "withdrawn"] as const;

/** Why somebody declined: short, and the same for everybody, so that it can be counted. */
export const declineReasons = [
  "place",
  "pay",
  "hours",
  "work",
  "already-working",
  "health",
  "employer-declined",
  "other",
] as const;

/** Something became of a recommendation. */
export const outcomeRecorded = defineEvent({
  name: "OutcomeRecorded",
  source: "ieum.outcomes",
  detail: z.strictObject({
    ...envelope,
    applicantId: opaqueId,
    openingId: opaqueId,
    /** Counts the outcomes of this pair. */
    revision,
    outcome: z.enum(outcomes),
    reason: z.enum(declineReasons).optional(),
    on: plainDate,
  }),
  sample: {
    eventId: "01KB0000000000000000000007",
    occurredAt: "2026-11-23T14:00:00+09:00",
    correlationId: "01KB0000000000000000000005",
    schemaVersion: 1,
    applicantId: "applicant-1042",
    openingId: "job-mapo-cafe-7",
    revision: 1,
    outcome: "applied",
    on: "2026-11-23",
  },
});
