import type { RecordedStep } from "../domain/cases/case-life.ts";

/** Which case is meant: the id is the center's own, so the party whose case it is belongs to it: `applicant#<id>` or `employer#<id>`. */
export interface CaseKey {
  readonly party: string;
  readonly caseId: string;
}

/** A case as it is kept. */
export interface KeptCase extends CaseKey {
  readonly programmeId: string;
  /** The center whose case it is now, as its steps say. */
  readonly center: string;
  /** By revision. */
  readonly steps: readonly RecordedStep[];
  /** Counts the changes: each is made only on the one before. */
  readonly version: number;
}

/** Cases of centers, each kept with its party, and gone with them. What a center keeps sealed with a case is in no reading but its own. */
export interface Cases {
  get(key: CaseKey): Promise<KeptCase | undefined>;
  /** Keeps a case if its version is the next one of what is kept; false otherwise. What is sealed with it stays. */
  put(kept: KeptCase): Promise<boolean>;
  /** All cases of a party, in order of id; read consistently. */
  of(party: string): Promise<readonly KeptCase[]>;
  /** Cases that are a center's now, in order of id. What has changed in the last moments may not show yet. */
  ofCenter(center: string): AsyncIterable<CaseKey>;
  /** Removes all cases of a party with what is sealed in them, if there are any. */
  forget(party: string): Promise<void>;
  /** Keeps a sealed note with a case, under a name: one conditional update. False when there is no such case (any more). */
  seal(key: CaseKey, name: string, sealed: string): Promise<boolean>;
  /** The sealed notes of a case, by name. */
  sealedOf(key: CaseKey): Promise<ReadonlyMap<string, string>>;
}
