import * as z from "zod";
import { districtCode, opaqueId, plainDate } from "../domain/model/primitives.ts";
import { followUpMonths } from "../domain/outcomes/follow-up.ts";
import { defineEvent, envelope } from "./envelope.ts";

/**
 * It is time to ask how a hire went. The center of the person's district gets it, once for each hire and number of months; said again, it has the same
 * event id.
 */
export const followUpDue = defineEvent({
  name: "FollowUpDue",
  source: "ieum.aftercare",
  detail: z.strictObject({
    ...envelope,
    district: districtCode,
    applicantId: opaqueId,
    openingId: opaqueId,
    programmeId: opaqueId.optional(),
    months: z.literal([...followUpMonths]),
    hiredOn: plainDate,
    dueOn: plainDate,
  }),
  sample: {
    eventId: "01KB000000000000000000000E",
    occurredAt: "2027-02-28T06:00:00+09:00",
    correlationId: "01KB000000000000000000000F",
    causationId: "01KB000000000000000000000F",
    schemaVersion: 1,
    district: "11440",
    applicantId: "applicant-1042",
    openingId: "job-mapo-cafe-7",
    months: 3,
    hiredOn: "2026-11-30",
    dueOn: "2027-02-28",
  },
});
