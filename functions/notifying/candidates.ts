import { type Applicant, applicant as applicantSchema } from "../../domain/model/applicant.ts";
import { type Opening, opening as openingSchema } from "../../domain/model/opening.ts";
import { type RuleFacts, toRuleFacts } from "../../domain/programme/rule-facts.ts";
import { toRuleSet } from "../../domain/programme/rule-set.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import type { AlertMessage } from "../../events/messages.ts";
import type { EntityStore, Ports, RuleSets } from "../ports.ts";
import { withKeptCompletions } from "../taking-in/profiles.ts";

/** Ids read in one call. */
const IDS_PER_READ = 100;

/** A pair, and the alerts of the batch that name it, the first one first. */
export interface AlertedPair {
  readonly id: string;
  readonly applicantId: string;
  readonly openingId: string;
  readonly alerts: readonly [AlertMessage, ...AlertMessage[]];
  /** It may have been sent by a work on one of these alerts that died: it must stay recommended, and may be sent again under its id. */
  readonly isClaimed: boolean;
}

/** A pair that may still be told of, with what both sides are at this moment. */
export interface Candidate {
  readonly pair: AlertedPair;
  readonly applicant: Applicant;
  readonly opening: Opening;
  /** All rules of the opening's programme; the same list as long as they are the same. */
  readonly rules: readonly RuleFacts[];
  /** What a fair presents, as far as it is open; undefined when the opening doesn't say. */
  readonly presented: readonly Presented[] | undefined;
}

/** An opening that is presented at a fair, with the rules of its programme. */
export type Presented = Pick<Candidate, "opening" | "rules">;

/** Why somebody isn't told after all. */
export type SuppressionReason = "opening-closed" | "applicant-withdrawn" | "consent-withdrawn" | "no-longer-a-match";

export interface Suppressed {
  readonly pair: AlertedPair;
  readonly reason: SuppressionReason;
}

export interface Read {
  readonly candidates: readonly Candidate[];
  readonly suppressed: readonly Suppressed[];
}

/**
 * Reads both sides of pairs as they are kept at this moment. A batch is read twice, before it is decided on and right before the send, and what
 * isn't told once more: what hasn't been revised in between is the very same object.
 */
export class CandidateReader {
  readonly #applicants: Latest<Applicant>;
  readonly #openings: Latest<Opening>;

  readonly #rules: LatestRules;

  constructor(
    { applicants, openings, programmes }: Pick<Ports, "applicants" | "openings" | "programmes">,
    taxonomy: Taxonomy,
  ) {
    this.#rules = new LatestRules(programmes, taxonomy);
    this.#applicants = new Latest(applicants, (value, completions) =>
      withKeptCompletions(applicantSchema.parse(value), completions),
    );
    this.#openings = new Latest(openings, (value) => openingSchema.parse(value));
  }

  async read(pairs: readonly AlertedPair[]): Promise<Read> {
    const [applicants, openings] = await Promise.all([
      this.#applicants.read(pairs.map(({ applicantId }) => applicantId)),
      this.#openings.read(pairs.map(({ openingId }) => openingId)),
    ]);
    const presented = await this.#openings.read([...openings.values()].flatMap(({ presents }) => presents ?? []));
    const programmeIds = [...openings.values(), ...presented.values()].flatMap(({ programmeId }) => programmeId ?? []);
    const rules = await this.#rules.read(programmeIds);
    const withRules = (opening: Opening): Presented => ({
      opening,
      rules: rules.get(opening.programmeId ?? "") ?? NO_RULES,
    });
    const candidates: Candidate[] = [];
    const suppressed: Suppressed[] = [];
    for (const pair of pairs) {
      const applicant = applicants.get(pair.applicantId);
      const opening = openings.get(pair.openingId);
      if (applicant === undefined) suppressed.push({ pair, reason: "applicant-withdrawn" });
      else if (!applicant.consent.alerts) suppressed.push({ pair, reason: "consent-withdrawn" });
      else if (opening === undefined) suppressed.push({ pair, reason: "opening-closed" });
      else {
        const shown = opening.presents?.flatMap((id) => presented.get(id) ?? []).map(withRules);
        candidates.push({ pair, applicant, ...withRules(opening), presented: shown });
      }
    }
    return { candidates, suppressed };
  }
}

type Parse<T> = (value: unknown, completions: readonly string[]) => T;

/** The latest of some entities, without those that have left or are closed. A revision is parsed once, with the completions beside it. */
export class Latest<T> {
  readonly #store: EntityStore;
  readonly #parse: Parse<T>;
  readonly #parsed = new Map<string, { readonly version: string; readonly value: T }>();

  constructor(store: EntityStore, parse: Parse<T>) {
    this.#store = store;
    this.#parse = parse;
  }

  async read(ids: readonly string[]): Promise<Map<string, T>> {
    const found = new Map<string, T>();
    for (const read of inReads([...new Set(ids)])) {
      for (const { id, revision, body, completions = [], isClosed } of await this.#store.get(read)) {
        if (body === undefined || isClosed) continue;
        const version = `${revision} ${completions.length}`;
        const before = this.#parsed.get(id);
        const value = before?.version === version ? before.value : this.#parse(JSON.parse(body), completions);
        this.#parsed.set(id, { version, value });
        found.set(id, value);
      }
    }
    return found;
  }
}

const NO_RULES: readonly RuleFacts[] = [];

/** The rule sets of some programmes. Those of one programme are the same list until one of them is revised or added. */
export class LatestRules {
  readonly #store: RuleSets;
  readonly #taxonomy: Taxonomy;
  readonly #parsed = new Map<string, { readonly versions: string; readonly rules: readonly RuleFacts[] }>();

  constructor(store: RuleSets, taxonomy: Taxonomy) {
    this.#store = store;
    this.#taxonomy = taxonomy;
  }

  async read(programmeIds: readonly string[]): Promise<ReadonlyMap<string, readonly RuleFacts[]>> {
    const found = new Map<string, readonly RuleFacts[]>();
    for (const programmeId of new Set(programmeIds)) {
      const kept = await this.#store.of(programmeId);
      const versions = kept.map(({ validFrom, revision }) => `${validFrom} ${revision}`).join();
      const before = this.#parsed.get(programmeId);
      const isSame = before?.versions === versions;
      const rules = isSame ? before.rules : kept.map(({ body }) => toRuleFacts(toRuleSet(body), this.#taxonomy));
      if (!isSame) this.#parsed.set(programmeId, { versions, rules });
      found.set(programmeId, rules);
    }
    return found;
  }
}

export function inReads<T>(values: readonly T[]): T[][] {
  return inGroups(values, IDS_PER_READ);
}

export function inGroups<T>(values: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, group) =>
    values.slice(group * size, (group + 1) * size),
  );
}
