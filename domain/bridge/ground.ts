import {
  type ApplicantFacts,
  type CourseFacts,
  INFERRED_SOURCE,
  type OpeningFacts,
  type RequirementFacts,
} from "../matching/facts.ts";
import { wayTo } from "../matching/obstacles.ts";
import type { Taxonomy } from "../taxonomy/taxonomy.ts";

/** Courses that lead to the same: whoever completes one of them or another is the same person for matching. */
export interface CourseGroup {
  readonly key: string;
  /** What all of them lead to; of the seats it says nothing. */
  readonly leadsTo: CourseFacts;
}

/** A live course with a free seat. */
export interface Course {
  readonly facts: OpeningFacts;
  readonly group: CourseGroup;
}

/** Where something takes place: the district, or nowhere in particular, which is within everybody's reach. */
export type Place = string;
const ANYWHERE: Place = "";

/** A requirement that a course can meet. */
export type Learnable = Extract<RequirementFacts, { on: "competency" | "certificate" }>;

export function isLearnable(requirement: RequirementFacts): requirement is Learnable {
  const isStated = requirement.source !== INFERRED_SOURCE;
  return isStated && (requirement.on === "competency" || requirement.on === "certificate");
}

/** Ids by place. */
type Placed<T> = Map<Place, T>;

/**
 * What bridges are built from: the live courses with a free seat, and the live openings by the competencies and certificates that they ask for, both
 * by place, because a person reaches few of them. It follows the index of openings, opening by opening; nothing that scores reads it.
 */
export class BridgeGround {
  readonly #courses: Placed<Map<string, Course>> = new Map();
  /** Groups, each with the number of courses in it. */
  readonly #groups = new Map<string, { readonly group: CourseGroup; courses: number }>();
  /** Ids of openings by what they insist on. */
  readonly #musts = new Map<Key, Placed<Set<string>>>();
  /** How many openings insist on a thing, and how many would only like it: those are too many to be kept one by one. */
  readonly #mustCounts = new Map<Key, number>();
  readonly #shouldCounts = new Map<Key, number>();
  readonly #known = new Map<string, OpeningFacts>();

