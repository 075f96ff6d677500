import { randomUUID } from "node:crypto";
import type { Context } from "hono";
import type * as z from "zod";
import { pointer, type Refusal, refusal } from "../../domain/refusal.ts";
import { EVENT_BYTES_MAX } from "../../events/envelope.ts";
import { parseStrictJson } from "../../events/strict-json.ts";
import type { Accepted } from "../serving/served.ts";
import type { ApiDeps, ApiEnv } from "./api-context.ts";
import { baseOf } from "./own-path.ts";
import { apiProblem, PROBLEM_MEDIA_TYPE, type Problem, refusalProblem } from "./problem.ts";
import type { Handled, Route } from "./route.ts";

/** Keys are what a client makes up: long enough for a UUID or a hash. */
const KEY = /^[\w-]{1,64}$/;

/** A strong entity tag of ours: the revision in quotes. */
const ENTITY_TAG = /^"(?<revision>\d{1,10})"$/;

/**
 * Says how far an answer goes, on routes and pages that are asked again with `after`. In the twin whoever asks for `text/event-stream` is sent each answer that
 * moves it on.
 */
export const CURSOR_HEADER = "ieum-cursor";

/** Nobody: whoever asks without a token, on the few routes that are for anyone. */
const NOBODY = { role: "applicant", subject: "nobody-0" } as const;

type ApiContext = Context<ApiEnv>;

/** The path as it was sent: what is escaped stays so. */
export function instanceOf(c: ApiContext): string {
  return new URL(c.req.url).pathname;
}

export function toResponse(problem: Problem): Response {
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { "content-type": PROBLEM_MEDIA_TYPE, "cache-control": "no-store" },
  });
}

/** Answers one route: who asks, what with, the use case, and what came of it. */
export async function answerRoute(route: Route, c: ApiContext, { serving }: ApiDeps): Promise<Response> {
  const instance = instanceOf(c);
  const actor = route.roles === "anyone" ? NOBODY : c.get("actor");
  if (actor === undefined) {
    const response = toResponse(apiProblem("UNAUTHENTICATED", instance));
    response.headers.set("www-authenticate", "Bearer");
    return response;
  }
  if (route.roles !== "anyone" && !route.roles.includes(actor.role))
    return toResponse(apiProblem("FORBIDDEN", instance));
  const params = route.params.safeParse(c.req.param());
  // An id that can't be one names nothing: the same as one that nobody has.
  if (!params.success) return toResponse(apiProblem("NOT_FOUND", instance));
  const repeated = Object.entries(c.req.queries()).find(([, values]) => values.length > 1);
  if (repeated !== undefined) {
    const problem = { detail: "is given more than once", pointer: pointer([repeated[0]]) };
    return toResponse(apiProblem("PARAMETER_INVALID", instance, problem));
  }
  const query = route.query.safeParse(c.req.query());
  if (!query.success) return toResponse(parameterProblem("PARAMETER_INVALID", instance, query.error));
  const writing = readWriting(route, c);
  if ("problem" in writing) return toResponse(writing.problem);
  const body = await readBody(route, c);
  if ("problem" in body) return toResponse(body.problem);
  const call = {
    serving,
    actor,
    params: params.data as Record<string, string>,
    query: query.data,
    body: body.value,
    writing,
  };
  return toAnswer(route, await route.handle(call), c);
}

function parameterProblem(code: "PARAMETER_INVALID", instance: string, error: z.ZodError): Problem {
  const issue = error.issues[0];
  const keys = issue?.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : (issue?.path ?? []);
  const detail = issue?.code === "unrecognized_keys" ? "is no parameter of this route" : (issue?.message ?? "");
  return apiProblem(code, instance, { detail, pointer: pointer(keys) });
}

/** The headers of a write. */
function readWriting(route: Route, c: ApiContext): { key: string; ifMatch?: number } | { problem: Problem } {
  const instance = instanceOf(c);
  if (!route.isWrite) return { key: "" };
  const key = c.req.header("idempotency-key") ?? randomUUID();
  if (!KEY.test(key)) {
    const detail = "Idempotency-Key is 1 to 64 letters, digits, - and _";
    return { problem: apiProblem("PARAMETER_INVALID", instance, { detail }) };
  }
  const header = c.req.header("if-match");
  if (route.ifMatch === "none" || header === "*") return { key };
  if (header === undefined) {
    return route.ifMatch === "required" ? { problem: apiProblem("REVISION_NEEDED", instance) } : { key };
  }
  const revision = ENTITY_TAG.exec(header)?.groups?.["revision"];
  // A tag that is none of ours matches nothing.
  return revision === undefined
    ? { problem: apiProblem("REVISION_CHANGED", instance) }
    : { key, ifMatch: Number(revision) };
}

