import { followUpMonths } from "../../domain/outcomes/follow-up.ts";
import type { FollowUpKey } from "../outcome-ports.ts";

/** Stands between the opening and the months; no opaque id has it. */
const SEPARATOR = "~";

/** The place of a follow-up among its person's: by opening, then by months. */
export function placeOf({ openingId, months }: Pick<FollowUpKey, "openingId" | "months">): string {
  return [openingId, String(months).padStart(2, "0")].join(SEPARATOR);
}

export function fromPlace(place: string): Pick<FollowUpKey, "openingId" | "months"> {
  const [openingId, digits] = place.split(SEPARATOR);
  const months = followUpMonths.find((number) => number === Number(digits));
  if (openingId === undefined || months === undefined) {
    throw new Error("a follow-up has a key that this code didn't write");
  }
  return { openingId, months };
}
