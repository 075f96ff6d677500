import * as z from "zod";
import { impersonal, opaqueId, ulid } from "../domain/model/primitives.ts";
import { refusalCodes } from "../domain/refusal.ts";
import { defineEvent, envelope } from "./envelope.ts";

/**
 * An event was set aside for good. Says which, why, and where in it; never what stood there, which may be personal. What can't be told of
 * the event (it may not even be JSON) is left out.
 */
export const eventRejected = defineEvent({
  name: "EventRejected",
  source: "ieum.intake",
  detail: z.strictObject({
    ...envelope,
    quarantineId: impersonal(/^[\w-]{1,80}$/, "is not the id of a quarantined event"),
    code: z.enum(refusalCodes),
    /** JSON Pointer into the event's detail. */
    path: z.string().regex(/^(?:\/(?:\d{1,6}|[A-Za-z_][A-Za-z_-]{0,59}|\?)){0,20}$/),
    rejected: z.strictObject({
      eventId: ulid.optional(),
      detailType: z
        .string()
        .regex(/^[A-Za-z][A-Za-z-]{0,60}$/)
        .optional(),
      entityId: opaqueId.optional(),
    }),
  }),
  sample: {
    eventId: "01KB000000000000000000000C",
    occurredAt: "2026-11-21T09:00:01+09:00",
    correlationId: "01KB000000000000000000000D",
    schemaVersion: 1,
    quarantineId: "01KB000000000000000000000D",
    code: "AGE_CONDITION_ON_JOB",
    path: "/opening/eligibility",
    rejected: { eventId: "01KB000000000000000000000D", detailType: "JobPosted", entityId: "job-mapo-cafe-7" },
  },
});
