import type { InstitutionDays } from "../institution/days.ts";
import type { ByteReader, ByteWriter } from "./byte-stream.ts";

/** Writes the days of an institution, each of which may be missing: from the first, or through the last, without an end. */
export function writeDays(out: ByteWriter, { fromDay, throughDay }: InstitutionDays): void {
  for (const bound of [fromDay, throughDay]) out.optional(bound, (day) => out.signed(day));
}

export function readDays(from: ByteReader): InstitutionDays {
  return { fromDay: from.optional(() => from.signed()), throughDay: from.optional(() => from.signed()) };
}
