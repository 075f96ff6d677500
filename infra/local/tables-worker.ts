/**
 * The thread of the tables. dynalite does all its work in JavaScript on one event loop; on a thread of its own it takes
 * the second core instead of time from the queues and the bus.
 *
 * Every request is judged before dynalite sees it, so a call that the cloud would deny changes nothing here either.
 */
import { EventEmitter } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { ClassicLevel } from "classic-level";
import dynalite from "dynalite";
import { type AccessRules, ANONYMOUS, accessDeniedMessage, principalOf, toAccessCheck } from "./access.ts";
import { type CallVerdict, type TwinCall, watchCall } from "./calls.ts";
import { type AskedFor, tellingFirst } from "./decisions.ts";
import { ACCOUNT, REGION } from "./resource-types.ts";
import { requireNothingDropped, StoreFailed } from "./store-failed.ts";

export type TablesWorkerData = { path?: string; host: string; port: number };
export type ToTables =
  | { kind: "rules"; rules: AccessRules }
  | { kind: "watch"; principals: Set<string> }
  | { kind: "verdict"; id: number; verdict: CallVerdict }
  | { kind: "stop" };
export type FromTables =
  | { kind: "listening"; port: number }
  | { kind: "failed"; code: string; message: string }
  | { kind: "denied"; reason: string }
  | { kind: "asked"; asked: AskedFor }
  | { kind: "call"; id: number; call: TwinCall }
  | { kind: "stopped" };

const port = parentPort;
if (port === null) throw new Error("tables-worker.ts runs as a worker thread only");
const options = workerData as TablesWorkerData;
const post = (message: FromTables): void => port.postMessage(message);

/**
 * dynalite reads its store several times per request, each time on a thread of the pool and back. What is in memory is read sooner than a thread
 * is woken: reading at once raised what the whole twin carries from 179 to 199 of 200 events/s offered. Keys are ASCII here: with others, reading at once is at fault in this release.
 */
interface Reads {
  _get(key: unknown, options: unknown): Promise<unknown>;
  _getSync(key: unknown, options: unknown): unknown;
}
const reads = ClassicLevel.prototype as unknown as Reads;
reads._get = async function (this: Reads, key, options) {
  return this._getSync(key, options);
};

/** dynalite opens its store while it is asked already, and would fail that alone: here a fault is known before anybody is answered. */
async function requireReadable(path: string): Promise<void> {
  const probe = new ClassicLevel(path);
  try {
    await probe.open();
    await probe.close();
  } catch (error) {
    const { cause } = error as Error;
    throw new StoreFailed(path, cause ?? error);
  }
  requireNothingDropped(path);
}

/** Below and above every key of dynalite's. */
const BOUNDS = [Buffer.from([0]), Buffer.from([0xff, 0xff, 0xff, 0xff])] as const;

/**
 * LevelDB keeps what is overwritten or deleted until it comes by; when the twin has stopped it is made to come by, so that nothing of whoever has left stays
 * in its files. Not before: dynalite leaves iterators open, and whatever one of them could still read is kept. A file that has none above it isn't
 * gone over, therefore two rows around all others are written, which lie above every file.
 */
async function forgetDeleted(path: string): Promise<void> {
  const closed = new ClassicLevel<Buffer, string>(path, { keyEncoding: "buffer" });
  await closed.batch(BOUNDS.map((key) => ({ type: "put", key, value: "" })));
  await closed.compactRange(...BOUNDS);
  await closed.batch(BOUNDS.map((key) => ({ type: "del", key })));
  await closed.close();
}

try {
  if (options.path !== undefined) await requireReadable(options.path);
} catch (error) {
  post({ kind: "failed", code: "STORE_FAILED", message: error instanceof Error ? error.message : String(error) });
  process.exit(1);
}

// dynalite takes the names for its ARNs from the environment, when it opens its store.
process.env["AWS_REGION"] = REGION;
process.env["AWS_ACCOUNT_ID"] = ACCOUNT;
const tables = dynalite({
  ...(options.path === undefined ? {} : { path: options.path }),
  createTableMs: 0,
  deleteTableMs: 0,
  updateTableMs: 0,
});
const [answer] = tables.listeners("request") as ((req: unknown, res: ServerResponse) => void)[];

