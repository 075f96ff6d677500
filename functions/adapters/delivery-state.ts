import type { Delivery } from "../ports.ts";

/**
 * Deliveries as they are written: those that were sent whatever is there, together; all others one by one, on the condition that nothing was
 * sent, nor decided later. Of several of one recommendation and channel the last one counts.
 */
export function bySent(deliveries: readonly Delivery[]): { sent: readonly Delivery[]; others: readonly Delivery[] } {
  const last = new Map(deliveries.map((delivery) => [`${delivery.channel} ${delivery.recommendationId}`, delivery]));
  const all = [...last.values()];
  return { sent: all.filter(({ state }) => state === "sent"), others: all.filter(({ state }) => state !== "sent") };
}
