import { describe, expect, test } from "vitest";
import type { Change } from "../../../domain/matching/change.ts";
import type { Prospects, SideProspects } from "../../../domain/matching/changes.ts";
import { inPoints, renderProspects } from "../../../domain/matching/render-prospects.ts";
import { builtInTaxonomy } from "../../../domain/taxonomy/built-in.ts";

const COFFEE = "hand-drip-coffee";

type Example = readonly [change: Change, ko: string, en: string];

/** Every sort of change, as it is told before "점수가 …" and ", the score …". A new sort doesn't compile until it is told here. */
const told: Record<Change["sort"], readonly Example[]> = {
  tell: [
    [
      { sort: "tell", field: "competencies" },
      "이 자리가 찾는 능력을 갖고 계시다고 알려 주시면",
      "If you tell us that you can do what it asks for",
    ],
    [
      { sort: "tell", field: "certificates" },
      "이 자리가 찾는 자격증을 갖고 계시다고 알려 주시면",
      "If you tell us that you hold the certificates it asks for",
    ],
    [
      { sort: "tell", field: "experience", months: 30 },
      "이런 일을 2년 6개월 하셨다고 알려 주시면",
      "If you tell us that you have done such work for 2 years and 6 months",
    ],
    [
      { sort: "tell", field: "languages" },
      "이 자리가 찾는 외국어를 하실 수 있다고 알려 주시면",
      "If you tell us that you speak the languages it asks for",
    ],
    [
      { sort: "tell", field: "education" },
      "이 자리가 찾는 학력이 있으시다고 알려 주시면",
      "If you tell us that you have finished the school it asks for",
    ],
    [
      { sort: "tell", field: "occupations", occupation: "5501" },
      "이런 일을 원하신다고 알려 주시면",
      "If you tell us that you want such work",
    ],
    [
      { sort: "tell", field: "districts", district: "11440" },
      "이 지역에서 일하고 싶으시다고 알려 주시면",
      "If you tell us that you want to work there",
    ],
    [
      { sort: "tell", field: "pay", pay: { krw: 12_000, unit: "HOUR" } },
      "급여가 시간당 12,000원이면 괜찮으시다고 알려 주시면",
      "If you tell us that its pay is enough for you",
    ],
    [
      { sort: "tell", field: "hours", perWeek: 20 },
      "한 주에 20시간까지 일하실 수 있다고 알려 주시면",
      "If you tell us that its hours suit you",
    ],
    [
      { sort: "tell", field: "shifts", shifts: ["weekday-day"] },
      "평일 낮에 일하실 수 있다고 알려 주시면",
      "If you tell us that you can work at these times",
    ],
    [
      { sort: "tell", field: "employment-types", employmentType: "PART_TIME" },
      "‘시간제’도 괜찮으시다고 알려 주시면",
      "If you tell us that such employment suits you",
    ],
  ],
  "want-kind": [[{ sort: "want-kind", kind: "mentoring" }, "‘멘토링’도 찾으시면", "If you also look for “Mentoring”"]],
  "want-occupation": [
    [
      { sort: "want-occupation", occupation: "5317" },
      "‘음료 조리원’ 일도 원하시면",
      "If you also want to work as “Barista and drinks maker”",
    ],
    [{ sort: "want-occupation", occupation: "53" }, "이런 일도 원하시면", "If you also want such work"],
  ],
  "want-hours": [
    [
      { sort: "want-hours", end: "most", perWeek: 40 },
      "한 주에 40시간까지 일하셔도 괜찮으시면",
      "If up to 40 hours a week suit you",
    ],
    [
      { sort: "want-hours", end: "least", perWeek: 15 },
      "한 주에 15시간만 일하셔도 괜찮으시면",
      "If 15 hours a week are enough for you",
    ],
    [
      { sort: "want-hours", end: "least", perWeek: undefined },
      "더 적게 일하셔도 괜찮으시면",
      "If fewer hours are enough for you",
    ],
  ],
  "want-shifts": [
    [
      { sort: "want-shifts", shifts: ["night", "weekend"] },
      "밤, 주말에도 일하실 수 있으면",
      "If you can also work at night and at weekends",
    ],
  ],
  "want-employment-type": [
    [
      { sort: "want-employment-type", employmentType: "TEMPORARY" },
      "‘기간제’도 괜찮으시면",
      "If work for a limited time suits you too",
    ],
  ],
  "go-farther": [
    [
      { sort: "go-farther", minutesMax: 45 },
      "가는 데 45분까지 걸려도 괜찮으시면",
      "If a way of up to 45 minutes suits you",
    ],
  ],
  "accept-pay": [
    [
      { sort: "accept-pay", pay: { krw: 88_000, unit: "DAY" } },
      "급여가 하루 88,000원이어도 괜찮으시면",
      "If 88,000 won a day is enough for you",
    ],
  ],
  learn: [
    [
      { sort: "learn", competency: COFFEE, from: 0, to: 1 },
      "‘핸드 드립’ 능력을 알 만큼 익히시면",
      "If you learn “Hand-drip coffee” well enough to know of it",
    ],
    [
      { sort: "learn", competency: COFFEE, from: 2, to: 3 },
      "‘핸드 드립’ 능력을 혼자 하실 만큼 익히시면",
      "If you learn “Hand-drip coffee” well enough to do it alone",
    ],
    [
      { sort: "learn", competency: COFFEE, from: 3, to: 4 },
      "‘핸드 드립’ 능력을 남에게 보여 주실 만큼 익히시면",
      "If you learn “Hand-drip coffee” well enough to show others",
    ],
    [
      { sort: "learn", competency: COFFEE, from: 4, to: 5 },
      "‘핸드 드립’ 능력을 전문가만큼 익히시면",
      "If you learn “Hand-drip coffee” as well as an expert",
    ],
  ],
  "gain-certificate": [
    [
      { sort: "gain-certificate", certificate: "barista-2" },
      "‘바리스타 2급’ 자격증을 따시면",
      "If you gain the certificate “Barista, grade 2”",
    ],
    [
      { sort: "gain-certificate", certificate: "first-aid-course" },
      "‘응급처치 교육’ 수료증을 받으시면",
      "If you gain the certificate “First aid course”",
    ],
    [
      { sort: "gain-certificate", certificate: "driving-2-ordinary" },
      "‘운전면허 2종 보통’을 따시면",
      "If you gain the certificate “Driving licence, class 2 ordinary”",
    ],
  ],
  "improve-language": [
    [
      { sort: "improve-language", language: "ja", level: "B1" },
      "일본어를 한 단계 더 익히시면",
      "If you learn Japanese to the next level",
    ],
  ],
  state: [
    [
      { sort: "state", field: "hours" },
      "공고에 일하는 시간이 적혀 있고 그것이 이분께 맞으면",
      "If the opening states its hours and they suit this person",
    ],
    [
      { sort: "state", field: "shifts" },
      "공고에 일하는 때가 적혀 있고 그것이 이분께 맞으면",
      "If the opening states its times of work and they suit this person",
    ],
    [
      { sort: "state", field: "employment-type" },
      "공고에 근무 형태가 적혀 있고 그것이 이분께 맞으면",
      "If the opening states its terms of employment and they suit this person",
    ],
  ],
  "lower-level": [
    [
      { sort: "lower-level", source: 0, competency: COFFEE, from: 4, to: 3 },
      "공고에서 ‘핸드 드립’ 능력 수준을 4에서 3으로 낮추면",
      "If the opening asks for “Hand-drip coffee” at level 3 and not 4",
    ],
  ],
  "lower-experience": [
    [
      { sort: "lower-experience", source: 0, occupation: "5317", months: 14 },
      "공고에서 경력을 1년 2개월만 요구하면",
      "If the opening asks for no more than 1 year and 2 months of experience",
    ],
  ],
  "lower-language": [
    [
      { sort: "lower-language", source: 0, language: "en", level: "B1" },
      "공고에서 영어 수준을 한 단계 낮추면",
      "If the opening asks for English one level lower",
    ],
  ],
  soften: [
    [
      { sort: "soften", source: 0, what: { on: "education", level: "high" } },
      "공고에서 학력을 꼭 필요한 조건이 아니라 있으면 좋은 조건으로 바꾸면",
      "If education is welcome and no longer a must",
    ],
  ],
  drop: [
    [
      { sort: "drop", source: 0, what: { on: "certificate", certificate: "barista-2" } },
      "공고에서 ‘바리스타 2급’ 자격증 조건을 빼면",
      "If the opening no longer asks for the certificate “Barista, grade 2”",
    ],
    [
      { sort: "drop", source: 0, what: { on: "experience", occupation: "5317", months: 24 } },
      "공고에서 경력 2년 조건을 빼면",
      "If the opening no longer asks for 2 years of experience",
    ],
    [
      { sort: "drop", source: 0, what: { on: "named-certificate" } },
      "공고에서 자격증 조건을 빼면",
      "If the opening no longer asks for the certificate",
    ],
  ],
  "change-shifts": [
    [
      { sort: "change-shifts", shifts: ["weekday-day", "weekend"] },
      "일하는 때를 평일 낮, 주말로 하면",
      "If the work is on weekdays by day and at weekends",
    ],
  ],
  "change-hours": [
    [
      { sort: "change-hours", perWeek: 25, pay: undefined },
      "일하는 시간을 한 주에 25시간으로 하면",
      "If it takes 25 hours a week",
    ],
    [
      { sort: "change-hours", perWeek: 25, pay: { krw: 1_500_000, unit: "MONTH" } },
      "일하는 시간을 한 주에 25시간으로, 급여를 한 달 1,500,000원으로 하면",
      "If it takes 25 hours a week and pays 1,500,000 won a month",
    ],
  ],
  "change-employment-type": [
    [
      { sort: "change-employment-type", employmentType: "PART_TIME" },
      "근무 형태를 ‘시간제’로 하면",
      "If it is part-time work",
    ],
  ],
  "raise-pay": [
    [
      { sort: "raise-pay", pay: { krw: 2_400_000, unit: "MONTH" } },
      "급여를 한 달 2,400,000원으로 올리면",
      "If it pays 2,400,000 won a month",
    ],
  ],
};

