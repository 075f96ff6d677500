import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { anEventId, anOpening } from "../fixtures/bodies.ts";
import { complaintsOf } from "./looking.ts";
import { type Visit, visitSeoul } from "./visit.ts";

let visit: Visit;

beforeAll(async () => {
  visit = await visitSeoul();
}, 120_000);

afterAll(async () => {
  await visit?.end();
});

const END = { timeout: 60_000 };

// First: whoever has been told of several jobs in a day isn't told of one more.
test("text that would be script is shown as text to everybody", END, async () => {
  const script = `<img src=x onerror="alert('${"x"}')"><script>alert(1)</script>`;
  await visit.seoul.put(newJob(`카페 ${script}`, 4));
  const told = [...visit.seoul.service.world.kept("applicants").keys()];
  let reader: string | undefined;
  for (const applicantId of told) {
    const found = await visit.seoul.service.world.recommendations.get([{ applicantId, openingId: "job-browser-4" }]);
    if (found.length > 0) reader = applicantId;
  }
  expect(reader).toBeDefined();
  const employer = anOpening().employerId;
  const pages: readonly (readonly [string, string])[] = [
    [`applicant:${reader}`, "/my"],
    [`applicant:${reader}`, "/my/openings/job-browser-4"],
    [`employer:${employer}`, "/employer"],
    [`employer:${employer}`, "/employer/openings/job-browser-4"],
    [visit.examples.center, "/center"],
  ];
  for (const [as, path] of pages) {
    const page = await visit.at(path, { as });
    expect(await page.locator("main").textContent(), path).toContain(script);
    expect(await page.locator("img, main script").count(), path).toBe(0);
    expect(complaintsOf(page), path).toEqual([]);
    await page.context().close();
  }
  const page = await visit.at("/employer/openings/new", { as: "employer:employer-new" });
  for (const field of ["공고 제목", "하는 일의 이름", "자세한 설명"])
    await page.getByLabel(field).fill(`20~35세만 ${script}`);
  await page.locator("#title-error .error").waitFor();
  await page.getByRole("button", { name: "올리기 전에 확인하기" }).click();
  expect(await page.getByLabel("자세한 설명").inputValue()).toBe(`20~35세만 ${script}`);
  expect(await page.locator("img, main script").count()).toBe(0);
  expect(complaintsOf(page)).toEqual([]);
  await page.goto(`${visit.seoul.url}/operator/journey?id=${encodeURIComponent(`"><script>alert(1)</script>`)}`);
  expect(complaintsOf(page)).toEqual([]);
  await page.context().close();
});

describe("an applicant without script, on a telephone,", () => {
  const phone = () => ({ as: visit.examples.applicant, width: 360, hasScript: false });
  const storyOf = async () =>
    (await visit.seoul.service.world.recommendations.list(visit.examples.applicantId)).flatMap(
      ({ history = [] }) => history,
    );

  test("says they are interested in one recommendation and why not in another", END, async () => {
    const page = await visit.at("/my", phone());
    await page.locator("article").first().getByRole("button", { name: "관심 있어요" }).click();
    expect(await page.getByRole("status").textContent()).toContain("관심 있다고 알려 드렸습니다");
    const next = page.locator("article").first();
    await next.locator("summary", { hasText: "저와 안 맞아요" }).click();
    await next.getByLabel("너무 멀어요").check();
    await next.getByRole("button", { name: "답 보내기" }).click();
    expect(await page.getByRole("status").textContent()).toContain("알려 주셔서 고맙습니다");
    expect((await storyOf()).map(({ outcome, reason }) => [outcome, reason])).toEqual(
      expect.arrayContaining([
        ["applied", undefined],
        ["declined", "place"],
      ]),
    );
    await page.context().close();
  });

  test("sees all of the reasons, and asks a counsellor to look again, which the center hears", END, async () => {
    const page = await visit.at(`/my/openings/${visit.examples.pair.openingId}`, {
      ...phone(),
      as: `applicant:${visit.examples.pair.applicantId}`,
    });
    expect(await page.getByRole("heading", { name: "무엇을 얼마나 봤나요?" }).count()).toBe(1);
    await page.getByRole("button", { name: "상담사가 다시 봐 주세요" }).click();
    expect(await page.getByRole("status").textContent()).toContain("다시 봐 달라고 전했습니다");
    const center = await visit.at("/center/calls", { as: visit.examples.center, hasScript: false });
    const asked = center.getByRole("region", { name: "다시 봐 달라고 하신 분" });
    expect(await asked.textContent()).toContain(visit.examples.pair.applicantId);
    // It stays until somebody has said a word.
    await asked.getByRole("link", { name: visit.examples.pair.applicantId }).click();
    await center.getByLabel("판단", { exact: true }).selectOption("hold");
    await center.getByLabel("까닭", { exact: true }).selectOption("talk-first");
    await center.getByRole("button", { name: "판단 적기" }).click();
    await center.goto(`${visit.seoul.url}/center/calls`);
    expect(await asked.textContent()).toContain("지금은 없습니다");
    await page.context().close();
    await center.context().close();
  });

  test("sets quiet hours, pauses and goes on", END, async () => {
    const page = await visit.at("/my/settings", phone());
    await page.getByLabel("일주일에 한 번 모아서").check();
    await page.getByLabel("몇 시부터").selectOption("20:00");
    await page.getByLabel("몇 시까지").selectOption("09:00");
    await page.getByRole("button", { name: "저장하기" }).click();
    expect(await page.getByRole("status").textContent()).toBe("저장했습니다.");
    expect(await page.getByLabel("몇 시부터").inputValue()).toBe("20:00");
    await page.getByLabel("언제까지 쉴까요?").fill("2026-12-24");
    await page.getByRole("button", { name: "쉬기", exact: true }).click();
    expect(await page.locator("main").textContent()).toContain("12월 24일(목)까지 쉬고 있습니다");
    await page.getByRole("button", { name: "지금부터 다시 받기" }).click();
    expect(await page.locator("main").textContent()).not.toContain("쉬고 있습니다.");
    const kept = visit.seoul.service.world.kept("applicants").get(visit.examples.applicantId)?.body ?? "{}";
    expect(JSON.parse(kept).delivery).toMatchObject({ digest: "weekly", quietTimes: [{ from: "20:00", to: "09:00" }] });
    await page.context().close();
  });

  test("leaves for good, but not by one slip", END, async () => {
    const [leaver] = [...visit.seoul.service.world.kept("applicants").keys()].filter(
      (id) => id !== visit.examples.applicantId && id !== visit.examples.pair.applicantId,
    );
    const page = await visit.at("/my/leave", { as: `applicant:${leaver}`, width: 360, hasScript: false });
    await page.getByRole("button", { name: "모두 지우고 그만두기" }).click();
    expect(await page.locator("main").textContent()).toContain("읽으셨으면 표시해 주세요");
    await page.getByLabel("위 내용을 읽었고").check();
    await page.getByRole("button", { name: "모두 지우고 그만두기" }).click();
    expect(await page.getByRole("status").textContent()).toContain("정보를 지우고 있습니다");
    expect(visit.seoul.service.world.kept("applicants").get(leaver ?? "")?.body).toBeUndefined();
    await page.context().close();
  });
});

describe("an employer", () => {
  // Before the opening is revised: whom it suits no more, nobody answers.
  test("reads a shortlist without names, and says whom they will meet and whom not", END, async () => {
    const page = await visit.at(`/employer/openings/${visit.examples.openingOfEmployer}`, {
      as: visit.examples.employer,
      hasScript: false,
    });
    expect(await page.locator("main").textContent()).not.toMatch(/applicant-\d/);
    await page
      .getByRole("button", { name: /만나 보겠습니다/ })
      .first()
      .click();
    expect(await page.getByRole("status").textContent()).toContain("답을 받았습니다");
    const summary = page.locator("summary", { hasText: "어렵습니다" }).first();
    await summary.click();
    await summary.locator("..").getByRole("button", { name: "찾는 조건과 다릅니다" }).click();
    expect(await page.getByRole("status").textContent()).toContain("답을 받았습니다");
    const said = visit.seoul.service.world
      .published()
      .flatMap((event) => (event.name === "OutcomeRecorded" ? [[event.detail.outcome, event.detail.reason]] : []));
    expect(said.slice(-2)).toEqual([
      ["interviewed", undefined],
      ["declined", "employer-asks-for-more"],
    ]);
    await page.context().close();
  });

  const fill = async (page: Page, description: string) => {
    await page.getByLabel("공고 제목").fill("마포구 카페 바리스타");
    await page.getByLabel("하는 일의 이름").fill("바리스타");
    await page.getByLabel("자세한 설명").fill(description);
    await page.getByLabel("구", { exact: true }).selectOption({ label: "마포구" });
    await page.getByLabel("급여", { exact: true }).fill("12,000");
    await page.getByLabel("일하는 시간").fill("30");
  };

  test(
    "is told while typing what the law forbids and how many people it reaches, and posts when it is mended",
    END,
    async () => {
      const page = await visit.at("/employer/openings/new", { as: "employer:employer-new" });
      await fill(page, "20~35세, 여성만 채용합니다.");
      const said = page.locator("#description-error");
      await said.getByText("고령자고용법 4조의4 1항 1호").waitFor();
      await said.getByText("남녀고용평등법 7조 1항").waitFor();
      await page.locator("#check").getByText("조건에 맞는 분", { exact: true }).waitFor();
      await page.getByLabel("자세한 설명").fill("누구나 환영합니다.");
      await page.locator("#check").getByText("법에 어긋나는 조건이 없습니다").waitFor();
      expect(await said.textContent()).toBe("");
      await page.getByRole("button", { name: "공고 올리기" }).click();
      expect(await page.getByRole("status").textContent()).toContain("공고를 올렸습니다");
      expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("마포구 카페 바리스타");
      expect(complaintsOf(page)).toEqual([]);
      await page.context().close();
    },
  );

  test(
    "without script is told the same when checking and can't post it, nor pay below the minimum wage",
    END,
    async () => {
      const page = await visit.at("/employer/openings/new", {
        as: "employer:employer-plain",
        width: 360,
        hasScript: false,
      });
      await fill(page, "20~35세, 여성만 채용합니다.");
      await page.getByLabel("급여", { exact: true }).fill("9000");
      await page.getByRole("button", { name: "공고 올리기" }).click();
      const panel = await page.locator("#check").textContent();
      expect(panel).toContain("고쳐야 할 곳이 3군데 있습니다");
      expect(await page.locator("#pay-error").textContent()).toContain("2026년 최저임금으로는 적어도 시간 10,320원");
      expect(await page.getByLabel("자세한 설명").inputValue()).toBe("20~35세, 여성만 채용합니다.");
      await page.getByLabel("자세한 설명").fill("누구나 환영합니다.");
      await page.getByLabel("급여", { exact: true }).fill("10320");
      await page.getByRole("button", { name: "올리기 전에 확인하기" }).click();
      const checked = await page.locator("#check").textContent();
      expect(checked).toContain("법에 어긋나는 조건이 없습니다");
      expect(checked).toMatch(/시간 10,320원 → 시간 [\d,]+원 \+\d+명/);
      await page.getByRole("button", { name: "공고 올리기" }).click();
      expect(await page.getByRole("status").textContent()).toContain("공고를 올렸습니다");
      await page.context().close();
    },
  );

  test(
    "revises an opening, told what it means for those who were told of it, and loses nothing that is typed",
    END,
    async () => {
      const id = visit.examples.openingOfEmployer;
      const kept = () => JSON.parse(visit.seoul.service.world.kept("openings").get(id)?.body ?? "{}");
      const before = kept();
      const page = await visit.at(`/employer/openings/${id}`, { as: visit.examples.employer });
      await page.getByRole("link", { name: "공고 고치기" }).click();
      expect(await page.getByLabel("공고 제목").inputValue()).toBe(before.title);
      await page.getByLabel("구", { exact: true }).selectOption({ label: "강동구" });
      await page.locator("#check").getByText("더는 맞지 않아, 그렇게 알려 드립니다").waitFor();
      await page
        .locator("#check")
        .getByText(/지금 공고로는 \d+명/)
        .waitFor();
      await page.getByLabel("자세한 설명").fill("남자만 지원하세요.");
      await page.locator("#description-error").getByText("남녀고용평등법 7조 1항").waitFor();
      await page.getByRole("button", { name: "고친 내용 올리기" }).click();
      expect(kept()).toEqual(before);
      await page.getByLabel("자세한 설명").fill("누구나 환영합니다.");
      // Somebody else at the same firm is quicker.
      const other = await visit.at(`/employer/openings/${id}/revise`, {
        as: visit.examples.employer,
        width: 360,
        hasScript: false,
      });
      await other.getByLabel("뽑는 사람").fill("3");
      await other.getByLabel("회사나 기관 이름").fill("연희 베이커리");
      await other.getByRole("button", { name: "고친 내용 올리기" }).click();
      expect(kept()).toMatchObject({ totalJobOpenings: 3, employerName: "연희 베이커리" });
      await page.getByRole("button", { name: "고친 내용 올리기" }).click();
      expect(await page.getByRole("status").textContent()).toContain("다른 곳에서 바뀌었습니다");
      expect(await page.getByLabel("자세한 설명").inputValue()).toBe("누구나 환영합니다.");
      await page.getByRole("button", { name: "고친 내용 올리기" }).click();
      expect(await page.getByRole("status").textContent()).toContain("고친 내용을 올렸습니다");
      expect(kept()).toEqual({
        ...before,
        description: "누구나 환영합니다.",
        place: { mode: "onsite", district: "11740" },
        revision: before.revision + 2,
      });
      expect(complaintsOf(page)).toEqual([]);
      await page.context().close();
      await other.context().close();
    },
  );

  test("closes an opening with a reason", END, async () => {
    const page = await visit.at(`/employer/openings/${visit.examples.openingOfEmployer}`, {
      as: visit.examples.employer,
      hasScript: false,
    });
    await page.locator("summary", { hasText: "공고 마감하기" }).click();
    await page.getByLabel("사람을 구했습니다").check();
    await page.getByRole("button", { name: "마감합니다" }).click();
    expect(await page.getByRole("status").textContent()).toContain("공고를 마감했습니다");
    expect(visit.seoul.service.world.kept("openings").get(visit.examples.openingOfEmployer)?.isClosed).toBe(true);
    await page.context().close();
  });

  test("finds nothing of another employer's", END, async () => {
    const page = await visit.page({ as: "employer:somebody-else" });
    const answer = await page.goto(`${visit.seoul.url}/employer/openings/${visit.examples.openingOfEmployer}`);
    expect(answer?.status()).toBe(404);
    await page.context().close();
  });
});

/** A job that suits whoever makes coffee in a district. */
function newJob(title: string, number: number) {
  const name = `browser ${number}`;
  const opening = anOpening({
    openingId: `job-browser-${number}`,
    title,
    place: { mode: "onsite", district: visit.examples.centerDistrict },
  });
  const envelope = {
    eventId: anEventId(name),
    correlationId: anEventId(name),
    occurredAt: "2026-11-21T09:00:00+09:00",
    schemaVersion: 1,
  } as const;
  return { name: "JobPosted", detail: { ...envelope, opening: { ...opening, kind: "job" } } } as const;
}

describe("a center", () => {
  test.each([
    { by: "a stream that is held open", holdsStreams: true },
    { by: "asking again and again, where no stream is held", holdsStreams: false },
  ])("sees new matches of its districts without loading the page again, by $by", END, async ({ holdsStreams }) => {
    visit.seoul.holdsStreams = holdsStreams;
    const page = await visit.at("/center", { as: visit.examples.center });
    // Whoever holds no stream has answered once by now, and put somebody who asks in its place.
    if (!holdsStreams) await page.locator("#live-source[hx-get]").waitFor({ state: "attached" });
    const title = `새로 나온 카페 일 ${holdsStreams}`;
    await visit.seoul.put(newJob(title, holdsStreams ? 1 : 2));
    await page.locator("#matches").getByText(title).first().waitFor({ timeout: 15_000 });
    expect(complaintsOf(page)).toEqual([]);
    await page.context().close();
    visit.seoul.holdsStreams = true;
  });

  test(
    "misses nothing and sees nothing twice when the connection breaks, and has the figures with it",
    END,
    async () => {
      const page = await visit.at("/center", { as: visit.examples.center });
      const figure = page.locator("#figures dd").first();
      await visit.seoul.put(newJob("끊기기 전 카페 일", 5));
      await page.locator("#matches").getByText("끊기기 전 카페 일").first().waitFor();
      const before = await figure.textContent();
      visit.seoul.cut();
      await visit.seoul.put(newJob("끊긴 사이 카페 일", 6));
      await page.locator("#matches").getByText("끊긴 사이 카페 일").first().waitFor({ timeout: 15_000 });
      expect(await figure.textContent()).not.toBe(before);
      const ids = await page.locator("#matches > li").evaluateAll((rows) => rows.map(({ id }) => id));
      expect(new Set(ids).size).toBe(ids.length);
      const positions = ids.map((id) => Number(id.replace("event-", "")));
      expect(positions).toEqual(positions.map((_, at) => (positions[0] ?? 0) - at));
      await page.context().close();
    },
  );

  test("without script has the same map as a table, and looks at one district alone", END, async () => {
    const page = await visit.at("/center", { as: visit.examples.center, hasScript: false });
    await page.locator("summary", { hasText: "표로 보기" }).click();
    expect(await page.getByRole("table", { name: "구마다 찾은 매칭" }).locator("tbody tr").count()).toBe(25);
    await page.locator(".tile-own").first().click();
    expect(await page.locator("main").textContent()).toContain("만 보고 있습니다");
    await page.context().close();
  });

  test("looks at a pair with both sides' reasons and puts down what became of it", END, async () => {
    const { applicantId, openingId } = visit.examples.pair;
    const page = await visit.at(`/center/pairs/${applicantId}/${openingId}`, {
      as: visit.examples.center,
      language: "en",
      hasScript: false,
    });
    await page.getByLabel("What became of it?").selectOption("interviewed");
    await page.getByRole("button", { name: "Record" }).click();
    expect(await page.getByRole("status").textContent()).toContain("It is recorded");
    const [told] = await visit.seoul.service.world.recommendations.get([{ applicantId, openingId }]);
    expect(told?.history?.at(-1)?.outcome).toBe("interviewed");
    await page.getByLabel("Decision").selectOption("endorse");
    await page.getByLabel("Reason").selectOption("good-prospects");
    await page.getByRole("button", { name: "Save this word" }).click();
    expect(await page.getByRole("status").textContent()).toContain("The decision is recorded");
    expect(await page.getByRole("region", { name: "The counsellor's word" }).textContent()).toContain("Endorse – Good");
    await page.context().close();
  });

  test("finds nobody of another center's districts", END, async () => {
    const page = await visit.page({ as: "center:west" });
    const { applicantId, openingId } = visit.examples.pair;
    const answer = await page.goto(`${visit.seoul.url}/center/pairs/${applicantId}/${openingId}`);
    expect(answer?.status()).toBe(404);
    await page.context().close();
  });
});

describe("an operator", () => {
  const operator = { as: "operator:operator-1" };

  test(
    "sees what could not be processed in the flow, sends one back and discards another with a reason",
    END,
    async () => {
      visit.seoul.deadLetters.bury("intake", { body: "{" });
      visit.seoul.deadLetters.bury("applicant-alerts", { body: "{}" });
      const page = await visit.at("/operator", operator);
      expect(await page.locator(".flow-alarm").count()).toBe(2);
      await page.getByRole("link", { name: "살펴보기" }).click();
      const intake = page.getByRole("region", { name: "intake" });
      await intake.getByRole("button", { name: "다시 보내기", exact: true }).click();
      expect(await page.getByRole("status").textContent()).toBe("1개를 다시 보냈습니다.");
      await page.locator("summary", { hasText: "버리기" }).click();
      await page.getByLabel("버리는 까닭").fill("시험 삼아 보낸 것입니다");
      await page.getByRole("button", { name: "버리기" }).click();
      expect(await page.getByRole("status").textContent()).toBe("1개를 버렸습니다.");
      const kept = await visit.seoul.service.world.quarantine.list("2026-11-21");
      expect(kept.map(({ code }) => code)).toContain("DISCARDED");
      await page.context().close();
    },
  );

  test("tries another threshold without changing anything", END, async () => {
    const before = visit.seoul.service.world.dump();
    const page = await visit.at("/operator/threshold", { ...operator, hasScript: false });
    await page.getByLabel("기준점 (1–100)").fill("40");
    await page.getByRole("button", { name: "미리 보기" }).click();
    expect(await page.getByRole("status").textContent()).toMatch(/새로 \d+분께 모두 \d+번 알리게 됩니다/);
    expect(visit.seoul.service.world.dump()).toBe(before);
    await page.context().close();
  });

  test("follows an event to the centers that were told", END, async () => {
    const event = newJob("따라가 볼 카페 일", 3);
    await visit.seoul.put(event);
    const page = await visit.at("/operator/journey", { ...operator, hasScript: false });
    await page.getByLabel("상관 번호").fill(event.detail.correlationId);
    await page.getByRole("button", { name: "따라가기" }).click();
    expect(await page.locator(".steps").textContent()).toContain("MatchesFound");
    await page.context().close();
  });
});
