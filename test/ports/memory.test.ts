import { describe, expect, test } from "vitest";
import { eventsPublished } from "../../events/catalog.ts";
import { openingUnmatched } from "../../events/opening-unmatched.ts";
import type { OnCall } from "../../functions/adapters/memory/intercept.ts";
import { createMemoryWorld } from "../../functions/adapters/memory/memory-world.ts";
import { describePorts } from "./contract.ts";
import { aRecommendation } from "./contract-told.ts";
import { bytesOf, collect, collectPages, type Harness, ManualClock } from "./harness.ts";

async function createMemoryHarness(): Promise<Harness> {
  const clock = new ManualClock();
  let calls = 0;
  const world = createMemoryWorld(clock, (_port, _method, phase) => {
    if (phase === "before") calls++;
  });
  return {
    ports: world,
    clock,
    receive: async (queue) => world.sent(queue),
    arrived: () =>
      world.published().map(({ name, detail }) => ({ source: eventsPublished[name].source, detailType: name, detail })),
    calls: () => calls,
  };
}

describePorts("in memory", createMemoryHarness);

describe("the world in memory", () => {
  const crashOn = (port: string, method: string, phase: string): OnCall => {
    return (...call) => {
      if (call.join() === [port, method, phase].join()) throw new Error("crash");
    };
  };

  test("a crash before a call leaves nothing done", async () => {
    const world = createMemoryWorld(new ManualClock(), crashOn("applicants", "keep", "before"));
    const empty = world.dump();
    await expect(world.applicants.keep("a", 1, "{}")).rejects.toThrow("crash");
    expect(world.dump()).toBe(empty);
  });

  test("a crash after a call leaves it done", async () => {
    const world = createMemoryWorld(new ManualClock(), crashOn("applicants", "keep", "after"));
    await expect(world.applicants.keep("a", 1, "{}")).rejects.toThrow("crash");
    expect(await world.applicants.get(["a"])).toEqual([{ id: "a", revision: 1, body: "{}", isClosed: false }]);
  });

  test("a delayed call lets others pass", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const world = createMemoryWorld(new ManualClock(), (_port, _method, phase) =>
      phase === "before" && world.sent("matching").length === 0 ? promise : undefined,
    );
    const slow = world.applicants.keep("a", 1, '"slow"');
    const fast = world.queues.send("matching", []).then(() => "fast");
    expect(await Promise.race([slow, fast])).toBe("fast");
    resolve();
    expect(await slow).toEqual({ kind: "kept" });
  });

  test("a crash between two calls of one send leaves the first ten sent", async () => {
    let sends = 0;
    const world = createMemoryWorld(new ManualClock(), (_port, method, phase) => {
      if (method === "send" && phase === "before" && ++sends === 2) throw new Error("crash");
    });
    const messages = Array.from({ length: 12 }, () => ({ body: "{}" }));
    await expect(world.queues.send("applicant-alerts", messages)).rejects.toThrow("crash");
    expect(world.sent("applicant-alerts")).toHaveLength(10);
  });

  test("a message counts as the same for five minutes after it was taken, and not longer", async () => {
    const clock = new ManualClock();
    const world = createMemoryWorld(clock);
    const message = { body: "{}", groupId: "g", deduplicationId: "d" };
    await world.queues.send("matching", [message]);
    clock.advance(299_999);
    await world.queues.send("matching", [message]);
    expect(world.sent("matching")).toHaveLength(1);
    clock.advance(1);
    await world.queues.send("matching", [message]);
    expect(world.sent("matching")).toHaveLength(2);
  });

  test.each(["recommendations", "bridges"] as const)("every call to %s goes by that name", async (name) => {
    const called = new Set<string>();
    const world = createMemoryWorld(new ManualClock(), (port, method) => void called.add(`${port}.${method}`));
    const { tell, retell, get, list, each, retract, forget } = world[name];
    const one = aRecommendation("job-1");
    const { applicantId, openingId, alertId } = one;
    await tell(one);
    await retell({ ...one, telling: 2 });
    await get([one]);
    await list(applicantId);
    await collect(each());
    await retract({ applicantId, openingId, alertId });
    await forget(applicantId);
    const methods = ["tell", "retell", "get", "list", "each", "retract", "forget"];
    expect([...called]).toEqual(methods.map((method) => `${name}.${method}`));
  });

  test("worlds that were filled in another order have the same dump", async () => {
    const [one, other] = [createMemoryWorld(new ManualClock()), createMemoryWorld(new ManualClock())];
    await one.openings.keep("a", 1, "{}");
    await one.openings.keep("b", 1, "{}");
    await one.shardLog.append("s", { seq: 2, record: bytesOf(2) });
    await one.shardLog.append("s", { seq: 10, record: bytesOf(10) });
    await other.shardLog.append("s", { seq: 10, record: bytesOf(10) });
    await other.shardLog.append("s", { seq: 2, record: bytesOf(2) });
    await other.openings.keep("b", 1, "{}");
    await other.openings.keep("a", 1, "{}");
    expect(one.dump()).toBe(other.dump());
  });

  test("a dump shows every table down to the last byte", async () => {
    const world = createMemoryWorld(new ManualClock());
    const dumps = [world.dump()];
    const changes = [
      () => world.applicants.keep("a", 1, "{}"),
      () => world.openings.keep("o", 1, "{}"),
      () => world.openings.close("o", 2),
      () => world.shardLog.append("s", { seq: 1, record: bytesOf(1) }),
      () => world.matchLists.put({ subject: "opening#o", shard: "s", asOfSeq: 1, packed: bytesOf(1) }),
      () => world.matchLists.put({ subject: "opening#o", shard: "s", asOfSeq: 1, packed: bytesOf(2) }),
      () => world.deliveries.record([{ recommendationId: "a~o", channel: "inbox", state: "sent", at: 1 }]),
      () => world.applicants.withdraw("a", 2),
    ];
    for (const change of changes) {
      await change();
      dumps.push(world.dump());
    }
    expect(new Set(dumps).size).toBe(changes.length + 1);
  });

  test("what was sent and published isn't part of the dump", async () => {
    const world = createMemoryWorld(new ManualClock());
    const empty = world.dump();
    await world.queues.send("applicant-alerts", [{ body: "{}" }]);
    await world.bus.publish([{ name: "OpeningUnmatched", detail: openingUnmatched.sample }]);
    expect(world.dump()).toBe(empty);
    expect(world.published()).toEqual([{ name: "OpeningUnmatched", detail: openingUnmatched.sample }]);
  });

  test("a log is read at one instant: what is appended while it is handed on comes with the next read", async () => {
    const world = createMemoryWorld(new ManualClock());
    await world.shardLog.append("s", { seq: 1, record: bytesOf(1) });
    const seen: number[] = [];
    for await (const page of world.shardLog.readAfter("s", 0)) {
      seen.push(...page.map(({ seq }) => seq));
      await world.shardLog.append("s", { seq: 2, record: bytesOf(1) });
    }
    expect(seen).toEqual([1]);
    expect(await collectPages(world.shardLog.readAfter("s", 1))).toHaveLength(1);
  });
});
