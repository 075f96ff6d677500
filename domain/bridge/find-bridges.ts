import { type Admits, compareCodeUnits, type Match, type OpeningIndex } from "../index/match-index.ts";
import type { ApplicantFacts, OpeningFacts } from "../matching/facts.ts";
import { firstObstacle, wayTo } from "../matching/obstacles.ts";
import { type ScoringRules, score } from "../matching/score.ts";
import { bringsAnything, withGain } from "./gain.ts";
import { type BridgeGround, type CourseGroup, type Place, reachOf } from "./ground.ts";
import { isInTime } from "./in-time.ts";

/**
 * Groups of courses tried for one person, those first that most openings insist on what they lead to. Each costs one more match of the profile against
 * all openings, so eight keep the event of a profile within ten such matches; nobody is told of more than a few anyway.
 */
const GROUPS_TRIED_MAX = 8;

/** Openings looked at to see whether any that asks for what a course leads to is within a person's wishes at all. */
const LOOKED_AT_MAX = 64;

/** A way that isn't known ranks behind every way that is. */
const UNKNOWN_WAY_MINUTES = 1_000;

/** A course that somebody could take, and the openings over the threshold once they have, which aren't now. */
export interface Bridge {
  readonly course: OpeningFacts;
  /** Way to the course; undefined when it isn't known. */
  readonly minutes: number | undefined;
  /** Best first, equal ones by id; at least one. */
  readonly unlocked: readonly Match<OpeningFacts>[];
}

/** What bridges are looked for among. */
export interface BridgeSearch {
  readonly openings: OpeningIndex;
  readonly ground: BridgeGround;
  readonly rules: ScoringRules;
  readonly thresholdBp: number;
  /** Openings and courses that count; without it, all. */
  readonly admits?: Admits | undefined;
  /** Groups that are looked at; without it, all. */
  readonly groups?: Iterable<CourseGroup>;
}

/**
 * The courses that would bring somebody most, best first: by the openings that each unlocks, then by the way to it. A course has to suit the person
 * itself: a free seat, their kinds, place and hours, and nothing that it asks for in the way; and it has to begin before it is too late for the opening. What it unlocks is found by matching the profile again
 * as it would be then, so each opening named is over the threshold with the course and isn't without it.
 */
export function findBridges(applicant: ApplicantFacts, search: BridgeSearch): Bridge[] {
  const { openings, rules, thresholdBp, admits } = search;
  const limits = { thresholdBp, listMax: Number.POSITIVE_INFINITY };
  const reaches = reachOf(applicant);
  let before: ReadonlySet<string> | undefined;
  const bridges: Bridge[] = [];
  let tried = 0;
  for (const { group, courses } of promising(applicant, reaches, search)) {
    const suitable = suitableOf(courses, applicant, search);
    let next = suitable.next();
    if (next.done === true || !isAskedForBy(group, applicant, reaches, search)) continue;
    before ??= new Set(openings.match(applicant, rules, limits, admits).matches.map(({ facts }) => facts.openingId));
    const known = before;
    const isNew: Admits = (id) => !known.has(id) && admits?.(id) !== false;
    let left = openings.match(withGain(applicant, group.leadsTo), rules, limits, isNew).matches;
    // The nearest course is for whatever it begins in time for, the next one for what is left.
    for (; next.done !== true && left.length > 0; next = suitable.next()) {
      const { course } = next.value;
      const isFor = ({ facts }: Match<OpeningFacts>) => facts.openingId !== course.openingId && isInTime(course, facts);
      const unlocked = left.filter(isFor);
      if (unlocked.length > 0) bridges.push({ ...next.value, unlocked });
      left = left.filter((match) => !isFor(match) && match.facts.openingId !== course.openingId);
    }
    if (++tried === GROUPS_TRIED_MAX) break;
  }
  return bridges.sort(
    (a, b) =>
      b.unlocked.length - a.unlocked.length ||
      minutesOf(a) - minutesOf(b) ||
      compareCodeUnits(a.course.openingId, b.course.openingId),
  );
}

