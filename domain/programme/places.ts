import { toDayNumber } from "../model/calendar.ts";
import { addMonths } from "../outcomes/follow-up.ts";
import { type Refusal, refusal } from "../refusal.ts";
import type { RuleFacts } from "./rule-facts.ts";
import type { RuleSet } from "./rule-set.ts";

/** Why a programme has no place that an opening could give: its year is full, or its site is. */
export const barriers = ["programme-quota-reached", "programme-seats-taken"] as const;
export type Barrier = (typeof barriers)[number];

/** How far the places of a programme are taken on a day. */
export interface PlacesTaken {
  /** People taken in in the year of that day. */
  readonly participants: number;
  /** People who have a seat on that day, by site. */
  readonly tenants: ReadonlyMap<string, number>;
}

export const NO_PLACES_TAKEN: PlacesTaken = { participants: 0, tenants: new Map() };

/** People who have a place from a day up to, and without, another; day numbers. */
export interface PlaceSpan {
  readonly fromDay: number;
  readonly untilDay: number;
  readonly people: number;
}

/** What places are counted by: a year of the programme, or one of its sites. */
export type PlacesOf = `year#${string}` | `site#${string}`;

export function isPlacesOf(text: string): text is PlacesOf {
  return text.startsWith("year#") || text.startsWith("site#");
}

/** The people of a year's quota: each has a place until the year ends. */
export function spansOfYear(year: string, people: number): readonly PlaceSpan[] {
  if (people === 0) return [];
  const next = String(Number(year) + 1).padStart(4, "0");
  return [{ fromDay: toDayNumber(`${year}-01-01`), untilDay: toDayNumber(`${next}-01-01`), people }];
}

/** How far places are taken on a day (a day number), by what they are counted by. */
export function placesOn(spans: Iterable<readonly [PlacesOf, readonly PlaceSpan[]]>, day: number): PlacesTaken {
  let participants = 0;
  const tenants = new Map<string, number>();
  for (const [of, some] of spans) {
    const people = some.reduce((sum, one) => (one.fromDay <= day && day < one.untilDay ? sum + one.people : sum), 0);
    if (of.startsWith("year#")) participants += people;
    else tenants.set(of.slice("site#".length), people);
  }
  return { participants, tenants };
}

/** Whether all places are taken that an opening could give, and which. */
export function placesBarrier(
  { part, institutionId }: { readonly part?: string | undefined; readonly institutionId?: string | undefined },
  { quota, sites = [], parts }: Pick<RuleFacts, "quota" | "sites" | "parts">,
  { participants, tenants }: PlacesTaken,
): Barrier | undefined {
  const isApart = parts.find(({ partId }) => partId === part)?.countsApart === true;
  if (quota !== undefined && !isApart && participants >= quota) return "programme-quota-reached";
  if (sites.length === 0) return undefined;
  const own = sites.filter(({ site }) => site === institutionId);
  // An opening that doesn't say where it is may be anywhere.
  const possible = own.length === 0 ? sites : own;
  const isFull = possible.every(({ site, places }) => (tenants.get(site) ?? 0) >= places);
  return isFull ? "programme-seats-taken" : undefined;
}

/** The site whose seats an opening gives: the institution that offers it. */
export function siteOf(
  { institutionId }: { readonly institutionId?: string | undefined },
  { seats }: Pick<RuleSet, "seats">,
): string | undefined {
  return seats?.sites.find(({ site }) => site === institutionId)?.site;
}

/** The day from which on a seat taken on a day is free again at the latest, by the rules of that day. */
export function stayEnds(from: string, yearsMax: number): string {
  return addMonths(from, yearsMax * 12);
}

/** An outcome of somebody under one programme, as far as it says how long they stay. */
export interface StayOutcome {
  readonly outcome: string;
  readonly on: string;
}

/**
 * Why an outcome can't be: with it, somebody would have a seat for longer than the rules allow, counted from the first day on which they had one. It
 * doesn't matter which of the outcomes comes last. Undefined when the stay isn't too long, or the rules know no seats.
 */
export function refuseStay(outcomes: readonly StayOutcome[], rules: RuleSet | undefined): Refusal | undefined {
  if (rules?.seats === undefined) return undefined;
  const { programmeId, validFrom, revision, seats } = rules;
  const first = outcomes.flatMap(({ outcome, on }) => (outcome === "hired" ? on : [])).sort()[0];
  if (first === undefined) return undefined;
  const end = stayEnds(first, seats.yearsMax);
  const isTooLong = outcomes.some(({ outcome, on }) => (outcome === "hired" || outcome === "retained") && on >= end);
  if (!isTooLong) return undefined;
  const why = `a stay that began on ${first} ends before ${end}, by the rules of ${programmeId} from ${validFrom}, revision ${revision}`;
  return { ...refusal("PROGRAMME_STAY_LIMIT", "/on", why), rules: { programmeId, validFrom, revision } };
}
