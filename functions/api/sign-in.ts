import { hash, randomBytes } from "node:crypto";
import { type Context, Hono } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { decodeJwt } from "jose";
import * as z from "zod";
import type { ApiApp, ApiEnv } from "./api-context.ts";
import type { DiscoveredIssuer, Identify } from "./identity.ts";
import { baseOf, ownPath } from "./own-path.ts";
import { endSession, type SessionConfiguration, startSession } from "./session.ts";

/** A client of an issuer, for browsers: the authorization code flow with PKCE (RFC 6749 4.1, RFC 7636). */
export interface SignIn {
  readonly discover: () => Promise<DiscoveredIssuer>;
  readonly clientId: string;
  /** Only for issuers that want one of a client that can keep it. */
  readonly clientSecret?: string | undefined;
  readonly scope: string;
}

const ATTEMPT_COOKIE = "ieum-sign-in";

/** Whoever hasn't signed in by then begins again. */
const ATTEMPT_SECONDS = 10 * 60;

/** A session lasts as long as its token says, and no longer than a working day. */
const SESSION_SECONDS_MAX = 9 * 60 * 60;

/** What a browser keeps while it is away at the issuer. */
const attempt = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), returnTo: z.string() });

const tokenAnswer = z.object({ id_token: z.string().max(8_192) });

const secret = (): string => randomBytes(32).toString("base64url");

/** `/sign-in` leads to the issuer, `/sign-in/callback` back, `/sign-out` (POST) ends the session here. */
export function signInRoutes(signIn: SignIn | undefined, session: SessionConfiguration, identify: Identify): ApiApp {
  const app = new Hono<ApiEnv>();
  // Sent along by whoever comes back, and by no other request.
  const cookie = (c: Context) =>
    ({ path: `${baseOf(c)}/sign-in`, httpOnly: true, sameSite: "Lax", secure: session.isSecure }) as const;
  const leadTo = (c: Context, path: string) => c.redirect(`${baseOf(c)}${path}`, 303);
  app.post("/sign-out", (c) => {
    endSession(c, session);
    return leadTo(c, "/");
  });
  if (signIn === undefined) return app;
  app.get("/sign-in", async (c) => {
    const { authorization_endpoint } = await signIn.discover();
    const started = { state: secret(), nonce: secret(), verifier: secret(), returnTo: ownPath(c.req.query("to")) };
    setCookie(c, ATTEMPT_COOKIE, JSON.stringify(started), { ...cookie(c), maxAge: ATTEMPT_SECONDS });
    const to = new URL(authorization_endpoint);
    const parameters = {
      response_type: "code",
      client_id: signIn.clientId,
      redirect_uri: callbackOf(c),
      scope: signIn.scope,
      state: started.state,
      nonce: started.nonce,
      code_challenge: hash("sha256", started.verifier, "base64url"),
      code_challenge_method: "S256",
    };
    for (const [name, value] of Object.entries(parameters)) to.searchParams.set(name, value);
    return c.redirect(to.href, 303);
  });
  app.get("/sign-in/callback", async (c) => {
    const kept = attempt.safeParse(parseJson(getCookie(c, ATTEMPT_COOKIE)));
    deleteCookie(c, ATTEMPT_COOKIE, cookie(c));
    const code = c.req.query("code");
    // Somebody else's answer, or one that comes too late: begin again.
    if (!kept.success || code === undefined || c.req.query("state") !== kept.data.state) return leadTo(c, "/sign-in");
    const token = await exchange(signIn, code, kept.data.verifier, callbackOf(c));
    if (token === undefined) return leadTo(c, "/sign-in");
    const { nonce, exp = 0, iat = exp } = decodeJwt(token);
    if (nonce !== kept.data.nonce) return leadTo(c, "/sign-in");
    // The issuer knows them and we don't: going round again would not change that.
    if ((await identify(token)) === undefined)
      return c.text("이 계정에는 이음에서 맡은 역할이 없습니다. 담당자에게 문의해 주세요.", 403);
    const seconds = Math.min(SESSION_SECONDS_MAX, Math.max(0, exp - iat));
    startSession(c, session, token, seconds);
    return leadTo(c, ownPath(kept.data.returnTo));
  });
  return app;
}

function callbackOf(c: Context): string {
  return new URL(`${baseOf(c)}/sign-in/callback`, c.req.url).href;
}

async function exchange(
  { discover, clientId, clientSecret }: SignIn,
  code: string,
  verifier: string,
  redirectUri: string,
): Promise<string | undefined> {
  const { token_endpoint } = await discover();
  const answer = await fetch(token_endpoint, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "authorization_code",
      code,
      client_id: clientId,
      redirect_uri: redirectUri,
      code_verifier: verifier,
      ...(clientSecret === undefined ? {} : { client_secret: clientSecret }),
    }),
  });
  if (!answer.ok) return undefined;
  return tokenAnswer.safeParse(await answer.json()).data?.id_token;
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
