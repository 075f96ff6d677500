import { describe, expect, test } from "vitest";
import type { Actor } from "../../../functions/serving/actor.ts";
import { ApiService } from "../../fixtures/api-service.ts";
import { aBody, aJobBody, anApplicant, anOpening, aProfileBody } from "../../fixtures/bodies.ts";

const EMPLOYER: Actor = { role: "employer", subject: "employer-3" };
const OTHER_EMPLOYER: Actor = { role: "employer", subject: "employer-99" };
const PERSON: Actor = { role: "applicant", subject: anApplicant().applicantId };

const { openingId: _id, revision: _revision, employerId: _owner, ...draft } = anOpening();
const { applicantId: _applicant, revision: _profileRevision, ...profile } = anApplicant();

async function posted(api: ApiService, key = "key-1"): Promise<string> {
  const headers = { "idempotency-key": key };
  const response = await api.request("POST", "/v1/openings", { as: EMPLOYER, body: draft, headers });
  expect(response.status).toBe(202);
  await api.settle();
  return ((await response.json()) as { id: string }).id;
}

describe("an opening", () => {
  test("is taken with its ids and revision, and can be read once the event has been taken in", async () => {
    const api = await ApiService.create();
    const response = await api.request("POST", "/v1/openings", { as: EMPLOYER, body: draft });
    const accepted = (await response.json()) as { id: string; eventId: string };
    expect(response.status).toBe(202);
    expect(response.headers.get("location")).toBe(`/v1/openings/${accepted.id}`);
    await api.settle();
    const read = await api.request("GET", `/v1/openings/${accepted.id}`, { as: EMPLOYER });
    expect(read.headers.get("etag")).toBe('"1"');
    const { opening } = (await read.json()) as { opening: Record<string, unknown> };
    expect(opening).toEqual({ ...draft, openingId: accepted.id, revision: 1, employerId: EMPLOYER.subject });
  });

  test("posted again under the same key is the same event, and nothing twice", async () => {
    const api = await ApiService.create();
    const headers = { "idempotency-key": "the-key" };
    const answers = await Promise.all(
      [1, 2, 3].map(async () =>
        (await api.request("POST", "/v1/openings", { as: EMPLOYER, body: draft, headers })).json(),
      ),
    );
    await api.settle();
    const later = await api.request("POST", "/v1/openings", { as: EMPLOYER, body: draft, headers });
    expect(new Set([...answers, await later.json()].map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(new Set(api.memory.world.published().map(({ detail }) => detail.eventId)).size).toBe(2);
  });

  test("posted with another body under the same key is refused", async () => {
    const api = await ApiService.create();
    await posted(api, "the-key");
    const body = { ...draft, title: "다른 자리" };
    const response = await api.request("POST", "/v1/openings", {
      as: EMPLOYER,
      body,
      headers: { "idempotency-key": "the-key" },
    });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ code: "IDEMPOTENCY_KEY_REUSED" });
  });

  test("under the same key of another employer is another opening", async () => {
    const api = await ApiService.create();
    const first = await posted(api, "the-key");
    const response = await api.request("POST", "/v1/openings", {
      as: OTHER_EMPLOYER,
      body: draft,
      headers: { "idempotency-key": "the-key" },
    });
    expect(((await response.json()) as { id: string }).id).not.toBe(first);
  });

  test("that the law forbids is refused at once, with clause, words and pointer, and nothing is published", async () => {
    const api = await ApiService.create();
    const body = { ...draft, description: "20~35세 여성분을 모십니다." };
    const response = await api.request("POST", "/v1/openings", { as: EMPLOYER, body });
    expect(response.status).toBe(422);
    expect(response.headers.get("content-type")).toContain("application/problem+json");
    expect(await response.json()).toMatchObject({
      code: "AGE_CONDITION_ON_JOB",
      pointer: "/description",
      ground: { clauses: ["고령자고용법 4조의4 1항 1호"], span: { words: "20~35세" } },
    });
    expect(api.memory.world.published()).toEqual([]);
  });

  test("with a field that isn't the employer's to say is refused by its pointer", async () => {
    const api = await ApiService.create();
    const body = { ...draft, employerId: "somebody-else" };
    const response = await api.request("POST", "/v1/openings", { as: EMPLOYER, body });
    expect(await response.json()).toMatchObject({ code: "SCHEMA_VIOLATION", pointer: "/employerId" });
  });

  test("is revised on the condition of what was read, and of two who revise it one has to read again", async () => {
    const api = await ApiService.create();
    const id = await posted(api);
    const revise = (title: string, ifMatch: string) =>
      api.request("PUT", `/v1/openings/${id}`, {
        as: EMPLOYER,
        body: { ...draft, title },
        headers: { "if-match": ifMatch },
      });
    expect((await api.request("PUT", `/v1/openings/${id}`, { as: EMPLOYER, body: draft })).status).toBe(428);
    const both = await Promise.all([revise("첫째", '"1"'), revise("둘째", '"1"')]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([202, 412]);
    await api.settle();
    expect((await revise("셋째", '"1"')).status).toBe(412);
    expect((await revise("셋째", 'W/"2"')).status).toBe(412);
    expect((await revise("셋째", '"2"')).status).toBe(202);
  });

  test("is closed once, and a closed one is no job posting any more", async () => {
    const api = await ApiService.create();
    const id = await posted(api);
    const posting = () => api.request("GET", `/v1/openings/${id}/job-posting`);
    expect((await posting()).status).toBe(200);
    const body = { reason: "filled" };
    expect((await api.request("POST", `/v1/openings/${id}/closing`, { as: EMPLOYER, body })).status).toBe(202);
    await api.settle();
    expect((await posting()).status).toBe(404);
    expect((await api.request("GET", `/v1/openings/${id}`, { as: EMPLOYER })).status).toBe(200);
    expect((await api.request("GET", `/v1/openings/${id}`, { as: PERSON })).status).toBe(404);
  });

  test("is on its employer's list, and on nobody else's", async () => {
    const api = await ApiService.create();
    const id = await posted(api);
    const list = async (as: Actor) => api.request("GET", `/v1/employers/${EMPLOYER.subject}/openings`, { as });
    const { items } = (await (await list(EMPLOYER)).json()) as { items: { opening: { openingId: string } }[] };
    expect(items.map(({ opening }) => opening.openingId)).toEqual([id]);
    expect((await list(OTHER_EMPLOYER)).status).toBe(404);
  });
});

describe("a profile", () => {
  test("is put, paused, changed and withdrawn by its person", async () => {
    const api = await ApiService.create();
    const path = `/v1/applicants/${PERSON.subject}`;
    expect((await api.request("PUT", path, { as: PERSON, body: profile })).status).toBe(202);
    await api.settle();
    const pause = await api.request("POST", `${path}/pause`, { as: PERSON, body: { until: "2026-12-24" } });
    expect(pause.status).toBe(202);
    await api.settle();
    const change = { consent: { alerts: true, employers: false, center: true } };
    expect((await api.request("PATCH", `${path}/settings`, { as: PERSON, body: change })).status).toBe(202);
    await api.settle();
    const settings = await (await api.request("GET", `${path}/settings`, { as: PERSON })).json();
    expect(settings).toMatchObject({ revision: 3, delivery: { pausedUntil: "2026-12-24" }, ...change });
    const headers = { "idempotency-key": "leaving" };
    const left = await api.request("DELETE", path, { as: PERSON, headers });
    expect(left.status).toBe(202);
    await api.settle();
    expect((await api.request("GET", path, { as: PERSON })).status).toBe(404);
    expect((await api.request("PUT", path, { as: PERSON, body: profile })).status).toBe(404);
    const again = await api.request("DELETE", path, { as: PERSON, headers });
    expect(await again.json()).toEqual(await left.json());
    expect(api.memory.world.kept("applicants").get(PERSON.subject)).toMatchObject({
      isWithdrawn: true,
      body: undefined,
    });
  });

  test("of what is kept of a request, nothing was in it", async () => {
    const api = await ApiService.create();
    const headers = { "idempotency-key": "mine" };
    await api.request("PUT", `/v1/applicants/${PERSON.subject}`, { as: PERSON, body: profile, headers });
    const kept = await api.memory.world.requests.get([`applicant#${PERSON.subject}#mine`]);
    const { body = "{}" } = [...kept.values()][0] ?? {};
    expect(Object.keys(JSON.parse(body)).toSorted()).toEqual([
      "at",
      "bodySha256",
      "eventId",
      "id",
      "requestId",
      "revision",
    ]);
  });
});

describe("a recommendation", () => {
  test("of an opening that has closed still leads to it", async () => {
    const api = await ApiService.create();
    await api.memory.accept(aProfileBody());
    const openingId = await posted(api);
    await api.memory.accept(aBody("OpeningClosed", { openingId, revision: 2, reason: "filled" }));
    const read = (as: Actor) => api.request("GET", `/v1/openings/${openingId}`, { as });
    expect(await (await read(PERSON)).json()).toMatchObject({ isClosed: true });
    expect((await read({ role: "applicant", subject: "somebody-else" })).status).toBe(404);
  });

  test("is listed with its reasons, explained, and answered", async () => {
    const api = await ApiService.create();
    await api.memory.accept(aProfileBody());
    const openingId = await posted(api);
    const path = `/v1/applicants/${PERSON.subject}`;
    const list = async () =>
      (await (await api.request("GET", `${path}/recommendations`, { as: PERSON })).json()) as {
        items: { openingId: string; stage: string; words: { ko: { lines: string[] } } }[];
      };
    const { items } = await list();
    expect(items.map((one) => one.openingId)).toEqual([openingId]);
    expect(items[0]?.words.ko.lines).toContain("원하신 지역인 마포구에 있습니다.");
    const account = await api.request("GET", `${path}/openings/${openingId}/account`, { as: PERSON });
    expect(await account.json()).toMatchObject({ isMatch: true, obstacles: [] });
    const answers = `${path}/recommendations/${openingId}/answers`;
    const notTheirs = await api.request("POST", answers, { as: PERSON, body: { outcome: "hired" } });
    expect(await notTheirs.json()).toMatchObject({ status: 403, code: "FORBIDDEN", pointer: "/outcome" });
    const wrong = await api.request("POST", answers, { as: PERSON, body: { outcome: "declined" } });
    expect(await wrong.json()).toMatchObject({ code: "DECLINED_WITHOUT_REASON", pointer: "/reason" });
    const declined = { outcome: "declined", reason: "hours" };
    expect((await api.request("POST", answers, { as: PERSON, body: declined })).status).toBe(202);
    await api.settle();
    expect((await list()).items[0]?.stage).toBe("declined");
  });
});

describe("the reach of a draft", () => {
  test("counts whom it would suit and what each condition costs, and publishes nothing", async () => {
    const api = await ApiService.create();
    await api.memory.accept(
      aProfileBody(),
      ...Array.from({ length: 4 }, (_, at) =>
        aProfileBody({
          applicantId: `part-timer-${at}`,
          preferences: { ...anApplicant().preferences, hoursPerWeekMax: 15 },
        }),
      ),
    );
    const before = api.memory.world.published().length;
    const body = { ...draft, workHours: { perWeek: 20 } };
    const response = await api.request("POST", "/v1/openings/reach", { as: EMPLOYER, body });
    const reach = (await response.json()) as { people: number; relaxations: { change: unknown; more: number }[] };
    expect(reach.people).toBe(1);
    expect(reach.relaxations).toContainEqual({
      change: { condition: "hours", from: { perWeek: 20 }, to: { perWeek: 15 } },
      more: 4,
    });
    expect(api.memory.world.published()).toHaveLength(before);
  });
});

describe("an operator", () => {
  const OPERATOR: Actor = { role: "operator", subject: "operator-1" };

  test("sees what was set aside, sends it back, and gives up what can't be helped with a reason that names nobody", async () => {
    const api = await ApiService.create();
    api.deadLetters.bury("intake", { body: "{" });
    api.deadLetters.bury("intake", { body: aProfileBody() });
    const path = "/v1/queues/intake/dead-letters";
    const list = async () =>
      (await (await api.request("GET", path, { as: OPERATOR })).json()) as {
        items: { messageId: string; reason: { kind: string } }[];
      };
    const { items } = await list();
    expect(items.map(({ reason }) => reason.kind).toSorted()).toEqual(["fault", "unreadable"]);
    expect(JSON.stringify(items)).not.toContain("11440");
    const redriven = await api.request("POST", `${path}/redrive`, { as: OPERATOR, body: { kind: "fault" } });
    expect(await redriven.json()).toEqual({ done: 1, left: 1 });
    const give = (reason: string) =>
      api.request("POST", `${path}/discard`, { as: OPERATOR, body: { kind: "unreadable", reason } });
    expect(await (await give("010-1234-5678로 전화함")).json()).toMatchObject({
      code: "SCHEMA_VIOLATION",
      pointer: "/reason",
    });
    expect(await (await give("읽을 수 없음")).json()).toEqual({ done: 1, left: 0 });
    const kept = (await (await api.request("GET", "/v1/quarantine", { as: OPERATOR })).json()) as {
      items: { code: string }[];
    };
    expect(kept.items.map(({ code }) => code)).toEqual(["DISCARDED"]);
    expect((await api.request("GET", "/v1/queues/nowhere/dead-letters", { as: OPERATOR })).status).toBe(404);
  });

  test("replays days, and nobody is told twice", async () => {
    const api = await ApiService.create();
    await api.memory.accept(aBody("DayStarted", { day: "2026-11-21" }));
    await api.memory.accept(aProfileBody());
    await posted(api);
    const told = api.memory.world.sent("applicant-messages").length;
    expect(told).toBeGreaterThan(0);
    const body = { from: "2026-11-01", to: "2026-11-22" };
    const answer = await api.request("POST", "/v1/replays", { as: OPERATOR, body });
    expect(((await answer.json()) as { records: number }).records).toBeGreaterThan(0);
    await api.memory.drain();
    expect(api.memory.world.sent("applicant-messages")).toHaveLength(told);
    const long = await api.request("POST", "/v1/replays", {
      as: OPERATOR,
      body: { from: "2026-01-01", to: "2026-11-22" },
    });
    expect(await long.json()).toMatchObject({ code: "SCHEMA_VIOLATION", pointer: "/to" });
  });
});

describe("what a counsellor says", () => {
  test("is read first in the list of whoever was told, and what is held back is offered to nobody who wasn't", async () => {
    const api = await ApiService.create();
    await api.memory.accept(aProfileBody());
    const openingId = await posted(api);
    const pair = { applicantId: PERSON.subject, center: "central" };
    const linesOf = async (list: string) => {
      const response = await api.request("GET", `/v1/applicants/${PERSON.subject}/${list}`, { as: PERSON });
      const { items } = (await response.json()) as {
        items: { openingId: string; words: { ko: { lines: string[] } } }[];
      };
      return items.map((one) => one.words.ko.lines[0]);
    };
    const say = (revision: number, decision: string, on = openingId) =>
      api.memory.accept(aBody("RecommendationReviewed", { ...pair, openingId: on, revision, decision }));
    const [before] = await linesOf("recommendations");
    await say(1, "hold");
    expect(await linesOf("recommendations")).toEqual([
      "상담사가 다시 살펴보고 있습니다. 궁금한 점은 센터로 전화해 주세요.",
    ]);
    await say(2, "endorse");
    expect(await linesOf("recommendations")).toEqual(["상담사가 권했습니다."]);
    await say(3, "release");
    expect(await linesOf("recommendations")).toEqual([before]);
    await api.memory.accept(aProfileBody({ revision: 2, delivery: { agreed: {} } }));
    await api.memory.accept(aJobBody({ openingId: "held-back", title: "도서관 카페 바리스타" }));
    expect(await linesOf("matches")).toHaveLength(1);
    await say(1, "hold", "held-back");
    expect(await linesOf("matches")).toEqual([]);
  });
});

describe("a candidate", () => {
  const candidatesOf = async (api: ApiService, openingId: string) => {
    const response = await api.request("GET", `/v1/openings/${openingId}/shortlist`, { as: EMPLOYER });
    return ((await response.json()) as { candidates: { applicantId: string; stage: string }[] }).candidates;
  };
  const answersOf = (openingId: string) => `/v1/openings/${openingId}/shortlist/${PERSON.subject}/answers`;

  test("is accepted by the employer, and then declined for a reason, which comes back as outcomes", async () => {
    const api = await ApiService.create();
    await api.memory.accept(aProfileBody());
    const openingId = await posted(api);
    const answer = (body: unknown) => api.request("POST", answersOf(openingId), { as: EMPLOYER, body });
    expect((await answer({ outcome: "interviewed" })).status).toBe(202);
    await api.settle();
    expect(await candidatesOf(api, openingId)).toMatchObject([{ applicantId: PERSON.subject, stage: "interviewed" }]);
    expect((await answer({ outcome: "declined" })).status).toBe(422);
    expect((await answer({ outcome: "declined", reason: "health" })).status).toBe(422);
    expect((await answer({ outcome: "hired" })).status).toBe(422);
    expect((await answer({ outcome: "declined", reason: "employer-asks-for-more" })).status).toBe(202);
    await api.settle();
    const [told] = await api.memory.world.recommendations.list(PERSON.subject);
    expect(told?.history?.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ["interviewed", undefined],
      ["declined", "employer-asks-for-more"],
    ]);
  });

  test("is nobody to another employer, nor to any once they don't agree to be shown", async () => {
    const api = await ApiService.create();
    await api.memory.accept(aProfileBody());
    const openingId = await posted(api);
    const answer = (as: Actor) =>
      api.request("POST", answersOf(openingId), { as, body: { outcome: "interviewed" } }).then(({ status }) => status);
    expect(await answer(OTHER_EMPLOYER)).toBe(404);
    await api.memory.accept(aProfileBody({ revision: 2, consent: { alerts: true, employers: false, center: true } }));
    expect(await answer(EMPLOYER)).toBe(404);
  });
});
