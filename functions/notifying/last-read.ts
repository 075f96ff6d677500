import { toDeliveryTerms } from "../../domain/delivery/delivery-terms.ts";
import { EMPTY_MAILBOX, entryOf, hasOptedOut, type Mailbox, type Pending } from "../../domain/delivery/mailbox.ts";
import type { Send, SuppressionReason } from "../../domain/delivery/policy.ts";
import { openingOf } from "../../domain/delivery/recommendation.ts";
import { hasBlocked, isBlocked, type Review, reviewOf } from "../../domain/delivery/review.ts";
import { materialChanges } from "../../domain/delivery/terms.ts";
import type { Applicant } from "../../domain/model/applicant.ts";
import { dayInSeoul } from "../../domain/model/calendar.ts";
import { mailboxesOf } from "../runtime/documents.ts";
import { readMembers, twinsKey } from "../taking-in/twins.ts";
import { barrierOf } from "./barring.ts";
import { decideBridge } from "./bridges.ts";
import { areSameSurroundings, isOfferedOn, type Sides } from "./candidates.ts";
import type { Planned } from "./planning.ts";
import { type Draft, decide } from "./telling.ts";
import type { Telling } from "./words.ts";
import type { Desk } from "./work.ts";

/** One telling of a message on its way. */
export interface Item {
  readonly planned: Planned;
  readonly send: Send;
  readonly telling: Telling | undefined;
  /** As in the mailbox. */
  readonly openingId: string;
  /** It was told by others, long ago: there is nothing to send. */
  readonly isTold: boolean;
}

/** That it goes out, or why it doesn't. */
export type Rechecked = "holds" | SuppressionReason;

/** The last read before the send. What somebody else has taken over meanwhile has no outcome here. */
export async function recheck(
  items: readonly Item[],
  { ports, reader, configuration }: Desk,
): Promise<Map<Item, Rechecked>> {
  const applicantIds = [...new Set(items.map(({ planned: { work } }) => work.applicantId))];
  const mailboxes = await mailboxesOf(ports.mailboxes).read(applicantIds);
  const mailboxOf = ({ planned: { work } }: Item) => mailboxes.get(work.applicantId)?.document;
  const mayBeHeld = items.filter((item) => hasBlocked(mailboxOf(item) ?? EMPTY_MAILBOX));
  const twins = await readMembers(
    mayBeHeld.map(({ openingId }) => twinsKey(openingOf(openingId))),
    ports,
  );
  const now = ports.clock.now();
  const sides = await reader.read(
    now,
    applicantIds,
    items.map(({ openingId }) => openingOf(openingId)),
    items.flatMap(({ telling }) => telling?.entry.pending.bridge?.courseOpeningId ?? []),
  );
  const reading = { sides, twins, now, configuration };
  const rechecked = new Map<Item, Rechecked>();
  for (const item of items) {
    const mailbox = mailboxOf(item);
    if (mailbox === undefined || !(mailbox.hasLeft || isOurs(mailbox, item))) continue;
    const reason = item.isTold ? undefined : reasonAgainst(item, mailbox, reading);
    rechecked.set(item, reason ?? "holds");
  }
  return rechecked;
}

/** What there is at the moment of the last read. */
interface Reading {
  readonly sides: Sides;
  /** What is the same opportunity, of what a counsellor's word may be about. */
  readonly twins: ReadonlyMap<string, readonly string[]>;
  readonly now: number;
  readonly configuration: Desk["configuration"];
}

function isOurs(mailbox: Mailbox, { openingId, send }: Item): boolean {
  const claim = entryOf(mailbox, openingId)?.pending?.claim;
  return claim?.sendId === send.sendId && claim.attempt === send.attempt;
}

