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

/** Sets of opening ids by key: which openings may be the same opportunity, and which are. Members are added and removed one by one, never lost. */
export interface OpportunitySets {
  /** Adds openings to a set and returns all that are in it then: one atomic update. */
  join(key: string, openingIds: readonly string[]): Promise<readonly string[]>;
  /** Takes openings out of a set. */
  leave(key: string, openingIds: readonly string[]): Promise<void>;
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
