import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { explain } from "../../../domain/matching/explain.ts";
import type { Reason } from "../../../domain/matching/reason.ts";
import { toReasons } from "../../../domain/matching/reasons.ts";
import { renderMessage } from "../../../domain/matching/render.ts";
import type { Opening } from "../../../domain/model/opening.ts";
import { type OpeningKind, openingKinds } from "../../../domain/model/primitives.ts";
import { builtInTaxonomy } from "../../../domain/taxonomy/built-in.ts";
import { applicants, LAW, openings } from "../../fixtures/arbitraries.ts";
import { aBareJob, factsOf, rules } from "../../fixtures/facts.ts";

function sentences(reason: Reason, fields: Partial<Opening> = {}) {
  const lines = (["ko", "en"] as const).map(
    (language) => renderMessage([reason], aBareJob(fields), language, builtInTaxonomy).lines,
  );
  expect(lines.map(({ length }) => length)).toEqual([1, 1]);
  return lines.flat();
}

const hourly: Partial<Opening> = { baseSalary: { krw: 11_157, unit: "HOUR" } };
const monthly: Partial<Opening> = { baseSalary: { krw: 2_100_000, unit: "MONTH" } };
const yearly: Partial<Opening> = { baseSalary: { krw: 32_000_000, unit: "YEAR" } };
const named: Partial<Opening> = {
  requirements: [{ on: "named-certificate", importance: "must", name: "사내 안전 이수증" }],
};

const COFFEE = "hand-drip-coffee";
const ROASTING = "coffee-roasting";

/** Every reason, as it is told. A new code doesn't compile until it has its sentences here. */
const told: Record<
  Reason["code"],
  readonly (readonly [reason: Reason, ko: string, en: string, opening?: Partial<Opening>])[]
