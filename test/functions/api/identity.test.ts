import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ApiDeps, Pages } from "../../../functions/api/api-context.ts";
import { createApp } from "../../../functions/api/app.ts";
import { createDiscovery, createIdentify, toActor } from "../../../functions/api/identity.ts";
import { OPENING_PAGES_PATH, ownPath } from "../../../functions/api/own-path.ts";
import { createPages } from "../../../functions/console/console.tsx";
import { assetFiles, toAsset } from "../../../functions/console/console-assets.ts";
import { silentLog } from "../../../functions/runtime/log.ts";
import { newDevelopmentKeys, signDevelopmentToken } from "../../../infra/local/development-keys.ts";
import { ApiService } from "../../fixtures/api-service.ts";
import { anOpening } from "../../fixtures/bodies.ts";

const claims = { audience: "ieum", roleClaim: "role", subjectClaim: "sub" } as const;
const { openingId: _id, revision: _revision, employerId: _owner, ...draft } = anOpening();

/** An issuer of OpenID Connect on loopback, as far as tokens and a sign-in ask it. */
class Issuer {
  readonly #server: Server;
  readonly #keys = generateKeyPair("RS256");
  /** What was exchanged for a token, and the token to give. */
  readonly exchanged: URLSearchParams[] = [];
  nonce = "";

