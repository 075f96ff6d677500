import { Hono } from "hono";
import { ulid } from "ulid";
import { employerReasons } from "../../../domain/outcomes/life-cycle.ts";
import { closingReasons } from "../../../events/opening-closed.ts";
import type { ApiApp, ApiEnv } from "../../api/api-context.ts";
import type { Actor } from "../../serving/actor.ts";
import { answerCandidate, type CandidateAnswer } from "../../serving/answer-candidate.ts";
import { type KeptOpening, ownOpening } from "../../serving/kept.ts";
import { closeOpening, openingsOf, postOpening, reviseOpening } from "../../serving/openings.ts";
import { shortlistOf } from "../../serving/shortlist.ts";
import { factsOf } from "../applicant/applicant-views.ts";
import { type ConsoleDeps, frameOf, type PageRequest, seeOther } from "../page-context.ts";
import { MissingPage, refusalWords, WrittenPage } from "../parts/problem-pages.tsx";
import { SEOUL_DISTRICTS } from "../parts/seoul-districts.ts";
import { pagesOf } from "../signed-in.tsx";
import { applicantWords } from "../words/applicant-words.ts";
import { KIND_WORDS } from "../words/code-words.ts";
import { dayWords } from "../words/telling.ts";
import { CheckFragment, type CheckView } from "./check.tsx";
import { checkDraft } from "./check-draft.ts";
import { fieldOf, type ReadDraft, readDraft } from "./opening-draft.ts";
import { EMPTY_FIELDS, type OpeningFields, readFields, withMoreNeeds } from "./opening-form.ts";
import { OpeningFormPage, type RevisedView } from "./opening-form-page.tsx";
import { OpeningsPage } from "./openings-page.tsx";
import { stoodBehind, toFields, toRevised } from "./revising.ts";
import { PendingPage, ShortlistPage, type ShortlistView } from "./shortlist-page.tsx";
import { toCandidateView } from "./shortlist-views.ts";

