import { renderEmail } from "../../domain/channels/email.ts";
import type { MessageChannel, Reader, SendResult } from "./channel.ts";
import { type Email, type Smtp, sendBySmtp } from "./smtp.ts";

export interface EmailSettings {
  readonly smtp: Smtp;
  /** The sender's address. */
  readonly from: string;
  /** The page on which one press ends the messages to a person; none where the stage has no such page. */
  readonly optOutUrlOf?: (applicantId: string) => string;
}

/** E-mail by SMTP. A repeat carries the same Message-ID, by which mail programs and people recognise it. */
export function createEmailChannel({ smtp, from, optOutUrlOf }: EmailSettings): MessageChannel {
  return {
    name: "email",
    addressOf: ({ email }) => email,
    render(letter, { applicantId, center }: Reader) {
      const preview = renderEmail(letter, center, optOutUrlOf?.(applicantId));
      const send = (to: string, id: string): Promise<SendResult> => {
        const email: Email = { ...preview, from, to, messageId: toMessageId(id, from), language: letter.language };
        return sendBySmtp(email, smtp);
      };
      return { preview, send };
    },
  };
}

function toMessageId(id: string, from: string): string {
  return `<${id}@${from.slice(from.lastIndexOf("@") + 1)}>`;
}
