import { describe, expect, test } from "vitest";
import { DeliveryFailure, type JournalRecord } from "../../../infra/local/event-delivery.ts";
import { aBus, anEntry, aRule, bodies, DAY_MS, failing, queue } from "./a-bus.ts";

describe("a delivery that fails", () => {
  test("is tried again with growing delays until it is accepted", async () => {
    const { bus, clock, delivered, notices } = aBus({ rules: [aRule()], deliver: failing(3) });
    expect(await bus.putEvents([anEntry()])).toMatchObject({ FailedEntryCount: 0 });
    expect(bus.pendingDeliveries).toBe(1);
    await clock.advance(60_000);
    expect(delivered).toMatchObject([{ target: queue("intake"), atMs: 1_000 + 2_000 + 4_000 }]);
    expect(notices).toContainEqual(expect.objectContaining({ kind: "delivered", attempts: 4 }));
    expect(bus.pendingDeliveries).toBe(0);
  });

  test("does not hold back the other targets", async () => {
    const { bus, delivered } = aBus({
      rules: [aRule(), aRule({ Name: "audit", Targets: [{ Arn: queue("audit") }] })],
      deliver: failing(1),
    });
    await bus.putEvents([anEntry()]);
    expect(delivered.map(({ target }) => target)).toEqual([queue("audit")]);
  });

  test("is repeated alone when the rest of its batch was accepted", async () => {
    const tried: string[][] = [];
    const { bus, clock } = aBus({
      rules: [aRule()],
      deliver: async (_, payloads) => {
        tried.push(payloads.map((p) => p.eventId));
        if (tried.length === 1) throw new DeliveryFailure("THROTTLING", "slow down", { eventIds: new Set(["id-2"]) });
      },
    });
    await bus.putEvents([anEntry(), anEntry(), anEntry()]);
    await clock.advance(10_000);
    expect(tried).toEqual([["id-1", "id-2", "id-3"], ["id-2"]]);
  });

  const exhausting = { Id: "T0", Arn: queue("intake"), DeadLetterConfig: { Arn: queue("dead") } };

  test("goes to the dead-letter queue when its attempts are used up", async () => {
    const target = {
      ...exhausting,
      RetryPolicy: { MaximumRetryAttempts: 2 },
      Input: '{"transformed":true}',
    };
    const { bus, clock, delivered, kinds } = aBus({ rules: [aRule({ target })], deliver: failing(99) });
    await bus.putEvents([anEntry()]);
    await clock.advance(60_000);
    expect(delivered).toMatchObject([
      {
        target: queue("dead"),
        payloads: [
          {
            attributes: {
              RULE_ARN: aRule().Arn,
              TARGET_ARN: queue("intake"),
              ERROR_CODE: "ERROR_FROM_TARGET",
              ERROR_MESSAGE: "connection refused",
              EXHAUSTED_RETRY_CONDITION: "MaximumRetryAttempts",
              RETRY_ATTEMPTS: "2",
            },
          },
        ],
      },
    ]);
    expect(bodies(delivered)).toMatchObject([{ id: "id-1", detail: { openingId: "o-1" } }]);
    expect(kinds()).toEqual(["accepted", "retrying", "retrying", "dead-lettered", "delivered"]);
  });

  test("goes to the dead-letter queue when the event is too old, after a last attempt at that age", async () => {
    const target = { ...exhausting, RetryPolicy: { MaximumEventAgeInSeconds: 60 } };
    const { bus, clock, delivered } = aBus({ rules: [aRule({ target })], deliver: failing(999) });
    await bus.putEvents([anEntry()]);
    await clock.advance(DAY_MS);
    expect(delivered).toMatchObject([{ target: queue("dead"), atMs: 60_000 }]);
    expect(delivered[0]?.payloads[0]?.attributes).toMatchObject({
      EXHAUSTED_RETRY_CONDITION: "MaximumEventAgeInSeconds",
      RETRY_ATTEMPTS: "6",
    });
  });

  test("goes there at once when it can never succeed", async () => {
    const denied = () => new DeliveryFailure("NO_PERMISSIONS", "not allowed", { permanent: true });
    const { bus, delivered } = aBus({ rules: [aRule({ target: exhausting })], deliver: failing(9, denied) });
    await bus.putEvents([anEntry()]);
    const attributes = delivered[0]?.payloads[0]?.attributes;
    expect(attributes).toMatchObject({ ERROR_CODE: "NO_PERMISSIONS", RETRY_ATTEMPTS: "0" });
    expect(attributes).not.toHaveProperty("EXHAUSTED_RETRY_CONDITION");
  });

  test("is dropped, and said to be, when there is no dead-letter queue", async () => {
    const target = { RetryPolicy: { MaximumRetryAttempts: 0 } };
    const { bus, delivered, kinds } = aBus({ rules: [aRule({ target })], deliver: failing(9) });
    await bus.putEvents([anEntry()]);
    expect(delivered).toEqual([]);
    expect(kinds()).toEqual(["accepted", "dropped"]);
    expect(bus.pendingDeliveries).toBe(0);
  });

  test("is tried 185 times within about a day by default", async () => {
    const { bus, clock, notices } = aBus({ rules: [aRule({ target: exhausting })], deliver: failing(9_999) });
    await bus.putEvents([anEntry()]);
    await clock.advance(2 * DAY_MS);
    const retries = notices.filter((notice) => notice.kind === "retrying").length;
    expect(retries).toBeGreaterThan(140);
    expect(retries).toBeLessThanOrEqual(185);
    expect(notices.at(-2)).toMatchObject({ kind: "dead-lettered" });
  });

  test("waits for a dead-letter queue that is away itself", async () => {
    let failuresLeft = 3;
    const target = { ...exhausting, RetryPolicy: { MaximumRetryAttempts: 0 } };
    const { bus, clock, delivered } = aBus({
      rules: [aRule({ target })],
      deliver: async () => {
        if (failuresLeft-- > 0) throw new Error("down");
      },
    });
    await bus.putEvents([anEntry()]);
    await clock.advance(60_000);
    expect(delivered).toMatchObject([{ target: queue("dead"), payloads: [{ attributes: { ERROR_MESSAGE: "down" } }] }]);
  });
});

