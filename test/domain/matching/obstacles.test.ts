import { describe, expect, test } from "vitest";
import { allDistricts } from "../../../domain/geo/catalogue.ts";
import { firstObstacle, isSameDistrict, type ObstacleReason, wayTo } from "../../../domain/matching/obstacles.ts";
import { score } from "../../../domain/matching/score.ts";
import type { Applicant, Preferences } from "../../../domain/model/applicant.ts";
import { toDayNumber } from "../../../domain/model/calendar.ts";
import type { Opening } from "../../../domain/model/opening.ts";
import { bareJobFacts, rules, strangerFacts, TODAY } from "../../fixtures/facts.ts";

const wish = (preferences: Preferences): Partial<Applicant> => ({ preferences });
const onsite = (district: string): Opening["place"] => ({ mode: "onsite", district });

/** One pair that just fits and one that just doesn't, each of two entities of which nothing else is known. */
interface Boundary {
  readonly obstacle: ObstacleReason;
  readonly when: string;
  readonly fits: readonly [opening: Partial<Opening>, applicant: Partial<Applicant>];
  readonly fails: readonly [opening: Partial<Opening>, applicant: Partial<Applicant>];
}

const programme = {
  kind: "internship",
  eligibility: { ageMin: 40, ageMax: 64, legalBasis: "seoul-second-life" },
} as const;
const requiring = (requirement: Opening["requirements"][number]): Partial<Opening> => ({ requirements: [requirement] });
const coffee = (level: 1 | 2 | 3 | 4 | 5) => ({ competencies: [{ competency: "hand-drip-coffee", level }] });

