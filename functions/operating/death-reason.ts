/**
 * Why a message was set aside, as far as it can be told by looking at it. A queue doesn't say: `fault` means that it can be read, and that whoever worked on
 * it failed five times (the log of the function has the error, by message id); sending it back is what helps.
 */
export type DeathReason =
  | { readonly kind: "fault" }
  /** EventBridge, the scheduler or Lambda could not hand it on, for this reason. */
  | { readonly kind: "undelivered"; readonly code: string }
  /** It can't ever be read: sent back, it is quarantined with this code. */
  | { readonly kind: "unreadable"; readonly code: string; readonly path: string }
  /** A newer version of the code has written it. */
  | { readonly kind: "newer-version" };

export type DeathReasonKind = DeathReason["kind"];
export const deathReasonKinds = [
  "fault",
  "undelivered",
  "unreadable",
  "newer-version",
] as const satisfies DeathReasonKind[];
