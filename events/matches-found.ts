import * as z from "zod";
import { districtCode, impersonal, opaqueId, revision } from "../domain/model/primitives.ts";
import { defineEvent, envelope } from "./envelope.ts";

const basisPoints = z.int().min(0).max(10_000);

/** A match as centers see it: opaque ids, revisions of both, the score and both sides of it, in basis points. */
export const matchEntry = z.strictObject({
  applicantId: opaqueId,
  applicantRevision: revision,
  openingId: opaqueId,
  openingRevision: revision,
  score: basisPoints,
  fitsOpening: basisPoints,
  fitsApplicant: basisPoints,
});

/** What a list of matches was made from: the same versions and facts give the same bytes. */
export const versions = z.strictObject({
  taxonomy: impersonal(/^[\w.-]{1,40}$/, "is not a version"),
  weights: z.int().min(1),
});

/**
 * Matches of applicants of one district, found because of one event. A center gets those of the districts it serves and no others.
 * Long lists come in parts.
 */
export const matchesFound = defineEvent({
  name: "MatchesFound",
  source: "ieum.matching",
  detail: z.strictObject({
    ...envelope,
    district: districtCode,
    matches: z.array(matchEntry).min(1),
    part: z.strictObject({ number: z.int().min(1), of: z.int().min(1) }),
    versions,
  }),
  sample: {
    eventId: "01KB0000000000000000000009",
    occurredAt: "2026-11-21T09:00:01+09:00",
    correlationId: "01KB0000000000000000000001",
    causationId: "01KB0000000000000000000001",
    schemaVersion: 1,
    district: "11440",
    matches: [
      {
        applicantId: "applicant-1042",
        applicantRevision: 1,
        openingId: "job-mapo-cafe-7",
        openingRevision: 1,
        score: 9_431,
        fitsOpening: 9_120,
        fitsApplicant: 9_754,
      },
    ],
    part: { number: 1, of: 1 },
    versions: { taxonomy: "ieum-2026.11-1", weights: 1 },
  },
});
