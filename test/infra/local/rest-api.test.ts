import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "../../../functions/serving/actor.ts";
import { developmentKeys, signDevelopmentToken } from "../../../infra/local/development-keys.ts";
import { runService, type Service } from "../../../infra/local/local-service.ts";
import { aBody, anApplicant, anOpening } from "../../fixtures/bodies.ts";
import { publishTo } from "../../fixtures/publish.ts";

const TOKEN_SECONDS = 600;
const PERSON = anApplicant().applicantId;
const { openingId: _id, revision: _revision, employerId: _owner, validThrough: _end, ...draft } = anOpening();

let service: Service;
let api: string;
const denied: string[] = [];
const dataDir = mkdtempSync(join(tmpdir(), "ieum-rest-"));

beforeAll(async () => {
  const examples = [{ role: "employer", subject: "employer-3", ko: "카페" }] as const;
  service = await runService({ dataDir, fresh: true, port: 0, tablesPort: 0, retryDelayMs: 100, examples });
  service.twin.on("denied", (reason) => denied.push(reason));
  api = service.twin.apiUrl ?? "";
  await publishTo(service, [aBody("ApplicantProfileUpdated")]);
  await service.twin.idle();
}, 120_000);

afterAll(async () => {
  await service.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function ask(actor: Actor, path: string, init: RequestInit = {}): Promise<Response> {
  const token = await signDevelopmentToken(await developmentKeys(dirname(service.twinFile)), actor, TOKEN_SECONDS);
  return fetch(`${api}${path}`, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } });
}

describe("the template's REST API on loopback", () => {
  test("takes an opening by HTTP, and whom it suits is told of it", async () => {
    const posted = await ask({ role: "employer", subject: "employer-3" }, "/v1/openings", {
      method: "POST",
      body: JSON.stringify(draft),
      headers: { "content-type": "application/json" },
    });
    expect(posted.status).toBe(202);
    const { id } = (await posted.json()) as { id: string };
    await service.twin.idle();
    const told = await ask({ role: "applicant", subject: PERSON }, `/v1/applicants/${PERSON}/recommendations`);
    const { items } = (await told.json()) as { items: { openingId: string }[] };
    expect(items.map(({ openingId }) => openingId)).toEqual([id]);
  });

  test("streams what a center is told, and goes on after a break where it was", async () => {
    const read = async (headers: Record<string, string>) => {
      const response = await ask({ role: "center", subject: "central" }, "/v1/centers/central/feed", {
        headers: { accept: "text/event-stream", ...headers },
      });
      expect(response.headers.get("content-type")).toContain("text/event-stream");
      const reader = response.body?.getReader();
      const { value } = (await reader?.read()) ?? {};
      await reader?.cancel();
      return new TextDecoder().decode(value);
    };
    const first = await read({});
    const cursor = Number(/^id: (\d+)$/m.exec(first)?.[1]);
    expect(cursor).toBeGreaterThan(0);
    expect(first).toContain("ieum.MatchesFound.v1");
    const resumed = read({ "last-event-id": String(cursor) });
    await publishTo(service, [
      aBody("JobPosted", {
        opening: { ...draft, openingId: "job-next", revision: 1, employerId: "e-1", title: "한낮의 바리스타" },
      }),
    ]);
    const next = await resumed;
    expect(Number(/^id: (\d+)$/m.exec(next)?.[1])).toBeGreaterThan(cursor);
    expect(next).toContain("job-next");
  });

  test("refuses a stream to whom it refuses the answer", async () => {
    const response = await ask({ role: "center", subject: "west" }, "/v1/centers/central/feed", {
      headers: { accept: "text/event-stream" },
    });
    expect(response.status).toBe(404);
  });

  test("lets one sign in as somebody of the small Seoul, and from no other site", async () => {
    const page = await (await fetch(`${api}/sign-in?to=/docs`)).text();
    expect(page).toContain('value="employer employer-3"');
    expect(page).toContain('value="center west"');
    const body = new URLSearchParams({ who: "employer employer-3", to: "/docs" });
    const signIn = (origin: string) =>
      fetch(`${api}/sign-in`, { method: "POST", body, headers: { origin }, redirect: "manual" });
    expect((await signIn("https://evil.example")).status).toBe(400);
    const signed = await signIn(api);
    expect([signed.status, signed.headers.get("location")]).toEqual([303, "/docs"]);
    const cookie = signed.headers.get("set-cookie")?.split(";")[0] ?? "";
    const list = await fetch(`${api}/v1/employers/employer-3/openings`, { headers: { cookie } });
    expect(list.status).toBe(200);
  });

  test("refuses bodies that API Gateway doesn't take", async () => {
    const response = await ask({ role: "employer", subject: "employer-3" }, "/v1/openings", {
      method: "POST",
      body: "x".repeat(10_000_001),
    });
    expect(response.status).toBe(413);
  });

  test("was denied nothing by its role", () => {
    expect(denied).toEqual([]);
  });
});
