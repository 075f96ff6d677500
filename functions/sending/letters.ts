import type { Letter, LetterItem } from "../../domain/channels/letter.ts";
import { deliveryKey, subjectOf } from "../../domain/delivery/recommendation.ts";
import type { DeliveryPurpose } from "../../domain/model/delivery-settings.ts";
import type { MessageToApplicant } from "../../events/messages.ts";

/** One telling of a message, with what it takes to look at it again. */
export interface TellingToSend extends LetterItem {
  readonly recommendationId: string;
  /** What it goes by in the mailbox: the opening, or its `bridgeSubject` where it is told with a course. */
  readonly subject: string;
  readonly openingId: string;
  /** The course that it is told with. */
  readonly courseOpeningId?: string;
  readonly purpose: DeliveryPurpose;
  readonly telling: number;
}

/** What a message tells, in the language that its reader asked for. */
export function tellingsOf(message: MessageToApplicant): readonly TellingToSend[] {
  const items = "items" in message ? message.items : [message];
  return items.map((item) => ({
    recommendationId: item.recommendationId,
    subject: subjectOf(item.recommendationId, message.applicantId),
    openingId: item.openingId,
    ...(item.courseOpeningId && { courseOpeningId: item.courseOpeningId }),
    purpose: item.purpose ?? "recommendation",
    ...(item.ending && { ending: item.ending }),
    telling: item.telling ?? 1,
    ...item[message.language],
  }));
}

/** What it is sent by once on each channel: the recommendation and the count of its tellings. */
export function deliveryOf({ recommendationId, telling }: TellingToSend): string {
  return deliveryKey(recommendationId, telling);
}

/** What the same telling's predecessors were sent by, the last one first. */
export function earlierDeliveries({ recommendationId, telling }: TellingToSend): readonly string[] {
  return Array.from({ length: telling - 1 }, (_, at) => deliveryKey(recommendationId, telling - 1 - at));
}

/** A letter of some of a message's tellings, each with its opening's page unless that is over; none of none. */
export function toLetter(
  language: Letter["language"],
  tellings: readonly TellingToSend[],
  pageOf: ((openingId: string) => string) | undefined,
): Letter | undefined {
  const [first, ...others] = tellings.map((telling): LetterItem => {
    if (pageOf === undefined || telling.purpose === "withdrawal") return telling;
    return { ...telling, page: pageOf(telling.openingId) };
  });
  return first === undefined ? undefined : { language, items: [first, ...others] };
}
