import type { Refusal } from "../../domain/refusal.ts";
import type { Outgoing } from "../operating/matching-messages.ts";
import type { Log } from "../runtime/log.ts";

/** What became of an event that was taken off the queue: guarantee 2 knows these four and no other. */
export type Disposition =
  | { readonly kind: "accepted" }
  | { readonly kind: "superseded" }
  | { readonly kind: "refused" | "quarantined"; readonly code: string };

/** What an event leaves for the shards, and what became of it; nothing has when it failed. */
export interface TakenIn {
  readonly messageId: string;
  readonly outgoing: readonly Outgoing[];
  readonly isImported?: true;
  readonly disposition?: Disposition;
}

/** An event of ours that can't be kept is superseded or refused; what is no event of ours at all is quarantined. */
export function toDisposition(reason: Refusal | undefined): Disposition {
  if (reason === undefined) return { kind: "accepted" };
  return reason.code === "REVISION_SUPERSEDED" ? { kind: "superseded" } : { kind: "refused", code: reason.code };
}

/**
 * Counts what became of a batch. Received are those that are taken off the queue now, whatever the reaction says of them: where the sums
 * differ, one was acknowledged that nothing was decided on.
 */
export function countDispositions(
  batch: readonly TakenIn[],
  failures: ReadonlyMap<string, unknown>,
  { count }: Log,
): void {
  const acknowledged = batch.filter(({ messageId }) => !failures.has(messageId));
  count("EventsReceived", acknowledged.length);
  for (const { disposition } of acknowledged) {
    switch (disposition?.kind) {
      case "accepted":
        count("EventsAccepted", 1);
        break;
      case "superseded":
        count("EventsSuperseded", 1);
        break;
      case "refused":
        count("EventsRefused", 1, disposition.code);
        break;
      case "quarantined":
        count("EventsQuarantined", 1, disposition.code);
        break;
      case undefined:
    }
  }
}
