import { Feed } from "feed";
import type { PublicDate } from "../../domain/channels/public-dates.ts";
import { dateWords, type ListingContext } from "./date-words.ts";

/** The days as RSS 2.0. An opening that is revised is a new item: readers show what they haven't seen the id of. */
export function toRss(dates: readonly PublicDate[], context: ListingContext): string {
  const feed = new Feed({
    title: context.title,
    description: dateWords.description(context.center),
    link: context.link,
    id: context.link,
    language: "ko",
    updated: new Date(context.now),
    generator: "Ieum",
  });
  for (const date of dates) {
    const guid = `${context.link}#${date.openingId}-${date.revision}`;
    feed.addItem({
      title: dateWords.title(date),
      id: guid,
      guid,
      link: date.url ?? context.link,
      description: dateWords.details(date, context),
      // The beginning of that day in Seoul.
      date: new Date(`${date.postedOn ?? date.day}T00:00:00+09:00`),
      category: [{ name: dateWords.kinds[date.kind] }],
    });
  }
  return feed.rss2();
}
