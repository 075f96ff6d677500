import { describe, expect, test } from "vitest";
import type { Actor } from "../../../functions/serving/actor.ts";
import { ApiService } from "../../fixtures/api-service.ts";
import { aJobBody, anApplicant, anOpening, aProfileBody } from "../../fixtures/bodies.ts";

const { applicantId } = anApplicant();
const { openingId } = anOpening();
const PATH = `/v1/applicants/${applicantId}/openings/${openingId}/review`;
const CENTRAL: Actor = { role: "center", subject: "central" };
const HOLD = { decision: "hold", reason: "talk-first" };

async function aPerson(): Promise<ApiService> {
  const api = await ApiService.create();
  await api.memory.accept(aProfileBody({ residence: "11440" }));
  return api;
}

async function say(api: ApiService, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return api.request("PUT", PATH, { as: CENTRAL, body, headers });
}

describe("a counsellor's word", () => {
  test("is taken in by the service: what is held isn't told until it is released", async () => {
    const api = await aPerson();
    await api.memory.accept(aJobBody({ validFrom: "2099-01-01", validThrough: "2099-02-01" }));
    expect((await say(api, HOLD)).status).toBe(202);
    await api.settle();
    await api.memory.accept(aJobBody({ revision: 2 }));
    const told = () => api.memory.world.recommendations.list(applicantId);
    expect(await told()).toEqual([]);
    expect((await say(api, { decision: "release", reason: "settled" })).status).toBe(202);
    await api.settle();
    expect(await told()).toMatchObject([{ openingId }]);
  });

  test("is read with who said it and why, and replaced on the condition of what was read", async () => {
    const api = await aPerson();
    await api.memory.accept(aJobBody());
    expect((await api.request("GET", PATH, { as: CENTRAL })).status).toBe(404);
    await say(api, HOLD);
    await api.settle();
    const read = await api.request("GET", PATH, { as: CENTRAL });
    expect(read.headers.get("etag")).toBe('"1"');
    expect(await read.json()).toMatchObject({ ...HOLD, openingId, revision: 1, center: "central" });
    const endorse = { decision: "endorse", reason: "good-prospects" };
    expect((await say(api, endorse, { "if-match": '"0"' })).status).toBe(412);
    expect(await (await say(api, endorse, { "if-match": '"1"' })).json()).toMatchObject({ revision: 2 });
  });

  test("said again under the same key is the same event", async () => {
    const api = await aPerson();
    await api.memory.accept(aJobBody());
    const headers = { "idempotency-key": "one-press" };
    const first = await (await say(api, HOLD, headers)).json();
    await api.settle();
    expect(await (await say(api, HOLD, headers)).json()).toEqual(first);
  });

  test("of an override says which way, and of nothing else", async () => {
    const api = await aPerson();
    await api.memory.accept(aJobBody());
    for (const body of [
      { decision: "override", reason: "good-prospects" },
      { ...HOLD, override: "suppress" },
    ]) {
      const response = await say(api, body);
      expect([response.status, await response.json()]).toMatchObject([
        422,
        { code: "SCHEMA_VIOLATION", pointer: "/override" },
      ]);
    }
    expect((await say(api, { decision: "override", override: "recommend", reason: "good-prospects" })).status).toBe(
      202,
    );
  });

  test("is for the person's own center, and for openings that there are", async () => {
    const api = await aPerson();
    const west: Actor = { role: "center", subject: "west" };
    expect((await say(api, HOLD)).status).toBe(404);
    await api.memory.accept(aJobBody());
    expect((await api.request("PUT", PATH, { as: west, body: HOLD })).status).toBe(404);
    expect((await api.request("GET", PATH, { as: west })).status).toBe(404);
    expect(api.memory.world.published().filter(({ name }) => name === "RecommendationReviewed")).toEqual([]);
  });
});
