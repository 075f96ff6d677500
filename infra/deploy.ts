/** `npm run deploy`: synthesises a stage, shows what would change in it, and deploys exactly that when somebody says so. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import cdk from "../cdk.json" with { type: "json" };
import { openTerminal, type Terminal } from "./cli/terminal.ts";
import { resourceNames } from "./names.ts";
import { type Looked, lookFor, type NeededSecret, neededSecrets, SECRETS_ARE_MADE_BY } from "./needed-secrets.ts";
import { DEFAULT_STAGE, isStage, REGION, type Stage, stages } from "./stages.ts";
import { typedPath } from "./typed-path.ts";

const HELP = `Deploys a stage with the CDK: synthesises it, shows the difference to what is deployed, and asks.

  npm run deploy -- --stage prod                   shows the difference, asks, deploys
  npm run deploy -- --stage prod --diff            shows the difference and ends
  npm run deploy -- --stage prod --against FILE    the difference to a template that was kept; needs no account
  npm run deploy -- --stage dev --yes              doesn't ask: for pipelines
  npm run deploy -- --stage prod --adopt           takes over tables and logs that a failed first deployment, or a stack
                                                   that was deleted, has left behind under the stage's names

It takes --profile NAME, or the variables that every AWS tool takes. An account is prepared once with \`npx cdk bootstrap\`.
Stages: ${Object.keys(stages).join(", ")} (${DEFAULT_STAGE}). Exit codes: 0 done, 1 failed, 3 not deployed because nobody said yes.`;

const options = {
  stage: { type: "string", default: DEFAULT_STAGE },
  profile: { type: "string" },
  against: { type: "string" },
  diff: { type: "boolean", default: false },
  yes: { type: "boolean", default: false },
  adopt: { type: "boolean", default: false },
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

/**
 * Says which secrets the stage wants, and whether they are there. A first deployment without them would fail halfway and leave tables behind that can't be
 * made a second time.
 */
function hasSecrets(stack: string, terminal: Terminal, canLook: boolean, profile: readonly string[]): boolean {
  const needed = neededSecrets(readFileSync(join(cdk.output, `${stack}.template.json`), "utf8"));
  if (needed.length === 0) return true;
  terminal.note("\nSecrets Manager has to have, as JSON:");
  const found = needed.map((secret) => {
    const looked = canLook ? lookFor(secret, REGION, profile) : undefined;
    terminal.note(
      `  ${secret.name}  ${secret.fields.join(", ")}${looked === undefined ? "" : wordsFor(looked, secret)}`,
    );
    return looked?.kind;
  });
  terminal.note(`${SECRETS_ARE_MADE_BY}.\n`);
  return !found.includes("no-secret") && !found.includes("no-field");
}

function wordsFor(looked: Looked, { fields }: NeededSecret): string {
  switch (looked.kind) {
    case "there":
      return `: ${fields.length === 1 ? "is" : "are"} there`;
    case "no-secret":
      return ": THERE IS NO SUCH SECRET";
    case "no-field":
      return `: LACKS ${looked.fields.join(", ")}`;
    case "unknown":
      return `: not looked at, ${looked.why}`;
  }
}

/** What a stage with real people can do without, but hardly means to. */
function absences(variables: Readonly<Record<string, string | undefined>>): readonly string[] {
  const isSet = (name: string): boolean => (variables[name] ?? "") !== "";
  return [
    ...(isSet("IEUM_TOKEN_ISSUER") ? [] : ["IEUM_TOKEN_ISSUER is not set: the API takes nobody's token"]),
    ...(isSet("IEUM_MAIL_HOST")
      ? []
      : ["IEUM_MAIL_HOST is not set: messages wait in applicant-messages for others to send"]),
  ];
}

/** That it isn't there is better said before half a minute of synthesis. */
function keptTemplate(typed: string): string {
  const path = typedPath(typed);
  if (!existsSync(path)) throw new Error(`there is no file ${path} to compare with`);
  return path;
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
  const kept = values.against === undefined ? undefined : keptTemplate(values.against);
  const profile = values.profile === undefined ? [] : ["--profile", values.profile];
  const synthesised = await runCdk(["synth", "--quiet", "--context", `stage=${stage}`, ...profile]);
  if (synthesised !== 0) return synthesised;
  if (stages[stage].keepsData) for (const absence of absences(process.env)) terminal.note(absence);
  const isCompared = kept !== undefined;
  const isComplete = hasSecrets(stack, terminal, !isCompared, profile);
  // From here on the folder counts, and no second synthesis: what was shown is what is deployed.
  const app = ["--app", cdk.output, ...profile];
  const against = kept === undefined ? [] : ["--template", kept];
  const compared = await runCdk(["diff", stack, ...app, ...against]);
  if (compared !== 0) {
    terminal.note(
      "the difference could not be shown, so nothing is deployed. Is there an account (--profile, AWS_PROFILE), and is it bootstrapped? --against FILE needs none",
    );
    return EXIT_FAILED;
  }
  if (values.diff || isCompared) return 0;
  if (!isComplete) {
    terminal.note("a secret is missing, so nothing is deployed");
    return EXIT_FAILED;
  }
  const canAsk = process.stdin.isTTY === true;
  if (!values.yes && !(canAsk && (await isWanted(stage)))) {
    terminal.note(canAsk ? "not deployed" : "not deployed: nobody is here to say yes; --yes says so");
    return EXIT_NOT_WANTED;
  }
  const adopting = values.adopt ? ["--import-existing-resources"] : [];
  return await runCdk(["deploy", stack, ...app, "--require-approval", "never", ...adopting]);
}

try {
  process.exitCode = await main();
} catch (fault) {
  openTerminal().note(fault instanceof Error ? fault.message : String(fault));
  process.exitCode = EXIT_FAILED;
}
