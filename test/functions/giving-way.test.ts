import { describe, expect, test } from "vitest";
import type { Backlog, QueueName } from "../../functions/ports.ts";
import { GIVES_WAY_MS_MAX, giveWay, PAUSE_MS, RESTS_PER_WORK } from "../../functions/taking-in/giving-way.ts";
import { aJobBody, aProfileBody, asImported } from "../fixtures/bodies.ts";
import { MemoryService } from "../fixtures/memory-service.ts";

/** Waiting messages in a queue, one count a question; the last one stays. */
function aBacklog(counts: readonly number[], of: QueueName = "matching") {
  let asked = 0;
  let pausedMs = 0;
  const backlog: Backlog = {
    waiting: async (queue) => (queue === of ? (counts[Math.min(asked++, counts.length - 1)] ?? 0) : 0),
    pause: async (ms) => {
      pausedMs += ms;
    },
  };
  return { backlog, asked: () => asked, pausedMs: () => pausedMs };
}

describe("an import", () => {
  test.each(["matching", "applicant-alerts"] as const)("waits until nothing waits in %s", async (queue) => {
    const { backlog, asked, pausedMs } = aBacklog([500, 20, 1, 0], queue);
    await giveWay(0, backlog);
    expect(asked()).toBe(4);
    expect(pausedMs()).toBe(3 * PAUSE_MS);
  });

  test("goes on beside a city that is never quiet", async () => {
    const { backlog, pausedMs } = aBacklog([500]);
    await giveWay(0, backlog);
    expect(pausedMs()).toBe(GIVES_WAY_MS_MAX);
  });

  test.each([
    [20, 20 * RESTS_PER_WORK],
    [1_000_000, GIVES_WAY_MS_MAX],
  ])("that worked for %i ms rests for %i first", async (workedMs, restMs) => {
    const { backlog, pausedMs } = aBacklog([0]);
    await giveWay(workedMs, backlog);
    expect(pausedMs()).toBe(restMs);
  });
});

describe("λ intake", () => {
  /** What has gone to the shards at each question. */
  async function sentWhenAsked(body: string): Promise<readonly number[]> {
    const service = new MemoryService();
    const seen: number[] = [];
    const { backlog } = aBacklog([1, 0]);
    const waiting: Backlog["waiting"] = (queue) => {
      if (queue === "matching") seen.push(service.world.sent("matching").length);
      return backlog.waiting(queue);
    };
    Object.assign(service.world, { backlog: { ...backlog, waiting } });
    await service.intake(body);
    expect(service.world.sent("matching")).toHaveLength(1);
    return seen;
  }

  test("sends what is imported to the shards only when there is room", async () => {
    expect(await sentWhenAsked(asImported(aProfileBody()))).toEqual([0, 0]);
  });

  test("never makes what comes one by one wait", async () => {
    expect(await sentWhenAsked(aJobBody())).toEqual([]);
  });
});
