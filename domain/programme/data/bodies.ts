import type { RuleSet } from "../rule-set.ts";

type Owner = RuleSet["owners"][number];

/** 서울시50플러스재단, since it was founded. */
export const foundation: Owner = {
  owner: "seoul-50plus-foundation",
  from: "2016-04-28",
  name: { ko: "서울시50플러스재단", en: "Seoul 50 Plus Foundation" },
};

/** The volunteer centers, to which volunteering went in 2024. */
export const volunteerCenter: Owner = {
  owner: "seoul-volunteer-center",
  from: "2024-01-01",
  name: { ko: "서울시자원봉사센터", en: "Seoul Volunteer Center" },
};

export const employmentMinistry: Owner = {
  owner: "ministry-of-employment",
  from: "2010-07-05",
  name: { ko: "고용노동부", en: "Ministry of Employment and Labor" },
};

export const jungGu: Owner = {
  owner: "jung-gu",
  from: "2022-07-01",
  name: { ko: "서울특별시 중구", en: "Jung-gu, Seoul" },
};

/** What the conditions on age of the city's programmes rest on. */
export const CITY_BASIS: RuleSet["legalBasis"] = ["seoul-second-life", "age-support-measure"];

/** The people for whom the foundation works: 만 40세 to 64세, living in Seoul. */
export const midlifeSeoul = {
  age: { min: 40, max: 64, reference: { on: "matching-day" } },
  residence: "11",
} as const satisfies Partial<RuleSet>;

/** A programme's place in 서울런4050, under which the city has put its courses, jobs and counselling for people from 40 on. */
export function seoulLearn(
  field: NonNullable<NonNullable<RuleSet["umbrella"]>["field"]>,
): RuleSet["umbrella"] & object {
  return { umbrellaId: "seoul-learn-4050", field };
}
