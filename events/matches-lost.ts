import * as z from "zod";
import { districtCode, opaqueId, revision } from "../domain/model/primitives.ts";
import { defineEvent, envelope, growing } from "./envelope.ts";

/** Why pairs match no more though both sides go on. */
export const lossReasons = [
  /** The person belongs to another center from now on. */
  "moved",
  /** The person doesn't want to be shown to the center any more. */
  "consent-withdrawn",
  /** By a revision of either side, other rules of the programme, or a birthday. */
  "no-longer-a-match",
] as const;

/**
 * Matches that a center was shown stand no longer: those that are named, or all of an applicant. What was found at a later revision of the applicant, or of the
 * opening, stands: an event that was overtaken says nothing of it.
 */
export const matchesLost = defineEvent({
  name: "MatchesLost",
  source: "ieum.matching",
  detail: z.strictObject({
    ...envelope,
    district: districtCode,
    reason: growing(z.enum(lossReasons)),
    /** Whose matches all go, with the revision of the profile from which on they do. */
    applicantId: opaqueId.optional(),
    applicantRevision: revision.optional(),
    /** Pairs, with the revisions from which on they stand no longer. */
    matches: z
      .array(
        z.strictObject({
          applicantId: opaqueId,
          applicantRevision: revision,
          openingId: opaqueId,
          openingRevision: revision,
        }),
      )
      .min(1)
      .optional(),
  }),
  sample: {
    eventId: "01KB000000000000000000000H",
    occurredAt: "2026-11-26T10:30:01+09:00",
    correlationId: "01KB0000000000000000000006",
    causationId: "01KB0000000000000000000006",
    schemaVersion: 1,
    district: "11440",
    reason: "no-longer-a-match",
    matches: [
      { applicantId: "applicant-1042", applicantRevision: 2, openingId: "job-mapo-cafe-7", openingRevision: 1 },
    ],
  },
});
