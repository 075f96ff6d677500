import { describe, expect, test } from "vitest";
import type { EventPublished } from "../../events/catalog.ts";
import { dayStarted } from "../../events/day-started.ts";
import { matchesFound } from "../../events/matches-found.ts";
import { openingUnmatched } from "../../events/opening-unmatched.ts";
import type { QueueMessage, QueueName } from "../../functions/ports.ts";
import { callsOf, type Harness, upTo } from "./harness.ts";

function aMessage(number: number, groupId = "shard#1#0"): QueueMessage {
  return { body: JSON.stringify({ number }), groupId, deduplicationId: `message-${number}` };
}

function anEvent(applicants = 412): EventPublished {
  return { name: "OpeningUnmatched", detail: { ...openingUnmatched.sample, applicants } };
}

/** MatchesFound with a list long enough to make the event about as large as wanted. */
function aLargeEvent(bytes: number): EventPublished {
  const entry = matchesFound.sample.matches[0];
  if (entry === undefined) throw new Error("the sample of MatchesFound has no match");
  const count = Math.floor(bytes / (JSON.stringify(entry).length + 1));
  return { name: "MatchesFound", detail: { ...matchesFound.sample, matches: upTo(count).map(() => entry) } };
}

export function describeOutgoing(current: () => Harness): void {
  describe("queues", () => {
    const send = (queue: QueueName, messages: readonly QueueMessage[]) => current().ports.queues.send(queue, messages);

    test.each(["applicant-alerts", "employer-shortlists", "applicant-messages"] as const)(
      "%s takes 25 messages in three calls and loses none",
      async (queue) => {
        const messages = upTo(25).map((number) => ({ body: JSON.stringify({ number }) }));
        expect(await callsOf(current(), () => send(queue, messages))).toBe(3);
        const bodies = (await current().receive(queue)).map(({ body }) => body);
        expect(bodies.toSorted()).toEqual(messages.map(({ body }) => body).toSorted());
      },
    );

    test("no messages take no call", async () => {
      expect(await callsOf(current(), () => send("matching", []))).toBe(0);
    });

    test("matching keeps the order within a group, over several calls", async () => {
      await send(
        "matching",
        upTo(25).map((number) => aMessage(number)),
      );
      expect(await current().receive("matching")).toEqual(upTo(25).map((number) => aMessage(number)));
    });

    test("matching takes a message twice as one, in one call, in two, and over groups", async () => {
      await send("matching", [aMessage(1), aMessage(1), aMessage(2)]);
      await send("matching", [aMessage(2), aMessage(3), { ...aMessage(3), groupId: "shard#1#1" }]);
      expect(await current().receive("matching")).toEqual([aMessage(1), aMessage(2), aMessage(3)]);
    });

    test("bodies keep their value: Korean, emoji, decomposed Hangul, what XML forbids", async () => {
      const value = {
        text: '구직자 👩🏽‍🍳🇰🇷 \u1112\u1161\u11ab \ufffe\uffff \u0000\u001f 𠮷 \\ud83d "',
        list: ["✓", "🧵"],
      };
      await send("applicant-alerts", [{ body: JSON.stringify(value) }]);
      const bodies = (await current().receive("applicant-alerts")).map(({ body }): unknown => JSON.parse(body));
      expect(bodies).toEqual([value]);
    });

    test("messages of 300 KiB go three a call", async () => {
      const body = JSON.stringify("a".repeat(300 * 1_024));
      const messages = upTo(7).map(() => ({ body }));
      expect(await callsOf(current(), () => send("applicant-alerts", messages))).toBe(3);
      expect(await current().receive("applicant-alerts")).toHaveLength(7);
    });

    test.each<[string, QueueName, QueueMessage]>([
      ["without a group on matching", "matching", { body: "{}", deduplicationId: "a" }],
      ["without a deduplication id on matching", "matching", { body: "{}", groupId: "a" }],
      ["with a deduplication id elsewhere", "applicant-alerts", { body: "{}", deduplicationId: "a" }],
      ["without a body", "applicant-alerts", { body: "" }],
      ["of more than 1 MiB", "applicant-alerts", { body: JSON.stringify("a".repeat(1_024 * 1_024)) }],
    ])("a message %s is a fault, and nothing is sent", async (_case, queue, message) => {
      const good = queue === "matching" ? aMessage(1) : { body: "{}" };
      await expect(send(queue, [good, message])).rejects.toThrow(RangeError);
      expect(await current().receive(queue)).toEqual([]);
    });
  });

  describe("bus", () => {
    const publish = (events: readonly EventPublished[]) => current().ports.bus.publish(events);

    test("an event arrives with its source, its detail type and its detail", async () => {
      await publish([anEvent()]);
      expect(current().arrived()).toEqual([
        { source: "ieum.matching", detailType: "OpeningUnmatched", detail: openingUnmatched.sample },
      ]);
    });

    test("the day that the service announces to itself goes out like the others", async () => {
      await publish([{ name: "DayStarted", detail: dayStarted.sample }]);
      expect(current().arrived()).toEqual([
        { source: dayStarted.source, detailType: "DayStarted", detail: dayStarted.sample },
      ]);
    });

    test("25 events go in three calls, in order; none in none", async () => {
      const events = upTo(25).map((number) => anEvent(number));
      expect(await callsOf(current(), () => publish(events))).toBe(3);
      expect(
        current()
          .arrived()
          .map(({ detail }) => detail),
      ).toEqual(events.map(({ detail }) => detail));
      expect(await callsOf(current(), () => publish([]))).toBe(0);
    });

    test("events of 60 KiB go four a call", async () => {
      const events = upTo(9).map(() => aLargeEvent(60 * 1_024));
      expect(await callsOf(current(), () => publish(events))).toBe(3);
      expect(current().arrived()).toHaveLength(9);
    });

    test("an event that breaks its own schema is a fault, and nothing is published", async () => {
      await expect(publish([anEvent(), anEvent(-1)])).rejects.toThrow(
        "OpeningUnmatched is not valid under its own schema",
      );
      expect(current().arrived()).toEqual([]);
    });

    test.each([
      ["by itself", 65 * 1_024],
      ["with what EventBridge adds", 64 * 1_024 - 400],
    ])("an event of more than 64 KiB %s is a fault, and nothing is published", async (_case, bytes) => {
      await expect(publish([anEvent(), aLargeEvent(bytes)])).rejects.toThrow(RangeError);
      expect(current().arrived()).toEqual([]);
    });
  });
}