let access = toAccessCheck({ enforce: true, statementsByPrincipal: new Map() });
let watched = new Set<string>();
let lastCallId = 0;
const waiting = new Map<number, (verdict: CallVerdict) => void>();

function askWatcher(call: TwinCall): Promise<CallVerdict> {
  lastCallId += 1;
  const id = lastCallId;
  post({ kind: "call", id, call });
  return new Promise((resolve) => waiting.set(id, resolve));
}

const tableArn = (name: string): string =>
  name.startsWith("arn:") ? name : `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${name}`;

/** A query on an index needs a grant on the index; a batch needs one on every table in it. */
function resourcesOf(body: string): string[] {
  const parsed: unknown = JSON.parse(body);
  const { TableName, IndexName, RequestItems } = (parsed ?? {}) as {
    TableName?: string;
    IndexName?: string;
    RequestItems?: Record<string, unknown>;
  };
  if (RequestItems !== undefined) return Object.keys(RequestItems).map(tableArn);
  if (TableName === undefined) return ["*"];
  return [IndexName === undefined ? tableArn(TableName) : `${tableArn(TableName)}/index/${IndexName}`];
}

function refusalOf(principal: string, operation: string, body: string): string | undefined {
  let resources: string[];
  try {
    resources = resourcesOf(body);
  } catch {
    // dynalite answers what DynamoDB answers to a body that is not JSON.
    return undefined;
  }
  for (const resource of resources) {
    const action = `dynamodb:${operation}`;
    const decision = access(principal, action, resource);
    if (!decision.allowed) return accessDeniedMessage(principal, action, resource, decision.reason);
  }
  return undefined;
}

/** dynalite reads its request as a stream; this one has been read already. */
function replay(req: IncomingMessage, body: Buffer, res: ServerResponse): void {
  const again = Object.assign(new EventEmitter(), { method: req.method, url: req.url, headers: req.headers });
  answer?.(again, res);
  if (body.length > 0) again.emit("data", body);
  again.emit("end");
}

function handle(req: IncomingMessage, body: Buffer, res: ServerResponse): void {
  const operation = String(req.headers["x-amz-target"] ?? "").split(".")[1] ?? "";
  const principal = principalOf(req.headers) ?? ANONYMOUS;
  const refusal = refusalOf(principal, operation, body.toString());
  if (refusal !== undefined) {
    post({ kind: "denied", reason: refusal });
    res.writeHead(400, { "content-type": "application/x-amz-json-1.0" });
    res.end(JSON.stringify({ __type: "com.amazon.coral.service#AccessDeniedException", Message: refusal }));
    return;
  }
  const go = (): void => replay(req, body, res);
  if (!watched.has(principal)) {
    go();
    return;
  }
  const [resource = "*"] = resourcesOf(body.toString());
  void watchCall({ principal, service: "dynamodb", operation, resource }, res, askWatcher, go);
}

const server = createServer((req, res) => {
  const chunks: Buffer[] = [];
  req.on("data", (chunk: Buffer) => chunks.push(chunk));
  req.on("end", () => handle(req, chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks), res));
});
server.on("error", (error: NodeJS.ErrnoException) => {
  post({ kind: "failed", code: error.code ?? "UNKNOWN", message: error.message });
});
server.listen(options.port, options.host, () => {
  post({ kind: "listening", port: (server.address() as AddressInfo).port });
});

async function stop(): Promise<void> {
  server.close();
  server.closeAllConnections();
  // dynalite closes its store only as part of closing its own server, which therefore has to have listened.
  await new Promise<void>((listening) => tables.listen(0, "127.0.0.1", listening));
  await new Promise<unknown>((closed) => tables.close(closed));
  if (options.path !== undefined) await forgetDeleted(options.path);
  post({ kind: "stopped" });
  port?.close();
}

port.on("message", (message: ToTables) => {
  switch (message.kind) {
    case "rules":
      access = tellingFirst(toAccessCheck(message.rules), (asked) => post({ kind: "asked", asked }));
      return;
    case "watch":
      watched = message.principals;
      return;
    case "verdict":
      waiting.get(message.id)?.(message.verdict);
      waiting.delete(message.id);
      return;
    case "stop":
      void stop();
  }
});
