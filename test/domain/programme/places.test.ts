import { describe, expect, test } from "vitest";
import { builtInInstitutions } from "../../../domain/institution/data/seoul.ts";
import { toDayNumber } from "../../../domain/model/calendar.ts";
import type { CompletedPart } from "../../../domain/model/participation.ts";
import {
  NO_PLACES_TAKEN,
  type PlacesOf,
  placesBarrier,
  placesOn,
  refuseStay,
  spansOfYear,
  stayEnds,
} from "../../../domain/programme/places.ts";
import { ruleFactsOf, theRules, verdictOn } from "./rules.ts";

const DAY = "2026-11-21";
const digital = theRules("digital-skills");
const space = theRules("startup-space");

describe("levels of digital skills, 기초–실무–심화", () => {
  const spreadsheets = (level: number) => [{ competency: "spreadsheet-use", level }];
  const completed = (part: string, programmeId = "digital-skills"): CompletedPart[] => [{ programmeId, part }];

  test.each([
    ["the first presupposes nothing", "basic", [], [], 2, true],
    ["the second presupposes the first", "practical", [], [], 3, false],
    ["the second after the first", "practical", completed("basic"), [], 3, true],
    ["the third after the first alone", "advanced", completed("basic"), [], 4, false],
    ["the third after the second", "advanced", completed("practical"), [], 4, true],
    ["the second after the third", "practical", completed("advanced"), [], 3, true],
    ["the second after the first of another programme", "practical", completed("basic", "boram"), [], 3, false],
    ["what it teaches held one level below", "practical", [], spreadsheets(2), 3, true],
    ["what it teaches held two levels below", "practical", [], spreadsheets(1), 3, false],
    ["a level that starts from nothing, with nothing held", "practical", [], [], 1, false],
    ["a level that starts from nothing, with something held", "practical", [], spreadsheets(1), 1, true],
  ] as const)("%s", (_, programmePart, completedParts, competencies, level, isOpen) => {
    const person = { birthDate: "1976-01-01", residence: "11440", competencies: [...competencies], completedParts };
    const verdict = verdictOn(digital, DAY, person, { programmePart, teaches: spreadsheets(level) });
    expect(verdict).toBe(isOpen ? "eligible" : "programme-step-missing");
  });

  test("a level that doesn't say what it teaches is reached over the one before alone", () => {
    const person = { competencies: spreadsheets(5) };
    expect(verdictOn(digital, DAY, person, { programmePart: "practical" })).toBe("programme-step-missing");
  });

  test("a step of a chain is never reached by competencies", () => {
    const site = { programmePart: "site-practice", teaches: spreadsheets(2) };
    const person = { competencies: spreadsheets(5) };
    expect(verdictOn(theRules("forties-career-change"), DAY, person, site)).toBe("programme-step-missing");
  });
});

describe("seats for start-ups", () => {
  const rules = ruleFactsOf(space);
  const taken = (site: string, tenants: number) => ({ ...NO_PLACES_TAKEN, tenants: new Map([[site, tenants]]) });
  const barrier = (institutionId: string, tenants: number) =>
    placesBarrier({ institutionId }, rules, taken(institutionId, tenants));

  test.each([
    ["fifty-plus-campus-west", 48],
    ["fifty-plus-campus-central", 29],
    ["fifty-plus-campus-south", 36],
    ["fifty-plus-campus-north", 33],
  ])("%s has %i", (site, places) => {
    expect(builtInInstitutions.map(({ institutionId }) => institutionId)).toContain(site);
    expect(barrier(site, places - 1)).toBeUndefined();
    expect(barrier(site, places)).toBe("programme-seats-taken");
  });

  test("an opening that names no campus is held back only when all are full", () => {
    const tenants = new Map((space.seats?.sites ?? []).map(({ site, places }) => [site, places]));
    expect(placesBarrier({}, rules, { ...NO_PLACES_TAKEN, tenants })).toBe("programme-seats-taken");
    expect(placesBarrier({}, rules, taken("fifty-plus-campus-west", 48))).toBeUndefined();
  });

  test("a stay is three years at most, whatever order its outcomes come in", () => {
    const hired = { outcome: "hired", on: "2024-02-29" };
    expect(stayEnds("2024-02-29", 3)).toBe("2027-02-28");
    for (const [on, code] of [
      ["2027-02-27", undefined],
      ["2027-02-28", "PROGRAMME_STAY_LIMIT"],
    ]) {
      const retained = { outcome: "retained", on: on ?? "" };
      expect(refuseStay([hired, retained], space)?.code).toBe(code);
      expect(refuseStay([retained, hired], space)?.code).toBe(code);
    }
  });

  test("who declined has not stayed, and a programme without seats limits no stay", () => {
    const outcomes = [
      { outcome: "hired", on: "2020-01-01" },
      { outcome: "retained", on: "2026-01-01" },
    ];
    expect(refuseStay(outcomes, digital)).toBeUndefined();
    expect(
      refuseStay(
        [
          { outcome: "declined", on: "2020-01-01" },
          { outcome: "hired", on: "2026-01-01" },
        ],
        space,
      ),
    ).toBeUndefined();
  });
});

describe("a yearly quota", () => {
  const rules = ruleFactsOf({ ...digital, yearlyQuota: { places: 2 } });

  test.each([
    [1, undefined],
    [2, "programme-quota-reached"],
    [3, "programme-quota-reached"],
  ])("of two with %i taken: %s", (participants, expected) => {
    expect(placesBarrier({ part: "basic" }, rules, { ...NO_PLACES_TAKEN, participants })).toBe(expected);
  });
});

describe("places that are taken for a time", () => {
  const spans: [PlacesOf, ReturnType<typeof spansOfYear>][] = [
    ["year#2026", spansOfYear("2026", 5)],
    ["year#2027", spansOfYear("2027", 1)],
    ["site#campus-west", [{ fromDay: toDayNumber("2026-05-01"), untilDay: toDayNumber("2029-05-01"), people: 1 }]],
  ];

  test.each([
    ["2026-01-01", 5, 0],
    ["2026-04-30", 5, 0],
    ["2026-05-01", 5, 1],
    ["2026-12-31", 5, 1],
    ["2027-01-01", 1, 1],
    ["2028-01-01", 0, 1],
    ["2029-04-30", 0, 1],
    ["2029-05-01", 0, 0],
  ])("count on %s as %i of the year and %i of the site", (day, participants, tenants) => {
    const taken = placesOn(spans, toDayNumber(day));
    expect([taken.participants, taken.tenants.get("campus-west")]).toEqual([participants, tenants]);
  });
});
