import { expect, test } from "vitest";
import { builtInTaxonomy } from "../../../domain/taxonomy/built-in.ts";
import { relatednessOver, strongestOf } from "../../../domain/taxonomy/relation-lookup.ts";

const { relations, competencies } = builtInTaxonomy;

/** More competencies than a square table is made for: the rest of them have no relations. */
const MANY = 2_000;

test("a lookup in rows, as larger taxonomies have it, says what a lookup in a square says", () => {
  const bySquare = relatednessOver(relations, competencies.length);
  const byRow = relatednessOver(relations, MANY);
  let related = 0;
  for (const { number: a } of competencies) {
    for (const { number: b } of competencies) {
      if (byRow(a, b) !== bySquare(a, b)) expect.fail(`${a} and ${b} have ${byRow(a, b)}, not ${bySquare(a, b)}`);
      if (a !== b && bySquare(a, b) > 0) related++;
    }
  }
  expect(related).toBe(relations.other.length);
});

test("a competency of the same number is the same, and one that isn't there is a stranger", () => {
  const byRow = relatednessOver(relations, MANY);
  expect(byRow(1, 1)).toBe(10_000);
  expect(byRow(1, MANY)).toBe(0);
  expect(byRow(MANY, 1)).toBe(0);
  expect(strongestOf(relations, MANY)).toEqual([]);
});
