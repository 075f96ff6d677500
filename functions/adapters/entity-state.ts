import type { Kept } from "../ports.ts";

/** What is kept of an entity, as both adapters hold it. */
export interface EntityState {
  readonly revision: number;
  readonly body: string | undefined;
  readonly isClosed: boolean;
  readonly isWithdrawn: boolean;
  /** Sealed: an applicant's alone. */
  readonly contact?: string;
}

/** A wish to keep a revision with a body, or to close from a revision on. */
export type EntityChange =
  | { readonly kind: "keep"; readonly revision: number; readonly body: string }
  | { readonly kind: "close"; readonly revision: number };

/**
 * Says what stands in the way of a change, or undefined when nothing does. The conditional write of the AWS adapter has the same rule in
 * its condition; this one tells the reasons apart once that has failed.
 */
export function standsInTheWay(state: EntityState | undefined, change: EntityChange): Kept | undefined {
  if (state === undefined) return undefined;
  if (state.isWithdrawn) return { kind: "withdrawn" };
  if (state.revision < change.revision) return undefined;
  if (state.revision > change.revision) return { kind: "superseded" };
  return { kind: isSame(state, change) ? "already-kept" : "conflict" };
}

/** A closing has a revision of its own, so the body that a closed entity still shows is that of an earlier one. */
function isSame(state: EntityState, change: EntityChange): boolean {
  return change.kind === "close" ? state.isClosed : !state.isClosed && state.body === change.body;
}
