import { matchesFound } from "../../../events/matches-found.ts";
import { dayWith } from "../../../functions/feeding/feed-day.ts";
import type { Actor, Role } from "../../../functions/serving/actor.ts";
import { ApiService } from "../../fixtures/api-service.ts";
import { aBody, aJobBody, anApplicant, anOpening, aProfileBody } from "../../fixtures/bodies.ts";

/** Somebody of the world, and who may see them. */
export interface Person {
  readonly applicantId: string;
  readonly district: string;
  readonly consent: { readonly alerts: boolean; readonly employers: boolean; readonly center: boolean };
}

const everything = { alerts: true, employers: true, center: true };

/** 마포 belongs to the center `central`, 은평 to `west`. */
export const people: readonly Person[] = [
  { applicantId: "person-own", district: "11440", consent: everything },
  { applicantId: "person-other", district: "11440", consent: everything },
  { applicantId: "person-far", district: "11380", consent: everything },
  { applicantId: "person-shy", district: "11440", consent: { alerts: true, employers: false, center: false } },
];
export const GONE = "person-gone";
export const MISSING = "person-nobody";

export const CENTERS_OF: Readonly<Record<string, string>> = { "11440": "central", "11380": "west" };

export const employers = ["employer-own", "employer-other"] as const;
export const openings = {
  own: "opening-own",
  other: "opening-other",
  closed: "opening-closed",
  missing: "opening-nowhere",
};

/** A service in which everybody has matches, was told of them, and centers have feeds. */
export async function aWorld(): Promise<ApiService> {
  const api = await ApiService.create();
  const { preferences } = anApplicant();
  const bodies = [...people, { applicantId: GONE, district: "11440", consent: everything }].map(
    ({ applicantId, district, consent }) =>
      aProfileBody({
        applicantId,
        residence: district,
        consent,
        preferences: { ...preferences, districts: ["11440", "11380"] },
      }),
  );
  await api.memory.accept(...bodies);
  await api.memory.accept(
    aJobBody({ openingId: openings.own, employerId: employers[0] }),
    aJobBody({
      openingId: openings.other,
      employerId: employers[1],
      title: "다른 카페의 오후 바리스타",
      totalJobOpenings: 9,
    }),
    aJobBody({ openingId: openings.closed, employerId: employers[0], title: "닫은 카페의 저녁 바리스타" }),
  );
  await api.memory.accept(
    aBody("OpeningClosed", { openingId: openings.closed, revision: 2, reason: "filled" }),
    aBody("ApplicantWithdrawn", { applicantId: GONE, revision: 2 }),
  );
  const review = { applicantId: "person-own", openingId: openings.own, center: "central" };
  await api.memory.accept(aBody("RecommendationReviewed", review));
  await feedCenters(api);
  api.deadLetters.bury("intake", { body: "no JSON" });
  // What the world itself published is no request's.
  await api.settle();
  return api;
}

/** Puts what was found on each center's feed, as the feed's function does. */
async function feedCenters(api: ApiService): Promise<void> {
  const { world } = api.memory;
  for (const event of world.published()) {
    if (event.name !== "MatchesFound") continue;
    const center = CENTERS_OF[event.detail.district] ?? "";
    const position = (await world.centerFeeds.end(center)) + 1;
    const carried = { source: matchesFound.source, "detail-type": event.name, detail: event.detail };
    await world.centerFeeds.append({
      center,
      position,
      eventId: event.detail.eventId,
      event: JSON.stringify(carried),
      at: api.memory.nowMs,
      soFar: dayWith(undefined, carried, { position, at: api.memory.nowMs }),
    });
  }
}

/** Everybody of whom an answer to an actor may speak: said here once more, apart from the code that it is held against. */
export function visiblePeople({ role, subject }: Actor): ReadonlySet<string> {
  const rules: Readonly<Record<Role, (person: Person) => boolean>> = {
    applicant: ({ applicantId }) => applicantId === subject,
    employer: ({ consent }) => consent.employers,
    center: ({ consent, district }) => consent.center && CENTERS_OF[district] === subject,
    operator: () => false,
  };
  return new Set(people.filter(rules[role]).map(({ applicantId }) => applicantId));
}

const { openingId: _opening, revision: _revision, employerId: _employer, ...draft } = anOpening();
const { applicantId: _applicant, revision: _profileRevision, ...profile } = anApplicant();

/** A correlation id under which nothing is kept. */
export const JOURNEY = "01K9ZZZZZZZZZZZZZZZZZZZZZZ";

/** A table of one row. */
const TABLE = [
  "openingId,employerId,kind,title,district",
  "opening-of-a-table,employer-own,job,아파트 주간 경비원,서울특별시 마포구",
].join("\n");

/** A body that each route that takes one would take. */
export const bodies: Readonly<Record<string, unknown>> = {
  postOpening: draft,
  previewReach: draft,
  reviseOpening: draft,
  closeOpening: { reason: "filled" },
  putProfile: profile,
  pause: { until: "2026-12-24" },
  changeSettings: { language: "en" },
  answerRecommendation: { outcome: "applied" },
  answerCandidate: { outcome: "interviewed" },
  reviewRecommendation: { decision: "hold", reason: "talk-first" },
  previewImport: TABLE,
  takeImport: TABLE,
  getImportErrors: TABLE,
  redrive: { all: true },
  discard: { all: true, reason: "거듭 온 것" },
  replay: { from: "2026-11-20", to: "2026-11-22" },
};

/** What each route that needs a query is asked with. */
export const queries: Readonly<Record<string, string>> = {
  getKpis: "?period=2026",
  previewImport: "?of=postings",
  takeImport: "?of=postings",
  getImportErrors: "?of=postings",
  getWhatIf: "?thresholdBp=6000",
};
