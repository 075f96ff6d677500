import { SCHEMA_VERSION } from "../../events/envelope.ts";
import type { WebhookNudge } from "../../events/messages.ts";
import type { QueueMessage } from "../ports.ts";

/** Says that a center's feed has something new. Whoever delivers reads the feed itself, so one more or less of these is all the same. */
export function toNudge(center: string): QueueMessage {
  const nudge: WebhookNudge = { schemaVersion: SCHEMA_VERSION, center };
  return { body: JSON.stringify(nudge) };
}

/** Says that one webhook, whose last attempt failed, is to be tried again. */
export function toRetry(center: string, webhookId: string, delaySeconds: number): QueueMessage {
  const nudge: WebhookNudge = { schemaVersion: SCHEMA_VERSION, center, retryOf: webhookId };
  return { body: JSON.stringify(nudge), delaySeconds };
}
