import type { SuppressionReason } from "../../domain/delivery/policy.ts";
import { deliveryKey, recommendationId } from "../../domain/delivery/recommendation.ts";
import type { Channel, Delivery } from "../ports.ts";
import type { NotifyPorts } from "./work.ts";

const CHANNELS: readonly Channel[] = ["inbox", "message"];

/** A telling that doesn't go out, and why. */
export interface Suppressed {
  readonly applicantId: string;
  /** As in the mailbox. */
  readonly openingId: string;
  readonly telling: number;
  readonly reason: SuppressionReason;
  readonly order: number;
}

/** Records what isn't told now, along with what waits. */
export async function recordUntold(
  suppressed: readonly Suppressed[],
  waiting: readonly Delivery[],
  { deliveries, clock }: Pick<NotifyPorts, "clock" | "deliveries">,
): Promise<void> {
  const at = clock.now();
  const untold = suppressed.flatMap((one): Delivery[] => {
    const id = deliveryKey(recommendationId(one.applicantId, one.openingId), one.telling);
    return CHANNELS.map((channel) => ({
      recommendationId: id,
      channel,
      state: "suppressed",
      reason: one.reason,
      at,
      order: one.order,
    }));
  });
  if (untold.length + waiting.length > 0) await deliveries.record([...untold, ...waiting]);
}
