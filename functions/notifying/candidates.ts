import { type Institution, institution as institutionSchema, isValidOn } from "../../domain/institution/institution.ts";
import { type Applicant, applicant as applicantSchema } from "../../domain/model/applicant.ts";
import { dayInSeoul } from "../../domain/model/calendar.ts";
import type { Completion } from "../../domain/model/completion.ts";
import { type Opening, opening as openingSchema } from "../../domain/model/opening.ts";
import type { TakingPart } from "../../domain/model/participation.ts";
import type { RuleFacts } from "../../domain/programme/rule-facts.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import type { EntityStore, Ports } from "../ports.ts";
import { inReads } from "../runtime/in-groups.ts";
import type { Log } from "../runtime/log.ts";
import { withKeptCompletions } from "../taking-in/profiles.ts";
import { type Barring, readBarring } from "./barring.ts";
import { LatestRules } from "./latest-rules.ts";

/** An entity as it is kept at this moment, or why there is none to speak of. */
export type Latest<T> =
  | { readonly kind: "here"; readonly value: T }
  /** Closed, with what it was. */
  | { readonly kind: "closed"; readonly value: T }
  | { readonly kind: "gone" }
  /** What is kept isn't what the schema says: a fault of this entity, for which nobody else is to wait. */
  | { readonly kind: "unreadable" };

/** Somebody with all that is kept beside their profile, and the openings, courses mostly, that they have completed. */
export type Known = Applicant & TakingPart & { readonly completedOpenings?: readonly string[] };

/** The opening that was completed, as it stands in a completion that was checked when it came. */
function openingOfCompletion(body: string): readonly string[] {
  const { courseOpeningId }: Pick<Completion, "courseOpeningId"> = JSON.parse(body);
  return courseOpeningId === undefined ? [] : [courseOpeningId];
}

/** Both sides of pairs, as they are kept at one moment. */
export interface Sides {
  applicant(applicantId: string): Latest<Known>;
  opening(openingId: string): Latest<Opening>;
  surroundings(opening: Opening): Surroundings;
}

/** An opening that is presented at a fair, with the rules of its programme. */
export interface Presented {
  readonly opening: Opening;
  readonly rules: readonly RuleFacts[];
}

/** What beside an opening itself decides on whom it suits. */
export interface Surroundings {
  /** All rules of the opening's programme; the same list as long as they are the same. */
  readonly rules: readonly RuleFacts[];
  /** What a fair presents, as far as it is open; undefined when the opening doesn't say. */
  readonly presented: readonly Presented[] | undefined;
  /** What says whether there is a place left; undefined where the opening's programme limits none. */
  readonly barring: Barring | undefined;
  /** The institution that offers it; undefined when it names none, or one that isn't registered (yet), which speaks for nothing and against nothing. */
  readonly institution: Institution | undefined;
}

/** Whether the institution that offers an opening, as far as one is known, is there on a day (`YYYY-MM-DD`). */
export function isOfferedOn({ institution }: Pick<Surroundings, "institution">, day: string): boolean {
  return institution === undefined || isValidOn(institution, day);
}

/** Entities whose parsed form is remembered: some twenty megabytes, more than a warm function meets in hours. */
const PARSED_MAX = 10_000;

const GONE = { kind: "gone" } as const;

type ReaderPorts = Pick<Ports, "applicants" | "openings" | "institutions" | "programmes" | "ledger">;

/**
 * Reads both sides of pairs as they are kept at this moment. A batch is read before it is decided on and again right before the send: what
 * hasn't been revised in between is the very same object. A warm function keeps its reader, so that what it has met is parsed once.
 */
export class CandidateReader {
  readonly #applicants: LatestReader<Known>;
  readonly #openings: LatestReader<Opening>;
  readonly #institutions: LatestReader<Institution>;
  readonly #rules: LatestRules;
  readonly #ports: ReaderPorts;

  constructor(ports: ReaderPorts, taxonomy: Taxonomy, log: Log) {
    this.#ports = ports;
    const { applicants, openings, institutions, programmes } = ports;
    const toApplicant = (value: unknown, completions: readonly string[]): Known => ({
      ...withKeptCompletions(applicantSchema.parse(value), completions),
      ...(completions.length === 0 ? {} : { completedOpenings: completions.flatMap(openingOfCompletion) }),
    });
    this.#applicants = new LatestReader(applicants, toApplicant, log);
    this.#openings = new LatestReader(openings, (value) => openingSchema.parse(value), log);
    this.#institutions = new LatestReader(institutions, (value) => institutionSchema.parse(value), log);
    this.#rules = new LatestRules(programmes, taxonomy);
  }

