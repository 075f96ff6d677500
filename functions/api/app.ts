import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { answerRoute, instanceOf, toResponse } from "./answering.ts";
import type { ApiApp, ApiDeps, ApiEnv, Pages } from "./api-context.ts";
import { docsRoutes } from "./docs.ts";
import { optOutRoutes } from "./opt-out-routes.ts";
import { apiProblem } from "./problem.ts";
import { allRoutes } from "./routes/all-routes.ts";
import { tokenOf } from "./session.ts";
import { signInRoutes } from "./sign-in.ts";

/** Methods that change nothing. */
const SAFE_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/** Paths as our routes have them. */
const PLAIN_PATH = /^[\w\-/]{1,200}$/;

/** The whole app: who asks, then the API's routes, the documents, signing in, and the pages. */
export function createApp(deps: ApiDeps, pages?: Pages): ApiApp {
  const app = new Hono<ApiEnv>();
  app.use(secureHeaders({ referrerPolicy: "same-origin", xFrameOptions: "DENY" }));
  // Before anything asks who it is: a mail provider presses for people, and a browser comes from a page that isn't ours.
  if (deps.optOut !== undefined) app.route("/", optOutRoutes(deps.optOut, deps.serving.ports));
  app.use(async (c, next) => {
    const sent = tokenOf(c, deps.session);
    c.set("actor", sent === undefined ? undefined : await deps.identify(sent.token));
    // A form of another site can make a browser post here with our cookie; only a page of ours has our origin.
    if (sent?.isCookie === true && !SAFE_METHODS.has(c.req.method) && !isFromHere(c.req.raw)) {
      return toResponse(apiProblem("CROSS_ORIGIN", instanceOf(c)));
    }
    await next();
    // What is somebody's stays theirs, also on a computer that several share.
    if (!c.res.headers.has("cache-control")) c.res.headers.set("cache-control", "no-store");
    return undefined;
  });
  const methods = new Map<string, string[]>();
  for (const route of allRoutes) {
    const path = route.path.replaceAll(/\{(\w+)\}/g, ":$1");
    methods.set(path, [...(methods.get(path) ?? []), route.method]);
    app.on(route.method.toUpperCase(), path, (c) => answerRoute(route, c, deps));
  }
  for (const [path, known] of methods) {
    app.all(path, (c) => {
      // Whatever can be read can be asked for its headers alone.
      const allow = known.flatMap((method) => (method === "get" ? ["GET", "HEAD"] : method.toUpperCase())).join(", ");
      const response = toResponse(apiProblem("METHOD_NOT_ALLOWED", instanceOf(c)));
      response.headers.set("allow", allow);
      return response;
    });
  }
  app.route("/", docsRoutes());
  app.route("/", signInRoutes(deps.signIn, deps.session, deps.identify));
  if (pages !== undefined) app.route("/", pages(deps));
  app.notFound((c) => toResponse(apiProblem("NOT_FOUND", instanceOf(c))));
  app.onError((error, c) => {
    // A path of ours holds opaque ids alone; what else somebody may have typed isn't logged.
    const path = PLAIN_PATH.test(c.req.path) ? c.req.path : undefined;
    deps.log.error("request failed", error, { path });
    return toResponse(apiProblem("INTERNAL", instanceOf(c)));
  });
  return app;
}

/** Whether a browser says that a page of ours sent the request. Whoever says nothing is no browser of these years. */
function isFromHere(request: Request): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  const origin = request.headers.get("origin");
  // Behind the gateway the scheme is not to be known, so the host decides.
  return origin !== null && URL.canParse(origin) && new URL(origin).host === new URL(request.url).host;
}
