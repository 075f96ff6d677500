import { decodeTime } from "ulid";
import { dayInSeoul } from "../../../domain/model/calendar.ts";
import { ulid } from "../../../domain/model/primitives.ts";
import { positionBefore } from "../../feeding/position-at.ts";
import { listDeadLetters } from "../../operating/dead-letters.ts";
import type { OperatingDeps } from "../../serving/operating-deps.ts";
import type { Frame } from "../frame.ts";
import type { ConsoleDeps } from "../page-context.ts";
import { operatorWords } from "../words/operator-words.ts";
import type { JourneyStep } from "./journey-page.tsx";

/** Events of a feed that are looked through from the time of the id on: what follows from an event follows within minutes. */
const LOOKED_THROUGH_MAX = 1_000;

/** Dead letters of a queue that are looked through. */
const LETTERS_MAX = 50;

/** What is kept under a correlation id, in order of time; undefined when it isn't one. Nothing personal is in any of it. */
export async function journeyOf(
  deps: ConsoleDeps,
  operating: OperatingDeps,
  frame: Frame,
  id: string,
): Promise<readonly JourneyStep[] | undefined> {
  if (!ulid.safeParse(id).success) return undefined;
  const began = decodeTime(id);
  const words = operatorWords[frame.language].journey;
  const first: JourneyStep = { at: began, day: dayInSeoul(began), words: words.began, detail: undefined };
  const parts = await Promise.all([
    setAsideSteps(deps, frame, id, first.day),
    deadSteps(operating, frame, id),
    ...Object.keys(deps.serving.centers).map((center) => feedSteps(deps, frame, center, id, began)),
  ]);
  return [first, ...parts.flat()].toSorted((a, b) => (a.at ?? began) - (b.at ?? began));
}

async function setAsideSteps(deps: ConsoleDeps, frame: Frame, id: string, day: string): Promise<JourneyStep[]> {
  const words = operatorWords[frame.language].journey;
  const days = [...new Set([day, frame.today])];
  const kept = (await Promise.all(days.map((one) => deps.serving.ports.quarantine.list(one)))).flat();
  return kept
    .filter(({ eventId }) => eventId === id)
    .map(({ day: on, code, path, message }) => ({
      at: undefined,
      day: on,
      words: words.setAside(code),
      detail: `${path} ${message}`,
    }));
}

async function deadSteps({ ports, queues }: OperatingDeps, frame: Frame, id: string): Promise<JourneyStep[]> {
  const words = operatorWords[frame.language].journey;
  const found: JourneyStep[] = [];
  for (const queue of queues) {
    for (const notice of await listDeadLetters(queue, LETTERS_MAX, ports)) {
      if (notice.correlationId !== id && notice.eventId !== id) continue;
      found.push({
        at: notice.sentAt,
        day: dayInSeoul(notice.sentAt),
        words: words.dead(queue),
        detail: notice.messageId,
      });
    }
  }
  return found;
}

async function feedSteps(
  deps: ConsoleDeps,
  frame: Frame,
  center: string,
  id: string,
  began: number,
): Promise<JourneyStep[]> {
  const feeds = deps.serving.ports.centerFeeds;
  const words = operatorWords[frame.language].journey;
  const from = await positionBefore(feeds, center, began);
  const items = await feeds.readAfter(center, from, LOOKED_THROUGH_MAX);
  const district = deps.serving.centers[center]?.[0];
  const name = deps.configuration.centers.find(({ serves }) => district !== undefined && serves.includes(district));
  return items.flatMap(({ at, event }) => {
    const { "detail-type": type, detail } = JSON.parse(event) as {
      readonly "detail-type": string;
      readonly detail: { readonly correlationId?: string; readonly matches?: readonly unknown[] };
    };
    if (detail.correlationId !== id) return [];
    const matches = detail.matches === undefined ? "" : ` · ${words.matches(detail.matches.length)}`;
    const told = words.fed(name?.[frame.language] ?? center);
    return [{ at, day: dayInSeoul(at), words: told, detail: `${type}${matches}` }];
  });
}
