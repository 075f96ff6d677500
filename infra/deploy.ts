/** `npm run deploy`: synthesises a stage, shows what would change in it, and deploys exactly that when somebody says so. */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import cdk from "../cdk.json" with { type: "json" };
import { openTerminal } from "./cli/terminal.ts";
import { resourceNames } from "./names.ts";
import { DEFAULT_STAGE, isStage, type Stage, stages } from "./stages.ts";

const HELP = `Deploys a stage with the CDK: synthesises it, shows the difference to what is deployed, and asks.

  npm run deploy -- --stage prod                   shows the difference, asks, deploys
  npm run deploy -- --stage prod --diff            shows the difference and ends
  npm run deploy -- --stage prod --against FILE    the difference to a template that was kept; needs no account
  npm run deploy -- --stage dev --yes              doesn't ask: for pipelines

It takes --profile NAME, or the variables that every AWS tool takes. An account is prepared once with \`npx cdk bootstrap\`.
Stages: ${Object.keys(stages).join(", ")} (${DEFAULT_STAGE}). Exit codes: 0 done, 1 failed, 3 not deployed because nobody said yes.`;

const options = {
  stage: { type: "string", default: DEFAULT_STAGE },
  profile: { type: "string" },
  against: { type: "string" },
  diff: { type: "boolean", default: false },
  yes: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

const EXIT_FAILED = 1;
const EXIT_NOT_WANTED = 3;

const CDK = createRequire(import.meta.url).resolve("aws-cdk/bin/cdk");

/** Runs the CDK's command with what it is given, on this terminal. */
function runCdk(args: readonly string[]): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const child = spawn(process.execPath, [CDK, ...args], { stdio: "inherit" });
  child.once("error", reject);
  child.once("close", (code) => resolve(code ?? EXIT_FAILED));
  return promise;
}

/** Where people are, the name has to be typed: a habit of pressing y isn't enough. */
async function isWanted(stage: Stage): Promise<boolean> {
  const word = stages[stage].keepsData ? stage : "y";
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (
      (await lines.question(`Deploy this to ${resourceNames(stage).stack}? Type ${word} to do so: `)).trim() === word
    );
  } finally {
    lines.close();
  }
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options });
  const terminal = openTerminal();
  if (values.help) {
    terminal.line(HELP);
    return 0;
  }
  const { stage } = values;
  if (!isStage(stage)) throw new Error(`there is no stage ${stage}; there are ${Object.keys(stages).join(", ")}`);
  const stack = resourceNames(stage).stack;
  const profile = values.profile === undefined ? [] : ["--profile", values.profile];
  const synthesised = await runCdk(["synth", "--quiet", "--context", `stage=${stage}`, ...profile]);
  if (synthesised !== 0) return synthesised;
  // From here on the folder counts, and no second synthesis: what was shown is what is deployed.
  const app = ["--app", cdk.output, ...profile];
  const against = values.against === undefined ? [] : ["--template", values.against];
  const compared = await runCdk(["diff", stack, ...app, ...against]);
  if (compared !== 0) {
    terminal.note(
      "the difference could not be shown, so nothing is deployed. Is there an account (--profile, AWS_PROFILE), and is it bootstrapped? --against FILE needs none",
    );
    return EXIT_FAILED;
  }
  if (values.diff || values.against !== undefined) return 0;
  const canAsk = process.stdin.isTTY === true;
  if (!values.yes && !(canAsk && (await isWanted(stage)))) {
    terminal.note(canAsk ? "not deployed" : "not deployed: nobody is here to say yes; --yes says so");
    return EXIT_NOT_WANTED;
  }
  return await runCdk(["deploy", stack, ...app, "--require-approval", "never"]);
}

try {
  process.exitCode = await main();
} catch (fault) {
  openTerminal().note(fault instanceof Error ? fault.message : String(fault));
  process.exitCode = EXIT_FAILED;
}
