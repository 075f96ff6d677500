import type { Language } from "../matching/names.ts";
import type { Mailbox } from "./mailbox.ts";

/**
 * What counsellors say of a recommendation. `hold`: not until it is released. `override`: against the score, one way or the other. `endorse`: as the score
 * says, and with their word for it. `release`: as if nothing had been said.
 */
export const reviewDecisions = ["hold", "override", "endorse", "release"] as const;
export type ReviewDecision = (typeof reviewDecisions)[number];

/** Which way an override goes. The law and the programme's rules still hold: only the score is overridden. */
export const overrides = ["recommend", "suppress"] as const;
export type Override = (typeof overrides)[number];

/** Why, as codes: what a counsellor knows of a person in words stays out of events. */
export const reviewReasons = [
  "talk-first",
  "person-asked",
  "employer-concern",
  "not-as-described",
  "skills-not-in-profile",
  "good-prospects",
  "data-mistake",
  "settled",
] as const;
export type ReviewReason = (typeof reviewReasons)[number];

/** The last word of a center on one person and one opening. */
export interface Review {
  readonly openingId: string;
  /** Counts the words on this pair. */
  readonly revision: number;
  readonly center: string;
  readonly decision: ReviewDecision;
  readonly override?: Override;
  readonly reason: ReviewReason;
  /** The day in Seoul, `YYYY-MM-DD`. */
  readonly on: string;
  /** What it is counted by. */
  readonly factId: string;
}

/** What a recommendation keeps of it. */
export type ReviewEvidence = Pick<Review, "decision" | "override" | "reason" | "center">;

export const reviewStandings = ["none", "blocked", "recommended", "endorsed"] as const;
export type ReviewStanding = (typeof reviewStandings)[number];

/** Reviews kept of one person, some 200 bytes each: more than a counsellor gives in years. What was said longest ago goes first. */
const REVIEWS_MAX = 200;

export function reviewOf({ reviews = [] }: Mailbox, openingId: string): Review | undefined {
  return reviews.find((one) => one.openingId === openingId);
}

export function standingOf(review: Review | undefined): ReviewStanding {
  switch (review?.decision) {
    case undefined:
    case "release":
      return "none";
    case "hold":
      return "blocked";
    case "endorse":
      return "endorsed";
    case "override":
      return review?.override === "recommend" ? "recommended" : "blocked";
  }
}

/**
 * Whether a counsellor keeps an opening from somebody. What was said of it itself counts; where nothing was, a word against another posting of the same
 * opportunity is one against this, too.
 */
export function isBlocked(mailbox: Mailbox, openingId: string, twins: readonly string[]): boolean {
  const own = reviewOf(mailbox, openingId);
  const words = own === undefined ? twins.map((twin) => reviewOf(mailbox, twin)) : [own];
  return words.some((word) => standingOf(word) === "blocked");
}

/** Whether a counsellor keeps anything from somebody: of all others it doesn't matter what is the same opportunity. */
export function hasBlocked({ reviews = [] }: Mailbox): boolean {
  return reviews.some((review) => standingOf(review) === "blocked");
}

/** How a review stands to what is kept: a later revision replaces it, the same one is the same. */
export function compareReview(mailbox: Mailbox, review: Review): "newer" | "same" | "older" | "conflict" {
  const kept = reviewOf(mailbox, review.openingId);
  if (kept === undefined || kept.revision < review.revision) return "newer";
  if (kept.revision > review.revision) return "older";
  const says = ({ center, decision, override, reason }: Review) => [center, decision, override, reason].join(" ");
  return says(kept) === says(review) ? "same" : "conflict";
}

/** The mailbox with a review, unless the same or a later one is there: reviews end the same in any order. */
export function withReview(mailbox: Mailbox, review: Review): Mailbox {
  if (mailbox.hasLeft || compareReview(mailbox, review) !== "newer") return mailbox;
  const others = (mailbox.reviews ?? []).filter(({ openingId }) => openingId !== review.openingId);
  const reviews = [...others, review].toSorted((a, b) =>
    a.on === b.on ? (a.openingId < b.openingId ? -1 : 1) : a.on < b.on ? -1 : 1,
  );
  return { ...mailbox, reviews: reviews.slice(-REVIEWS_MAX) };
}

/** What of a review stands with a recommendation as its evidence: who put in a word for it. */
export function toReviewEvidence(review: Review | undefined): ReviewEvidence | undefined {
  const standing = standingOf(review);
  if (review === undefined || standing === "none" || standing === "blocked") return undefined;
  const { decision, override, reason, center } = review;
  return { decision, ...(override && { override }), reason, center };
}

/** What somebody reads first of what they were told, by what a counsellor has said of it; undefined where nothing is to be read. */
export function renderStanding(standing: ReviewStanding, language: Language): string | undefined {
  switch (standing) {
    case "none":
      return undefined;
    case "endorsed":
    case "recommended":
      return renderEndorsement(language);
    case "blocked":
      return language === "ko"
        ? "상담사가 다시 살펴보고 있습니다. 궁금한 점은 센터로 전화해 주세요."
        : "A counsellor is looking at it again. Please call the center with questions.";
  }
}

/** What somebody reads of a recommendation that a counsellor put in a word for. */
export function renderEndorsement(language: Language): string {
  return language === "ko" ? "상담사가 권했습니다." : "A counsellor recommends it.";
}
