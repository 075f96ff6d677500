import * as z from "zod";
import { applicant } from "../domain/model/applicant.ts";
import { defineEvent, envelope } from "./envelope.ts";

/** A person made a profile or changed it. The event carries codes and figures alone: nothing in it names anybody. */
export const applicantProfileUpdated = defineEvent({
  name: "ApplicantProfileUpdated",
  source: "ieum.applicants",
  detail: z.strictObject({ ...envelope, applicant }),
  sample: {
    eventId: "01KB0000000000000000000005",
    occurredAt: "2026-11-21T09:00:00+09:00",
    correlationId: "01KB0000000000000000000005",
    schemaVersion: 1,
    applicant: {
      applicantId: "applicant-1042",
      revision: 1,
      language: "ko",
      birthDate: "1971-02-28",
      residence: "11440",
      competencies: [{ competency: "coffee-brewing", level: 3 }],
      certificates: ["barista-2"],
      experience: [{ occupation: "5322", months: 26 }],
      education: "high",
      preferences: {
        kinds: ["job", "internship"],
        occupations: ["5322"],
        districts: ["11440", "11410"],
        commuteMinutesMax: 40,
        payMin: { krw: 11_000, unit: "HOUR" },
        hoursPerWeekMax: 30,
        shifts: ["weekday-day"],
        employmentTypes: ["PART_TIME", "INTERN"],
      },
      consent: { alerts: true, employers: true, center: true },
    },
  },
});
