import type { Kept, KeptEntity } from "../ports.ts";

/** What is kept of an entity, as both adapters hold it. */
export interface EntityState {
  readonly revision: number;
  readonly body: string | undefined;
  readonly isClosed: boolean;
  readonly isWithdrawn: boolean;
  /** What stands beside a profile, by its key: completions by number, what else is known by a key of its own. */
  readonly completions?: Readonly<Record<number | string, string>>;
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
  return isSame(state, change) ? { kind: "already-kept", ...completionsOf(state) } : { kind: "conflict" };
}

/** The same for a completion. */
export function standsAgainstCompletion(
  state: EntityState | undefined,
  key: number | string,
  body: string,
): "conflict" | "withdrawn" | undefined {
  if (state === undefined) return undefined;
  if (state.isWithdrawn) return "withdrawn";
  const before = state.completions?.[key];
  return before === undefined || before === body ? undefined : "conflict";
}

/** Revision of an item that has completions and no profile yet: every profile is newer. */
export const NO_PROFILE_REVISION = 0;

/** Bodies in order of their numbers, then of the other keys; keys of a record that are whole numbers stand first and in that order. */
export function completionsOf({ completions = {} }: EntityState): { readonly completions?: readonly string[] } {
  const numbered = Object.entries(completions).filter(([key]) => isNumber(key));
  const others = Object.entries(completions).filter(([key]) => !isNumber(key));
  const bodies = [...numbered, ...others.sort(([a], [b]) => (a < b ? -1 : 1))].map(([, body]) => body);
  return bodies.length === 0 ? {} : { completions: bodies };
}

/** What readers see; an item without a profile is nobody's yet. */
export function toKeptEntity(id: string, state: EntityState | undefined): KeptEntity | undefined {
  if (state === undefined || state.revision === NO_PROFILE_REVISION) return undefined;
  const { revision, body, isClosed } = state;
  return { id, revision, body, isClosed, ...completionsOf(state) };
}

/** A closing has a revision of its own, so the body that a closed entity still shows is that of an earlier one. */
function isSame(state: EntityState, change: EntityChange): boolean {
  return change.kind === "close" ? state.isClosed : !state.isClosed && state.body === change.body;
}

function isNumber(key: string): boolean {
  return /^\d+$/.test(key);
}
