import type { PolicyStatement } from "./template.ts";

/** Whether a principal may do something; the reason when it may not. */
export type AccessCheck = (principal: string, action: string, resource: string) => AccessVerdict;
export type AccessVerdict = { kind: "allowed" } | { kind: "denied"; reason: string };

/** What each principal may do. Plain data, because the tables' thread makes its own check of it. */
export type AccessRules = { enforce: boolean; statementsByPrincipal: Map<string, PolicyStatement[]> };

/** The principal of whoever sits at the laptop: pages, the command line and tests. It may do everything. */
export const OPERATOR = "operator";

export function toAccessCheck(_rules: AccessRules): AccessCheck {
  return () => ({ kind: "allowed" });
}

/** The SDK signs with its access key id, and the twin gives every function the name of its role as that. */
export function principalOf(headers: { authorization?: string | undefined }): string {
  return /Credential=([^/,\s]+)/.exec(headers.authorization ?? "")?.[1] ?? "anonymous";
}
