import type { Refusal } from "../../domain/refusal.ts";

/** There is no such thing, or it is nobody's business who asked: the two are told apart by nobody. */
export interface NotFound {
  readonly kind: "not-found";
}
export const NOT_FOUND: NotFound = { kind: "not-found" };

/** What was asked for, or that there is no such thing. */
export type Served<T> = { readonly kind: "found"; readonly value: T } | NotFound;

export function found<T>(value: T): Served<T> {
  return { kind: "found", value };
}

/** Some of a list, and where the rest of it begins; no cursor at its end. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

/** A write that was taken: the event that says it is on its way. What it changes can be read a moment later. */
export interface Accepted {
  readonly kind: "accepted";
  readonly eventId: string;
  /** Whoever asks for the journey of this id sees what followed. */
  readonly correlationId: string;
  /** Id of what is written. */
  readonly id: string;
  /** The revision that it has from then on: the next If-Match. */
  readonly revision: number;
}

/** What came of a write. */
export type Written =
  | Accepted
  | NotFound
  /** What the event's schema, the law, the codes or the programme's rules say no to. Paths count from the event's detail. */
  | { readonly kind: "refused"; readonly refusal: Refusal }
  /** Somebody else has changed it since it was read: read it again. */
  | { readonly kind: "changed"; readonly revision: number }
  /** The same key came before with something else in it. */
  | { readonly kind: "key-reused" };
