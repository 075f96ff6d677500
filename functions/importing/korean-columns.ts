/** The tables that people at centers fill in: Korean columns, and Korean words for what is chosen from. */
import { EMPLOYMENT_TYPES_KO, KINDS_KO, SHIFTS_KO } from "../../domain/matching/korean.ts";
import type { EducationLevel } from "../../domain/model/primitives.ts";
import type { MappingInput } from "./mapping.ts";

/** Codes by the words that messages have for them. */
function byWord<Code extends string>(words: Readonly<Record<Code, string>>): Readonly<Record<string, Code>> {
  return Object.fromEntries((Object.entries(words) as [Code, string][]).map(([code, word]) => [word, code]));
}

const KINDS = byWord(KINDS_KO);
const SHIFTS = byWord(SHIFTS_KO);
const EMPLOYMENT_TYPES = byWord(EMPLOYMENT_TYPES_KO);

const EDUCATION: Readonly<Record<string, EducationLevel | null>> = {
  무관: null,
  중졸: "middle",
  고졸: "high",
  전문대졸: "associate",
  대졸: "bachelor",
  석사: "master",
  박사: "doctor",
};

const MODES = { 현장: "onsite", 온라인: "online", 혼합: "blended" } as const;

const PAY_UNITS = { 시급: "HOUR", 일급: "DAY", 월급: "MONTH", 연봉: "YEAR" } as const;
const YES_OR_NO = { 예: true, 아니오: false } as const;
const optional = true;

/** Openings. Title and employer have to be there. */
export const koreanPostings: MappingInput = {
  version: 1,
  of: "postings",
  name: "korean",
  fields: [
    { to: "openingId", as: "id", column: "공고번호", optional },
    { to: "employerId", as: "id", column: "기업번호" },
    { to: "employerName", as: "text", column: "기업명", optional },
    { to: "programmeId", as: "id", column: "사업번호", optional },
    { to: "kind", as: "choice", column: "구분", choices: KINDS, optional },
    { to: "title", as: "text", column: "제목" },
    { to: "description", as: "text", column: "하는 일", optional },
    { to: "occupation", as: "occupation", column: "직업", optional },
    { to: "place.mode", as: "choice", column: "참여 방식", choices: MODES, optional },
    { to: "place.district", as: "district", column: "근무지", optional },
    { to: "baseSalary", as: "pay", column: "급여", unitColumn: "급여 단위", units: PAY_UNITS, optional },
    { to: "workHours.perWeek", as: "whole-number", column: "주 근로시간", optional },
    { to: "workHours.perMonth", as: "whole-number", column: "월 근로시간", optional },
    { to: "shifts", as: "list", column: "근무 시간대", choices: SHIFTS, optional },
    { to: "employmentType", as: "choice", column: "고용형태", choices: EMPLOYMENT_TYPES, optional },
    { to: "requirements", as: "competencies", column: "직무역량", optional },
    { to: "requirements", as: "certificates", column: "자격증", separator: ";", optional },
    { to: "requirements", as: "experience", column: "경력 개월", optional },
    { to: "requirements", as: "education", column: "학력", levels: EDUCATION, optional },
    { to: "totalJobOpenings", as: "whole-number", column: "모집 인원", optional },
    { to: "datePosted", as: "date", column: "등록일", optional },
    { to: "validFrom", as: "date", column: "접수 시작일", optional },
    { to: "validThrough", as: "date", column: "접수 마감일", optional },
  ],
};

/** Profiles. The number by which the center knows the person has to be there; a name has no place in the table. */
export const koreanApplicants: MappingInput = {
  version: 1,
  of: "applicants",
  name: "korean",
  fields: [
    { to: "applicantId", as: "id", column: "구직번호" },
    { to: "birthDate", as: "date", column: "생년월일", optional },
    { to: "residence", as: "district", column: "사는 곳", optional },
    {
      to: "competencies",
      as: "pairs",
      column: "직무역량",
      keys: ["competency", "level"],
      names: "competency",
      optional,
    },
    { to: "certificates", as: "list", column: "자격증", names: "certificate", optional },
    { to: "experience", as: "pairs", column: "경력", keys: ["occupation", "months"], names: "occupation", optional },
    { to: "education", as: "choice", column: "학력", choices: { ...EDUCATION, 무학: "none" }, optional },
    { to: "preferences.kinds", as: "list", column: "희망 구분", choices: KINDS, optional },
    { to: "preferences.occupations", as: "list", column: "희망 직업", names: "occupation", optional },
    { to: "preferences.districts", as: "list", column: "희망 지역 코드", optional },
    { to: "preferences.commuteMinutesMax", as: "whole-number", column: "통근 시간(분)", optional },
    { to: "preferences.payMin", as: "pay", column: "희망 급여", unitColumn: "급여 단위", units: PAY_UNITS, optional },
    { to: "preferences.hoursPerWeekMin", as: "whole-number", column: "주 최소 시간", optional },
    { to: "preferences.hoursPerWeekMax", as: "whole-number", column: "주 최대 시간", optional },
    { to: "preferences.shifts", as: "list", column: "희망 시간대", choices: SHIFTS, optional },
    { to: "preferences.employmentTypes", as: "list", column: "희망 고용형태", choices: EMPLOYMENT_TYPES, optional },
    { to: "consent.alerts", as: "choice", column: "알림 동의", choices: YES_OR_NO, optional },
    { to: "consent.employers", as: "choice", column: "기업 제공 동의", choices: YES_OR_NO, optional },
    { to: "consent.center", as: "choice", column: "센터 제공 동의", choices: YES_OR_NO, optional },
  ],
};

/** A row that shows how each column is filled in; it is taken without a fault. */
const EXAMPLES = {
  postings: {
    공고번호: "example-opening",
    기업번호: "example-employer",
    구분: "일자리",
    제목: "아파트 주간 경비원",
    "하는 일": "출입 관리와 순찰",
    직업: "경비원",
    "참여 방식": "현장",
    근무지: "서울특별시 마포구",
    급여: "2,400,000",
    "급여 단위": "월급",
    "주 근로시간": "40",
    "근무 시간대": "평일 낮",
    고용형태: "전일제",
    "모집 인원": "1",
    등록일: "2026-11-20",
    "접수 마감일": "2026-12-31",
  },
  applicants: {
    구직번호: "example-person",
    생년월일: "1968-04-12",
    "사는 곳": "서울특별시 마포구",
    직무역량: "고객 응대:4",
    자격증: "요양보호사",
    경력: "요양보호사:40",
    학력: "고졸",
    "희망 구분": "일자리;사회공헌 일자리",
    "희망 지역 코드": "11380;11440",
    "통근 시간(분)": "40",
    "희망 급여": "11,000",
    "급여 단위": "시급",
    "주 최대 시간": "20",
    "희망 시간대": "평일 낮",
    "희망 고용형태": "시간제",
    "알림 동의": "예",
    "기업 제공 동의": "아니오",
    "센터 제공 동의": "예",
  },
} as const satisfies Record<MappingInput["of"], Readonly<Record<string, string>>>;

/** A table to fill in: the header, and one example row. */
export function templateOf(of: MappingInput["of"]): readonly [header: readonly string[], example: readonly string[]] {
  const { fields } = of === "postings" ? koreanPostings : koreanApplicants;
  const columns = fields.flatMap((field) =>
    field.as === "constant" ? [] : field.as === "pay" ? [field.column, field.unitColumn ?? ""] : [field.column],
  );
  const example: Readonly<Record<string, string>> = EXAMPLES[of];
  return [columns, columns.map((name) => example[name] ?? "")];
}
