import { Hono } from "hono";
import { ulid } from "ulid";
import { type FollowUpMonths, followUpMonths, followUpResults } from "../../../domain/outcomes/follow-up.ts";
import { declineReasons, outcomes } from "../../../domain/outcomes/life-cycle.ts";
import { ledgerPeriod } from "../../../domain/outcomes/period.ts";
import { CURSOR_HEADER } from "../../api/answering.ts";
import type { ApiApp, ApiEnv } from "../../api/api-context.ts";
import type { Actor } from "../../serving/actor.ts";
import { answerRecommendation } from "../../serving/answer-recommendation.ts";
import { callList } from "../../serving/call-list.ts";
import { explainPair } from "../../serving/explain-pair.ts";
import { kpis } from "../../serving/kpis.ts";
import { recordFollowUp } from "../../serving/record-follow-up.ts";
import { reviewOfPair, reviewRecommendation } from "../../serving/review-recommendation.ts";
import { toPoints } from "../applicant/applicant-views.ts";
import type { Frame } from "../frame.ts";
import { type ConsoleDeps, frameOf, type PageRequest, seeOther } from "../page-context.ts";
import { MissingPage, WrittenPage } from "../parts/problem-pages.tsx";
import { pagesOfCenters } from "../signed-in.tsx";
import { CallsPage } from "./calls-page.tsx";
import { NO_ASKS, openAsks, toCallsView } from "./calls-views.ts";
import { districtFigures, ITEMS_MAX, toLiveItems, toTodayFigures } from "./center-views.ts";
import { figuresOf } from "./feed-events.ts";
import { KpiPage } from "./kpi-page.tsx";
import { pairPath } from "./live-matches.tsx";
import { PairPage } from "./pair-page.tsx";
import { toReviewSaid } from "./review-card.tsx";
import { NewsFragment, TodayPage } from "./today-page.tsx";

/** What the staff of a center see and do. */
export function centerRoutes(deps: ConsoleDeps): ApiApp {
  const app = new Hono<ApiEnv>();
  const page = pagesOfCenters(deps);
  app.get("/center", page(showToday));
  app.get("/center/news", page(showNews));
  app.get("/center/calls", page(showCalls));
  app.post("/center/calls", page(record));
  app.get("/center/kpi", page(showKpi));
  app.get("/center/pairs/:applicantId/:openingId", page(showPair));
  app.post("/center/pairs/:applicantId/:openingId", page(recordPair));
  app.post("/center/pairs/:applicantId/:openingId/review", page(review));
  return app;
}

/** A district of the center's own; any other one isn't asked for by its pages. */
function districtAsked(c: PageRequest, { serving }: ConsoleDeps, { subject }: Actor): string | undefined {
  return serving.centers[subject]?.find((code) => code === c.req.query("district"));
}

/** Items looked through for those of one district: enough that a quiet one has some, and few enough for one read. */
const LOOKED_THROUGH_MAX = 300;

/** Reads the end of the feed and nothing before it, however long the day was: the last item carries the day's figures. */
async function showToday(c: PageRequest, deps: ConsoleDeps, actor: Actor): Promise<Response> {
  const frame = frameOf(c, deps);
  const district = districtAsked(c, deps, actor);
  const most = district === undefined ? ITEMS_MAX : LOOKED_THROUGH_MAX;
  const kept = await deps.serving.ports.centerFeeds.newest(actor.subject, most);
  const last = kept.at(-1);
  const day = figuresOf(last, frame.today);
  const districts = districtFigures(deps, frame, actor.subject, day);
  const chosen = districts.find(({ code }) => code === district);
  const view = {
    center: frame.help.name,
    figures: toTodayFigures(day),
    districts,
    items: await toLiveItems(deps, frame, kept, district),
    position: last?.position ?? 0,
    onlyDistrict: chosen === undefined ? undefined : { code: chosen.code, name: chosen.name },
  };
  return c.html(<TodayPage frame={frame} view={view} />);
}

async function showNews(c: PageRequest, deps: ConsoleDeps, actor: Actor): Promise<Response> {
  const frame = frameOf(c, deps);
  const asked = Number(c.req.query("after"));
  const after = Number.isSafeInteger(asked) && asked > 0 ? asked : 0;
  const district = districtAsked(c, deps, actor);
  const kept = await deps.serving.ports.centerFeeds.readAfter(actor.subject, after, ITEMS_MAX);
  const last = kept.at(-1);
  const position = last?.position ?? after;
  c.header(CURSOR_HEADER, String(position));
  const onlyDistrict = district === undefined ? undefined : { code: district, name: district };
  const news = {
    items: await toLiveItems(deps, frame, kept, district),
    figures: last === undefined ? undefined : toTodayFigures(figuresOf(last, frame.today)),
    position: { position, onlyDistrict },
    // Who would take a stream and gets this answer has found nobody who holds one open.
    isAsking: c.req.query("by") === "asking" || (c.req.header("accept") ?? "").includes("text/event-stream"),
  };
  return c.html(<NewsFragment frame={frame} {...news} />);
}

async function showCalls(c: PageRequest, deps: ConsoleDeps, actor: Actor): Promise<Response> {
  const frame = frameOf(c, deps);
  const after = c.req.query("after");
  const calls = await callList(deps.serving, actor, actor.subject, after);
  if (calls.kind === "not-found") return c.html(<MissingPage frame={frame} />, 404);
  const news = c.req.query("news") === "recorded" ? ("recorded" as const) : undefined;
  // What the feed asks for comes with the first stretch of people alone.
  const asks = after === undefined ? await openAsks(deps, actor) : NO_ASKS;
  const view = await toCallsView(deps, frame, calls.value, asks);
  return c.html(<CallsPage frame={frame} view={{ ...view, news }} />);
}

