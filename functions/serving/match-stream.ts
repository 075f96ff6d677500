import { type BusEvent, type CloudEvent, toCloudEvent } from "../../events/contracts/cloud-event.ts";
import { positionBefore } from "../feeding/position-at.ts";
import type { Actor } from "./actor.ts";
import { isOwnCenter } from "./kept.ts";
import { found, NOT_FOUND, type Served } from "./served.ts";
import type { Serving } from "./serving.ts";

/** One event of a center's feed and the cursor that it is read up to with it. */
export interface StreamedEvent {
  readonly cursor: number;
  /** When it was written into the feed, in epoch milliseconds. */
  readonly at: number;
  readonly event: CloudEvent;
}

export interface MatchStream {
  readonly events: readonly StreamedEvent[];
  /** Ask again after this one: what has come since follows without a gap. */
  readonly cursor: number;
  /** Whether more is there already. */
  readonly isBehind: boolean;
}

/** Where a stream begins: after a cursor, at a time, or with the newest so many. */
export type StreamStart = { readonly after: number } | { readonly since: number } | { readonly newest: number };

/** Events in one answer. */
export const STREAM_EVENTS_MAX = 100;

/** What a center was told: the feed that its queue and webhooks get, to be read from anywhere as often as one likes. */
export async function matchStream(
  serving: Serving,
  actor: Actor,
  center: string,
  start: StreamStart,
  most: number = STREAM_EVENTS_MAX,
): Promise<Served<MatchStream>> {
  if (!isOwnCenter(serving, actor, center)) return NOT_FOUND;
  const { centerFeeds } = serving.ports;
  const after = await positionOf(serving, center, start);
  const limit = Math.min(most, STREAM_EVENTS_MAX);
  const items = await centerFeeds.readAfter(center, after, limit + 1);
  const events = items.slice(0, limit).map(({ position, at, event }) => ({
    cursor: position,
    at,
    event: toCloudEvent(JSON.parse(event) as BusEvent),
  }));
  return found({ events, cursor: events.at(-1)?.cursor ?? after, isBehind: items.length > limit });
}

async function positionOf({ ports }: Serving, center: string, start: StreamStart): Promise<number> {
  if ("after" in start) return start.after;
  if ("since" in start) return positionBefore(ports.centerFeeds, center, start.since);
  return Math.max(0, (await ports.centerFeeds.end(center)) - start.newest);
}
