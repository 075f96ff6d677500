import * as z from "zod";
import { allDistricts } from "../geo/catalogue.ts";
import { districtByCode } from "../geo/districts.ts";
import { OCCUPATION_CODE } from "../taxonomy/occupation-codes.ts";

/**
 * A mobile number, or a resident registration number (which starts with a date of birth), standing by itself between separators. Neither
 * fits the groups of a UUID.
 */
const NUMBER_OF_A_PERSON =
  /(?<![A-Za-z0-9])(?:01[016-9][-_]?\d{3,4}[-_]?\d{4}|\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[-_]?[1-8]\d{6})(?![A-Za-z0-9])/;

/** Text of a given form that nobody's number hides in: what looks like a code may be a telephone or resident number. */
export function impersonal(form: RegExp, error: string) {
  return z
    .string()
    .regex(form, error)
    .refine((text) => !NUMBER_OF_A_PERSON.test(text), {
      error: "is a telephone or resident registration number",
      params: { code: "PERSONAL_DATA_IN_TEXT" },
    });
}

/**
 * An id that says nothing about whom it stands for: ASCII letters, digits, `_` and `-`, at most 60 characters (two ids and
 * a separator fit the 128 characters of an SQS deduplication id). A telephone or resident number is no id.
 */
export const opaqueId = impersonal(/^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,58}[A-Za-z0-9])?$/, "is not an opaque id");

/** 26 characters of Crockford base 32: a ULID. The first character is at most 7, or the time would overflow 48 bits. */
export const ulid = z.string().regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, "is not a ULID");

/** Revision of an entity as its owner counts it: 1, 2, 3 … Below 2³¹ so that it fits four bytes everywhere. */
export const revision = z.int().min(1).max(2_147_483_647);

/** A calendar day in Asia/Seoul, `YYYY-MM-DD`, from 1900 to 2199; never an instant. */
export const plainDate = z.iso
  .date()
  .refine((text) => text >= "1900-01-01" && text <= "2199-12-31", "is not a day between 1900 and 2199");

/** An instant with an offset (RFC 3339). It is data only: nothing is ordered by a producer's clock. */
export const instant = z.iso.datetime({ offset: true });

/** Five-digit administrative code of a 시군구. */
export const districtCode = z
  .string()
  .regex(/^\d{5}$/, "is not a five-digit district code")
  .refine((code) => districtByCode(code) !== undefined, {
    error: "is not a known district",
    params: { code: "UNKNOWN_DISTRICT" },
  });

const SIDO_CODES: ReadonlySet<string> = new Set(allDistricts.map(({ code }) => code.slice(0, 2)));

/** A 시도 by its two digits, or a 시군구. One form and not a union of two, so that an unknown code is refused as that. */
export const area = z
  .string()
  .regex(/^\d{2}(?:\d{3})?$/, "is neither a two-digit nor a five-digit district code")
  .refine((code) => SIDO_CODES.has(code) || districtByCode(code) !== undefined, {
    error: "is not a known district",
    params: { code: "UNKNOWN_DISTRICT" },
  });

/**
 * Code of an occupation: KECO 2025, one to four digits, or that of the standard the taxonomy goes by, see `taxonomy/occupation-codes.ts`. A
 * shorter code is a wider group. Whether it is known is checked against the taxonomy, at intake.
 */
export const occupationCode = impersonal(OCCUPATION_CODE, "is not a code of an occupation");

/** Code of a competency or certificate in the taxonomy. Whether it is known is checked against the taxonomy, at intake. */
export const taxonomyCode = impersonal(/^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/, "is not a taxonomy code");

/** Level at which a competency is held or wanted: 1 beginner … 5 expert. */
export const competencyLevel = z.int().min(1).max(5);

export const payUnits = ["HOUR", "DAY", "MONTH", "YEAR"] as const;

/** An amount of pay as it was stated: schema.org `baseSalary` with `unitText`. At most 10¹⁰ won. */
/** Most that an amount of pay can be, in won. */
export const PAY_KRW_MAX = 10_000_000_000;

export const pay = z.strictObject({ krw: z.int().min(0).max(PAY_KRW_MAX), unit: z.enum(payUnits) });
export type Pay = z.infer<typeof pay>;

/** Kinds of opportunity: design page, section 1. The order is the wire order of the index: append only. */
export const openingKinds = [
  "job",
  "internship",
  "civic-role",
  "volunteer",
  "training",
  "mentoring",
  "counselling",
  "job-fair",
  "startup-support",
] as const;
export type OpeningKind = (typeof openingKinds)[number];

/** schema.org `employmentType`. Append only. */
export const employmentTypes = [
  "FULL_TIME",
  "PART_TIME",
  "CONTRACTOR",
  "TEMPORARY",
  "INTERN",
  "VOLUNTEER",
  "PER_DIEM",
] as const;
export type EmploymentType = (typeof employmentTypes)[number];

/** The parts of the week that work may fall in. Append only. */
export const shifts = ["weekday-day", "weekday-evening", "night", "weekend"] as const;
export type Shift = (typeof shifts)[number];

/** Whether somebody is still in their main working life or has retired from it. Append only. */
export const retirementStages = ["before", "after"] as const;
export type RetirementStage = (typeof retirementStages)[number];

/** What insures somebody while they work or take part. */
export const insurances = ["accident", "employment", "health", "pension"] as const;
export type Insurance = (typeof insurances)[number];

/** Highest education completed, in rising order. Append only. */
export const educationLevels = ["none", "middle", "high", "associate", "bachelor", "master", "doctor"] as const;
export type EducationLevel = (typeof educationLevels)[number];

/** CEFR levels in rising order. */
export const languageLevels = ["A1", "A2", "B1", "B2", "C1", "C2"] as const;
export type LanguageLevel = (typeof languageLevels)[number];

export const languageCode = z.enum(["ko", "en", "zh", "ja", "vi", "ru", "es", "fr", "de", "mn", "th", "id", "uz"]);