  get groups(): Iterable<CourseGroup> {
    return [...this.#groups.values()].map(({ group }) => group);
  }

  /** The group that a course stands in while it has a free seat. */
  groupOf(openingId: string): CourseGroup | undefined {
    const facts = this.#known.get(openingId);
    return facts && this.#courses.get(placeOf(facts))?.get(openingId)?.group;
  }

  upsert(facts: OpeningFacts): void {
    this.remove(facts.openingId);
    const { course } = facts;
    const isCourse = (course?.freeSeats ?? 0) > 0;
    if (!isCourse && !facts.requirements.some(isDemand)) return;
    this.#known.set(facts.openingId, facts);
    const place = placeOf(facts);
    if (isCourse && course !== undefined) {
      const courses = within(this.#courses, place, () => new Map<string, Course>());
      courses.set(facts.openingId, { facts, group: this.#joinGroup(course) });
    }
    this.#count(facts, 1);
    for (const key of mustsOf(facts)) {
      const placed = within(this.#musts, key, () => new Map<Place, Set<string>>());
      within(placed, place, () => new Set<string>()).add(facts.openingId);
    }
  }

  remove(openingId: string): void {
    const facts = this.#known.get(openingId);
    if (facts === undefined) return;
    this.#known.delete(openingId);
    const place = placeOf(facts);
    const courses = this.#courses.get(place);
    const course = courses?.get(openingId);
    if (course !== undefined) this.#leaveGroup(course.group);
    courses?.delete(openingId);
    if (courses?.size === 0) this.#courses.delete(place);
    this.#count(facts, -1);
    for (const key of mustsOf(facts)) {
      const placed = this.#musts.get(key);
      const ids = placed?.get(place);
      ids?.delete(openingId);
      if (ids?.size === 0) placed?.delete(place);
      if (placed?.size === 0) this.#musts.delete(key);
    }
  }

  /** Courses at the places that somebody reaches. */
  *coursesWithin(reaches: (place: Place) => boolean): Iterable<Course> {
    for (const [place, courses] of this.#courses) if (reaches(place)) yield* courses.values();
  }

  /** Ids of live openings that insist on something that a course leads to. */
  insistingOn(leadsTo: CourseFacts, taxonomy: Taxonomy): Set<string> {
    const placed = keysOf(leadsTo, taxonomy).flatMap((key) => [...(this.#musts.get(key)?.values() ?? [])]);
    return new Set(placed.flatMap((ids) => [...ids]));
  }

  /** How many live openings ask for something that a course leads to. */
  demandFor(leadsTo: CourseFacts, taxonomy: Taxonomy): { readonly musts: number; readonly shoulds: number } {
    let [musts, shoulds] = [0, 0];
    for (const key of keysOf(leadsTo, taxonomy)) {
      musts += this.#mustCounts.get(key) ?? 0;
      shoulds += this.#shouldCounts.get(key) ?? 0;
    }
    return { musts, shoulds };
  }

  /** Ids of the openings at the places that somebody reaches that insist on something that a course leads to. */
  *insistingWithin(leadsTo: CourseFacts, reaches: (place: Place) => boolean, taxonomy: Taxonomy): Iterable<string> {
    for (const key of keysOf(leadsTo, taxonomy)) {
      for (const [place, ids] of this.#musts.get(key) ?? []) if (reaches(place)) yield* ids;
    }
  }

  #count({ requirements }: OpeningFacts, by: 1 | -1): void {
    for (const requirement of requirements) {
      if (!isDemand(requirement)) continue;
      const counts = requirement.importance === "must" ? this.#mustCounts : this.#shouldCounts;
      const key = keyOf(requirement);
      const count = (counts.get(key) ?? 0) + by;
      if (count === 0) counts.delete(key);
      else counts.set(key, count);
    }
  }

  #joinGroup(leadsTo: CourseFacts): CourseGroup {
    const key = JSON.stringify([leadsTo.awards, leadsTo.teaches.map(({ number, level }) => [number, level])]);
    const known = within(this.#groups, key, () => ({ group: { key, leadsTo }, courses: 0 }));
    known.courses++;
    return known.group;
  }

  #leaveGroup({ key }: CourseGroup): void {
    const known = this.#groups.get(key);
    if (known !== undefined && --known.courses === 0) this.#groups.delete(key);
  }
}

function placeOf({ online, district }: OpeningFacts): Place {
  return online ? ANYWHERE : (district ?? ANYWHERE);
}

/** The places that somebody reaches, each looked up once. */
export function reachOf(applicant: ApplicantFacts): (place: Place) => boolean {
  const known = new Map<Place, boolean>();
  return (place) => {
    let isWithin = known.get(place);
    if (isWithin === undefined) {
      const way = place === ANYWHERE ? undefined : wayTo({ online: false, district: place }, applicant);
      isWithin = way === undefined || way.minutes <= way.minutesMax;
      known.set(place, isWithin);
    }
    return isWithin;
  };
}

/** The value at a key, made when there is none. */
function within<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** What is asked for, as one number: certificates are the odd ones. */
type Key = number;

function keyOf({ on, number }: Pick<Learnable, "on" | "number">): Key {
  return on === "certificate" ? number * 2 + 1 : number * 2;
}

function isDemand(requirement: RequirementFacts): requirement is Learnable {
  return requirement.importance !== "nice" && isLearnable(requirement);
}

function mustsOf({ requirements }: OpeningFacts): Key[] {
  const keys: Key[] = [];
  for (const one of requirements) if (one.importance === "must" && isLearnable(one)) keys.push(keyOf(one));
  return keys;
}

/** By taxonomy and certificate: keys of what the certificate stands for, itself included. */
const coveredKeys = new WeakMap<Taxonomy, Map<number, readonly Key[]>>();

/** Keys of the certificates that one stands for: a higher grade meets what asks for a lower one. */
function keysCoveredBy(awarded: number, taxonomy: Taxonomy): readonly Key[] {
  const known = coveredKeys.get(taxonomy) ?? new Map<number, readonly Key[]>();
  coveredKeys.set(taxonomy, known);
  const keys =
    known.get(awarded) ??
    taxonomy.certificates
      .filter(({ number }) => taxonomy.certificateCovers(awarded, number))
      .map(({ number }) => keyOf({ on: "certificate", number }));
  known.set(awarded, keys);
  return keys;
}

function keysOf({ awards, teaches }: CourseFacts, taxonomy: Taxonomy): Key[] {
  const certificates = awards.flatMap((number) => keysCoveredBy(number, taxonomy));
  return [...new Set(certificates), ...teaches.map(({ number }) => keyOf({ on: "competency", number }))];
}
