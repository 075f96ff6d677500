import { describe, expect, test } from "vitest";
import type { Actor } from "../../../functions/serving/actor.ts";
import { ApiService } from "../../fixtures/api-service.ts";
import { aJobBody, aProfileBody } from "../../fixtures/bodies.ts";

const OPERATOR: Actor = { role: "operator", subject: "operator-1" };

const ask = (api: ApiService, path: string) => api.request("GET", path, { as: OPERATOR });

test("a dead letter is shown by its ids and codes, and never by what it says", async () => {
  const api = await ApiService.create();
  api.deadLetters.bury("intake", { body: aProfileBody({ applicantId: "somebody", residence: "11440" }) });
  const text = await (await ask(api, "/v1/queues/intake/dead-letters/dead-1")).text();
  expect(JSON.parse(text)).toMatchObject({ messageId: "dead-1", reason: { kind: "fault" }, entityId: "somebody" });
  expect(text).not.toContain("11440");
  expect((await ask(api, "/v1/queues/intake/dead-letters/dead-2")).status).toBe(404);
});

describe("the journey of an event", () => {
  test("ends with what became of it, and says nothing of what is in it", async () => {
    const api = await ApiService.create();
    api.deadLetters.bury("intake", { body: aProfileBody({ applicantId: "somebody", residence: "11440" }) });
    const letter = await ask(api, "/v1/queues/intake/dead-letters/dead-1");
    const { correlationId } = (await letter.json()) as { correlationId: string };
    const text = await (await ask(api, `/v1/journeys/${correlationId}`)).text();
    expect(JSON.parse(text)).toMatchObject({
      steps: [{ what: "began" }, { what: "dead-letter", queue: "intake", messageId: "dead-1" }],
    });
    expect(text).not.toContain("11440");
  });

  test("of an event that was refused names code and path", async () => {
    const api = await ApiService.create();
    const body = aJobBody({ title: "20~35세 바리스타" });
    await api.memory.accept(body);
    const { detail } = JSON.parse(body) as { detail: { correlationId: string } };
    const { steps } = (await (await ask(api, `/v1/journeys/${detail.correlationId}`)).json()) as { steps: object[] };
    expect(steps).toContainEqual(
      expect.objectContaining({ what: "set-aside", code: "AGE_CONDITION_ON_JOB", path: "/opening/title" }),
    );
  });

  test("of what is no id is not found", async () => {
    const api = await ApiService.create();
    expect((await ask(api, "/v1/journeys/01K9")).status).toBe(404);
  });
});

test("each queue of the flow says who fills it and who works it off", async () => {
  const api = await ApiService.create();
  api.deadLetters.bury("intake", { body: "no JSON" });
  const { items } = (await (await ask(api, "/v1/queues")).json()) as { items: object[] };
  expect(items).toContainEqual({
    queue: "intake",
    from: "bus",
    to: "intake",
    waiting: 0,
    inFlight: 0,
    delayed: 0,
    dead: 1,
  });
});

describe("dead letters", () => {
  const act = (api: ApiService, what: string, body: object) =>
    api.request("POST", `/v1/queues/intake/dead-letters/${what}`, { as: OPERATOR, body });

  test.each([
    ["redrive", {}],
    ["redrive", { all: true, kind: "fault" }],
    ["redrive", { all: true, messageId: "dead-1" }],
    ["discard", { reason: "거듭 온 것" }],
    ["discard", { reason: "거듭 온 것", kind: "fault", messageId: "dead-1" }],
  ])("aren't touched by a %s that says %j", async (what, body) => {
    const api = await ApiService.create();
    api.deadLetters.bury("intake", { body: "no JSON" });
    const response = await act(api, what, body);
    expect([response.status, await response.json()]).toMatchObject([400, { code: "SELECTION_NEEDED" }]);
    expect(await api.deadLetters.depth("intake")).toMatchObject({ dead: 1 });
  });

  test.each([
    ["redrive", { kind: "unreadable" }, { done: 1, left: 1 }],
    ["redrive", { messageId: "dead-2" }, { done: 1, left: 1 }],
    ["redrive", { all: true }, { done: 2, left: 0 }],
    ["discard", { all: true, reason: "거듭 온 것" }, { done: 2, left: 0 }],
  ])("that a %s means by %j are those", async (what, body, done) => {
    const api = await ApiService.create();
    api.deadLetters.bury("intake", { body: "no JSON" });
    api.deadLetters.bury("intake", { body: aProfileBody() });
    expect(await (await act(api, what, body)).json()).toMatchObject(done);
  });
});

describe("what another threshold would change", () => {
  test("is counted, and nothing is sent", async () => {
    const api = await ApiService.create();
    await api.memory.accept(aProfileBody(), aJobBody());
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