/** What employers see and do. The form is the same with and without script; typing only asks sooner. */
export function employerRoutes(deps: ConsoleDeps): ApiApp {
  const app = new Hono<ApiEnv>();
  const page = pagesOf("employer", deps);
  app.get("/employer", page(showOpenings));
  app.get(
    "/employer/openings/new",
    page((c) => showForm(c, deps, { fields: EMPTY_FIELDS, found: undefined, key: ulid() })),
  );
  app.post("/employer/openings/check", page(check));
  app.post("/employer/openings", page(submit));
  app.get("/employer/openings/:id", page(showShortlist));
  app.get("/employer/openings/:id/revise", page(showRevising));
  app.post("/employer/openings/:id/check", page(check));
  app.post("/employer/openings/:id/revise", page(submit));
  app.post("/employer/openings/:id/close", page(close));
  app.post("/employer/openings/:id/candidates/:applicantId", page(answer));
  return app;
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

/** The form as it is shown: as it was typed, with what was found, and under the key that makes one posting of it. */
interface Filled {
  readonly fields: OpeningFields;
  readonly found: CheckView | undefined;
  readonly key: string;
  readonly revised?: RevisedView | undefined;
}

async function showForm(
  c: PageRequest,
  deps: ConsoleDeps,
  { fields, found, key, revised }: Filled,
  status: 200 | 409 | 422 = 200,
): Promise<Response> {
  const frame = frameOf(c, deps);
  const districts = SEOUL_DISTRICTS.map((district) => ({ code: district.code, name: district[frame.language] }));
  return c.html(<OpeningFormPage frame={frame} view={{ fields, check: found, districts, key, revised }} />, status);
}

async function showRevising(c: PageRequest, deps: ConsoleDeps, actor: Actor): Promise<Response> {
  const kept = await ownOpening(deps.serving, actor, c.req.param("id") ?? "");
  const frame = frameOf(c, deps);
  if (kept === undefined) return c.html(<MissingPage frame={frame} />, 404);
  const fields = toFields(kept.opening, frame.language, deps.serving.matching.taxonomy);
  return showForm(c, deps, { fields, found: undefined, key: ulid(), revised: toRevisedView(kept) });
}

function toRevisedView({ opening: { openingId, kind }, revision, isClosed }: KeptOpening): RevisedView {
  return { openingId, kind, revision, isClosed, isOvertaken: false };
}

/** What the form says: a draft, or, of an opening that is revised, the opening with it. */
function readForm(
  { serving, resolvers }: ConsoleDeps,
  fields: OpeningFields,
  kept: KeptOpening | undefined,
): ReadDraft {
  if (kept === undefined) return readDraft(fields, resolvers);
  const { taxonomy } = serving.matching;
  const read = readDraft(fields, resolvers, stoodBehind(kept.opening, taxonomy));
  return { ...read, draft: toRevised(kept.opening, read.draft, taxonomy) };
}

async function check(c: PageRequest, deps: ConsoleDeps, actor: Actor): Promise<Response> {
  const frame = frameOf(c, deps);
  const id = c.req.param("id");
  const kept = id === undefined ? undefined : await ownOpening(deps.serving, actor, id);
  const read = readForm(deps, readFields(await c.req.formData()), kept);
  const view = await checkDraft(deps, actor, read, frame.language, true, kept?.opening.openingId);
  return c.html(<CheckFragment frame={frame} view={view} />);
}

async function submit(c: PageRequest, deps: ConsoleDeps, actor: Actor): Promise<Response> {
  const id = c.req.param("id");
  const kept = id === undefined ? undefined : await ownOpening(deps.serving, actor, id);
  if (id !== undefined && kept === undefined) return c.html(<MissingPage frame={frameOf(c, deps)} />, 404);
  const form = await c.req.formData();
  const fields = readFields(form);
  const sent = form.get("key");
  const key = typeof sent === "string" && /^[\w-]{1,80}$/.test(sent) ? sent : ulid();
  const revision = Number(form.get("revision"));
  const revised = kept === undefined ? undefined : { ...toRevisedView(kept), revision };
  const step = form.get("step");
  if (step === "more") return showForm(c, deps, { fields: withMoreNeeds(fields), found: undefined, key, revised });
  const { language } = frameOf(c, deps);
  const read = readForm(deps, fields, kept);
  const found = await checkDraft(deps, actor, read, language, false, id);
  if (step !== "publish") return showForm(c, deps, { fields, found, key, revised });
  if (found.findings.length > 0) return showForm(c, deps, { fields, found, key, revised }, 422);
  const written =
    id === undefined
      ? await postOpening(deps.serving, actor, read.draft, { key })
      : await reviseOpening(deps.serving, actor, id, read.draft, { key, ifMatch: revision });
  switch (written.kind) {
    case "accepted":
      return seeOther(c, `${pathOf(written.id)}?news=${id === undefined ? "posted" : "revised"}`);
    case "changed": {
      // What was typed stays; sent once more, knowingly, it takes the place of what somebody else has written.
      const overtaken = revised && { ...revised, revision: written.revision, isOvertaken: true };
      return showForm(c, deps, { fields, found, key: ulid(), revised: overtaken }, 409);
    }
    case "refused": {
      const sentence = refusalWords(written.refusal, { language });
      const finding = { field: fieldOf(written.refusal), label: "", sentence, words: undefined, laws: [] };
      return showForm(c, deps, { fields, found: { ...found, findings: [finding] }, key, revised }, 422);
    }
    case "key-reused":
    case "not-found":
      return c.html(<WrittenPage frame={frameOf(c, deps)} written={written} />, 409);
  }
}

function pathOf(openingId: string): string {
  return `/employer/openings/${encodeURIComponent(openingId)}`;
}

async function showShortlist(c: PageRequest, deps: ConsoleDeps, actor: Actor): Promise<Response> {
  const openingId = c.req.param("id") ?? "";
  const shortlist = await shortlistOf(deps.serving, actor, openingId);
  const news = (["posted", "revised", "closed", "answered"] as const).find((one) => one === c.req.query("news"));
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
    facts: told.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
    matched: people,
    candidates: candidates.map((candidate) => toCandidateView(candidate, frame.language, taxonomy)),
    news,
  };
  return c.html(<ShortlistPage frame={frame} view={view} />);
}

async function answer(c: PageRequest, deps: ConsoleDeps, actor: Actor): Promise<Response> {
  const { id: openingId = "", applicantId = "" } = c.req.param();
  const said = (await c.req.formData()).get("answer");
  const reason = employerReasons.find((one) => one === said) ?? "employer-declined";
  const toSay: CandidateAnswer = said === "interviewed" ? { outcome: "interviewed" } : { outcome: "declined", reason };
  const written = await answerCandidate(deps.serving, actor, openingId, applicantId, toSay, { key: ulid() });
  if (written.kind === "accepted") return seeOther(c, `${pathOf(openingId)}?news=answered`);
  return c.html(<WrittenPage frame={frameOf(c, deps)} written={written} />, written.kind === "not-found" ? 404 : 409);
}

async function close(c: PageRequest, deps: ConsoleDeps, actor: Actor): Promise<Response> {
  const openingId = c.req.param("id") ?? "";
  const form = await c.req.formData();
  const reason = closingReasons.find((one) => one === form.get("reason")) ?? "withdrawn";
  const written = await closeOpening(deps.serving, actor, openingId, reason, { key: ulid() });
  if (written.kind === "accepted") {
    return seeOther(c, `${pathOf(openingId)}?news=closed`);
  }
  return c.html(<WrittenPage frame={frameOf(c, deps)} written={written} />, written.kind === "not-found" ? 404 : 409);
}
