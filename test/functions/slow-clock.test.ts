import { expect, test } from "vitest";
import { dayInSeoul } from "../../domain/model/calendar.ts";
import { createMemoryWorld } from "../../functions/adapters/memory/memory-world.ts";
import { takeIn } from "../../functions/intake.ts";
import { matchBatch } from "../../functions/match.ts";
import { notifyBatch } from "../../functions/notify.ts";
import { silentLog } from "../../functions/runtime/log.ts";
import { aJobBody, aProfileBody } from "../fixtures/bodies.ts";
import { configuration, NOW_MS } from "../fixtures/memory-service.ts";

const intakeConfiguration = { taxonomy: configuration.taxonomy, plan: { generation: 1, shards: 1 }, centers: {} };
const DAY_MS = 24 * 60 * 60 * 1_000;

const toRecords = (sent: readonly { body: string }[]) =>
  sent.map(({ body }, at) => ({ messageId: `message-${at}`, body, sentAt: NOW_MS }));

test("an opening of which the first day has come is told by a function whose clock is still in the day before", async () => {
  const world = createMemoryWorld({ now: () => NOW_MS });
  const events = [aProfileBody(), aJobBody({ validFrom: dayInSeoul(NOW_MS) })].map((body) => ({ body }));
  await takeIn(toRecords(events), world, intakeConfiguration, silentLog);
  await matchBatch(toRecords(world.sent("matching")), world, new Map(), configuration, silentLog);
  const slow = { ...world, clock: { now: () => NOW_MS - DAY_MS } };
  const failures = await notifyBatch(toRecords(world.sent("applicant-alerts")), slow, configuration, silentLog);
  expect(failures.size).toBe(0);
  expect(world.sent("applicant-messages")).toHaveLength(1);
});
