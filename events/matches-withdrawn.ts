import * as z from "zod";
import { districtCode, opaqueId, revision } from "../domain/model/primitives.ts";
import { defineEvent, envelope } from "./envelope.ts";

/** Why matches no longer stand. */
export const withdrawalReasons = [
  "opening-closed",
  "applicant-withdrawn",
  /** The person belongs to another center from now on, or to none. */
  "moved",
  "consent-withdrawn",
  /** Both go on, and don't suit each other any more. */
  "no-longer-a-match",
] as const;

/** A pair that no longer stands, with the revisions from which on it doesn't. */
const lostMatch = z.strictObject({
  applicantId: opaqueId,
  applicantRevision: revision,
  openingId: opaqueId,
  openingRevision: revision,
});

/** All matches of an opening, all of an applicant, or those that are named no longer stand in one district. */
export const matchesWithdrawn = defineEvent({
  name: "MatchesWithdrawn",
  source: "ieum.matching",
  detail: z.strictObject({
    ...envelope,
    district: districtCode,
    reason: z.enum(withdrawalReasons),
    openingId: opaqueId.optional(),
    applicantId: opaqueId.optional(),
    /** The revision of the profile that took them away; whoever has left has none. */
    applicantRevision: revision.optional(),
    matches: z.array(lostMatch).min(1).optional(),
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
