import { describe, expect, test } from "vitest";
import {
  competencyCredit,
  FULL_BP,
  isFailedMust,
  requirementCredit,
  UNKNOWN_BP,
} from "../../../domain/matching/requirements.ts";
import type { Applicant } from "../../../domain/model/applicant.ts";
import type { Opening } from "../../../domain/model/opening.ts";
import type { Requirement } from "../../../domain/model/requirement.ts";
import { builtInTaxonomy } from "../../../domain/taxonomy/built-in.ts";
import { bareJobFacts, competencyNumber, rules, strangerFacts } from "../../fixtures/facts.ts";

const COFFEE = "hand-drip-coffee";

function creditOf(requirement: Requirement, applicant: Partial<Applicant>, opening: Partial<Opening> = {}): number {
  const facts = bareJobFacts({ ...opening, requirements: [requirement] });
  const [wanted] = facts.requirements;
  if (wanted === undefined) throw new Error("the requirement is unknown to the taxonomy");
  return requirementCredit(wanted, facts, strangerFacts(applicant), rules.taxonomy);
}

describe("a competency", () => {
  const held = (level: number) => [{ number: competencyNumber(COFFEE), level }];

  test.each([
    [1, 1, 10_000],
    [1, 5, 2_000],
    [2, 3, 6_666],
    [3, 4, 7_500],
    [4, 5, 8_000],
    [5, 5, 10_000],
    [5, 1, 10_000],
  ])("held at level %i where %i is wanted earns %i", (level, wanted, creditBp) => {
    const credit = competencyCredit({ number: competencyNumber(COFFEE), level: wanted }, held(level), builtInTaxonomy);
    expect(credit).toEqual({ creditBp, path: { number: competencyNumber(COFFEE), level, relatedBp: FULL_BP } });
  });

  test("a related one earns its relatedness, in proportion to the level", () => {
    const wanted = competencyNumber(COFFEE);
    const [related] = builtInTaxonomy.relatedTo(wanted);
    expect(related).toBeDefined();
    if (related === undefined) return;
    const credit = (level: number) =>
      competencyCredit({ number: wanted, level: 4 }, [{ number: related.number, level }], builtInTaxonomy);
    expect(credit(4)).toEqual({
      creditBp: related.bp,
      path: { number: related.number, level: 4, relatedBp: related.bp },
    });
    expect(credit(2).creditBp).toBe(Math.floor(related.bp / 2));
  });

  test("the best of several counts", () => {
    const wanted = { number: competencyNumber(COFFEE), level: 4 };
    const [related] = builtInTaxonomy.relatedTo(wanted.number);
    const others = related === undefined ? [] : [{ number: related.number, level: 1 }];
    expect(competencyCredit(wanted, [...others, ...held(3)], builtInTaxonomy)).toMatchObject({
      creditBp: 7_500,
      path: { number: wanted.number },
    });
  });

  test("nothing held earns nothing, nothing known is unknown", () => {
    const wanted = { number: competencyNumber(COFFEE), level: 1 };
    expect(competencyCredit(wanted, [], builtInTaxonomy)).toEqual({ creditBp: 0, path: undefined });
    expect(competencyCredit(wanted, undefined, builtInTaxonomy)).toEqual({ creditBp: UNKNOWN_BP, path: undefined });
  });
});

const must = { importance: "must" } as const;
const experience = (occupation: string | undefined, months: number): Requirement => ({
  on: "experience",
  ...must,
  months,
  ...(occupation === undefined ? {} : { occupation }),
});
const spells = (...list: [occupation: string, months: number][]): Partial<Applicant> => ({
  experience: list.map(([occupation, months]) => ({ occupation, months })),
});