function reasonAgainst(
  { planned, openingId, telling }: Item,
  mailbox: Mailbox,
  reading: Reading,
): SuppressionReason | undefined {
  const { sides, now } = reading;
  if (mailbox.hasLeft || planned.applicant === undefined) return "applicant-withdrawn";
  // What was claimed held no longer when it was decided on.
  if (telling === undefined) return planned.reasons.get(openingId) ?? "superseded";
  const { pending } = telling.entry;
  const latest = sides.applicant(planned.applicant.applicantId);
  if (latest.kind === "unreadable") return "unreadable";
  if (latest.kind !== "here") return "applicant-withdrawn";
  const applicant = latest.value;
  const terms = toDeliveryTerms(applicant.delivery, applicant.consent.alerts);
  if (hasOptedOut(mailbox, "message", terms.resumedAfterOptOut)) return "opted-out";
  if (!terms.agreed.message.includes(pending.purpose)) return "consent-withdrawn";
  if (terms.pausedUntil !== undefined && dayInSeoul(now) < terms.pausedUntil) return "paused";
  const review = reviewOf(mailbox, telling.opening.openingId);
  const { openingId: id } = telling.opening;
  const isHeld = isBlocked(mailbox, id, reading.twins.get(twinsKey(id)) ?? []);
  if (pending.purpose === "withdrawal") return reasonAgainstEnd(telling, applicant, { review, isHeld }, reading);
  if (isHeld) return "held";
  return reasonAgainstMatch(telling, planned, applicant, review, reading);
}

/** An end is told as long as what has ended hasn't come back. */
function reasonAgainstEnd(
  { opening: { openingId }, entry: { pending } }: Telling,
  applicant: Applicant,
  { review, isHeld }: { readonly review: Review | undefined; readonly isHeld: boolean },
  { sides, now, configuration }: Reading,
): SuppressionReason | undefined {
  const opening = sides.opening(openingId);
  if (opening.kind === "closed") return undefined;
  if (pending.ending === "held" && isHeld) return undefined;
  if (opening.kind === "unreadable") return "unreadable";
  if (opening.kind === "gone") return "opening-closed";
  if (pending.ending === "course-closed") {
    return sides.opening(pending.bridge?.courseOpeningId ?? "").kind === "closed" ? undefined : "superseded";
  }
  if (pending.ending !== "no-longer-a-match") return "superseded";
  const surroundings = sides.surroundings(opening.value);
  const candidate = { applicant, opening: opening.value, ...surroundings };
  const isOffered = isOfferedOn(surroundings, dayInSeoul(now));
  const draft = isOffered ? decide(candidate, now, configuration, review) : undefined;
  return draft === undefined ? undefined : "superseded";
}

function reasonAgainstMatch(
  { opening: { openingId }, opening: seen, entry: { pending } }: Telling,
  planned: Planned,
  applicant: Applicant,
  review: Review | undefined,
  { sides, now, configuration }: Reading,
): SuppressionReason | undefined {
  const opening = sides.opening(openingId);
  if (opening.kind === "unreadable") return "unreadable";
  if (opening.kind !== "here") return "opening-closed";
  if (pending.bridge !== undefined) {
    const draft = decideBridge(applicant, openingId, pending.bridge, sides, now, configuration);
    if (typeof draft === "string") return draft;
    return isSameTelling(pending, draft) ? undefined : "superseded";
  }
  const surroundings = sides.surroundings(opening.value);
  if (!isOfferedOn(surroundings, dayInSeoul(now))) return "institution-not-valid";
  const decided = planned.drafts.get(openingId);
  const before = decided?.candidate;
  const isSame = applicant === planned.applicant && opening.value === seen && review === undefined;
  if (isSame && before !== undefined && areSameSurroundings(before, surroundings)) return undefined;
  const candidate = { applicant, opening: opening.value, ...surroundings };
  const draft = decide(candidate, now, configuration, review);
  if (draft === undefined) return barrierOf(candidate) ?? "no-longer-a-match";
  // What somebody died over goes out as it was claimed, whatever it has become before this was decided.
  return isSameTelling(decided ?? pending, draft) ? undefined : "superseded";
}

/** With other terms it is another telling: it is decided on again. */
function isSameTelling(decided: Pick<Pending, "terms" | "score">, draft: Draft): boolean {
  return materialChanges(decided, { terms: draft.terms, score: decided.score }).length === 0;
}
