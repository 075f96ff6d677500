import * as z from "zod";
import { districtCode, opaqueId } from "../domain/model/primitives.ts";
import { defineEvent, envelope } from "./envelope.ts";

/** Why matches no longer stand. */
export const withdrawalReasons = ["opening-closed", "applicant-withdrawn"] as const;

/** All matches of an opening, or of an applicant, no longer stand in one district. */
export const matchesWithdrawn = defineEvent({
  name: "MatchesWithdrawn",
  source: "ieum.matching",
  detail: z.strictObject({
    ...envelope,
    district: districtCode,
    reason: z.enum(withdrawalReasons),
    openingId: opaqueId.optional(),
    applicantId: opaqueId.optional(),
  }),
  sample: {
    eventId: "01KB000000000000000000000A",
    occurredAt: "2026-11-25T18:00:01+09:00",
    correlationId: "01KB0000000000000000000004",
    causationId: "01KB0000000000000000000004",
    schemaVersion: 1,
    district: "11440",
    reason: "opening-closed",
    openingId: "job-mapo-cafe-7",
  },
});