  /** As of an instant, in epoch milliseconds: the places of programmes are counted by its day, which must be the day that whoever reads decides by. */
  async read(
    now: number,
    applicantIds: readonly string[],
    openingIds: readonly string[],
    courseIds: readonly string[] = [],
  ): Promise<Sides> {
    const [applicants, openings] = await Promise.allSettled([
      this.#applicants.read(applicantIds),
      this.#openings.read([...openingIds, ...courseIds]),
    ]);
    if (applicants.status === "rejected") throw applicants.reason;
    if (openings.status === "rejected") throw openings.reason;
    const presented = await this.#openings.read(
      here(openings.value).flatMap(({ presents = [] }) => presents.filter((id) => !openings.value.has(id))),
    );
    const all = new Map([...presented, ...openings.value]);
    const institutions = await this.#institutions.read(
      here(openings.value).flatMap(({ institutionId }) => institutionId ?? []),
    );
    const rules = await this.#rules.read(here(all).flatMap(({ programmeId }) => programmeId ?? []));
    const rulesOf = ({ programmeId = "" }: Opening) => rules.get(programmeId) ?? NO_RULES;
    const barring = await readBarring(rules, dayInSeoul(now), this.#ports.ledger);
    const openPresented = (id: string): Presented[] => {
      const latest = all.get(id);
      return latest?.kind === "here" ? [{ opening: latest.value, rules: rulesOf(latest.value) }] : [];
    };
    const institutionOf = ({ institutionId = "" }: Opening) => {
      const latest = institutions.get(institutionId);
      return latest?.kind === "here" ? latest.value : undefined;
    };
    return {
      applicant: (id) => applicants.value.get(id) ?? GONE,
      opening: (id) => openings.value.get(id) ?? GONE,
      surroundings: (opening) => ({
        rules: rulesOf(opening),
        presented: opening.presents?.flatMap(openPresented),
        barring: barring.get(opening.programmeId ?? ""),
        institution: institutionOf(opening),
      }),
    };
  }

  /** Openings alone, for whoever doesn't decide on a match. */
  async readOpenings(openingIds: readonly string[]): Promise<Pick<Sides, "opening">> {
    const openings = await this.#openings.read(openingIds);
    return { opening: (id) => openings.get(id) ?? GONE };
  }
}

function here<T>(latest: ReadonlyMap<string, Latest<T>>): T[] {
  return [...latest.values()].flatMap((one) => (one.kind === "here" ? one.value : []));
}

/** Whether nothing around an opening has changed between two reads. */
export function areSameSurroundings(one: Surroundings, other: Surroundings): boolean {
  const [mine, its] = [one.presented ?? [], other.presented ?? []];
  return (
    // How many were taken in may have changed without any of the two.
    one.barring === undefined &&
    other.barring === undefined &&
    one.rules === other.rules &&
    one.institution === other.institution &&
    (one.presented === undefined) === (other.presented === undefined) &&
    mine.length === its.length &&
    mine.every(({ opening, rules }, at) => opening === its[at]?.opening && rules === its[at]?.rules)
  );
}

/** The latest of some entities. A revision is parsed once. */
class LatestReader<T extends { readonly revision: number }> {
  readonly #store: EntityStore;
  readonly #parse: (value: unknown, completions: readonly string[]) => T;
  readonly #log: Log;
  readonly #parsed = new Map<string, { readonly version: string; readonly value: T | undefined }>();

  constructor(store: EntityStore, parse: (value: unknown, completions: readonly string[]) => T, log: Log) {
    this.#store = store;
    this.#parse = parse;
    this.#log = log;
  }

  async read(ids: readonly string[]): Promise<Map<string, Latest<T>>> {
    const found = new Map<string, Latest<T>>();
    for (const some of inReads([...new Set(ids)])) {
      for (const { id, body, completions = [], isClosed } of await this.#store.get(some)) {
        if (body === undefined) continue;
        const value = this.#valueOf(id, body, completions);
        found.set(id, value === undefined ? { kind: "unreadable" } : { kind: isClosed ? "closed" : "here", value });
      }
    }
    return found;
  }

  #valueOf(id: string, body: string, completions: readonly string[]): T | undefined {
    const version = `${completions.join()} ${body}`;
    const before = this.#parsed.get(id);
    if (before?.version === version) return before.value;
    let value: T | undefined;
    try {
      value = this.#parse(JSON.parse(body), completions);
    } catch (error) {
      // What the schema says of it may quote it: the kind of fault is enough to find it by.
      this.#log.error("a kept entity can't be read", new TypeError("not as its schema says", { cause: error }), {
        entityId: id,
      });
    }
    this.#parsed.delete(id);
    this.#parsed.set(id, { version, value });
    const [oldest] = this.#parsed.keys();
    if (this.#parsed.size > PARSED_MAX && oldest !== undefined) this.#parsed.delete(oldest);
    return value;
  }
}

const NO_RULES: readonly RuleFacts[] = [];
