import { EMPTY_MAILBOX } from "../../domain/delivery/mailbox.ts";
import {
  type Override,
  type Review,
  type ReviewDecision,
  type ReviewReason,
  reviewOf,
} from "../../domain/delivery/review.ts";
import { mailboxesOf } from "../runtime/documents.ts";
import type { Actor } from "./actor.ts";
import { readOpening, visiblePerson } from "./kept.ts";
import { found, NOT_FOUND, type Served, type Written } from "./served.ts";
import type { Serving } from "./serving.ts";
import { type Writing, write } from "./writing.ts";

/** What a counsellor says of an opening for somebody, and why. */
export interface ReviewSaid {
  readonly decision: ReviewDecision;
  /** Of an override, and of nothing else. */
  readonly override?: Override | undefined;
  readonly reason: ReviewReason;
}

/** A counsellor's last word on a pair, as whoever counsels sees it. */
export type StandingReview = Omit<Review, "factId">;

/** The last word on a pair; not found where nobody has said any, as where the person is another center's. */
export async function reviewOfPair(
  serving: Serving,
  actor: Actor,
  applicantId: string,
  openingId: string,
): Promise<Served<StandingReview>> {
  if (actor.role !== "center" || (await visiblePerson(serving, actor, applicantId)) === undefined) return NOT_FOUND;
  const kept = await readReview(serving, applicantId, openingId);
  if (kept === undefined) return NOT_FOUND;
  const { factId: _fact, ...review } = kept;
  return found(review);
}

/** Holds, overrides, endorses or releases an opening for somebody whom the center looks after, told of it or not told yet. */
export async function reviewRecommendation(
  serving: Serving,
  actor: Actor,
  applicantId: string,
  openingId: string,
  said: ReviewSaid,
  writing: Writing,
): Promise<Written> {
  const scope = `review ${applicantId} ${openingId}`;
  return write(serving, actor, writing, { scope, body: said }, async () => {
    const person = actor.role === "center" ? await visiblePerson(serving, actor, applicantId) : undefined;
    const opening = await readOpening(serving, openingId);
    if (person === undefined || opening === undefined) return NOT_FOUND;
    const { decision, override, reason } = said;
    return {
      kind: "draft",
      name: "RecommendationReviewed",
      id: `${applicantId}~${openingId}`,
      before: (await readReview(serving, applicantId, openingId))?.revision ?? 0,
      toDetail: (revision) => ({
        applicantId,
        openingId,
        revision,
        center: actor.subject,
        decision,
        ...(override && { override }),
        reason,
      }),
    };
  });
}

/** What counsellors have said stands in the person's mailbox. */
async function readReview({ ports }: Serving, applicantId: string, openingId: string): Promise<Review | undefined> {
  const mailbox = (await mailboxesOf(ports.mailboxes).read([applicantId])).get(applicantId)?.document;
  return reviewOf(mailbox ?? EMPTY_MAILBOX, openingId);
}
