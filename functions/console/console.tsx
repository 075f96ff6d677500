import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { createResolvers } from "../../domain/taxonomy/resolvers.ts";
import type { ApiApp, ApiEnv, Pages } from "../api/api-context.ts";
import type { Environment } from "../runtime/environment.ts";
import type { Role } from "../serving/actor.ts";
import type { OperatingDeps } from "../serving/operating-deps.ts";
import { applicantRoutes } from "./applicant/applicant-routes.tsx";
import { CriteriaPage } from "./applicant/criteria-page.tsx";
import { centerRoutes } from "./center/center-routes.tsx";
import { importRoutes } from "./center/import-routes.tsx";
import { type ConsoleConfiguration, readConsoleConfiguration } from "./configuration.ts";
import { employerRoutes } from "./employer/employer-routes.tsx";
import { operatorRoutes } from "./operator/operator-routes.tsx";
import { type ConsoleDeps, frameOf, seeOther } from "./page-context.ts";
import { FaultPage, MissingPage } from "./parts/problem-pages.tsx";
import { WelcomePage } from "./welcome-page.tsx";

/** Where each role begins. */
const HOME: Readonly<Record<Role, string>> = {
  applicant: "/my",
  employer: "/employer",
  center: "/center",
  operator: "/operator",
};

/** The pages of a deployment. */
export function pagesOf(environment: Environment, operating: OperatingDeps): Pages {
  return createPages({ ...readConsoleConfiguration(environment), operating });
}

/**
 * The console's pages. They load from this service alone and run its own script files alone: what somebody writes into a field is text, whatever is in it.
 */
export function createPages(configuration: ConsoleConfiguration): Pages {
  return (apiDeps) => {
    const deps: ConsoleDeps = {
      ...apiDeps,
      configuration,
      resolvers: createResolvers(apiDeps.serving.matching.taxonomy),
    };
    const app = new Hono<ApiEnv>();
    app.use(
      secureHeaders({
        contentSecurityPolicy: {
          defaultSrc: ["'none'"],
          styleSrc: ["'self'"],
          scriptSrc: ["'self'"],
          imgSrc: ["'self'", "data:"],
          connectSrc: ["'self'"],
          formAction: ["'self'"],
          baseUri: ["'none'"],
          frameAncestors: ["'none'"],
        },
        referrerPolicy: "same-origin",
        xFrameOptions: "DENY",
        // Whether a site is to be reached by TLS alone is for whoever terminates TLS to say.
        strictTransportSecurity: false,
      }),
    );
    app.route("/", assetRoutes(deps));
    // Pages are somebody's own: nobody between us and them may keep one.
    app.use(async (c, next) => {
      await next();
      c.header("cache-control", "no-store");
    });
    app.get("/", (c) => {
      const actor = c.get("actor");
      return actor === undefined ? c.html(<WelcomePage frame={frameOf(c, deps)} />) : seeOther(c, HOME[actor.role]);
    });
    app.get("/criteria", (c) =>
      c.html(<CriteriaPage frame={frameOf(c, deps)} weights={deps.serving.matching.weights} />),
    );
    app.route("/", applicantRoutes(deps));
    app.route("/", employerRoutes(deps));
    app.route("/", centerRoutes(deps));
    app.route("/", importRoutes(deps));
    if (configuration.operating !== undefined) app.route("/", operatorRoutes(deps, configuration.operating));
    // A browser that asks for a page that isn't there gets a page; whoever asks for something else is answered by the API.
    app.get("*", async (c, next) => {
      if (!(c.req.header("accept") ?? "").includes("text/html")) return next();
      return c.html(<MissingPage frame={frameOf(c, deps)} />, 404);
    });
    app.onError((error, c) => {
      deps.log.error("page failed", error, { path: c.req.path });
      return c.html(<FaultPage frame={frameOf(c, deps)} />, 500);
    });
    return app;
  };
}

/** A year: what is at an address with a hash never changes. */
const FOREVER = "public, max-age=31536000, immutable";

function assetRoutes({ configuration }: ConsoleDeps): ApiApp {
  const app = new Hono<ApiEnv>();
  for (const { path, body, contentType } of configuration.assets) {
    app.get(path, (c) => c.body(body, 200, { "content-type": contentType, "cache-control": FOREVER }));
  }
  return app;
}
