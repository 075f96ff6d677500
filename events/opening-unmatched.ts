import * as z from "zod";
import { districtCode, opaqueId, revision } from "../domain/model/primitives.ts";
import { defineEvent, envelope } from "./envelope.ts";

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
  },
});
