import { hash32 } from "../../domain/delivery/text-similarity.ts";
import {
  contenders,
  enqueue,
  hasEnoughAnswers,
  letIn,
  NO_WAVES,
  type Waiting,
  type Waves,
} from "../../domain/delivery/waves.ts";
import { PackedApplicants } from "../../domain/index/applicants/packed-applicants.ts";
import { defaultWeights } from "../../domain/matching/score.ts";
import { builtInTaxonomy } from "../../domain/taxonomy/built-in.ts";
import { createPopulation, POPULATION_DAY } from "./population.ts";

export interface ExposureOrder {
  readonly applicants: number;
  readonly openings: number;
  readonly seed: number;
  readonly thresholdBp: number;
}

/** How alerts spread over people. */
export interface Exposure {
  /** Of those whom anything suits, how many hear of something, 0–1. */
  readonly coverage: number;
  /** Gini coefficient of the alerts over those whom anything suits: 0 is all the same, 1 is all to one. */
  readonly gini: number;
  /** How much less the alerts fit, on average, than as many of the best fits of each opening. */
  readonly meanScoreLossPercent: number;
  readonly alerts: number;
  /** Alerts per place, on average over openings, and of the most crowded opening. */
  readonly alertsPerPlace: number;
  readonly alertsPerPlaceMax: number;
}

export interface ExposureReport {
  readonly applicants: number;
  readonly openings: number;
  /** Everybody on the match list is alerted. */
  readonly withoutWaves: Exposure;
  /** As many as with waves, by fit alone: the next best thing, which no fewer chances give a turn. */
  readonly bestFitsOnly: Exposure;
  readonly withWaves: Exposure;
}

const LISTED_MAX = 1_000;

/** Of a hundred who hear of an opening, so many apply (9–18 in the audit of the national service). */
const APPLY_PERCENT = 12;

/** Waves that an opening has in its two weeks at the most. */
const WAVES_MAX = 14;

interface Posting {
  readonly openingId: string;
  readonly places: number;
  /** Best first. */
  readonly line: readonly Waiting[];
}

type Chosen = (posting: Posting, chances: ReadonlyMap<string, number>) => readonly Waiting[];

/** Alerts of one population under three policies. Openings come one after another; the same order gives the same report. */
export function measureExposure({ applicants, openings, seed, thresholdBp }: ExposureOrder): ExposureReport {
  const postings = findPostings({ applicants, openings, seed, thresholdBp });
  const reachable = new Set(postings.flatMap(({ line }) => line.map(({ applicantId }) => applicantId)));
  const waved = postings.map(() => 0);
  const withWaves = alertAll(postings, (posting, chances) => inWaves(posting, chances));
  for (const [at, told] of withWaves.entries()) waved[at] = told.length;
  const sizes = new Map(postings.map(({ openingId }, at) => [openingId, waved[at] ?? 0]));
  const bestFits = alertAll(postings, ({ openingId, line }) => line.slice(0, sizes.get(openingId)));
  const everybody = alertAll(postings, ({ line }) => line);
  const best = meanScore(bestFits);
  const toExposure = (told: readonly (readonly Waiting[])[]) => describe(postings, told, reachable, best);
  return {
    applicants,
    openings,
    withoutWaves: toExposure(everybody),
    bestFitsOnly: toExposure(bestFits),
    withWaves: toExposure(withWaves),
  };
}

function findPostings({ applicants, openings, seed, thresholdBp }: ExposureOrder): Posting[] {
  const population = createPopulation(seed);
  const index = new PackedApplicants();
  for (const facts of population.applicants(0, applicants)) index.upsert(facts);
  const rules = { taxonomy: builtInTaxonomy, weights: defaultWeights, today: POPULATION_DAY };
  return [...population.openings(0, openings)].map((opening) => {
    const { matches } = index.match(opening, rules, { thresholdBp, listMax: LISTED_MAX });
    const line = matches
      .filter(({ facts }) => facts.consent.alerts)
      .map(({ facts, score }) => ({ applicantId: facts.applicantId, score }));
    return { openingId: opening.openingId, places: opening.places, line };
  });
}

function alertAll(postings: readonly Posting[], choose: Chosen): (readonly Waiting[])[] {
  const chances = new Map<string, number>();
  return postings.map((posting) => {
    const told = choose(posting, chances);
    for (const { applicantId } of told) chances.set(applicantId, (chances.get(applicantId) ?? 0) + 1);
    return told;
  });
}

/** All waves of an opening: another one as long as too few have applied. Who applies is drawn from the pair, not from the policy. */
function inWaves({ openingId, places, line }: Posting, chances: ReadonlyMap<string, number>): readonly Waiting[] {
  let waves: Waves = enqueue(NO_WAVES, line);
  const applies = ({ applicantId }: Waiting) => hash32(`${openingId} ${applicantId} applies`) % 100 < APPLY_PERCENT;
  for (let wave = 1; wave <= WAVES_MAX && waves.waiting.length > 0; wave++) {
    if (hasEnoughAnswers(places, waves.invited.filter(applies).length)) break;
    const among = new Set(contenders(waves, places, wave > 1).map(({ applicantId }) => applicantId));
    const chancesOf = (id: string) => (among.has(id) ? (chances.get(id) ?? 0) : 0);
    waves = letIn(waves, { openingId, places, now: 0, isNext: wave > 1 }, chancesOf);
  }
  return waves.invited;
}

function meanScore(told: readonly (readonly Waiting[])[]): number {
  const all = told.flat();
  return all.reduce((sum, { score }) => sum + score, 0) / Math.max(1, all.length);
}

function describe(
  postings: readonly Posting[],
  told: readonly (readonly Waiting[])[],
  reachable: ReadonlySet<string>,
  best: number,
): Exposure {
  const counts = new Map([...reachable].map((id) => [id, 0]));
  for (const { applicantId } of told.flat()) counts.set(applicantId, (counts.get(applicantId) ?? 0) + 1);
  const all = [...counts.values()];
  const perPlace = told.map((some, at) => some.length / (postings[at]?.places ?? 1));
  return {
    coverage: round(all.filter((count) => count > 0).length / Math.max(1, all.length), 4),
    gini: round(giniOf(all), 4),
    meanScoreLossPercent: round((1 - meanScore(told) / best) * 100, 2),
    alerts: told.flat().length,
    alertsPerPlace: round(perPlace.reduce((sum, value) => sum + value, 0) / Math.max(1, perPlace.length), 1),
    alertsPerPlaceMax: round(Math.max(0, ...perPlace), 1),
  };
}

/** Gini's coefficient by the ranks of sorted values: Σ (2i − n − 1) xᵢ ÷ (n Σ xᵢ). */
export function giniOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const total = sorted.reduce((sum, value) => sum + value, 0);
  if (total === 0) return 0;
  const weighted = sorted.reduce((sum, value, at) => sum + (2 * (at + 1) - sorted.length - 1) * value, 0);
  return weighted / (sorted.length * total);
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
