import * as z from "zod";
import { districtCode, opaqueId } from "../domain/model/primitives.ts";
import { defineEvent, envelope } from "./envelope.ts";

/**
 * Somebody wants a person to look again at what was recommended to them, or wasn't. The center of their district gets it; only those who have agreed to be
 * seen by their center can ask this way. Asked again on the same day, it has the same event id.
 */
export const reviewRequested = defineEvent({
  name: "ReviewRequested",
  source: "ieum.aftercare",
  detail: z.strictObject({
    ...envelope,
    district: districtCode,
    applicantId: opaqueId,
    openingId: opaqueId,
  }),
  sample: {
    eventId: "01KB000000000000000000000H",
    occurredAt: "2026-11-23T10:00:00+09:00",
    correlationId: "01KB000000000000000000000H",
    schemaVersion: 1,
    district: "11440",
    applicantId: "applicant-1042",
    openingId: "job-mapo-cafe-7",
  },
});
