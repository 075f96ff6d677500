import * as z from "zod";
import { opaqueId, revision } from "../domain/model/primitives.ts";
import { defineEvent, envelope } from "./envelope.ts";

/** A person left the service. What is kept of them from then on is that this id has left. */
export const applicantWithdrawn = defineEvent({
  name: "ApplicantWithdrawn",
  source: "ieum.applicants",
  detail: z.strictObject({ ...envelope, applicantId: opaqueId, revision }),
  sample: {
    eventId: "01KB0000000000000000000006",
    occurredAt: "2026-12-01T10:00:00+09:00",
    correlationId: "01KB0000000000000000000006",
    schemaVersion: 1,
    applicantId: "applicant-1042",
    revision: 2,
  },
});
