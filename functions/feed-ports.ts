/** What a center was told on one day in Seoul. */
export interface FeedDay {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** Matches found, by district. */
  readonly matches: Readonly<Record<string, number>>;
  /** Openings that suited nobody when they were looked at. */
  readonly unmatched: number;
  readonly followUps: number;
  readonly reviews: number;
  /** Positions of the last events that ask the center for something beside a follow-up, of days before too. */
  readonly asks: readonly number[];
}

/** One event of a center's feed. */
export interface FeedItem {
  readonly center: string;
  /** From 1 on, without gaps. */
  readonly position: number;
  readonly eventId: string;
  /** The event as it stood on the bus: `source`, `detail-type` and `detail` as JSON. */
  readonly event: string;
  /** When it was written here, in epoch milliseconds; never less than the one before. */
  readonly at: number;
  /** The day up to here. */
  readonly soFar: FeedDay;
}

/** What each center was told, in order and to be read again from anywhere. Items and notes go after `FEED_KEPT_DAYS`. */
export interface CenterFeeds {
  /** Puts an item at its position if that is free. False when it is taken. */
  append(item: FeedItem): Promise<boolean>;
  /** Items after a position, in order, up to a number of them. Consistent. */
  readAfter(center: string, position: number, most: number): Promise<readonly FeedItem[]>;
  /** The item at a position, if it is there. Consistent. */
  at(center: string, position: number): Promise<FeedItem | undefined>;
  /** The last position; 0 in an empty feed. Consistent. */
  end(center: string): Promise<number>;
  /** The last items up to a number of them, in order. Consistent. */
  newest(center: string, most: number): Promise<readonly FeedItem[]>;
  /** Notes that an event stands in a feed; the same note twice is the same. */
  note(center: string, eventId: string): Promise<void>;
  /** Whether an event was noted. Consistent. */
  isNoted(center: string, eventId: string): Promise<boolean>;
}
