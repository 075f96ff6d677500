import type { ApplicantFacts, OpeningFacts } from "../matching/facts.ts";
import { firstDayObstacle, firstObstacle, hasAgeSpan } from "../matching/obstacles.ts";
import { FULL_BP } from "../matching/requirements.ts";
import {
  combine,
  creditOfPay,
  type ScoringRules,
  score,
  scoreApplicantSide,
  scoreOpeningSide,
} from "../matching/score.ts";
import type { Admits, MatchLimits, MatchResult, OpeningIndex } from "./match-index.ts";
import { ApplicantTables, NOT_WANTED } from "./openings/applicant-tables.ts";
import { BestHits } from "./openings/best-hits.ts";
import { FAILED } from "./openings/competency-tables.ts";
import { HOURS_UNKNOWN, OpeningBlock, PAY_UNKNOWN } from "./openings/opening-block.ts";
import { blockOf, OpeningVocabulary } from "./openings/opening-vocabulary.ts";
import { OtherCredits } from "./openings/other-credits.ts";
import { TaxonomyTables, Ways } from "./openings/taxonomy-tables.ts";
import { Column, Slots } from "./slots.ts";

/** What a query carries from block to block. */
interface Query {
  readonly applicant: ApplicantFacts;
  readonly rules: ScoringRules;
  readonly thresholdBp: number;
  /** Both sides multiplied come to this at least when the score comes to the threshold. */
  readonly leastProduct: number;
  readonly admits: Admits | undefined;
}

/**
 * Openings in blocks by district, kind and employment type. A profile is compiled into tables over the numbers that openings are made of; then
 * each row of the blocks within reach passes, in this order, what rules it out by a comparison of numbers, a bound on its score, and the
 * score itself, of which nothing is left to look up but the opening's requirements. Obstacles that hardly ever stand in the way (days, ages,
 * residence) are read last, from the facts.
 *
 * Rows hold facts only: taxonomy, weights and day may differ from query to query. An opening that doesn't fit a row is scored by `score`.
 */
export class ColumnarOpenings implements OpeningIndex {
  readonly #slots = new Slots<OpeningFacts>();
  readonly #vocabulary = new OpeningVocabulary();
  /** Blocks by number of the district. */
  readonly #blocks: OpeningBlock[][] = [];
  /** By slot: its block, and its row there. */
  readonly #blockOf: (OpeningBlock | undefined)[] = [];
  readonly #rowOf = new Column();
  readonly #unpacked = new Set<number>();
  readonly #ways = new Ways();
  readonly #tables = new ApplicantTables();
  readonly #others = new OtherCredits();
  readonly #best = new BestHits();
  #known: TaxonomyTables | undefined;

  get size(): number {
    return this.#slots.size;
  }

  get(openingId: string): OpeningFacts | undefined {
    return this.#slots.get(openingId);
  }

  values(): Iterable<OpeningFacts> {
    return this.#slots.values();
  }

  upsert(facts: OpeningFacts): void {
    this.remove(facts.openingId);
    const slot = this.#slots.put(facts.openingId, facts);
    const row = this.#vocabulary.toRow(facts, slot);
    if (row === undefined) {
      this.#unpacked.add(slot);
      return;
    }
    const block = this.#blockFor(facts);
    this.#blockOf[slot] = block;
    this.#rowOf.set(slot, block.add(row));
  }

  #blockFor(facts: OpeningFacts): OpeningBlock {
    const place = this.#vocabulary.placeOf(facts);
    const { kindBit, employmentBit } = blockOf(facts);
    while (this.#blocks.length <= place) this.#blocks.push([]);
    const blocks = this.#blocks[place] ?? [];
    const known = blocks.find((block) => block.kindBit === kindBit && block.employmentBit === employmentBit);
    if (known !== undefined) return known;
    const block = new OpeningBlock(kindBit, employmentBit);
    blocks.push(block);
    return block;
  }

  remove(openingId: string): void {
    const slot = this.#slots.remove(openingId);
    if (slot === undefined) return;
    this.#unpacked.delete(slot);
    const block = this.#blockOf[slot];
    if (block === undefined) return;
    this.#blockOf[slot] = undefined;
    const row = this.#rowOf.at(slot);
    const moved = block.remove(row);
    if (moved !== undefined) this.#rowOf.set(moved, row);
  }

  match(
    applicant: ApplicantFacts,
    rules: ScoringRules,
    limits: MatchLimits,
    admits?: Admits,
  ): MatchResult<OpeningFacts> {
    const { thresholdBp } = limits;
    const leastProduct = Math.max(0, thresholdBp) ** 2;
    const query: Query = { applicant, rules, thresholdBp, leastProduct, admits };
    const tables = this.#tables;
    tables.compile(applicant, rules, this.#knownOf(rules), this.#ways, this.#vocabulary);
    this.#others.compile(applicant, rules.taxonomy, rules.weights, this.#vocabulary.requirements);
    this.#best.restart();
    for (const [index, district] of tables.reachable.entries()) {
      for (const block of this.#blocks[district] ?? []) {
        if ((block.kindBit & tables.kinds) === 0) continue;
        if (block.employmentBit !== 0 && (block.employmentBit & tables.employmentTypes) === 0) continue;
        this.#scan(block, tables.commutePoints[index] ?? -1, query);
      }
    }
    for (const slot of this.#unpacked) this.#scoreUnpacked(slot, query);
    return this.#best.result(
      limits.listMax,
      (slot) => this.#slots.at(slot),
      ({ openingId }) => openingId,
    );
  }

  /** What the taxonomy says, kept from query to query; anew when another one comes, or a competency beyond its tables. */
  #knownOf({ taxonomy, weights }: ScoringRules): TaxonomyTables {
    const known = this.#known;
    const { competencyMax } = this.#vocabulary;
    if (known?.taxonomy === taxonomy && known.weights === weights && known.size > competencyMax) return known;
    this.#known = new TaxonomyTables(taxonomy, weights, competencyMax);
    return this.#known;
  }

