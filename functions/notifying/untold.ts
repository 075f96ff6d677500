import { entryOf, type Mailbox } from "../../domain/delivery/mailbox.ts";
import type { Plan, SuppressionReason } from "../../domain/delivery/policy.ts";
import { deliveryKey, recommendationId } from "../../domain/delivery/recommendation.ts";
import type { Channel, Delivery } from "../ports.ts";
import type { NotifyPorts, Work } from "./work.ts";

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

/**
 * Where what is decided stands among all that is decided on a person, by the version of the mailbox that was read: what leaves it as it was comes before what
 * makes its next version of it, and after what made this one.
 */
export function orderOf(version: number, isKept: boolean): number {
  return 2 * version + (isKept ? 1 : 0);
}

/** What was decided on one person. */
interface Decision {
  readonly work: Work;
  readonly plan: Plan;
}

/** What isn't told by what was decided. */
export function suppressedBy({ work: { applicantId }, plan }: Decision, order: number): Suppressed[] {
  return [...plan.verdicts].flatMap(([openingId, verdict]) =>
    verdict.kind === "suppressed"
      ? { applicantId, openingId, telling: tellingOf(plan.mailbox, openingId), reason: verdict.reason, order }
      : [],
  );
}

/** Of that, what waited in the mailbox and no longer does: nobody comes by it again, so why it isn't told is recorded before it goes. */
export function letGoBy(decision: Decision, before: Mailbox, order: number): Suppressed[] {
  const waits = (mailbox: Mailbox, openingId: string) => entryOf(mailbox, openingId)?.pending !== undefined;
  return suppressedBy(decision, order).filter(
    ({ openingId }) => waits(before, openingId) && !waits(decision.plan.mailbox, openingId),
  );
}

/** The number of the telling that waits, or would come next. */
export function tellingOf(mailbox: Mailbox, openingId: string): number {
  const { told, pending } = entryOf(mailbox, openingId) ?? {};
  return pending?.telling ?? (told?.telling ?? 0) + 1;
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
