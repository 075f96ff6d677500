import type { Actor, Role } from "../serving/actor.ts";
import { type ConsoleDeps, frameOf, type PageRequest } from "./page-context.ts";
import { ForbiddenPage } from "./parts/problem-pages.tsx";

/** What a page of one role answers. */
export type Handle = (c: PageRequest, deps: ConsoleDeps, actor: Actor) => Promise<Response>;

/** Pages of one role: whoever is somebody else, or nobody yet, is shown where to sign in. */
export function pagesOf(
  role: Role,
  deps: ConsoleDeps,
  isKnown: (actor: Actor) => boolean = () => true,
): (handle: Handle) => (c: PageRequest) => Promise<Response> {
  return (handle) => async (c) => {
    const actor = c.get("actor");
    if (actor?.role === role && isKnown(actor)) return handle(c, deps, actor);
    return c.html(<ForbiddenPage frame={frameOf(c, deps)} />, actor === undefined ? 401 : 403);
  };
}

/** The staff of a center that there is. */
export function pagesOfCenters(deps: ConsoleDeps): ReturnType<typeof pagesOf> {
  return pagesOf("center", deps, ({ subject }) => Object.hasOwn(deps.serving.centers, subject));
}
