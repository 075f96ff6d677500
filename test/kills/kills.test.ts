import { expect, test } from "vitest";
import { killAgainAndAgain } from "./kill-run.ts";

test("a twin that is killed three times while events flow loses nothing that was accepted, and tells nobody twice", async () => {
  const { kills, killsInStart, accepted, lost, untold, twice, deadLetters } = await killAgainAndAgain({
    times: 3,
    applicants: 50,
    seed: 1,
  });
  expect([kills, killsInStart]).toEqual([3, 1]);
  expect(accepted).toBeGreaterThan(20);
  expect({ lost, untold, twice, deadLetters }).toEqual({ lost: 0, untold: 0, twice: 0, deadLetters: 0 });
});
