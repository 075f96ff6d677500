import { dayInSeoul } from "../../domain/model/calendar.ts";
import { type Refusal, refusal } from "../../domain/refusal.ts";
import type { EventIn } from "../../events/catalog.ts";

/** Clocks of producers, of the schedule and of ours may differ by this much. */
const CLOCK_SKEW_MS = 5 * 60 * 1_000;

/**
 * Why the day that an event is about can't be taken: it hasn't started in Seoul. A `DayStarted` of it would close everything that ends before it, and no
 * later event could open it again. Nobody can know what becomes of somebody on it: an outcome of it would be counted in a period to come, schedule follow-ups
 * of a hire that hasn't been, and stand in the way of what really happens until then, since days can't run backwards.
 */
export function refusalOfDay(event: EventIn, now: number): Refusal | undefined {
  const named = dayOf(event);
  if (named === undefined || named.day <= dayInSeoul(now + CLOCK_SKEW_MS)) return undefined;
  return refusal("DAY_NOT_STARTED", named.path, "has not started in Seoul");
}

function dayOf({ name, detail }: EventIn): { readonly day: string; readonly path: string } | undefined {
  switch (name) {
    case "DayStarted":
      return { day: detail.day, path: "/day" };
    case "OutcomeRecorded":
    case "FollowUpRecorded":
    case "CaseRecorded":
      return { day: detail.on, path: "/on" };
    case "CompletionRecorded":
      return { day: detail.completion.on, path: "/completion/on" };
    case "JobPosted":
    case "InternshipOpened":
    case "ProgrammeOpened":
    case "OpeningClosed":
    case "ProgrammeRulesSet":
    case "ApplicantProfileUpdated":
    case "ApplicantWithdrawn":
    case "DeliveryOptedOut":
    case "RecommendationReviewed":
    case "InstitutionRegistered":
    case "LedgerEntered":
      return undefined;
  }
}