describe("requirements earn", () => {
  test.each<[what: string, requirement: Requirement, applicant: Partial<Applicant>, creditBp: number]>([
    [
      "nothing for another certificate",
      { on: "certificate", ...must, certificate: "barista-2" },
      { certificates: ["care-worker"] },
      0,
    ],
    [
      "all for the certificate",
      { on: "certificate", ...must, certificate: "barista-2" },
      { certificates: ["barista-2"] },
      FULL_BP,
    ],
    [
      "all for its higher grade",
      { on: "certificate", ...must, certificate: "barista-2" },
      { certificates: ["barista-1"] },
      FULL_BP,
    ],
    [
      "all for the larger licence",
      { on: "certificate", ...must, certificate: "driving-2-ordinary" },
      { certificates: ["driving-1-large"] },
      FULL_BP,
    ],
    ["nothing when none is held", { on: "certificate", ...must, certificate: "barista-2" }, { certificates: [] }, 0],
    [
      "a question when certificates are unknown",
      { on: "certificate", ...must, certificate: "barista-2" },
      {},
      UNKNOWN_BP,
    ],
    [
      "a question when the certificate has no code",
      { on: "named-certificate", ...must, name: "사내 자격" },
      { certificates: ["barista-2"] },
      UNKNOWN_BP,
    ],
    [
      "a question when the competency has no code",
      { on: "named-competency", ...must, name: "전통 매듭 짓기", level: 3 },
      { competencies: [] },
      UNKNOWN_BP,
    ],
    ["half for half the months", experience("5317", 24), spells(["5317", 12]), 5_000],
    ["no more than all for more months", experience("5317", 24), spells(["5317", 720]), FULL_BP],
    ["the sum of spells in the line of work", experience("5317", 24), spells(["5317", 6], ["5317", 6]), 5_000],
    ["nothing for another line of work", experience("5317", 24), spells(["0122", 240]), 0],
    ["any work when no line is named", experience(undefined, 24), spells(["0122", 12], ["5317", 12]), FULL_BP],
    ["nothing without any experience", experience("5317", 24), { experience: [] }, 0],
    ["a question when experience is unknown", experience("5317", 24), {}, UNKNOWN_BP],
    [
      "a sixth at A1 of C2",
      { on: "language", ...must, language: "en", level: "C2" },
      { languages: [{ language: "en", level: "A1" }] },
      1_666,
    ],
    [
      "three quarters at B1 of B2",
      { on: "language", ...must, language: "en", level: "B2" },
      { languages: [{ language: "en", level: "B1" }] },
      7_500,
    ],
    [
      "all above the level",
      { on: "language", ...must, language: "en", level: "A2" },
      { languages: [{ language: "en", level: "C2" }] },
      FULL_BP,
    ],
    [
      "the better of a language listed twice",
      { on: "language", ...must, language: "en", level: "B2" },
      {
        languages: [
          { language: "en", level: "A2" },
          { language: "en", level: "B2" },
        ],
      },
      FULL_BP,
    ],
    [
      "nothing for another language",
      { on: "language", ...must, language: "en", level: "A1" },
      { languages: [{ language: "ja", level: "C2" }] },
      0,
    ],
    ["a question when languages are unknown", { on: "language", ...must, language: "en", level: "A1" }, {}, UNKNOWN_BP],
    ["all at the education", { on: "education", ...must, level: "high" }, { education: "high" }, FULL_BP],
    ["all above the education", { on: "education", ...must, level: "high" }, { education: "doctor" }, FULL_BP],
    ["nothing below the education", { on: "education", ...must, level: "high" }, { education: "middle" }, 0],
    ["all when none is asked for", { on: "education", ...must, level: "none" }, { education: "none" }, FULL_BP],
    ["a question when education is unknown", { on: "education", ...must, level: "high" }, {}, UNKNOWN_BP],
  ])("%s", (_what, requirement, applicant, creditBp) => {
    expect(creditOf(requirement, applicant)).toBe(creditBp);
  });

  test("the opening's own occupation stands in for the line of work", () => {
    const opening = { occupation: { code: "5317" } };
    expect(creditOf(experience(undefined, 24), spells(["0122", 240]), opening)).toBe(0);
    expect(creditOf(experience(undefined, 24), spells(["5317", 24]), opening)).toBe(FULL_BP);
  });
});

describe("a must", () => {
  test.each([
    ["competency", "must", 5_000, false],
    ["competency", "must", 4_999, true],
    ["certificate", "must", 0, true],
    ["experience", "must", 9_999, true],
    ["experience", "must", 10_000, false],
    ["language", "must", 9_999, true],
    ["education", "must", UNKNOWN_BP, false],
    ["competency", "must", UNKNOWN_BP, false],
    ["competency", "should", 0, false],
    ["education", "nice", 0, false],
  ] as const)("a %s that is a %s with credit %i fails: %s", (on, importance, creditBp, fails) => {
    expect(isFailedMust({ on, importance }, creditBp)).toBe(fails);
  });
});
