import type { CourseFacts, OpeningFacts } from "../matching/facts.ts";
import type { ByteReader, ByteWriter } from "./byte-stream.ts";

/** What a record says of an opening beside what scoring reads. */
export interface OpeningMore {
  readonly openSince: number | undefined;
  readonly course: CourseFacts | undefined;
}

/** Writes what stands before an opening's own bytes; at least one of the two is there, unless its first day stands before them. */
export function writeMore(
  out: ByteWriter,
  { openSince, facts }: { readonly openSince?: number; readonly facts: OpeningFacts },
): void {
  out.optional(openSince, (day) => out.signed(day));
  out.optional(facts.course, ({ teaches, awards, freeSeats }) => {
    out.list(teaches, ({ number, level }) => {
      out.number(number);
      out.number(level);
    });
    out.list(awards, (number) => out.number(number));
    out.optional(freeSeats, (seats) => out.number(seats));
  });
}

export function readMore(from: ByteReader, mayBeEmpty: boolean): OpeningMore {
  const openSince = from.optional(() => from.signed());
  const course = from.optional(() => ({
    teaches: from.list(() => ({ number: from.number(), level: from.number() })),
    awards: from.list(() => from.number()),
    freeSeats: from.optional(() => from.number()),
  }));
  if (!mayBeEmpty && openSince === undefined && course === undefined)
    throw new RangeError("an opening with more has no more");
  return { openSince, course };
}
