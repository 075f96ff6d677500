import { describe, expect, test } from "vitest";
import type { FeedItem } from "../../functions/feed-ports.ts";
import type { Webhook, WebhookAttempt } from "../../functions/ports.ts";
import { callsOf, type Harness, upTo } from "./harness.ts";

function anItem(position: number, center = "west"): FeedItem {
  const soFar = {
    day: "2026-11-21",
    matches: { "11440": position },
    unmatched: 0,
    followUps: 0,
    reviews: 1,
    asks: [position],
  };
  return {
    center,
    position,
    eventId: `event-${position}`,
    event: JSON.stringify({ position }),
    at: 1_000 + position,
    soFar,
  };
}

export function describeCenterFeeds(current: () => Harness): void {
  describe("center feeds", () => {
    const feeds = () => current().ports.centerFeeds;

    test("an item comes back as it was put", async () => {
      expect(await feeds().append(anItem(1))).toBe(true);
      expect(await feeds().readAfter("west", 0, 10)).toEqual([anItem(1)]);
      expect(await feeds().at("west", 1)).toEqual(anItem(1));
      expect(await feeds().at("west", 2)).toBeUndefined();
    });

    test("a taken position stays with its first item, also among several writers at once", async () => {
      const won = await Promise.all(
        upTo(5).map((writer) => feeds().append({ ...anItem(1), eventId: `event-of-${writer}` })),
      );
      expect(won.filter(Boolean)).toHaveLength(1);
      const [item] = await feeds().readAfter("west", 0, 10);
      expect(item?.eventId).toBe(`event-of-${won.indexOf(true) + 1}`);
    });

    test("reading goes on after a position, in order, as far as is wanted, in one call", async () => {
      for (const position of [2, 10, 1, 9, 100]) await feeds().append(anItem(position));
      const positions = async (after: number, most: number) =>
        (await feeds().readAfter("west", after, most)).map(({ position }) => position);
      expect(await positions(0, 10)).toEqual([1, 2, 9, 10, 100]);
      expect(await positions(2, 2)).toEqual([9, 10]);
      expect(await positions(100, 2)).toEqual([]);
      expect(await callsOf(current(), () => positions(0, 3))).toBe(1);
    });

    test("the end is the last position, 0 in an empty feed, and notes don't count", async () => {
      expect(await feeds().end("west")).toBe(0);
      await feeds().note("west", "event-1");
      expect(await feeds().end("west")).toBe(0);
      for (const position of [9, 10]) await feeds().append(anItem(position));
      expect(await feeds().end("west")).toBe(10);
      expect(await feeds().readAfter("west", 0, 10)).toHaveLength(2);
    });

    test("the newest come in order, as many as there are and are wanted, in one call", async () => {
      expect(await feeds().newest("west", 3)).toEqual([]);
      for (const position of [2, 10, 1, 9]) await feeds().append(anItem(position));
      await feeds().note("west", "event-1");
      await feeds().append(anItem(7, "east"));
      expect(await feeds().newest("west", 2)).toEqual([anItem(9), anItem(10)]);
      expect(await feeds().newest("west", 9)).toEqual([anItem(1), anItem(2), anItem(9), anItem(10)]);
      expect(await callsOf(current(), () => feeds().newest("west", 2))).toBe(1);
    });

    test("a note stays in the feed it was made in, and twice is once", async () => {
      await feeds().note("west", "event-1");
      await feeds().note("west", "event-1");
      expect(await feeds().isNoted("west", "event-1")).toBe(true);
      expect(await feeds().isNoted("west", "event-2")).toBe(false);
      expect(await feeds().isNoted("east", "event-1")).toBe(false);
    });

    test("centers have feeds of their own", async () => {
      await feeds().append(anItem(1));
      expect(await feeds().append(anItem(1, "east"))).toBe(true);
      expect(await feeds().readAfter("east", 0, 10)).toEqual([anItem(1, "east")]);
    });
  });
}

function aWebhook(changes: Partial<Webhook> = {}): Webhook {
  return {
    center: "west",
    webhookId: "crm",
    url: "https://crm.example/ieum",
    secrets: ["whsec_one"],
    delivered: 0,
    failures: 0,
    nextAttemptAt: 0,
    isPaused: false,
    version: 1,
    ...changes,
  };
}

function anAttempt(at: number, changes: Partial<WebhookAttempt> = {}): WebhookAttempt {
  const about = { center: "west", webhookId: "crm", position: at, eventId: `event-${at}` };
  return { ...about, isReplay: false, at, milliseconds: 12, status: 200, ...changes };
}

export function describeWebhooks(current: () => Harness): void {
  describe("webhooks", () => {
    const webhooks = () => current().ports.webhooks;

    test("a webhook comes back as it was put", async () => {
      const webhook = aWebhook({ replay: { next: 3, last: 9 } });
      expect(await webhooks().put(webhook)).toBe(true);
      expect(await webhooks().get("west", "crm")).toEqual(webhook);
      expect(await webhooks().list("west")).toEqual([webhook]);
      expect(await webhooks().get("east", "crm")).toBeUndefined();
    });

    test("each change is made on the one before: of two at once one is made", async () => {
      await webhooks().put(aWebhook());
      expect(await webhooks().put(aWebhook())).toBe(false);
      const both = await Promise.all([1, 2].map((delivered) => webhooks().put(aWebhook({ delivered, version: 2 }))));
      expect(both.filter(Boolean)).toHaveLength(1);
      expect((await webhooks().get("west", "crm"))?.delivered).toBe(both.indexOf(true) + 1);
      expect(await webhooks().put(aWebhook({ version: 5 }))).toBe(false);
    });

    test("a webhook that was removed is gone, and a late change doesn't bring it back", async () => {
      await webhooks().put(aWebhook());
      await webhooks().remove("west", "crm");
      expect(await webhooks().put(aWebhook({ version: 2 }))).toBe(false);
      expect(await webhooks().list("west")).toEqual([]);
    });

    test("attempts come back, the last one first, and aren't taken for webhooks", async () => {
      const failed = { center: "west", webhookId: "crm", position: 3, eventId: "event-3", isReplay: true };
      await webhooks().log(anAttempt(9));
      await webhooks().log({ ...failed, at: 10, milliseconds: 15_000, failure: "timeout" });
      await webhooks().log(anAttempt(11, { webhookId: "other" }));
      expect(await webhooks().attempts("west", "crm", 10)).toEqual([
        { ...failed, at: 10, milliseconds: 15_000, failure: "timeout" },
        anAttempt(9),
      ]);
      expect(await webhooks().attempts("west", "crm", 1)).toHaveLength(1);
      expect(await webhooks().list("west")).toEqual([]);
    });
  });
}
