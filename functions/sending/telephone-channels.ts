import { type RenderedAlimtalk, renderAlimtalk } from "../../domain/channels/alimtalk.ts";
import { type RenderedShortMessage, renderShortMessage } from "../../domain/channels/short-message.ts";
import type { MessageChannel, SendResult } from "./channel.ts";

/** Hands a rendered message to whoever sends it: a carrier's relay, which wants an account. */
export type Relay<Rendered> = (telephone: string, rendered: Rendered, id: string) => Promise<SendResult>;

/** No relay was given. Messages can be looked at, not sent. */
export class NoRelay extends Error {
  override readonly name = "NoRelay";

  constructor(channel: string) {
    super(`no provider of ${channel} is configured: its messages can be previewed, not sent`);
  }
}

export function createSmsChannel(relay?: Relay<RenderedShortMessage>): MessageChannel {
  return {
    name: "sms",
    addressOf: ({ phone }) => phone,
    render(letter, { center }) {
      const preview = renderShortMessage(letter, center);
      return { preview, send: (telephone, id) => relayed("sms", relay, telephone, preview, id) };
    },
  };
}

export function createAlimtalkChannel(relay?: Relay<RenderedAlimtalk>): MessageChannel {
  return {
    name: "alimtalk",
    addressOf: ({ phone }) => phone,
    render(letter, { center }) {
      const preview = renderAlimtalk(letter, center);
      return { preview, send: (telephone, id) => relayed("alimtalk", relay, telephone, preview, id) };
    },
  };
}

async function relayed<Rendered>(
  channel: string,
  relay: Relay<Rendered> | undefined,
  telephone: string,
  rendered: Rendered,
  id: string,
): Promise<SendResult> {
  if (relay === undefined) throw new NoRelay(channel);
  return relay(telephone, rendered, id);
}
