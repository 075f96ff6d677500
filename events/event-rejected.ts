import * as z from "zod";
import { lawClauses, SPAN_WORDS_MAX } from "../domain/lawful/ground.ts";
import { impersonal, opaqueId, payUnits, plainDate, revision, ulid } from "../domain/model/primitives.ts";
import { freeText } from "../domain/model/text.ts";
import { refusalCodes } from "../domain/refusal.ts";
import { defineEvent, envelope, growing } from "./envelope.ts";

const krw = z.int().min(0);

/**
 * What a refusal by law rests on. The words are those of the opening that the law forbids, found by patterns of ours in text that carries no
 * personal data: the employer has to be told which.
 */
export const legalGround = z.strictObject({
  clauses: z
    .array(growing(z.enum(lawClauses)))
    .min(1)
    .max(lawClauses.length),
  span: z.strictObject({ start: z.int().min(0), end: z.int().min(1), words: freeText(SPAN_WORDS_MAX) }).optional(),
  least: z.strictObject({ year: z.int().min(2020).max(2199), krwPerHour: krw, krw, unit: z.enum(payUnits) }).optional(),
});

/**
 * An event was set aside for good. Says which, why, and where in it; never what stood there, which may be personal, but for words that the law
 * forbids. What can't be told of the event (it may not even be JSON) is left out.
 */
export const eventRejected = defineEvent({
  name: "EventRejected",
  source: "ieum.intake",
  detail: z.strictObject({
    ...envelope,
    quarantineId: impersonal(/^[\w-]{1,80}$/, "is not the id of a quarantined event"),
    code: growing(z.enum(refusalCodes)),
    /** JSON Pointer into the event's detail. */
    path: z.string().regex(/^(?:\/(?:\d{1,6}|[A-Za-z_][A-Za-z_-]{0,59}|\?)){0,20}$/),
    ground: legalGround.optional(),
    /** The rules of a programme that were gone by. */
    rules: z.strictObject({ programmeId: opaqueId, validFrom: plainDate, revision }).optional(),
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
