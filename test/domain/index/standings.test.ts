import { expect, test } from "vitest";
import { Standings } from "../../../domain/index/applicants/standings.ts";

test("whoever has a standing is found, however many have one, and nobody else", () => {
  const standings = new Standings();
  const id = (number: number) => `person-${number}`;
  for (let number = 0; number < 5_000; number++) standings.set(id(number), { retirementStage: number, programmes: [] });
  for (let number = 0; number < 5_000; number += 2) standings.delete(id(number));
  const found = Array.from({ length: 20_000 }, (_, number) => standings.get(id(number))?.retirementStage);
  expect(found).toEqual(found.map((_, number) => (number < 5_000 && number % 2 === 1 ? number : undefined)));
  expect(standings.size).toBe(2_500);
});