function minutesOf({ minutes = UNKNOWN_WAY_MINUTES }: { readonly minutes: number | undefined }): number {
  return minutes;
}

type Reaches = (place: Place) => boolean;

/** A group within reach, with its courses that are. */
interface Promising {
  readonly group: CourseGroup;
  readonly courses: readonly OpeningFacts[];
  readonly musts: number;
  readonly shoulds: number;
}

/** Groups with a course within reach that bring the person something that openings ask for, the most wanted first. */
function promising(applicant: ApplicantFacts, reaches: Reaches, { ground, rules, groups }: BridgeSearch): Promising[] {
  const wanted = groups && new Set([...groups].map(({ key }) => key));
  const courses = new Map<CourseGroup, OpeningFacts[]>();
  for (const { facts, group } of ground.coursesWithin(reaches)) {
    if (wanted?.has(group.key) === false) continue;
    const known = courses.get(group);
    if (known === undefined) courses.set(group, [facts]);
    else known.push(facts);
  }
  const found: Promising[] = [];
  for (const [group, some] of courses) {
    if (!bringsAnything(applicant, group.leadsTo, rules.taxonomy)) continue;
    const demand = ground.demandFor(group.leadsTo, rules.taxonomy);
    if (demand.musts + demand.shoulds > 0) found.push({ group, courses: some, ...demand });
  }
  return found.sort((a, b) => b.musts - a.musts || b.shoulds - a.shoulds || compareCodeUnits(a.group.key, b.group.key));
}

/** Whether an opening that insists on what a group leads to is within the person's wishes at all. */
function isAskedForBy(
  { leadsTo }: CourseGroup,
  applicant: ApplicantFacts,
  reaches: Reaches,
  { ground, openings, rules, admits }: BridgeSearch,
): boolean {
  // What is only liked is no obstacle: whether it makes the difference, the match itself tells.
  if (ground.demandFor(leadsTo, rules.taxonomy).musts === 0) return true;
  let looked = 0;
  for (const openingId of ground.insistingWithin(leadsTo, reaches, rules.taxonomy)) {
    // Beyond so many it is likely enough that one is; the match itself tells.
    if (looked++ === LOOKED_AT_MAX) return true;
    const opening = openings.get(openingId);
    if (opening === undefined || admits?.(openingId) === false) continue;
    if (firstObstacle(opening, applicant, rules.today) === undefined) return true;
  }
  return false;
}

/** Those of some courses that suit the person, the nearest first, equal ways by id. */
function* suitableOf(
  courses: readonly OpeningFacts[],
  applicant: ApplicantFacts,
  { rules, admits }: BridgeSearch,
): Generator<Pick<Bridge, "course" | "minutes">, undefined> {
  const near = courses
    .filter(
      (course) => admits?.(course.openingId) !== false && firstObstacle(course, applicant, rules.today) === undefined,
    )
    .map((course) => ({ course, minutes: wayTo(course, applicant)?.minutes }))
    .sort((a, b) => minutesOf(a) - minutesOf(b) || compareCodeUnits(a.course.openingId, b.course.openingId));
  for (const one of near) if (typeof score(one.course, applicant, rules) === "object") yield one;
}

/** One opening that somebody misses, and the course that is told with it. */
export interface BridgedOpening {
  readonly opening: OpeningFacts;
  readonly course: OpeningFacts;
  /** Openings that the course unlocks, this one among them. */
  readonly unlocks: number;
}

/** For each opening the best course that unlocks it, best openings first. */
export function toBridgedOpenings(bridges: readonly Bridge[]): BridgedOpening[] {
  const best = new Map<string, BridgedOpening & { readonly score: number }>();
  for (const { course, unlocked } of bridges) {
    for (const { facts: opening, score: points } of unlocked) {
      if (!best.has(opening.openingId))
        best.set(opening.openingId, { opening, course, unlocks: unlocked.length, score: points });
    }
  }
  return [...best.values()].sort(
    (a, b) => b.score - a.score || compareCodeUnits(a.opening.openingId, b.opening.openingId),
  );
}
