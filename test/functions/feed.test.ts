import { describe, expect, test } from "vitest";
import { eventsOut } from "../../events/catalog.ts";
import type { BusEvent } from "../../events/contracts/cloud-event.ts";
import { createMemoryWorld } from "../../functions/adapters/memory/memory-world.ts";
import { type FeedWriters, feedCenters } from "../../functions/feed.ts";
import { positionBefore } from "../../functions/feeding/position-at.ts";
import { silentLog } from "../../functions/runtime/log.ts";
import { ManualClock } from "../ports/harness.ts";

const { MatchesFound, MatchesWithdrawn, OpeningUnmatched, EventRejected } = eventsOut;

const anEventId = (number: number) => `01KB0000000000000000${String(number).padStart(6, "0")}`;

function found(number: number, ...applicants: readonly (readonly [applicantId: string, revision: number])[]): BusEvent {
  const [entry] = MatchesFound.sample.matches;
  const matches = applicants.map(([applicantId, applicantRevision]) => ({ ...entry, applicantId, applicantRevision }));
  const detail = { ...MatchesFound.sample, eventId: anEventId(number), matches };
  return { source: MatchesFound.source, "detail-type": MatchesFound.name, detail } as unknown as BusEvent;
}

/** One pair, with the opening at a revision: found, or lost. */
function ofOpening(number: number, name: "MatchesFound" | "MatchesLost", openingRevision: number): BusEvent {
  const definition = eventsOut[name];
  const pair = { applicantId: "a", applicantRevision: 1, openingId: "o", openingRevision };
  const matches = [name === "MatchesFound" ? { ...MatchesFound.sample.matches[0], ...pair } : pair];
  const detail = { ...definition.sample, eventId: anEventId(number), matches };
  return { source: definition.source, "detail-type": name, detail } as unknown as BusEvent;
}

function withdrawn(number: number, applicantId: string): BusEvent {
  const { openingId: _opening, ...sample } = MatchesWithdrawn.sample;
  const detail = { ...sample, eventId: anEventId(number), reason: "applicant-withdrawn", applicantId };
  return { source: MatchesWithdrawn.source, "detail-type": MatchesWithdrawn.name, detail } as unknown as BusEvent;
}

function unmatched(number: number): BusEvent {
  const detail = { ...OpeningUnmatched.sample, eventId: anEventId(number) };
  return { source: OpeningUnmatched.source, "detail-type": OpeningUnmatched.name, detail } as unknown as BusEvent;
}

function toRecord(event: unknown, groupId = "west", messageId = "m") {
  return { messageId, groupId, body: JSON.stringify(event) };
}

function aWorld(onCall?: Parameters<typeof createMemoryWorld>[1]) {
  const clock = new ManualClock();
  const world = createMemoryWorld(clock, onCall);
  const feed = (events: readonly BusEvent[], writers: FeedWriters = new Map()) =>
    feedCenters(
      events.map((event, at) => toRecord(event, "west", `m-${at}`)),
      world,
      silentLog,
      writers,
    );
  const stands = async (center = "west") =>
    (await world.centerFeeds.readAfter(center, 0, 1_000)).map(({ event }) => JSON.parse(event) as BusEvent);
  const last = async () => (await world.centerFeeds.newest("west", 1))[0]?.soFar;
  return { world, clock, feed, stands, last };
}

