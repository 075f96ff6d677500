import { describe, expect, test } from "vitest";
import { builtInInstitutions } from "../../../domain/institution/data/seoul.ts";
import type { CompletedPart } from "../../../domain/programme/barrier.ts";
import { barrierTo, missingPartFor, refuseStay, stayEnds } from "../../../domain/programme/barrier.ts";
import { builtInProgrammes } from "../../../domain/programme/built-in.ts";
import { anOpening } from "../../fixtures/bodies.ts";

const rulesOf = (id: string) => {
  const rules = builtInProgrammes.find(({ programmeId }) => programmeId === id);
  if (rules === undefined) throw new Error(`there is no programme ${id}`);
  return rules;
};
const NOBODY = { day: "2026-11-21", participants: 0, tenants: new Map<string, number>() };
const digital = rulesOf("digital-skills");
const space = rulesOf("startup-space");

describe("levels of digital skills, 기초–실무–심화", () => {
  const teaches = (level: number) => [{ competency: "spreadsheets", level }];
  const holds = (level: number) => [{ competency: "spreadsheets", level }];
  const completed = (part: string): CompletedPart[] => [{ programmeId: "digital-skills", part }];

  test.each([
    ["the first presupposes nothing", "basic", [], [], 2, undefined],
    ["the second presupposes the first", "practical", [], [], 3, "basic"],
    ["the second after the first", "practical", completed("basic"), [], 3, undefined],
    ["the third after the first alone", "advanced", completed("basic"), [], 4, "practical"],
    ["the third after the second", "advanced", completed("practical"), [], 4, undefined],
    ["the second after the third", "practical", completed("advanced"), [], 3, undefined],
    ["the first of another programme", "practical", [{ programmeId: "boram", part: "basic" }], [], 3, "basic"],
    ["what it teaches held one level below", "practical", [], holds(2), 3, undefined],
    ["what it teaches held two levels below", "practical", [], holds(1), 3, "basic"],
    ["a level that starts from nothing, with nothing held", "practical", [], [], 1, "basic"],
    ["a level that starts from nothing, with something held", "practical", [], holds(1), 1, undefined],
  ] as const)("%s", (_, programmePart, done, competencies, level, expected) => {
    const opening = { programmePart, teaches: teaches(level) };
    expect(missingPartFor(opening, { competencies: [...competencies] }, done, digital)).toBe(expected);
  });

  test("a level that doesn't say what it teaches is reached over the one before alone", () => {
    expect(missingPartFor({ programmePart: "practical" }, { competencies: holds(5) }, [], digital)).toBe("basic");
  });

  test("a step of a chain is never reached by competencies", () => {
    const site = { programmePart: "site-practice", teaches: teaches(2) };
    expect(missingPartFor(site, { competencies: holds(5) }, [], rulesOf("forties-career-change"))).toBe(
      "online-course",
    );
  });
});

describe("seats for start-ups", () => {
  const at = (institutionId: string) => anOpening({ programmeId: "startup-space", institutionId });
  const taken = (site: string, tenants: number) => ({ ...NOBODY, tenants: new Map([[site, tenants]]) });
  const barrier = (site: string, tenants: number) => barrierTo(at(site), {}, [], [space], taken(site, tenants));

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
    const anywhere = anOpening({ programmeId: "startup-space" });
    const all = new Map((space.seats?.sites ?? []).map(({ site, places }) => [site, places]));
    expect(barrierTo(anywhere, {}, [], [space], { ...NOBODY, tenants: all })).toBe("programme-seats-taken");
    expect(barrierTo(anywhere, {}, [], [space], taken("fifty-plus-campus-west", 48))).toBeUndefined();
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
  const rules = { ...digital, yearlyQuota: { places: 2 } };
  const opening = anOpening({ programmeId: "digital-skills", programmePart: "basic" });

  test.each([
    [1, undefined],
    [2, "programme-quota-reached"],
    [3, "programme-quota-reached"],
  ])("of two with %i taken: %s", (participants, expected) => {
    expect(barrierTo(opening, {}, [], [rules], { ...NOBODY, participants })).toBe(expected);
  });
});
