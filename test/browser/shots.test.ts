import { test } from "vitest";
import { launchChromium } from "./chromium.ts";
import { SESSION_COOKIE, startSmallSeoul } from "./small-seoul.ts";

const PAGES: readonly (readonly [name: string, as: string | undefined, path: string])[] = [
  ["welcome", undefined, "/"],
  ["criteria", undefined, "/criteria"],
  ["my", "applicant:applicant-1001", "/my"],
  ["settings", "applicant:applicant-1001", "/my/settings"],
  ["leave", "applicant:applicant-1001", "/my/leave"],
  ["employer", "employer:EMP", "/employer"],
  ["new", "employer:EMP", "/employer/openings/new"],
  ["center", "center:central", "/center"],
  ["calls", "center:central", "/center/calls"],
  ["kpi", "center:central", "/center/kpi"],
];

test("takes pictures", { timeout: 200_000 }, async () => {
  const seoul = await startSmallSeoul();
  const counts = new Map<string, number>();
  const recs: string[] = [];
  for (const [id] of seoul.service.world.kept("applicants")) {
    const list = await seoul.service.world.recommendations.list(id);
    const bridges = await seoul.service.world.bridges.list(id);
    if (list.length) recs.push(`${id} ${list.length} ${bridges.length}`);
  }
  for (const [, state] of seoul.service.world.kept("openings")) {
    const body = (state as { body?: string }).body;
    if (body) {
      const e = JSON.parse(body).employerId;
      counts.set(e, (counts.get(e) ?? 0) + 1);
    }
  }
  console.log(
    recs
      .sort(
        (a, b) =>
          Number(b.split(" ")[1]) + 5 * Number(b.split(" ")[2]) - Number(a.split(" ")[1]) - 5 * Number(a.split(" ")[2]),
      )
      .slice(0, 8),
    [...counts].slice(0, 6),
  );
  const best = recs[0]?.split(" ")[0] ?? "";
  const emp = [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "";
  const browser = await launchChromium();
  for (const width of [1440, 360]) {
    for (const language of ["ko", "en"]) {
      const only = process.env["SHOTS"]?.split(",");
      for (const [name, as, path] of PAGES) {
        if (only && !only.includes(name)) continue;
        const context = await browser.newContext({ viewport: { width, height: 900 } });
        const cookies = [{ name: "ieum-language", value: language, url: seoul.url }];
        const who = as?.replace("EMP", emp).replace("applicant-1001", best);
        if (who) cookies.push({ name: SESSION_COOKIE, value: who, url: seoul.url });
        await context.addCookies(cookies);
        const page = await context.newPage();
        page.on("console", (message) => message.type() === "error" && console.log(name, message.text()));
        const started = performance.now();
        await page.goto(seoul.url + path);
        console.log(name, language, width, Math.round(performance.now() - started));
        const over = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
        if (Number(over) > 0) console.log(name, language, width, "too wide by", over);
        await page.screenshot({
          path: `/tmp/shots/${name}-${language}-${width}.png`,
          fullPage: true,
          clip: { x: 0, y: Number(process.env["TOP"] ?? 0), width, height: width === 360 ? 1500 : 1300 },
        });
        if (name === "my") {
          const link = await page.locator(".recommendation h2 a").first().getAttribute("href");
          if (link) {
            await page.goto(seoul.url + link);
            await page.screenshot({ path: `/tmp/shots/opening-${language}-${width}.png`, fullPage: true });
          }
        }
        if (name === "employer") {
          const link = await page.locator("tbody th a").first().getAttribute("href");
          if (link) {
            await page.goto(seoul.url + link);
            await page.screenshot({ path: `/tmp/shots/shortlist-${language}-${width}.png`, fullPage: true });
          }
        }
        await context.close();
      }
    }
  }
  await browser.close();
  await seoul.stop();
});
