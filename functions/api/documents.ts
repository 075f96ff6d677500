import { html, raw } from "hono/html";
import { refusalCodes } from "../../domain/refusal.ts";
import { toAsyncApi } from "../../events/contracts/asyncapi.ts";
import { apiCodes, apiProblem } from "./problem.ts";
import { allRoutes } from "./routes/all-routes.ts";

const ASYNCAPI_VERSION = "1.0.0";

/** Of all events and messages. */
export function asyncApiDocument() {
  return toAsyncApi(ASYNCAPI_VERSION);
}

const STYLE = `body{font:1.125rem/1.6 system-ui,"Apple SD Gothic Neo","Malgun Gothic",sans-serif;max-width:60rem;margin:0 auto;padding:1.5rem;color:#1e2124;background:#fff}
h1{font-size:1.8rem}h2{font-size:1.4rem;margin-top:2.5rem}h3{font-size:1.125rem;margin:1.5rem 0 .25rem}
code{font-family:ui-monospace,monospace;overflow-wrap:anywhere}table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid #8a949e}
a{color:#0b50d0}p{margin:.25rem 0}:focus-visible{outline:3px solid #0b50d0;outline-offset:2px}`;

/** One page of both documents for people. */
export function toPage() {
  const tags = [...new Set(allRoutes.map(({ tag }) => tag))];
  const channels = Object.entries(toAsyncApi(ASYNCAPI_VERSION)["channels"] as Record<string, Channel>);
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Ieum: API and events</title><style>${raw(STYLE)}</style></head>
<body><main><h1>Ieum: API and events</h1>
<p>For machines: <a href="docs/openapi.json">OpenAPI 3.1</a> and <a href="docs/asyncapi.json">AsyncAPI 3.1</a>.</p>
<p>Send <code>Authorization: Bearer TOKEN</code>. Writes are events: they are checked at once, answered with 202, and can be read a moment later. What is somebody else's is not found. <code>Idempotency-Key</code> makes a write the same when it is sent again, <code>If-Match</code> with an <code>ETag</code> keeps it from overwriting somebody else's.</p>
${tags.map((tag) => html`<h2 id="${tag}">${tag}</h2>${allRoutes.filter((route) => route.tag === tag).map(toEntry)}`)}
<h2 id="events">Events and messages</h2>
${channels.map(
  ([, { title, address, description, messages }]) =>
    html`<h3>${title}</h3><p><code>${address}</code></p><p>${description}</p><p>${Object.keys(messages).join(", ")}</p>`,
)}
<h2 id="problems">Problems</h2><p>Every refusal is <code>application/problem+json</code> (RFC 9457) with a stable <code>code</code> and a JSON Pointer into what was sent.</p>
<table><thead><tr><th scope="col">Code</th><th scope="col">What it says</th></tr></thead><tbody>
${apiCodes.map((code) => html`<tr id="${code}"><td><code>${code}</code></td><td>${apiProblem(code, "").status}: ${apiProblem(code, "").detail}</td></tr>`)}
${refusalCodes.map((code) => html`<tr id="${code}"><td><code>${code}</code></td><td>What an event may not be, as for every producer; the answer's <code>detail</code> and <code>pointer</code> say more.</td></tr>`)}
</tbody></table></main></body></html>`;
}

interface Channel {
  readonly title: string;
  readonly address: string;
  readonly description: string;
  readonly messages: Record<string, unknown>;
}

function toEntry({ id, method, path, summary, roles, isWrite, ifMatch }: (typeof allRoutes)[number]) {
  const who = roles === "anyone" ? "anyone" : roles.join(", ");
  const match = ifMatch === "required" ? " If-Match is needed." : ifMatch === "optional" ? " Takes If-Match." : "";
  return html`<h3 id="${id}"><code>${method.toUpperCase()} ${path}</code></h3><p>${summary}.</p><p>For ${who}.${isWrite ? " Takes Idempotency-Key." : ""}${match}</p>`;
}
