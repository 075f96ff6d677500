import { describe, expect, test } from "vitest";
import { encodeRecord } from "../../domain/index/log-record.ts";
import { createDeadLetters } from "../../functions/adapters/memory/dead-letters.ts";
import { createMemoryWorld } from "../../functions/adapters/memory/memory-world.ts";
import { discard, findBadReason, listDeadLetters, redrive } from "../../functions/operating/dead-letters.ts";
import { aJobBody, anEventId, aProfileBody } from "../fixtures/bodies.ts";
import { ManualClock } from "../ports/harness.ts";

/** A desk over memory, and what has been sent back to each queue, in order. */
function aDesk() {
  const clock = new ManualClock();
  const sent: string[] = [];
  const deadLetters = createDeadLetters(clock, (queue, { body }) => sent.push(`${queue} ${body}`));
  const { quarantine } = createMemoryWorld(clock);
  return { clock, sent, deadLetters, quarantine };
}

const aMatchingBody = (record: string) => {
  const id = anEventId("a message");
  return JSON.stringify({ schemaVersion: 1, messageId: id, correlationId: id, causationId: id, shard: "1#0", record });
};
const aRecord = Buffer.from(encodeRecord({ type: "applicant-withdrawn", applicantId: "a", revision: 2 })).toString(
  "base64",
);

describe("a look at dead letters", () => {
  test.each([
    ["intake", aJobBody(), { kind: "fault" }],
    ["intake", "not json", { kind: "unreadable", code: "NOT_JSON", path: "" }],
    ["matching", aMatchingBody(aRecord), { kind: "fault" }],
    ["matching", aMatchingBody("////"), { kind: "newer-version" }],
    ["matching", aMatchingBody(aRecord).replace('"schemaVersion":1', '"schemaVersion":2'), { kind: "newer-version" }],
    ["matching", "{}", { kind: "unreadable", code: "SCHEMA_VIOLATION", path: "/schemaVersion" }],
    ["applicant-alerts", "[]", { kind: "unreadable", code: "SCHEMA_VIOLATION", path: "" }],
    ["employer-shortlists", "{}", { kind: "fault" }],
  ])("tells why a message of %s was set aside", async (queue, body, reason) => {
    const desk = aDesk();
    desk.deadLetters.bury(queue, { body });
    expect(await listDeadLetters(queue, 10, desk)).toMatchObject([{ queue, reason }]);
  });

  test("tells the code of whoever could not hand it on", async () => {
    const desk = aDesk();
    desk.deadLetters.bury("start-day", { body: "{}", errorCode: "THROTTLING" });
    expect(await listDeadLetters("start-day", 10, desk)).toMatchObject([
      { reason: { kind: "undelivered", code: "THROTTLING" } },
    ]);
  });

  test("shows the age, ids and a hash, and nothing of the body", async () => {
    const desk = aDesk();
    desk.deadLetters.bury("intake", { body: aProfileBody({ applicantId: "somebody", residence: "11440" }) });
    desk.clock.advance(90_000);
    const notices = await listDeadLetters("intake", 10, desk);
    expect(notices).toMatchObject([{ ageSeconds: 90, entityId: "somebody", detailType: "ApplicantProfileUpdated" }]);
    expect(JSON.stringify(notices)).not.toContain("11440");
  });

  test("changes nothing: the same is seen again at once", async () => {
    const desk = aDesk();
    for (const body of ["1", "2"]) desk.deadLetters.bury("intake", { body });
    expect(await listDeadLetters("intake", 10, desk)).toHaveLength(2);
    expect(await listDeadLetters("intake", 1, desk)).toHaveLength(1);
    expect(await listDeadLetters("intake", 10, desk)).toHaveLength(2);
  });
});

describe("a redrive", () => {
  test("sends everything back in its order and leaves nothing", async () => {
    const desk = aDesk();
    const bodies = Array.from({ length: 25 }, (_, at) => String(at));
    for (const body of bodies) desk.deadLetters.bury("matching", { body, groupId: "1#0" });
    expect((await redrive("matching", {}, desk)).done).toHaveLength(25);
    expect(desk.sent).toEqual(bodies.map((body) => `matching ${body}`));
    expect((await desk.deadLetters.depth("matching")).dead).toBe(0);
  });

  test("takes one, or those of a reason, and leaves the others to be seen", async () => {
    const desk = aDesk();
    for (const body of ["bad", aJobBody(), "worse"]) desk.deadLetters.bury("intake", { body });
    expect(await redrive("intake", { reason: "fault" }, desk)).toMatchObject({
      done: [{ reason: { kind: "fault" } }],
      left: 2,
    });
    const [first] = await listDeadLetters("intake", 10, desk);
    expect((await redrive("intake", { messageId: first?.messageId }, desk)).done).toHaveLength(1);
    expect(await listDeadLetters("intake", 10, desk)).toHaveLength(1);
  });

  test("that dies between sending and removing sends again, and loses nothing", async () => {
    const desk = aDesk();
    desk.deadLetters.bury("intake", { body: "1" });
    const dying = { ...desk.deadLetters, remove: () => Promise.reject(new Error("crash")) };
    await expect(redrive("intake", {}, { ...desk, deadLetters: dying })).rejects.toThrow("crash");
    expect((await desk.deadLetters.depth("intake")).dead).toBe(1);
    // Whoever died holds it until its time is over.
    desk.clock.advance(121_000);
    await redrive("intake", {}, desk);
    expect(desk.sent).toEqual(["intake 1", "intake 1"]);
    expect((await desk.deadLetters.depth("intake")).dead).toBe(0);
  });

  test("leaves what the queue didn't take", async () => {
    const desk = aDesk();
    for (const body of ["1", "2", "3"]) desk.deadLetters.bury("intake", { body });
    const refusing = {
      ...desk.deadLetters,
      sendBack: async (queue: string, letters: Parameters<typeof desk.deadLetters.sendBack>[1]) =>
        desk.deadLetters.sendBack(queue, letters.slice(0, 1)),
    };
    expect(await redrive("intake", {}, { ...desk, deadLetters: refusing })).toMatchObject({ left: 2 });
    expect(await listDeadLetters("intake", 10, desk)).toHaveLength(2);
  });
});

describe("a discard", () => {
  test("puts the reason into the quarantine and leaves nothing", async () => {
    const desk = aDesk();
    desk.deadLetters.bury("intake", { body: aProfileBody({ applicantId: "somebody" }) });
    await discard("intake", {}, "sent by a test of the producer", desk);
    expect((await desk.deadLetters.depth("intake")).dead).toBe(0);
    expect(await desk.quarantine.list("2026-11-21")).toMatchObject([
      { code: "DISCARDED", entityId: "somebody", message: "intake: sent by a test of the producer" },
    ]);
  });

  test.each([
    [" ", "empty"],
    ["전화 010-1234-5678 로 확인함", "personal"],
    ["x".repeat(201), "too-long"],
    ["producer has sent it anew", undefined],
  ])("takes %j as a reason or not", (reason, bad) => {
    expect(findBadReason(reason)).toBe(bad);
  });
});
