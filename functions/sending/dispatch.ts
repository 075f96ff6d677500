import type { VersionedStore } from "../delivery-ports.ts";
import { Documents } from "../runtime/documents.ts";
import type { ChannelName } from "./channel.ts";

/** How one telling stands on one channel. */
export interface Dispatch {
  /** Free is to be sent, by whoever claims it; claimed is being sent, or was when somebody died over it. */
  readonly state: "free" | "claimed" | "sent" | "suppressed";
  /** Who is at it. */
  readonly by?: string;
  /** Attempts of which nobody can say whether the message arrived: each that is followed by another may have been a repeat. */
  readonly uncertain: number;
  /** Why it was suppressed. */
  readonly reason?: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Longer than the function may run (60 s): whoever claimed that long ago is dead. Shorter than the queue hides a message (360 s). */
export const CLAIM_LEASE_MS = 90_000;

/** What a claim came to. */
export type Claimed =
  /** It is ours to send. `mayRepeat` when an earlier attempt may have arrived. */
  | { readonly kind: "ours"; readonly mayRepeat: boolean }
  /** Somebody else is at it. */
  | { readonly kind: "busy" }
  /** It was sent, or was suppressed for good. */
  | { readonly kind: "done" };

const FREE: Dispatch = { state: "free", uncertain: 0, at: 0 };

export function dispatchId(deliveryId: string, channel: ChannelName): string {
  return `${deliveryId} ${channel}`;
}

/** Claims, and what became of them: every change is one conditional write per telling and channel. */
export class Dispatches {
  readonly #documents: Documents<Dispatch>;

  constructor(store: VersionedStore) {
    this.#documents = new Documents(store, FREE);
  }

  /** Claims each id that is free, or whose holder has died. */
  async claim(ids: readonly string[], by: string, now: number): Promise<ReadonlyMap<string, Claimed>> {
    const claims = new Map<string, Claimed>();
    await this.#documents.change(ids, async (read) => {
      const next = new Map<string, Dispatch>();
      for (const [id, { document }] of read) {
        const taken = claimOf(document, by, now);
        claims.set(id, taken.claimed);
        if (taken.next !== undefined) next.set(id, taken.next);
      }
      return next;
    });
    return claims;
  }

  /** Of some ids those that surely didn't go out: suppressed, or still to be sent. Of what isn't known, nobody can say so. */
  async heldBack(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const read = await this.#documents.read(ids);
    const isHeldBack = ({ state, uncertain, at }: Dispatch) =>
      at > 0 && uncertain === 0 && (state === "suppressed" || state === "free");
    return new Set([...read].flatMap(([id, { document }]) => (isHeldBack(document) ? id : [])));
  }

  /** Says what became of claims. Those that another has taken over meanwhile change only when it is known that the message arrived. */
  async settle(ids: readonly string[], by: string, outcome: Outcome, now: number): Promise<void> {
    await this.#documents.change(ids, async (read) => {
      const next = new Map<string, Dispatch>();
      for (const [id, { document }] of read) {
        const settled = settledOf(document, by, outcome, now);
        if (settled !== undefined) next.set(id, settled);
      }
      return next;
    });
  }
}

export type Outcome =
  | { readonly kind: "sent" }
  | { readonly kind: "suppressed"; readonly reason: string }
  /** To be tried again. */
  | { readonly kind: "free"; readonly isUncertain: boolean };

function claimOf(now: Dispatch, by: string, at: number): { claimed: Claimed; next?: Dispatch } {
  switch (now.state) {
    case "sent":
    case "suppressed":
      return { claimed: { kind: "done" } };
    case "free":
      return ours({ state: "claimed", by, uncertain: now.uncertain, at });
    case "claimed":
      // Our own, whose answer was lost.
      if (now.by === by) return { claimed: { kind: "ours", mayRepeat: now.uncertain > 0 } };
      if (at - now.at < CLAIM_LEASE_MS) return { claimed: { kind: "busy" } };
      return ours({ state: "claimed", by, uncertain: now.uncertain + 1, at });
  }
}

function ours(next: Dispatch): { claimed: Claimed; next: Dispatch } {
  return { claimed: { kind: "ours", mayRepeat: next.uncertain > 0 }, next };
}

function settledOf(now: Dispatch, by: string, outcome: Outcome, at: number): Dispatch | undefined {
  if (now.state === "sent") return undefined;
  const { uncertain } = now;
  if (outcome.kind === "sent") return { state: "sent", uncertain, at };
  if (now.state !== "claimed" || now.by !== by) return undefined;
  if (outcome.kind === "suppressed") return { state: "suppressed", reason: outcome.reason, uncertain, at };
  return { state: "free", uncertain: uncertain + (outcome.isUncertain ? 1 : 0), at };
}
