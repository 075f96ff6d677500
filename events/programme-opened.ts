import * as z from "zod";
import { opening } from "../domain/model/opening.ts";
import { openingKinds } from "../domain/model/primitives.ts";
import { defineEvent, envelope } from "./envelope.ts";

/** Every kind but those that have an event of their own. */
const kind = z.enum(openingKinds).exclude(["job", "internship"]);

/** A programme opened an opportunity of any other kind: a civic role, a course, counselling, a fair … */
export const programmeOpened = defineEvent({
  name: "ProgrammeOpened",
  source: "ieum.openings",
  detail: z.strictObject({ ...envelope, opening: opening.safeExtend({ kind }) }),
  sample: {
    eventId: "01KB0000000000000000000003",
    occurredAt: "2026-11-21T09:00:00+09:00",
    correlationId: "01KB0000000000000000000003",
    schemaVersion: 1,
    opening: {
      openingId: "civic-dobong-welfare-1",
      revision: 1,
      kind: "civic-role",
      employerId: "campus-north",
      programmeId: "boram",
      title: "서울시 보람일자리: 어르신 말벗",
      place: { mode: "onsite", district: "11320" },
      baseSalary: { krw: 9_620, unit: "HOUR" },
      workHours: { perMonth: 57 },
      requirements: [],
      eligibility: {
        ageMin: 40,
        ageMax: 67,
        residence: "11",
        legalBasis: "seoul-second-life",
      },
      totalJobOpenings: 10,
      validThrough: "2026-12-31",
    },
  },
});
