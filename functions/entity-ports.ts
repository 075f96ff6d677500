/** The ports of what is kept by its id alone: openings, applicants, institutions. */

/** What came of keeping an entity; of an applicant's profile, with the completions that stood beside it at that moment. */
export type Kept =
  /** This revision is the kept one now. */
  | { readonly kind: "kept"; readonly completions?: readonly string[] }
  /** The very same revision and body were kept before: a redelivery. */
  | { readonly kind: "already-kept"; readonly completions?: readonly string[] }
  /** A newer revision is kept. */
  | { readonly kind: "superseded" }
  /** This revision is kept with another body. */
  | { readonly kind: "conflict" }
  /** The entity has left for good. */
  | { readonly kind: "withdrawn" };

/** The latest of an entity. `body` is its canonical JSON, undefined once it has left. */
export interface KeptEntity {
  readonly id: string;
  /** Of an applicant: what stands beside the profile, as canonical JSON: completions in order of their revisions, then parts in programmes. Missing for nothing. */
  readonly completions?: readonly string[];
  readonly revision: number;
  readonly body: string | undefined;
  /** For openings: closed ones keep their body, so that what was told can still be read. */
  readonly isClosed: boolean;
}

/** Latest revision of each entity of one sort; the table keyed by id alone. */
export interface EntityStore {
  /** Keeps a revision unless a newer one, another body of the same one, or a withdrawal is there: one conditional put. */
  keep(id: string, revision: number, body: string): Promise<Kept>;
  /** Marks an entity closed from a revision on, keeping its body. Unknown entities are marked, too: the closing may come first. */
  close(id: string, revision: number): Promise<Kept>;
  /** Replaces an entity by the fact that it has left. Nothing but the id and the revision stays. */
  withdraw(id: string, revision: number): Promise<void>;
  /** Reads the latest, consistently, up to 100 at a time; ids that aren't kept are missing from the answer. */
  get(ids: readonly string[]): Promise<readonly KeptEntity[]>;
  /**
   * All that are kept, those that have left or closed too, in no order, a page at a time: reads the whole table, and no function may. Each is read
   * consistently; what is first kept meanwhile may be missing.
   */
  each(): AsyncIterable<readonly KeptEntity[]>;
}

/** What came of keeping a completion; with the person as they are kept at that moment, undefined when their profile has yet to come. */
export type Completed =
  /** Kept now or before: the same again is the same. */
  | { readonly kind: "kept"; readonly applicant: KeptEntity | undefined }
  | Extract<Kept, { readonly kind: "conflict" | "withdrawn" }>;

/** Applicants: a profile and, beside it in the same item, what its person has completed and which programmes they take part in. */
export interface ApplicantStore extends EntityStore {
  /**
   * Keeps a completion under its number, or a recorded part in a programme under its key, unless another one is there, or the person has left: one conditional update. It stays when the profile is
   * revised, goes when the person leaves, and may come before any profile.
   */
  complete(id: string, key: number | string, body: string): Promise<Completed>;
}

/** The registry of institutions: small enough to be read whole. */
export interface InstitutionStore extends EntityStore {
  /** All that are kept, in order of id. Best effort: what is written meanwhile may be missing. For people who ask, not for functions that decide. */
  all(): Promise<readonly KeptEntity[]>;
}

/** Openings, each its employer's. */
export interface OpeningStore extends EntityStore {
  /**
   * Ids of an employer's openings after one, in order, up to a number of them; from an index, so what was written a moment ago may be missing. For people
   * who ask, not for functions that decide.
   */
  ofEmployer(employerId: string, after: string | undefined, most: number): Promise<readonly string[]>;
}
