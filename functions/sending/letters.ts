import type { Letter, LetterItem } from "../../domain/channels/letter.ts";
import { deliveryKey } from "../../domain/delivery/recommendation.ts";
import type { DeliveryPurpose } from "../../domain/model/delivery-settings.ts";
import type { MessageToApplicant } from "../../events/messages.ts";

/** One telling of a message, with what it takes to look at it again. */
export interface TellingToSend extends LetterItem {
  /** What it is sent by once on each channel: the recommendation and the count of its tellings. */
  readonly deliveryId: string;
  readonly openingId: string;
  readonly purpose: DeliveryPurpose;
  readonly telling: number;
}

/** What a message tells, in the language that its reader asked for. */
export function tellingsOf(message: MessageToApplicant): readonly TellingToSend[] {
  const items = "items" in message ? message.items : [message];
  return items.map((item) => ({
    deliveryId: deliveryIdOf(item),
    openingId: item.openingId,
    purpose: item.purpose ?? "recommendation",
    ...(item.ending && { ending: item.ending }),
    telling: item.telling ?? 1,
    ...item[message.language],
  }));
}

/** A pair that is told with the course that would bridge the gap is told again as a match later: that is another delivery. */
function deliveryIdOf(item: {
  recommendationId: string;
  telling?: number | undefined;
  courseOpeningId?: string | undefined;
}) {
  const { recommendationId, telling = 1, courseOpeningId } = item;
  return courseOpeningId === undefined ? deliveryKey(recommendationId, telling) : `${recommendationId}#bridge`;
}

/** A letter of some of a message's tellings; none of none. */
export function toLetter(language: Letter["language"], tellings: readonly LetterItem[]): Letter | undefined {
  const [first, ...others] = tellings;
  return first === undefined ? undefined : { language, items: [first, ...others] };
}
