import * as z from "zod";
import { districtCode, opaqueId, plainDate, revision } from "../model/primitives.ts";
import { freeText } from "../model/text.ts";

/** Types of institutions that run courses, consult and place people. Append only. */
export const institutionTypes = [
  "fifty-plus-campus",
  "fifty-plus-center",
  "womens-development-center",
  "womens-resources-center",
  "technical-institute",
  "polytechnic",
  "lifelong-education",
  "employment-center",
  "midage-job-center",
] as const;
export type InstitutionKind = (typeof institutionTypes)[number];

/** What each type is called. */
export const INSTITUTION_TYPES_KO: Record<InstitutionKind, string> = {
  "fifty-plus-campus": "50플러스캠퍼스",
  "fifty-plus-center": "50플러스센터",
  "womens-development-center": "여성발전센터",
  "womens-resources-center": "여성인력개발센터",
  "technical-institute": "기술교육원",
  polytechnic: "한국폴리텍대학",
  "lifelong-education": "평생교육국 산하기관",
  "employment-center": "고용센터",
  "midage-job-center": "중장년일자리지원센터",
};

/** What an institution is there for, by which people and employers are sent to the right one. Append only. */
export const institutionFunctions = [
  "life-design",
  "social-contribution",
  "skills-development",
  "internship",
  "company-link",
  "boram",
  "startup",
  "forties-career-change",
  "training-costs",
  "leap-package",
] as const;
export type InstitutionFunction = (typeof institutionFunctions)[number];

/** Most districts that one institution looks after: no province has more. */
const JURISDICTION_MAX = 50;

/** An institution of the registry. Days are those from which and to which it offers anything, both included; none is no bound. */
export const institution = z
  .strictObject({
    institutionId: opaqueId,
    revision,
    type: z.enum(institutionTypes),
    name: freeText(100),
    district: districtCode,
    /** Districts whose people and employers it looks after; without it, whoever comes. */
    jurisdiction: z.array(districtCode).min(1).max(JURISDICTION_MAX).optional(),
    functions: z.array(z.enum(institutionFunctions)).min(1).max(institutionFunctions.length).optional(),
    validFrom: plainDate.optional(),
    validThrough: plainDate.optional(),
  })
  .refine(
    ({ validFrom, validThrough }) => validFrom === undefined || validThrough === undefined || validFrom <= validThrough,
    { error: "is before validFrom", path: ["validThrough"], params: { code: "DATES_OUT_OF_ORDER" } },
  );
export type Institution = z.infer<typeof institution>;

/** Whether an institution is there on a day (`YYYY-MM-DD` in Seoul). */
export function isValidOn({ validFrom, validThrough }: Institution, day: string): boolean {
  return (validFrom === undefined || validFrom <= day) && (validThrough === undefined || day <= validThrough);
}
