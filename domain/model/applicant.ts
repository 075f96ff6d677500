import * as z from "zod";
import { deliverySettings } from "./delivery-settings.ts";
import {
  competencyLevel,
  districtCode,
  educationLevels,
  employmentTypes,
  languageCode,
  languageLevels,
  occupationCode,
  opaqueId,
  openingKinds,
  pay,
  plainDate,
  retirementStages,
  revision,
  shifts,
  taxonomyCode,
} from "./primitives.ts";

/** Most competencies a profile may list: the index keeps every one of them inline. */
export const COMPETENCIES_MAX = 50;

/** Most entries that the other lists of a profile take. */
export const OCCUPATIONS_MAX = 10;
export const CERTIFICATES_MAX = 30;
export const EXPERIENCE_MAX = 20;
export const LANGUAGES_MAX = 10;
export const COURSES_MAX = 50;

/** What a person would like. Each field may be left out: unknown drops out of the score, it is never taken for "no". */
export const preferences = z.strictObject({
  kinds: z.array(z.enum(openingKinds)).min(1).max(openingKinds.length).optional(),
  occupations: z.array(occupationCode).min(1).max(OCCUPATIONS_MAX).optional(),
  /** Districts where the person wants to work. */
  districts: z.array(districtCode).min(1).max(10).optional(),
  /** Longest way, in minutes from door to door, from a wanted district (or, without any, from home). */
  commuteMinutesMax: z.int().min(5).max(240).optional(),
  /** Least pay accepted. */
  payMin: pay.optional(),
  hoursPerWeekMin: z.int().min(1).max(84).optional(),
  hoursPerWeekMax: z.int().min(1).max(84).optional(),
  shifts: z.array(z.enum(shifts)).min(1).max(shifts.length).optional(),
  employmentTypes: z.array(z.enum(employmentTypes)).min(1).max(employmentTypes.length).optional(),
});
export type Preferences = z.infer<typeof preferences>;

/**
 * A person who looks for work, as far as matching needs it: no name, no contact, no sex, no origin, no picture, no marital status
 * (채용절차법 4조의3). The birth date is read by programme rules and by nothing else.
 */
export const applicant = z
  .strictObject({
    applicantId: opaqueId,
    revision,
    language: z.enum(["ko", "en"]),
    birthDate: plainDate.optional(),
    residence: districtCode.optional(),
    competencies: z
      .array(z.strictObject({ competency: taxonomyCode, level: competencyLevel }))
      .max(COMPETENCIES_MAX)
      .optional(),
    certificates: z.array(taxonomyCode).max(CERTIFICATES_MAX).optional(),
    experience: z
      .array(z.strictObject({ occupation: occupationCode, months: z.int().min(1).max(720) }))
      .max(EXPERIENCE_MAX)
      .optional(),
    languages: z
      .array(z.strictObject({ language: languageCode, level: z.enum(languageLevels) }))
      .max(LANGUAGES_MAX)
      .optional(),
    education: z.enum(educationLevels).optional(),
    /** Whether they have retired from their main working life. Like the birth date, read by programme rules and by nothing else. */
    retirementStage: z.enum(retirementStages).optional(),
    /** Publicly run schemes that the person takes part in now; an empty list says: in none. */
    programmes: z.array(opaqueId).max(10).optional(),
    /** Courses of programmes that the person has completed, by their ids in the rules; an empty list says: none. */
    courses: z.array(opaqueId).max(COURSES_MAX).optional(),
    preferences,
    /** What the person has agreed to; nothing is assumed. */
    consent: z.strictObject({
      /** To be told of openings. */
      alerts: z.boolean(),
      /** To be shown, without contact data, to employers whose opening matches. */
      employers: z.boolean(),
      /** To be shown to the employment center of the district. */
      center: z.boolean(),
    }),
    /** How the person wants to be told, if they have said so. */
    delivery: deliverySettings.optional(),
  })
  .superRefine((value, context) => {
    const { hoursPerWeekMin: least, hoursPerWeekMax: most } = value.preferences;
    if (least !== undefined && most !== undefined && least > most) {
      context.addIssue({
        code: "custom",
        path: ["preferences", "hoursPerWeekMax"],
        message: "is below hoursPerWeekMin",
      });
    }
    const seen = new Set<string>();
    for (const [index, held] of (value.competencies ?? []).entries()) {
      if (seen.has(held.competency)) {
        context.addIssue({ code: "custom", path: ["competencies", index, "competency"], message: "is listed twice" });
      }
      seen.add(held.competency);
    }
  });
export type Applicant = z.infer<typeof applicant>;
