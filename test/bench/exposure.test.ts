import { expect, test } from "vitest";
import { giniOf, measureExposure } from "./exposure-run.ts";

test.each([
  [[1, 1, 1, 1], 0],
  [[0, 0, 0, 4], 0.75],
  [[1, 2, 3, 4], 0.25],
  [[0, 0], 0],
])("the Gini coefficient of %j is %d", (values, expected) => {
  expect(giniOf(values)).toBeCloseTo(expected, 12);
});

test("waves alert no more than without them, and spread what they alert no worse than fit alone", () => {
  const report = measureExposure({ applicants: 4_000, openings: 60, seed: 3, thresholdBp: 4_000 });
  const { withoutWaves, bestFitsOnly, withWaves } = report;
  expect(withoutWaves.coverage).toBe(1);
  expect(withWaves.alerts).toBeLessThan(withoutWaves.alerts);
  expect(withWaves.alerts).toBe(bestFitsOnly.alerts);
  expect(withWaves.gini).toBeLessThanOrEqual(bestFitsOnly.gini);
  expect(withWaves.meanScoreLossPercent).toBeLessThan(3);
});
