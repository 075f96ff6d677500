/** `npm run kills`: kills a whole twin at random moments while events flow, and says what of that was lost, or told twice. */
import { readOptions, runBench, wholeNumber } from "../bench/arguments.ts";
import { killAgainAndAgain } from "./kill-run.ts";

const HELP = `Kills the local twin, over and over, with SIGKILL.

  npm run kills                             100 kills over a store of 50,000 people
  npm run kills -- --times 10 --applicants 0
  npm run kills -- --json                   one line and nothing else: {kills, killsInStart, applicants, accepted, putAgain, lost,
                                            untold, twice, deadLetters, restartP50Ms, restartMaxMs, seconds}

Every second kill comes after a start that is killed, too. A restart is timed from the start of the process until it can be used, the stack being
synthesised. It exits with 1 when anything was lost or came twice.`;

const options = {
  times: { type: "string", default: "100" },
  applicants: { type: "string", default: "50000" },
  seed: { type: "string", default: "1" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

async function main(): Promise<number> {
  const values = readOptions(options);
  if (values.help) {
    process.stdout.write(`${HELP}\n`);
    return 0;
  }
  const report = await killAgainAndAgain({
    times: wholeNumber(values, "times"),
    applicants: wholeNumber(values, "applicants", { least: 0 }),
    seed: wholeNumber(values, "seed"),
    onLine: (line) => void (values.json || process.stdout.write(`${line}\n`)),
  });
  process.stdout.write(`${JSON.stringify(report)}\n`);
  return report.lost + report.untold + report.twice + report.deadLetters === 0 ? 0 : 1;
}

await runBench(main);
