import type { Applicant } from "../../../domain/model/applicant.ts";
import { dayInSeoul } from "../../../domain/model/calendar.ts";
import { districtsByCenter } from "../../../infra/centers.ts";
import type { Moments } from "./reasons.ts";

/** The parts of a valid event that a refusal may be about. */
export interface Refused {
  readonly name: string;
  readonly applicantId: string;
  readonly openingId: string;
  readonly revision: number;
  readonly center: string;
  /** Of a follow-up: after how many months. */
  readonly months: number;
  readonly on: string;
}

/** What the world knew of a pair besides its two sides. */
export interface ToldOfPair {
  /** Whether a message about the pair had left before anybody looked. */
  readonly wasTold: boolean;
  /** When the first one left, in epoch milliseconds. */
  readonly firstToldAt: number | undefined;
  /** Whether the follow-up that an event names was there before anybody looked. */
  readonly wasAskedAfter: boolean;
}

/** A function's clock is wrong by less. */
const CLOCKS_DIFFER_MS = 5 * 60 * 1_000;

const CENTERS = Object.entries(districtsByCenter());

/** What of an event is read off its body. */
export function toRefused(body: string): Refused {
  const { "detail-type": name, detail } = JSON.parse(body) as { "detail-type": string; detail: Detail };
  const { applicant, opening } = detail;
  return {
    name,
    applicantId: applicant?.applicantId ?? detail.applicantId ?? "",
    openingId: opening?.openingId ?? detail.openingId ?? "",
    revision: applicant?.revision ?? opening?.revision ?? detail.revision ?? 0,
    center: detail.center ?? "",
    months: detail.months ?? 0,
    on: detail.on ?? "",
  };
}

interface Detail extends Partial<Omit<Refused, "name">> {
  readonly applicant?: { readonly applicantId: string; readonly revision: number };
  readonly opening?: { readonly openingId: string; readonly revision: number };
}

/**
 * Guarantee 2: whether the code that a valid event was refused with was true at one of these moments, by a plain look at what was kept. `hasRival` is
 * whether another event says something else of the same.
 */
export function isTrueRefusal(
  code: string,
  event: Refused,
  { applicants, openings, wasMissing, mailboxes, now }: Moments,
  { told, hasRival }: { readonly told: ToldOfPair; readonly hasRival: () => boolean },
): boolean {
  const hasLeft = applicants.some(({ isWithdrawn }) => isWithdrawn);
  switch (code) {
    case "REVISION_SUPERSEDED": {
      const later = mailboxes.flatMap(({ reviews = [] }) =>
        reviews.filter(({ openingId }) => openingId === event.openingId),
      );
      const kept = event.name === "RecommendationReviewed" ? later : [...applicants, ...openings];
      return kept.some(({ revision }) => revision > event.revision);
    }
    case "REVISION_CONFLICT":
    case "OUTCOME_OUT_OF_ORDER":
      return hasRival();
    case "ENTITY_WITHDRAWN":
      return hasLeft;
    case "UNKNOWN_RECOMMENDATION":
      return hasLeft || !told.wasTold;
    case "UNKNOWN_FOLLOW_UP":
      return hasLeft || !told.wasAskedAfter;
    case "OUTCOME_BEFORE_TOLD":
      return event.on < dayInSeoul((told.firstToldAt ?? now) + CLOCKS_DIFFER_MS);
    case "OTHER_CENTER":
      return wasMissing.applicant || hasLeft || applicants.some(({ body }) => !looksAfter(event.center, body));
    default:
      return false;
  }
}

/** Whether a center looks after somebody: where they live, else where they first want to work, if they agreed to be shown to it. */
function looksAfter(center: string, body: string | undefined): boolean {
  if (body === undefined) return false;
  const { residence, preferences, consent } = JSON.parse(body) as Applicant;
  const district = residence ?? preferences.districts?.[0] ?? "";
  return consent.center && CENTERS.some(([id, serves]) => id === center && serves.includes(district));
}
