import { afterAll, beforeAll, expect, test } from "vitest";
import type { Requirement } from "../../../domain/model/requirement.ts";
import { eventsIn } from "../../../events/catalog.ts";
import { SESSION_COOKIE, type SmallSeoul, startSmallSeoul } from "../../browser/small-seoul.ts";
import { anEventId, anOpening } from "../../fixtures/bodies.ts";

const BUS_DRIVING = { on: "competency", importance: "must", competency: "bus-driving", level: 5 } as const;

let seoul: SmallSeoul;
beforeAll(async () => {
  seoul = await startSmallSeoul();
  await seoul.put(
    aJobThatInsists("on a competency", BUS_DRIVING),
    aJobThatInsists("on a licence", { on: "certificate", importance: "must", certificate: "hairdresser-licence" }),
    aJobThatInsists("on two", BUS_DRIVING, { ...BUS_DRIVING, competency: "motorcycle-riding" }),
  );
});
afterAll(() => seoul.stop());

/** A job of a café in 마포구 that is named by what it insists on. */
function aJobThatInsists(title: string, ...requirements: Requirement[]) {
  const { sample } = eventsIn.JobPosted;
  const eventId = anEventId(title);
  const opening = anOpening({ openingId: title.replaceAll(" ", "-"), title, requirements });
  return { name: "JobPosted" as const, detail: eventsIn.JobPosted.detail.parse({ ...sample, eventId, opening }) };
}

/** What the page of the center's calls says of an opening that suits nobody. */
async function waysOf(title: string, lang: "ko" | "en"): Promise<string> {
  const cookie = `${SESSION_COOKIE}=${encodeURIComponent("center:central")}`;
  const response = await fetch(`${seoul.url}/center/calls?lang=${lang}`, { headers: { cookie } });
  const [, card = ""] = (await response.text()).split(`<h3>${title}</h3>`);
  return card.slice(0, card.indexOf("</ul>"));
}

test("names the requirement that keeps people away, and how many would suit the opening without it", async () => {
  expect(await waysOf("on a competency", "ko")).toMatch(/꼭 필요한 요건 ‘버스 운전’: 우대로 바꾸면 \d+명/);
  expect(await waysOf("on a competency", "en")).toMatch(/“Bus driving” liked instead of needed: \d+ p/);
});

test("names a certificate that the law asks for, which can't be relaxed", async () => {
  expect(await waysOf("on a licence", "ko")).toMatch(/법이 정한 자격이라 풀 수 없습니다/);
  expect(await waysOf("on a licence", "en")).toMatch(/is required by law and has to stay/);
});

test("says so where no single change would bring anybody", async () => {
  expect(await waysOf("on two", "ko")).toContain("한 가지 조건만 바꾸어서는 맞는 분이 없습니다");
  expect(await waysOf("on two", "en")).toContain("No single change would bring anybody");
});
