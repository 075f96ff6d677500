import { describe, expect, test } from "vitest";
import { relationBetween } from "../../../domain/matching/relation.ts";
import { createTaxonomy, type Taxonomy } from "../../../domain/taxonomy/taxonomy.ts";

/** Five competencies: 1 and 2 are used together, 3 by a sibling occupation, 4 is of the same field as 1, 5 of another. */
const taxonomy: Taxonomy = createTaxonomy({
  version: "test",
  competencies: [
    { number: 1, code: "one", ko: "하나", en: "One", group: "01" },
    { number: 2, code: "two", ko: "둘", en: "Two", group: "02" },
    { number: 3, code: "three", ko: "셋", en: "Three", group: "03" },
    { number: 4, code: "four", ko: "넷", en: "Four", group: "01" },
    { number: 5, code: "five", ko: "다섯", en: "Five", group: "05" },
  ],
  occupations: [
    {
      number: 1,
      code: "5317",
      ko: "가",
      en: "A",
      aliases: [],
      competencies: [
        ["one", 3, "essential"],
        ["two", 3, "optional"],
      ],
    },
    { number: 2, code: "5316", ko: "나", en: "B", aliases: [], competencies: [["three", 3, "essential"]] },
    { number: 3, code: "0299", ko: "다", en: "C", aliases: [], competencies: [["four", 3, "essential"]] },
  ],
  certificates: [],
});

describe("a relation", () => {
  test.each([
    [1, 1, { by: "same" }],
    [1, 2, { by: "occupations", codes: ["5317"] }],
    [1, 3, { by: "occupation-group", code: "531" }],
    [1, 4, { by: "field", group: "01" }],
    [1, 5, { by: "similarity" }],
    [1, 99, { by: "similarity" }],
  ] as const)("between %i and %i, either way, is told by what they share", (a, b, expected) => {
    expect(relationBetween(a, b, taxonomy)).toEqual(expected);
    expect(relationBetween(b, a, taxonomy)).toEqual(expected);
  });
});
