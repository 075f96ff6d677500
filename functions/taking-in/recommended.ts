import { standingOf } from "../../domain/delivery/review.ts";
import { SCHEMA_VERSION } from "../../events/envelope.ts";
import type { ReviewedMessage } from "../../events/messages.ts";
import type { Outgoing } from "../operating/matching-messages.ts";
import type { Ports, QueueMessage } from "../ports.ts";
import { deriveUlid } from "../runtime/derive-id.ts";
import { mailboxesOf } from "../runtime/documents.ts";
import { inReads, settled } from "../runtime/in-groups.ts";

/**
 * Those who may have been told of an opening by a counsellor's word, be it against the score or ahead of the line that they wait in. Whom nothing of it
 * concerns any more may still be in it: what stands is in their mailbox.
 */
export function recommendedKey(openingId: string): string {
  return `recommended#${openingId}`;
}

type Pair = ReviewedMessage["reviewed"][number];

/**
 * Has the pairs looked at again that a counsellor recommends against the score, when one side of them has changed: what the law, the day or the person had
 * against it may be over, and the score, by which the shards go, brings nobody back to such a pair. The side that changes is kept before the word is
 * looked for here, and a word is kept before the sides are read that it is about: whichever comes later finds the other.
 */
export async function lookAtRecommendedAgain(
  outgoing: readonly Outgoing[],
  ports: Pick<Ports, "mailboxes" | "opportunities" | "queues">,
): Promise<void> {
  const people = outgoing.flatMap((one) => {
    const { record } = one;
    // Whoever wants to hear of nothing is looked at when they want to.
    return record.type === "applicant" && record.facts.consent.alerts ? { one, id: record.facts.applicantId } : [];
  });
  const openings = outgoing.flatMap((one) =>
    one.record.type === "opening" ? { one, id: one.record.facts.openingId } : [],
  );
  const [ofPeople, ofOpenings] = await Promise.all([
    recommendedTo(
      people.map(({ id }) => id),
      ports,
    ),
    recommendedFor(
      openings.map(({ id }) => id),
      ports,
    ),
  ]);
  await ports.queues.send("applicant-alerts", [
    ...people.flatMap(({ one, id }) => toMessages(one, ofPeople.get(id) ?? [])),
    ...openings.flatMap(({ one, id }) => toMessages(one, ofOpenings.get(id) ?? [])),
  ]);
}

/** Takes somebody who leaves out of where they are found by opening, as long as their mailbox says where that is. */
export async function forgetRecommended(
  applicantId: string,
  { mailboxes, opportunities }: Pick<Ports, "mailboxes" | "opportunities">,
): Promise<void> {
  const { document } = (await mailboxesOf(mailboxes).read([applicantId])).get(applicantId) ?? {};
  await settled(document?.reviews ?? [], ({ openingId }) =>
    opportunities.leave(recommendedKey(openingId), [applicantId]),
  );
}

async function recommendedTo(
  applicantIds: readonly string[],
  { mailboxes }: Pick<Ports, "mailboxes">,
): Promise<ReadonlyMap<string, readonly Pair[]>> {
  const read = await mailboxesOf(mailboxes).read(applicantIds);
  const standing = [...read].map(([applicantId, { document }]) => {
    const recommended = (document.reviews ?? []).filter((review) => standingOf(review) === "recommended");
    return [applicantId, recommended.map(({ openingId }) => ({ applicantId, openingId }))] as const;
  });
  return new Map(standing);
}

/** The pairs of openings that a counsellor has put in a word for, by opening. */
export async function recommendedFor(
  openingIds: readonly string[],
  { opportunities }: Pick<Ports, "opportunities">,
): Promise<ReadonlyMap<string, readonly Pair[]>> {
  const found = new Map<string, readonly Pair[]>();
  for (const some of inReads([...new Set(openingIds)])) {
    const members = await opportunities.members(some.map(recommendedKey));
    for (const openingId of some) {
      const applicantIds = members.get(recommendedKey(openingId)) ?? [];
      found.set(
        openingId,
        applicantIds.map((applicantId) => ({ applicantId, openingId })),
      );
    }
  }
  return found;
}

function toMessages({ eventId, correlationId }: Outgoing, pairs: readonly Pair[]): QueueMessage[] {
  return inReads(pairs).map((reviewed, part) => {
    const message: ReviewedMessage = {
      schemaVersion: SCHEMA_VERSION,
      messageId: deriveUlid(eventId, `recommended ${part}`),
      correlationId,
      causationId: eventId,
      kind: "reviewed",
      reviewed,
    };
    return { body: JSON.stringify(message) };
  });
}