/** The body by the same strict reading as events get, and by the route's schema where the event doesn't say more. */
async function readBody(route: Route, c: ApiContext): Promise<{ value: unknown } | { problem: Problem }> {
  const instance = instanceOf(c);
  if (route.body === undefined) return { value: undefined };
  if (route.bodyForm === "file") return { value: new Uint8Array(await c.req.arrayBuffer()) };
  const type = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") return { problem: apiProblem("UNSUPPORTED_MEDIA_TYPE", instance) };
  const text = await c.req.text();
  const json = parseStrictJson(text, EVENT_BYTES_MAX);
  if (json.kind === "refused") return { problem: refusalProblem(json.refusal, instance) };
  if (route.bodyIsCheckedBy === "event") {
    const refused = refusalOfFields(route.body, json.value);
    return refused === undefined ? { value: json.value } : { problem: refusalProblem(refused, instance) };
  }
  const parsed = route.body.safeParse(json.value);
  return parsed.success ? { value: parsed.data } : { problem: refusalProblem(toRefusal(parsed.error), instance) };
}

/** Fields that aren't for whoever writes to say, such as whose it is. What the others hold, the event's own schema says. */
function refusalOfFields(body: z.ZodType, value: unknown): Refusal | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return refusal("SCHEMA_VIOLATION", "", "is no object");
  }
  const known = "shape" in body ? Object.keys(body.shape as object) : [];
  const foreign = Object.keys(value).find((key) => !known.includes(key));
  return foreign === undefined
    ? undefined
    : refusal("SCHEMA_VIOLATION", pointer([foreign]), "is no field of this request");
}

function toRefusal(error: z.ZodError): Refusal {
  const issue = error.issues[0];
  if (issue?.code === "unrecognized_keys") {
    const path = pointer([...issue.path, ...issue.keys.slice(0, 1)]);
    return refusal("SCHEMA_VIOLATION", path, "is no field of this request");
  }
  return refusal("SCHEMA_VIOLATION", pointer(issue?.path ?? []), issue?.message ?? "is not valid");
}

function toAnswer(route: Route, handled: Handled, c: ApiContext): Response {
  const instance = instanceOf(c);
  switch (handled.kind) {
    case "found":
      return c.body(route.mediaType === "text/csv" ? String(handled.value) : JSON.stringify(handled.value), 200, {
        "content-type": `${route.mediaType}; charset=utf-8`,
        ...(handled.revision === undefined ? {} : { etag: `"${handled.revision}"` }),
        ...(handled.cursor === undefined ? {} : { [CURSOR_HEADER]: String(handled.cursor) }),
      });
    case "not-found":
      return toResponse(apiProblem("NOT_FOUND", instance));
    case "accepted":
      return toAccepted(handled, c);
    case "refused": {
      const { path } = handled.refusal;
      const own = path.startsWith(route.bodyAt) ? path.slice(route.bodyAt.length) : path;
      return toResponse(refusalProblem({ ...handled.refusal, path: own }, instance));
    }
    case "changed": {
      const response = toResponse(apiProblem("REVISION_CHANGED", instance));
      response.headers.set("etag", `"${handled.revision}"`);
      return response;
    }
    case "key-reused":
      return toResponse(apiProblem("IDEMPOTENCY_KEY_REUSED", instance));
    case "problem": {
      const { kind: _kind, code, ...more } = handled;
      return toResponse(apiProblem(code, instance, more));
    }
  }
}

function toAccepted({ kind: _kind, ...accepted }: Accepted, c: ApiContext): Response {
  const isNew = c.req.path === "/v1/openings";
  return c.body(JSON.stringify(accepted), 202, {
    "content-type": "application/json; charset=utf-8",
    etag: `"${accepted.revision}"`,
    ...(isNew ? { location: `${baseOf(c)}/v1/openings/${accepted.id}` } : {}),
  });
}
