import type { Ending } from "../../domain/delivery/mailbox.ts";
import { deliveryKey } from "../../domain/delivery/recommendation.ts";
import type { DeliveryPurpose } from "../../domain/model/delivery-settings.ts";
import type { MessageToApplicant } from "../../events/messages.ts";

/** One opening in a message that has left. */
export interface Telling {
  readonly messageId: string;
  /** The event that it follows from. */
  readonly causationId: string;
  readonly applicantId: string;
  readonly openingId: string;
  readonly recommendationId: string;
  /** The course that it is told with. */
  readonly courseOpeningId: string | undefined;
  readonly purpose: DeliveryPurpose;
  readonly telling: number;
  /** Of a withdrawal: what has ended, where it isn't the opening. */
  readonly ending: Ending | undefined;
  /** What it is recorded under. */
  readonly key: string;
  readonly step: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** What a message tells that left in a step, at a time in epoch milliseconds. */
export function toTellings(message: MessageToApplicant, step: number, now: number): Telling[] {
  const { messageId, causationId, applicantId } = message;
  const items = "items" in message ? message.items : [message];
  return items.map((item) => {
    const { recommendationId, openingId, purpose = "recommendation", telling = 1, ending, courseOpeningId } = item;
    const key = deliveryKey(recommendationId, telling);
    const about = { messageId, causationId, applicantId, openingId, recommendationId, courseOpeningId };
    return { ...about, purpose, telling, key, ending, step, at: now };
  });
}
