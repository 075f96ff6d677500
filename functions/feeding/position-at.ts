import type { CenterFeeds } from "../feed-ports.ts";

/**
 * Position of the last item of a feed that was written before a time: reading after it gives everything from that time on. Items stand in the order of
 * their times, so halving finds it in some twenty reads; what is too old to be kept counts as before.
 */
export async function positionBefore(feeds: CenterFeeds, center: string, timeMs: number): Promise<number> {
  let high = await feeds.end(center);
  let low = 0;
  // The oldest item that is kept, so that a feed that began at a high number isn't searched from 0.
  const [first] = await feeds.readAfter(center, 0, 1);
  if (first === undefined) return high;
  low = first.position - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const item = await feeds.at(center, middle);
    if (item === undefined || item.at < timeMs) low = middle;
    else high = middle - 1;
  }
  return low;
}
