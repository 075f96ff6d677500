import * as z from "zod";
import {
  createDocument,
  type ZodOpenApiContentObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
} from "zod-openapi";
import type { Route } from "./route.ts";
import { allRoutes } from "./routes/all-routes.ts";
import * as schemas from "./schemas.ts";

/** Version of the API: raised by what breaks a client. It stands in every path. */
const API_VERSION = "1.0.0";

const problems = { content: { "application/problem+json": { schema: schemas.problem } } };

const header = {
  key: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .optional()
    .meta({ description: "The same key and request again is the same write" }),
  ifMatch: z.string().meta({ description: 'The ETag of what was read, like "3"; `*` writes over whatever is there' }),
};

/** The OpenAPI 3.1 document of all routes: made from the schemas that requests are checked by. */
export function toOpenApi({ base = "", routes = allRoutes }: { base?: string; routes?: readonly Route[] } = {}) {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method]: toOperation(route) };
  }
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: "Ieum",
      version: API_VERSION,
      description:
        "The HTTP API of Ieum, a job-matching service for public employment agencies. Writes are events: they are checked at once, answered with 202, and can be read a moment later. What is somebody else's is not found.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    // An API without a domain of its own has its stage before every path.
    servers: [{ url: base === "" ? "/" : base }],
    security: [{ token: [] }],
    tags: ["openings", "applicants", "centers", "operations"].map((name) => ({ name })),
    paths: paths as ZodOpenApiPathsObject,
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer", bearerFormat: "JWT" } },
    },
  });
}

function toOperation(route: Route): ZodOpenApiOperationObject {
  const { roles, isWrite, ifMatch } = route;
  const who = roles === "anyone" ? "For anyone." : `For: ${roles.join(", ")}.`;
  const headers = z.object({
    ...(isWrite ? { "Idempotency-Key": header.key } : {}),
    ...(ifMatch === "none" ? {} : { "If-Match": ifMatch === "required" ? header.ifMatch : header.ifMatch.optional() }),
  });
  return {
    operationId: route.id,
    summary: route.summary,
    description: who,
    tags: [route.tag],
    ...(roles === "anyone" ? { security: [] } : {}),
    requestParams: {
      ...(Object.keys(route.params.shape).length === 0 ? {} : { path: route.params }),
      ...(Object.keys(route.query.shape).length === 0 ? {} : { query: route.query }),
      ...(Object.keys(headers.shape).length === 0 ? {} : { header: headers }),
    },
    ...(route.body === undefined
      ? {}
      : { requestBody: { required: true, content: toContent(route.bodyForm, route.body) } }),
    responses: {
      [isWrite ? "202" : "200"]: {
        description: isWrite ? "Taken: it is on its way" : "What was asked for",
        content: { [route.mediaType]: { schema: route.answer } },
      },
      default: { description: "Why not", ...problems },
    },
  };
}

function toContent(form: Route["bodyForm"], body: z.ZodType): ZodOpenApiContentObject {
  if (form === "json") return { "application/json": { schema: body } };
  return { "application/octet-stream": { schema: { type: "string", format: "binary" } } };
}
