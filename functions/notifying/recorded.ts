import { type Mailbox, type OnItsWay, onTheirWay, withSent } from "../../domain/delivery/mailbox.ts";
import { deliveryKey, recommendationId } from "../../domain/delivery/recommendation.ts";
import { deliveryChannels } from "../../domain/model/delivery-settings.ts";
import type { Delivery } from "../ports.ts";
import type { Read } from "../runtime/documents.ts";
import { inGroups } from "../runtime/in-groups.ts";
import type { NotifyPorts } from "./work.ts";

/** Each is read on every channel. */
const KEYS_PER_READ = 50;

/** What a telling on its way is recorded under, once it is out. */
export function keyOnItsWay(applicantId: string, { openingId, pending }: OnItsWay): string {
  return deliveryKey(recommendationId(applicantId, openingId), pending.telling);
}

/**
 * Mailboxes with what is recorded as sent put down as told. Whoever sends records it and leaves the mailbox as it was claimed, which saves a write for
 * each person of each message; whoever next has something to decide for that person puts it down along with that. It is recorded after it
 * has left: whoever could record it on one channel alone has sent it, and the other is made up for here.
 */
export async function withRecorded(
  read: ReadonlyMap<string, Read<Mailbox>>,
  { deliveries, clock }: Pick<NotifyPorts, "clock" | "deliveries">,
): Promise<ReadonlyMap<string, Mailbox>> {
  const keys = [...read].flatMap(([id, { document }]) => onTheirWay(document).map((entry) => keyOnItsWay(id, entry)));
  const sent = new Set<string>();
  const missing: Delivery[] = [];
  for (const some of inGroups(keys, KEYS_PER_READ)) {
    for (const [recommendationId, channels] of await deliveries.sentOn(some)) {
      sent.add(recommendationId);
      for (const channel of deliveryChannels.filter((one) => !channels.includes(one))) {
        missing.push({ recommendationId, channel, state: "sent", at: clock.now() });
      }
    }
  }
  if (missing.length > 0) await deliveries.record(missing);
  return new Map(
    [...read].map(([id, { document }]) => [id, withSent(document, (entry) => sent.has(keyOnItsWay(id, entry)))]),
  );
}
