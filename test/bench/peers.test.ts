import { expect, test } from "vitest";
import { rules } from "../fixtures/facts.ts";
import { peerNames, runPeers } from "./peers-run.ts";
import { POPULATION_DAY } from "./population.ts";

/** The databases that come with the project, and the loop; PostgreSQL is installed in few places. */
const installed = peerNames.filter((name) => name !== "postgresql");

test("every peer finds what the engine finds, and finds something", async () => {
  const said: string[] = [];
  const report = await runPeers({
    applicants: 2_500,
    openings: 400,
    events: 12,
    peers: installed,
    seed: 3,
    // Low enough that a small population has matches.
    thresholdBp: 4_000,
    rules: { ...rules, today: POPULATION_DAY },
    say: (text) => void said.push(text),
  });
  expect(Object.keys(report.peers)).toEqual(installed);
  for (const name of installed) expect(report.peers[name]?.differences, name).toBe(0);
  expect(report.found).toBeGreaterThan(20);
}, 60_000);
