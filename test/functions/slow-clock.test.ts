import { expect, test } from "vitest";
import { dayInSeoul } from "../../domain/model/calendar.ts";
import { createMemoryWorld } from "../../functions/adapters/memory/memory-world.ts";
import { wakeDue } from "../../functions/digest.ts";
import { takeIn } from "../../functions/intake.ts";
import { matchBatch } from "../../functions/match.ts";
import { notifyBatch } from "../../functions/notify.ts";
import { silentLog } from "../../functions/runtime/log.ts";
import { aJobBody, aProfileBody } from "../fixtures/bodies.ts";
import { configuration, NOW_MS } from "../fixtures/memory-service.ts";
import { aDay, aHire, anOpeningBody, aService, DAY, OPEN_LONG, toldOf } from "./programme-story.ts";

const intakeConfiguration = { taxonomy: configuration.taxonomy, plan: { generation: 1, shards: 1 }, centers: {} };
const DAY_MS = 24 * 60 * 60 * 1_000;

const toRecords = (sent: readonly { body: string }[], sentAt = NOW_MS) =>
  sent.map(({ body }, at) => ({ messageId: `message-${at}`, body, sentAt }));

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

test("a place that the new year brings is told by a function whose clock is still in the year before, in which there was none", async () => {
  const service = await aService({ yearlyQuota: { places: 1 } }, "one", "two");
  await service.accept(anOpeningBody("first", OPEN_LONG));
  await service.accept(aHire("one", "first", DAY), anOpeningBody("second", OPEN_LONG));
  expect(await toldOf(service, "two")).toEqual(["first"]);
  const before = service.world.sent("applicant-alerts").length;
  service.nowMs = Date.parse("2027-01-01T09:00:00+09:00");
  await service.intake(aDay("2027-01-01"));
  await service.match();
  const alerts = toRecords(service.world.sent("applicant-alerts").slice(before), service.nowMs);
  const slow = { ...service.world, clock: { now: () => service.nowMs - DAY_MS } };
  await notifyBatch(alerts, slow, configuration, silentLog);
  expect(await toldOf(service, "two")).toContain("second");
});

test("whoever is woken before their hour, by a clock that is fast, is put down for the next one, as theirs is cleared when it is worked off", async () => {
  let nowMs = Date.parse(`${dayInSeoul(NOW_MS)}T23:00:00+09:00`);
  const morning = Date.parse(`${dayInSeoul(NOW_MS + DAY_MS)}T08:00:00+09:00`);
  const world = createMemoryWorld({ now: () => nowMs });
  const ports = { ...world, clock: { now: () => nowMs } };
  const events = [aProfileBody(), aJobBody()].map((body) => ({ body }));
  await takeIn(toRecords(events, nowMs), ports, intakeConfiguration, silentLog);
  await matchBatch(toRecords(world.sent("matching"), nowMs), ports, new Map(), configuration, silentLog);
  const atNight = world.sent("applicant-alerts");
  await notifyBatch(toRecords(atNight, nowMs), ports, configuration, silentLog);
  expect(world.sent("applicant-messages")).toEqual([]);

  const wake = async (digestMs: number) => {
    const before = world.sent("applicant-alerts").length;
    await wakeDue({ ...world, clock: { now: () => digestMs } }, silentLog);
    const due = world.sent("applicant-alerts").slice(before);
    await notifyBatch(toRecords(due, nowMs), ports, configuration, silentLog);
    return due.length;
  };
  nowMs = morning - 60_000;
  expect(await wake(morning)).toBe(1);
  expect(world.sent("applicant-messages")).toEqual([]);
  nowMs = morning + DAY_MS / 24;
  expect(await wake(nowMs)).toBe(1);
  expect(world.sent("applicant-messages")).toHaveLength(1);
});
