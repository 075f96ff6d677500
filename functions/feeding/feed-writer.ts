import type { BusEvent } from "../../events/contracts/cloud-event.ts";
import type { CenterFeeds, FeedDay, FeedItem } from "../feed-ports.ts";
import { dayWith } from "./feed-day.ts";
import { NewestRevisions } from "./newest-revisions.ts";

/** Items read when a function starts: those that an event which comes again, or late, could repeat or overtake. */
const TAIL_ITEMS = 500;

/** Items asked for in one read. */
const ITEMS_PER_READ = 100;

/** Times that another writer may come first before the queue tries again: two at once are rare and short. */
const TRIES_MAX = 20;

/** What came of writing an event into a feed. */
export type Fed = "appended" | "already-there" | "overtaken";

/**
 * The writer of one center's feed. As with a shard's log the fence is the put on "this position is free": whoever was frozen finds its position
 * taken, reads on, and appends at the end, so positions have no gaps and readers go by the last one they have seen. An event stands in a feed
 * once: those among the last items are known here, of older ones the feed keeps a note by the event's id.
 */
export class FeedWriter {
  readonly #center: string;
  readonly #feeds: CenterFeeds;
  readonly #recent = new Set<string>();
  readonly #revisions = new NewestRevisions();
  #last: number | undefined;
  #lastAt = 0;
  #soFar: FeedDay | undefined;

  constructor(center: string, feeds: CenterFeeds) {
    this.#center = center;
    this.#feeds = feeds;
  }

  /** Clocks of two functions differ: an item is never written at an earlier time than the one before, since readers look for a time by halving. */
  async write(event: BusEvent, now: number): Promise<Fed> {
    const { eventId } = event.detail;
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      const last = await this.#catchUp();
      if (this.#recent.has(eventId)) {
        // A crash may have come before the note; the same note twice is the same.
        await this.#feeds.note(this.#center, eventId);
        return "already-there";
      }
      if (await this.#feeds.isNoted(this.#center, eventId)) return "already-there";
      const current = this.#revisions.withoutOlder(event);
      if (current === undefined) return "overtaken";
      const position = last + 1;
      const at = Math.max(now, this.#lastAt);
      const soFar = dayWith(this.#soFar, current, { position, at });
      const item = { center: this.#center, position, eventId, event: JSON.stringify(current), at, soFar };
      if (!(await this.#feeds.append(item))) continue;
      this.#apply(item);
      await this.#feeds.note(this.#center, eventId);
      return "appended";
    }
    throw new Error(`the feed of ${this.#center} was written by others ${TRIES_MAX} times in a row`);
  }

  /** Position of the last item, after reading what is new. */
  async #catchUp(): Promise<number> {
    if (this.#last === undefined) {
      const end = await this.#feeds.end(this.#center);
      this.#last = Math.max(0, end - TAIL_ITEMS);
    }
    for (;;) {
      const items = await this.#feeds.readAfter(this.#center, this.#last, ITEMS_PER_READ);
      for (const item of items) this.#apply(item);
      if (items.length < ITEMS_PER_READ) return this.#last;
    }
  }

  #apply({ position, eventId, event, at, soFar }: FeedItem): void {
    this.#last = position;
    this.#lastAt = at;
    this.#soFar = soFar;
    this.#recent.add(eventId);
    if (this.#recent.size > TAIL_ITEMS) {
      const [oldest] = this.#recent;
      if (oldest !== undefined) this.#recent.delete(oldest);
    }
    this.#revisions.note(JSON.parse(event) as BusEvent);
  }
}
