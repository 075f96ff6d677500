import * as z from "zod";
import { plainDate } from "../../../domain/model/primitives.ts";
import { answerRecommendation, mayAnswer } from "../../serving/answer-recommendation.ts";
import {
  changeSettings,
  type ProfileDraft,
  pauseMessages,
  profileOf,
  putProfile,
  type SettingsChange,
  settingsOf,
  withdrawPerson,
} from "../../serving/profiles.ts";
import type { RecommendedOpening } from "../../serving/recommendations.ts";
import { reviewOfPair, reviewRecommendation } from "../../serving/review-recommendation.ts";
import { defineRoute } from "../define-route.ts";
import type { Route } from "../route.ts";
import * as schemas from "../schemas.ts";
import { answerPage, applicantParams, pageQuery, pairParams, tagged } from "./parameters.ts";

const LIST = "recommendations";

const ofPerson = { tag: "applicants", owner: "applicant", params: applicantParams } as const;
const write = { ...ofPerson, isWrite: true, roles: ["applicant"], answer: schemas.accepted } as const;

export const applicantRoutes: readonly Route[] = [
  defineRoute({
    ...ofPerson,
    id: "getProfile",
    method: "get",
    path: "/v1/applicants/{applicantId}",
    summary: "A profile: one's own, or of somebody whom the center looks after",
    roles: ["applicant", "center"],
    answer: schemas.keptProfile,
    handle: async ({ serving, actor, params }) => {
      const served = await profileOf(serving, actor, params.applicantId);
      if (served.kind === "not-found") return served;
      const { profile, revision } = served.value;
      return { kind: "found", value: { profile, revision }, revision };
    },
  }),
  defineRoute({
    ...write,
    id: "putProfile",
    method: "put",
    path: "/v1/applicants/{applicantId}",
    summary: "Put one's profile",
    body: schemas.profileDraft,
    bodyIsCheckedBy: "event",
    bodyAt: "/applicant",
    ifMatch: "optional",
    handle: ({ serving, actor, params, body, writing }) =>
      putProfile(serving, actor, params.applicantId, body as ProfileDraft, writing),
  }),
  defineRoute({
    ...write,
    id: "withdraw",
    method: "delete",
    path: "/v1/applicants/{applicantId}",
    summary: "Leave the service for good; nothing of the person is kept but that this id has left",
    ifMatch: "optional",
    handle: ({ serving, actor, params, writing }) => withdrawPerson(serving, actor, params.applicantId, writing),
  }),
  defineRoute({
    ...write,
    id: "pause",
    method: "post",
    path: "/v1/applicants/{applicantId}/pause",
    summary: "Send no messages before a day; without one, go on as before",
    body: z.strictObject({ until: plainDate.optional() }).meta({ id: "Pause" }),
    handle: ({ serving, actor, params, body, writing }) =>
      pauseMessages(serving, actor, params.applicantId, body.until, writing),
  }),
  defineRoute({
    ...ofPerson,
    id: "getSettings",
    method: "get",
    path: "/v1/applicants/{applicantId}/settings",
    summary: "How one wants to be told, and what one has agreed to",
    roles: ["applicant"],
    answer: schemas.settings,
    handle: async ({ serving, actor, params }) => tagged(await settingsOf(serving, actor, params.applicantId)),
  }),
  defineRoute({
    ...write,
    id: "changeSettings",
    method: "patch",
    path: "/v1/applicants/{applicantId}/settings",
    summary: "Change settings; what isn't named stays",
    body: schemas.settingsChange,
    bodyIsCheckedBy: "event",
    bodyAt: "/applicant",
    ifMatch: "optional",
    handle: ({ serving, actor, params, body, writing }) =>
      changeSettings(serving, actor, params.applicantId, body as SettingsChange, writing),
  }),
  defineRoute({
    ...ofPerson,
    id: "listRecommendations",
    method: "get",
    path: "/v1/applicants/{applicantId}/recommendations",
    summary: "What somebody was told, newest first, with the reasons as told",
    roles: ["applicant", "center"],
    query: pageQuery,
    answer: schemas.pageOf(schemas.recommendation),
    handle: async ({ serving, actor, params, query }) => {
      const { recommendationsOf } = await import("../../serving/recommendations.ts");
      const read = (after?: string) => recommendationsOf(serving, actor, params.applicantId, after);
      return answerPage(LIST, query.cursor, read, toRecommendation);
    },
  }),
  defineRoute({
    ...ofPerson,
    id: "listMatches",
    method: "get",
    path: "/v1/applicants/{applicantId}/matches",
    summary: "What suits somebody right now and they weren't told of, best first",
    roles: ["applicant", "center"],
    answer: schemas.pageOf(schemas.recommendation),
    handle: async ({ serving, actor, params }) => {
      const { couldSuit } = await import("../../serving/recommendations.ts");
      const served = await couldSuit(serving, actor, params.applicantId);
      if (served.kind === "not-found") return served;
      return { kind: "found", value: { items: served.value.map(toRecommendation) } };
    },
  }),
  defineRoute({
    ...ofPerson,
    id: "explainPair",
    method: "get",
    path: "/v1/applicants/{applicantId}/openings/{openingId}/account",
    summary: "Why an opening suits somebody, or why not, and what would help: for every pair",
    roles: ["applicant", "center"],
    params: pairParams,
    answer: schemas.account,
    handle: async ({ serving, actor, params }) => {
      const { explainPair } = await import("../../serving/explain-pair.ts");
      return explainPair(serving, actor, params.applicantId, params.openingId);
    },
  }),
  defineRoute({
    ...write,
    id: "answerRecommendation",
    method: "post",
    path: "/v1/applicants/{applicantId}/recommendations/{openingId}/answers",
    summary: "Say what became of a recommendation: interested, not for me and why; for centers also what came of it",
    roles: ["applicant", "center"],
    params: pairParams,
    body: schemas.answer,
    handle: async ({ serving, actor, params, body, writing }) =>
      mayAnswer(actor, body.outcome)
        ? answerRecommendation(serving, actor, params.applicantId, params.openingId, body, writing)
        : { kind: "problem", code: "FORBIDDEN", pointer: "/outcome" },
  }),
  defineRoute({
    ...ofPerson,
    id: "getReview",
    method: "get",
    path: "/v1/applicants/{applicantId}/openings/{openingId}/review",
    summary: "A counsellor's last word on an opening for somebody",
    roles: ["center"],
    params: pairParams,
    answer: schemas.review,
    handle: async ({ serving, actor, params }) =>
      tagged(await reviewOfPair(serving, actor, params.applicantId, params.openingId)),
  }),
  defineRoute({
    ...write,
    id: "reviewRecommendation",
    method: "put",
    path: "/v1/applicants/{applicantId}/openings/{openingId}/review",
    summary: "Hold, override, endorse or release an opening for somebody, told of it or not told yet",
    roles: ["center"],
    params: pairParams,
    body: schemas.reviewSaid,
    ifMatch: "optional",
    handle: ({ serving, actor, params, body, writing }) =>
      reviewRecommendation(serving, actor, params.applicantId, params.openingId, body, writing),
  }),
];

function toRecommendation({ opening, toldAt, history: _history, reasons: _codes, ...one }: RecommendedOpening) {
  const { title, kind, validThrough } = opening;
  return {
    ...one,
    title,
    kind,
    validThrough,
    toldAt: toldAt === undefined ? undefined : new Date(toldAt).toISOString(),
  };
}
