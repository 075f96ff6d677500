import { describe, expect, test } from "vitest";
import type { Actor } from "../../../functions/serving/actor.ts";
import { ApiService } from "../../fixtures/api-service.ts";
import { aJobBody, anOpening, aProfileBody } from "../../fixtures/bodies.ts";

const OPERATOR: Actor = { role: "operator", subject: "operator-1" };
const LETTERS = "/v1/queues/intake/dead-letters";

async function aDesk(...bodies: readonly string[]): Promise<ApiService> {
  const api = await ApiService.create();
  for (const body of bodies) api.deadLetters.bury("intake", { body });
  return api;
}

const ask = (api: ApiService, path: string) => api.request("GET", path, { as: OPERATOR });
const tell = (api: ApiService, path: string, body: unknown) => api.request("POST", path, { as: OPERATOR, body });

async function idsOf(api: ApiService): Promise<readonly string[]> {
  const { items } = (await (await ask(api, LETTERS)).json()) as { items: { messageId: string }[] };
  return items.map(({ messageId }) => messageId);
}

describe("dead letters", () => {
  test("are counted by queue and listed with their reason, and what they say is never shown", async () => {
    const api = await aDesk(aProfileBody({ applicantId: "somebody", residence: "11440" }), "no JSON");
    const queues = (await (await ask(api, "/v1/queues")).json()) as { items: unknown[] };
    expect(queues.items).toMatchObject([
      { queue: "intake", dead: 2 },
      { queue: "matching", dead: 0 },
    ]);
    const text = await (await ask(api, LETTERS)).text();
    expect(JSON.parse(text).items).toMatchObject([
      { reason: { kind: "fault" }, entityId: "somebody" },
      { reason: { kind: "unreadable", code: "NOT_JSON" } },
    ]);
    expect(text).not.toContain("11440");
    expect(await (await ask(api, `${LETTERS}/dead-2`)).json()).toMatchObject({ messageId: "dead-2", bodyBytes: 7 });
    expect((await ask(api, `${LETTERS}/dead-3`)).status).toBe(404);
  });

  test("go back one at a time, by reason, or all; again changes nothing", async () => {
    const job = aJobBody();
    const api = await aDesk(job, "no JSON", "none either", aJobBody({ openingId: "another" }));
    const redrive = async (body: unknown) => (await tell(api, `${LETTERS}/redriving`, body)).json();
    expect(await redrive({ messageId: "dead-1" })).toMatchObject({ done: ["dead-1"] });
    expect(api.sentBack).toEqual([`intake ${job}`]);
    expect(await redrive({ messageId: "dead-1" })).toEqual({ done: [], left: 3 });
    expect(await redrive({ reason: "unreadable" })).toEqual({ done: ["dead-2", "dead-3"], left: 1 });
    expect(await redrive({ all: true })).toEqual({ done: ["dead-4"], left: 0 });
    expect(await idsOf(api)).toEqual([]);
  });

  test.each([{}, { messageId: "dead-1", all: true }, { all: false }, { reason: "bored" }])(
    "aren't touched by %j, which doesn't say which",
    async (body) => {
      const api = await aDesk("no JSON");
      const response = await tell(api, `${LETTERS}/redriving`, body);
      expect([response.status, await response.json()]).toMatchObject([422, { code: "SCHEMA_VIOLATION" }]);
      expect(await idsOf(api)).toEqual(["dead-1"]);
    },
  );

  test("are given up with a reason, which stands in the quarantine", async () => {
    const api = await aDesk("no JSON");
    const discard = (because: string) => tell(api, `${LETTERS}/discarding`, { all: true, because });
    for (const bad of [" ", "전화 010-1234-5678 로 확인함"]) {
      const response = await discard(bad);
      expect([response.status, await response.json()]).toMatchObject([422, { pointer: "/because" }]);
    }
    expect(await (await discard("sent by a test of the producer")).json()).toEqual({ done: ["dead-1"], left: 0 });
    const { items } = (await (await ask(api, "/v1/quarantine")).json()) as { items: unknown[] };
    expect(items).toMatchObject([{ code: "DISCARDED", message: "intake: sent by a test of the producer" }]);
  });
});

describe("a replay", () => {
  test("sends what came in some days to the shards once more, and the same again for the same days", async () => {
    const api = await ApiService.create();
    await api.memory.accept(aProfileBody(), aJobBody());
    const before = api.memory.world.sent("matching").length;
    const { records } = (await (await tell(api, "/v1/replays", { from: "2026-11-01", to: "2026-12-01" })).json()) as {
      records: number;
    };
    const sent = () => api.memory.world.sent("matching").slice(before);
    expect(sent()).toHaveLength(records);
    await tell(api, "/v1/replays", { from: "2026-11-01", to: "2026-12-01" });
    expect(new Set(sent().map(({ body }) => body)).size).toBe(records);
  });

  test.each([
    ["2026-11-22", "2026-11-22"],
    ["2026-10-01", "2026-11-22"],
  ])("from %s to %s is refused", async (from, to) => {
    const api = await ApiService.create();
    const response = await tell(api, "/v1/replays", { from, to });
    expect([response.status, await response.json()]).toMatchObject([422, { pointer: "/to" }]);
  });
});

describe("what another threshold would change", () => {
  test("is counted, and nothing is sent", async () => {
    const api = await ApiService.create();
    await api.memory.accept(aProfileBody(), aJobBody({ openingId: anOpening().openingId }));
    const published = api.memory.world.published().length;
    const found = await (await ask(api, "/v1/what-if?thresholdBp=10000")).json();
    expect(found).toMatchObject({ people: 1, openings: 1, before: { pairs: 1 }, after: { pairs: 0 }, lostPairs: 1 });
    expect(api.memory.world.published()).toHaveLength(published);
  });

  test.each(["", "?thresholdBp=high", "?thresholdBp=10001"])("of %j is refused", async (query) => {
    const api = await ApiService.create();
    expect((await ask(api, `/v1/what-if${query}`)).status).toBe(400);
  });
});
