/**
 * Postings of Seoul's job portal (서울일자리포털) as the city's open data gives them: service `GetJobInfo`, in JSON or XML. Names and telephone numbers of
 * counsellors (`MNGR_NM`, `MNGR_PHON_NO`) stay behind: they are people's.
 */
import { type Cells, hashedId } from "../converters.ts";
import {
  dayIn,
  educationIn,
  employmentTypeIn,
  experienceMonthsIn,
  hoursPerWeekIn,
  payIn,
  withoutContacts,
} from "./wording.ts";

export const SEOUL_JOBS = "서울일자리포털";
export const SEOUL_JOBS_SERVICE = "GetJobInfo";
const POSTING_URL =
  "https://job.seoul.go.kr/www/job_offer_info/JobOfferInfo.do?method=selectJobOfferInfoView&jo_reqst_no=";

const EDUCATION_CODES: Readonly<Record<string, string>> = { J00100: "무관" };
const EMPLOYMENT_CODES: Readonly<Record<string, string>> = {
  J01101: "상용",
  J01102: "계약",
  J01103: "시간제",
  J01105: "일용",
};
const CAREER_CODES: Readonly<Record<string, string>> = { J01300: "무관", J01301: "신입" };

/** One row of the service's answer, by the names of its fields, as an opening in plain columns. */
export function readSeoulJob(field: (name: string) => string): Cells {
  /** The words of a code, or the words that newer answers have beside it. */
  const said = (words: string, code: string, meanings: Readonly<Record<string, string>>) =>
    field(words) || (meanings[field(code)] ?? "");
  const { pay, payUnit } = payIn(field("HOPE_WAGE"));
  const id = field("JO_REQST_NO") || field("JO_REGIST_NO");
  return new Map([
    ["openingId", id === "" ? "" : `seoul-${id}`],
    ["employerId", hashedId("employer", field("CMPNY_NM"))],
    ["employerName", withoutContacts(field("CMPNY_NM"))],
    ["kind", "job"],
    ["title", field("JO_SJ") || field("JOBCODE_NM")],
    ["description", withoutContacts(field("DTY_CN"))],
    ["occupation", field("JOBCODE_NM")],
    ["district", field("WORK_PARAR_BASS_ADRES_CN")],
    ["pay", pay],
    ["payUnit", payUnit],
    ["hoursPerWeek", hoursPerWeekIn(`주 근로시간 ${field("WEEK_WORK_HR")}시간`)],
    ["employmentType", employmentTypeIn(said("EMPLYM_STLE_CMMN_MM", "EMPLYM_STLE_CMMN_CODE_SE", EMPLOYMENT_CODES))],
    ["education", educationIn(said("ACDMCR_NM", "ACDMCR_CMMN_CODE_SE", EDUCATION_CODES))],
    ["experienceMonths", experienceMonthsIn(said("CAREER_CND_NM", "CAREER_CND_CMMN_CODE_SE", CAREER_CODES))],
    ["totalJobOpenings", /^[1-9]\d*/.exec(field("RCRIT_NMPR_CO"))?.[0] ?? ""],
    ["datePosted", dayIn(field("JO_REG_DT"))],
    ["validThrough", dayIn(field("RCEPT_CLOS_NM"))],
    ["sourceName", SEOUL_JOBS],
    ["sourceUrl", `${POSTING_URL}${encodeURIComponent(id)}`],
  ]);
}
