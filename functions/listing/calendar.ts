import ical, { ICalCalendarMethod, ICalEventTransparency } from "ical-generator";
import type { PublicDate } from "../../domain/channels/public-dates.ts";
import { dateWords, type ListingContext, placeOf } from "./date-words.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * The days as an iCalendar, each for the whole day: a day has no hour, and so no zone that could move it. Ids stay over revisions, whose number is the
 * sequence: programs replace what they have.
 */
export function toCalendar(dates: readonly PublicDate[], context: ListingContext): string {
  const calendar = ical({
    name: context.title,
    description: dateWords.description(context.center),
    prodId: { company: "Ieum", product: "dates", language: "KO" },
    method: ICalCalendarMethod.PUBLISH,
  });
  for (const date of dates) {
    calendar.createEvent({
      id: `${date.openingId}@ieum`,
      sequence: date.revision,
      stamp: new Date(context.now),
      start: toWholeDay(date.day),
      end: toWholeDay(date.day, 1),
      allDay: true,
      summary: dateWords.title(date),
      description: dateWords.details(date, context),
      location: placeOf(date) ?? null,
      url: date.url ?? null,
      // It takes nobody's time.
      transparency: ICalEventTransparency.TRANSPARENT,
    });
  }
  return `${calendar.toString()}\r\n`;
}

/** The library takes the day of an instant in UTC, wherever it runs. The end of a whole day is the next one. */
function toWholeDay(day: string, later = 0): Date {
  return new Date(Date.parse(`${day}T00:00:00Z`) + later * DAY_MS);
}
