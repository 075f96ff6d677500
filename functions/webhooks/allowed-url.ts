import { isIP } from "node:net";

/** Names of this machine itself. */
const LOOPBACK: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Why a webhook may not go to an address. */
export type UrlFault = "not-a-url" | "not-https" | "has-credentials" | "is-an-ip-address";

/**
 * What speaks against sending webhooks to an address. They go over TLS to a host by its name; an address in figures could be anything inside a network.
 * For trying things out a deployment may let them go to the machine itself.
 */
export function findUrlFault(text: string, allowsLoopback: boolean): UrlFault | undefined {
  const url = URL.parse(text);
  if (url === null) return "not-a-url";
  if (url.username !== "" || url.password !== "") return "has-credentials";
  const isLoopback = LOOPBACK.has(url.hostname);
  if (isLoopback && allowsLoopback && (url.protocol === "http:" || url.protocol === "https:")) return undefined;
  if (url.protocol !== "https:") return "not-https";
  return isLoopback || isIP(url.hostname.replace(/^\[|\]$/g, "")) !== 0 ? "is-an-ip-address" : undefined;
}
