import type { CenterFeeds, FeedItem } from "../../feed-ports.ts";
import type { Intercept } from "./intercept.ts";
import type { Table } from "./table.ts";

export function createCenterFeeds(
  items: Table<number, FeedItem>,
  notes: Table<string, { readonly eventId: string }>,
  intercept: Intercept,
): CenterFeeds {
  return {
    append: (item) =>
      intercept("centerFeeds", "append", () => {
        if (items.get(item.center, item.position) !== undefined) return false;
        items.put(item.center, item.position, { ...item });
        return true;
      }),
    readAfter: (center, position, most) =>
      intercept("centerFeeds", "readAfter", () =>
        items
          .sorted(center)
          .filter((item) => item.position > position)
          .slice(0, most)
          .map((item) => ({ ...item })),
      ),
    at: (center, position) => intercept("centerFeeds", "at", () => items.get(center, position)),
    end: (center) => intercept("centerFeeds", "end", () => items.sorted(center).at(-1)?.position ?? 0),
    newest: (center, most) =>
      intercept("centerFeeds", "newest", () =>
        items
          .sorted(center)
          .slice(-most)
          .map((item) => ({ ...item })),
      ),
    note: (center, eventId) => intercept("centerFeeds", "note", () => notes.put(center, eventId, { eventId })),
    isNoted: (center, eventId) => intercept("centerFeeds", "isNoted", () => notes.get(center, eventId) !== undefined),
  };
}
