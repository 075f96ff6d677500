import type { ApplicantFacts, OpeningFacts } from "../matching/facts.ts";
import { firstDayObstacle, firstObstacle, hasAgeSpan, readsStanding } from "../matching/obstacles.ts";
import { combine, type ScoringRules, score, scoreOpeningSide } from "../matching/score.ts";
import { LinearMemory } from "./linear-memory.ts";
import type { Admits, MatchLimits, MatchResult, OpeningIndex, PassChoice } from "./match-index.ts";
import { ApplicantTables } from "./openings/applicant-tables.ts";
import { BestHits } from "./openings/best-hits.ts";
import { FAILED } from "./openings/competency-tables.ts";
import { kernelScan } from "./openings/kernel-scan.ts";
import { OpeningBlock } from "./openings/opening-block.ts";
import { type OpeningScan, ScanColumns } from "./openings/opening-scan.ts";
import { OpeningVocabulary } from "./openings/opening-vocabulary.ts";
import { OtherCredits } from "./openings/other-credits.ts";
import { PlainScan } from "./openings/plain-scan.ts";
import { OCCUPATION_SHIFT, TRAITS_MASK } from "./openings/scan-layout.ts";
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
 * Openings in blocks by district. A profile is compiled into tables over the numbers that openings are made of; then
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
  readonly #blocks: OpeningBlock[] = [];
  /** By slot: its block, and its row there. */
  readonly #blockOf: (OpeningBlock | undefined)[] = [];
  readonly #rowOf = new Column();
  readonly #unpacked = new Set<number>();
  readonly #ways = new Ways();
  readonly #memory: LinearMemory;
  readonly #tables: ApplicantTables;
  readonly #others = new OtherCredits();
  readonly #columns: ScanColumns;
  readonly #choice: PassChoice | undefined;
  readonly #plain: OpeningScan;
  #kernel: OpeningScan | undefined;
  readonly #best = new BestHits();
  #known: TaxonomyTables | undefined;

  constructor(passes?: PassChoice) {
    this.#choice = passes;
    this.#memory = new LinearMemory(passes === "kernel");
    this.#tables = new ApplicantTables(this.#memory);
    this.#columns = new ScanColumns(this.#memory);
    this.#plain = new PlainScan(this.#columns);
  }

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
    this.#columns.reserve(block.count);
  }

  #blockFor(facts: OpeningFacts): OpeningBlock {
    const place = this.#vocabulary.placeOf(facts);
    while (this.#blocks.length <= place) this.#blocks.push(new OpeningBlock(this.#memory));
    return this.#blocks[place] ?? new OpeningBlock(this.#memory);
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
    const known = this.#knownOf(rules);
    tables.compile(applicant, rules, known, this.#ways, this.#vocabulary);
    this.#others.compile(applicant, rules.taxonomy, rules.weights, this.#vocabulary.requirements);
    this.#best.restart();
    const scan = this.#chooseScan();
    scan.open(tables, leastProduct);
    for (const [index, district] of tables.reachable.entries()) {
      const block = this.#blocks[district];
      if (block === undefined || block.count === 0) continue;
      block.weigh(known.requirementWeights);
      this.#read(block, scan.run(block, tables.commutePoints[index] ?? -1), query);
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

  /** The kernel as soon as the memory can be shared with it, and unless the choice was made. */
  #chooseScan(): OpeningScan {
    const { shared } = this.#memory;
    if (this.#choice === "plain" || shared === undefined) return this.#plain;
    this.#kernel ??= kernelScan(this.#memory, shared, this.#columns);
    if (this.#kernel === undefined && this.#choice === "kernel") throw new Error("WebAssembly with SIMD is missing");
    return this.#kernel ?? this.#plain;
  }

  /** Scores the rows of a block that a scan has left. */
  #read(block: OpeningBlock, count: number, query: Query): void {
    const rows = this.#columns.rows.view;
    const fitsApplicant = this.#columns.fitsApplicant.view;
    const leastCredits = this.#columns.leastCredits.view;
    for (let place = 0; place < count; place++) {
      this.#weigh(block, rows[place] as number, fitsApplicant[place] as number, leastCredits[place] as number, query);
    }
  }

  /** Scores a row. */
  #weigh(block: OpeningBlock, row: number, fitsApplicant: number, leastCredit: number, query: Query): void {
    const tables = this.#tables;
    const described = block.descriptions[row] ?? 0;
    const occupation = described >>> OCCUPATION_SHIFT;
    const set = described & TRAITS_MASK;
    const list = block.starts[row] ?? 0;
    const slot = block.slots[row] ?? 0;
    const competencyWeight = tables.competencyWeights.view[set] ?? 0;
    let points = tables.ownPoints.view[occupation] ?? 0;
    if (competencyWeight !== 0) {
      const credit = tables.competencies.creditOf(block, list, leastCredit);
      if (credit === FAILED || credit < leastCredit) return;
      points += competencyWeight * credit;
    }
    if (!this.#others.read(block, list)) return;
    const weight = (tables.traitWeights.view[set] ?? 0) + (occupation === 0 ? 0 : tables.ownWeight);
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
    const isRestricted = hasAgeSpan(facts) || facts.residence !== undefined || readsStanding(facts);
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
