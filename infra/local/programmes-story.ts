/** The events of `ieum demo programmes`, and each in words. */
import type { Applicant } from "../../domain/model/applicant.ts";
import type { Opening } from "../../domain/model/opening.ts";
import type { EventInName } from "../../events/catalog.ts";

export const APPLICANT_ID = "applicant-5060";
export const JOB_ID = "job-eunpyeong-care-1";
export const COURSE_ID = "course-eunpyeong-care-1";
const INSTITUTION_ID = "womens-resources-eunpyeong";

/** The certificate that the job insists on and the course leads to. */
const CERTIFICATE = "care-worker";

export interface Step {
  readonly detailType: EventInName;
  readonly detail: Record<string, unknown>;
  /** What happens, in Korean. */
  readonly words: string;
}

const applicant: Applicant = {
  applicantId: APPLICANT_ID,
  revision: 1,
  language: "ko",
  birthDate: "1968-05-12",
  residence: "11380",
  certificates: [],
  experience: [{ occupation: "5501", months: 30 }],
  preferences: {
    kinds: ["job", "training"],
    occupations: ["5501"],
    districts: ["11380"],
    commuteMinutesMax: 40,
    hoursPerWeekMax: 40,
    shifts: ["weekday-day"],
  },
  consent: { alerts: true, employers: true, center: true },
};

const job: Opening = {
  openingId: JOB_ID,
  revision: 1,
  kind: "job",
  employerId: "employer-eunpyeong-home-care",
  title: "어르신 방문 돌봄",
  occupation: { code: "5501" },
  place: { mode: "onsite", district: "11380" },
  baseSalary: { krw: 13_000, unit: "HOUR" },
  workHours: { perWeek: 30 },
  shifts: ["weekday-day"],
  employmentType: "PART_TIME",
  requirements: [{ on: "certificate", importance: "must", certificate: CERTIFICATE }],
};

const course: Opening = {
  openingId: COURSE_ID,
  revision: 1,
  kind: "training",
  employerId: "employer-eunpyeong-training",
  institutionId: INSTITUTION_ID,
  title: "요양보호사 자격 과정",
  place: { mode: "onsite", district: "11380" },
  workHours: { perWeek: 20 },
  shifts: ["weekday-day"],
  requirements: [],
  educationalCredentialAwarded: [CERTIFICATE],
  remainingAttendeeCapacity: 12,
};

/** The story as it goes on a day (`YYYY-MM-DD`). */
export function stepsOn(day: string): Record<"untilMissed" | "untilBridged" | "untilMatched", readonly Step[]> {
  return {
    untilMissed: [
      {
        detailType: "ApplicantProfileUpdated",
        detail: { applicant },
        words: "은평구에 사는 구직자가 프로필을 등록합니다. 돌봄 일을 30개월 했고, 자격증은 없습니다.",
      },
      {
        detailType: "JobPosted",
        detail: { opening: { ...job, datePosted: day } },
        words: "은평구에 방문 돌봄 일자리가 올라옵니다. 요양보호사 자격증이 꼭 필요해 이 구직자와는 맞지 않습니다.",
      },
    ],
    untilBridged: [
      {
        detailType: "InstitutionRegistered",
        detail: {
          institution: {
            institutionId: INSTITUTION_ID,
            revision: 1,
            type: "womens-resources-center",
            name: "은평여성인력개발센터",
            district: "11380",
          },
        },
        words: "교육 기관이 등록됩니다. 배포 없이 바로 쓰입니다.",
      },
      {
        detailType: "ProgrammeOpened",
        detail: { opening: { ...course, datePosted: day } },
        words: "그 기관이 요양보호사 자격 과정을 엽니다. 남은 자리는 12개입니다.",
      },
    ],
    untilMatched: [
      {
        detailType: "CompletionRecorded",
        detail: {
          applicantId: APPLICANT_ID,
          revision: 1,
          completion: { courseOpeningId: COURSE_ID, certificates: [CERTIFICATE], on: day },
        },
        words: "구직자가 과정을 마치고 자격증을 땁니다. 프로필에 더해져 다시 매칭됩니다.",
      },
    ],
  };
}
