import * as z from "zod";
import { legalBases, legalBasisCodes } from "../programme/legal-basis.ts";
import { courseFieldNames, courseFields } from "./course.ts";
import {
  area,
  districtCode,
  employmentTypes,
  insurances,
  occupationCode,
  opaqueId,
  openingKinds,
  pay,
  plainDate,
  revision,
  shifts,
} from "./primitives.ts";
import { requirement } from "./requirement.ts";
import { postingSource } from "./source.ts";
import { freeText } from "./text.ts";

/** Most requirements an opening may list: real postings list under 30. */
export const REQUIREMENTS_MAX = 50;

/** Most openings that a fair presents: as many as one read takes. */
const PRESENTED_MAX = 100;

const ageInYears = z.int().min(0).max(120);

/**
 * Who may take part in a publicly run scheme. Ages are 만 나이 in whole years, both ends included. An age span needs the clause it
 * rests on; a `job` can have none at all (고령자고용법 4조의4, 4조의5).
 */
export const eligibility = z.strictObject({
  ageMin: ageInYears.optional(),
  ageMax: ageInYears.optional(),
  /** Where one must live: the two digits of a 시도 ("11" is Seoul) or a 시군구. */
  residence: area.optional(),
  /** The law or ordinance that ages and residence rest on, by its code: nobody's own words decide what is lawful. */
  legalBasis: z.enum(legalBasisCodes).optional(),
});
export type Eligibility = z.infer<typeof eligibility>;

/**
 * Anything a person can be matched to. Field names are schema.org's `JobPosting` where it has one (`title`, `description`,
 * `baseSalary`, `employmentType`, `datePosted`, `validThrough`, `totalJobOpenings`). What is left out is unknown, never "no".
 */
export const opening = z
  .strictObject({
    openingId: opaqueId,
    revision,
    kind: z.enum(openingKinds),
    employerId: opaqueId,
    /** What the employer is called in public; without it only the id is known, which says nothing to anybody. */
    employerName: freeText(100).optional(),
    /** The publicly run scheme that it belongs to. While rules of that scheme are registered they stand in place of `eligibility`. */
    programmeId: opaqueId.optional(),
    /** The institution that offers it, as the registry knows it. One that isn't registered (yet) is no refusal. */
    institutionId: opaqueId.optional(),
    /** Which part of the programme: a level, a field, a step of a chain, a course. */
    programmePart: opaqueId.optional(),
    title: freeText(200),
    description: freeText(4_000).optional(),
    /** `code` when the occupation is known; `name` keeps what the posting called it. */
    occupation: z
      .strictObject({ code: occupationCode.optional(), name: freeText(100).optional() })
      .refine((value) => value.code !== undefined || value.name !== undefined, "needs a code or a name")
      .optional(),
    /** `online` is never out of anybody's reach. */
    place: z.discriminatedUnion("mode", [
      z.strictObject({ mode: z.literal("onsite"), district: districtCode.optional() }),
      z.strictObject({ mode: z.literal("blended"), district: districtCode.optional() }),
      z.strictObject({ mode: z.literal("online") }),
    ]),
    baseSalary: pay.optional(),
    /** Working time in hours, per week or per month; halves don't occur in the programmes, so whole numbers do. */
    workHours: z
      .union([
        z.strictObject({ perWeek: z.int().min(1).max(84) }),
        z.strictObject({ perMonth: z.int().min(1).max(365) }),
      ])
      .optional(),
    shifts: z.array(z.enum(shifts)).min(1).max(shifts.length).optional(),
    /** What whoever takes part is insured by. */
    insurance: z.array(z.enum(insurances)).max(insurances.length).optional(),
    employmentType: z.enum(employmentTypes).optional(),
    requirements: z.array(requirement).max(REQUIREMENTS_MAX),
    /** Where it was taken from, if its employer didn't post it here: whoever is told of it is told that, and finds it there. */
    source: postingSource.optional(),
    /** Openings that firms bring to a fair: whom none of them suits isn't invited. */
    presents: z.array(opaqueId).min(1).max(PRESENTED_MAX).optional(),
    eligibility: eligibility.optional(),
    totalJobOpenings: z.int().min(1).max(100_000).optional(),
    datePosted: plainDate.optional(),
    /** First day of the work, the course or the event. */
    startsOn: plainDate.optional(),
    /** Its last day: whoever takes part in it takes part in its programme until then. */
    endsOn: plainDate.optional(),
    /** First day on which people are told of it. */
    validFrom: plainDate.optional(),
    /** Last day on which one can apply, to its end in Seoul. */
    validThrough: plainDate.optional(),
    /** Of `training` alone: what it leads to, and the seats that are free. */
    ...courseFields,
  })
  .superRefine((value, context) => {
    const { ageMin, ageMax, legalBasis } = value.eligibility ?? {};
    const hasAgeSpan = ageMin !== undefined || ageMax !== undefined;
    if (hasAgeSpan && value.kind === "job") {
      context.addIssue({
        code: "custom",
        path: ["eligibility"],
        message: "a job may not carry an age condition (고령자고용법 4조의4)",
        params: { code: "AGE_CONDITION_ON_JOB" },
      });
    } else if (hasAgeSpan && (legalBasis === undefined || !legalBases[legalBasis].allowsAge)) {
      context.addIssue({
        code: "custom",
        path: ["eligibility", "legalBasis"],
        message: "an age span needs a legal basis that ages can rest on",
        params: { code: "AGE_CONDITION_WITHOUT_LEGAL_BASIS" },
      });
    }
    if (value.presents !== undefined && value.kind !== "job-fair") {
      context.addIssue({ code: "custom", path: ["presents"], message: "is for fairs alone" });
    }
    if (ageMin !== undefined && ageMax !== undefined && ageMin > ageMax) {
      context.addIssue({ code: "custom", path: ["eligibility", "ageMax"], message: "is below ageMin" });
    }
    const courseField =
      value.kind === "training" ? undefined : courseFieldNames.find((name) => value[name] !== undefined);
    if (courseField !== undefined) {
      context.addIssue({ code: "custom", path: [courseField], message: "is for an opening of the kind training" });
    }
    if (value.startsOn !== undefined && value.endsOn !== undefined && value.startsOn > value.endsOn) {
      context.addIssue({
        code: "custom",
        path: ["endsOn"],
        message: "is before startsOn",
        params: { code: "DATES_OUT_OF_ORDER" },
      });
    }
    if (value.validFrom !== undefined && value.validThrough !== undefined && value.validFrom > value.validThrough) {
      context.addIssue({
        code: "custom",
        path: ["validThrough"],
        message: "is before validFrom",
        params: { code: "DATES_OUT_OF_ORDER" },
      });
    }
  });
export type Opening = z.infer<typeof opening>;

/** Whether one can still apply on a day (`YYYY-MM-DD` in Seoul): the last day counts in full, the first day does too. */
export function isOpenOn(value: Pick<Opening, "validFrom" | "validThrough">, day: string): boolean {
  return (
    (value.validFrom === undefined || value.validFrom <= day) &&
    (value.validThrough === undefined || day <= value.validThrough)
  );
}
