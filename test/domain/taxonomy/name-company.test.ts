import { expect, test } from "vitest";
import type { SparseVector } from "../../../domain/taxonomy/cosine.ts";
import { createNameCompany } from "../../../domain/taxonomy/name-company.ts";

const names = [
  "staff attorney",
  "trial attorney",
  "staff counsel",
  "trial counsel",
  "pastry chef",
  "line chef",
  "staff chef",
  "beekeeper",
];
const companyOf = createNameCompany(names);

function product(a: SparseVector, b: SparseVector): number {
  const weights = new Map(b.keys.map((key, i) => [key, b.weights[i] ?? 0]));
  return a.keys.reduce((sum, key, i) => sum + (a.weights[i] ?? 0) * (weights.get(key) ?? 0), 0);
}

test("words that stand beside the same words keep the same company, without a letter in common", () => {
  const attorney = companyOf("attorney");
  expect(product(attorney, companyOf("counsel"))).toBeGreaterThan(0);
  expect(product(attorney, companyOf("counsel"))).toBeGreaterThan(product(attorney, companyOf("chef")));
});

test("a word that stands alone, or in no name, keeps none", () => {
  for (const text of ["beekeeper", "astronaut", ""]) expect(companyOf(text)).toEqual({ keys: [], weights: [] });
});

test("a Korean compound keeps company by two letters in a row", () => {
  const korean = createNameCompany(["병원 청소원", "병원 미화원", "학원 강사"]);
  expect(product(korean("청소"), korean("미화"))).toBeGreaterThan(0);
  expect(product(korean("청소"), korean("강사"))).toBe(0);
});
