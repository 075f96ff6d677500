import { describe, expect, test } from "vitest";
import { builtInProgrammes } from "../../../domain/programme/built-in.ts";
import { anOpeningOf, refusalOf, theRules, verdictOn } from "./rules.ts";

const DAY = "2023-06-15";
const SEOUL = "11440";
const AGE = "age-outside-programme";

/** Born so that somebody is this old on the day of the tests, and is from that very day on, or to that very day. */
const turning = (age: number) => `${2023 - age}-06-15`;
const lastDayOf = (age: number) => `${2022 - age}-06-16`;

/** First and last age of every programme that has one, as they were published. */
const AGES: readonly (readonly [programmeId: string, min: number, max: number | undefined])[] = [
  ["midlife-internship", 40, 64],
  ["boram", 40, 67],
  ["digital-ieumdan", 40, 64],
  ["community-care-corps", 40, 64],
  ["pro-bono-corps", 40, 64],
  ["company-linked-employment", 40, 64],
  ["forties-career-change", 40, 49],
  ["skills-development", 40, 64],
  ["technical-institutes", 40, 64],
  ["digital-skills", 40, 64],
  ["midage-job-center", 40, undefined],
  ["employment-consulting", 40, 64],
  ["life-design-counselling", 40, 64],
  ["seoul-learn-portal", 40, 64],
  ["startup-consulting", 40, 64],
  ["startup-space", 40, 64],
  ["jump-up-5060", 40, 64],
];

describe("ages", () => {
  test("are tried for every programme that has them", () => {
    const withAges = builtInProgrammes.flatMap(({ programmeId, age }) => (age === undefined ? [] : [programmeId]));
    expect(AGES.map(([id]) => id).sort()).toEqual(withAges.sort());
  });

  test.each(AGES)("of %s begin on the birthday of %d and end on the last day of %s", (id, min, max) => {
    // A fair of the programme that has one: its jobs are open to every age.
    const fields = id === "company-linked-employment" ? ({ kind: "job-fair" } as const) : {};
    const verdict = (birthDate: string) =>
      verdictOn(theRules(id), DAY, { birthDate, residence: SEOUL, programmes: [] }, fields);
    expect(verdict(turning(min))).toBe("eligible");
    expect(verdict(lastDayOf(min - 1))).toBe(AGE);
    expect(verdict(lastDayOf(max ?? 99))).toBe("eligible");
    if (max !== undefined) expect(verdict(turning(max + 1))).toBe(AGE);
  });
});

describe("taking part elsewhere", () => {
  const PAID = ["midlife-internship", "boram", "digital-ieumdan"];
  test.each(PAID)("is in the way of %s where it is paid, and nowhere else", (id) => {
    const verdict = (programme: string) =>
      verdictOn(theRules(id), DAY, { birthDate: turning(50), residence: SEOUL, programmes: [programme] });
    expect(PAID.map(verdict)).toEqual(PAID.map(() => "takes-part-elsewhere"));
    expect(verdict("pro-bono-corps")).toBe("eligible");
  });

  test("is in the way of no other programme", () => {
    const others = builtInProgrammes.filter(({ programmeId }) => !PAID.includes(programmeId));
    expect(others.filter(({ excludes = [] }) => excludes.length > 0)).toEqual([]);
  });
});

test("the digital tutors take openings to the end of 2023 and none after it", () => {
  const rules = theRules("digital-ieumdan");
  expect(refusalOf(rules, "2023-12-31", {})).toBeUndefined();
  expect(refusalOf(rules, "2024-01-01", {})).toBe("PROGRAMME_SUNSET /opening/programmeId");
  expect(builtInProgrammes.flatMap(({ sunset = [] }) => sunset)).toEqual(["2023-12-31"]);
});

test("the job center and the package cost nothing, and no other programme names a fee", () => {
  const fees = builtInProgrammes.flatMap(({ programmeId, feeKrw }) =>
    feeKrw === undefined ? [] : [[programmeId, feeKrw]],
  );
  expect(fees).toEqual([
    ["midage-job-center", 0],
    ["leap-package", 0],
  ]);
});

test("hours are refused from one hour above the most on", () => {
  for (const [id, most] of [
    ["midlife-internship", 57],
    ["boram", 57],
    ["digital-ieumdan", 44],
  ] as const) {
    const at = (perMonth: number) => refusalOf(theRules(id), DAY, { workHours: { perMonth } });
    expect([at(most), at(most + 1)], id).toEqual([undefined, "PROGRAMME_HOURS /opening/workHours"]);
  }
});

test("insurance that an opening doesn't speak of is unknown; a list without it is refused", () => {
  const rules = theRules("boram");
  const REFUSED = "PROGRAMME_INSURANCE /opening/insurance";
  expect(anOpeningOf(rules).insurance).toBeUndefined();
  expect(refusalOf(rules, DAY, {})).toBeUndefined();
  expect(refusalOf(rules, DAY, { insurance: [] })).toBe(REFUSED);
  expect(refusalOf(rules, DAY, { insurance: ["health"] })).toBe(REFUSED);
  expect(refusalOf(rules, DAY, { insurance: ["health", "accident"] })).toBeUndefined();
});
