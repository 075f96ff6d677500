import * as z from "zod";
import type { Call, Handled, Route, RouteDefinition } from "./route.ts";

const NOTHING = z.strictObject({});

/** Fills in what most routes leave out. The one place where a handler's own types meet what the app knows: it has parsed by these very schemas. */
export function defineRoute<
  Params extends z.ZodObject,
  Query extends z.ZodObject = typeof NOTHING,
  Body extends z.ZodType = z.ZodUndefined,
>(definition: RouteDefinition<Params, Query, Body>): Route {
  return {
    ...definition,
    query: definition.query ?? NOTHING,
    body: definition.body,
    bodyIsCheckedBy: definition.bodyIsCheckedBy ?? "schema",
    bodyAt: definition.bodyAt ?? "",
    bodyForm: definition.bodyForm ?? "json",
    isWrite: definition.isWrite ?? false,
    ifMatch: definition.ifMatch ?? "none",
    mediaType: definition.mediaType ?? "application/json",
    handle: (call: Call): Promise<Handled> =>
      definition.handle(call as Call<z.output<Params>, z.output<Query>, z.output<Body>>),
  };
}
