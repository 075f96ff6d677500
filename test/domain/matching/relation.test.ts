import { describe, expect, test } from "vitest";
import { relationBetween } from "../../../domain/matching/relation.ts";
import { builtInTaxonomy } from "../../../domain/taxonomy/built-in.ts";
import { relationKinds } from "../../../domain/taxonomy/relatedness.ts";
import { competencyNumber } from "../../fixtures/facts.ts";

const usersOf = (code: string) =>
  builtInTaxonomy.occupations
    .filter(({ competencies }) => competencies.some(([used]) => used === code))
    .map((occupation) => occupation.code);

describe("a relation", () => {
  test("of a competency with itself is that it is the same", () => {
    const coffee = competencyNumber("hand-drip-coffee");
    expect(relationBetween(coffee, coffee, builtInTaxonomy)).toEqual({ by: "same" });
  });

  test("is told wherever there is relatedness, and nowhere else, the same both ways", () => {
    const numbers = builtInTaxonomy.competencies.map(({ number }) => number);
    for (const a of numbers.filter((number) => number % 7 === 0)) {
      for (const b of numbers) {
        const relation = relationBetween(a, b, builtInTaxonomy);
        expect(relation !== undefined).toBe(builtInTaxonomy.relatedness(a, b) > 0);
        if (relation !== undefined) expect(relationBetween(b, a, builtInTaxonomy)).toEqual(relation);
      }
    }
  });

  test("names occupations that use both, and groups whose occupations do, at most three, and always one", () => {
    const seen = new Set<string>();
    for (const one of builtInTaxonomy.competencies) {
      for (const { number } of builtInTaxonomy.relatedTo(one.number)) {
        const two = builtInTaxonomy.competencyByNumber(number);
        const relation = relationBetween(one.number, number, builtInTaxonomy);
        if (relation === undefined || two === undefined) throw new Error(`no relation of ${one.code}`);
        seen.add(relation.by);
        const [ofOne, ofTwo] = [usersOf(one.code), usersOf(two.code)];
        if (relation.by === "used-together") {
          expect([1, 2, 3]).toContain(relation.occupations.length);
          for (const code of relation.occupations) expect(ofOne.includes(code) && ofTwo.includes(code)).toBe(true);
        }
        if (relation.by === "used-by-siblings") {
          expect([1, 2, 3]).toContain(relation.groups.length);
          const isUsed = (users: string[], group: string) => users.some((code) => code.startsWith(group));
          for (const group of relation.groups) expect(isUsed(ofOne, group) && isUsed(ofTwo, group)).toBe(true);
        }
      }
    }
    expect([...seen].sort()).toEqual([...relationKinds].sort());
  });
});
