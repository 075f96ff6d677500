import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { beforeAll, describe, expect, test } from "vitest";
import { faultKinds, type PlannedFault } from "./faults.ts";
import { mutants } from "./mutants.ts";
import { mutate } from "./mutation.ts";
import { chooseReferences } from "./reference.ts";
import { commandOf } from "./replaying.ts";
import { runSeed, type SeedOptions } from "./run-seed.ts";
import { shrink } from "./shrink.ts";
import { runWorker, seedsFrom, simulateSeeds, toldOf } from "./simulate-seeds.ts";
import { writeStory } from "./story.ts";

/** About a minute of one processor; `npm run simulate` runs as many as are asked for. */
const SEEDS = 1_000;
const SEEDS_TIMEOUT_MS = 600_000;

/** Without these nobody is told, nothing ends, and nobody learns what became of it. */
const ESSENTIAL = [
  "applicants.withdraw",
  "bridges.tell",
  "bus.publish",
  "cases.put",
  "centerFeeds.append",
  "followUps.announce",
  "followUps.forget",
  "followUps.move",
  "followUps.record",
  "followUps.schedule",
  "openings.close",
  "queues.send",
  "recommendations.recordOutcome",
  "recommendations.retell",
  "recommendations.retract",
  "recommendations.tell",
  "shardLog.append",
];

const ROOT = new URL("../../", import.meta.url);

async function traceOf(seed: number): Promise<string> {
  const lines: string[] = [];
  await runSeed(seed, { onLine: (line) => lines.push(line) });
  return lines.join("\n");
}

describe("the service under faults", () => {
  test(`keeps what it promises in ${SEEDS} worlds`, { timeout: SEEDS_TIMEOUT_MS }, async () => {
    const report = await simulateSeeds({ from: 1, seeds: SEEDS, workers: availableParallelism() });
    expect(report.failing).toEqual([]);
    expect(report.seeds).toBe(SEEDS);
    expect(report.faults).toBeGreaterThan(SEEDS * 80);
    expect(report.withdrawals).toBeGreaterThan(SEEDS);
    expect(faultKinds.filter((kind) => report.faultsByKind[kind] === 0)).toEqual([]);
  });
});

describe("one fault at one call", () => {
  const kinds: readonly PlannedFault["kind"][] = ["crash-before", "crash-after", "response-lost", "frozen"];
  let chosen: Awaited<ReturnType<typeof chooseReferences>>;

  beforeAll(async () => {
    chosen = await chooseReferences();
  }, SEEDS_TIMEOUT_MS);

  test("is tried at whatever tells, ends and records", () => {
    expect([...chosen.methods]).toEqual(expect.arrayContaining(ESSENTIAL));
  });

  test.each(kinds)(
    "%s: at whichever call of the reference stories, all ends as it should",
    { timeout: SEEDS_TIMEOUT_MS },
    async (kind) => {
      for (const { seed, calls } of chosen.references) {
        for (const call of calls) {
          const report = await runSeed(seed, { planned: { call, kind } });
          expect(report.violations, `${kind} at call ${call} of ${seed}`).toEqual([]);
          expect(report.faultsByKind.get(kind), `${kind} at call ${call} of ${seed}`).toBe(1);
        }
      }
    },
  );
});

describe("a seed", () => {
  test("gives the same trace every time, to the byte", async () => {
    const trace = await traceOf(7);
    expect(trace.split("\n").length).toBeGreaterThan(100);
    expect(await traceOf(7)).toBe(trace);
    expect(await traceOf(8)).not.toBe(trace);
  });

  test("reads no clock and no chance of the machine", async () => {
    const { now } = Date;
    const { random } = Math;
    const trap = () => {
      throw new Error("the machine's own clock or chance is read");
    };
    Date.now = trap;
    Math.random = trap;
    try {
      expect((await runSeed(3)).violations).toEqual([]);
    } finally {
      Date.now = now;
      Math.random = random;
    }
  });
});

describe("a mutant", () => {
  test.each(mutants.map(({ name, edits }) => [name, edits] as const))("%s changes the code as it is", (_, edits) => {
    for (const edit of edits) {
      const source = readFileSync(new URL(edit.file, ROOT), "utf8");
      expect(mutate(source, edit)).not.toBe(source);
    }
  });

  test("there are 25 or more, no two of one name", () => {
    expect(mutants.length).toBeGreaterThanOrEqual(25);
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
  });

  test.each([
    "stale-overwrite",
    "no-tombstone",
    "failed-append-acknowledged",
    "center-without-consent",
    "body-in-an-error",
  ])("%s is noticed by the first seeds", { timeout: SEEDS_TIMEOUT_MS }, async (mutant) => {
    const { failing } = await runWorker({ next: seedsFrom(1), last: 50, mutant });
    expect(failing).toHaveLength(1);
  });

  test("that lets nothing come to rest is told by the promise that it breaks", {
    timeout: SEEDS_TIMEOUT_MS,
  }, async () => {
    const { failing } = await runWorker({ next: seedsFrom(1), last: 50, mutant: "read-beyond-the-last-number" });
    const violations = failing[0]?.violations ?? [];
    expect(violations[0]).toMatchObject({ guarantee: 1, text: expect.stringContaining("not as it is kept") });
    expect(violations.at(-1)?.text).toContain("what was set aside never succeeds");
  });
});

describe("what fails", () => {
  test("is made as small as it can be while the same guarantee is broken", async () => {
    // Broken by the third fault and the fifth happening together; with fewer faults something else is wrong.
    const run = async (_seed: number, { faultsMax = 40, drop = [] }: SeedOptions) => ({
      faultsByKind: new Map([["frozen", 40]] as const),
      violations: drop.includes(4) ? [] : [{ guarantee: faultsMax >= 3 ? 3 : 1, text: "" }],
    });
    const options = await shrink(3, {}, run);
    const others = writeStory(3).happenings.flatMap((_, at) => (at === 4 ? [] : [at]));
    expect(options.faultsMax).toBe(3);
    expect(options.drop?.toSorted((a, b) => a - b)).toEqual(others);
    expect(options.without).toEqual(faultKinds);
  });

  test("is told with the way to run it again", () => {
    const violations = [{ guarantee: 6, text: "a log line has a name" }];
    expect(toldOf([{ seed: 17, violations }])).toEqual([
      "seed 17: guarantee 6: a log line has a name",
      "run it again: npm run simulate -- --seed 17 --trace",
    ]);
  });

  test("says how it is run again", () => {
    expect(commandOf(17, {}, "no-tombstone")).toBe("npm run simulate -- --seed 17 --trace --mutant no-tombstone");
    expect(commandOf(17, { faultsMax: 3, without: ["frozen", "throttled"], drop: [5, 4] })).toBe(
      "npm run simulate -- --seed 17 --trace --faults 3 --without frozen,throttled --drop 4,5",
    );
  });
});
