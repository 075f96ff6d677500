import { randomBytes } from "node:crypto";
import type { Webhook, Webhooks } from "../ports.ts";
import { findUrlFault, type UrlFault } from "./allowed-url.ts";
import type { SealSecret } from "./sealed-secrets.ts";

/** Bytes of a secret: Standard Webhooks asks for 24 to 64. */
const SECRET_BYTES = 32;

/** A secret as Standard Webhooks writes it. */
export function createSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString("base64")}`;
}

/** Times that somebody else may change a webhook first: deliveries do so once per event. */
const TRIES_MAX = 20;

export type Registered =
  | { readonly kind: "registered"; readonly webhook: Webhook; readonly secret: string }
  | { readonly kind: "known" }
  | { readonly kind: "refused"; readonly fault: UrlFault };

export interface RegisteringTerms {
  readonly allowsLoopback: boolean;
  readonly seal: SealSecret;
}

/** Registers a webhook that gets everything after a position of its center's feed. Its secret is shown this once: what is kept is sealed. */
export async function register(
  { center, webhookId, url, delivered }: Pick<Webhook, "center" | "webhookId" | "url" | "delivered">,
  webhooks: Webhooks,
  { allowsLoopback, seal }: RegisteringTerms,
): Promise<Registered> {
  const fault = findUrlFault(url, allowsLoopback);
  if (fault !== undefined) return { kind: "refused", fault };
  const secret = createSecret();
  const webhook: Webhook = {
    center,
    webhookId,
    url,
    secrets: [seal(secret, { center, webhookId })],
    delivered,
    failures: 0,
    nextAttemptAt: 0,
    isPaused: false,
    version: 1,
  };
  return (await webhooks.put(webhook)) ? { kind: "registered", webhook, secret } : { kind: "known" };
}

/** Changes a webhook whatever is delivered meanwhile. Undefined when there is none. */
export async function change(
  center: string,
  webhookId: string,
  webhooks: Webhooks,
  toNext: (webhook: Webhook) => Webhook,
): Promise<Webhook | undefined> {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const before = await webhooks.get(center, webhookId);
    if (before === undefined) return undefined;
    const after = { ...toNext(before), version: before.version + 1 };
    if (await webhooks.put(after)) return after;
  }
  throw new Error(`the webhook ${webhookId} of ${center} changes faster than it can be changed`);
}

/** Begins a change of secrets: a new one is in use beside the old one, until the change is ended. */
export function withNewSecret(webhook: Webhook, secret: string, seal: SealSecret): Webhook {
  return { ...webhook, secrets: [seal(secret, webhook), ...webhook.secrets.slice(0, 1)] };
}

/** Ends a change of secrets: the new one alone is in use. */
export function withoutOldSecret(webhook: Webhook): Webhook {
  return { ...webhook, secrets: webhook.secrets.slice(0, 1) };
}

export function resumed(webhook: Webhook): Webhook {
  return { ...webhook, isPaused: false, failures: 0, nextAttemptAt: 0 };
}
