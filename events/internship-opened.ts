import * as z from "zod";
import { opening } from "../domain/model/opening.ts";
import { defineEvent, envelope } from "./envelope.ts";

/** A programme opened an internship, or revised one: 서울 중장년 인턴십 is 57 hours a month for residents of 40–64. */
export const internshipOpened = defineEvent({
  name: "InternshipOpened",
  source: "ieum.openings",
  detail: z.strictObject({ ...envelope, opening: opening.safeExtend({ kind: z.literal("internship") }) }),
  sample: {
    eventId: "01KB0000000000000000000002",
    occurredAt: "2026-11-21T09:00:00+09:00",
    correlationId: "01KB0000000000000000000002",
    schemaVersion: 1,
    opening: {
      openingId: "intern-guro-office-3",
      revision: 1,
      kind: "internship",
      employerId: "employer-8",
      programmeId: "midlife-internship",
      title: "중장년 인턴십: 사회적기업 경영지원",
      occupation: { code: "0299", name: "사무 보조원" },
      place: { mode: "onsite", district: "11530" },
      baseSalary: { krw: 11_157, unit: "HOUR" },
      workHours: { perMonth: 57 },
      shifts: ["weekday-day"],
      employmentType: "INTERN",
      requirements: [],
      eligibility: {
        ageMin: 40,
        ageMax: 64,
        residence: "11",
        legalBasis: "seoul-second-life",
      },
      totalJobOpenings: 2,
      validThrough: "2026-12-10",
    },
  },
});
