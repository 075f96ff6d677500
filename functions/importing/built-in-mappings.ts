import { koreanApplicants, koreanPostings } from "./korean-columns.ts";
import { type Mapping, type MappingInput, mapping } from "./mapping.ts";
import { ERROR_COLUMN } from "./sheet-files.ts";

/**
 * Postings as the Korea Employment Agency for Persons with Disabilities (한국장애인고용공단) publishes them. 상용직 is a contract without
 * an end and says nothing of the hours, so it isn't FULL_TIME: 40 hours a week would be assumed, and the hourly pay of a shorter week
 * would come out too low. 계약직 is work for a limited time, which schema.org calls TEMPORARY; CONTRACTOR would be
 * somebody's own business. Less than a year of experience (1년미만) asks for none.
 */
const kead: MappingInput = {
  version: 1,
  of: "postings",
  name: "kead",
  fields: [
    { to: "employerId", as: "hashed-id", column: "사업장명", prefix: "employer" },
    { to: "kind", as: "constant", value: "job" },
    { to: "title", as: "text", column: "모집직종" },
    { to: "occupation", as: "occupation", column: "모집직종" },
    { to: "place.district", as: "district", column: "사업장 주소" },
    {
      to: "baseSalary",
      as: "pay",
      column: "임금",
      unitColumn: "임금형태",
      units: { 시급: "HOUR", 일급: "DAY", 월급: "MONTH", 연봉: "YEAR" },
    },
    {
      to: "employmentType",
      as: "choice",
      column: "고용형태",
      choices: { 상용직: null, 계약직: "TEMPORARY", 시간제: "PART_TIME", 일용직: "PER_DIEM", 무관: null },
    },
    {
      to: "requirements",
      as: "experience",
      column: "요구경력",
      months: { 무관: null, "1년미만": null, "1년": 12, "2년": 24, "3년": 36, "4년": 48, "5년이상": 60 },
    },
    {
      to: "requirements",
      as: "education",
      column: "요구학력",
      levels: {
        무관: null,
        초졸: null,
        중졸: "middle",
        고졸: "high",
        초대졸: "associate",
        대졸: "bachelor",
        석사: "master",
        박사: "doctor",
      },
    },
    { to: "requirements", as: "certificates", column: "요구자격증", separator: "  " },
    { to: "datePosted", as: "date", column: "구인신청일자" },
    { to: "validFrom", as: "date", column: "시작일자" },
    { to: "validThrough", as: "date", column: "종료일자" },
  ],
  ignore: [
    ERROR_COLUMN,
    "입사형태",
    "전공계열",
    "기업형태",
    "담당기관",
    "등록일",
    "인증구분",
    "등급",
    "인증발급일",
    "인증만료일",
    "시군구명",
  ],
};

const education = { none: null, middle: "middle", high: "high", associate: "associate" } as const;
const higherEducation = { bachelor: "bachelor", master: "master", doctor: "doctor" } as const;
const units = { HOUR: "HOUR", DAY: "DAY", MONTH: "MONTH", YEAR: "YEAR" } as const;

