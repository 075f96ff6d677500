import { hash } from "node:crypto";
import type * as z from "zod";
import type { Mailbox } from "../../domain/delivery/mailbox.ts";
import {
  compareReview,
  type Review,
  type ReviewDecision,
  reviewOf,
  standingOf,
  withReview,
} from "../../domain/delivery/review.ts";
import type { Applicant } from "../../domain/model/applicant.ts";
import { dayInSeoul } from "../../domain/model/calendar.ts";
import type { Opening } from "../../domain/model/opening.ts";
import { type CenterDistricts, centerOf, districtOf } from "../../domain/outcomes/center-of.ts";
import type { FactMeasure } from "../../domain/outcomes/ledger-fact.ts";
import { type Refusal, refusal } from "../../domain/refusal.ts";
import { SCHEMA_VERSION } from "../../events/envelope.ts";
import type { ReviewedMessage } from "../../events/messages.ts";
import type { recommendationReviewed } from "../../events/recommendation-reviewed.ts";
import type { KeptEntity, Ports } from "../ports.ts";
import { deriveUlid } from "../runtime/derive-id.ts";
import { changeMailbox } from "./mailboxes.ts";
import { toAttribution } from "./outcomes.ts";
import { noteSurroundings, recommendedKey } from "./recommended.ts";

type ReviewPorts = Pick<Ports, "applicants" | "openings" | "mailboxes" | "opportunities" | "ledger" | "queues">;

const MEASURES: Readonly<Record<ReviewDecision, FactMeasure>> = {
  hold: "held",
  override: "overridden",
  endorse: "endorsed",
  release: "released",
};

/**
 * Takes a counsellor's word in: it stands in the person's mailbox, which is read before anything is decided on and once more right before a send; it is
 * counted; and whoever tells people looks at the pair anew. Only the person's own center may speak, and only if they agreed to be shown to it; what is
 * kept already was its word when it came, also where they have gone over to another center since.
 */
export async function takeReviewIn(
  detail: z.output<(typeof recommendationReviewed)["detail"]>,
  ports: ReviewPorts,
  centers: CenterDistricts,
): Promise<Refusal | undefined> {
  const { applicantId, openingId, revision, center, decision, override, reason, eventId, occurredAt } = detail;
  const review: Review = {
    openingId,
    revision,
    center,
    decision,
    ...(override && { override }),
    reason,
    on: dayInSeoul(Date.parse(occurredAt)),
    // One-way: who has only the ledger can't tell whose it was.
    factId: hash("sha256", `review ${eventId}`).slice(0, 32),
  };
  const [[person], [opening]] = await Promise.all([
    ports.applicants.get([applicantId]),
    ports.openings.get([openingId]),
  ]);
  const isTheirs = centerOfPerson(person, centers) === center;
  // Before it stands, so that it never stands where nobody finds it from the opening.
  const letsIn = standingOf(review) !== "blocked";
  if (isTheirs && letsIn) {
    await ports.opportunities.join(recommendedKey(openingId), [applicantId]);
  }
  let standing: ReturnType<typeof compareReview> = "older";
  let kept: Review | undefined;
  await changeMailbox(applicantId, ports, (mailbox: Mailbox) => {
    standing = compareReview(mailbox, review);
    const next = isTheirs ? withReview(mailbox, review) : mailbox;
    kept = reviewOf(next, openingId);
    return next;
  });
  // What a callback has set, the compiler can't see.
  const found = standing as ReturnType<typeof compareReview>;
  const settled = kept as Review | undefined;
  // They have left meanwhile, perhaps: nothing of theirs stays.
  if (letsIn && settled === undefined) await ports.opportunities.leave(recommendedKey(openingId), [applicantId]);
  if (found === "conflict") {
    return refusal("REVISION_CONFLICT", "/revision", "another review of this pair has the same revision");
  }
  if (found === "newer" && !isTheirs) {
    return refusal("OTHER_CENTER", "/center", "doesn't look after this person, or they didn't agree to be shown to it");
  }
  if (found === "older" && !isTheirs) {
    return refusal("REVISION_SUPERSEDED", "/revision", "a later review of this pair is kept");
  }
  if (settled === undefined) return undefined;
  // A word that a later one has overtaken, or that somebody died over, was said all the same; what it changes is the later one's to say.
  const said = found === "older" ? review : settled;
  const { programmeId, kind } = toAttribution(person, opening, centers);
  await ports.ledger.count({
    factId: said.factId,
    measure: MEASURES[decision],
    center: said.center,
    on: said.on,
    ...(programmeId === undefined ? {} : { programmeId }),
    ...(kind === undefined ? {} : { kind }),
  });
  if (found === "older") return undefined;
  if (standingOf(review) === "recommended" && opening?.body !== undefined) {
    await noteSurroundings(openingId, JSON.parse(opening.body) as Opening, ports);
  }
  const message: ReviewedMessage = {
    schemaVersion: SCHEMA_VERSION,
    messageId: deriveUlid(eventId, "reviewed"),
    correlationId: detail.correlationId,
    causationId: eventId,
    kind: "reviewed",
    reviewed: [{ applicantId, openingId }],
  };
  await ports.queues.send("applicant-alerts", [{ body: JSON.stringify(message) }]);
  return undefined;
}

function centerOfPerson(person: KeptEntity | undefined, centers: CenterDistricts): string | undefined {
  if (person?.body === undefined) return undefined;
  // What is kept was checked when it came in.
  const applicant = JSON.parse(person.body) as Applicant;
  return applicant.consent.center ? centerOf(districtOf(applicant), centers) : undefined;
}
