import { type FollowUpMonths, followUpMonths } from "../../domain/outcomes/follow-up.ts";
import type { FollowUpKey, ListedFollowUp } from "../outcome-ports.ts";

/** Stands between the parts of a key; neither an opaque id nor a day has it. */
const SEPARATOR = "~";

/** After everything that is listed for a day: no part of a key has a character after it. */
const AFTER_ALL = "~~";

/** The partition of a person's follow-ups. The two lists are partitions, too, and no person's is called like them. */
export function partitionOf(applicantId: string): string {
  return `applicant#${applicantId}`;
}

/** The place of a follow-up among its person's: by opening, then by months. */
export function placeOf({ openingId, months }: FollowUpKey): string {
  return [openingId, String(months).padStart(2, "0")].join(SEPARATOR);
}

/** The place of a follow-up on a list: by the day on which it is due. */
export function entryOf({ dueOn, applicantId, openingId, months }: ListedFollowUp): string {
  return [dueOn, applicantId, openingId, String(months).padStart(2, "0")].join(SEPARATOR);
}

/** The last place that something due on a day can have. */
export function lastEntryOf(day: string): string {
  return day + AFTER_ALL;
}

export function fromEntry(entry: string): ListedFollowUp {
  const [dueOn, applicantId, openingId, digits] = entry.split(SEPARATOR);
  const months = toMonths(Number(digits));
  if (dueOn === undefined || applicantId === undefined || openingId === undefined || months === undefined) {
    throw new Error("a list of follow-ups has an entry that this code didn't write");
  }
  return { dueOn, applicantId, openingId, months };
}

function toMonths(number: number): FollowUpMonths | undefined {
  return followUpMonths.find((months) => months === number);
}
