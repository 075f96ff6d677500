import { type InstitutionDays, institutionOf, withinDays } from "../institution/days.ts";
import type { OpeningFacts } from "../matching/facts.ts";
import { firstDayObstacle } from "../matching/obstacles.ts";
import { type PlaceSpan, type PlacesOf, placesOn } from "../programme/places.ts";
import { type RuleFacts, ruleFactsOn } from "../programme/rule-facts.ts";
import { isSameUnderRules, underRules } from "../programme/under-rules.ts";
import type { RemakingRecord } from "./log-record.ts";

/** Places of a programme as they are, or would be, taken. */
export interface Taken {
  readonly programmeId: string;
  readonly of: PlacesOf;
  readonly spans: readonly PlaceSpan[];
}

/** The days of an institution as they are, or would be. */
export interface InstitutionBounds {
  readonly institutionId: string;
  readonly days: InstitutionDays;
}

/** What bounds openings beside their programme's rules. */
export type Bounds = Taken | InstitutionBounds;

/** The days of an institution of which nothing is known. */
const ALWAYS: InstitutionDays = { fromDay: undefined, throughDay: undefined };

/** Places or days as they were when a record of them came. */
export function boundsBefore(record: Exclude<RemakingRecord, { type: "programme" }>): Bounds {
  if (record.type === "places") return { ...record, spans: record.previousSpans ?? [] };
  return { ...record, days: record.previousDays ?? ALWAYS };
}

/** An opening as it is, and as something new makes it. */
interface Remade {
  readonly before: OpeningFacts;
  readonly after: OpeningFacts;
}

/**
 * The rules of programmes that a shard knows, how far their places are taken, on which days institutions are there, and the openings that all this applies to, as those
 * were posted. What the index matches is an opening as the rules, places and institutions of the day make it; the posted one is kept so that others, or another day, can
 * make it anew. It doesn't matter which of the two comes first.
 */
export class ProgrammeOpenings {
  /** By programme, then by the first day that they are valid on. */
  readonly #rules = new Map<string, Map<number, RuleFacts>>();
  readonly #posted = new Map<string, OpeningFacts>();
  /** How places are taken, by programme. */
  readonly #taken = new Map<string, Map<PlacesOf, readonly PlaceSpan[]>>();
  readonly #institutions = new Map<string, InstitutionDays>();

  /** Rules that a programme goes by on a day; none hold before the first day. */
  rulesOn(programmeId: string, day: number | undefined): RuleFacts | undefined {
    const rules = this.#rules.get(programmeId);
    return rules === undefined || day === undefined ? undefined : ruleFactsOn(rules.values(), day);
  }

  putRules(rules: RuleFacts): void {
    const known = this.#rules.get(rules.programmeId) ?? new Map<number, RuleFacts>();
    this.#rules.set(rules.programmeId, known);
    known.set(rules.validFromDay, rules);
  }

  /** How some places of a programme are taken. */
  spansOf(programmeId: string, of: PlacesOf): readonly PlaceSpan[] {
    return this.#taken.get(programmeId)?.get(of) ?? [];
  }

  putBounds(bounds: Bounds): void {
    if ("spans" in bounds) {
      const known = this.#taken.get(bounds.programmeId) ?? new Map<PlacesOf, readonly PlaceSpan[]>();
      this.#taken.set(bounds.programmeId, known);
      known.set(bounds.of, bounds.spans);
    } else this.#institutions.set(bounds.institutionId, bounds.days);
  }

  /** The days of an institution; undefined for one that isn't registered, which speaks for nothing and against nothing. */
  daysOf(institutionId: string): InstitutionDays | undefined {
    return this.#institutions.get(institutionId);
  }