/** Postings in columns that carry our own names. Title and employer have to be there. */
const plainPostings: MappingInput = {
  version: 1,
  of: "postings",
  name: "plain",
  fields: [
    { to: "openingId", as: "id", column: "openingId", optional: true },
    { to: "employerId", as: "id", column: "employerId" },
    { to: "employerName", as: "text", column: "employerName", optional: true },
    { to: "programmeId", as: "id", column: "programmeId", optional: true },
    { to: "kind", as: "text", column: "kind", optional: true },
    { to: "title", as: "text", column: "title" },
    { to: "description", as: "text", column: "description", optional: true },
    { to: "occupation", as: "occupation", column: "occupation", optional: true },
    { to: "place.mode", as: "text", column: "mode", optional: true },
    { to: "place.district", as: "district", column: "district", optional: true },
    { to: "baseSalary", as: "pay", column: "pay", unitColumn: "payUnit", units, optional: true },
    { to: "workHours.perWeek", as: "whole-number", column: "hoursPerWeek", optional: true },
    { to: "workHours.perMonth", as: "whole-number", column: "hoursPerMonth", optional: true },
    { to: "shifts", as: "list", column: "shifts", optional: true },
    { to: "employmentType", as: "text", column: "employmentType", optional: true },
    { to: "requirements", as: "competencies", column: "competencies", optional: true },
    { to: "requirements", as: "certificates", column: "certificates", separator: ";", optional: true },
    { to: "requirements", as: "experience", column: "experienceMonths", optional: true },
    {
      to: "requirements",
      as: "education",
      column: "education",
      levels: { ...education, ...higherEducation },
      optional: true,
    },
    { to: "eligibility.ageMin", as: "whole-number", column: "ageMin", optional: true },
    { to: "eligibility.ageMax", as: "whole-number", column: "ageMax", optional: true },
    { to: "eligibility.residence", as: "text", column: "residence", optional: true },
    { to: "eligibility.legalBasis", as: "text", column: "legalBasis", optional: true },
    { to: "totalJobOpenings", as: "whole-number", column: "totalJobOpenings", optional: true },
    { to: "datePosted", as: "date", column: "datePosted", optional: true },
    { to: "validFrom", as: "date", column: "validFrom", optional: true },
    { to: "validThrough", as: "date", column: "validThrough", optional: true },
    { to: "source.name", as: "text", column: "sourceName", optional: true },
    { to: "source.url", as: "text", column: "sourceUrl", optional: true },
  ],
  ignore: [ERROR_COLUMN],
};

/** What stands in a column of consent. Anything else refuses the row: consent is never guessed. */
const yesOrNo = { yes: true, true: true, Y: true, 예: true, no: false, false: false, N: false, 아니오: false };

/** Profiles in columns that carry our own names. The id has to be there: a person who changes the profile is still the same person. */
const plainApplicants: MappingInput = {
  version: 1,
  of: "applicants",
  name: "plain",
  fields: [
    { to: "applicantId", as: "id", column: "applicantId" },
    { to: "language", as: "text", column: "language", optional: true },
    { to: "birthDate", as: "date", column: "birthDate", optional: true },
    { to: "residence", as: "district", column: "residence", optional: true },
    {
      to: "competencies",
      as: "pairs",
      column: "competencies",
      keys: ["competency", "level"],
      names: "competency",
      optional: true,
    },
    { to: "certificates", as: "list", column: "certificates", names: "certificate", optional: true },
    {
      to: "experience",
      as: "pairs",
      column: "experience",
      keys: ["occupation", "months"],
      names: "occupation",
      optional: true,
    },
    { to: "languages", as: "pairs", column: "languages", keys: ["language", "level"], optional: true },
    { to: "education", as: "text", column: "education", optional: true },
    { to: "preferences.kinds", as: "list", column: "kinds", optional: true },
    { to: "preferences.occupations", as: "list", column: "occupations", names: "occupation", optional: true },
    { to: "preferences.districts", as: "list", column: "districts", optional: true },
    { to: "preferences.commuteMinutesMax", as: "whole-number", column: "commuteMinutesMax", optional: true },
    { to: "preferences.payMin", as: "pay", column: "payMin", unitColumn: "payUnit", units, optional: true },
    { to: "preferences.hoursPerWeekMin", as: "whole-number", column: "hoursPerWeekMin", optional: true },
    { to: "preferences.hoursPerWeekMax", as: "whole-number", column: "hoursPerWeekMax", optional: true },
    { to: "preferences.shifts", as: "list", column: "shifts", optional: true },
    { to: "preferences.employmentTypes", as: "list", column: "employmentTypes", optional: true },
    { to: "consent.alerts", as: "choice", column: "consentAlerts", choices: yesOrNo, optional: true },
    { to: "consent.employers", as: "choice", column: "consentEmployers", choices: yesOrNo, optional: true },
    { to: "consent.center", as: "choice", column: "consentCenter", choices: yesOrNo, optional: true },
  ],
  ignore: [ERROR_COLUMN],
};

/** Built-in mappings, the most particular first: the first one whose columns are all there is taken. */
export const builtInMappings: readonly Mapping[] = [
  kead,
  plainPostings,
  plainApplicants,
  { ...koreanPostings, ignore: [ERROR_COLUMN] },
  { ...koreanApplicants, ignore: [ERROR_COLUMN] },
].map((value) => mapping.parse(value));
