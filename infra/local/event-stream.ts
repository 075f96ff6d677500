/**
 * Server-sent events of the twin: whoever asks a path of the API with `Accept: text/event-stream` has it asked again and again, and is sent each answer that
 * moves the cursor on. The function knows nothing of it; in the cloud the same path is asked by whoever waits. What may be seen is decided there, at each time anew.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { CURSOR_HEADER } from "../../functions/api/answering.ts";
import type { RestApiCaller } from "./rest-api.ts";

/** Between two looks: soon enough to seem at once, seldom enough for a laptop. */
const PAUSE_MS = 500;

/** A comment now and then keeps the connection open through whatever is in between. */
const HEARTBEAT_MS = 15_000;

/** Answers a request for a stream, and says whether it was one. */
export function streamEvents(req: IncomingMessage, res: ServerResponse, call: RestApiCaller): boolean {
  if (req.method !== "GET" || !String(req.headers.accept ?? "").includes("text/event-stream")) return false;
  void follow(req, res, call);
  return true;
}

async function follow(req: IncomingMessage, res: ServerResponse, call: RestApiCaller): Promise<void> {
  const { accept: _accept, ...headers } = req.headers;
  let cursor = String(req.headers["last-event-id"] ?? "");
  let isOpen = true;
  let lastSent = Date.now();
  res.on("close", () => {
    isOpen = false;
  });
  while (isOpen) {
    const url = new URL(req.url ?? "/", "http://localhost");
    if (cursor !== "") url.searchParams.set("after", cursor);
    const answer = await call({ method: "GET", url: `${url.pathname}${url.search}`, headers }).catch(() => undefined);
    if (!isOpen) return;
    if (answer === undefined || answer.status >= 400) {
      if (!res.headersSent) res.writeHead(answer?.status ?? 502, answer?.headers ?? {});
      res.end(answer?.body);
      return;
    }
    if (!res.headersSent)
      res.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store" });
    const next = String(answer.headers[CURSOR_HEADER] ?? "");
    if (next !== "" && next !== cursor) {
      cursor = next;
      lastSent = Date.now();
      const lines = answer.body.toString("utf8").split(/\r?\n/);
      res.write(`id: ${cursor}\n${lines.map((line) => `data: ${line}`).join("\n")}\n\n`);
    } else if (Date.now() - lastSent > HEARTBEAT_MS) {
      lastSent = Date.now();
      res.write(": still here\n\n");
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