describe("the journal", () => {
  function aJournal() {
    const records = new Map<string, JournalRecord>();
    const add = (id: string, record: JournalRecord) => {
      if (records.has(id)) throw new Error(`${id} is already in the journal`);
      records.set(id, structuredClone(record));
    };
    const remove = (id: string) => void records.delete(id);
    return { records, journal: { add, remove } };
  }

  test("holds what PutEvents accepted and could not deliver yet, and lets go of it afterwards", async () => {
    const { records, journal } = aJournal();
    const { bus, clock } = aBus({ rules: [aRule()], deliver: failing(2), journal });
    await bus.putEvents([anEntry(), anEntry()]);
    expect([...records.values()].map(({ payload }) => payload.eventId)).toEqual(["id-1", "id-2"]);
    await clock.advance(10_000);
    expect(records.size).toBe(0);
  });

  test("stays empty when everything is delivered at once", async () => {
    const { records, journal } = aJournal();
    const { bus } = aBus({ rules: [aRule()], journal });
    await bus.putEvents([anEntry()]);
    expect(records.size).toBe(0);
  });

  test("lets a new bus finish what a killed one had accepted", async () => {
    const { records, journal } = aJournal();
    const killed = aBus({ rules: [aRule()], deliver: failing(99), journal });
    await killed.bus.putEvents([anEntry()]);
    const { bus, delivered } = aBus({ rules: [aRule()], journal });
    await bus.resume([...records]);
    expect(bodies(delivered)).toMatchObject([{ id: "id-1" }]);
    expect(records.size).toBe(0);
  });

  test("holds a dead letter until its queue has taken it", async () => {
    const { records, journal } = aJournal();
    let isDown = true;
    const target = { DeadLetterConfig: { Arn: queue("dead") }, RetryPolicy: { MaximumRetryAttempts: 1 } };
    const { bus, clock } = aBus({
      rules: [aRule({ target })],
      journal,
      deliver: async () => {
        if (isDown) throw new Error("down");
      },
    });
    await bus.putEvents([anEntry()]);
    expect([...records.values()]).toMatchObject([{ target: { Arn: queue("intake") } }]);
    await clock.advance(1_500);
    expect([...records.values()]).toMatchObject([{ target: { Arn: queue("dead") } }]);
    isDown = false;
    await clock.advance(10_000);
    expect(records.size).toBe(0);
  });

  test("fails the call when it cannot be written", async () => {
    const journal = { add: () => Promise.reject(new Error("disk full")), remove: () => undefined };
    const { bus } = aBus({ rules: [aRule()], deliver: failing(1), journal });
    await expect(bus.putEvents([anEntry()])).rejects.toThrow("disk full");
  });

  test("still holds what was waiting when the bus is stopped", async () => {
    const { records, journal } = aJournal();
    const { bus, clock, delivered } = aBus({ rules: [aRule()], deliver: failing(1), journal });
    await bus.putEvents([anEntry()]);
    await bus.stop();
    await clock.advance(DAY_MS);
    expect(delivered).toEqual([]);
    expect(records.size).toBe(1);
  });
});
