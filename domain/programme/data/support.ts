import type { RuleSet } from "../rule-set.ts";
import { CITY_BASIS, employmentMinistry, foundation, midlifeSeoul, seoulLearn } from "./bodies.ts";

/** Bodies that counsellors send people on to, each with its matter. */
const REFERRALS: NonNullable<RuleSet["referrals"]> = [
  {
    body: "national-pension-service",
    name: { ko: "국민연금공단", en: "National Pension Service" },
    matter: { ko: "재무", en: "Finances" },
  },
  {
    body: "legal-aid",
    name: { ko: "대한법률구조공단", en: "Korea Legal Aid Corporation" },
    matter: { ko: "법률", en: "Law" },
  },
  {
    body: "health-center",
    name: { ko: "보건소", en: "Public health center" },
    matter: { ko: "건강", en: "Health" },
  },
];

/** Counselling, cases and help with a business of one's own. */
export const supportProgrammes: readonly RuleSet[] = [
  {
    programmeId: "employment-consulting",
    validFrom: "2023-01-01",
    revision: 2,
    umbrella: seoulLearn("jobs"),
    name: { ko: "중장년 취업컨설팅", en: "Midlife employment consulting" },
    kinds: ["counselling", "training"],
    ...midlifeSeoul,
    apply: { flow: "direct" },
    owners: [foundation],
    parts: [
      { partId: "competency-analysis", sort: "step", name: { ko: "역량분석", en: "Analysis of competencies" } },
      {
        partId: "tailored-support",
        sort: "step",
        after: "competency-analysis",
        name: { ko: "맞춤지원", en: "Tailored support" },
      },
      { partId: "aftercare", sort: "step", after: "tailored-support", name: { ko: "사후관리", en: "Aftercare" } },
    ],
    cases: { sides: ["applicant"], stages: ["diagnosis", "consulting"] },
    referrals: REFERRALS,
    legalBasis: [...CITY_BASIS, "employment-stability"],
  },
  {
    programmeId: "life-design-counselling",
    validFrom: "2023-01-01",
    revision: 3,
    umbrella: seoulLearn("life-design"),
    name: { ko: "생애전환기 맞춤 상담", en: "Life design counselling" },
    kinds: ["counselling", "training"],
    ...midlifeSeoul,
    apply: { flow: "direct" },
    owners: [foundation],
    parts: [
      { partId: "work", sort: "service", name: { ko: "일", en: "Work" } },
      { partId: "activity", sort: "service", name: { ko: "활동", en: "Activity" } },
      { partId: "relations", sort: "service", name: { ko: "관계", en: "Relations" } },
      { partId: "finances", sort: "service", name: { ko: "재무", en: "Finances" } },
      {
        partId: "life-career-design",
        sort: "course",
        kind: "training",
        name: { ko: "생애경력설계 프로그램", en: "Design of life and career" },
      },
      {
        partId: "career-trip",
        sort: "course",
        kind: "training",
        name: { ko: "경력설계 T.R.I.P", en: "Career design T.R.I.P" },
      },
      {
        partId: "group-counselling",
        sort: "service",
        kind: "counselling",
        name: { ko: "집단상담", en: "Group counselling" },
      },
    ],
    cases: { sides: ["applicant"], stages: ["diagnosis", "consulting"] },
    referrals: REFERRALS,
    legalBasis: CITY_BASIS,
  },
  {
    programmeId: "startup-consulting",
    validFrom: "2023-01-01",
    revision: 2,
    umbrella: seoulLearn("jobs"),
    name: { ko: "중장년 창업 컨설팅", en: "Midlife startup consulting" },
    kinds: ["startup-support", "training"],
    ...midlifeSeoul,
    apply: { flow: "direct" },
    owners: [foundation],
    parts: [
      {
        partId: "startup-contest",
        sort: "event",
        kind: "startup-support",
        name: { ko: "창업경진대회", en: "Startup contest" },
      },
    ],
    cases: { sides: ["applicant"], stages: ["diagnosis", "consulting"] },
    legalBasis: CITY_BASIS,
  },
  {
    programmeId: "startup-space",
    validFrom: "2023-01-01",
    revision: 2,
    umbrella: seoulLearn("jobs"),
    name: { ko: "중장년 창업보육공간", en: "Midlife startup space" },
    kinds: ["startup-support"],
    ...midlifeSeoul,
    apply: { flow: "direct" },
    owners: [foundation],
    seats: {
      yearsMax: 3,
      sites: [
        { site: "fifty-plus-campus-west", name: { ko: "서부캠퍼스", en: "West campus" }, places: 48 },
        { site: "fifty-plus-campus-central", name: { ko: "중부캠퍼스", en: "Central campus" }, places: 29 },
        { site: "fifty-plus-campus-south", name: { ko: "남부캠퍼스", en: "South campus" }, places: 36 },
        { site: "fifty-plus-campus-north", name: { ko: "북부캠퍼스", en: "North campus" }, places: 33 },
      ],
    },
    legalBasis: CITY_BASIS,
  },
  {
    programmeId: "jump-up-5060",
    validFrom: "2023-01-01",
    revision: 2,
    umbrella: seoulLearn("jobs"),
    name: { ko: "점프업5060", en: "Jump up 5060" },
    kinds: ["startup-support"],
    ...midlifeSeoul,
    apply: { flow: "direct" },
    owners: [foundation],
    legalBasis: CITY_BASIS,
  },
  {
    // What a psychological diagnosis finds has no place here: it stays in the center's case.
    programmeId: "leap-package",
    validFrom: "2023-01-01",
    revision: 1,
    name: { ko: "기업·구직자 도약보장패키지", en: "Leap package for employers and applicants" },
    kinds: ["counselling"],
    apply: { flow: "contact-first" },
    owners: [employmentMinistry],
    cases: { sides: ["applicant", "employer"], stages: ["diagnosis", "consulting", "placement"] },
    feeKrw: 0,
    legalBasis: ["employment-stability"],
  },
];
