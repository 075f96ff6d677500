import { dayInSeoul } from "../../domain/model/calendar.ts";
import type { FeedDay } from "../feed-ports.ts";

/** Places of asking events that are kept at hand: more than a center calls about in a day. */
const ASKS_KEPT_MAX = 60;

/** What of an event is counted. */
interface Counted {
  readonly "detail-type": string;
  readonly detail: { readonly district?: string; readonly matches?: readonly unknown[] };
}

const NOTHING: Omit<FeedDay, "day"> = { matches: {}, unmatched: 0, followUps: 0, reviews: 0, asks: [] };

/**
 * What a center has been told on the day of an item, the item included, from what stood at the item before. Each item carries it, and an item is written
 * on the fence of its position: so it is exact, and whoever wants the figures of a day reads one item and not the day.
 */
export function dayWith(
  before: FeedDay | undefined,
  event: object,
  { position, at }: { readonly position: number; readonly at: number },
): FeedDay {
  const day = dayInSeoul(at);
  const { "detail-type": name, detail = {} } = event as Partial<Counted>;
  const soFar: FeedDay = before?.day === day ? before : { ...NOTHING, day, asks: before?.asks ?? [] };
  const asking = { ...soFar, asks: [...soFar.asks, position].slice(-ASKS_KEPT_MAX) };
  switch (name) {
    case "MatchesFound": {
      const { district = "", matches = [] } = detail;
      return { ...soFar, matches: { ...soFar.matches, [district]: (soFar.matches[district] ?? 0) + matches.length } };
    }
    case "OpeningUnmatched":
      return { ...asking, unmatched: soFar.unmatched + 1 };
    case "ReviewRequested":
      return { ...asking, reviews: soFar.reviews + 1 };
    case "FollowUpDue":
      return { ...soFar, followUps: soFar.followUps + 1 };
    default:
      return soFar;
  }
}
