import type { Webhook, WebhookAttempt, Webhooks } from "../../ports.ts";
import type { Intercept } from "./intercept.ts";
import type { Table } from "./table.ts";

export function createWebhooks(
  webhooks: Table<string, Webhook>,
  attempts: Table<number, WebhookAttempt>,
  intercept: Intercept,
): Webhooks {
  const partitionOf = (center: string, webhookId: string) => `${center} ${webhookId}`;
  return {
    put: (webhook) =>
      intercept("webhooks", "put", () => {
        const before = webhooks.get(webhook.center, webhook.webhookId)?.version ?? 0;
        if (before !== webhook.version - 1) return false;
        webhooks.put(webhook.center, webhook.webhookId, { ...webhook });
        return true;
      }),
    get: (center, webhookId) => intercept("webhooks", "get", () => webhooks.get(center, webhookId)),
    list: (center) => intercept("webhooks", "list", () => webhooks.sorted(center)),
    remove: (center, webhookId) => intercept("webhooks", "remove", () => webhooks.delete(center, webhookId)),
    log: (attempt) =>
      intercept("webhooks", "log", () => {
        const partition = partitionOf(attempt.center, attempt.webhookId);
        attempts.put(partition, attempts.entries(partition).length, { ...attempt });
      }),
    attempts: (center, webhookId, most) =>
      intercept("webhooks", "attempts", () =>
        attempts
          .entries(partitionOf(center, webhookId))
          .map(([, attempt]) => attempt)
          .toSorted((a, b) => b.at - a.at || b.position - a.position)
          .slice(0, most),
      ),
  };
}
