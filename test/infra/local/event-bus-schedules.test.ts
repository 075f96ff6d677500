import { describe, expect, test } from "vitest";
import type { BusRule, BusSchedule } from "../../../infra/local/bus-resources.ts";
import { ACCOUNT, aBus, aRule, bodies, busArn, DAY_MS, failing, queue, REGION } from "./a-bus.ts";

describe("a schedule", () => {
  const arn = `arn:aws:scheduler:${REGION}:${ACCOUNT}:schedule/default/digest`;
  const aSchedule = (schedule: Partial<BusSchedule> = {}): BusSchedule => ({
    Arn: arn,
    Name: "digest",
    ScheduleExpression: "cron(0 18 * * ? *)",
    ScheduleExpressionTimezone: "Asia/Seoul",
    Target: { Arn: queue("digest"), Input: '{"at":"<aws.scheduler.scheduled-time>"}' },
    ...schedule,
  });

  test("of a rule sends the scheduled event once per period", async () => {
    const rule: BusRule = { ...aRule(), EventBusName: "default", ScheduleExpression: "rate(5 minutes)" };
    const { bus, clock, delivered } = aBus({ rules: [rule] });
    bus.start();
    await clock.advance(10 * 60_000);
    expect(bodies(delivered)).toMatchObject([
      { source: "aws.events", "detail-type": "Scheduled Event", time: "2026-03-01T00:05:00Z", resources: [rule.Arn] },
      { time: "2026-03-01T00:10:00Z", detail: {} },
    ]);
  });

  test("fires on the wall clock of its zone with its input", async () => {
    const { bus, clock, delivered } = aBus({ schedules: [aSchedule()] });
    bus.start();
    await clock.advance(2 * DAY_MS);
    expect(bodies(delivered)).toEqual([{ at: "2026-03-01T09:00:00Z" }, { at: "2026-03-02T09:00:00Z" }]);
    expect(delivered[0]?.origin).toMatchObject({ kind: "schedule", arn });
  });

  test("puts an event on a bus, where rules route it", async () => {
    const Target = {
      Arn: busArn("ieum"),
      EventBridgeParameters: { Source: "ieum.clock", DetailType: "DayStarted" },
      Input: '{"at":"<aws.scheduler.scheduled-time>","attempt":"<aws.scheduler.attempt-number>"}',
    };
    const rule = aRule({ EventPattern: { source: ["ieum.clock"], "detail-type": ["DayStarted"] } });
    const { bus, clock, delivered } = aBus({ schedules: [aSchedule({ Target })], rules: [rule] });
    bus.start();
    await clock.advance(DAY_MS);
    expect(bodies(delivered)).toMatchObject([{ detail: { at: "2026-03-01T09:00:00Z", attempt: "1" } }]);
  });

  test("without input sends what the service sends", async () => {
    const { bus, clock, delivered } = aBus({ schedules: [aSchedule({ Target: { Arn: queue("digest") } })] });
    bus.start();
    await clock.advance(DAY_MS);
    expect(bodies(delivered)).toMatchObject([{ source: "aws.scheduler", resources: [arn], detail: "{}" }]);
  });

  test("keeps to its beginning and its end, its rate firing first at the beginning", async () => {
    const { bus, clock, delivered } = aBus({
      schedules: [
        aSchedule({
          ScheduleExpression: "rate(1 hour)",
          StartDate: "2026-03-01T02:30:00Z",
          EndDate: "2026-03-01T04:45:00Z",
        }),
      ],
    });
    bus.start();
    await clock.advance(DAY_MS);
    expect(bodies(delivered).map(({ at }) => at.slice(11, 16))).toEqual(["02:30", "03:30", "04:30"]);
  });

  test("fires once after a long timer, and not before it is due", async () => {
    const schedule = aSchedule({ ScheduleExpression: "at(2026-05-01T00:00:00)", ScheduleExpressionTimezone: "UTC" });
    const { bus, clock, delivered } = aBus({ schedules: [schedule] });
    bus.start();
    await clock.advance(60 * DAY_MS);
    expect(delivered).toEqual([]);
    await clock.advance(60 * DAY_MS);
    expect(bodies(delivered)).toEqual([{ at: "2026-05-01T00:00:00Z" }]);
  });

  test("is dead-lettered with the attributes of the scheduler", async () => {
    const Target = {
      Arn: queue("intake"),
      Input: "{}",
      DeadLetterConfig: { Arn: queue("dead") },
      RetryPolicy: { MaximumRetryAttempts: 0 },
    };
    const { bus, clock, delivered } = aBus({ schedules: [aSchedule({ Target })], deliver: failing(9) });
    bus.start();
    await clock.advance(DAY_MS);
    expect(delivered[0]?.payloads[0]?.attributes).toMatchObject({
      SCHEDULE_ARN: arn,
      SCHEDULED_TIME: "2026-03-01T09:00:00Z",
      EXHAUSTED_RETRY_CONDITION: "MaximumRetryAttempts",
    });
  });

  test("is silent when disabled, and after the bus has stopped", async () => {
    const { bus, clock, delivered } = aBus({ schedules: [aSchedule({ State: "DISABLED" }), aSchedule()] });
    bus.start();
    await clock.advance(DAY_MS);
    await bus.stop();
    await clock.advance(5 * DAY_MS);
    expect(delivered).toHaveLength(1);
  });
});
