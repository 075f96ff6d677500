import type { BusEvent } from "../../events/contracts/cloud-event.ts";
import type { Ports, Webhook } from "../ports.ts";
import type { Log } from "../runtime/log.ts";
import { findUrlFault } from "./allowed-url.ts";
import { waitAfter } from "./backoff.ts";
import { toNudge, toRetry } from "./nudge.ts";
import type { Post, Posted } from "./post.ts";
import type { OpenSecrets } from "./sealed-secrets.ts";
import { type Parcel, toSignedRequest } from "./signed-request.ts";

export type WebhookPorts = Pick<Ports, "clock" | "centerFeeds" | "webhooks" | "queues">;

export interface WebhookConfiguration {
  readonly post: Post;
  readonly allowsLoopback: boolean;
  readonly openSecrets: OpenSecrets;
}

/** Items asked for in one read. */
const ITEMS_PER_READ = 20;

/** A queue hides a message no longer than this; longer waits are taken in several. */
const DELAY_S_MAX = 900;

/** After this long a webhook makes room for others and goes on with a nudge of its own; two slow answers still fit into the function's time. */
const TURN_MS = 20_000;

/**
 * Delivers what a webhook has not had yet, in order: each event only after the one before. An event counts as delivered when the webhook is kept
 * with its position, so a crash in between repeats that one event under the same id. Two who deliver at once find out by the webhook's
 * version, and one of them leaves it to the other, who reads on until there is nothing more.
 */
export async function deliver(
  start: Webhook,
  isRetry: boolean,
  ports: WebhookPorts,
  configuration: WebhookConfiguration,
  log: Log,
): Promise<void> {
  let webhook = start;
  const startedAt = ports.clock.now();
  const waitMs = webhook.nextAttemptAt - startedAt;
  if (waitMs > 0) {
    // Whoever noted the failure has sent a retry, and that one alone waits on.
    if (isRetry) await ports.queues.send("webhooks", [toRetry(webhook.center, webhook.webhookId, delayOf(waitMs))]);
    return;
  }
  for (;;) {
    if (webhook.isPaused) return;
    const parcels = await nextParcels(webhook, ports);
    if (parcels.length === 0) return;
    for (const parcel of parcels) {
      if (ports.clock.now() - startedAt > TURN_MS) return ports.queues.send("webhooks", [toNudge(webhook.center)]);
      const after = await deliverOne(webhook, parcel, ports, configuration, log);
      if (after === undefined) return;
      webhook = after;
      if (webhook.failures > 0 || webhook.isPaused) return;
    }
  }
}

/** What comes next: a replay that was asked for as far as it still stands in the feed, then what is new. */
async function nextParcels(
  { center, replay, delivered }: Webhook,
  { centerFeeds }: WebhookPorts,
): Promise<readonly Parcel[]> {
  if (replay !== undefined) {
    const items = await centerFeeds.readAfter(center, replay.next - 1, ITEMS_PER_READ);
    const again = items.filter(({ position }) => position <= replay.last);
    if (again.length > 0) return again.map((item) => ({ item, replayTo: replay.last }));
  }
  const items = await centerFeeds.readAfter(center, delivered, ITEMS_PER_READ);
  return items.map((item) => ({ item, replayTo: undefined }));
}

/** Tries one event, logs the attempt and keeps what came of it. Undefined when somebody else has kept something meanwhile. */
async function deliverOne(
  webhook: Webhook,
  parcel: Parcel,
  ports: WebhookPorts,
  { post, allowsLoopback, openSecrets }: WebhookConfiguration,
  log: Log,
): Promise<Webhook | undefined> {
  const { center, webhookId } = webhook;
  const { position, eventId } = parcel.item;
  const at = ports.clock.now();
  const isAllowed = findUrlFault(webhook.url, allowsLoopback) === undefined;
  const posted: Posted = isAllowed
    ? await post(toSignedRequest({ url: webhook.url, secrets: openSecrets(webhook) }, parcel, at))
    : { kind: "failed", failure: "not-allowed" };
  const milliseconds = ports.clock.now() - at;
  const { status } = posted;
  const failure = posted.kind === "failed" ? posted.failure : undefined;
  const isReplay = parcel.replayTo !== undefined;
  await ports.webhooks.log({
    center,
    webhookId,
    position,
    eventId,
    isReplay,
    at,
    milliseconds,
    ...(status === undefined ? {} : { status }),
    ...(failure === undefined ? {} : { failure }),
  });
  log.count("WebhooksTried", 1, failure ?? posted.kind);
  log.info("webhook tried", {
    center,
    webhookId,
    eventId,
    correlationId: correlationIdOf(parcel),
    position,
    status,
    outcome: posted.kind,
    reason: failure,
    milliseconds,
  });
  const after = afterAttempt(webhook, parcel, posted, ports.clock.now());
  if (after.failures > 0 && !after.isPaused) {
    // First the retry, then the note that it waits: a crash in between tries once more at once, the other order would never try again.
    const delay = delayOf(after.nextAttemptAt - ports.clock.now());
    await ports.queues.send("webhooks", [toRetry(center, webhookId, delay)]);
  }
  if (after.isPaused) {
    log.count("WebhooksPaused", 1);
    log.warn("webhook paused", { center, webhookId, position, reason: failure ?? posted.kind });
  }
  return (await ports.webhooks.put(after)) ? after : undefined;
}

/** What the event in a parcel follows from. */
function correlationIdOf({ item }: Parcel): string | undefined {
  return (JSON.parse(item.event) as BusEvent).detail.correlationId;
}

/** A webhook after an attempt. */
export function afterAttempt(webhook: Webhook, { item, replayTo }: Parcel, posted: Posted, now: number): Webhook {
  const version = webhook.version + 1;
  switch (posted.kind) {
    case "taken": {
      const { replay: _before, ...rest } = webhook;
      const moved = { ...rest, failures: 0, nextAttemptAt: 0, version };
      // What is new comes only when a replay is over.
      if (replayTo === undefined) return { ...moved, delivered: item.position };
      return item.position < replayTo ? { ...moved, replay: { next: item.position + 1, last: replayTo } } : moved;
    }
    case "gone":
      return { ...webhook, isPaused: true, version };
    case "failed": {
      const failures = webhook.failures + 1;
      const wait = waitAfter(failures);
      if (wait === undefined) return { ...webhook, failures, isPaused: true, version };
      return { ...webhook, failures, nextAttemptAt: now + wait * 1_000, version };
    }
  }
}

function delayOf(waitMs: number): number {
  return Math.min(DELAY_S_MAX, Math.ceil(waitMs / 1_000));
}
