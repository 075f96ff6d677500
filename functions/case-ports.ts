import type { RecordedStep } from "../domain/cases/case-life.ts";

/** Which case is meant: the id is the center's own, so the party whose case it is belongs to it: `applicant#<id>` or `employer#<id>`. */
export interface CaseKey {
  readonly party: string;
  readonly caseId: string;
}

/** A case as it is kept. */
export interface KeptCase extends CaseKey {
  readonly programmeId: string;
  /** By revision. */
  readonly steps: readonly RecordedStep[];
  /** Counts the changes: each is made only on the one before. */
  readonly version: number;
}

/**
 * Cases of centers: each kept with its party, and on the list of every center that has had it. The lists only point: what a case is stands with its party,
 * and goes with them. What a center keeps sealed with a case is in no reading but its own.
 */
export interface Cases {
  get(key: CaseKey): Promise<KeptCase | undefined>;
  /** Keeps a case if its version is the next one of what is kept; false otherwise. What is sealed with it stays. */
  put(kept: KeptCase): Promise<boolean>;
  /** All cases of a party, in order of id; read consistently. */
  of(party: string): Promise<readonly KeptCase[]>;
  /** Puts a case on the lists of centers; one that is there stays. */
  list(key: CaseKey, centers: readonly string[]): Promise<void>;
  /** Cases on the list of a center, in order of id; read consistently. */
  listed(center: string): AsyncIterable<CaseKey>;
  /** Removes a case, what is sealed with it, and what points to it from the lists of centers, whether they are there or not. */
  remove(key: CaseKey, centers: readonly string[]): Promise<void>;
  /** Keeps a sealed note with a case, under a name: one conditional update. False when there is no such case (any more). */
  seal(key: CaseKey, name: string, sealed: string): Promise<boolean>;
  /** The sealed notes of a case, by name. */
  sealedOf(key: CaseKey): Promise<ReadonlyMap<string, string>>;
}
