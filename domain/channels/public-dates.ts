import { isOpenOn, type Opening } from "../model/opening.ts";

/** A day in public calendars: until when a fair is on, or the last day to apply. It is about an opening and about nobody. */
export interface PublicDate {
  readonly openingId: string;
  readonly revision: number;
  readonly kind: "fair" | "deadline";
  readonly title: string;
  readonly description: string | undefined;
  /** The day in Seoul, `YYYY-MM-DD`. */
  readonly day: string;
  /** The day it was posted, if known. */
  readonly postedOn: string | undefined;
  /** District code; none when it is online or not known. */
  readonly district: string | undefined;
  /** Where it stands in public, if it came from there: our own pages of openings are for those who sign in. */
  readonly url: string | undefined;
}

/** What is kept of an opening, and whether it was closed early. */
export interface ListedOpening {
  readonly opening: Opening;
  readonly isClosed: boolean;
}

/**
 * The days that the public may want to know, soonest first: of what is open on `today` and has a last day. A district's are those within it and those
 * that one can reach from anywhere because they are online.
 */
export function toPublicDates(openings: Iterable<ListedOpening>, today: string, district?: string): PublicDate[] {
  const dates: PublicDate[] = [];
  for (const { opening, isClosed } of openings) {
    const { place, validThrough, datePosted } = opening;
    if (isClosed || validThrough === undefined || !isOpenOn(opening, today)) continue;
    const where = place.mode === "online" ? undefined : place.district;
    if (district !== undefined && place.mode !== "online" && where !== district) continue;
    dates.push({
      openingId: opening.openingId,
      revision: opening.revision,
      kind: opening.kind === "job-fair" ? "fair" : "deadline",
      title: opening.title,
      description: opening.description,
      day: validThrough,
      postedOn: datePosted,
      district: where,
      url: opening.source?.url,
    });
  }
  return dates.sort((a, b) => compare(a.day, b.day) || compare(a.openingId, b.openingId));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
