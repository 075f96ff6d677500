import * as z from "zod";
import { blockingConditions } from "../domain/bridge/blocking.ts";
import { REQUIREMENTS_MAX } from "../domain/model/opening.ts";
import { districtCode, opaqueId, openingKinds, revision } from "../domain/model/primitives.ts";
import { defineEvent, envelope, growing } from "./envelope.ts";

/** An opening suits nobody of a shard: its employer's consultant should look at its conditions. */
export const openingUnmatched = defineEvent({
  name: "OpeningUnmatched",
  source: "ieum.matching",
  detail: z.strictObject({
    ...envelope,
    openingId: opaqueId,
    openingRevision: revision,
    district: districtCode.optional(),
    /** How many applicants were in the index. */
    applicants: z.int().min(0),
    /** Days that it has been open for; missing when it was just posted or revised. */
    openDays: z.int().min(1).optional(),
    /**
     * What relaxing one condition would bring, in people, exactly and the most first: the first blocks most. `source` is a must's place in the
     * posting, counted as a `should`; `kind` is what it would be instead. Of each shard; whoever has several adds them up.
     */
    relaxations: z
      .array(
        z.strictObject({
          condition: growing(z.enum(blockingConditions)),
          source: z.int().min(0).optional(),
          kind: z.enum(openingKinds).optional(),
          matches: z.int().min(1),
        }),
      )
      .max(REQUIREMENTS_MAX + blockingConditions.length)
      .optional(),
    /**
     * Certificates that the law asks for and that keep people away, by the must's place in the posting and the people whom the opening would suit without
     * it, the most first. No employer can do without them: what helps is a course that leads to them.
     */
    requiredByLaw: z
      .array(z.strictObject({ source: z.int().min(0), matches: z.int().min(1) }))
      .max(REQUIREMENTS_MAX)
      .optional(),
    /** People whom no condition rules out, and what the best of them lacks to the threshold, in basis points. */
    withinConditions: z.int().min(0).optional(),
    shortfallBp: z.int().min(0).max(10_000).optional(),
  }),
  sample: {
    eventId: "01KB000000000000000000000B",
    occurredAt: "2026-11-21T09:00:01+09:00",
    correlationId: "01KB0000000000000000000002",
    causationId: "01KB0000000000000000000002",
    schemaVersion: 1,
    openingId: "intern-guro-office-3",
    openingRevision: 1,
    district: "11530",
    applicants: 412,
    relaxations: [
      { condition: "requirement", source: 1, matches: 9 },
      { condition: "place", matches: 3 },
    ],
    withinConditions: 0,
  },
});
