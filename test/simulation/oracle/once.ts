import type { Violation } from "../history.ts";
import type { Telling } from "../telling.ts";

/** Guarantee 1: a second message is the first one again, to the same person: who sends messages on does so once per id. */
export class Once {
  /** By what is told. */
  readonly #messageIds = new Map<string, string>();
  /** By message. */
  readonly #recipients = new Map<string, string>();

  check({ key, messageId, applicantId }: Telling): Violation[] {
    const found: Violation[] = [];
    const recipient = this.#recipients.get(messageId) ?? applicantId;
    this.#recipients.set(messageId, recipient);
    if (recipient !== applicantId) {
      found.push({ guarantee: 1, text: `${messageId} went to ${recipient} and to ${applicantId}` });
    }
    const before = this.#messageIds.get(key) ?? messageId;
    this.#messageIds.set(key, messageId);
    if (before !== messageId) found.push({ guarantee: 1, text: `${key} was told as ${before} and as ${messageId}` });
    return found;
  }
}
