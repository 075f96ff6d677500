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
  const { path, args } = await findChromium();
  try {
    return await chromium.launch({ executablePath: path, args: [...args, "--no-sandbox", "--disable-dev-shm-usage"] });
  } catch (cause) {
    throw new Error(
      `no browser starts on this machine (tried ${path}): install Chromium, or name one by IEUM_CHROMIUM`,
      { cause },
    );
  }
}

async function findChromium(): Promise<{ readonly path: string; readonly args: readonly string[] }> {
  const named = process.env["IEUM_CHROMIUM"];
  if (named !== undefined && named !== "") return { path: named, args: [] };
  if (existsSync(OF_THE_SYSTEM)) return { path: OF_THE_SYSTEM, args: [] };
  return { path: await sparticuz.executablePath(), args: sparticuz.args };
}
