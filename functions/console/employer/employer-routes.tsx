import { Hono } from "hono";
import { ulid } from "ulid";
import { closingReasons } from "../../../events/opening-closed.ts";
import type { ApiApp, ApiEnv } from "../../api/api-context.ts";
import type { Actor } from "../../serving/actor.ts";
import { closeOpening, openingsOf, postOpening } from "../../serving/openings.ts";
import { shortlistOf } from "../../serving/shortlist.ts";
import { factsOf } from "../applicant/applicant-views.ts";
import { actorAs, type ConsoleDeps, frameOf, type PageRequest, seeOther } from "../page-context.ts";
import { ForbiddenPage, MissingPage, refusalWords, WrittenPage } from "../parts/problem-pages.tsx";
import { SEOUL_DISTRICTS } from "../parts/seoul-districts.ts";
import { applicantWords } from "../words/applicant-words.ts";
import { KIND_WORDS } from "../words/code-words.ts";
import { dayWords } from "../words/telling.ts";
import { CheckFragment, type CheckView } from "./check.tsx";
import { checkDraft } from "./check-draft.ts";
import { fieldOf, readDraft } from "./opening-draft.ts";
import { EMPTY_FIELDS, type OpeningFields, readFields, withMoreNeeds } from "./opening-form.ts";
import { OpeningFormPage } from "./opening-form-page.tsx";
import { OpeningsPage } from "./openings-page.tsx";
import { PendingPage, ShortlistPage, type ShortlistView } from "./shortlist-page.tsx";
import { toCandidateView } from "./shortlist-views.ts";

/** What employers see and do. The form is the same with and without script; typing only asks sooner. */
export function employerRoutes(deps: ConsoleDeps): ApiApp {
  const app = new Hono<ApiEnv>();
  app.get("/employer", (c) => asEmployer(c, deps, showOpenings));
  app.get("/employer/openings/new", (c) =>
    asEmployer(c, deps, async () => showForm(c, deps, EMPTY_FIELDS, undefined, ulid())),
  );
  app.post("/employer/openings/check", (c) => asEmployer(c, deps, check));
  app.post("/employer/openings", (c) => asEmployer(c, deps, submit));
  app.get("/employer/openings/:id", (c) => asEmployer(c, deps, showShortlist));
  app.post("/employer/openings/:id/close", (c) => asEmployer(c, deps, close));
  return app;
}

type Handle = (c: PageRequest, deps: ConsoleDeps, actor: Actor) => Promise<Response>;

async function asEmployer(c: PageRequest, deps: ConsoleDeps, handle: Handle): Promise<Response> {
  const actor = actorAs(c, "employer");
  if (actor === undefined) return c.html(<ForbiddenPage frame={frameOf(c, deps)} />, c.get("actor") ? 403 : 401);
  return handle(c, deps, actor);
}

async function showOpenings(c: PageRequest, deps: ConsoleDeps, actor: Actor): Promise<Response> {
  const frame = frameOf(c, deps);
  const listed = await openingsOf(deps.serving, actor, actor.subject, c.req.query("after"));
  if (listed.kind === "not-found") return c.html(<MissingPage frame={frame} />, 404);
  const { items, next } = listed.value;
  const openings = await Promise.all(
    items.map(async ({ opening, isClosed }) => {
      const shortlist = isClosed ? undefined : await shortlistOf(deps.serving, actor, opening.openingId);
      return {
        openingId: opening.openingId,
        title: opening.title,
        kind: KIND_WORDS[frame.language][opening.kind],
        isClosed,
        validThrough: opening.validThrough,
        matched: shortlist?.kind === "found" ? shortlist.value.people : 0,
      };
    }),
  );
  return c.html(<OpeningsPage frame={frame} view={{ openings, next }} />);
}

async function showForm(
  c: PageRequest,
  deps: ConsoleDeps,
  fields: OpeningFields,
  found: CheckView | undefined,
  key: string,
  status: 200 | 422 = 200,
): Promise<Response> {
  const frame = frameOf(c, deps);
  const districts = SEOUL_DISTRICTS.map((district) => ({ code: district.code, name: district[frame.language] }));
  return c.html(<OpeningFormPage frame={frame} view={{ fields, check: found, districts, key }} />, status);
}