const scoreOf = (score: number) => ({ score, fitsOpening: score, fitsApplicant: score });

function rendered(now: Prospects["now"], applicant: SideProspects, language: "ko" | "en") {
  const prospects = { now, applicant, opening: { changes: [], wayOut: undefined } } as Prospects;
  return renderProspects(prospects, language, builtInTaxonomy).applicant;
}

describe("a change in words", () => {
  const examples = Object.values(told)
    .flat()
    .map(([change, ko, en]) => ({ change, ko, en }));

  test.each(examples)("$ko", ({ change, ko, en }) => {
    const prospect = { change, effort: 1, gainBp: 1_321, after: scoreOf(7_450), isMatch: true };
    const side = { changes: [prospect], wayOut: undefined };
    expect(rendered(scoreOf(6_129), side, "ko")).toEqual([`${ko} 점수가 61.2점에서 74.5점으로 오릅니다.`]);
    expect(rendered(scoreOf(6_129), side, "en")).toEqual([`${en}, the score rises from 61.2 to 74.5.`]);
    expect(rendered("kind-not-wanted", side, "ko")).toEqual([`${ko} 걸리는 것이 없어지고 점수가 74.5점이 됩니다.`]);
    expect(rendered("kind-not-wanted", side, "en")).toEqual([
      `${en}, nothing rules it out any more and the score is 74.5.`,
    ]);
  });

  test.each(Object.entries(told))("the words of %s belong to it", (sort, examples) => {
    expect(examples.map(([change]) => change.sort)).toEqual(examples.map(() => sort));
  });
});

