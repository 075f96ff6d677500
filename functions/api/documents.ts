import { html, raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import { refusalCodes } from "../../domain/refusal.ts";
import { toAsyncApi } from "../../events/contracts/asyncapi.ts";
import { toOpenApi } from "./openapi.ts";
import { apiCodes, apiProblem } from "./problem.ts";
import type { Route } from "./route.ts";
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
  const { paths, components } = toOpenApi() as unknown as Described;
  const { schemas } = components;
  const tags = [...new Set(allRoutes.map(({ tag }) => tag))];
  const channels = Object.entries(toAsyncApi(ASYNCAPI_VERSION)["channels"] as Record<string, Channel>);
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Ieum: API and events</title><style>${raw(STYLE)}</style></head>
<body><main><h1>Ieum: API and events</h1>
<p>For machines: <a href="docs/openapi.json">OpenAPI 3.1</a> and <a href="docs/asyncapi.json">AsyncAPI 3.1</a>.</p>
<p>Send <code>Authorization: Bearer TOKEN</code>. Writes are events: they are checked at once, answered with 202, and can be read a moment later. What is somebody else's is not found. <code>Idempotency-Key</code> makes a write the same when it is sent again, <code>If-Match</code> with an <code>ETag</code> keeps it from overwriting somebody else's.</p>
${tags.map((tag) => html`<h2 id="${tag}">${tag}</h2>${allRoutes.filter((route) => route.tag === tag).map((route) => toEntry(route, paths[route.path]?.[route.method]))}`)}
<h2 id="fields">What is sent and answered</h2>
${Object.entries(schemas).map(toFields)}
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

/** The OpenAPI document as far as the page reads it. */
interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface Operation {
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly description?: string;
    readonly schema?: Schema;
  }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content: Content }>>;
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>;

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly description?: string;
}

function toEntry({ id, method, path, summary, roles, isWrite, ifMatch }: Route, operation: Operation | undefined) {
  const who = roles === "anyone" ? "anyone" : roles.join(", ");
  const match = ifMatch === "required" ? " If-Match is needed." : ifMatch === "optional" ? " Takes If-Match." : "";
  const queries = (operation?.parameters ?? []).filter((one) => one.in === "query");
  const answer = Object.values(operation?.responses ?? {})[0]?.content;
  return html`<h3 id="${id}"><code>${method.toUpperCase()} ${path}</code></h3><p>${summary}.</p><p>For ${who}.${isWrite ? " Takes Idempotency-Key." : ""}${match}</p>
${queries.map(({ name, required, description, schema }) => html`<p><code>?${name}=</code>${required === true ? " (needed)" : ""} ${schema === undefined ? "" : toKind(schema)}${description === undefined ? "" : `: ${description}`}</p>`)}
${operation?.requestBody === undefined ? "" : html`<p>Takes ${toKinds(operation.requestBody.content)}.</p>`}${answer === undefined ? "" : html`<p>Answers ${toKinds(answer)}.</p>`}`;
}

function toKinds(content: Content) {
  return Object.entries(content).map(([media, { schema }]) => html`${toKind(schema)} (<code>${media}</code>)`);
}

/** A table of the fields of what has a name; what has none stands where it is used. */
function toFields([name, schema]: readonly [string, Schema]) {
  const rows = Object.entries(schema.properties ?? {});
  const row = ([field, one]: readonly [string, Schema]) =>
    html`<tr><td><code>${field}</code>${schema.required?.includes(field) === true ? "" : " (may be missing)"}</td><td>${toKind(one)}${one.description === undefined ? "" : html`<br>${one.description}`}</td></tr>`;
  return html`<h3 id="schema-${name}">${name}</h3>${schema.description === undefined ? "" : html`<p>${schema.description}</p>`}
${rows.length === 0 ? "" : html`<table><thead><tr><th scope="col">Field</th><th scope="col">What it is</th></tr></thead><tbody>${rows.map(row)}</tbody></table>`}`;
}

/** A schema in a few words. */
function toKind(schema: Schema): HtmlEscapedString | Promise<HtmlEscapedString> {
  const { $ref, type, items, properties } = schema;
  if ($ref !== undefined) {
    const name = $ref.slice($ref.lastIndexOf("/") + 1);
    return html`<a href="#schema-${name}">${name}</a>`;
  }
  if (schema.const !== undefined) return html`<code>${JSON.stringify(schema.const)}</code>`;
  if (schema.enum !== undefined) return html`one of <code>${schema.enum.join(" | ")}</code>`;
  const ways = schema.anyOf ?? schema.oneOf;
  if (ways !== undefined) return html`${ways.map((one, at) => html`${at === 0 ? "" : ", or "}${toKind(one)}`)}`;
  if (items !== undefined) return html`list of ${toKind(items)}`;
  if (properties !== undefined) {
    const fields = Object.entries(properties);
    return html`{ ${fields.map(([name, one], at) => html`${at === 0 ? "" : ", "}<code>${name}</code>: ${toKind(one)}`)} }`;
  }
  return html`${String(type ?? "anything")}`;
}
