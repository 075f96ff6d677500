import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { MatchingTerms, WeightChanges } from "../../../functions/runtime/terms.ts";
import { askedTerms } from "../../../infra/cli/asked-terms.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ieum-asked-terms-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What is gone by when somebody gives weights over terms that have been set. */
function over(set: MatchingTerms, weights: WeightChanges): MatchingTerms {
  const file = join(folder, "weights.json");
  writeFileSync(file, JSON.stringify(weights));
  return askedTerms({ weights: file }, set);
}

test("weights that are given leave those that others have set before", () => {
  const set: MatchingTerms = { thresholdBp: 6_000, weights: { opening: { occupation: 60 }, inferredCompetencies: 30 } };
  expect(over(set, { opening: { experience: 20 } })).toEqual({
    thresholdBp: 6_000,
    weights: { opening: { occupation: 60, experience: 20 }, inferredCompetencies: 30 },
  });
  expect(over(set, { applicant: { pay: 5 } }).weights).toEqual({ ...set.weights, applicant: { pay: 5 } });
});

test("of two weights of one component the later holds", () => {
  const set: MatchingTerms = { weights: { opening: { occupation: 60 } } };
  expect(over(set, { opening: { occupation: 55 } }).weights).toEqual({ opening: { occupation: 55 } });
});
