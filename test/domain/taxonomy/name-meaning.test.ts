import { expect, test } from "vitest";
import { createNameIndex } from "../../../domain/taxonomy/name-index.ts";
import { createNameMeaning } from "../../../domain/taxonomy/name-meaning.ts";
import type { Competency, Occupation } from "../../../domain/taxonomy/taxonomy.ts";

const codes = ["childcare", "play", "welding", "cutting"];
const competencies: Competency[] = codes.map((code, i) => {
  return { number: i + 1, code, ko: code, en: code, group: "01" };
});
const occupation = (number: number, name: string, aliases: readonly string[], ...asked: string[]): Occupation => ({
  number,
  code: `111${number}`,
  ko: name,
  en: name,
  aliases,
  competencies: asked.map((code) => [code, 3, "essential"] as const),
});
const occupations = [
  occupation(1, "nanny", ["보모"], "childcare", "play"),
  occupation(2, "babysitter", [], "childcare"),
  occupation(3, "welder", [], "welding", "cutting"),
  occupation(4, "steel cutter", [], "cutting"),
];
const meaningOf = createNameMeaning(occupations, competencies);

test("a name means the competencies that occupations called by its words ask for more often than others", () => {
  expect(meaningOf("Nanny").competencies.keys).toEqual([1, 2]);
  expect(meaningOf("보모").competencies.keys).toEqual([1, 2]);
  expect(meaningOf("nanny").knownShare).toBe(1);
});

test("words that no occupation is called by mean nothing, and make the meaning of the rest count less", () => {
  expect(meaningOf("astronaut")).toEqual({ competencies: { keys: [], weights: [] }, knownShare: 0 });
  const { competencies: partly, knownShare } = meaningOf("nanny astronaut");
  expect(partly).toEqual(meaningOf("nanny").competencies);
  expect(knownShare).toBeGreaterThan(0);
  expect(knownShare).toBeLessThan(1);
});

test("names alike in meaning are ranked without a letter in common, but are not taken for the same", () => {
  const names = [
    { code: "a", name: "babysitter" },
    { code: "b", name: "welder" },
  ];
  const index = createNameIndex(names, 6_000, meaningOf);
  expect(index.rank("nanny", 5)[0]?.code).toBe("a");
  expect(index.resolve("nanny")).toBeUndefined();
  expect(createNameIndex(names, 6_000).rank("nanny", 5)).toEqual([]);
});
