import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { fromFile, Parser } from "@asyncapi/parser";
import { build } from "esbuild";
import { generateSource } from "oazapfts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toOpenApi } from "../../../functions/api/openapi.ts";
import { allRoutes } from "../../../functions/api/routes/all-routes.ts";
import { roles } from "../../../functions/serving/actor.ts";
import { ApiService } from "../../fixtures/api-service.ts";
import { anApplicant, anOpening, aProfileBody } from "../../fixtures/bodies.ts";
import { aWorld, bodies, JOURNEY, openings, queries } from "./authorisation-world.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "ieum-client-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const document = JSON.parse(JSON.stringify(toOpenApi()));
const { openingId: _id, revision: _revision, employerId: _owner, ...draft } = anOpening();

/** What a generated client has, as far as this test calls it. */
interface Client {
  readonly defaults: { baseUrl: string; fetch?: typeof fetch; headers: Record<string, string> };
  postOpening(body: object, headers?: { idempotencyKey?: string }): Promise<Answered>;
  reviseOpening(openingId: string, ifMatch: string, body: object, headers?: object): Promise<Answered>;
  getOpening(openingId: string): Promise<Answered>;
  listRecommendations(applicantId: string, query?: { cursor?: string }): Promise<Answered>;
  answerRecommendation(applicantId: string, openingId: string, answer: object): Promise<Answered>;
}

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Record<string, unknown>;
}

describe("a client that somebody else's tool makes of the document", () => {
  let client: Client;
  let api: ApiService;

  beforeAll(async () => {
    api = await ApiService.create();
    const spec = join(folder, "openapi.json");
    writeFileSync(spec, await (await api.request("GET", "/docs/openapi.json")).text());
    writeFileSync(join(folder, "client.ts"), await generateSource(spec));
    const outfile = join(folder, "client.mjs");
    await build({
      entryPoints: [join(folder, "client.ts")],
      outfile,
      bundle: true,
      format: "esm",
      platform: "node",
      absWorkingDir: ROOT,
      nodePaths: [fileURLToPath(new URL("../../", import.meta.resolve("@oazapfts/runtime")))],
    });
    client = (await import(/* @vite-ignore */ pathToFileURL(outfile).href)) as Client;
    client.defaults.baseUrl = "http://ieum.test";
    client.defaults.fetch = async (url, init) => api.app.fetch(new Request(url, init));
  }, 60_000);

  test("posts, reads and revises an opening on the condition of what was read", async () => {
    client.defaults.headers = {
      authorization: `Bearer ${await api.tokenOf({ role: "employer", subject: "employer-3" })}`,
    };
    const posted = await client.postOpening(draft, { idempotencyKey: "from-a-client" });
    expect(posted.status).toBe(202);
    await api.settle();
    const id = String(posted.data["id"]);
    const read = await client.getOpening(id);
    expect(read.data).toMatchObject({ revision: 1, isClosed: false, opening: { title: draft.title } });
    const tag = read.headers.get("etag") ?? "";
    expect((await client.reviseOpening(id, tag, { ...draft, title: "새 이름" })).status).toBe(202);
    await api.settle();
    const late = await client.reviseOpening(id, tag, { ...draft, title: "늦은 이름" });
    expect(late).toMatchObject({ status: 412, data: { code: "REVISION_CHANGED" } });
  });

  test("reads and answers recommendations", async () => {
    const { applicantId } = anApplicant();
    await api.memory.accept(aProfileBody());
    client.defaults.headers = {
      authorization: `Bearer ${await api.tokenOf({ role: "applicant", subject: applicantId })}`,
    };
    const { data } = await client.listRecommendations(applicantId);
    const [first] = data["items"] as { openingId: string }[];
    const answered = await client.answerRecommendation(applicantId, first?.openingId ?? "", { outcome: "applied" });
    expect(answered.status).toBe(202);
  });
});

describe("the document", () => {
  test("has every route with its parameters, and nothing else", () => {
    const operations = Object.entries(document.paths as Record<string, Record<string, Operation>>).flatMap(
      ([path, methods]) =>
        Object.entries(methods).map(([method, { operationId, parameters = [] }]) => {
          const named = parameters.filter((one) => one.in === "path").map(({ name }) => name);
          return { id: operationId, method, path, named };
        }),
    );
    const wanted = allRoutes.map(({ id, method, path }) => {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      return { id, method, path, named };
    });
    const byId = <T extends { id: string }>(list: T[]) => list.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    expect(byId(operations)).toEqual(byId(wanted));
  });

  test("names no schema that it doesn't have", () => {
    const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name,
    );
    expect(references.length).toBeGreaterThan(10);
    for (const name of references) expect(document.components.schemas).toHaveProperty([name ?? ""]);
  });

  test("says 3.1, and of what may be missing that it may be missing", () => {
    expect(document.openapi).toBe("3.1.0");
    expect(document.components.schemas.OpeningDraft.required.toSorted()).toEqual([
      "kind",
      "place",
      "requirements",
      "title",
    ]);
    expect(document.components.schemas.OpeningDraft.additionalProperties).toBe(false);
  });
});

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
}

describe("answers", () => {
  test.each(allRoutes.map((route) => [route.id, route] as const))("of %s are as its schema says", async (id, route) => {
    const api = await aWorld();
    const role = roles.find((one) => route.roles === "anyone" || route.roles.includes(one)) ?? "operator";
    const subjects = { applicant: "person-own", employer: "employer-own", center: "central", operator: "operator-1" };
    const params: Record<string, string> = {
      applicantId: "person-own",
      openingId: openings.own,
      employerId: "employer-own",
      center: "central",
      queue: "intake",
      messageId: "dead-1",
      correlationId: JOURNEY,
    };
    const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? "");
    const response = await api.request(route.method.toUpperCase(), `${path}${queries[id] ?? ""}`, {
      as: { role, subject: subjects[role] },
      body: bodies[id],
      headers: { "if-match": "*" },
    });
    expect(response.status).toBe(route.isWrite ? 202 : 200);
    const answer = await (route.mediaType === "text/csv" ? response.text() : response.json());
    const parsed = route.answer.safeParse(answer);
    expect(parsed.error?.issues ?? []).toEqual([]);
  });
});

describe("/docs", () => {
  test("serves an AsyncAPI document that its own parser takes", async () => {
    const api = await ApiService.create();
    const file = join(folder, "asyncapi.json");
    writeFileSync(file, await (await api.request("GET", "/docs/asyncapi.json")).text());
    const { document: parsed, diagnostics } = await fromFile(new Parser(), file).parse();
    expect(diagnostics.filter(({ severity }) => severity === 0)).toEqual([]);
    expect(parsed?.channels().all().length).toBeGreaterThan(3);
  });

  test("serves a page that names every route and every code", async () => {
    const api = await ApiService.create();
    const page = await (await api.request("GET", "/docs")).text();
    for (const { method, path } of allRoutes) expect(page).toContain(`${method.toUpperCase()} ${path}`);
    // What one sends and gets is there field by field, and every link leads somewhere.
    for (const field of ["baseSalary", "quietTimes", "bodySha256"]) expect(page).toContain(`<code>${field}</code>`);
    const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(links.length).toBeGreaterThan(40);
    for (const id of links) expect(page).toContain(`id="${id}"`);
    for (const code of ["REVISION_CHANGED", "AGE_CONDITION_ON_JOB"]) expect(page).toContain(`id="${code}"`);
    expect(page).not.toContain("<script");
  });
});
