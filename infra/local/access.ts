/** Who may do what: the decisions of `iam.ts`, in the words that AWS answers with. */
import { AccessDecider, type DenialReason, type PolicyStatement } from "./iam.ts";
import { ACCOUNT } from "./resource-types.ts";

/** Whether a principal may do something; the reason when it may not. */
export type AccessCheck = (principal: string, action: string, resource: string) => AccessVerdict;
export type AccessVerdict = { kind: "allowed" } | { kind: "denied"; reason: string };

/** What each principal may do. Plain data, because the tables' thread makes its own check of it. */
export type AccessRules = { enforce: boolean; statementsByPrincipal: Map<string, PolicyStatement[]> };

/** The principal of whoever sits at the laptop: pages, the command line and tests. It may do everything. */
export const OPERATOR = "operator";

function because(reason: DenialReason, action: string): string {
  switch (reason) {
    case "explicit-deny":
      return "with an explicit deny in an identity-based policy";
    case "no-allow":
      return `because no identity-based policy allows the ${action} action`;
    case "unknown-principal":
      return `because the template has no such role; sign with the access key id "${OPERATOR}" to act as the operator`;
  }
}

export function toAccessCheck({ enforce, statementsByPrincipal }: AccessRules): AccessCheck {
  const decider = new AccessDecider(statementsByPrincipal);
  return (principal, action, resource) => {
    if (!enforce || principal === OPERATOR) return { kind: "allowed" };
    const decision = decider.decide(principal, action, resource);
    if (decision.allowed) return { kind: "allowed" };
    const user = `arn:aws:sts::${ACCOUNT}:assumed-role/${principal}`;
    const reason = because(decision.reason, action);
    return {
      kind: "denied",
      reason: `User: ${user} is not authorized to perform: ${action} on resource: ${resource} ${reason}`,
    };
  };
}

/** The SDK signs with its access key id, and the twin gives every function the name of its role as that. */
export function principalOf(headers: { authorization?: string | undefined }): string {
  return /Credential=([^/,\s]+)/.exec(headers.authorization ?? "")?.[1] ?? "anonymous";
}
