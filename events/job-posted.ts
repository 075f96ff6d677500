import * as z from "zod";
import { opening } from "../domain/model/opening.ts";
import { defineEvent, envelope } from "./envelope.ts";

/** An employer posted a job, or revised one. A job carries no age condition (고령자고용법 4조의4). */
export const jobPosted = defineEvent({
  name: "JobPosted",
  source: "ieum.openings",
  detail: z.strictObject({ ...envelope, opening: opening.safeExtend({ kind: z.literal("job") }) }),
  sample: {
    eventId: "01KB0000000000000000000001",
    occurredAt: "2026-11-21T09:00:00+09:00",
    correlationId: "01KB0000000000000000000001",
    schemaVersion: 1,
    opening: {
      openingId: "job-mapo-cafe-7",
      revision: 1,
      kind: "job",
      employerId: "employer-21",
      title: "망원동 카페 오전 바리스타",
      description: "오전 매장에서 음료를 만들고 손님을 맞이합니다.",
      occupation: { code: "5322", name: "바리스타" },
      place: { mode: "onsite", district: "11440" },
      baseSalary: { krw: 12_500, unit: "HOUR" },
      workHours: { perWeek: 20 },
      shifts: ["weekday-day"],
      employmentType: "PART_TIME",
      requirements: [{ on: "certificate", importance: "should", certificate: "barista-2" }],
      totalJobOpenings: 1,
      datePosted: "2026-11-21",
      validThrough: "2026-12-20",
    },
  },
});
