import type { CourseFacts, OpeningFacts, RequirementFacts } from "../matching/facts.ts";
import { INFERRED_SOURCE } from "../matching/facts.ts";
import type { Taxonomy } from "../taxonomy/taxonomy.ts";

/** Courses that lead to the same: whoever completes one of them or another is the same person for matching. */
export interface CourseGroup {
  readonly key: string;
  /** What all of them lead to; of the seats it says nothing. */
  readonly leadsTo: CourseFacts;
  /** Those with a seat that is free, by id. */
  readonly courses: ReadonlyMap<string, OpeningFacts>;
}

/** A requirement that a course can meet. */
export type Learnable = Extract<RequirementFacts, { on: "competency" | "certificate" }>;

export function isLearnable(requirement: RequirementFacts): requirement is Learnable {
  const isStated = requirement.source !== INFERRED_SOURCE;
  return isStated && (requirement.on === "competency" || requirement.on === "certificate");
}

/**
 * What bridges are built from: the live courses with a free seat, grouped by what they lead to, and the live openings by the competencies and
 * certificates that they ask for. It follows the index of openings, opening by opening; nothing that scores reads it.
 */
export class BridgeGround {
  readonly #groups = new Map<string, CourseGroup & { readonly courses: Map<string, OpeningFacts> }>();
  readonly #groupOf = new Map<string, string>();
  /** Ids of openings by what they ask for, `must` apart from `should`. */
  readonly #musts = new Map<string, Set<string>>();
  readonly #shoulds = new Map<string, Set<string>>();
  readonly #asksOf = new Map<string, readonly Learnable[]>();

  get groups(): Iterable<CourseGroup> {
    return this.#groups.values();
  }

  /** The group that a course stands in while it has a free seat. */
  groupOf(openingId: string): CourseGroup | undefined {
    return this.#groups.get(this.#groupOf.get(openingId) ?? "");
  }

  upsert(facts: OpeningFacts): void {
    this.remove(facts.openingId);
    if ((facts.course?.freeSeats ?? 0) > 0) this.#addCourse(facts, facts.course);
    const asks = facts.requirements.filter(isLearnable).filter(({ importance }) => importance !== "nice");
    if (asks.length === 0) return;
    this.#asksOf.set(facts.openingId, asks);
    for (const ask of asks) {
      const ids = this.#idsFor(ask);
      const key = keyOf(ask.on, ask.number);
      const asking = ids.get(key);
      if (asking === undefined) ids.set(key, new Set([facts.openingId]));
      else asking.add(facts.openingId);
    }
  }

  remove(openingId: string): void {
    const group = this.#groups.get(this.#groupOf.get(openingId) ?? "");
    group?.courses.delete(openingId);
    if (group?.courses.size === 0) this.#groups.delete(group.key);
    this.#groupOf.delete(openingId);
    for (const ask of this.#asksOf.get(openingId) ?? []) {
      const ids = this.#idsFor(ask);
      const asking = ids.get(keyOf(ask.on, ask.number));
      asking?.delete(openingId);
      if (asking?.size === 0) ids.delete(keyOf(ask.on, ask.number));
    }
    this.#asksOf.delete(openingId);
  }

  /** Ids of live openings that insist on something that a course leads to: a competency by its own name, a certificate that one of the course's stands for. */
  insistingOn(course: CourseFacts, taxonomy: Taxonomy): Set<string> {
    return new Set(keysOf(course, taxonomy).flatMap((key) => [...(this.#musts.get(key) ?? [])]));
  }

  /** Live openings that ask for something that a course leads to: those that insist count for more than any that would only like it. */
  demandFor(course: CourseFacts, taxonomy: Taxonomy): { readonly musts: number; readonly shoulds: number } {
    let [musts, shoulds] = [0, 0];
    for (const key of keysOf(course, taxonomy)) {
      musts += this.#musts.get(key)?.size ?? 0;
      shoulds += this.#shoulds.get(key)?.size ?? 0;
    }
    return { musts, shoulds };
  }

  /** Ids of openings that ask for what a course leads to, those that insist first. */
  *asking(course: CourseFacts, taxonomy: Taxonomy): Iterable<string> {
    for (const ids of [this.#musts, this.#shoulds]) {
      for (const key of keysOf(course, taxonomy)) yield* ids.get(key) ?? [];
    }
  }

  #idsFor({ importance }: Learnable): Map<string, Set<string>> {
    return importance === "must" ? this.#musts : this.#shoulds;
  }

  #addCourse(facts: OpeningFacts, leadsTo: CourseFacts | undefined): void {
    if (leadsTo === undefined) return;
    const key = JSON.stringify([leadsTo.awards, leadsTo.teaches.map(({ number, level }) => [number, level])]);
    const group = this.#groups.get(key) ?? { key, leadsTo, courses: new Map<string, OpeningFacts>() };
    group.courses.set(facts.openingId, facts);
    this.#groups.set(key, group);
    this.#groupOf.set(facts.openingId, key);
  }
}

function keyOf(on: Learnable["on"], number: number): string {
  return `${on} ${number}`;
}

/** By taxonomy and certificate: keys of what the certificate stands for, itself included. */
const coveredKeys = new WeakMap<Taxonomy, Map<number, readonly string[]>>();

/** Keys of the certificates that one stands for: a higher grade meets what asks for a lower one. */
function keysCoveredBy(awarded: number, taxonomy: Taxonomy): readonly string[] {
  const known = coveredKeys.get(taxonomy) ?? new Map<number, readonly string[]>();
  coveredKeys.set(taxonomy, known);
  const keys =
    known.get(awarded) ??
    taxonomy.certificates
      .filter(({ number }) => taxonomy.certificateCovers(awarded, number))
      .map(({ number }) => keyOf("certificate", number));
  known.set(awarded, keys);
  return keys;
}

function keysOf({ awards, teaches }: CourseFacts, taxonomy: Taxonomy): string[] {
  const certificates = awards.flatMap((number) => keysCoveredBy(number, taxonomy));
  return [...new Set(certificates), ...teaches.map(({ number }) => keyOf("competency", number))];
}
