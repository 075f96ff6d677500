import type { DeliveryChannel } from "../domain/model/delivery-settings.ts";

/** A text that is kept under an id, and how often it has been changed. */
export interface Versioned {
  /** From 1 on. */
  readonly version: number;
  readonly body: string;
}

/** Texts that several may change at the same time: each change is on the condition that nobody else's came between. */
export interface VersionedStore {
  /** Reads consistently, up to 100 at a time; ids that aren't kept are missing from the answer. */
  get(ids: readonly string[]): Promise<ReadonlyMap<string, Versioned>>;
  /** Puts a body if the version is still the given one, 0 for what isn't there yet; the next version is one higher. False when it isn't. */
  put(id: string, version: number, body: string): Promise<boolean>;
}

/**
 * Sets of ids by key: which openings may be the same opportunity, which are, and to whom one is recommended against the score. Members are added and removed
 * one by one, never lost.
 */
export interface OpportunitySets {
  /** Adds members to a set and returns all that are in it then: one atomic update. */
  join(key: string, ids: readonly string[]): Promise<readonly string[]>;
  /** Takes members out of a set. */
  leave(key: string, ids: readonly string[]): Promise<void>;
  /** Members of sets, by key, consistently; sets without any are missing. Up to 100 keys. */
  members(keys: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
}

/** Who is to be looked at again at which hour: `applicant#<id>` or `opening#<id>`. Hours are counted from the epoch. */
export interface WakeUps {
  set(hour: number, subjects: readonly string[]): Promise<void>;
  /** Those of an hour, in order, consistently. */
  due(hour: number): Promise<readonly string[]>;
  clear(hour: number, subjects: readonly string[]): Promise<void>;
}

/** How recommendations reach people. */
export type Channel = DeliveryChannel;

/** Claimed is about to be sent, or was sent by somebody who died before they could say so; deferred waits for its time. */
export const deliveryStates = ["claimed", "sent", "deferred-to-digest", "suppressed"] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** What became of one recommendation on one channel. */
export interface Delivery {
  readonly recommendationId: string;
  readonly channel: Channel;
  readonly state: DeliveryState;
  /** Why it was suppressed. */
  readonly reason?: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Of what isn't sent: where its decision stands among all on its person. Missing is before all others. */
  readonly order?: number;
}

export interface Deliveries {
  /** How these recommendations stand on a channel, by id; those of which nothing is recorded are missing. Consistent; up to 100. */
  states(recommendationIds: readonly string[], channel: Channel): Promise<ReadonlyMap<string, DeliveryState>>;
  /** The channels that each of these recommendations is recorded as sent on; those without any are missing. Consistent; up to 50, of which each has an item a channel. */
  sentOn(recommendationIds: readonly string[]): Promise<ReadonlyMap<string, readonly Channel[]>>;
  /**
   * Records deliveries; the same one twice is the same. What is recorded as sent stays sent: nothing else replaces it. Of what isn't sent the decision
   * of the highest order stays, whenever it comes.
   */
  record(deliveries: readonly Delivery[]): Promise<void>;
}
