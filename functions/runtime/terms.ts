import * as z from "zod";
import { defaultCaps } from "../../domain/delivery/delivery-terms.ts";
import { defaultWeights, type Weights } from "../../domain/matching/score.ts";
import type { Ports } from "../ports.ts";
import { LISTED_PER_APPLICANT_MAX, LISTED_PER_OPENING_MAX, type MatchingConfiguration } from "./rules.ts";

/** The most that people may ask for themselves in a day. */
const MESSAGES_PER_DAY_MAX = 20;

/** Ten a day, every day: more of what nobody asked for is no service. */
const MESSAGES_PER_WEEK_MAX = 70;

const weight = z.int().min(0).max(1_000);

/** The sides of `Weights`; a component that isn't there can't be weighed. */
export const weightChanges = z.strictObject({
  opening: z.partialRecord(z.enum(keysOf(defaultWeights.opening)), weight).optional(),
  applicant: z.partialRecord(z.enum(keysOf(defaultWeights.applicant)), weight).optional(),
  importance: z.partialRecord(z.enum(keysOf(defaultWeights.importance)), weight).optional(),
  inferredCompetencies: weight.optional(),
});
export type WeightChanges = z.infer<typeof weightChanges>;

function keysOf<Key extends string>(record: Readonly<Record<Key, number>>): Key[] {
  return Object.keys(record) as Key[];
}

/**
 * What operators change while the service runs, without a deployment: what is left out is as deployed. It holds from the next batch on for what comes
 * then; what is there already is matched by it when it is matched anew (`rematch`). What a newer version of the code has added is left out and stops nothing.
 */
export const matchingTerms = z.object({
  /** Least score of a match, in basis points. */
  thresholdBp: z.int().min(1).max(10_000).optional(),
  weights: weightChanges.optional(),
  /** Most people who are listed, and told, of one opening at once. Longer lists were never tried. */
  listedPerOpening: z.int().min(1).max(LISTED_PER_OPENING_MAX).optional(),
  /** Most openings that are listed, and told, to one person at once. */
  listedPerApplicant: z.int().min(1).max(LISTED_PER_APPLICANT_MAX).optional(),
  /** Most messages a day to somebody who hasn't said how many they want. */
  messagesPerDay: z.int().min(1).max(MESSAGES_PER_DAY_MAX).optional(),
  /** The same in any seven days in a row. */
  messagesPerWeek: z.int().min(1).max(MESSAGES_PER_WEEK_MAX).optional(),
});
export type MatchingTerms = z.infer<typeof matchingTerms>;

/** What may be set. It is asked only then: terms that are kept stay readable when a later version of the code has other defaults. */
export const settableTerms = matchingTerms.refine(
  ({ messagesPerDay = defaultCaps.perDayMax, messagesPerWeek = defaultCaps.perWeekMax }) =>
    messagesPerWeek >= messagesPerDay,
  { path: ["messagesPerWeek"], message: "a week must have room for the messages of a day" },
);

/** Changes of weights over those that are set already: what neither names is as deployed. */
export function weightsOver(set: WeightChanges, changes: WeightChanges): WeightChanges {
  const side = <Side extends "opening" | "applicant" | "importance">(name: Side) =>
    changes[name] === undefined ? {} : { [name]: { ...set[name], ...changes[name] } };
  return { ...set, ...changes, ...side("opening"), ...side("applicant"), ...side("importance") };
}

/** Terms and the version that they were read at; 0 while nobody has ever set any. */
export interface KeptTerms {
  readonly version: number;
  readonly terms: MatchingTerms;
}

type TermsPorts = Pick<Ports, "terms">;

const ID = "matching";

export async function readTerms({ terms }: TermsPorts): Promise<KeptTerms> {
  const kept = (await terms.get([ID])).get(ID);
  if (kept === undefined) return { version: 0, terms: {} };
  return { version: kept.version, terms: matchingTerms.parse(JSON.parse(kept.body)) };
}

/** Sets terms; false when somebody else has set some since they were read. */
export function putTerms({ terms: store }: TermsPorts, version: number, terms: MatchingTerms): Promise<boolean> {
  return store.put(ID, version, JSON.stringify(terms));
}

/** Versions of weights that come of terms: each kept one is another, and none is one of the code's. */
const VERSIONS_OF_TERMS_MAX = 100_000;

/** What is gone by when terms are set over what was deployed. */
export function underTerms(deployed: MatchingConfiguration, { version, terms }: KeptTerms): MatchingConfiguration {
  const { thresholdBp, weights, listedPerOpening, listedPerApplicant, messagesPerDay, messagesPerWeek } = terms;
  const { perOpening, perApplicant, caps } = deployed;
  return {
    ...deployed,
    weights: weights === undefined ? deployed.weights : changedWeights(deployed.weights, weights, version),
    perOpening: {
      thresholdBp: thresholdBp ?? perOpening.thresholdBp,
      listMax: listedPerOpening ?? perOpening.listMax,
    },
    perApplicant: {
      thresholdBp: thresholdBp ?? perApplicant.thresholdBp,
      listMax: listedPerApplicant ?? perApplicant.listMax,
    },
    caps: { perDayMax: messagesPerDay ?? caps.perDayMax, perWeekMax: messagesPerWeek ?? caps.perWeekMax },
  };
}

/** Weights with some in other places; the version says which weights a list was made with. */
export function changedWeights(weights: Weights, changes: WeightChanges, version: number): Weights {
  return {
    version: weights.version * VERSIONS_OF_TERMS_MAX + version,
    opening: { ...weights.opening, ...changes.opening },
    applicant: { ...weights.applicant, ...changes.applicant },
    importance: { ...weights.importance, ...changes.importance },
    inferredCompetencies: changes.inferredCompetencies ?? weights.inferredCompetencies,
  };
}

/** Reads, once for each batch or request, what matching goes by; the same object as long as nobody has set anything. */
export class TermsReader {
  readonly #ports: TermsPorts;
  readonly #deployed: MatchingConfiguration;
  #version = 0;
  #current: MatchingConfiguration;

  constructor(ports: TermsPorts, deployed: MatchingConfiguration) {
    this.#ports = ports;
    this.#deployed = deployed;
    this.#current = deployed;
  }

  async inForce(): Promise<MatchingConfiguration> {
    const kept = await readTerms(this.#ports);
    if (kept.version !== this.#version) {
      this.#current = underTerms(this.#deployed, kept);
      this.#version = kept.version;
    }
    return this.#current;
  }
}
