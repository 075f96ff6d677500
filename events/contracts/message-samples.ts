import type { ApplicantDigest, ApplicantMessage, ShortlistMessage } from "../messages.ts";

const cause = {
  schemaVersion: 1,
  messageId: "01KB0000000000000000000021",
  correlationId: "01KB0000000000000000000001",
  causationId: "01KB0000000000000000000001",
} as const;

const pair = { applicantId: "applicant-1042", openingId: "job-mapo-cafe-7" } as const;
const recommendationId = "applicant-1042~job-mapo-cafe-7";
const versions = { taxonomy: "ieum-2026.11-1", weights: 1 };

const candidate = {
  ...pair,
  applicantRevision: 1,
  openingRevision: 1,
  score: 9_431,
  fitsOpening: 9_120,
  fitsApplicant: 9_754,
  reasons: [
    { requirement: 0, status: "met", creditBp: 10_000, by: { certificate: "barista-2" } },
    { requirement: 1, status: "partly", creditBp: 5_000, by: { months: 6 } },
    { requirement: 2, status: "unverified" },
    {
      typical: "espresso-extraction",
      status: "met",
      creditBp: 10_000,
      by: { competency: "espresso-extraction", level: 4 },
    },
  ],
} satisfies Extract<ShortlistMessage, { kind: "listed" }>["candidates"][number];

/** What employers' systems get: one of each kind. */
export const shortlistSamples: readonly ShortlistMessage[] = [
  {
    ...cause,
    kind: "listed",
    openingId: pair.openingId,
    openingRevision: 1,
    part: { number: 1, of: 1 },
    versions,
    candidates: [candidate],
  },
  { ...cause, kind: "candidate-updated", versions, candidates: [{ ...candidate, applicantRevision: 2 }] },
  {
    ...cause,
    kind: "candidate-withdrawn",
    applicantId: pair.applicantId,
    applicantRevision: 3,
    openingIds: [pair.openingId],
  },
  {
    ...cause,
    kind: "unlisted",
    openingId: pair.openingId,
    openingRevision: 2,
    applicants: [{ applicantId: pair.applicantId, applicantRevision: 2 }],
  },
  { ...cause, kind: "opening-closed", openingId: pair.openingId },
];

const words = {
  ko: { title: "[일자리] 망원동 카페 오전 바리스타", lines: ["원하신 지역인 마포구에 있습니다."] },
  en: { title: "[Job] 망원동 카페 오전 바리스타", lines: ["It is in Mapo-gu, where you want to work."] },
};

/** What whoever sends messages gets of one opening. */
export const messageSample: ApplicantMessage = { ...cause, ...pair, recommendationId, language: "ko", ...words };

/** The same of several: one that is new, and one whose end is told. */
export const digestSample: ApplicantDigest = {
  ...cause,
  applicantId: pair.applicantId,
  language: "ko",
  items: [
    { recommendationId, openingId: pair.openingId, ...words },
    {
      recommendationId: "applicant-1042~job-mapo-bakery-2",
      openingId: "job-mapo-bakery-2",
      purpose: "withdrawal",
      telling: 2,
      ko: { title: "[일자리] 연희동 베이커리 오후 근무", lines: ["알려 드렸던 이 자리는 모집이 끝났습니다."] },
      en: { title: "[Job] 연희동 베이커리 오후 근무", lines: ["This opening, of which we told you, is closed."] },
    },
  ],
};
