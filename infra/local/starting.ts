/** The whole service on this machine, with a small Seoul in it on the first start: what `npm start` runs. */
import { parseArgs } from "node:util";
import { openTerminal } from "../cli/terminal.ts";
import { chosenTaxonomyFile } from "../taxonomy-in-use.ts";
import { API_PORT, DATA_DIR, PORT, runService, type Service } from "./local-service.ts";
import { narrate } from "./narrator.ts";
import { exampleActors, examplePair, seedOnce } from "./seed.ts";
import { StoreFailed } from "./store-failed.ts";

const HELP = `Runs Ieum on this machine, on loopback only, and tells what happens.

  npm start                    keeps what it has under .ieum; seeds a small Seoul the first time
  npm start -- --fresh         starts empty, and seeds again
  npm start -- --no-seed       starts without the small Seoul
  npm start -- --json          tells it as lines of JSON
  npm start -- --port 5000     uses ports 5000 to 5002 (${PORT} to ${API_PORT} by default)

IEUM_TAXONOMY names an artifact of \`ieum taxonomy build\` to go by instead of the built-in taxonomy, and then nothing is seeded: the small
Seoul speaks the built-in one.

Ctrl-C ends it. What was accepted is still there at the next start.`;

/** Openings of the small Seoul come about four a second: slow enough to read. */
const SEED_PAUSE_MS = 250;

const options = {
  fresh: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  "no-seed": { type: "boolean", default: false },
  port: { type: "string" },
  help: { type: "boolean", short: "h", default: false },
} as const;

const terminal = openTerminal();
const { red, bold, dim, cyan } = terminal.colours;

async function main(): Promise<number> {
  const { values } = parseArgs({ options });
  if (values.help) {
    terminal.line(HELP);
    return 0;
  }
  const port = values.port === undefined ? PORT : Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_533) throw new Error("--port must be a number from 1 to 65533");

  const stopping = new AbortController();
  const ended = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => {
        stopping.abort();
        resolve();
      });
    }
  });
  if (!values.json) terminal.line(dim("synthesising the stack …"));
  const service = await runService({
    dataDir: DATA_DIR,
    fresh: values.fresh,
    port,
    tablesPort: port + 1,
    apiPort: port + 2,
    examples: chosenTaxonomyFile() === undefined ? exampleActors() : [],
    onStep: (step, milliseconds) => {
      if (values.json) terminal.json({ step, milliseconds });
      else terminal.line(dim(`${step} in ${milliseconds} ms`));
    },
  });
  const endNarration = narrate(service.twin, { json: values.json });
  try {
    const seeds = !values["no-seed"] && chosenTaxonomyFile() === undefined;
    if (seeds) await seed(service, stopping.signal);
    if (!values.json && !stopping.signal.aborted) showTheWay(service, seeds);
    await ended;
  } finally {
    endNarration();
    await service.stop();
  }
  if (!values.json) terminal.line(dim("stopped; what was accepted is kept"));
  return 0;
}

async function seed(service: Service, signal: AbortSignal): Promise<void> {
  await seedOnce(service, { pauseMs: SEED_PAUSE_MS, signal });
  if (!signal.aborted) await service.twin.idle();
}

function showTheWay({ twin }: Service, isSeeded: boolean): void {
  const { applicantId, openingId } = isSeeded ? examplePair() : { applicantId: "APPLICANT", openingId: "OPENING" };
  const toColumn = (command: string) => `npm run ieum -- ${command}`.padEnd(44);
  terminal.line(`
${bold("Ieum is running.")} Look here next:
  ${cyan(`${twin.apiUrl}/sign-in`)}   the console, as whoever you want to be: start as an applicant
  ${cyan(`${twin.apiUrl}/docs`)}   the API and the events
  ${toColumn(`inbox ${applicantId}`)}what ${applicantId} was told, in the terminal
  ${toColumn(`why ${applicantId} ${openingId}`)}why a pair matches, or why not
  ${toColumn("tail center-west")}what a center receives
  ${toColumn("status")}queues and tables
  ${toColumn("--help")}everything else
Ctrl-C ends it.`);
}

/** One line says what to do. */
function complain(error: unknown): void {
  process.stderr.write(`${red("ieum:")} ${error instanceof Error ? error.message : String(error)}\n`);
}

// A full disk comes out of the middle of the work, where nobody waits for it.
process.once("uncaughtException", (error) => {
  if (!(error instanceof StoreFailed)) throw error;
  complain(error);
  process.exit(1);
});

try {
  process.exitCode = await main();
} catch (error) {
  complain(error);
  process.exitCode = 1;
}
