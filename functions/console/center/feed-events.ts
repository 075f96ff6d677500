import type { OpeningKind } from "../../../domain/model/primitives.ts";
import type { CenterFeeds, FeedDay, FeedItem } from "../../feed-ports.ts";
import { settled } from "../../runtime/in-groups.ts";

/** One event of a feed as pages read it; what isn't of its sort is missing. */
export interface FeedEvent {
  readonly position: number;
  readonly at: number;
  readonly name: string;
  readonly detail: FeedDetail;
}

interface FeedDetail {
  readonly district?: string;
  readonly openingId?: string;
  readonly applicantId?: string;
  readonly months?: number;
  readonly applicants?: number;
  readonly matches?: readonly { readonly applicantId: string; readonly openingId: string; readonly score?: number }[];
  readonly relaxations?: readonly {
    readonly condition: string;
    readonly source?: number;
    readonly kind?: OpeningKind;
    readonly matches: number;
  }[];
  readonly requiredByLaw?: readonly { readonly source: number; readonly matches: number }[];
}

/** What stands in a feed was checked when it was put there. */
export function toFeedEvent({ position, at, event }: FeedItem): FeedEvent {
  const { "detail-type": name, detail } = JSON.parse(event) as { "detail-type": string; detail: FeedDetail };
  return { position, at, name, detail };
}

const QUIET: Omit<FeedDay, "day"> = { matches: {}, unmatched: 0, followUps: 0, reviews: 0, asks: [] };

/** The figures of a day, which the last item carries; of a day on which nothing came there are none. */
export function figuresOf(last: FeedItem | undefined, day: string): FeedDay {
  return last?.soFar.day === day ? last.soFar : { ...QUIET, day };
}

/** What the feed's last events ask for, the latest of each sort and thing: openings that suited nobody, people who want somebody to look again. */
export async function asksOf(feeds: CenterFeeds, center: string): Promise<readonly FeedEvent[]> {
  const [last] = await feeds.newest(center, 1);
  const items = await settled(last?.soFar.asks ?? [], (position) => feeds.at(center, position));
  const latest = new Map<string, FeedEvent>();
  for (const item of items) {
    // What is too old to be kept was long enough in view.
    if (item === undefined) continue;
    const event = toFeedEvent(item);
    latest.set(`${event.name} ${event.detail.applicantId} ${event.detail.openingId}`, event);
  }
  return [...latest.values()].toReversed();
}
