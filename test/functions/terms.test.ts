import { expect, test } from "vitest";
import { createMemoryWorld } from "../../functions/adapters/memory/memory-world.ts";
import { matchingTerms, putTerms, readTerms, TermsReader, underTerms } from "../../functions/runtime/terms.ts";
import { configuration } from "../fixtures/memory-service.ts";

const aWorld = () => createMemoryWorld({ now: () => 0 });

test("without terms it is matched as deployed", async () => {
  expect(await new TermsReader(aWorld(), configuration).inForce()).toBe(configuration);
});

test("terms that are set hold from the next batch on, and until others are", async () => {
  const world = aWorld();
  const reader = new TermsReader(world, configuration);
  await reader.inForce();
  expect(await putTerms(world, 0, { thresholdBp: 7_000, listedPerOpening: 50 })).toBe(true);
  const changed = await reader.inForce();
  expect(changed).toMatchObject({
    perOpening: { thresholdBp: 7_000, listMax: 50 },
    perApplicant: { thresholdBp: 7_000, listMax: configuration.perApplicant.listMax },
    weights: configuration.weights,
  });
  expect(await reader.inForce()).toBe(changed);
  await putTerms(world, 1, {});
  expect(await reader.inForce()).toEqual(configuration);
});

test("of two who set terms at once one is told that the other was first", async () => {
  const world = aWorld();
  const { version } = await readTerms(world);
  expect(await Promise.all([putTerms(world, version, { thresholdBp: 1 }), putTerms(world, version, {})])).toEqual([
    true,
    false,
  ]);
});

test("other weights have another version each, and leave what they don't name", () => {
  const weights = { opening: { occupation: 60 } };
  const [one, two] = [1, 2].map((version) => underTerms(configuration, { version, terms: { weights } }).weights);
  expect(one?.opening).toEqual({ ...configuration.weights.opening, occupation: 60 });
  expect(one?.applicant).toEqual(configuration.weights.applicant);
  expect(new Set([configuration.weights.version, one?.version, two?.version]).size).toBe(3);
});

test("what a newer version of the code has added stops nothing", async () => {
  const world = aWorld();
  await world.terms.put("matching", 0, JSON.stringify({ thresholdBp: 7_000, ofTomorrow: true }));
  expect((await readTerms(world)).terms).toEqual({ thresholdBp: 7_000 });
});

test.each([
  { thresholdBp: 0 },
  { thresholdBp: 10_001 },
  { listedPerOpening: 1_001 },
  { listedPerApplicant: 0 },
  { weights: { opening: { sympathy: 1 } } },
  { weights: { opening: { occupation: -1 } } },
])("%j is refused", (terms) => {
  expect(matchingTerms.safeParse(terms).success).toBe(false);
});
