import type { RenderedAlimtalk } from "../../domain/channels/alimtalk.ts";
import type { RenderedEmail } from "../../domain/channels/email.ts";
import type { CenterContact, Letter } from "../../domain/channels/letter.ts";
import type { RenderedShortMessage } from "../../domain/channels/short-message.ts";
import type { Contact } from "../../domain/model/contact.ts";

/** What carries messages to people; the inbox, which they open themselves, is none of these. */
export const channelNames = ["email", "sms", "alimtalk"] as const;
export type ChannelName = (typeof channelNames)[number];

/** Whom a message is for, as far as its words depend on it. */
export interface Reader {
  readonly applicantId: string;
  readonly center: CenterContact;
}

/** What came of a send. */
export type SendResult =
  /** The provider has taken it on. */
  | { readonly kind: "accepted" }
  /** The provider will never take it: this address, or this message. */
  | { readonly kind: "refused"; readonly code: number }
  /** The provider surely hasn't taken it, and may do so later. */
  | { readonly kind: "not-now"; readonly reason: string }
  /** Nobody can say: it was handed over, and the answer was lost. To try again is to risk a second one. */
  | { readonly kind: "unknown"; readonly reason: string };

/** A message in its last form. */
export interface RenderedMessage {
  /** What the person will see. */
  readonly preview: RenderedEmail | RenderedShortMessage | RenderedAlimtalk;
  /** Sends it once. `id` is the same for every attempt at the same message, and goes along where the channel has room for it. */
  send(address: string, id: string): Promise<SendResult>;
}

/** One way to reach people. */
export interface MessageChannel {
  readonly name: ChannelName;
  /** Where this person is reached on it, if they are. */
  addressOf(contact: Contact): string | undefined;
  render(letter: Letter, reader: Reader): RenderedMessage;
}
