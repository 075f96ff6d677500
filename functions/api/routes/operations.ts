import * as z from "zod";
import { toDayNumber } from "../../../domain/model/calendar.ts";
import { opaqueId, plainDate } from "../../../domain/model/primitives.ts";
import { deathReasonKinds, findBadReason, type Handled as HandledLetters } from "../../operating/dead-letters.ts";
import {
  deadLetterOf,
  deadLettersOf,
  discardLetters,
  queueCounts,
  redriveLetters,
  replayDays,
  whatIfThreshold,
} from "../../serving/operating.ts";
import { quarantine } from "../../serving/operator.ts";
import type { Served } from "../../serving/served.ts";
import { defineRoute } from "../define-route.ts";
import type { Route } from "../route.ts";
import * as schemas from "../schemas.ts";
import { letterParams, nextOf, pageQuery, queueParams, startOf, wholeNumber } from "./parameters.ts";

const QUARANTINE = "quarantine";

const operating = { tag: "operations", roles: ["operator"], owner: "none" } as const;

const selection = {
  messageId: opaqueId.optional(),
  reason: z.enum(deathReasonKinds).optional(),
  all: z.literal(true).optional(),
};

/** One, those of a reason, or all, said in so many words: a slip must not empty a queue. */
const saysWhich = ({ messageId, reason, all }: { messageId?: unknown; reason?: unknown; all?: unknown }): boolean =>
  [messageId, reason, all].filter((one) => one !== undefined).length === 1;

const WHICH = { error: "say which: messageId, reason or all" };

/** Days that one answer matches again: longer stretches are for the command line, which keeps a pace. */
const REPLAY_DAYS_MAX = 31;

const stretch = z
  .strictObject({ from: plainDate, to: plainDate.meta({ description: "Not in it any more" }) })
  .refine(({ from, to }) => toDayNumber(from) < toDayNumber(to), { path: ["to"], error: "is not after `from`" })
  .refine(({ from, to }) => toDayNumber(to) - toDayNumber(from) <= REPLAY_DAYS_MAX, {
    path: ["to"],
    error: `is more than ${REPLAY_DAYS_MAX} days after \`from\``,
  })
  .meta({ id: "Stretch" });

const BASIS_POINTS_MAX = 10_000;

const thresholdQuery = z.strictObject({
  thresholdBp: wholeNumber(BASIS_POINTS_MAX).meta({
    description: "Least score of a match, in basis points",
    override: { type: "integer" },
  }),
});

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
  defineRoute({
    ...operating,
    id: "listQueues",
    method: "get",
    path: "/v1/queues",
    summary: "What waits in every queue, and how much was set aside from it",
    params: z.strictObject({}),
    answer: z.strictObject({ items: z.array(schemas.queueCounts) }),
    handle: async ({ serving, actor }) => toItems(await queueCounts(serving, actor)),
  }),
  defineRoute({
    ...operating,
    id: "listDeadLetters",
    method: "get",
    path: "/v1/queues/{queue}/dead-letters",
    summary:
      "Messages that could not be handled, with age and reason; of queues that keep an order, the first of each group",
    params: queueParams,
    answer: z.strictObject({ items: z.array(schemas.deadLetter) }),
    handle: async ({ serving, actor, params }) => toItems(await deadLettersOf(serving, actor, params.queue)),
  }),
  defineRoute({
    ...operating,
    id: "getDeadLetter",
    method: "get",
    path: "/v1/queues/{queue}/dead-letters/{messageId}",
    summary: "One of them: ids, codes and the body's hash; the body may be personal and isn't shown",
    params: letterParams,
    answer: schemas.deadLetter,
    handle: ({ serving, actor, params }) => deadLetterOf(serving, actor, params.queue, params.messageId),
  }),
  defineRoute({
    ...operating,
    id: "redriveDeadLetters",
    method: "post",
    path: "/v1/queues/{queue}/dead-letters/redriving",
    summary: "Send them back to where they come from, in their order; again is the same",
    params: queueParams,
    body: z.strictObject(selection).refine(saysWhich, WHICH).meta({ id: "Redriving" }),
    answer: schemas.handledLetters,
    handle: async ({ serving, actor, params, body }) =>
      toHandled(await redriveLetters(serving, actor, params.queue, body)),
  }),
  defineRoute({
    ...operating,
    id: "discardDeadLetters",
    method: "post",
    path: "/v1/queues/{queue}/dead-letters/discarding",
    summary: "Give them up for good; why stands in the quarantine from then on",
    params: queueParams,
    body: z
      .strictObject({
        ...selection,
        because: z.string().refine((because) => findBadReason(because) === undefined, {
          error: "says why in 1 to 200 characters, and nothing personal",
        }),
      })
      .refine(saysWhich, WHICH)
      .meta({ id: "Discarding" }),
    answer: schemas.handledLetters,
    handle: async ({ serving, actor, params, body }) =>
      toHandled(await discardLetters(serving, actor, params.queue, body, body.because)),
  }),
  defineRoute({
    ...operating,
    id: "replayDays",
    method: "post",
    path: "/v1/replays",
    summary:
      "Match what came in some days once more: people are told what they should have been told, and nothing twice",
    params: z.strictObject({}),
    body: stretch,
    answer: z.strictObject({ records: z.int().min(0) }),
    handle: ({ serving, actor, body }) => replayDays(serving, actor, body),
  }),
  defineRoute({
    ...operating,
    id: "getWhatIf",
    method: "get",
    path: "/v1/what-if",
    summary: "What another threshold would change, counted over everybody; nothing is written or sent",
    params: z.strictObject({}),
    query: thresholdQuery,
    answer: schemas.whatIf,
    handle: ({ serving, actor, query }) => whatIfThreshold(serving, actor, query.thresholdBp),
  }),
];

function toItems<T>(served: Served<readonly T[]>): Served<{ readonly items: readonly T[] }> {
  return served.kind === "not-found" ? served : { kind: "found", value: { items: served.value } };
}

function toHandled(
  served: Served<HandledLetters>,
): Served<{ readonly done: readonly string[]; readonly left: number }> {
  if (served.kind === "not-found") return served;
  const { done, left } = served.value;
  return { kind: "found", value: { done: done.map(({ messageId }) => messageId), left } };
}
