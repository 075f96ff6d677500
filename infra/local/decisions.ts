/** Remembers what principals asked for: each call of a kind once, however often it is made. */
import type { AccessCheck } from "./access.ts";

export type AskedFor = { principal: string; action: string; resource: string };

/** A check that tells of every call that it is asked about for the first time. The operator's are nobody's business. */
export function tellingFirst(check: AccessCheck, onFirst: (asked: AskedFor) => void): AccessCheck {
  const seen = new Set<string>();
  return (principal, action, resource) => {
    const key = `${principal} ${action} ${resource}`;
    if (!seen.has(key)) {
      seen.add(key);
      onFirst({ principal, action, resource });
    }
    return check(principal, action, resource);
  };
}
