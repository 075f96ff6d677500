import axe from "axe-core";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { SESSION_COOKIE, type SmallSeoul } from "./small-seoul.ts";

/** How somebody looks at the pages. */
export interface Look {
  /** `role:subject`; nobody without it. */
  readonly as?: string | undefined;
  readonly language?: "ko" | "en";
  readonly width?: number;
  readonly hasScript?: boolean;
}

/** Where each test's browser context keeps what pages complain of: refused scripts and styles, faults in scripts, missing files. */
const complaints = new WeakMap<BrowserContext, string[]>();

export async function look(browser: Browser, seoul: SmallSeoul, how: Look): Promise<Page> {
  const { as, language = "ko", width = 1_440, hasScript = true } = how;
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    javaScriptEnabled: hasScript,
    locale: language === "ko" ? "ko-KR" : "en-US",
  });
  context.setDefaultTimeout(10_000);
  const cookies = [
    { name: "ieum-language", value: language },
    ...(as === undefined ? [] : [{ name: SESSION_COOKIE, value: as }]),
  ];
  await context.addCookies(cookies.map((cookie) => ({ ...cookie, url: seoul.url })));
  const page = await context.newPage();
  const heard: string[] = [];
  complaints.set(context, heard);
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of (?:4\d\d)/.test(message.text())) heard.push(message.text());
  });
  page.on("pageerror", (error) => heard.push(error.message));
  page.on("dialog", (dialog) => {
    heard.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return page;
}

export function complaintsOf(page: Page): readonly string[] {
  return complaints.get(page.context()) ?? [];
}

/** What axe says against a page by WCAG 2.0–2.2, A and AA, each with where it is. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(`axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  }).then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map(({ target }) => target.join(" ")).slice(0, 3).join(", ")))`);
}

/** Text that is smaller than older people read without effort: 18 px, pictures aside. */
export function smallTexts(page: Page): Promise<readonly string[]> {
  return page.evaluate(`[...document.querySelectorAll("body *:not(svg *)")]
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ""))
    .filter((element) => parseFloat(getComputedStyle(element).fontSize) < 18)
    .map((element) => element.tagName + "." + element.className + " " + element.textContent.slice(0, 20))`);
}

/** What the page is wider than the window by: nobody should have to scroll sideways to read. */
export function tooWideBy(page: Page): Promise<number> {
  return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
}

/** Texts in pictures whose contrast to the shape behind them is below 4.5 to 1, which axe doesn't look at. */
export function faintTexts(page: Page): Promise<readonly string[]> {
  return page.evaluate(`(() => {
    const light = (colour) => {
      const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map((part) => {
        const share = part / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    return [...document.querySelectorAll("svg text")].flatMap((text) => {
      const shape = text.parentElement.querySelector("rect");
      const [one, other] = [getComputedStyle(text).fill, getComputedStyle(shape).fill].map(light);
      const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
      return ratio < 4.5 ? [text.textContent + " " + ratio.toFixed(2)] : [];
    });
  })()`);
}
