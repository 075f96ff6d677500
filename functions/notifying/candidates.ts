import { type Applicant, applicant as applicantSchema } from "../../domain/model/applicant.ts";
import { type Opening, opening as openingSchema } from "../../domain/model/opening.ts";
import type { EntityStore, Ports } from "../ports.ts";
import { inReads } from "../runtime/in-groups.ts";
import type { Log } from "../runtime/log.ts";

/** An entity as it is kept at this moment, or why there is none to speak of. */
export type Latest<T> =
  | { readonly kind: "here"; readonly value: T }
  /** Closed, with what it was. */
  | { readonly kind: "closed"; readonly value: T }
  | { readonly kind: "gone" }
  /** What is kept isn't what the schema says: a fault of this entity, for which nobody else is to wait. */
  | { readonly kind: "unreadable" };

/** Both sides of pairs, as they are kept at one moment. */
export interface Sides {
  applicant(applicantId: string): Latest<Applicant>;
  opening(openingId: string): Latest<Opening>;
}

/** Entities whose parsed form is remembered: some twenty megabytes, more than a warm function meets in hours. */
const PARSED_MAX = 10_000;

const GONE = { kind: "gone" } as const;

/**
 * Reads both sides of pairs as they are kept at this moment. A batch is read before it is decided on and again right before the send: what
 * hasn't been revised in between is the very same object. A warm function keeps its reader, so that what it has met is parsed once.
 */
export class CandidateReader {
  readonly #applicants: LatestReader<Applicant>;
  readonly #openings: LatestReader<Opening>;

  constructor({ applicants, openings }: Pick<Ports, "applicants" | "openings">, log: Log) {
    this.#applicants = new LatestReader(applicants, (value) => applicantSchema.parse(value), log);
    this.#openings = new LatestReader(openings, (value) => openingSchema.parse(value), log);
  }

  async read(applicantIds: readonly string[], openingIds: readonly string[]): Promise<Sides> {
    const [applicants, openings] = await Promise.allSettled([
      this.#applicants.read(applicantIds),
      this.#openings.read(openingIds),
    ]);
    if (applicants.status === "rejected") throw applicants.reason;
    if (openings.status === "rejected") throw openings.reason;
    return {
      applicant: (id) => applicants.value.get(id) ?? GONE,
      opening: (id) => openings.value.get(id) ?? GONE,
    };
  }
}

/** The latest of some entities. A revision is parsed once. */
class LatestReader<T extends { readonly revision: number }> {
  readonly #store: EntityStore;
  readonly #parse: (value: unknown) => T;
  readonly #log: Log;
  readonly #parsed = new Map<string, { readonly body: string; readonly value: T | undefined }>();

  constructor(store: EntityStore, parse: (value: unknown) => T, log: Log) {
    this.#store = store;
    this.#parse = parse;
    this.#log = log;
  }

  async read(ids: readonly string[]): Promise<Map<string, Latest<T>>> {
    const found = new Map<string, Latest<T>>();
    for (const some of inReads([...new Set(ids)])) {
      for (const { id, body, isClosed } of await this.#store.get(some)) {
        if (body === undefined) continue;
        const value = this.#valueOf(id, body);
        found.set(id, value === undefined ? { kind: "unreadable" } : { kind: isClosed ? "closed" : "here", value });
      }
    }
    return found;
  }

  #valueOf(id: string, body: string): T | undefined {
    const before = this.#parsed.get(id);
    if (before?.body === body) return before.value;
    let value: T | undefined;
    try {
      value = this.#parse(JSON.parse(body));
    } catch (error) {
      // What the schema says of it may quote it: the kind of fault is enough to find it by.
      this.#log.error("a kept entity can't be read", new TypeError("not as its schema says", { cause: error }), {
        entityId: id,
      });
    }
    this.#parsed.delete(id);
    this.#parsed.set(id, { body, value });
    const [oldest] = this.#parsed.keys();
    if (this.#parsed.size > PARSED_MAX && oldest !== undefined) this.#parsed.delete(oldest);
    return value;
  }
}