  /** Reads the rows of a block that is within reach, wanted by kind and by employment type. */
  #scan(block: OpeningBlock, commutePoints: number, query: Query): void {
    const tables = this.#tables;
    const { count, shifts, hours, occupations } = block;
    const { shiftPoints, shiftWeights, hoursLeast, hoursMost, payLeast, payFull, wantedPoints } = tables;
    const pay = block[tables.payUnit];
    const isWayKnown = commutePoints >= 0;
    const typeWeight = block.employmentBit === 0 ? 0 : tables.employmentWeight;
    const blockPoints = (isWayKnown ? commutePoints : 0) + typeWeight * FULL_BP;
    const blockWeight = (isWayKnown ? tables.commuteWeight : 0) + typeWeight;
    for (let row = 0; row < count; row++) {
      const offeredShifts = shifts[row] ?? 0;
      const pointsOfShifts = shiftPoints[offeredShifts] ?? 0;
      if (pointsOfShifts === NOT_WANTED) continue;
      const offered = pay[row] ?? PAY_UNKNOWN;
      if (offered < payLeast && offered !== PAY_UNKNOWN) continue;
      const worked = hours[row] ?? HOURS_UNKNOWN;
      if (worked < hoursLeast || (worked > hoursMost && worked !== HOURS_UNKNOWN)) continue;
      let points = blockPoints + pointsOfShifts;
      let weight = blockWeight + (shiftWeights[offeredShifts] ?? 0);
      if (worked !== HOURS_UNKNOWN) {
        points += tables.hoursWeight * FULL_BP;
        weight += tables.hoursWeight;
      }
      if (offered !== PAY_UNKNOWN && tables.payWeight !== 0) {
        points += tables.payWeight * creditOfPay(offered, payLeast, payFull);
        weight += tables.payWeight;
      }
      const occupation = occupations[row] ?? 0;
      if (occupation !== 0) {
        points += wantedPoints[occupation] ?? 0;
        weight += tables.wantedWeight;
      }
      const fitsApplicant = weight === 0 ? NOTHING_KNOWN_BP : Math.floor(points / weight);
      this.#weigh(block, row, fitsApplicant, query);
    }
  }

  /** Scores a row of which the applicant's side is known, unless a bound on the opening's side ends it. */
  #weigh(block: OpeningBlock, row: number, fitsApplicant: number, query: Query): void {
    const tables = this.#tables;
    const set = block.traits[row] ?? 0;
    const occupation = block.occupations[row] ?? 0;
    const ownPoints = tables.ownPoints[occupation] ?? 0;
    const weight = (tables.traitWeights[set] ?? 0) + (occupation === 0 ? 0 : tables.ownWeight);
    // The side is its points over its weight, rounded down; so the points that it needs are at least these.
    const needed = fitsApplicant === 0 ? 0 : (query.leastProduct * weight) / fitsApplicant;
    const spare = ownPoints + (tables.mostPoints[set] ?? 0) - needed;
    if (spare < 0 || (fitsApplicant === 0 && query.leastProduct > 0)) return;
    const competencyWeight = tables.competencyWeights[set] ?? 0;
    let points = ownPoints;
    if (competencyWeight > 0) {
      const least = FULL_BP - spare / competencyWeight;
      const credit = tables.competencies.creditOf(block, row, least);
      if (credit === FAILED || credit < least) return;
      points += competencyWeight * credit;
    }
    if (!this.#others.read(block, row)) return;
    const slot = block.slots[row] ?? 0;
    const fitsOpening = weight === 0 ? this.#blindSideOf(slot) : Math.floor((points + this.#others.points) / weight);
    if (fitsOpening * fitsApplicant < query.leastProduct) return;
    this.#offer(slot, combine(fitsOpening, fitsApplicant), fitsOpening, fitsApplicant, query);
  }

  /** The opening's side when nothing of it is known. */
  #blindSideOf(slot: number): number {
    const facts = this.#slots.at(slot);
    return facts === undefined ? 0 : scoreOpeningSide(facts, []);
  }

  /** Takes a row over the threshold in, unless something stands in its way that rows don't hold. */
  #offer(slot: number, scoreBp: number, fitsOpening: number, fitsApplicant: number, query: Query): void {
    const { applicant, rules, admits } = query;
    const facts = this.#slots.at(slot);
    if (facts === undefined || scoreBp < query.thresholdBp || admits?.(facts.openingId) === false) return;
    const isRestricted = hasAgeSpan(facts) || facts.residence !== undefined;
    const obstacle = isRestricted ? firstObstacle(facts, applicant, rules.today) : firstDayObstacle(facts, rules.today);
    if (obstacle === undefined) this.#best.add(slot, scoreBp, fitsOpening, fitsApplicant);
  }

  #scoreUnpacked(slot: number, query: Query): void {
    const facts = this.#slots.at(slot);
    const verdict = facts === undefined ? "opening-closed" : score(facts, query.applicant, query.rules);
    if (typeof verdict === "object") {
      this.#offer(slot, verdict.score, verdict.fitsOpening, verdict.fitsApplicant, query);
    }
  }
}

/** The applicant's side when nothing of it is known. */
const NOTHING_KNOWN_BP = scoreApplicantSide([]);
