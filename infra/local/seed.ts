/** Puts the small Seoul on the bus of a running twin: everybody's profile first, then the openings, at a pace that can be followed. */
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { dayInSeoul } from "../../domain/model/calendar.ts";
import { type EventIn, eventsIn } from "../../events/catalog.ts";
import { ENTRIES_PER_CALL_MAX, type Entry, putEvents } from "../cli/put-events.ts";
import { createWorld } from "../world/world.ts";
import type { Service } from "./service.ts";

/** The world of the first minute. Another seed gives another one of the same shape. */
const WORLD_SEED = 2026;

export function toEntry({ name, detail }: EventIn): Entry {
  return { source: eventsIn[name].source, detailType: name, detail: JSON.stringify(detail) };
}

export interface SeedOptions {
  /** What to put besides the profiles. */
  readonly openings: boolean;
  /** Pause after each opening, in milliseconds; without one they go ten at a time. */
  readonly pauseMs?: number;
  readonly signal?: AbortSignal;
}

/** Returns how many openings were put. Throws when the bus doesn't take an event. */
export async function seedWorld({ twin, names }: Service, options: SeedOptions): Promise<number> {
  const world = createWorld(WORLD_SEED, dayInSeoul(Date.now()));
  const client = new EventBridgeClient(twin.clientConfig("events"));
  const put = async (events: readonly EventIn[]) => {
    for (const sent of await putEvents(client, names.bus, events.map(toEntry))) {
      if (sent.kind === "failed") throw new Error(`the bus did not take an event of the world: ${sent.reason}`);
    }
  };
  try {
    await put(world.profiles);
    if (!options.openings) return 0;
    // Whoever is in the index first is met by the openings; the other way round would do as well, but tells a less simple story.
    await twin.idle();
    const perCall = options.pauseMs === undefined ? ENTRIES_PER_CALL_MAX : 1;
    for (let first = 0; first < world.openings.length; first += perCall) {
      if (options.signal?.aborted === true) return first;
      await put(world.openings.slice(first, first + perCall));
      if (options.pauseMs !== undefined) await new Promise((resolve) => setTimeout(resolve, options.pauseMs));
    }
    return world.openings.length;
  } finally {
    client.destroy();
  }
}