describe("a center's feed", () => {
  test("has what came, in order, and says that there is something new", async () => {
    const { world, feed, stands } = aWorld();
    const events = [found(1, ["a", 1]), found(2, ["b", 1]), withdrawn(3, "a")];
    expect(await feed(events)).toEqual(new Map());
    expect(await stands()).toEqual(events);
    expect(world.sent("webhooks").map(({ body }) => JSON.parse(body))).toEqual([{ schemaVersion: 1, center: "west" }]);
  });

  test("has an event once, however often it comes, also to a function that has lost its memory", async () => {
    const { feed, stands } = aWorld();
    const writers: FeedWriters = new Map();
    await feed([found(1, ["a", 1]), found(1, ["a", 1])], writers);
    await feed([found(1, ["a", 1])], writers);
    await feed([found(1, ["a", 1])]);
    expect(await stands()).toHaveLength(1);
  });

  test("never goes back in time, also where the next writer's clock is behind", async () => {
    const { world, clock, feed } = aWorld();
    await feed([found(1, ["a", 1])]);
    const behindMs = 60_000;
    await feedCenters(
      [toRecord(found(2, ["b", 1]))],
      { ...world, clock: { now: () => clock.now() - behindMs } },
      silentLog,
    );
    const times = (await world.centerFeeds.readAfter("west", 0, 10)).map(({ at }) => at);
    expect(times).toEqual([clock.now(), clock.now()]);
  });

  test("has an event once that comes again after more than a cold function reads", async () => {
    const { feed, stands } = aWorld();
    const many = Array.from({ length: 520 }, (_, at) => found(at + 1, [`applicant-${at}`, 1]));
    await feed(many);
    await feed([found(1, ["applicant-0", 1])]);
    expect(await stands()).toHaveLength(520);
  });

  test("carries the figures of its day with the last item, whoever wrote it, and begins anew at midnight in Seoul", async () => {
    const { clock, feed, last } = aWorld();
    const writers: FeedWriters = new Map();
    clock.advance(Date.parse("2026-11-21T23:50:00+09:00") - clock.now());
    await feed([found(1, ["a", 1], ["b", 1]), unmatched(2)], writers);
    // One that has lost its memory goes on from what stands there; what comes again counts once.
    await feed([found(1, ["a", 1], ["b", 1]), found(3, ["c", 1])]);
    const { district } = MatchesFound.sample;
    const evening = {
      day: "2026-11-21",
      matches: { [district]: 3 },
      unmatched: 1,
      followUps: 0,
      reviews: 0,
      asks: [2],
    };
    expect(await last()).toEqual(evening);
    clock.advance(20 * 60_000);
    await feed([found(4, ["d", 1])], writers);
    expect(await last()).toEqual({ ...evening, day: "2026-11-22", matches: { [district]: 1 }, unmatched: 0 });
  });

  test("never goes back in an applicant's life", async () => {
    const { feed, stands } = aWorld();
    await feed([found(1, ["a", 2], ["b", 1])]);
    // Overtaken on the bus: of a it is older than what was told, of b it isn't.
    await feed([found(2, ["a", 1], ["b", 1]), found(3, ["a", 1])]);
    await feed([withdrawn(4, "b"), found(5, ["b", 9])]);
    const told = (await stands()).map(({ detail }) =>
      (detail["matches"] as { applicantId: string; applicantRevision: number }[] | undefined)?.map(
        ({ applicantId, applicantRevision }) => `${applicantId} ${applicantRevision}`,
      ),
    );
    expect(told).toEqual([["a 2", "b 1"], ["b 1"], undefined]);
  });

  test("never goes back in an opening's life: what an overtaken event says of its older revision is left out", async () => {
    for (const [newer, older] of [
      ["MatchesFound", "MatchesLost"],
      ["MatchesLost", "MatchesFound"],
    ] as const) {
      const { feed, stands } = aWorld();
      const first = ofOpening(1, newer, 3);
      await feed([first, ofOpening(2, older, 2)]);
      // A function that starts cold knows it from what stands there.
      await feed([ofOpening(3, older, 2)]);
      expect(await stands(), older).toEqual([first]);
      await feed([ofOpening(4, older, 3)]);
      expect(await stands(), older).toHaveLength(2);
    }
  });

  test("of two writers, one of them frozen, loses nothing and has nothing twice", async () => {
    let isFrozen = true;
    const { promise, resolve } = Promise.withResolvers<void>();
    const { feed, stands } = aWorld((port, method, phase) => {
      const stops = port === "centerFeeds" && method === "append" && phase === "before" && isFrozen;
      if (stops) isFrozen = false;
      return stops ? promise : undefined;
    });
    const frozen = feed([found(1, ["a", 1])]);
    await feed([found(2, ["b", 1]), found(3, ["c", 1])]);
    await feed([found(1, ["a", 1])]);
    resolve();
    expect(await frozen).toEqual(new Map());
    const ids = (await stands()).map(({ detail }) => detail.eventId);
    expect(ids).toEqual([2, 3, 1].map(anEventId));
  });

  test.each(["append", "note", "send"])("killed around %s and delivered again has everything once", async (method) => {
    for (const phase of ["before", "after"]) {
      let isKilled = false;
      const { world, feed, stands } = aWorld((_port, called, when) => {
        if (called !== method || when !== phase || isKilled) return;
        isKilled = true;
        throw new Error("killed");
      });
      const events = [found(1, ["a", 1]), found(2, ["b", 1])];
      expect((await feed(events)).size).toBeGreaterThan(0);
      expect(await feed(events)).toEqual(new Map());
      expect(await stands(), phase).toEqual(events);
      expect(world.sent("webhooks").length).toBeGreaterThan(0);
    }
  });

  test("what comes after a failure within a center waits for it; other centers don't", async () => {
    let calls = 0;
    const { world, stands } = aWorld((_port, method, phase) => {
      if (method === "append" && phase === "before" && ++calls === 1) throw new Error("throttled");
    });
    const records = [
      toRecord(found(1, ["a", 1]), "west", "first"),
      toRecord(found(2, ["b", 1]), "west", "second"),
      toRecord(found(3, ["c", 1]), "east", "third"),
    ];
    const failures = await feedCenters(records, world, silentLog);
    expect([...failures.keys()]).toEqual(["first", "second"]);
    expect(await stands("west")).toEqual([]);
    expect(await stands("east")).toHaveLength(1);
  });

  test("sets aside what isn't for centers, and goes on", async () => {
    const { world, stands } = aWorld();
    const rejected = { source: EventRejected.source, "detail-type": EventRejected.name, detail: EventRejected.sample };
    const invalid = { ...found(1, ["a", 1]), detail: { ...OpeningUnmatched.sample } };
    const bodies = ["{", JSON.stringify(rejected), JSON.stringify(invalid), JSON.stringify(found(2, ["b", 1]))];
    const records = bodies.map((body, at) => ({ messageId: `m-${at}`, groupId: "west", body }));
    expect(await feedCenters(records, world, silentLog)).toEqual(new Map());
    const codes = world.published().flatMap(({ name, detail }) => (name === "EventRejected" ? [detail.code] : []));
    expect(codes).toEqual(["NOT_JSON", "UNKNOWN_EVENT", "SCHEMA_VIOLATION"]);
    expect(await stands()).toHaveLength(1);
  });

  test("is read from any time on", async () => {
    const { world, clock, feed } = aWorld();
    const start = clock.now();
    for (let hour = 1; hour <= 9; hour++) {
      await feed([found(hour, [`applicant-${hour}`, 1])]);
      clock.advance(3_600_000);
    }
    const upTo = (hours: number) => positionBefore(world.centerFeeds, "west", start + hours * 3_600_000);
    expect(await upTo(-1)).toBe(0);
    expect(await upTo(0)).toBe(0);
    expect(await upTo(0.5)).toBe(1);
    expect(await upTo(3)).toBe(3);
    expect(await upTo(100)).toBe(9);
    expect(await positionBefore(world.centerFeeds, "east", start)).toBe(0);
  });
});
