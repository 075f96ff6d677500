import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";

/** Cookies of a signed-in browser: never to be read by a script, and not sent along when another site posts here. */
const SESSION_COOKIE = "ieum-session";

/** Names that browsers take from `https` alone, and for the whole site. */
const SECURE_PREFIX = "__Host-";

export interface SessionConfiguration {
  /** False in the twin alone, which has no TLS. */
  readonly isSecure: boolean;
}

function cookieName({ isSecure }: SessionConfiguration): string {
  return isSecure ? `${SECURE_PREFIX}${SESSION_COOKIE}` : SESSION_COOKIE;
}

/** The token of a request, and whether a browser sends it by itself: then whoever wrote the page decides what is asked. */
export function tokenOf(
  c: Context,
  configuration: SessionConfiguration,
): { readonly token: string; readonly isCookie: boolean } | undefined {
  const header = c.req.header("authorization");
  if (header !== undefined) {
    const token = /^Bearer (?<token>[\w.~+/=-]{1,8192})$/i.exec(header)?.groups?.["token"];
    // Whoever sends a header means it: a cookie doesn't stand in for one that is malformed.
    return { token: token ?? "", isCookie: false };
  }
  const cookie = getCookie(c, cookieName(configuration));
  return cookie === undefined ? undefined : { token: cookie, isCookie: true };
}

export function startSession(
  c: Context,
  configuration: SessionConfiguration,
  token: string,
  maxAgeSeconds: number,
): void {
  setCookie(c, cookieName(configuration), token, { ...attributes(configuration), maxAge: maxAgeSeconds });
}

export function endSession(c: Context, configuration: SessionConfiguration): void {
  deleteCookie(c, cookieName(configuration), attributes(configuration));
}

function attributes({ isSecure }: SessionConfiguration) {
  return { path: "/", httpOnly: true, sameSite: "Lax", secure: isSecure } as const;
}

/** The whole cookie as a header has it, for the twin's own sign-in. */
export function sessionCookie(token: string, maxAgeSeconds: number): string {
  return `${SESSION_COOKIE}=${token}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax`;
}
