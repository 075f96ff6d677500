import * as z from "zod";
import { opaqueId, plainDate, revision } from "../domain/model/primitives.ts";
import { satisfaction } from "../domain/model/satisfaction.ts";
import { followUpMonths, followUpResults } from "../domain/outcomes/follow-up.ts";
import { defineEvent, envelope } from "./envelope.ts";

/** A center asked how a hire went, or couldn't: the follow-up is closed. */
export const followUpRecorded = defineEvent({
  name: "FollowUpRecorded",
  source: "ieum.outcomes",
  detail: z.strictObject({
    ...envelope,
    applicantId: opaqueId,
    openingId: opaqueId,
    /** Which follow-up: how many months after the hire it was due. */
    months: z.literal([...followUpMonths]),
    /** Counts the results of this follow-up: a correction is the next one. */
    revision,
    result: z.enum(followUpResults),
    /** How content the person is, with two decimals at the most. */
    satisfaction: satisfaction.optional(),
    on: plainDate,
  }),
  sample: {
    eventId: "01KB000000000000000000000G",
    occurredAt: "2026-11-20T14:00:00+09:00",
    correlationId: "01KB000000000000000000000G",
    schemaVersion: 1,
    applicantId: "applicant-1042",
    openingId: "job-mapo-cafe-7",
    months: 3,
    revision: 1,
    result: "employed",
    satisfaction: 4.85,
    on: "2026-11-20",
  },
});
