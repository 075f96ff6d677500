import * as z from "zod";
import { opaqueId, revision } from "../domain/model/primitives.ts";
import { defineEvent, envelope } from "./envelope.ts";

/** Why an opening takes no more applications. */
export const closingReasons = ["filled", "withdrawn", "expired"] as const;

/** An opening takes no more applications. Its `revision` follows the one that was posted last. */
export const openingClosed = defineEvent({
  name: "OpeningClosed",
  source: "ieum.openings",
  detail: z.strictObject({ ...envelope, openingId: opaqueId, revision, reason: z.enum(closingReasons) }),
  sample: {
    eventId: "01KB0000000000000000000004",
    occurredAt: "2026-11-25T18:00:00+09:00",
    correlationId: "01KB0000000000000000000004",
    schemaVersion: 1,
    openingId: "job-mapo-cafe-7",
    revision: 2,
    reason: "filled",
  },
});
