import * as z from "zod";
import { opaqueId, plainDate, ulid } from "../../../domain/model/primitives.ts";
import { refusal } from "../../../domain/refusal.ts";
import { type DeathReasonKind, deathReasonKinds } from "../../operating/death-reason.ts";
import { quarantine } from "../../serving/operator.ts";
import { defineRoute } from "../define-route.ts";
import type { Route } from "../route.ts";
import * as schemas from "../schemas.ts";
import { answerPage, pageQuery, wholeNumber } from "./parameters.ts";

const QUARANTINE = "quarantine";

const loadDesk = () => import("../../serving/dead-letters.ts");

const queueParams = z.strictObject({ queue: z.string().regex(/^[a-z][a-z0-9-]{0,60}$/, "is no queue") });
const ofQueue = { tag: "operations", roles: ["operator"], owner: "none", params: queueParams } as const;

/** A stretch of more days is replayed in parts: each reads the logs of all shards. */
const REPLAY_DAYS_MAX = 31;
const DAY_MS = 86_400_000;

const days = z
  .strictObject({ from: plainDate, to: plainDate.meta({ description: "The first day that isn't replayed any more" }) })
  .refine(({ from, to }) => from < to && Date.parse(to) - Date.parse(from) <= REPLAY_DAYS_MAX * DAY_MS, {
    path: ["to"],
    error: `is not 1 to ${REPLAY_DAYS_MAX} days after from`,
  })
  .meta({ id: "ReplayedDays" });

/** Which letters are meant, by exactly one of these: whoever forgets to say must not have meant all of them. */
const selection = {
  messageId: z.string().max(100).optional(),
  kind: z.enum(deathReasonKinds).optional().meta({ description: "Those set aside for this" }),
  all: z.literal(true).optional(),
};

const ONE_WAY = "One of `messageId`, `kind` and `all`";

/** Said of a request that names none, or several ways at once. */
const NO_SELECTION = { kind: "problem", code: "SELECTION_NEEDED", pointer: "" } as const;

interface Selected {
  readonly messageId?: string | undefined;
  readonly kind?: DeathReasonKind | undefined;
  readonly all?: true | undefined;
}

const isOneWay = ({ messageId, kind, all }: Selected): boolean =>
  [messageId, kind, all].filter((way) => way !== undefined).length === 1;

const BASIS_POINTS_MAX = 10_000;

const thresholdQuery = z.strictObject({
  thresholdBp: wholeNumber(1, BASIS_POINTS_MAX).meta({
    description: "Least score of a match, in basis points",
    override: { type: "integer" },
  }),
});

const operatorRoutes: readonly Route[] = [
  defineRoute({
    id: "listQueues",
    method: "get",
    path: "/v1/queues",
    summary: "The flow: each queue with who fills it, who works it off, what waits, and what was set aside",
    tag: "operations",
    roles: ["operator"],
    owner: "none",
    params: z.strictObject({}),
    answer: z.strictObject({ items: z.array(schemas.operatedQueue) }),
    handle: async ({ serving, actor }) => {
      const served = await (await loadDesk()).operatedQueues(serving, actor);
      return served.kind === "not-found" ? served : { kind: "found", value: { items: served.value } };
    },
  }),
  defineRoute({
    id: "getJourney",
    method: "get",
    path: "/v1/journeys/{correlationId}",
    summary: "What became of an event: what was set aside of it, and which centers were told",
    tag: "operations",
    roles: ["operator"],
    owner: "none",
    params: z.strictObject({ correlationId: ulid }),
    answer: schemas.journey,
    handle: async ({ serving, actor, params }) => {
      const { journeyOf } = await import("../../serving/journey.ts");
      const served = await journeyOf(serving, actor, params.correlationId);
      if (served.kind === "not-found") return served;
      const steps = served.value.map((step) => ({ ...step, at: step.at && new Date(step.at).toISOString() }));
      return { kind: "found", value: { steps } };
    },
  }),
  defineRoute({
    ...ofQueue,
    id: "listDeadLetters",
    method: "get",
    path: "/v1/queues/{queue}/dead-letters",
    summary: "What was set aside from a queue, with the reason; never a body",
    answer: z.strictObject({ items: z.array(schemas.deadLetter) }),
    handle: async ({ serving, actor, params }) => {
      const served = await (await loadDesk()).deadLettersOf(serving, actor, params.queue);
      return served.kind === "not-found" ? served : { kind: "found", value: { items: served.value } };
    },
  }),
  defineRoute({
    ...ofQueue,
    id: "getDeadLetter",
    method: "get",
    path: "/v1/queues/{queue}/dead-letters/{messageId}",
    summary: "One of them: ids, codes and the body's hash",
    params: queueParams.extend({ messageId: opaqueId }),
    answer: schemas.deadLetter,
    handle: async ({ serving, actor, params }) =>
      (await loadDesk()).deadLetterOf(serving, actor, params.queue, params.messageId),
  }),
  defineRoute({
    ...ofQueue,
    id: "redrive",
    method: "post",
    path: "/v1/queues/{queue}/dead-letters/redrive",
    summary: "Send dead letters back to the queue that they come from; twice is once in effect",
    body: z.strictObject(selection).meta({ id: "Redrive", description: ONE_WAY }),
    answer: schemas.handled,
    handle: async ({ serving, actor, params, body }) =>
      isOneWay(body)
        ? (await loadDesk()).redriveDeadLetters(serving, actor, params.queue, {
            messageId: body.messageId,
            reason: body.kind,
          })
        : NO_SELECTION,
  }),
  defineRoute({
    ...ofQueue,
    id: "discard",
    method: "post",
    path: "/v1/queues/{queue}/dead-letters/discard",
    summary: "Give dead letters up for good; the reason is kept in the quarantine and may name nobody",
    body: z.strictObject({ ...selection, reason: z.string() }).meta({ id: "Discard", description: ONE_WAY }),
    answer: schemas.handled,
    handle: async ({ serving, actor, params, body }) => {
      if (!isOneWay(body)) return NO_SELECTION;
      const served = await (await loadDesk()).discardDeadLetters(serving, actor, params.queue, body);
      if (served !== undefined) return served;
      return { kind: "refused", refusal: refusal("SCHEMA_VIOLATION", "/reason", "is empty, too long or personal") };
    },
  }),
  defineRoute({
    id: "replay",
    method: "post",
    path: "/v1/replays",
    summary: "Match what came on some days again; nobody is told twice",
    tag: "operations",
    roles: ["operator"],
    owner: "none",
    params: z.strictObject({}),
    body: days,
    answer: z.strictObject({ records: z.int().min(0) }),
    handle: async ({ serving, actor, body }) => (await loadDesk()).replayDays(serving, actor, body),
  }),
  defineRoute({
    id: "getWhatIf",
    method: "get",
    path: "/v1/what-if",
    summary: "What another threshold would change, counted over everybody; nothing is written or sent",
    tag: "operations",
    roles: ["operator"],
    owner: "none",
    params: z.strictObject({}),
    query: thresholdQuery,
    answer: schemas.whatIf,
    handle: async ({ serving, actor, query }) => {
      const { whatIfThreshold } = await import("../../serving/what-if.ts");
      return whatIfThreshold(serving, actor, query.thresholdBp);
    },
  }),
];

export const operationRoutes: readonly Route[] = [
  ...operatorRoutes,
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
    handle: ({ serving, actor, query }) =>
      answerPage(QUARANTINE, query.cursor, (after) => quarantine(serving, actor, query.day, after)),
  }),
];