async function record(c: PageRequest, deps: ConsoleDeps, actor: Actor): Promise<Response> {
  const form = await c.req.formData();
  const months = followUpMonths.find((one): one is FollowUpMonths => String(one) === form.get("months"));
  const result = followUpResults.find((one) => one === form.get("result"));
  const [applicantId, openingId] = [form.get("applicantId"), form.get("openingId")];
  if (
    months === undefined ||
    result === undefined ||
    typeof applicantId !== "string" ||
    typeof openingId !== "string"
  ) {
    return seeOther(c, "/center/calls");
  }
  const found = { applicantId, openingId, months, result };
  const written = await recordFollowUp(deps.serving, actor, found, { key: ulid() });
  if (written.kind === "accepted") return seeOther(c, "/center/calls?news=recorded");
  return c.html(<WrittenPage frame={frameOf(c, deps)} written={written} />, written.kind === "not-found" ? 404 : 409);
}

/** This year and its quarters so far, and the year before. */
function periodsOn(today: string): readonly string[] {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  const quarters = Array.from({ length: Math.ceil(month / 3) }, (_, at) => `${year}-Q${at + 1}`);
  return [String(year), ...quarters, String(year - 1), String(year - 2), String(year - 3)];
}

async function showKpi(c: PageRequest, deps: ConsoleDeps, actor: Actor): Promise<Response> {
  const frame = frameOf(c, deps);
  const periods = periodsOn(frame.today);
  const asked = ledgerPeriod.safeParse(c.req.query("period"));
  const period = asked.success ? asked.data : (periods[0] ?? frame.today.slice(0, 4));
  const account = await kpis(deps.serving, actor, { center: actor.subject, period });
  if (account.kind === "not-found") return c.html(<MissingPage frame={frame} />, 404);
  const names = await programmeNames(
    deps,
    frame,
    account.value.lines.map(({ line }) => line),
  );
  const shown = periods.includes(period) ? periods : [period, ...periods];
  return c.html(<KpiPage frame={frame} view={{ account: account.value, periods: shown, names }} />);
}

/** Names of the lines that are programmes, as their latest rules call them. */
async function programmeNames({ serving }: ConsoleDeps, { language }: Frame, ids: readonly string[]) {
  const named = await Promise.all(
    ids.map(async (id) => {
      const body = (await serving.ports.programmes.of(id)).at(-1)?.body;
      const name = body === undefined ? undefined : (JSON.parse(body) as { name?: Record<string, string> }).name;
      return [id, name?.[language]] as const;
    }),
  );
  return new Map(named.flatMap(([id, name]) => (name === undefined ? [] : [[id, name] as const])));
}

async function showPair(c: PageRequest, deps: ConsoleDeps, actor: Actor): Promise<Response> {
  const { applicantId = "", openingId = "" } = c.req.param();
  const frame = frameOf(c, deps);
  const account = await explainPair(deps.serving, actor, applicantId, openingId);
  if (account.kind === "not-found") return c.html(<MissingPage frame={frame} />, 404);
  const [told] = await deps.serving.ports.recommendations.get([{ applicantId, openingId }]);
  const reviewed = await reviewOfPair(deps.serving, actor, applicantId, openingId);
  const { words, title, isMatch, score, openingSide, applicantSide } = account.value;
  const { reasons, questions, prospects } = words[frame.language];
  const view = {
    applicantId,
    openingId,
    title,
    isMatch,
    fitBp: score,
    reasons: reasons.filter((reason) => !questions.includes(reason)),
    questions,
    asked: toPoints(openingSide, frame.language),
    wished: toPoints(applicantSide, frame.language),
    helpApplicant: prospects.applicant,
    helpOpening: prospects.opening,
    stage: told === undefined ? undefined : (told.history?.at(-1)?.outcome ?? ("told" as const)),
    news: (["recorded", "reviewed"] as const).find((one) => one === c.req.query("news")),
    review: reviewed.kind === "found" ? reviewed.value : undefined,
  };
  return c.html(<PairPage frame={frame} view={view} />);
}

async function recordPair(c: PageRequest, deps: ConsoleDeps, actor: Actor): Promise<Response> {
  const { applicantId = "", openingId = "" } = c.req.param();
  const form = await c.req.formData();
  const outcome = outcomes.find((one) => one === form.get("outcome"));
  if (outcome === undefined) return seeOther(c, pairPath(applicantId, openingId));
  const takesReason = outcome === "declined" || outcome === "withdrawn";
  const reason = takesReason ? declineReasons.find((one) => one === form.get("reason")) : undefined;
  const said = { outcome, reason };
  const written = await answerRecommendation(deps.serving, actor, applicantId, openingId, said, { key: ulid() });
  if (written.kind === "accepted") return seeOther(c, `${pairPath(applicantId, openingId)}?news=recorded`);
  return c.html(<WrittenPage frame={frameOf(c, deps)} written={written} />, written.kind === "not-found" ? 404 : 422);
}

async function review(c: PageRequest, deps: ConsoleDeps, actor: Actor): Promise<Response> {
  const { applicantId = "", openingId = "" } = c.req.param();
  const form = await c.req.formData();
  const said = toReviewSaid(form.get("decision"), form.get("because"));
  if (said === undefined) return seeOther(c, pairPath(applicantId, openingId));
  const written = await reviewRecommendation(deps.serving, actor, applicantId, openingId, said, { key: ulid() });
  if (written.kind === "accepted") return seeOther(c, `${pairPath(applicantId, openingId)}?news=reviewed`);
  return c.html(<WrittenPage frame={frameOf(c, deps)} written={written} />, written.kind === "not-found" ? 404 : 422);
}
