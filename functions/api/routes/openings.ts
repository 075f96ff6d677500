import * as z from "zod";
import { dayInSeoul } from "../../../domain/model/calendar.ts";
import { opaqueId } from "../../../domain/model/primitives.ts";
import { closingReasons } from "../../../events/opening-closed.ts";
import { answerCandidate } from "../../serving/answer-candidate.ts";
import {
  closeOpening,
  type OpeningDraft,
  openingOf,
  openingsOf,
  postOpening,
  publicOpening,
  reviseOpening,
} from "../../serving/openings.ts";
import { defineRoute } from "../define-route.ts";
import { toJobPosting } from "../job-posting.ts";
import type { Route } from "../route.ts";
import * as schemas from "../schemas.ts";
import { answerPage, openingParams, pageQuery, tagged } from "./parameters.ts";

const LIST = "openings";

const write = { tag: "openings", isWrite: true, answer: schemas.accepted } as const;

/** Of an opening, checked by the event that is made of it: its refusals name the law and the words. */
const draftBody = { body: schemas.openingDraft, bodyIsCheckedBy: "event", bodyAt: "/opening" } as const;

export const openingRoutes: readonly Route[] = [
  defineRoute({
    ...write,
    ...draftBody,
    id: "postOpening",
    method: "post",
    path: "/v1/openings",
    summary: "Post an opening",
    roles: ["employer"],
    owner: "none",
    params: z.strictObject({}),
    handle: ({ serving, actor, body, writing }) => postOpening(serving, actor, body as OpeningDraft, writing),
  }),
  defineRoute({
    ...draftBody,
    id: "previewReach",
    method: "post",
    path: "/v1/openings/reach",
    summary: "How many people an opening would suit, and what each condition costs; nothing is published",
    tag: "openings",
    roles: ["employer"],
    owner: "none",
    params: z.strictObject({}),
    answer: schemas.reach,
    handle: async ({ serving, actor, body }) => {
      const { reachOf } = await import("../../serving/reach.ts");
      const { refusal, people, relaxations } = await reachOf(serving, actor, body as OpeningDraft);
      const changes = relaxations.map(({ change, more }) => ({ change, more }));
      return { kind: "found", value: { refusal, people, relaxations: changes } };
    },
  }),
  defineRoute({
    id: "listOpenings",
    method: "get",
    path: "/v1/employers/{employerId}/openings",
    summary: "An employer's own openings",
    tag: "openings",
    roles: ["employer"],
    owner: "employer",
    params: z.strictObject({ employerId: opaqueId }),
    query: pageQuery,
    answer: schemas.pageOf(schemas.keptOpening),
    handle: ({ serving, actor, params, query }) =>
      answerPage(LIST, query.cursor, (after) => openingsOf(serving, actor, params.employerId, after)),
  }),
  defineRoute({
    id: "getOpening",
    method: "get",
    path: "/v1/openings/{openingId}",
    summary: "An opening as it is now",
    tag: "openings",
    roles: ["applicant", "employer", "center", "operator"],
    owner: "none",
    params: openingParams,
    answer: schemas.keptOpening,
    handle: async ({ serving, actor, params }) => tagged(await openingOf(serving, actor, params.openingId)),
  }),
  defineRoute({
    ...write,
    ...draftBody,
    id: "reviseOpening",
    method: "put",
    path: "/v1/openings/{openingId}",
    summary: "Put an opening in the place of what it was",
    roles: ["employer"],
    owner: "employer-opening",
    params: openingParams,
    ifMatch: "required",
    handle: ({ serving, actor, params, body, writing }) =>
      reviseOpening(serving, actor, params.openingId, body as OpeningDraft, writing),
  }),
  defineRoute({
    ...write,
    id: "closeOpening",
    method: "post",
    path: "/v1/openings/{openingId}/closing",
    summary: "Take no more applications",
    roles: ["employer"],
    owner: "employer-opening",
    params: openingParams,
    body: z.strictObject({ reason: z.enum(closingReasons) }).meta({ id: "Closing" }),
    ifMatch: "optional",
    handle: ({ serving, actor, params, body, writing }) =>
      closeOpening(serving, actor, params.openingId, body.reason, writing),
  }),
  defineRoute({
    id: "getJobPosting",
    method: "get",
    path: "/v1/openings/{openingId}/job-posting",
    summary: "An open opening as a schema.org JobPosting",
    tag: "openings",
    roles: "anyone",
    owner: "none",
    params: openingParams,
    answer: schemas.jobPosting,
    mediaType: "application/ld+json",
    handle: async ({ serving, params }) => {
      const served = await publicOpening(serving, params.openingId);
      return served.kind === "not-found"
        ? served
        : { kind: "found", value: toJobPosting(served.value, dayInSeoul(serving.ports.clock.now())) };
    },
  }),
  defineRoute({
    id: "getShortlist",
    method: "get",
    path: "/v1/openings/{openingId}/shortlist",
    summary: "Who suits an opening: for its employer, and of their own people for centers",
    tag: "openings",
    roles: ["employer", "center"],
    owner: "employer-opening",
    params: openingParams,
    answer: schemas.shortlist,
    handle: async ({ serving, actor, params }) => {
      const { shortlistOf } = await import("../../serving/shortlist.ts");
      const served = await shortlistOf(serving, actor, params.openingId);
      if (served.kind === "not-found") return served;
      const { opening, ...shortlist } = served.value;
      return { kind: "found", value: { openingId: opening.openingId, ...shortlist } };
    },
  }),
  defineRoute({
    ...write,
    id: "answerCandidate",
    method: "post",
    path: "/v1/openings/{openingId}/shortlist/{applicantId}/answers",
    summary: "Say of a candidate who was told: we meet them, or we don't and why",
    roles: ["employer"],
    owner: "employer-opening",
    params: z.strictObject({ openingId: opaqueId, applicantId: opaqueId }),
    body: schemas.candidateAnswer,
    handle: ({ serving, actor, params, body, writing }) =>
      answerCandidate(serving, actor, params.openingId, params.applicantId, body, writing),
  }),
];
