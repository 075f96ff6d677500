import * as z from "zod";
import { completion, completionRevision } from "../domain/model/completion.ts";
import { opaqueId } from "../domain/model/primitives.ts";
import { defineEvent, envelope } from "./envelope.ts";

/**
 * A person completed a course or passed an examination. It is kept beside the profile, whose revisions have another owner, and leaves with the
 * person.
 */
export const completionRecorded = defineEvent({
  name: "CompletionRecorded",
  source: "ieum.completions",
  detail: z.strictObject({
    ...envelope,
    applicantId: opaqueId,
    /** Counts the completions of this person. */
    revision: completionRevision,
    completion,
  }),
  sample: {
    eventId: "01KB000000000000000000000D",
    occurredAt: "2026-11-20T17:00:00+09:00",
    correlationId: "01KB000000000000000000000D",
    schemaVersion: 1,
    applicantId: "applicant-1042",
    revision: 1,
    completion: {
      courseOpeningId: "course-mapo-barista-1",
      certificates: ["barista-1"],
      competencies: [{ competency: "hand-drip-coffee", level: 4 }],
      on: "2026-11-20",
    },
  },
});
