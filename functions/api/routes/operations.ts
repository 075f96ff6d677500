import * as z from "zod";
import { plainDate } from "../../../domain/model/primitives.ts";
import { quarantine } from "../../serving/operator.ts";
import { defineRoute } from "../define-route.ts";
import type { Route } from "../route.ts";
import * as schemas from "../schemas.ts";
import { nextOf, pageQuery, startOf } from "./parameters.ts";

const QUARANTINE = "quarantine";

export const operationRoutes: readonly Route[] = [
  defineRoute({
    id: "listQuarantine",
    method: "get",
    path: "/v1/quarantine",
    summary: "Events that were refused on a day, with code, path and reason; never what stood in them",
    tag: "operations",
    roles: ["operator"],
    owner: "none",
    params: z.strictObject({}),
    query: pageQuery.extend({ day: plainDate.optional().meta({ description: "Day in Seoul; today without one" }) }),
    answer: schemas.pageOf(schemas.quarantined),
    handle: async ({ serving, actor, query }) => {
      const start = startOf(QUARANTINE, query.cursor);
      if (start.kind === "problem") return start;
      const served = await quarantine(serving, actor, query.day, start.after);
      if (served.kind === "not-found") return served;
      const { items, next } = served.value;
      return { kind: "found", value: { items, ...nextOf(QUARANTINE, next) } };
    },
  }),
];
