import { type WebhookNudge, webhookNudge } from "../events/messages.ts";
import { createAwsPorts } from "./adapters/aws/aws-ports.ts";
import type { Ports } from "./ports.ts";
import { onQueue, type QueueRecord } from "./runtime/consumer.ts";
import { failuresOfEach } from "./runtime/each-record.ts";
import { readEnvironment } from "./runtime/environment.ts";
import type { Log } from "./runtime/log.ts";
import { readMessage } from "./runtime/read-message.ts";
import { setAside } from "./runtime/set-aside.ts";
import { deliver, type WebhookConfiguration, type WebhookPorts } from "./webhooks/delivering.ts";
import { createPost } from "./webhooks/post.ts";
import { openSecretsWith } from "./webhooks/sealed-secrets.ts";

/**
 * Sends centers' feeds to their webhooks. A nudge says only that there may be something to do; what there is stands in the feed and in how far each
 * webhook has it. So a nudge that comes twice, or late, does no harm, and one webhook that hangs holds up no other.
 */
export async function deliverWebhooks(
  records: readonly QueueRecord[],
  ports: WebhookPorts & Pick<Ports, "quarantine" | "bus">,
  configuration: WebhookConfiguration,
  log: Log,
): Promise<Map<string, unknown>> {
  return failuresOfEach(records, async (record) => {
    const read = readMessage(webhookNudge, "webhooks", record);
    if (read.kind === "poison") await setAside(read.poison, ports, log);
    else await serve(read.message, ports, configuration, log);
  });
}

async function serve(
  { center, retryOf }: WebhookNudge,
  ports: WebhookPorts,
  configuration: WebhookConfiguration,
  log: Log,
): Promise<void> {
  const all = await ports.webhooks.list(center);
  const wanted = retryOf === undefined ? all : all.filter(({ webhookId }) => webhookId === retryOf);
  const settled = await Promise.allSettled(
    wanted.map((webhook) => deliver(webhook, retryOf !== undefined, ports, configuration, log)),
  );
  const fault = settled.find((one) => one.status === "rejected");
  if (fault !== undefined) throw fault.reason;
}

let running: { ports: Ports; configuration: WebhookConfiguration } | undefined;

export const handler = onQueue("webhook", (records, log) => {
  if (running === undefined) {
    const environment = readEnvironment(process.env);
    const allowsLoopback = environment("allowsLoopbackWebhooks", "false") === "true";
    const openSecrets = openSecretsWith(environment("webhookPrivateKey", ""));
    const configuration = { post: createPost(), allowsLoopback, openSecrets };
    running = { ports: createAwsPorts(environment), configuration };
  }
  return deliverWebhooks(records, running.ports, running.configuration, log);
});
