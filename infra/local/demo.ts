/**
 * `npm run demo`: one run of the main job from nothing, that checks itself. A fresh twin, the small Seoul's people, and either its openings
 * or those of a file; then, when all queues are empty, what is in the tables and queues is counted. The last line is the
 * counts as JSON, and the exit code says whether they add up.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openTerminal } from "../cli/terminal.ts";
import { typedPath } from "../typed-path.ts";
import { countHeldBack, countOutcome, type Outcome } from "./demo-counts.ts";
import { runService, type Service } from "./local-service.ts";
import { narrate } from "./narrator.ts";
import { seedWorld } from "./seed.ts";

const HELP = `Runs the main job from nothing, checks that everything adds up, and ends.

  npm run demo                              the small Seoul that Ieum brings along
  npm run demo -- --postings FILE.tsv       openings from a file; its dates are moved so that they are open today
  npm run demo -- --quiet                   the counts alone

The last line is {read, accepted, refused, matches, recommended, notified, deadLettered, applicantsReached, seconds}.
Exit code 0 only if accepted + refused = read, notified = recommended and nothing was dead-lettered.`;

const COMMAND = fileURLToPath(new URL("../cli/ieum.ts", import.meta.url));

/** Rows that were refused are no failure of an import: see the command's exit codes. */
const IMPORT_DONE = [0, 2];

const options = {
  postings: { type: "string" },
  quiet: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

const terminal = openTerminal();

/** Rows of a file as the import command counts them; for the built-in world, every opening is a row. */
interface Imported {
  readonly read: number;
  readonly refused: number;
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options });
  if (values.help) {
    terminal.line(HELP);
    return 0;
  }
  const since = performance.now();
  const dataDir = mkdtempSync(join(tmpdir(), "ieum-demo-"));
  try {
    const service = await runService({ dataDir, fresh: true, port: 0, tablesPort: 0 });
    const endNarration = values.quiet ? () => undefined : narrate(service.twin, { json: false });
    try {
      const imported = await importAll(service, values.postings);
      await service.twin.idle();
      const outcome = await countOutcome(service, imported);
      if (!values.quiet) {
        const held = [...(await countHeldBack(service))].map(([reason, pairs]) => `${reason} ${pairs}`);
        if (held.length > 0) terminal.line(`held back: ${held.join(", ")}`);
      }
      terminal.json({ ...outcome, seconds: Math.round((performance.now() - since) / 100) / 10 });
      return addsUp(outcome) ? 0 : 1;
    } finally {
      endNarration();
      await service.stop();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function importAll(service: Service, postings: string | undefined): Promise<Imported> {
  const openings = await seedWorld(service, { openings: postings === undefined });
  if (postings === undefined) return { read: openings, refused: 0 };
  await service.twin.idle();
  return importPostings(service, typedPath(postings));
}

/** Runs the import command as a user would, against this twin. */
async function importPostings({ twinFile }: Service, file: string): Promise<Imported> {
  const errors = join(twinFile, "..", "rejected.jsonl");
  const args = [COMMAND, "import", "postings", file, "--shift-dates", "today", "--errors", errors, "--json"];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, IEUM_TWIN: twinFile },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let answer = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    answer += text;
  });
  const code = await new Promise<number | null>((ended) => child.once("close", ended));
  if (code === null || !IMPORT_DONE.includes(code)) throw new Error(`the import of ${file} failed`);
  const { read, refused } = JSON.parse(answer) as Imported;
  return { read, refused };
}

function addsUp({ read, accepted, refused, recommended, notified, deadLettered }: Outcome): boolean {
  return accepted + refused === read && notified === recommended && deadLettered === 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`ieum: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
