import { gzipSync } from "node:zlib";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MENUS } from "../../functions/console/parts/page.tsx";
import { launchChromium } from "./chromium.ts";
import { type Examples, examplesOf } from "./examples.ts";
import { complaintsOf, faintTexts, look, smallTexts, tooWideBy, violations } from "./looking.ts";
import { type SmallSeoul, startSmallSeoul } from "./small-seoul.ts";

let seoul: SmallSeoul;
let browser: Browser;
let examples: Examples;

beforeAll(async () => {
  seoul = await startSmallSeoul();
  examples = await examplesOf(seoul);
  seoul.deadLetters.bury("intake", { body: "{" });
  browser = await launchChromium();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await seoul?.stop();
});

/** Every page there is, and who looks at it. */
function allPages(): readonly (readonly [path: string, as: string | undefined])[] {
  const { applicant, employer, center, pair, openingOfApplicant, openingOfEmployer } = examples;
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
    ...MENUS.center.map(([path]) => [path, center] as const),
    [`/center/pairs/${pair.applicantId}/${pair.openingId}`, center],
    ...MENUS.operator.map(([path]) => [path, operator] as const),
    ["/operator/threshold?value=40", operator],
    ["/operator/journey?id=01KB0000000000000000000007", operator],
    ["/nothing/here", operator],
  ];
}

describe.each([
  { language: "ko", width: 360 },
  { language: "ko", width: 1_440 },
  { language: "en", width: 360 },
  { language: "en", width: 1_440 },
] as const)("every page in $language at $width px", ({ language, width }) => {
  test("breaks no rule of WCAG 2.2 AA, is large enough to read, and needs no scrolling sideways", {
    timeout: 120_000,
  }, async () => {
    const found: string[] = [];
    for (const [path, as] of allPages()) {
      const page = await look(browser, seoul, { as, language, width });
      await page.goto(seoul.url + path);
      const said = (what: string, list: readonly string[]) => list.map((one) => `${path} ${what}: ${one}`);
      // axe looks at structure and contrast, which don't depend on the width: once for each language, at either width once.
      if ((language === "ko") === (width === 360)) found.push(...said("axe", await violations(page)));
      found.push(...said("faint", await faintTexts(page)), ...said("small", await smallTexts(page)));
      const over = await tooWideBy(page);
      if (over > 0) found.push(`${path} is too wide by ${over}`);
      found.push(...said("complains", complaintsOf(page)));
      expect(await page.getAttribute("html", "lang")).toBe(language);
      expect(await page.locator("footer a[href^='tel:']").count()).toBe(1);
      if (process.env["IEUM_SHOTS"]) {
        const name = `${path.replaceAll(/[^a-z]+/g, "-")}-${language}-${width}`;
        await page.screenshot({ path: `${process.env["IEUM_SHOTS"]}/${name}.png`, fullPage: true });
      }
      await page.context().close();
    }
    expect(found).toEqual([]);
  });
});

describe("a page", () => {
  test("at 200 % zoom needs no scrolling sideways", async () => {
    const found: string[] = [];
    for (const [path, as] of allPages()) {
      const page = await look(browser, seoul, { as, width: 720 });
      await page.goto(seoul.url + path);
      if ((await tooWideBy(page)) > 0) found.push(path);
      await page.context().close();
    }
    expect(found).toEqual([]);
  }, 60_000);

  test("of an applicant weighs at most 30 kB and that of a center 60 kB, styles and script included", async () => {
    const weigh = async (path: string, as: string) => {
      const page = await look(browser, seoul, { as });
      const bodies: Promise<Buffer>[] = [];
      page.on("response", (response) => bodies.push(response.body().catch(() => Buffer.alloc(0))));
      seoul.holdsStreams = false;
      await page.goto(seoul.url + path);
      seoul.holdsStreams = true;
      const bytes = (await Promise.all(bodies)).reduce((sum, body) => sum + gzipSync(body).length, 0);
      await page.context().close();
      return bytes;
    };
    expect(await weigh("/my", examples.applicant)).toBeLessThanOrEqual(30_000);
    expect(await weigh("/center", examples.center)).toBeLessThanOrEqual(60_000);
  });

  test("can be walked through by keyboard, and shows where one is", async () => {
    const page = await look(browser, seoul, { as: examples.applicant });
    await page.goto(`${seoul.url}/my`);
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.className")).toBe("skip");
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement.id")).toBe("content");
    const wanted = await page.locator("main a:visible, main button:visible, main summary:visible").count();
    const reached = new Set<string>();
    for (let step = 0; step < wanted; step++) {
      await page.keyboard.press("Tab");
      const [where, outline] = await page.evaluate<[string, string]>(
        "[document.activeElement.outerHTML, getComputedStyle(document.activeElement).outlineStyle]",
      );
      expect(outline, where).toBe("solid");
      reached.add(`${step} ${where}`);
    }
    expect(reached.size).toBe(wanted);
    expect(await page.evaluate("document.activeElement.closest('main') !== null")).toBe(true);
    await page.context().close();
  });

  test("comes with styles and script of its own at addresses that never change, and loads nothing from elsewhere", async () => {
    const page = await look(browser, seoul, { as: examples.center });
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    const response = await page.goto(`${seoul.url}/center`);
    expect(response?.headers()["content-security-policy"]).toContain("script-src 'self'");
    expect(response?.headers()["content-security-policy"]).not.toContain("unsafe");
    expect(asked.filter((url) => !url.startsWith(seoul.url) && !url.startsWith("data:"))).toEqual([]);
    for (const url of asked.filter((one) => one.includes("/assets/"))) {
      const answer = await page.request.get(url);
      expect(answer.headers()["cache-control"]).toContain("immutable");
    }
    await page.context().close();
  });
});