async function check(c: PageRequest, deps: ConsoleDeps, actor: Actor): Promise<Response> {
  const frame = frameOf(c, deps);
  const read = readDraft(readFields(await c.req.formData()), deps.resolvers);
  return c.html(<CheckFragment frame={frame} view={await checkDraft(deps, actor, read, frame.language, true)} />);
}

async function submit(c: PageRequest, deps: ConsoleDeps, actor: Actor): Promise<Response> {
  const form = await c.req.formData();
  const fields = readFields(form);
  const key = form.get("key");
  const writingKey = typeof key === "string" && /^[\w-]{1,80}$/.test(key) ? key : ulid();
  const step = form.get("step");
  if (step === "more") return showForm(c, deps, withMoreNeeds(fields), undefined, writingKey);
  const { language } = frameOf(c, deps);
  const read = readDraft(fields, deps.resolvers);
  const found = await checkDraft(deps, actor, read, language, false);
  if (step !== "publish") return showForm(c, deps, fields, found, writingKey);
  if (found.findings.length > 0) return showForm(c, deps, fields, found, writingKey, 422);
  const written = await postOpening(deps.serving, actor, read.draft, { key: writingKey });
  if (written.kind === "accepted") {
    return seeOther(c, `/employer/openings/${encodeURIComponent(written.id)}?news=posted`);
  }
  if (written.kind !== "refused") return c.html(<WrittenPage frame={frameOf(c, deps)} written={written} />, 409);
  const sentence = refusalWords(written.refusal, { language });
  const finding = { field: fieldOf(written.refusal), label: "", sentence, words: undefined, laws: [] };
  return showForm(c, deps, fields, { ...found, findings: [finding] }, writingKey, 422);
}

async function showShortlist(c: PageRequest, deps: ConsoleDeps, actor: Actor): Promise<Response> {
  const openingId = c.req.param("id") ?? "";
  const shortlist = await shortlistOf(deps.serving, actor, openingId);
  const news = (["posted", "closed"] as const).find((one) => one === c.req.query("news"));
  if (shortlist.kind === "not-found") {
    // Posted a moment ago: what was accepted is kept within a second or two.
    const frame = frameOf(c, deps);
    return news === "posted" ? c.html(<PendingPage frame={frame} />) : c.html(<MissingPage frame={frame} />, 404);
  }
  const { opening, isClosed, people, candidates } = shortlist.value;
  const frame = frameOf(c, deps, opening.place.mode === "online" ? undefined : opening.place.district);
  const { taxonomy } = deps.serving.matching;
  const { card } = applicantWords[frame.language];
  const facts = factsOf(opening, frame.language, taxonomy);
  const until =
    opening.validThrough === undefined ? card.unlimited : dayWords(opening.validThrough, frame.language, frame.today);
  const told: readonly (readonly [string, string | undefined])[] = [
    [card.pay, facts.pay],
    [card.hours, facts.hours],
    [card.place, facts.place],
    [card.employment, facts.employment],
    [card.until, until],
  ];
  const view: ShortlistView = {
    openingId,
    title: opening.title,
    isClosed,
    revision: opening.revision,
    facts: told.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
    matched: people,
    candidates: candidates.map((candidate) => toCandidateView(candidate, frame.language, taxonomy)),
    news,
  };
  return c.html(<ShortlistPage frame={frame} view={view} />);
}

async function close(c: PageRequest, deps: ConsoleDeps, actor: Actor): Promise<Response> {
  const openingId = c.req.param("id") ?? "";
  const form = await c.req.formData();
  const reason = closingReasons.find((one) => one === form.get("reason")) ?? "withdrawn";
  const written = await closeOpening(deps.serving, actor, openingId, reason, { key: ulid() });
  if (written.kind === "accepted") {
    return seeOther(c, `/employer/openings/${encodeURIComponent(openingId)}?news=closed`);
  }
  return c.html(<WrittenPage frame={frameOf(c, deps)} written={written} />, written.kind === "not-found" ? 404 : 409);
}