  /** What a day, rules and whoever offers it make of an opening as it was posted; with other days of the institution, or other spans in place of some, if any are given. */
  #under(
    posted: OpeningFacts,
    rules: RuleFacts | undefined,
    day: number | undefined,
    instead: { readonly taken?: Taken; readonly days?: InstitutionDays } = {},
  ): OpeningFacts {
    const bounded = withinDays(posted, instead.days ?? this.#institutions.get(institutionOf(posted) ?? ""));
    const known = this.#taken.get(posted.programme?.programmeId ?? "");
    const { taken } = instead;
    const spans = taken === undefined ? known : new Map(known).set(taken.of, taken.spans);
    return underRules(bounded, rules, day, spans && day !== undefined ? placesOn(spans, day) : undefined);
  }

  /**
   * Openings as places taken otherwise, or other days of their institution, would make them on a day, and as they are: those of which that is something
   * else.
   */
  boundOtherwise(bounds: Bounds, day: number | undefined): Remade[] {
    const [some, instead] =
      "spans" in bounds
        ? [this.posted(bounds.programmeId), { taken: bounds }]
        : [this.posted().filter((one) => institutionOf(one) === bounds.institutionId), { days: bounds.days }];
    return some.flatMap((posted) => {
      const rules = this.rulesOn(posted.programme?.programmeId ?? "", day);
      const [before, after] = [this.#under(posted, rules, day), this.#under(posted, rules, day, instead)];
      return isSameUnderRules(before, after) ? [] : [{ before, after }];
    });
  }

  /** Takes an opening in as it was posted, and returns what a day's rules make of it. */
  post(opening: OpeningFacts, day: number | undefined): OpeningFacts {
    if (opening.programme === undefined && opening.institutionId === undefined) {
      this.#posted.delete(opening.openingId);
      return opening;
    }
    this.#posted.set(opening.openingId, opening);
    return this.on(opening, day);
  }

  remove(openingId: string): void {
    this.#posted.delete(openingId);
  }

  /** The opening as it was posted, if rules or the days of an institution may apply to it. */
  postedOf(openingId: string): OpeningFacts | undefined {
    return this.#posted.get(openingId);
  }

  /** What the rules of a day, and whoever offers it, make of an opening as it was posted. */
  on(posted: OpeningFacts, day: number | undefined): OpeningFacts {
    return this.#under(posted, this.rulesOn(posted.programme?.programmeId ?? "", day), day);
  }

  /** Openings as posted, of one programme or of all. */
  posted(programmeId?: string): OpeningFacts[] {
    const all = [...this.#posted.values()];
    return programmeId === undefined ? all : all.filter(({ programme }) => programme?.programmeId === programmeId);
  }

  /** Openings of a programme that other rules make something else of on a day. */
  touchedBy(programmeId: string, previous: RuleFacts | undefined, day: number | undefined): OpeningFacts[] {
    return this.posted(programmeId).flatMap((posted) => {
      const now = this.on(posted, day);
      return isSameUnderRules(this.#under(posted, previous, day), now) ? [] : [now];
    });
  }

  /** Openings of all programmes that a new day makes something else of. */
  touchedByDay(previousDay: number | undefined, day: number): OpeningFacts[] {
    return this.remadeOn(previousDay, day).map(({ after }) => after);
  }

  /** Openings of a programme that rules, once they were put, would make something else of on a day: as they are and as they would be. */
  remadeBy(rules: RuleFacts, day: number | undefined): Remade[] {
    const next = this.#rulesWith(rules, day);
    return this.posted(rules.programmeId).flatMap((posted) => {
      const [before, after] = [this.on(posted, day), this.#under(posted, next, day)];
      return isSameUnderRules(before, after) ? [] : [{ before, after }];
    });
  }

  /** Openings that a day which comes after another makes something else of: as they were and as they are then. */
  remadeOn(previous: number | undefined, day: number): Remade[] {
    return this.posted().flatMap((posted) => {
      const [before, after] = [this.on(posted, previous), this.on(posted, day)];
      return isSameUnderRules(before, after) ? [] : [{ before, after }];
    });
  }

  /** The rules that a programme would go by on a day once these were put. */
  #rulesWith(rules: RuleFacts, day: number | undefined): RuleFacts | undefined {
    const { programmeId, validFromDay } = rules;
    const known = [...(this.#rules.get(programmeId)?.values() ?? [])].filter(
      (one) => one.validFromDay !== validFromDay,
    );
    return day === undefined ? undefined : ruleFactsOn([...known, rules], day);
  }

  /** Openings of a programme that are open on a day and would not be any more once these rules were put. */
  closedBy(rules: RuleFacts, day: number | undefined): OpeningFacts[] {
    const next = this.#rulesWith(rules, day);
    return this.posted(rules.programmeId).flatMap((posted) => {
      const now = this.on(posted, day);
      return !isOver(now, day) && isOver(this.#under(posted, next, day), day) ? [now] : [];
    });
  }
}

/** Whether an opening takes no applications any more, by its own dates or by its programme's rules. One that is full may have a free seat again. */
export function isOver(opening: OpeningFacts, day: number | undefined): boolean {
  const obstacle = firstDayObstacle(opening, day);
  return obstacle === "opening-closed" || obstacle === "opening-outside-programme";
}