const boundaries: Boundary[] = [
  {
    obstacle: "opening-not-yet-open",
    when: "it opens today or tomorrow",
    fits: [{ validFrom: "2026-11-21" }, {}],
    fails: [{ validFrom: "2026-11-22" }, {}],
  },
  {
    obstacle: "opening-closed",
    when: "today or yesterday was the last day",
    fits: [{ validThrough: "2026-11-21" }, {}],
    fails: [{ validThrough: "2026-11-20" }, {}],
  },
  {
    obstacle: "kind-not-wanted",
    when: "the kind is wanted or another is",
    fits: [{ kind: "training" }, wish({ kinds: ["training"] })],
    fails: [{ kind: "training" }, wish({ kinds: ["job"] })],
  },
  // From 서대문구 to 마포구 it is 25 minutes.
  {
    obstacle: "place-out-of-reach",
    when: "the way is as long as accepted or a minute longer",
    fits: [{ place: onsite("11440") }, wish({ districts: ["11410"], commuteMinutesMax: 25 })],
    fails: [{ place: onsite("11440") }, wish({ districts: ["11410"], commuteMinutesMax: 24 })],
  },
  {
    obstacle: "place-out-of-reach",
    when: "a district is wanted and nothing said of the way",
    fits: [{ place: onsite("11440") }, wish({ districts: ["11440"] })],
    fails: [{ place: onsite("11440") }, wish({ districts: ["11410"] })],
  },
  {
    obstacle: "place-out-of-reach",
    when: "the way can't be computed",
    fits: [{ place: onsite("26110") }, { residence: "26110" }],
    fails: [{ place: onsite("26110") }, { residence: "11440", preferences: { commuteMinutesMax: 240 } }],
  },
  {
    obstacle: "pay-below-minimum",
    when: "the hour is paid as wished or a won less",
    fits: [{ baseSalary: { krw: 11_000, unit: "HOUR" } }, wish({ payMin: { krw: 11_000, unit: "HOUR" } })],
    fails: [{ baseSalary: { krw: 10_999, unit: "HOUR" } }, wish({ payMin: { krw: 11_000, unit: "HOUR" } })],
  },
  {
    obstacle: "pay-below-minimum",
    when: "a day that isn't eight even hours is paid as wished",
    fits: [{ baseSalary: { krw: 90_100, unit: "DAY" } }, wish({ payMin: { krw: 90_100, unit: "DAY" } })],
    fails: [{ baseSalary: { krw: 90_090, unit: "DAY" } }, wish({ payMin: { krw: 90_100, unit: "DAY" } })],
  },
  {
    obstacle: "pay-below-minimum",
    when: "a year that isn't twelve even months is paid as wished",
    fits: [{ baseSalary: { krw: 32_000_000, unit: "YEAR" } }, wish({ payMin: { krw: 32_000_000, unit: "YEAR" } })],
    fails: [{ baseSalary: { krw: 31_999_990, unit: "YEAR" } }, wish({ payMin: { krw: 32_000_000, unit: "YEAR" } })],
  },
  {
    obstacle: "pay-below-minimum",
    when: "the month's pay comes from hours",
    fits: [
      { baseSalary: { krw: 11_157, unit: "HOUR" }, workHours: { perMonth: 57 } },
      wish({ payMin: { krw: 635_949, unit: "MONTH" } }),
    ],
    fails: [
      { baseSalary: { krw: 11_157, unit: "HOUR" }, workHours: { perMonth: 57 } },
      wish({ payMin: { krw: 635_950, unit: "MONTH" } }),
    ],
  },
  {
    obstacle: "hours-outside-wish",
    when: "the most is reached or passed",
    fits: [{ workHours: { perWeek: 20 } }, wish({ hoursPerWeekMax: 20 })],
    fails: [{ workHours: { perWeek: 21 } }, wish({ hoursPerWeekMax: 20 })],
  },
  {
    obstacle: "hours-outside-wish",
    when: "the least is reached or missed",
    fits: [{ workHours: { perWeek: 20 } }, wish({ hoursPerWeekMin: 20 })],
    fails: [{ workHours: { perWeek: 19 } }, wish({ hoursPerWeekMin: 20 })],
  },
  {
    obstacle: "shifts-not-wanted",
    when: "one shift of several suits or none does",
    fits: [{ shifts: ["night", "weekend"] }, wish({ shifts: ["weekend"] })],
    fails: [{ shifts: ["night", "weekend"] }, wish({ shifts: ["weekday-day"] })],
  },
  {
    obstacle: "employment-type-not-wanted",
    when: "the type is wanted or another is",
    fits: [{ employmentType: "PART_TIME" }, wish({ employmentTypes: ["PART_TIME"] })],
    fails: [{ employmentType: "PART_TIME" }, wish({ employmentTypes: ["FULL_TIME"] })],
  },
  {
    obstacle: "age-outside-programme",
    when: "the first birthday inside is today or tomorrow",
    fits: [programme, { birthDate: "1986-11-21" }],
    fails: [programme, { birthDate: "1986-11-22" }],
  },
  {
    obstacle: "age-outside-programme",
    when: "the last day inside is today or was yesterday",
    fits: [programme, { birthDate: "1961-11-22" }],
    fails: [programme, { birthDate: "1961-11-21" }],
  },
  {
    obstacle: "residence-outside-programme",
    when: "Seoul is asked for",
    fits: [{ eligibility: { residence: "11" } }, { residence: "11740" }],
    fails: [{ eligibility: { residence: "11" } }, { residence: "41310" }],
  },
  {
    obstacle: "residence-outside-programme",
    when: "a city is asked for and a gu of it lived in",
    fits: [{ eligibility: { residence: "41130" } }, { residence: "41135" }],
    fails: [{ eligibility: { residence: "41130" } }, { residence: "41150" }],
  },
  {
    obstacle: "requirement-not-met",
    when: "a certificate is asked for",
    fits: [
      requiring({ on: "certificate", importance: "must", certificate: "barista-2" }),
      { certificates: ["barista-1"] },
    ],
    fails: [
      requiring({ on: "certificate", importance: "must", certificate: "barista-1" }),
      { certificates: ["barista-2"] },
    ],
  },
  {
    obstacle: "requirement-not-met",
    when: "a competency is held at half the level or below",
    fits: [requiring({ on: "competency", importance: "must", competency: "hand-drip-coffee", level: 4 }), coffee(2)],
    fails: [requiring({ on: "competency", importance: "must", competency: "hand-drip-coffee", level: 5 }), coffee(2)],
  },
  {
    obstacle: "requirement-not-met",
    when: "months of experience are enough or one too few",
    fits: [
      requiring({ on: "experience", importance: "must", occupation: "5317", months: 24 }),
      { experience: [{ occupation: "5317", months: 24 }] },
    ],
    fails: [
      requiring({ on: "experience", importance: "must", occupation: "5317", months: 24 }),
      { experience: [{ occupation: "5317", months: 23 }] },
    ],
  },
  {
    obstacle: "requirement-not-met",
    when: "a language is spoken as asked or a level below",
    fits: [
      requiring({ on: "language", importance: "must", language: "en", level: "B2" }),
      { languages: [{ language: "en", level: "B2" }] },
    ],
    fails: [
      requiring({ on: "language", importance: "must", language: "en", level: "B2" }),
      { languages: [{ language: "en", level: "B1" }] },
    ],
  },
  {
    obstacle: "requirement-not-met",
    when: "education is as asked or below",
    fits: [requiring({ on: "education", importance: "must", level: "associate" }), { education: "associate" }],
    fails: [requiring({ on: "education", importance: "must", level: "associate" }), { education: "high" }],
  },
];

