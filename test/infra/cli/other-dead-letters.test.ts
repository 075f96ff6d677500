import { expect, test } from "vitest";
import { createDeadLetters } from "../../../functions/adapters/memory/dead-letters.ts";
import { createMemoryWorld } from "../../../functions/adapters/memory/memory-world.ts";
import { redrive } from "../../../functions/operating/dead-letters.ts";
import { clockRuns, FEED_UNDELIVERED, withOthers } from "../../../infra/cli/other-dead-letters.ts";
import { ManualClock } from "../../ports/harness.ts";

const DAY = "2026-11-21";
const centers = [{ id: "west", serves: ["11380"] }] as never;

function aDesk() {
  const clock = new ManualClock();
  const sent: { queue: string; groupId?: string }[] = [];
  const queues = createDeadLetters(clock, (queue, { groupId }) => {
    sent.push({ queue, ...(groupId === undefined ? {} : { groupId }) });
  });
  const world = createMemoryWorld(clock);
  const deadLetters = withOthers(
    queues,
    clockRuns(async () => world),
    centers,
  );
  return { bury: queues.bury, sent, world, ports: { deadLetters, clock } };
}

test("an event that did not come to the feeds goes back into the group of its district's center", async () => {
  const { bury, sent, ports } = aDesk();
  bury(FEED_UNDELIVERED, { body: JSON.stringify({ detail: { district: "11380" } }), errorCode: "NO_PERMISSIONS" });
  bury(FEED_UNDELIVERED, { body: JSON.stringify({ detail: { district: "99999" } }) });
  expect(await redrive(FEED_UNDELIVERED, {}, ports)).toMatchObject({ done: [expect.anything()], left: 1 });
  expect(sent).toEqual([{ queue: FEED_UNDELIVERED, groupId: "west" }]);
  expect(await ports.deadLetters.receive(FEED_UNDELIVERED)).toHaveLength(1);
});

test("a day that could not be started is started, as the day that it was", async () => {
  const { bury, sent, world, ports } = aDesk();
  bury("start-day", { body: JSON.stringify({ scheduledTime: `${DAY}T00:00:00Z` }) });
  expect((await redrive("start-day", {}, ports)).done).toHaveLength(1);
  expect(world.published()).toMatchObject([{ name: "DayStarted", detail: { day: DAY } }]);
  expect(sent).toEqual([]);
  expect(await ports.deadLetters.receive("start-day")).toEqual([]);
});

test.each(["digest", "follow-up"])("a run of %s is done", async (queue) => {
  const { bury, ports } = aDesk();
  bury(queue, { body: JSON.stringify({ scheduledTime: `${DAY}T00:00:00Z` }) });
  expect((await redrive(queue, {}, ports)).done).toHaveLength(1);
});
