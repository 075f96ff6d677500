import { Hono } from "hono";
import { ulid } from "ulid";
import { dayInSeoul } from "../../../domain/model/calendar.ts";
import { plainDate } from "../../../domain/model/primitives.ts";
import { type DeclineReason, declineReasons } from "../../../domain/outcomes/life-cycle.ts";
import type { ApiApp, ApiEnv } from "../../api/api-context.ts";
import { OPENING_PAGES_PATH } from "../../api/own-path.ts";
import type { Actor } from "../../serving/actor.ts";
import { answerRecommendation } from "../../serving/answer-recommendation.ts";
import { explainPair } from "../../serving/explain-pair.ts";
import { readOpening, readOpenings } from "../../serving/kept.ts";
import { changeSettings, pauseMessages, profileOf, withdrawPerson } from "../../serving/profiles.ts";
import { type RecommendedOpening, recommendationsOf } from "../../serving/recommendations.ts";
import { requestReview } from "../../serving/request-review.ts";
import type { Written } from "../../serving/served.ts";
import { type ConsoleDeps, frameOf, type PageRequest, seeOther } from "../page-context.ts";
import { MissingPage, WrittenPage } from "../parts/problem-pages.tsx";
import { pagesOf } from "../signed-in.tsx";
import { toOpeningView, toRecommendationView } from "./applicant-views.ts";
import { LeavePage, LeftPage } from "./leave-page.tsx";
import { OpeningPage } from "./opening-page.tsx";
import { type ApplicantNews, RecommendationsPage } from "./recommendations-page.tsx";
import { readSettings, toSettingsView } from "./settings-form.ts";
import { SettingsPage } from "./settings-page.tsx";

const NEWS: readonly ApplicantNews[] = ["interested", "declined", "review-asked", "no-center"];

/** What applicants see and do: everything by plain forms, each leading on to a page that says what came of it. */
export function applicantRoutes(deps: ConsoleDeps): ApiApp {
  const app = new Hono<ApiEnv>();
  const page = pagesOf("applicant", deps);
  app.get("/my", page(showRecommendations));
  app.get("/my/settings", page(showSettings));
  app.post("/my/settings", page(saveSettings));
  app.post("/my/pause", page(pause));
  app.get(
    "/my/leave",
    page(async (c) => c.html(<LeavePage frame={frameOf(c, deps)} isUnsure={false} />)),
  );
  app.post("/my/leave", page(leave));
  app.get("/my/left", (c) => c.html(<LeftPage frame={{ ...frameOf(c, deps), role: undefined }} />));
  app.get(`${OPENING_PAGES_PATH}/:id`, page(showOpening));
  app.post(`${OPENING_PAGES_PATH}/:id/answer`, page(answer));
  app.post(`${OPENING_PAGES_PATH}/:id/review`, page(askForReview));
  return app;
}

async function missing(c: PageRequest, deps: ConsoleDeps): Promise<Response> {
  return c.html(<MissingPage frame={frameOf(c, deps)} />, 404);
}

/** Who writes without saying a key of their own writes once: a form that is sent twice by mistake says the same revision. */
const newKey = (): string => ulid();

async function showRecommendations(c: PageRequest, deps: ConsoleDeps, actor: Actor): Promise<Response> {
  const { serving } = deps;
  const [listed, person] = await Promise.all([
    recommendationsOf(serving, actor, actor.subject),
    profileOf(serving, actor, actor.subject),
  ]);
  if (listed.kind === "not-found" || person.kind === "not-found") return missing(c, deps);
  const frame = frameOf(c, deps, person.value.profile.residence);
  const courses = await coursesOf(deps, listed.value.items);
  const best = listed.value.items.toSorted((a, b) => b.score - a.score || (a.openingId < b.openingId ? -1 : 1));
  const until = person.value.profile.delivery?.pausedUntil;
  const view = {
    recommendations: best.map((one) => toRecommendationView(one, courses, frame, serving.matching.taxonomy)),
    pausedUntil: until !== undefined && until > frame.today ? until : undefined,
    news: NEWS.find((news) => news === c.req.query("news")),
  };
  return c.html(<RecommendationsPage frame={frame} view={view} />);
}

function coursesOf({ serving }: ConsoleDeps, items: readonly RecommendedOpening[]) {
  return readOpenings(
    serving,
    items.flatMap(({ courseOpeningId }) => courseOpeningId ?? []),
  );
}

