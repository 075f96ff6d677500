/** Who may do what: the decisions of `iam.ts`, in the words that AWS answers with. */
import { AccessDecider, type DenialReason, type PolicyStatement } from "./iam.ts";

/** Whether a principal may do something, and if not, why. */
export type AccessCheck = (
  principal: string,
  action: string,
  resourceArn: string,
) => { allowed: true } | { allowed: false; reason: DenialReason };

/** What each principal may do. Plain data, because the tables' thread makes its own check of it. */
export type AccessRules = { enforce: boolean; statementsByPrincipal: Map<string, PolicyStatement[]> };

/** The principal of whoever sits at the laptop: pages, the command line and tests. It may do everything. */
export const OPERATOR = "operator";

export function toAccessCheck({ enforce, statementsByPrincipal }: AccessRules): AccessCheck {
  const decider = new AccessDecider(statementsByPrincipal);
  return (principal, action, resourceArn) =>
    !enforce || principal === OPERATOR ? { allowed: true } : decider.decide(principal, action, resourceArn);
}

function because(reason: DenialReason, action: string): string {
  switch (reason) {
    case "explicit-deny":
      return "with an explicit deny in an identity-based policy";
    case "no-allow":
      return `because no identity-based policy allows the ${action} action`;
    case "unknown-principal":
      return `because the template has no such role; the access key id "${OPERATOR}" stands for the operator`;
  }
}

/** In the words of the service, which tell a missing grant from a denial. */
export function accessDeniedMessage(
  principal: string,
  action: string,
  resourceArn: string,
  reason: DenialReason,
): string {
  return `User: ${principal} is not authorized to perform: ${action} on resource: ${resourceArn} ${because(reason, action)}`;
}

/** The access key id a request is signed with. The twin gives each function its role's name as that. */
export function principalOf(headers: { authorization?: string | undefined }): string | undefined {
  return /^AWS4-HMAC-SHA256\s+Credential=([^/,\s]+)\//.exec(headers.authorization ?? "")?.[1];
}

/** Who calls without a signature. No role has a name like that. */
export const ANONYMOUS = "(anonymous)";
