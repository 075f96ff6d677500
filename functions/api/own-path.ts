import type { Context } from "hono";

/** What a gateway tells its function beside the request, as far as it is read here. */
interface GatewayBindings {
  readonly requestContext?: { readonly path?: string };
}

/**
 * What stands before every path as whoever asks sees it: the stage, where an API has no domain of its own. The gateway gives its function the path without
 * it, and beside that the path as it was asked for.
 */
export function baseOf(c: Context): string {
  const { requestContext } = (c.env ?? {}) as GatewayBindings;
  const asked = requestContext?.path ?? c.req.path;
  return asked.endsWith(c.req.path) ? asked.slice(0, asked.length - c.req.path.length) : "";
}

/** Where each opening has its page for applicants, under its id: e-mails lead there. */
export const OPENING_PAGES_PATH = "/my/openings";

export function openingPagePath(openingId: string): string {
  return `${OPENING_PAGES_PATH}/${encodeURIComponent(openingId)}`;
}

/** A path of ours to go back to; anything else would let a link lead through our sign-in to another site. */
export function ownPath(text: string | undefined): string {
  return text !== undefined && /^\/(?![/\\])[\w\-./?=&%~]{0,500}$/.test(text) ? text : "/";
}
