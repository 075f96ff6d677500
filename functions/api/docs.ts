import { Hono } from "hono";
import type { ApiApp, ApiEnv } from "./api-context.ts";
import { baseOf } from "./own-path.ts";

/** Documents are the same for everybody and change with the deployment alone. */
const CACHED = { "cache-control": "public, max-age=300" };

const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };

/** Nothing that writes documents is loaded before one is asked for: few requests do. */
const loadDocuments = () => import("./documents.ts");

/** The documents for machines, and one page of both for people. Each is made when it is first asked for. */
export function docsRoutes(): ApiApp {
  const app = new Hono<ApiEnv>();
  const made = new Map<string, string>();
  const once = async (name: string, make: () => Promise<string>): Promise<string> => {
    const document = made.get(name) ?? (await make());
    made.set(name, document);
    return document;
  };
  app.get("/docs/openapi.json", async (c) => {
    const base = baseOf(c);
    const document = await once(`openapi ${base}`, async () => {
      const { toOpenApi } = await import("./openapi.ts");
      return JSON.stringify(toOpenApi({ base }));
    });
    return c.body(document, 200, { ...JSON_TYPE, ...CACHED });
  });
  app.get("/docs/asyncapi.json", async (c) => {
    const document = await once("asyncapi", async () => JSON.stringify((await loadDocuments()).asyncApiDocument()));
    return c.body(document, 200, { ...JSON_TYPE, ...CACHED });
  });
  app.get("/docs", async (c) => {
    const page = await once("page", async () => String(await (await loadDocuments()).toPage()));
    return c.html(page, 200, {
      ...CACHED,
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    });
  });
  return app;
}