> = {
  "competencies-held": [
    [
      { code: "competencies-held", competencies: [COFFEE], inferred: false },
      "이 자리가 찾는 ‘핸드 드립’ 역량을 갖고 계십니다.",
      "You have what it asks for: “Hand-drip coffee”.",
    ],
    [
      { code: "competencies-held", competencies: [COFFEE, ROASTING], inferred: true },
      "이런 일에 보통 쓰이는 ‘핸드 드립’, ‘커피 로스팅’ 역량을 갖고 계십니다.",
      "You have what such work usually needs: “Hand-drip coffee”, “Coffee roasting”.",
    ],
  ],
  "competency-related": [
    [
      { code: "competency-related", competency: COFFEE, by: ROASTING, inferred: false },
      "갖고 계신 ‘커피 로스팅’ 역량이 ‘핸드 드립’ 역량과 비슷합니다.",
      "Your “Coffee roasting” is close to “Hand-drip coffee”.",
    ],
  ],
  "competency-partly": [
    [
      { code: "competency-partly", competency: "hand-drip-coffee" },
      "필요한 ‘핸드 드립’ 역량을 어느 정도 갖고 계십니다.",
      "You have some of the “Hand-drip coffee” it asks for.",
    ],
  ],
  "certificate-held": [
    [
      { code: "certificate-held", certificate: "care-worker" },
      "필요한 ‘요양보호사’ 자격증을 갖고 계십니다.",
      "You hold the certificate it asks for: “Care worker licence”.",
    ],
  ],
  experience: [
    [
      { code: "experience", occupation: "5317", months: 26 },
      "‘음료 조리원’ 경력 2년이 이 일과 맞습니다.",
      "Your 2 years as “Barista and drinks maker” fit this work.",
    ],
    [
      { code: "experience", occupation: "5317", months: 18 },
      "‘음료 조리원’ 경력 18개월이 이 일과 맞습니다.",
      "Your 18 months as “Barista and drinks maker” fit this work.",
    ],
    [
      { code: "experience", occupation: "5317", months: 1 },
      "‘음료 조리원’ 경력 1개월이 이 일과 맞습니다.",
      "Your 1 month as “Barista and drinks maker” fits this work.",
    ],
    [
      { code: "experience", occupation: "5317", months: 19 },
      "‘음료 조리원’ 경력 1년이 이 일과 맞습니다.",
      "Your 1 year as “Barista and drinks maker” fits this work.",
    ],
    [
      { code: "experience", occupation: "531", months: 26 },
      "이 분야 경력 2년이 이 일과 맞습니다.",
      "Your 2 years in this line of work fit this work.",
    ],
  ],
  "occupation-wanted": [
    [
      { code: "occupation-wanted", occupation: "5317" },
      "원하신 일과 같은 분야입니다.",
      "It is in the line of work you want.",
    ],
  ],
  place: [
    [
      { code: "place", district: "11440", minutes: 0, wanted: true },
      "원하신 지역인 마포구에 있습니다.",
      "It is in Mapo-gu, where you want to work.",
    ],
    [
      { code: "place", district: "11440", minutes: 0, wanted: false },
      "사시는 마포구에 있습니다.",
      "It is in Mapo-gu, where you live.",
    ],
    [
      { code: "place", district: "11440", minutes: 25, wanted: true },
      "마포구에 있고, 원하신 지역에서 가는 데 약 25분 걸립니다.",
      "It is in Mapo-gu, about 25 minutes from where you want to work.",
    ],
    [
      { code: "place", district: "11440", minutes: 25, wanted: false },
      "마포구에 있고, 댁에서 가는 데 약 25분 걸립니다.",
      "It is in Mapo-gu, about 25 minutes from home.",
    ],
  ],
  online: [[{ code: "online" }, "집에서 온라인으로 할 수 있습니다.", "You can do it online from home."]],
  pay: [
    [
      { code: "pay", krwPerHour: 11_157, krwPerMonth: 635_949 },
      "급여는 시간당 11,157원, 한 달 635,950원입니다.",
      "It pays 11,157 won an hour, 635,950 won a month.",
      hourly,
    ],
    [
      { code: "pay", krwPerHour: 11_157, krwPerMonth: undefined },
      "급여는 시간당 11,157원입니다.",
      "It pays 11,157 won an hour.",
      hourly,
    ],
    [
      { code: "pay", krwPerHour: 10_047, krwPerMonth: 2_100_000 },
      "급여는 한 달 2,100,000원입니다.",
      "It pays 2,100,000 won a month.",
      monthly,
    ],
    [
      { code: "pay", krwPerHour: undefined, krwPerMonth: 2_666_666 },
      "급여는 한 달 2,666,666원입니다.",
      "It pays 2,666,666 won a month.",
      yearly,
    ],
  ],
  "hours-fit": [
    [
      { code: "hours-fit", perMonth: 57 },
      "일하는 시간은 한 주에 약 13시간으로, 원하신 시간과 맞습니다.",
      "It takes about 13 hours a week, which suits you.",
    ],
    [
      { code: "hours-fit", perMonth: 4 },
      "일하는 시간은 한 주에 약 1시간으로, 원하신 시간과 맞습니다.",
      "It takes about 1 hour a week, which suits you.",
    ],
    [
      { code: "hours-fit", perMonth: 2 },
      "일하는 시간은 한 달에 2시간으로, 원하신 시간과 맞습니다.",
      "It takes 2 hours a month, which suits you.",
    ],
  ],
  "competency-missing": [
    [
      { code: "competency-missing", competency: COFFEE, must: false },
      "‘핸드 드립’ 역량이 있으면 더 잘 맞습니다.",
      "“Hand-drip coffee” would make it fit better.",
    ],
  ],
  "ask-age": [
    [
      { code: "ask-age" },
      "이 사업에는 나이 조건이 있습니다. 센터에 확인해 주세요.",
      "This programme has an age condition. Please ask your center.",
    ],
  ],
  "ask-residence": [
    [
      { code: "ask-residence" },
      "이 사업에는 사는 곳 조건이 있습니다. 센터에 확인해 주세요.",
      "This programme has a condition on where you live. Please ask your center.",
    ],
  ],
  "ask-certificate": [
    [
      { code: "ask-certificate", certificate: "care-worker" },
      "‘요양보호사’ 자격증을 갖고 계신가요?",
      "Do you hold the certificate “Care worker licence”?",
    ],
  ],
  "ask-named-certificate": [
    [
      { code: "ask-named-certificate", source: 0 },
      "‘사내 안전 이수증’ 자격증을 갖고 계신가요?",
      "Do you hold the certificate “사내 안전 이수증”?",
      named,
    ],
  ],
  "ask-experience": [
    [
      { code: "ask-experience", months: 12 },
      "이 일을 12개월 이상 해 보셨나요?",
      "Have you done this work for 12 months or more?",
    ],
    [
      { code: "ask-experience", months: 36 },
      "이 일을 3년 이상 해 보셨나요?",
      "Have you done this work for 3 years or more?",
    ],
    [
      { code: "ask-experience", months: 1 },
      "이 일을 1개월 이상 해 보셨나요?",
      "Have you done this work for 1 month or more?",
    ],
  ],
  "ask-competency": [
    [
      { code: "ask-competency", competency: COFFEE },
      "‘핸드 드립’ 역량을 갖고 계신가요?",
      "Can you do “Hand-drip coffee”?",
    ],
  ],
  "ask-language": [
    [
      { code: "ask-language", language: "en" },
      "이 자리에 필요한 외국어를 하실 수 있나요?",
      "Do you speak the language this opening asks for?",
    ],
  ],
  "ask-education": [
    [
      { code: "ask-education" },
      "이 자리에는 학력 조건이 있습니다. 조건에 맞으신가요?",
      "This opening has a condition on education. Do you meet it?",
    ],
  ],
};

