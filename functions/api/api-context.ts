import type { Hono } from "hono";
import type { OptOutTokens } from "../contacts/opt-out-link.ts";
import type { Log } from "../runtime/log.ts";
import type { Actor } from "../serving/actor.ts";
import type { Serving } from "../serving/serving.ts";
import type { Identify } from "./identity.ts";
import type { SessionConfiguration } from "./session.ts";
import type { SignIn } from "./sign-in.ts";

/** What each request carries on its way through the app. */
export type ApiEnv = {
  Variables: {
    /** Whoever is signed in; undefined for nobody. */
    actor: Actor | undefined;
  };
};

export type ApiApp = Hono<ApiEnv>;

/** Everything that routes and pages are made of. */
export interface ApiDeps {
  readonly serving: Serving;
  readonly identify: Identify;
  readonly session: SessionConfiguration;
  /** Where browsers sign in: undefined in the twin, whose own server has a page for it. */
  readonly signIn: SignIn | undefined;
  /** Reads the links of e-mails by which messages end; undefined where no e-mail is sent. */
  readonly optOut?: OptOutTokens | undefined;
  readonly log: Log;
}

/** Routes of pages, mounted at the root; they find the actor with `c.get("actor")`. */
export type Pages = (deps: ApiDeps) => ApiApp;
