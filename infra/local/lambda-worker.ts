/** One execution environment of a Lambda function: loads the bundle once, then answers one invocation at a time. */
import { createRequire } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import type { Context } from "aws-lambda";

export type EnvironmentData = { file: string; exportName: string; functionName: string; arn: string; memoryMb: number };
export type ToEnvironment = { requestId: string; event: string; deadlineMs: number };
export type FunctionError = { errorType: string; errorMessage: string; trace?: string[] };
export type FromEnvironment =
  | { kind: "ready" }
  | { kind: "unloadable"; error: FunctionError }
  | { kind: "answer"; payload: string }
  | { kind: "error"; error: FunctionError };

type Handler = (event: unknown, context: Context) => unknown;

const port = parentPort;
if (port === null) throw new Error("lambda-worker.ts runs as a worker thread only");
const { file, exportName, functionName, arn, memoryMb } = workerData as EnvironmentData;
const post = (message: FromEnvironment): void => port.postMessage(message);

function toFunctionError(cause: unknown, errorType?: string): FunctionError {
  if (!(cause instanceof Error)) return { errorType: errorType ?? typeof cause, errorMessage: String(cause) };
  return { errorType: errorType ?? cause.name, errorMessage: cause.message, trace: (cause.stack ?? "").split("\n") };
}

function contextOf({ requestId, deadlineMs }: ToEnvironment): Context {
  const gone = (): never => {
    throw new Error("Callbacks are not part of the nodejs24.x runtime; return a promise");
  };
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: arn,
    memoryLimitInMB: String(memoryMb),
    awsRequestId: requestId,
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: "local",
    getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
    done: gone,
    fail: gone,
    succeed: gone,
  };
}

async function load(): Promise<Handler> {
  const loaded: unknown = file.endsWith(".mjs") ? await import(file) : createRequire(file)(file);
  const handler = (loaded as Record<string, unknown>)[exportName];
  if (typeof handler === "function") return handler as Handler;
  throw Object.assign(new Error(`${exportName} is undefined or not exported`), { name: "Runtime.HandlerNotFound" });
}

async function answer(handler: Handler, invocation: ToEnvironment): Promise<void> {
  try {
    const result = await handler(JSON.parse(invocation.event), contextOf(invocation));
    post({ kind: "answer", payload: JSON.stringify(result ?? null) });
  } catch (cause) {
    post({ kind: "error", error: toFunctionError(cause) });
  }
}

try {
  const handler = await load();
  port.on("message", (invocation: ToEnvironment) => void answer(handler, invocation));
  post({ kind: "ready" });
} catch (cause) {
  const named = cause instanceof Error && cause.name.startsWith("Runtime.");
  post({ kind: "unloadable", error: toFunctionError(cause, named ? undefined : "Runtime.ImportModuleError") });
}
