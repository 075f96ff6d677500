import { expect, test } from "vitest";
import { payWarnings } from "../../../domain/programme/pay-warnings.ts";
import { refuseUnderRules } from "../../../domain/programme/refuse-opening.ts";
import type { RuleSet } from "../../../domain/programme/rule-set.ts";
import { builtInTaxonomy } from "../../../domain/taxonomy/built-in.ts";
import { factsOf } from "../../fixtures/facts.ts";
import { anOpeningOf, refusalOf, theRules } from "./rules.ts";

const internship = (pay: RuleSet["pay"], changes: Partial<RuleSet> = {}) =>
  theRules("midlife-internship", { pay, ...changes });
const codes = (rules: RuleSet, day: string) => payWarnings(rules, day).map(({ code, path }) => `${code} ${path}`);

test.each([
  ["2023-12-31", []],
  ["2024-01-01", ["PAY_YEAR_STALE /pay/0/year"]],
])("pay of 2023 on %s is warned of by %j", (day, warned) => {
  expect(codes(theRules("boram"), day)).toEqual(warned);
});

test("a rate below the year's minimum wage is warned of where the work is a job or an internship", () => {
  const rate = (krwPerHour: number) => [{ year: 2026, krwPerHour }];
  expect(codes(internship(rate(10_319)), "2026-06-01")).toEqual(["PAY_RATE_BELOW_MINIMUM_WAGE /pay/0/krwPerHour"]);
  expect(codes(internship(rate(10_320)), "2026-06-01")).toEqual([]);
  expect(codes(theRules("boram", { pay: rate(9_620) }), "2026-06-01")).toEqual([]);
});

test("what is over, or has no pay, is warned of by nothing", () => {
  expect(codes(theRules("boram", { sunset: "2023-12-31" }), "2026-06-01")).toEqual([]);
  expect(codes(theRules("pro-bono-corps"), "2026-06-01")).toEqual([]);
});

test("the built-in internship is warned of from the first year of which it doesn't know the living wage", () => {
  expect(codes(theRules("midlife-internship"), "2026-12-31")).toEqual([]);
  expect(codes(theRules("midlife-internship"), "2027-01-01")).toEqual(["PAY_YEAR_STALE /pay/3/year"]);
});

test("the last pay holds in later years until a newer one is entered, and a refusal says which year's it is", () => {
  const rules = theRules("boram");
  const paid = (krw: number) => ({
    baseSalary: { krw, unit: "HOUR" as const },
    workHours: { perMonth: 57 },
    startsOn: "2026-11-21",
  });
  expect(refusalOf(rules, "2026-11-21", paid(9_620))).toBeUndefined();
  const opening = anOpeningOf(rules, paid(9_621));
  const refused = refuseUnderRules(opening, factsOf.opening(opening), [rules], "2026-11-21", builtInTaxonomy);
  expect(refused?.code).toBe("PROGRAMME_PAY_RATE");
  expect(refused?.message).toContain("is not the 9620 won an hour that the programme pays, as last set for 2023");
  const newer = { ...rules, pay: [...(rules.pay ?? []), { year: 2026, krwPerHour: 10_320, krwPerMonthMax: 588_240 }] };
  expect(refusalOf(newer, "2026-11-21", paid(10_320))).toBeUndefined();
  expect(refusalOf(newer, "2026-11-21", paid(9_620))).toBe("PROGRAMME_PAY_RATE /opening/baseSalary");
});