describe("an obstacle stands exactly where it should", () => {
  test.each(boundaries)("$obstacle: $when", ({ obstacle, fits, fails }) => {
    expect(score(bareJobFacts(fits[0]), strangerFacts(fits[1]), rules)).toBeTypeOf("object");
    expect(score(bareJobFacts(fails[0]), strangerFacts(fails[1]), rules)).toBe(obstacle);
  });

  test("what is unknown of the person rules nothing out", () => {
    for (const { fails } of boundaries.slice(2)) {
      expect(score(bareJobFacts(fails[0]), strangerFacts(), rules)).toBeTypeOf("object");
    }
  });

  test("what is unknown of the opening rules nothing out", () => {
    for (const { fails, obstacle } of boundaries.slice(3)) {
      expect(score(bareJobFacts(), strangerFacts(fails[1]), rules), obstacle).toBeTypeOf("object");
    }
  });

  test("before the first day has started, neither dates nor ages rule anything out", () => {
    const early = { ...rules, today: undefined };
    for (const { fails, obstacle } of boundaries) {
      if (!/^opening-|^age-/.test(obstacle)) continue;
      expect(score(bareJobFacts(fails[0]), strangerFacts(fails[1]), early), obstacle).toBeTypeOf("object");
    }
  });

  test("of several the first is named: the day before anything else, a failed must last", () => {
    const opening = bareJobFacts({ ...programme, validThrough: "2026-11-20", place: onsite("11440") });
    const applicant = strangerFacts({ birthDate: "2000-01-01", residence: "26110", preferences: { kinds: ["job"] } });
    expect(firstObstacle(opening, applicant, TODAY)).toBe("opening-closed");
    expect(firstObstacle(opening, applicant, toDayNumber("2026-11-20"))).toBe("kind-not-wanted");
    expect(firstObstacle(opening, { ...applicant, wantedKinds: undefined }, undefined)).toBe("place-out-of-reach");
  });
});

describe("the way to an opening", () => {
  const way = (opening: Partial<Opening>, applicant: Partial<Applicant>) =>
    wayTo(bareJobFacts(opening), strangerFacts(applicant));

  test.each<[string, Partial<Opening>, Partial<Applicant>, ReturnType<typeof wayTo>]>([
    [
      "is none for work done online",
      { place: { mode: "online" } },
      { residence: "26110" },
      { minutes: 0, minutesMax: 60 },
    ],
    ["is unknown without the opening's district", {}, { residence: "11440" }, undefined],
    ["is unknown without the person's", { place: onsite("11440") }, {}, undefined],
    [
      "is nothing within a wanted district",
      { place: onsite("11440") },
      wish({ districts: ["11440"] }),
      { minutes: 0, minutesMax: 0 },
    ],
    [
      "is an hour at most from home when nothing is said",
      { place: onsite("11440") },
      { residence: "11410" },
      { minutes: 25, minutesMax: 60 },
    ],
    [
      "is the shortest of those from wanted districts",
      { place: onsite("11440") },
      wish({ districts: ["11740", "11410"], commuteMinutesMax: 30 }),
      { minutes: 25, minutesMax: 30 },
    ],
    [
      "starts in a wanted district and not at home",
      { place: onsite("11440") },
      { residence: "11440", preferences: { districts: ["11410"], commuteMinutesMax: 30 } },
      { minutes: 25, minutesMax: 30 },
    ],
    [
      "is endless when it can't be computed",
      { place: onsite("11440") },
      { residence: "26110" },
      { minutes: Number.POSITIVE_INFINITY, minutesMax: 60 },
    ],
  ])("%s", (_what, opening, applicant, expected) => {
    expect(way(opening, applicant)).toEqual(expected);
  });

  test("a city is the same place as each of its gu, and two gu of it are two places", () => {
    expect(isSameDistrict("41130", "41135")).toBe(true);
    expect(isSameDistrict("41135", "41130")).toBe(true);
    expect(isSameDistrict("41131", "41135")).toBe(false);
  });

  test("no two districts of the country are one place unless one of them lies in the other", () => {
    for (const a of allDistricts) {
      for (const b of allDistricts) {
        const contains = a.sido === b.sido && (a.ko.startsWith(`${b.ko} `) || b.ko.startsWith(`${a.ko} `));
        if (isSameDistrict(a.code, b.code) !== (a.code === b.code || contains)) expect.fail(`${a.ko}, ${b.ko}`);
      }
    }
  });
});
