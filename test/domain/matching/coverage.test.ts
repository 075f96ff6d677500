import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { combineCoverage, competencyUse, usedCoverage } from "../../../domain/matching/coverage.ts";
import type { RequirementFacts } from "../../../domain/matching/facts.ts";
import { UNKNOWN_BP } from "../../../domain/matching/requirements.ts";
import { builtInTaxonomy as taxonomy } from "../../../domain/taxonomy/built-in.ts";
import { LAW } from "../../fixtures/arbitraries.ts";
import { competencyNumber } from "../../fixtures/facts.ts";

const asked = (...codes: readonly string[]): RequirementFacts[] =>
  codes.map((code, source) => ({
    on: "competency",
    importance: "should",
    number: competencyNumber(code),
    level: 3,
    source,
  }));
const held = (...codes: readonly string[]) => codes.map((code) => ({ number: competencyNumber(code), level: 3 }));

describe("what an opening uses of what a person can do", () => {
  test("is everything, when it asks for everything", () => {
    expect(usedCoverage(asked("espresso-extraction", "milk-steaming"), held("milk-steaming"), taxonomy)).toBe(10_000);
  });

  test("is a share by rarity, when it asks for a part", () => {
    const [coffee, plans] = [competencyNumber("espresso-extraction"), competencyNumber("project-planning")];
    expect(taxonomy.relatedness(coffee, plans)).toBe(0);
    const share = taxonomy.rarity(coffee) / (taxonomy.rarity(coffee) + taxonomy.rarity(plans));
    expect(usedCoverage(asked("espresso-extraction"), held("espresso-extraction", "project-planning"), taxonomy)).toBe(
      Math.floor(10_000 * share),
    );
  });

  test("counts a related competency by how related it is, and says which one it serves", () => {
    const milkSteaming = competencyNumber("milk-steaming");
    const relatedBp = taxonomy.relatedness(milkSteaming, competencyNumber("espresso-extraction"));
    expect(relatedBp).toBeGreaterThan(0);
    const requirements = asked("project-planning", "espresso-extraction");
    expect(competencyUse(milkSteaming, requirements, taxonomy)).toEqual({
      usedBp: relatedBp,
      wanted: competencyNumber("espresso-extraction"),
    });
    expect(usedCoverage(requirements, held("milk-steaming"), taxonomy)).toBe(relatedBp);
  });

  test("is unknown of somebody whose competencies are, and nothing of somebody who has none", () => {
    expect(usedCoverage(asked("milk-steaming"), undefined, taxonomy)).toBe(UNKNOWN_BP);
    expect(usedCoverage(asked("milk-steaming"), [], taxonomy)).toBe(0);
    expect(competencyUse(competencyNumber("milk-steaming"), [], taxonomy)).toEqual({ usedBp: 0, wanted: undefined });
  });
});

describe("coverage from both ends", () => {
  const share = fc.integer({ min: 0, max: 10_000 });

  test("is a whole number that never falls when either rises", () => {
    fc.assert(
      fc.property(share, share, share, (covered, used, more) => {
        const both = combineCoverage(covered, used);
        expect(Number.isInteger(both)).toBe(true);
        expect(both).toBeLessThanOrEqual(10_000);
        expect(combineCoverage(Math.min(10_000, covered + more), used)).toBeGreaterThanOrEqual(both);
        expect(combineCoverage(covered, Math.min(10_000, used + more))).toBeGreaterThanOrEqual(both);
      }),
      LAW,
    );
  });

  test("is full when both are, and nothing when nothing is covered", () => {
    expect(combineCoverage(10_000, 10_000)).toBe(10_000);
    expect(combineCoverage(0, 10_000)).toBe(0);
  });

  test.each([
    { name: "both count alike where neither is most of it", covered: 4_000, used: 2_500, both: 3_162 },
    { name: "the same from the other end", covered: 2_500, used: 4_000, both: 3_162 },
    {
      name: "who covers everything has three quarters, whatever else they can do",
      covered: 10_000,
      used: 500,
      both: 7_500,
    },
    { name: "who covers half of it is not carried by that", covered: 5_000, used: 500, both: 1_875 },
    { name: "nothing used of much that is covered", covered: 8_000, used: 0, both: 4_800 },
  ])("$name", ({ covered, used, both }) => {
    expect(combineCoverage(covered, used)).toBe(both);
  });
});
