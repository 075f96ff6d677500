import { positionBefore } from "../../feeding/position-at.ts";
import type { CenterFeeds, FeedItem } from "../../ports.ts";

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
  readonly relaxations?: readonly { readonly condition: string; readonly matches: number }[];
}

/** What stands in a feed was checked when it was put there. */
export function toFeedEvent({ position, at, event }: FeedItem): FeedEvent {
  const { "detail-type": name, detail } = JSON.parse(event) as { "detail-type": string; detail: FeedDetail };
  return { position, at, name, detail };
}

/** Items read at once while a day is counted. */
const READ_AT_ONCE = 500;

/**
 * What a center was told since a day began, counted as the feed goes on. It is a memory of what stands in the feed: another one that begins later comes to
 * the same figures. Cost: each event is read once.
 */
export class FeedTally {
  readonly startMs: number;
  readonly byDistrict = new Map<string, number>();
  readonly people = new Set<string>();
  readonly followUps = new Set<string>();
  readonly reviews = new Map<string, FeedEvent>();
  /** Openings that suited nobody when last looked at, with that event. */
  readonly unmatched = new Map<string, FeedEvent>();
  position: number | undefined;
  matches = 0;

  constructor(startMs: number) {
    this.startMs = startMs;
  }

  async catchUp(feeds: CenterFeeds, center: string): Promise<void> {
    this.position ??= await positionBefore(feeds, center, this.startMs);
    for (;;) {
      const items = await feeds.readAfter(center, this.position, READ_AT_ONCE);
      for (const item of items) this.#count(toFeedEvent(item));
      if (items.length < READ_AT_ONCE) return;
    }
  }

  #count(event: FeedEvent): void {
    // Two who count at the same time read the same items: each counts once.
    if (event.position <= (this.position ?? 0)) return;
    this.position = event.position;
    const { district, matches = [], openingId, applicantId } = event.detail;
    switch (event.name) {
      case "MatchesFound":
        this.matches += matches.length;
        if (district !== undefined)
          this.byDistrict.set(district, (this.byDistrict.get(district) ?? 0) + matches.length);
        for (const match of matches) {
          this.people.add(match.applicantId);
          this.unmatched.delete(match.openingId);
        }
        return;
      case "OpeningUnmatched":
        if (openingId !== undefined) this.unmatched.set(openingId, event);
        return;
      case "FollowUpDue":
        this.followUps.add(`${applicantId} ${openingId} ${event.detail.months}`);
        return;
      case "ReviewRequested":
        this.reviews.set(`${applicantId} ${openingId}`, event);
        return;
    }
  }
}

/** Tallies of the day that goes on, by center. */
export class FeedTallies {
  readonly #tallies = new Map<string, FeedTally>();

  async of(feeds: CenterFeeds, center: string, startMs: number): Promise<FeedTally> {
    const known = this.#tallies.get(center);
    const tally = known?.startMs === startMs ? known : new FeedTally(startMs);
    this.#tallies.set(center, tally);
    await tally.catchUp(feeds, center);
    return tally;
  }
}
