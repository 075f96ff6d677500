import * as z from "zod";
import { opaqueId } from "../../../domain/model/primitives.ts";
import { ledgerPeriod, yearsOf } from "../../../domain/outcomes/period.ts";
import { kpis } from "../../serving/kpis.ts";
import { matchStream, STREAM_EVENTS_MAX, type StreamStart } from "../../serving/match-stream.ts";
import { programmesOf } from "../../serving/programmes.ts";
import { defineRoute } from "../define-route.ts";
import type { Route } from "../route.ts";
import * as schemas from "../schemas.ts";
import { centerParams, nextOf, pageQuery, startOf, wholeNumber } from "./parameters.ts";

const CALLS = "calls";

/** An account of more years than this is read in parts: each year is a read of each center. */
const YEARS_MAX = 10;

const period = ledgerPeriod
  .refine((text) => yearsOf(text).length <= YEARS_MAX, { error: `spans more than ${YEARS_MAX} years` })
  .meta({ description: "2026, 2026-Q1, 2026-H2, 2026-09 or 2022_to_2026" });

const feedQuery = z
  .strictObject({
    after: wholeNumber(0, Number.MAX_SAFE_INTEGER)
      .optional()
      .meta({ description: "After this cursor", override: { type: "integer" } }),
    since: z.iso.datetime({ offset: true }).optional().meta({ description: "From this time on; not beside `after`" }),
    limit: wholeNumber(1, STREAM_EVENTS_MAX)
      .optional()
      .meta({ description: "At most so many events", override: { type: "integer" } }),
  })
  .refine(({ after, since }) => after === undefined || since === undefined, {
    path: ["since"],
    error: "stands beside after",
  });

export const centerRoutes: readonly Route[] = [
  defineRoute({
    id: "readFeed",
    method: "get",
    path: "/v1/centers/{center}/feed",
    summary: "What a center was told, as CloudEvents, from any cursor or time on; without either, the newest",
    tag: "centers",
    roles: ["center"],
    owner: "center",
    params: centerParams,
    query: feedQuery,
    answer: schemas.feed,
    handle: async ({ serving, actor, params, query }) => {
      const limit = query.limit ?? STREAM_EVENTS_MAX;
      const start: StreamStart =
        query.after !== undefined
          ? { after: query.after }
          : query.since !== undefined
            ? { since: Date.parse(query.since) }
            : { newest: limit };
      const served = await matchStream(serving, actor, params.center, start, limit);
      if (served.kind === "not-found") return served;
      const events = served.value.events.map((one) => ({ ...one, at: new Date(one.at).toISOString() }));
      return { kind: "found", value: { ...served.value, events }, cursor: served.value.cursor };
    },
  }),
  defineRoute({
    id: "listCalls",
    method: "get",
    path: "/v1/centers/{center}/calls",
    summary: "People who need a call: follow-ups, people whom nothing suits, musts of which nothing is known",
    tag: "centers",
    roles: ["center"],
    owner: "center",
    params: centerParams,
    query: pageQuery,
    answer: schemas.calls,
    handle: async ({ serving, actor, params, query }) => {
      const start = startOf(CALLS, query.cursor);
      if (start.kind === "problem") return start;
      const { callList } = await import("../../serving/call-list.ts");
      const served = await callList(serving, actor, params.center, start.after);
      if (served.kind === "not-found") return served;
      const { next, ...calls } = served.value;
      return { kind: "found", value: { ...calls, ...nextOf(CALLS, next) } };
    },
  }),
  defineRoute({
    id: "getKpis",
    method: "get",
    path: "/v1/centers/{center}/kpis",
    summary: "Targets and what came of them by programme, with every contradiction; `all` for operators",
    tag: "centers",
    roles: ["center", "operator"],
    owner: "center",
    params: centerParams,
    query: z.strictObject({ period, programme: opaqueId.optional() }),
    answer: schemas.kpiAccount,
    handle: ({ serving, actor, params, query }) => kpis(serving, actor, { center: params.center, ...query }),
  }),
  defineRoute({
    id: "listProgrammes",
    method: "get",
    path: "/v1/programmes",
    summary: "Programmes that have openings now, with all their rules",
    tag: "centers",
    roles: ["applicant", "employer", "center", "operator"],
    owner: "none",
    params: z.strictObject({}),
    answer: z.strictObject({ items: z.array(schemas.programme) }),
    handle: async ({ serving }) => ({ kind: "found", value: { items: await programmesOf(serving) } }),
  }),
];
