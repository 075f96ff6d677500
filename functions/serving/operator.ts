import { dayInSeoul } from "../../domain/model/calendar.ts";
import type { QuarantinedEvent } from "../ports.ts";
import type { Actor } from "./actor.ts";
import { found, NOT_FOUND, type Page, type Served } from "./served.ts";
import type { Serving } from "./serving.ts";

/** Events on a page. */
const QUARANTINED_PER_PAGE = 100;

/** What was refused on a day in Seoul (today without one), in order of arrival, with code, path and reason; never what stood there. */
export async function quarantine(
  { ports }: Serving,
  actor: Actor,
  day: string | undefined,
  after?: string,
): Promise<Served<Page<QuarantinedEvent>>> {
  if (actor.role !== "operator") return NOT_FOUND;
  const all = await ports.quarantine.list(day ?? dayInSeoul(ports.clock.now()));
  const from = after === undefined ? 0 : all.findIndex(({ quarantineId }) => quarantineId === after) + 1;
  const items = all.slice(from, from + QUARANTINED_PER_PAGE);
  const isEnd = from + QUARANTINED_PER_PAGE >= all.length;
  return found({ items, next: isEnd ? undefined : items.at(-1)?.quarantineId });
}
