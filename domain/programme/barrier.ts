import type { Applicant } from "../model/applicant.ts";
import type { Opening } from "../model/opening.ts";
import { addMonths } from "../outcomes/follow-up.ts";
import { type Refusal, refusal } from "../refusal.ts";
import { type RuleSet, rulesOn } from "./rule-set.ts";

/**
 * What a programme's rules find against telling somebody of an opening that suits them, beside all that matching knows: it depends on what people have
 * completed and on how many were taken in, which change with every outcome. So it is looked at right before somebody is told, and matching
 * itself knows nothing of it.
 */
export const barriers = ["programme-step-missing", "programme-quota-reached", "programme-seats-taken"] as const;
export type Barrier = (typeof barriers)[number];

/** A part of a programme that somebody has completed. */
export interface CompletedPart {
  readonly programmeId: string;
  readonly part: string;
}

/** How far the places of a programme are taken on a day. */
export interface PlacesTaken {
  /** The day in Seoul, `YYYY-MM-DD`. */
  readonly day: string;
  /** People taken in this year. */
  readonly participants: number;
  /** People who have a seat on that day, by site. */
  readonly tenants: ReadonlyMap<string, number>;
}

/** Whether any rule set of a programme has something that barriers come from. */
export function hasBarriers(ruleSets: readonly RuleSet[]): boolean {
  return ruleSets.some(
    ({ yearlyQuota, seats, parts = [] }) =>
      yearlyQuota !== undefined || seats !== undefined || parts.some(({ after }) => after !== undefined),
  );
}

/** The first barrier between somebody and an opening, by the rules of its programme on the day of the count; undefined when there is none. */
export function barrierTo(
  opening: Opening,
  applicant: Pick<Applicant, "competencies">,
  completed: readonly CompletedPart[],
  ruleSets: readonly RuleSet[],
  places: PlacesTaken,
): Barrier | undefined {
  const rules = rulesOn(ruleSets, places.day);
  if (rules === undefined || rules.programmeId !== opening.programmeId) return undefined;
  return missingPartFor(opening, applicant, completed, rules) === undefined
    ? placesBarrier(opening, rules, places)
    : "programme-step-missing";
}

/** The part of the same programme that comes before an opening's and that somebody hasn't completed; undefined when nothing is missing. */
export function missingPartFor(
  { programmePart, teaches = [] }: Pick<Opening, "programmePart" | "teaches">,
  { competencies = [] }: Pick<Applicant, "competencies">,
  completed: readonly CompletedPart[],
  { programmeId, parts = [] }: RuleSet,
): string | undefined {
  const part = parts.find(({ partId }) => partId === programmePart);
  if (part?.after === undefined) return undefined;
  const enough = withLater(part.after, parts);
  if (completed.some((one) => one.programmeId === programmeId && enough.has(one.part))) return undefined;
  // A level may have been reached elsewhere: then all that this one teaches is held one level below, and at the first level at the least.
  const levelOf = (code: string) => competencies.find(({ competency }) => competency === code)?.level ?? 0;
  const isReached = ({ competency, level }: (typeof teaches)[number]) => levelOf(competency) >= Math.max(1, level - 1);
  const knows = part.sort === "level" && teaches.length > 0 && teaches.every(isReached);
  return knows ? undefined : part.after;
}

/** A part and all that come after it: whoever has completed a later one has had the earlier ones. */
function withLater(partId: string, parts: NonNullable<RuleSet["parts"]>): ReadonlySet<string> {
  const found = new Set([partId]);
  // Parts are listed after the ones that they come after.
  for (const { partId: id, after } of parts) if (after !== undefined && found.has(after)) found.add(id);
  return found;
}

/** Whether all places are taken that an opening could give. */
export function placesBarrier(opening: Opening, rules: RuleSet, places: PlacesTaken): Barrier | undefined {
  const { yearlyQuota, seats } = rules;
  const isApart = rules.parts?.find(({ partId }) => partId === opening.programmePart)?.countsApart === true;
  if (yearlyQuota !== undefined && !isApart && places.participants >= yearlyQuota.places) {
    return "programme-quota-reached";
  }
  if (seats === undefined) return undefined;
  const site = siteOf(opening, rules);
  // An opening that doesn't say where it is may be anywhere.
  const sites = site === undefined ? seats.sites : seats.sites.filter((one) => one.site === site);
  const isFull = sites.every((one) => (places.tenants.get(one.site) ?? 0) >= one.places);
  return isFull ? "programme-seats-taken" : undefined;
}

/** The site whose seats an opening gives: the institution that offers it. */
export function siteOf({ institutionId }: Pick<Opening, "institutionId">, { seats }: RuleSet): string | undefined {
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
