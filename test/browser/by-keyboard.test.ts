import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { complaintsOf } from "./looking.ts";
import { type Visit, visitSeoul } from "./visit.ts";

let visit: Visit;

beforeAll(async () => {
  visit = await visitSeoul();
}, 120_000);

afterAll(async () => {
  await visit?.end();
});

/** What one sees of where one is: a ring of two pixels at least, around the thing itself, the choice that it stands in, or its shape on the map. */
const SHOWN = `(() => {
  const here = document.activeElement;
  const shape = here.querySelector(":scope > rect");
  if (shape !== null) return parseFloat(getComputedStyle(shape).strokeWidth) >= 4;
  return [here, here.closest(".choice")].some((one) => {
    if (one === null) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return outlineStyle === "solid" && parseFloat(outlineWidth) >= 2;
  });
})()`;

/** More presses than the longest page takes from its top to its end. */
const PRESSES_MAX = 150;

/** Goes on from field to field until one is there; everywhere on the way one sees where one is. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  const target = await wanted.elementHandle();
  for (let press = 0; press < PRESSES_MAX; press++) {
    if (await target?.evaluate((element) => element.matches(":focus"))) return;
    await page.keyboard.press("Tab");
    expect(await page.evaluate(SHOWN), await page.evaluate("document.activeElement.outerHTML")).toBe(true);
  }
  throw new Error(`no key leads to ${wanted}`);
}

async function press(page: Page, wanted: Locator, key = "Enter"): Promise<void> {
  await tabTo(page, wanted);
  await page.keyboard.press(key);
}

async function type(page: Page, label: string, text: string): Promise<void> {
  await tabTo(page, page.getByLabel(label, { exact: true }));
  await page.keyboard.type(text);
}

test("the first key leads past the menu to what the page is about, and every link and button of it can be reached", async () => {
  const page = await visit.at("/my", { as: visit.examples.applicant });
  await page.keyboard.press("Tab");
  expect(await page.evaluate("document.activeElement.className")).toBe("skip");
  await page.keyboard.press("Enter");
  expect(await page.evaluate("document.activeElement.id")).toBe("content");
  for (const one of await page.locator("main a:visible, main button:visible, main summary:visible").all()) {
    await tabTo(page, one);
  }
  await page.context().close();
});

test("an applicant says why an opening is not for them", async () => {
  const page = await visit.at("/my", { as: visit.examples.applicant });
  const card = page.locator("article").first();
  await press(page, card.locator("summary", { hasText: "저와 안 맞아요" }));
  await press(page, card.getByLabel("너무 멀어요"), "Space");
  await press(page, card.getByRole("button", { name: "답 보내기" }));
  await page.getByText("알려 주셔서 고맙습니다").waitFor();
  await page.context().close();
});

test("an employer fills in an opening, looks by the enter key without posting it, and posts it", async () => {
  const page = await visit.at("/employer/openings/new", { as: "employer:employer-keys" });
  await tabTo(page, page.getByLabel("공고 제목"));
  await page.keyboard.type("카페 바리스타");
  await page.keyboard.press("Enter");
  await page.locator("#check").getByText("법에 어긋나는 조건이 없습니다").waitFor();
  expect(await page.getByLabel("공고 제목").inputValue()).toBe("카페 바리스타");
  await type(page, "하는 일의 이름", "바리스타");
  await press(page, page.getByLabel("구", { exact: true }), "ArrowDown");
  await type(page, "급여", "12000");
  await press(page, page.getByLabel("평일 낮"), "Space");
  await press(page, page.getByRole("button", { name: "공고 올리기" }));
  await page.getByText("공고를 올렸습니다").waitFor();
  const [posted] = [...visit.seoul.service.world.kept("openings").values()].filter(({ body }) =>
    body?.includes("employer-keys"),
  );
  expect(JSON.parse(posted?.body ?? "{}")).toMatchObject({
    title: "카페 바리스타",
    place: { mode: "onsite", district: expect.stringMatching(/^11/) },
    baseSalary: { krw: 12_000, unit: "HOUR" },
    shifts: ["weekday-day"],
  });
  expect(complaintsOf(page)).toEqual([]);
  await page.context().close();
});

test("a counsellor goes over the map to a pair, and puts down what became of it", async () => {
  const page = await visit.at("/center", { as: visit.examples.center });
  await tabTo(page, page.locator("a.tile").first());
  const { applicantId, openingId } = visit.examples.pair;
  await page.goto(`${visit.seoul.url}/center/pairs/${applicantId}/${openingId}`);
  const outcome = page.getByLabel("그 뒤로 어떻게 되었나요?");
  await press(page, outcome, "ArrowDown");
  const chosen = await outcome.inputValue();
  expect(chosen).not.toBe("");
  await press(page, page.getByRole("button", { name: "적기", exact: true }));
  await page.getByRole("status").getByText("적었습니다").waitFor();
  const [told] = await visit.seoul.service.world.recommendations.get([{ applicantId, openingId }]);
  expect(told?.history?.at(-1)?.outcome).toBe(chosen);
  await page.context().close();
});

test("an operator finds a dead letter by the flow, and discards it with a reason", async () => {
  visit.seoul.deadLetters.bury("intake", { body: "{" });
  const page = await visit.at("/operator", { as: "operator:operator-1" });
  await press(page, page.getByRole("link", { name: "살펴보기" }));
  await press(page, page.locator("summary", { hasText: "버리기" }));
  await type(page, "버리는 까닭", "시험 삼아 보낸 것입니다");
  await press(page, page.getByRole("button", { name: "버리기" }));
  await page.getByText("1개를 버렸습니다.").waitFor();
  await page.context().close();
});