test("several changes that are needed together are one sentence", () => {
  const changes = [
    { sort: "want-kind", kind: "internship" },
    { sort: "go-farther", minutesMax: 50 },
  ] as const;
  const side = { changes: [], wayOut: { changes, after: scoreOf(7_450), isMatch: true } };
  expect(rendered("kind-not-wanted", side, "ko")).toEqual([
    "‘인턴십’도 찾으시면, 그리고 가는 데 50분까지 걸려도 괜찮으시면, 걸리는 것이 없어지고 점수가 74.5점이 됩니다.",
  ]);
  expect(rendered("kind-not-wanted", side, "en")).toEqual([
    "If you also look for “Internship”, and if a way of up to 50 minutes suits you, nothing rules it out any more and the score is 74.5.",
  ]);
});

test("what isn't enough for a match says so", () => {
  const change = { sort: "go-farther", minutesMax: 50 } as const;
  const [after, isMatch] = [scoreOf(3_120), false];
  const single = { changes: [{ change, effort: 3, gainBp: 1_000, after, isMatch }], wayOut: undefined };
  const several = { changes: [], wayOut: { changes: [change, change], after, isMatch } };
  expect(rendered(scoreOf(2_120), single, "ko")).toEqual([
    "가는 데 50분까지 걸려도 괜찮으시면 점수가 21.2점에서 31.2점으로 오릅니다. 그래도 추천 기준에는 못 미칩니다.",
  ]);
  expect(rendered(scoreOf(2_120), single, "en")).toEqual([
    "If a way of up to 50 minutes suits you, the score rises from 21.2 to 31.2, still below what is recommended.",
  ]);
  expect(rendered("kind-not-wanted", several, "ko").join(" ")).toContain(
    "31.2점이 됩니다. 그래도 추천 기준에는 못 미칩니다.",
  );
  expect(rendered("kind-not-wanted", several, "en").join(" ")).toContain("31.2, still below what is recommended.");
});

test.each([
  [0, "0.0"],
  [9, "0.0"],
  [6_129, "61.2"],
  [10_000, "100.0"],
])("%i basis points are %s points", (bp, points) => {
  expect(inPoints(bp)).toBe(points);
});