async function showOpening(c: PageRequest, deps: ConsoleDeps, actor: Actor): Promise<Response> {
  const { serving } = deps;
  const openingId = c.req.param("id") ?? "";
  const [account, kept, listed, person] = await Promise.all([
    explainPair(serving, actor, actor.subject, openingId),
    readOpening(serving, openingId),
    recommendationsOf(serving, actor, actor.subject),
    profileOf(serving, actor, actor.subject),
  ]);
  if (
    account.kind === "not-found" ||
    kept === undefined ||
    listed.kind === "not-found" ||
    person.kind === "not-found"
  ) {
    return missing(c, deps);
  }
  const frame = frameOf(c, deps, person.value.profile.residence);
  const told = listed.value.items.find((one) => one.openingId === openingId);
  const { words, score, fitsOpening, fitsApplicant } = account.value;
  const lines = { ko: { title: "", lines: words.ko.reasons }, en: { title: "", lines: words.en.reasons } };
  const untold: RecommendedOpening = {
    openingId,
    ...kept,
    isFull: false,
    score,
    fitsOpening,
    fitsApplicant,
    toldAt: undefined,
    stage: "told",
    history: [],
    courseOpeningId: undefined,
    unlocks: undefined,
    reasons: [],
    review: "none",
    words: lines,
  };
  const courses = await coursesOf(deps, told === undefined ? [] : [told]);
  const recommendation = toRecommendationView(told ?? untold, courses, frame, serving.matching.taxonomy);
  const toldOn = told?.toldAt === undefined ? undefined : dayInSeoul(told.toldAt);
  const view = toOpeningView(account.value, recommendation, kept.opening, toldOn, frame);
  return c.html(<OpeningPage frame={frame} view={view} />);
}

async function answer(c: PageRequest, deps: ConsoleDeps, actor: Actor): Promise<Response> {
  const openingId = c.req.param("id") ?? "";
  const form = await c.req.formData();
  const isInterested = form.get("answer") === "interested";
  const reason = declineReasons.find((one): one is DeclineReason => one === form.get("reason"));
  const said = isInterested ? ({ outcome: "applied" } as const) : ({ outcome: "declined", reason } as const);
  const written = await answerRecommendation(deps.serving, actor, actor.subject, openingId, said, { key: newKey() });
  return afterwards(c, deps, written, `/my?news=${isInterested ? "interested" : "declined"}`);
}

async function askForReview(c: PageRequest, deps: ConsoleDeps, actor: Actor): Promise<Response> {
  const { kind } = await requestReview(deps.serving, actor, c.req.param("id") ?? "");
  if (kind === "not-found") return missing(c, deps);
  return seeOther(c, `/my?news=${kind === "requested" ? "review-asked" : "no-center"}`);
}

/** What came of a write: on to the page that says so, or why not. */
async function afterwards(c: PageRequest, deps: ConsoleDeps, written: Written, path: string): Promise<Response> {
  if (written.kind === "accepted") return seeOther(c, path);
  if (written.kind === "not-found") return missing(c, deps);
  return c.html(<WrittenPage frame={frameOf(c, deps)} written={written} />, written.kind === "refused" ? 422 : 409);
}

async function showSettings(c: PageRequest, deps: ConsoleDeps, actor: Actor): Promise<Response> {
  const person = await profileOf(deps.serving, actor, actor.subject);
  if (person.kind === "not-found") return missing(c, deps);
  const { profile, revision } = person.value;
  const frame = frameOf(c, deps, profile.residence);
  const news = c.req.query("news") === "saved" ? ("saved" as const) : undefined;
  return c.html(<SettingsPage frame={frame} view={toSettingsView(profile, revision, frame.today, news)} />);
}

async function saveSettings(c: PageRequest, deps: ConsoleDeps, actor: Actor): Promise<Response> {
  const person = await profileOf(deps.serving, actor, actor.subject);
  if (person.kind === "not-found") return missing(c, deps);
  const form = await c.req.formData();
  const change = readSettings(form, person.value.profile);
  const ifMatch = toRevision(form);
  const written = await changeSettings(deps.serving, actor, actor.subject, change, { key: newKey(), ifMatch });
  return afterwards(c, deps, written, "/my/settings?news=saved");
}

function toRevision(form: FormData): number | undefined {
  const revision = Number(form.get("revision"));
  return Number.isInteger(revision) && revision > 0 ? revision : undefined;
}

async function pause(c: PageRequest, deps: ConsoleDeps, actor: Actor): Promise<Response> {
  const form = await c.req.formData();
  const until = plainDate.safeParse(form.get("until"));
  const resumes = form.get("resume") === "yes";
  if (!resumes && !until.success) return seeOther(c, "/my/settings");
  const writing = { key: newKey(), ifMatch: toRevision(form) };
  const day = resumes ? undefined : until.data;
  const written = await pauseMessages(deps.serving, actor, actor.subject, day, writing);
  return afterwards(c, deps, written, "/my/settings?news=saved");
}

async function leave(c: PageRequest, deps: ConsoleDeps, actor: Actor): Promise<Response> {
  const form = await c.req.formData();
  if (form.get("sure") !== "yes") return c.html(<LeavePage frame={frameOf(c, deps)} isUnsure />, 422);
  const written = await withdrawPerson(deps.serving, actor, actor.subject, { key: newKey() });
  return afterwards(c, deps, written, "/my/left");
}
