import type { ApplicantFacts, OpeningFacts } from "../../../domain/matching/facts.ts";
import type { ScoringRules } from "../../../domain/matching/score.ts";
import type { Population } from "../population.ts";
import type { TableCodes } from "./tables.ts";

/** What a peer is measured on. */
export interface PeerOrder {
  readonly population: Population;
  readonly applicants: number;
  readonly openings: number;
  readonly rules: ScoringRules;
  readonly codes: TableCodes;
  readonly thresholdBp: number;
}

/** Everybody over the threshold by number, with the score, in any order; and how long the peer took. */
export interface PeerAnswer {
  readonly milliseconds: number;
  readonly found: readonly (readonly [number: number, score: number])[];
}

/** Another way to do the same job, loaded with the same facts. */
export interface Peer {
  reverse(opening: OpeningFacts): Promise<PeerAnswer>;
  forward(applicant: ApplicantFacts): Promise<PeerAnswer>;
  close(): Promise<void>;
}