  constructor() {
    this.#server = createServer(async (req, res) => {
      const answer = (value: unknown) =>
        res.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
      if (req.url === "/.well-known/openid-configuration") {
        const at = (path: string) => `${this.url}${path}`;
        answer({
          issuer: this.url,
          jwks_uri: at("/keys"),
          authorization_endpoint: at("/authorize"),
          token_endpoint: at("/token"),
        });
      } else if (req.url === "/keys") {
        answer({ keys: [{ ...(await exportJWK((await this.#keys).publicKey)), kid: "one", alg: "RS256" }] });
      } else if (req.url === "/token") {
        let body = "";
        for await (const chunk of req) body += String(chunk);
        this.exchanged.push(new URLSearchParams(body));
        answer({ id_token: await this.token({ nonce: this.nonce }) });
      } else res.writeHead(404).end();
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  start = () => new Promise<void>((resolve) => void this.#server.listen(0, "127.0.0.1", resolve));
  stop = () => new Promise((resolve) => this.#server.close(resolve));

  async token(more: Record<string, unknown> = {}, issuer = this.url): Promise<string> {
    return new SignJWT({ role: "center", ...more })
      .setProtectedHeader({ alg: "RS256", kid: "one" })
      .setIssuer(issuer)
      .setAudience(claims.audience)
      .setSubject("west")
      .setIssuedAt()
      .setExpirationTime("1h")
      .sign((await this.#keys).privateKey);
  }
}

const issuer = new Issuer();
beforeAll(issuer.start);
afterAll(issuer.stop);

describe("a token", () => {
  test("of the issuer is taken for what its claims say, by keys that are read from where the issuer says", async () => {
    const identify = createIdentify({ ...claims, issuer: issuer.url });
    expect(await identify(await issuer.token())).toEqual({ role: "center", subject: "west" });
  });

  test("of another issuer, with other keys, for another audience, without an end or with a role that isn't known is nobody's", async () => {
    const identify = createIdentify({ ...claims, issuer: issuer.url });
    const { privateKey } = await generateKeyPair("RS256");
    const header = { alg: "RS256", kid: "one" };
    const base = () =>
      new SignJWT({ role: "center" }).setProtectedHeader(header).setSubject("west").setIssuer(issuer.url);
    const forged = await base().setAudience("ieum").setExpirationTime("1h").sign(privateKey);
    expect(await identify(forged)).toBeUndefined();
    expect(await identify(await issuer.token({}, "https://elsewhere.example"))).toBeUndefined();
    expect(await identify(await issuer.token({ role: "admin" }))).toBeUndefined();
    expect(
      await createIdentify({ ...claims, audience: "others", issuer: issuer.url })(await issuer.token()),
    ).toBeUndefined();
  });

  test("that is signed with a shared secret, or not at all, is nobody's", async () => {
    const keys = await newDevelopmentKeys();
    const identify = createIdentify({ ...claims, developmentKey: keys.publicKey });
    const secret = new TextEncoder().encode(keys.publicKey);
    const shared = await new SignJWT({ role: "operator" })
      .setProtectedHeader({ alg: "HS256" })
      .setIssuer("urn:ieum:development")
      .setAudience("ieum")
      .setSubject("operator-1")
      .setExpirationTime("1h")
      .sign(secret);
    expect(await identify(shared)).toBeUndefined();
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const [, payload] = shared.split(".");
    expect(await identify(`${part({ alg: "none" })}.${payload}.`)).toBeUndefined();
    expect(await identify("not a token")).toBeUndefined();
  });

  test("of development is over when it says so, and is no token where there is an issuer", async () => {
    const keys = await newDevelopmentKeys();
    const actor = { role: "operator", subject: "operator-1" } as const;
    const identify = createIdentify({ ...claims, developmentKey: keys.publicKey });
    expect(await identify(await signDevelopmentToken(keys, actor, 60))).toEqual(actor);
    // Clocks may differ by a minute.
    expect(await identify(await signDevelopmentToken(keys, actor, -120))).toBeUndefined();
    expect(() => createIdentify({ ...claims, issuer: issuer.url, developmentKey: keys.publicKey })).toThrow(
      "no tokens of development",
    );
    expect(
      await createIdentify({ ...claims, issuer: issuer.url })(await signDevelopmentToken(keys, actor, 60)),
    ).toBeUndefined();
  });

  test.each([
    [
      { role: "center", sub: "center-west" },
      { role: "center", subject: "west" },
    ],
    [
      { role: "applicant", sub: "applicant-1" },
      { role: "applicant", subject: "applicant-1" },
    ],
    [{ role: "applicant", sub: "01012345678" }, undefined],
    [{ role: ["operator"], sub: "operator-1" }, undefined],
    [{ sub: "operator-1" }, undefined],
  ])("with the claims %j says %j", (payload, actor) => {
    expect(toActor(payload, claims)).toEqual(actor);
  });
});

describe("a sign-in", () => {
  async function anApp(pages?: Pages) {
    const { serving } = await ApiService.create();
    const discover = createDiscovery(issuer.url);
    const deps: ApiDeps = {
      serving,
      identify: createIdentify({ ...claims, issuer: issuer.url }, discover),
      session: { isSecure: true },
      signIn: { discover, clientId: "pages", scope: "openid" },
      log: silentLog,
    };
    return createApp(deps, pages);
  }

  test("leads to the issuer with a challenge and back with a session that no script can read", async () => {
    const app = await anApp();
    const away = await app.request("https://ieum.test/sign-in?to=/center");
    const to = new URL(away.headers.get("location") ?? "");
    expect(to.href.startsWith(`${issuer.url}/authorize?`)).toBe(true);
    const asked = Object.fromEntries(to.searchParams);
    expect(asked).toMatchObject({
      response_type: "code",
      code_challenge_method: "S256",
      redirect_uri: "https://ieum.test/sign-in/callback",
    });
    issuer.nonce = asked["nonce"] ?? "";
    const cookie = (away.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    const back = await app.request(`https://ieum.test/sign-in/callback?code=abc&state=${asked["state"]}`, {
      headers: { cookie },
    });
    expect(back.headers.get("location")).toBe("/center");
    const session = back.headers.getSetCookie().find((one) => one.startsWith("__Host-ieum-session=")) ?? "";
    for (const word of ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"]) expect(session).toContain(word);
    const verifier = issuer.exchanged.at(-1)?.get("code_verifier") ?? "";
    expect(verifier.length).toBeGreaterThanOrEqual(43);
    const read = await app.request("https://ieum.test/v1/centers/west/calls", {
      headers: { cookie: session.split(";")[0] ?? "" },
    });
    expect(read.status).toBe(200);
  });

  test("stays below the stage of an API that has no domain of its own", async () => {
    const app = await anApp();
    const ask = (path: string, cookie = "") =>
      app.request(
        `https://ieum.test${path}`,
        { headers: { cookie } },
        {
          requestContext: { path: `/prod${path.split("?")[0]}` },
        },
      );
    const away = await ask("/sign-in?to=/center");
    const asked = new URL(away.headers.get("location") ?? "").searchParams;
    expect(asked.get("redirect_uri")).toBe("https://ieum.test/prod/sign-in/callback");
    const cookie = away.headers.get("set-cookie") ?? "";
    expect(cookie).toContain("Path=/prod/sign-in");
    issuer.nonce = asked.get("nonce") ?? "";
    const back = await ask(`/sign-in/callback?code=abc&state=${asked.get("state")}`, cookie.split(";")[0]);
    expect(back.headers.get("location")).toBe("/prod/center");
    expect((await ask("/sign-in/callback?code=abc&state=another")).headers.get("location")).toBe("/prod/sign-in");
  });

  test.each(["", "/prod"])(
    "from the page of an opening that an e-mail leads to, below %j, leads back to it",
    async (base) => {
      const center = { ko: "중부캠퍼스", en: "Central Campus", telephone: "02-460-5050", serves: [] };
      const app = await anApp(createPages({ assets: assetFiles.map((file) => toAsset(file, "")), centers: [center] }));
      const ask = (path: string, cookie = "") => {
        const requestContext = { path: `${base}${path.split("?")[0]}` };
        return app.request(
          `https://ieum.test${path}`,
          { headers: { cookie, accept: "text/html" } },
          { requestContext },
        );
      };
      const page = `${OPENING_PAGES_PATH}/job-1`;
      const stranger = await ask(page);
      expect(stranger.status).toBe(401);
      const link = /href="([^"]*\/sign-in\?to=[^"]*)"/.exec(await stranger.text())?.[1] ?? "";
      expect(link.startsWith(`${base}/sign-in?`)).toBe(true);
      const away = await ask(link.slice(base.length));
      const asked = new URL(away.headers.get("location") ?? "").searchParams;
      issuer.nonce = asked.get("nonce") ?? "";
      const cookie = (away.headers.get("set-cookie") ?? "").split(";")[0];
      const back = await ask(`/sign-in/callback?code=abc&state=${asked.get("state")}`, cookie);
      expect(back.headers.get("location")).toBe(`${base}${page}`);
    },
  );

  test("with another's state, another's nonce or without having begun begins again", async () => {
    const app = await anApp();
    const away = await app.request("https://ieum.test/sign-in");
    const state = new URL(away.headers.get("location") ?? "").searchParams.get("state");
    const cookie = (away.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    issuer.nonce = "somebody else's";
    for (const [query, headers] of [
      ["code=abc&state=another", { cookie }],
      [`code=abc&state=${state}`, {}],
      [`code=abc&state=${state}`, { cookie }],
    ] as const) {
      const back = await app.request(`https://ieum.test/sign-in/callback?${query}`, { headers });
      expect(back.headers.get("location")).toBe("/sign-in");
      expect(back.headers.getSetCookie().some((one) => one.includes("session="))).toBe(false);
    }
  });

  test.each(["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb", undefined])(
    "never leads back to %j",
    (to) => {
      expect(ownPath(to)).toBe("/");
    },
  );
});

describe("a signed-in browser", () => {
  const employer = { role: "employer", subject: "employer-3" } as const;

  test("writes from our own pages and from no other site", async () => {
    const api = await ApiService.create();
    const cookie = `ieum-session=${await api.tokenOf(employer)}`;
    const post = (headers: Record<string, string>) =>
      api.request("POST", "/v1/openings", { body: draft, headers: { cookie, ...headers } });
    expect((await post({ "sec-fetch-site": "same-origin" })).status).toBe(202);
    expect((await post({ origin: "http://ieum.test" })).status).toBe(202);
    for (const headers of [
      {},
      { origin: "https://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site", origin: "http://ieum.test" },
      { "sec-fetch-site": "same-site" },
    ]) {
      const refused = await post(headers as Record<string, string>);
      expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([403, "CROSS_ORIGIN"]);
    }
  });

  test("is signed out by a page of ours", async () => {
    const api = await ApiService.create();
    const headers = { cookie: `ieum-session=${await api.tokenOf(employer)}`, "sec-fetch-site": "same-origin" };
    const out = await api.request("POST", "/sign-out", { headers });
    expect(out.status).toBe(303);
    expect(out.headers.get("set-cookie")).toContain("Max-Age=0");
  });

  test("with a malformed header is nobody, whatever its cookie says", async () => {
    const api = await ApiService.create();
    const headers = { cookie: `ieum-session=${await api.tokenOf(employer)}`, authorization: "Basic abc" };
    expect((await api.request("GET", "/v1/programmes", { headers })).status).toBe(401);
  });
});

describe("what is sent", () => {
  const employer = { role: "employer", subject: "employer-3" } as const;

  test.each([
    ["no JSON", "{", 400, "NOT_JSON"],
    ["a key twice", '{"title":"a","title":"b"}', 400, "DUPLICATE_KEY"],
    ["a key that names a prototype", '{"__proto__":{"role":"operator"}}', 400, "FORBIDDEN_KEY"],
    ["more than an event takes", `{"title":"${"가".repeat(30_000)}"}`, 413, "TOO_LARGE"],
    ["a list", "[]", 422, "SCHEMA_VIOLATION"],
  ])("as %s is refused", async (_, body, status, code) => {
    const api = await ApiService.create();
    const response = await api.request("POST", "/v1/openings", { as: employer, body });
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([status, code]);
  });

  test("in another form than JSON is refused", async () => {
    const api = await ApiService.create();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const response = await api.request("POST", "/v1/openings", { as: employer, body: "a=b", headers });
    expect(response.status).toBe(415);
  });

  test.each([
    ["/v1/employers/employer-3/openings?cursor=AAAA", "CURSOR_INVALID", "/cursor"],
    ["/v1/employers/employer-3/openings?page=2", "PARAMETER_INVALID", "/page"],
    ["/v1/employers/employer-3/openings?cursor=a&cursor=b", "PARAMETER_INVALID", "/cursor"],
    ["/v1/centers/west/feed?limit=0", "PARAMETER_INVALID", "/limit"],
    ["/v1/centers/west/feed?after=3&since=2026-11-20T00:00:00Z", "PARAMETER_INVALID", "/since"],
  ])("as %s is a parameter that is wrong", async (path, code, pointer) => {
    const api = await ApiService.create();
    const as = path.includes("/centers/") ? ({ role: "center", subject: "west" } as const) : employer;
    const response = await api.request("GET", path, { as });
    expect(await response.json()).toMatchObject({ status: 400, code, pointer });
  });
});
