import { expect, test } from "vitest";
import { builtInTaxonomy } from "../../domain/taxonomy/built-in.ts";
import { measureColdStart } from "./cold-start-run.ts";

test("a cold start of ten times the people reads ten times the bytes, from one partition", () => {
  const { shards, bytesPerApplicant } = measureColdStart(500, [50_000, 500_000], builtInTaxonomy);
  const [small, large] = shards;
  if (small === undefined || large === undefined) throw new Error("a size is missing");
  expect(large.bytes / small.bytes).toBeCloseTo(10, 3);
  expect(large.readSeconds).toBeCloseTo(large.bytes / 12_288_000, 6);
  expect(bytesPerApplicant).toBeGreaterThan(50);
  // Half of the time that the function has is what the alarm on catching up allows.
  expect(small.readSeconds).toBeLessThan(30);
});
