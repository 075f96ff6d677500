import { existsSync } from "node:fs";
import sparticuz from "@sparticuz/chromium";
import { type Browser, chromium } from "playwright-core";

/** Debian's. */
const OF_THE_SYSTEM = "/usr/bin/chromium";

/**
 * A browser for the tests: the one that IEUM_CHROMIUM names, else the system's, else the one that an npm package carries, which runs where nothing is
 * installed. Throws, saying what to do, where none starts.
 */
export async function launchChromium(): Promise<Browser> {
  const path = await findChromium();
  try {
    // The package's own arguments are Lambda's: everything in one process, which dies now and then as a page opens.
    return await chromium.launch({ executablePath: path, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
  } catch (cause) {
    throw new Error(
      `no browser starts on this machine (tried ${path}): install Chromium, or name one by IEUM_CHROMIUM`,
      { cause },
    );
  }
}

async function findChromium(): Promise<string> {
  const named = process.env["IEUM_CHROMIUM"];
  if (named !== undefined && named !== "") return named;
  return existsSync(OF_THE_SYSTEM) ? OF_THE_SYSTEM : sparticuz.executablePath();
}
