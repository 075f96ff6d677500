import type { Browser, Page } from "playwright-core";
import { launchChromium } from "./chromium.ts";
import { type Examples, examplesOf } from "./examples.ts";
import { type Look, look } from "./looking.ts";
import { type SmallSeoul, startSmallSeoul } from "./small-seoul.ts";

/** A small Seoul, people of it with something to see, and a browser to look at it. */
export interface Visit {
  readonly seoul: SmallSeoul;
  readonly examples: Examples;
  /** An empty page of somebody who looks. */
  page(how: Look): Promise<Page>;
  /** A page of somebody who looks, at a path. */
  at(path: string, how: Look): Promise<Page>;
  end(): Promise<void>;
}

export async function visitSeoul(): Promise<Visit> {
  const browser: Browser = await launchChromium();
  const seoul = await startSmallSeoul();
  const page = (how: Look) => look(browser, seoul, how);
  return {
    seoul,
    examples: await examplesOf(seoul),
    page,
    at: async (path, how) => {
      const opened = await page(how);
      await opened.goto(seoul.url + path);
      return opened;
    },
    end: async () => {
      await browser.close();
      await seoul.stop();
    },
  };
}
