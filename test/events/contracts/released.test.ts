import { describe, expect, test } from "vitest";
import { allEvents, eventsIn } from "../../../events/catalog.ts";
import { findBroken, releaseFileName } from "../../../events/contracts/released.ts";
import { parseEvent } from "../../../events/parse-event.ts";
import { contractStates, readReleased } from "../../../infra/released-events.ts";

const released = readReleased();

describe("what was promised of events", () => {
  test.each(allEvents)("$name is promised, and nothing of it is broken", ({ name }) => {
    const state = contractStates().find((one) => one.name === name);
    expect(state?.broken).toEqual([]);
    // If this fails, something new isn't promised yet: `npm run ieum -- contract release`.
    expect(state?.isReleased).toBe(true);
  });

  test("nothing that was promised has gone", () => {
    const present = new Set(allEvents.map(releaseFileName));
    expect([...released.keys()].filter((file) => !present.has(file))).toEqual([]);
  });

  test.each(Object.values(eventsIn))("every released sample of $name is still taken in", (event) => {
    const samples = released.get(releaseFileName(event))?.samples ?? [];
    expect(samples.length).toBeGreaterThan(0);
    for (const detail of samples) {
      const body = JSON.stringify({ source: event.source, "detail-type": event.name, detail });
      expect(parseEvent(body)).toMatchObject({ kind: "accepted" });
    }
  });

  test("a sample that is refused now is told with its place", () => {
    const event = eventsIn.OpeningClosed;
    const before = released.get(releaseFileName(event));
    if (before === undefined) throw new Error("OpeningClosed is not released");
    const broken = { ...before, samples: [{ ...event.sample, openingId: "a b" }] };
    expect(findBroken(event, before.detail, broken)).toMatchObject([{ path: "/openingId" }]);
  });
});
