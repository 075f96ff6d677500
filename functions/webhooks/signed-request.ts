import { Webhook as Signer } from "standardwebhooks";
import { type BusEvent, toCloudEvent } from "../../events/contracts/cloud-event.ts";
import type { FeedItem } from "../feed-ports.ts";
import type { Webhook } from "../ports.ts";

/** A request as it goes out. */
export interface SignedRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One event on its way to one webhook. */
export interface Parcel {
  readonly item: FeedItem;
  /** Position of the last item of the replay that it belongs to. */
  readonly replayTo: number | undefined;
}

/**
 * An event as a request, signed as Standard Webhooks has it, under every secret in use: while a secret is changed, a receiver may know either. The id
 * is the same for every attempt; in a replay it is another one, since the receiver has seen the first and rightly refuses it.
 */
export function toSignedRequest(
  { url, secrets }: Pick<Webhook, "url" | "secrets">,
  { item, replayTo }: Parcel,
  now: number,
): SignedRequest {
  const event = JSON.parse(item.event) as BusEvent;
  const isReplay = replayTo !== undefined;
  const body = JSON.stringify({
    ...toCloudEvent(event),
    cursor: String(item.position),
    ...(isReplay ? { replayed: true } : {}),
  });
  const id = isReplay ? `${item.eventId}.replay-${replayTo}` : item.eventId;
  const at = new Date(now);
  const signatures = secrets.map((secret) => new Signer(secret).sign(id, at, body));
  return {
    url,
    headers: {
      "content-type": "application/cloudevents+json",
      "user-agent": "ieum-webhooks/1",
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(now / 1_000)),
      "webhook-signature": signatures.join(" "),
    },
    body,
  };
}
