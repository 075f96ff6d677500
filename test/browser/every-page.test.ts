import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MENUS } from "../../functions/console/parts/page.tsx";
import { complaintsOf, faintTexts, smallTexts, tooWideBy, violations } from "./looking.ts";
import { type Visit, visitSeoul } from "./visit.ts";

let visit: Visit;

beforeAll(async () => {
  visit = await visitSeoul();
  visit.seoul.deadLetters.bury("intake", { body: "{" });
}, 120_000);

afterAll(async () => {
  await visit?.end();
});

/** Every page there is, and who looks at it. */
function allPages(): readonly (readonly [path: string, as: string | undefined])[] {
  const { applicant, employer, center, pair, openingOfApplicant, openingOfEmployer } = visit.examples;
  const operator = "operator:operator-1";
  return [
    ["/", undefined],
    ["/criteria", undefined],
    ["/my", undefined],
    ...MENUS.applicant.map(([path]) => [path, applicant] as const),
    [`/my/openings/${openingOfApplicant}`, applicant],
    ["/my/leave", applicant],
    ["/my/left", undefined],
    ...MENUS.employer.map(([path]) => [path, employer] as const),
    [`/employer/openings/${openingOfEmployer}`, employer],
    [`/employer/openings/${openingOfEmployer}/revise`, employer],
    ...MENUS.center.map(([path]) => [path, center] as const),
    [`/center/pairs/${pair.applicantId}/${pair.openingId}`, center],
    ...MENUS.operator.map(([path]) => [path, operator] as const),
    ["/operator/threshold?value=40", operator],
    ["/operator/journey?id=01KB0000000000000000000007", operator],
    ["/nothing/here", operator],
  ];
}

/** What is wrong with a page as somebody reads it. */
async function faultsOf(page: Page, path: string, isAxed: boolean): Promise<readonly string[]> {
  const said = (what: string, list: readonly string[]) => list.map((one) => `${path} ${what}: ${one}`);
  const found = [
    ...said("axe", isAxed ? await violations(page) : []),
    ...said("faint", await faintTexts(page)),
    ...said("small", await smallTexts(page)),
  ];
  const over = await tooWideBy(page);
  return over > 0 ? [...found, `${path} is too wide by ${over}`] : found;
}

/** Half of the width at which pages are read at a desk: what is left of it at 200 % zoom. */
const ZOOMED_WIDTH = 720;

describe.each([
  { language: "ko", width: 360 },
  { language: "ko", width: 1_440 },
  { language: "en", width: 360 },
  { language: "en", width: 1_440 },
] as const)("every page in $language at $width px", ({ language, width }) => {
  test("breaks no rule of WCAG 2.2 AA, is large enough to read, and needs no scrolling sideways, at 200 % zoom neither", {
    timeout: 120_000,
  }, async () => {
    const found: string[] = [];
    // A reader of each sort opens all of their pages one after the other, as readers do.
    const readers = new Map<string | undefined, Page>();
    for (const [path, as] of allPages()) {
      const page = readers.get(as) ?? (await visit.page({ as, language, width }));
      readers.set(as, page);
      await page.goto(visit.seoul.url + path);
      // At each width in one language: what axe looks at doesn't depend on the words.
      found.push(...(await faultsOf(page, path, (language === "ko") === (width === 360))));
      expect(await page.getAttribute("html", "lang")).toBe(language);
      expect(await page.locator("footer a[href^='tel:']").count()).toBe(1);
      if (process.env["IEUM_SHOTS"]) {
        const name = `${path.replaceAll(/[^a-z]+/g, "-")}-${language}-${width}`;
        await page.screenshot({ path: `${process.env["IEUM_SHOTS"]}/${name}.png`, fullPage: true });
      }
      if (width > ZOOMED_WIDTH) {
        await page.setViewportSize({ width: ZOOMED_WIDTH, height: 450 });
        if ((await tooWideBy(page)) > 0) found.push(`${path} is too wide at 200 % zoom`);
        await page.setViewportSize({ width, height: 900 });
      }
    }
    for (const page of readers.values()) {
      found.push(...complaintsOf(page));
      await page.context().close();
    }
    expect(found).toEqual([]);
  });
});

describe("a page", () => {
  test("of an applicant weighs at most 30 kB and that of a center 60 kB, styles and script included", async () => {
    const weigh = async (path: string, as: string) => {
      const page = await visit.page({ as });
      const bodies: Promise<Buffer>[] = [];
      page.on("response", (response) => bodies.push(response.body().catch(() => Buffer.alloc(0))));
      visit.seoul.holdsStreams = false;
      await page.goto(visit.seoul.url + path);
      visit.seoul.holdsStreams = true;
      const bytes = (await Promise.all(bodies)).reduce((sum, body) => sum + gzipSync(body).length, 0);
      await page.context().close();
      return bytes;
    };
    expect(await weigh("/my", visit.examples.applicant)).toBeLessThanOrEqual(30_000);
    expect(await weigh("/center", visit.examples.center)).toBeLessThanOrEqual(60_000);
  });

  test("comes with styles and script of its own at addresses that never change, and loads nothing from elsewhere", async () => {
    const page = await visit.page({ as: visit.examples.center });
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    const response = await page.goto(`${visit.seoul.url}/center`);
    expect(response?.headers()["content-security-policy"]).toContain("script-src 'self'");
    expect(response?.headers()["content-security-policy"]).not.toContain("unsafe");
    expect(asked.filter((url) => !url.startsWith(visit.seoul.url) && !url.startsWith("data:"))).toEqual([]);
    for (const url of asked.filter((one) => one.includes("/assets/"))) {
      const answer = await page.request.get(url);
      expect(answer.headers()["cache-control"]).toContain("immutable");
    }
    await page.context().close();
  });
});
