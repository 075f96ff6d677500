/** Runs a twin until somebody kills it: says where it is when it is ready, and answers each line it is sent, when it is idle, with what is in its queues. */
import { createInterface } from "node:readline";
import { keepCompiledCode } from "../../infra/local/compiled-code.ts";
import { resourceNames } from "../../infra/names.ts";
import { DEFAULT_STAGE } from "../../infra/stages.ts";
import type { Ready } from "./living-twin.ts";

// As `npm start` does, too.
keepCompiledCode();
const { startTwin } = await import("../../infra/local/twin.ts");

const [, , assemblyDir = "", dataDir = ""] = process.argv;

// As `npm start` does.
process.once("uncaughtException", ({ message }) => {
  process.stderr.write(`${message}\n`);
  process.exit(1);
});

try {
  const twin = await startTwin({ assemblyDir, dataDir });
  twin.on("fault", ({ message }) => process.stderr.write(`${message}\n`));
  process.once("SIGTERM", () => void twin.stop().then(() => process.exit(0)));
  const day = await twin.invoke(resourceNames(DEFAULT_STAGE).functions["start-day"], {});
  if (day.kind === "error") throw new Error(`the day could not be started: ${day.error.errorMessage}`);
  const [dynamodb, sqs, events] = (["dynamodb", "sqs", "events"] as const).map((name) => twin.clientConfig(name));
  if (dynamodb === undefined || sqs === undefined || events === undefined) throw new Error("a service is missing");
  const ready: Ready = { clients: { dynamodb, sqs, events }, outputs: twin.outputs };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  for await (const _line of createInterface({ input: process.stdin })) {
    await twin.idle();
    process.stdout.write(`${JSON.stringify(twin.counts())}\n`);
  }
} catch (error) {
  // As `npm start` says it: one line.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