describe("a reason in words", () => {
  const examples = Object.values(told)
    .flat()
    .map(([reason, ko, en, opening]) => ({ reason, ko, en, opening }));

  test.each(examples)("$ko", ({ reason, ko, en, opening }) => {
    expect(sentences(reason, opening)).toEqual([ko, en]);
  });

  test.each(Object.entries(told))("the sentences of %s belong to it", (code, examples) => {
    expect(examples.map(([reason]) => reason.code)).toEqual(examples.map(() => code));
  });
});

describe("a message", () => {
  const kinds: Record<OpeningKind, readonly [ko: string, en: string]> = {
    job: ["일자리", "Job"],
    internship: ["인턴십", "Internship"],
    "civic-role": ["사회공헌 일자리", "Civic role"],
    volunteer: ["자원봉사", "Volunteering"],
    training: ["교육 과정", "Course"],
    mentoring: ["멘토링", "Mentoring"],
    counselling: ["상담", "Counselling"],
    "job-fair": ["일자리 박람회", "Job fair"],
    "startup-support": ["창업 지원", "Start-up support"],
  };

  test.each(openingKinds)("names the kind in its title: %s", (kind) => {
    const opening = aBareJob({ kind, title: "동네 안내" });
    const titles = (["ko", "en"] as const).map(
      (language) => renderMessage([], opening, language, builtInTaxonomy).title,
    );
    expect(titles).toEqual(kinds[kind].map((name) => `[${name}] 동네 안내`));
  });

  test("keeps to five sentences and never loses the first question behind statements", () => {
    const statements = Array.from({ length: 7 }, (): Reason => ({ code: "online" }));
    const lines = (reasons: Reason[]) => renderMessage(reasons, aBareJob(), "en", builtInTaxonomy).lines;
    expect(lines(statements)).toHaveLength(5);
    const [asked, ...rest] = lines([...statements, { code: "ask-age" }, { code: "ask-education" }]).toReversed();
    expect(asked).toMatch(/^This programme has an age condition/);
    expect(rest).toHaveLength(4);
    expect(lines([{ code: "ask-age" }, { code: "ask-education" }, { code: "online" }])[0]).toMatch(/online/);
  });

  test("of any pair is short, well punctuated, and tells nothing of the person but what was asked for", () => {
    let [told, withoutReason] = [0, 0];
    fc.assert(
      fc.property(openings(), applicants(), (opening, applicant) => {
        const [first, second] = [factsOf.opening(opening), factsOf.applicant(applicant)];
        const reasons = toReasons(explain(first, second, rules), first, second, builtInTaxonomy);
        for (const language of ["ko", "en"] as const) {
          const { title, lines } = renderMessage(reasons, opening, language, builtInTaxonomy);
          expect(lines.length).toBeLessThanOrEqual(5);
          for (const line of lines) {
            expect(line).toMatch(/^[^\n]*\S[.?]$/u);
            expect(line).not.toMatch(/undefined|NaN|null|‘’|“”|\s[,.?]|\s{2}|(?<![\d,])0시간|(?<![\d,])0 hour/u);
            // Codes are for machines: every name is spelt out.
            expect(line).not.toMatch(/[‘“](?:\d{1,5}|[a-z0-9]+(?:-[a-z0-9]+)+)[’”]/u);
            told++;
          }
          const text = [title, ...lines].join("\n");
          const ids = [applicant.applicantId, opening.openingId, opening.employerId, opening.programmeId];
          for (const id of ids) if (id !== undefined) expect(text).not.toContain(id);
          if (applicant.birthDate !== undefined) {
            expect(text).not.toMatch(new RegExp(`(?<![\\d,])${applicant.birthDate.slice(0, 4)}(?![\\d,])`));
          }
          if (lines.length === 0) withoutReason++;
        }
      }),
      LAW,
    );
    expect(told).toBeGreaterThan(5_000);
    expect(withoutReason).toBeLessThan(400);
  });
});

describe("a match without a reason that has a sentence", () => {
  test.each(["ko", "en"] as const)("is told with one sentence all the same, in %s", (language) => {
    const { lines } = renderMessage([], aBareJob(), language, builtInTaxonomy);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/[.?]$/);
  });
});
