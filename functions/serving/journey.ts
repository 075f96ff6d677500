import { decodeTime } from "ulid";
import { dayInSeoul } from "../../domain/model/calendar.ts";
import { positionBefore } from "../feeding/position-at.ts";
import { listDeadLetters } from "../operating/dead-letters.ts";
import type { Actor } from "./actor.ts";
import type { OperatingDeps } from "./operating-deps.ts";
import { found, NOT_FOUND, type Served } from "./served.ts";
import type { Serving } from "./serving.ts";

/** Events of a feed that are looked through from the time of the id on: what follows from an event follows within minutes. */
const LOOKED_THROUGH_MAX = 1_000;

/** Dead letters of a queue that are looked through. */
const LETTERS_MAX = 50;

/** What is kept of an event's way. Nothing personal is in any of it. */
export type JourneyStep = {
  /** Epoch milliseconds; undefined where only the day is known. */
  readonly at: number | undefined;
  readonly day: string;
} & (
  | { readonly what: "began" }
  | { readonly what: "set-aside"; readonly code: string; readonly path: string; readonly message: string }
  | { readonly what: "dead-letter"; readonly queue: string; readonly messageId: string }
  | {
      readonly what: "center-told";
      readonly center: string;
      readonly detailType: string;
      readonly matches: number | undefined;
    }
);

/** What is kept under a correlation id, in order of time. An id of which nothing is kept has begun and that is all: it says itself when. */
export async function journeyOf(serving: Serving, actor: Actor, id: string): Promise<Served<readonly JourneyStep[]>> {
  const operating = actor.role === "operator" ? serving.operating : undefined;
  if (operating === undefined) return NOT_FOUND;
  const began = decodeTime(id);
  const first: JourneyStep = { what: "began", at: began, day: dayInSeoul(began) };
  const parts = await Promise.all([
    setAsideSteps(serving, id, first.day),
    deadSteps(operating, id),
    ...Object.keys(serving.centers).map((center) => feedSteps(serving, center, id, began)),
  ]);
  return found([first, ...parts.flat()].toSorted((a, b) => (a.at ?? began) - (b.at ?? began)));
}

async function setAsideSteps({ ports }: Serving, id: string, day: string): Promise<JourneyStep[]> {
  const days = [...new Set([day, dayInSeoul(ports.clock.now())])];
  const kept = (await Promise.all(days.map((one) => ports.quarantine.list(one)))).flat();
  return kept
    .filter(({ eventId }) => eventId === id)
    .map(({ day: on, code, path, message }) => ({ what: "set-aside", at: undefined, day: on, code, path, message }));
}

async function deadSteps({ ports, queues }: OperatingDeps, id: string): Promise<JourneyStep[]> {
  const steps: JourneyStep[] = [];
  for (const queue of queues) {
    for (const { correlationId, eventId, sentAt, messageId } of await listDeadLetters(queue, LETTERS_MAX, ports)) {
      if (correlationId !== id && eventId !== id) continue;
      steps.push({ what: "dead-letter", at: sentAt, day: dayInSeoul(sentAt), queue, messageId });
    }
  }
  return steps;
}

async function feedSteps({ ports }: Serving, center: string, id: string, began: number): Promise<JourneyStep[]> {
  const from = await positionBefore(ports.centerFeeds, center, began);
  const items = await ports.centerFeeds.readAfter(center, from, LOOKED_THROUGH_MAX);
  return items.flatMap(({ at, event }): JourneyStep[] => {
    const { "detail-type": detailType, detail } = JSON.parse(event) as {
      readonly "detail-type": string;
      readonly detail: { readonly correlationId?: string; readonly matches?: readonly unknown[] };
    };
    if (detail.correlationId !== id) return [];
    return [{ what: "center-told", at, day: dayInSeoul(at), center, detailType, matches: detail.matches?.length }];
  });
}
