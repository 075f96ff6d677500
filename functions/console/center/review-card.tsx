import { type ReviewReason, reviewReasons } from "../../../domain/delivery/review.ts";
import type { ReviewSaid, StandingReview } from "../../serving/review-recommendation.ts";
import { type Frame, href } from "../frame.ts";
import { Field, Select } from "../parts/field.tsx";
import { frameWords } from "../words/frame-words.ts";
import { reviewWords } from "../words/review-words.ts";
import { pairPath } from "./live-matches.tsx";

/** What a counsellor chooses from: an override says which way it goes. */
export const reviewChoices = ["endorse", "hold", "recommend", "suppress", "release"] as const;
export type ReviewChoice = (typeof reviewChoices)[number];

export function reviewPath(applicantId: string, openingId: string): string {
  return `${pairPath(applicantId, openingId)}/review`;
}

/** What a choice and a reason of the form say; undefined for what is none. */
export function toReviewSaid(choice: unknown, reason: unknown): ReviewSaid | undefined {
  const chosen = reviewChoices.find((one) => one === choice);
  const because = reviewReasons.find((one): one is ReviewReason => one === reason);
  if (chosen === undefined || because === undefined) return undefined;
  return chosen === "recommend" || chosen === "suppress"
    ? { decision: "override", override: chosen, reason: because }
    : { decision: chosen, reason: because };
}

function choiceOf({ decision, override }: StandingReview): ReviewChoice {
  return decision === "override" ? (override ?? "recommend") : decision;
}

export function ReviewCard({ frame, applicantId, openingId, review }: ReviewCardProps) {
  const words = reviewWords[frame.language];
  const decision = { name: "decision", label: words.decision };
  const reason = { name: "because", label: words.reason };
  return (
    <section class="card stack-tight" aria-labelledby="review">
      <h2 id="review">{words.title}</h2>
      <p class="hint">{words.lead}</p>
      <p class="strong">
        {review === undefined
          ? words.none
          : words.by(words.decisions[choiceOf(review)], words.reasons[review.reason], review.on)}
      </p>
      <form class="form" method="post" action={href(frame, reviewPath(applicantId, openingId))}>
        <Field signs={decision}>
          <Select
            signs={decision}
            value=""
            unchosen={frameWords[frame.language].choose}
            options={reviewChoices.map((value) => ({ value, label: words.decisions[value] }))}
          />
        </Field>
        <Field signs={reason}>
          <Select
            signs={reason}
            value=""
            unchosen={frameWords[frame.language].choose}
            options={reviewReasons.map((value) => ({ value, label: words.reasons[value] }))}
          />
        </Field>
        <div class="row">
          <button class="button" type="submit">
            {words.save}
          </button>
        </div>
      </form>
    </section>
  );
}

interface ReviewCardProps {
  frame: Frame;
  applicantId: string;
  openingId: string;
  /** The last word on the pair; undefined when nobody has said any. */
  review: StandingReview | undefined;
}
