/** The twin's front door on loopback: SQS and EventBridge by the operation that the request names, and pages for the rest. */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ANONYMOUS, principalOf } from "./access.ts";
import { type CallWatcher, type TwinCall, watchCall } from "./calls.ts";
import { listenOn } from "./port-in-use.ts";

/** Answers a request that is neither SQS nor EventBridge, and says whether it did. */
export type Routes = (req: IncomingMessage, res: ServerResponse) => boolean;

export type GatewayParts = {
  sqs: RequestListener;
  events: RequestListener;
  routes?: Routes;
  /** Undefined unless this principal is watched. */
  watcherOf: (principal: string) => CallWatcher | undefined;
};

export type Gateway = {
  url: string;
  /** Requests are refused as "starting" until the parts are in. */
  open: (parts: GatewayParts) => void;
  stop: () => Promise<void>;
};

const SERVICES = [
  { prefix: "AmazonSQS.", service: "sqs", part: "sqs" },
  { prefix: "AWSEvents.", service: "events", part: "events" },
] as const;

function answer(req: IncomingMessage, res: ServerResponse, parts: GatewayParts): void {
  const target = String(req.headers["x-amz-target"] ?? "");
  const known = SERVICES.find(({ prefix }) => target.startsWith(prefix));
  if (known === undefined) {
    if (parts.routes?.(req, res) === true) return;
    res.writeHead(404, { "content-type": "text/plain; charset=utf-8" }).end("Nothing is here.\n");
    return;
  }
  const principal = principalOf(req.headers) ?? ANONYMOUS;
  const watcher = parts.watcherOf(principal);
  const go = (): void => parts[known.part](req, res);
  const call: Omit<TwinCall, "phase"> = {
    principal,
    service: known.service,
    operation: target.slice(known.prefix.length),
  };
  if (watcher === undefined) go();
  else void watchCall(call, res, watcher, go);
}

export async function openGateway(host: string, port: number): Promise<Gateway> {
  let parts: GatewayParts | undefined;
  const server = createServer((req, res) => {
    if (parts === undefined) res.writeHead(503, { "content-type": "text/plain" }).end("The twin is starting.\n");
    else answer(req, res, parts);
  });
  await listenOn(server, host, port);
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    open: (given) => {
      parts = given;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
