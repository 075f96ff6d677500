import { expect, test } from "vitest";
import { createNameMeaning } from "../../../domain/taxonomy/name-meaning.ts";
import type { Competency, Occupation } from "../../../domain/taxonomy/taxonomy.ts";

const codes = ["childcare", "play", "welding", "cutting"];
const competencies: Competency[] = codes.map((code, i) => {
  return { number: i + 1, code, ko: code, en: `${code} skills`, group: "01" };
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

/** What a text means, as competency numbers, those it speaks for most first. */
function meant(name: string): readonly number[] {
  const { keys, weights } = meaningOf(name);
  return keys.toSorted((a, b) => (weights[keys.indexOf(b)] ?? 0) - (weights[keys.indexOf(a)] ?? 0));
}

const strengthOf = (name: string): number => Math.max(0, ...meaningOf(name).weights);

test("a name means the competencies that occupations called by its words ask for more often than others", () => {
  expect(meant("Nanny")).toEqual([2, 1]);
  expect(meant("보모")).toEqual([2, 1]);
  expect(meant("steel")).toEqual([4]);
});

test("a word that only competencies are called by means what those who need them do", () => {
  expect(meant("play")).toEqual([2, 1]);
  expect(meant("expert in play")).toEqual([2, 1]);
});

test("a word that nothing is called by means what the words spelt most like it do, and counts less", () => {
  expect(meant("welders")).toEqual(meant("welder"));
  expect(strengthOf("welders")).toBeGreaterThan(0);
  expect(strengthOf("welders")).toBeLessThan(strengthOf("welder"));
});

test("words that are neither known nor spelt like any mean nothing, and two letters of Hangul borrow from none", () => {
  expect(meaningOf("judge")).toEqual({ keys: [], weights: [] });
  expect(meaningOf("judge nanny")).toEqual(meaningOf("nanny"));
  expect(meaningOf("보육")).toEqual({ keys: [], weights: [] });
});

test("words that say more of the work count more than words of all work", () => {
  // Every occupation asks for something called skills, so the word tells nothing apart.
  expect(strengthOf("skills")).toBeLessThan(strengthOf("childcare") / 10);
});
