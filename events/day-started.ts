import * as z from "zod";
import { plainDate } from "../domain/model/primitives.ts";
import { defineEvent, envelope } from "./envelope.ts";

/** A day started in Seoul. Openings open and close, and birthdays count, when this is processed and not before. */
export const dayStarted = defineEvent({
  name: "DayStarted",
  source: "ieum.calendar",
  detail: z.strictObject({ ...envelope, day: plainDate }),
  sample: {
    eventId: "01KB0000000000000000000008",
    occurredAt: "2026-11-22T00:00:00+09:00",
    correlationId: "01KB0000000000000000000008",
    schemaVersion: 1,
    day: "2026-11-22",
  },
});
