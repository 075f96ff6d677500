import { type Mailbox, type OnItsWay, onTheirWay, withSent } from "../../domain/delivery/mailbox.ts";
import { deliveryKey, recommendationId } from "../../domain/delivery/recommendation.ts";
import type { Read } from "../runtime/documents.ts";
import { inReads } from "../runtime/in-groups.ts";
import type { NotifyPorts } from "./work.ts";

/** What a telling on its way is recorded under, once it is out. */
export function keyOnItsWay(applicantId: string, { openingId, pending }: OnItsWay): string {
  return deliveryKey(recommendationId(applicantId, openingId), pending.telling);
}

/**
 * Mailboxes with what is recorded as sent put down as told. Whoever sends records it and leaves the mailbox as it was claimed, which saves a write for
 * each person of each message; whoever next has something to decide for that person puts it down along with that.
 */
export async function withRecorded(
  read: ReadonlyMap<string, Read<Mailbox>>,
  { deliveries }: Pick<NotifyPorts, "deliveries">,
): Promise<ReadonlyMap<string, Mailbox>> {
  const keys = [...read].flatMap(([id, { document }]) => onTheirWay(document).map((entry) => keyOnItsWay(id, entry)));
  const sent = new Set<string>();
  for (const some of inReads(keys)) {
    const inbox = await deliveries.states(some, "inbox");
    const messages = await deliveries.states(some, "message");
    for (const key of some) if (inbox.get(key) === "sent" && messages.get(key) === "sent") sent.add(key);
  }
  return new Map(
    [...read].map(([id, { document }]) => [id, withSent(document, (entry) => sent.has(keyOnItsWay(id, entry)))]),
  );
}
