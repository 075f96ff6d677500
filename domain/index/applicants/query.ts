import type { OpeningFacts, RequirementFacts } from "../../matching/facts.ts";
import { INFERRED_SOURCE, kindBit } from "../../matching/facts.ts";
import { ageDay } from "../../matching/obstacles.ts";
import { FULL_BP, isFailedMust, MUST_COMPETENCY_BP, SAME_LINE_OF_WORK_BP } from "../../matching/requirements.ts";
import {
  applicantComponents,
  openingComponents,
  type ScoringRules,
  scoreApplicantSide,
  scoreOpeningSide,
} from "../../matching/score.ts";
import type { Taxonomy } from "../../taxonomy/taxonomy.ts";
import type { LinearMemory } from "../linear-memory.ts";
import type { Vocabulary } from "./draft.ts";
import { PlaceTables } from "./place-tables.ts";
import * as q from "./query-layout.ts";
import { BIRTH_OFFSET_DAYS } from "./record-layout.ts";
import { type Relations, TaxonomyTables } from "./taxonomy-tables.ts";

const BIRTH_MAX = 65_535;
const LEVEL_MAX = 7;
const MONTHS_MAX = 0x7fff_ffff;

/**
 * Who is met again is known by a table with so many places for a block: with 4,096 for every opening, those with most to score have three
 * people in ten scored again for another district.
 */
const RECENT_PER_BLOCK = 8;
const RECENT_BITS_MIN = 12;
const RECENT_BITS_MAX = 16;

/** Tables of so many taxonomies are kept: a process works with one, a test with a few. */
const TAXONOMIES_KEPT = 4;

/** In the order of their numbers in the layout. */
const requirementSorts = ["competency", "certificate", "experience", "language", "education"] as const;

/** An opening with the rules of a call, laid out in the index's memory for the passes. */
export class Query {
  readonly #memory: LinearMemory;
  readonly #vocabulary: Vocabulary;
  readonly places: PlaceTables;
  readonly #tables = new Map<Taxonomy, TaxonomyTables>();
  /** Start of the query. */
  readonly address: number;
  readonly #capacities = new Map<number, number>();
  /** Whose rarities the table of uses holds, and up to which competency. */
  #usesOf: TaxonomyTables | undefined;
  #usesEnd = 0;
  /** Of occupations to the opening's, by number, where it has one. */
  proximities: Uint16Array = new Uint16Array();
  /** Competencies whose entries an earlier opening has filled. */
  #touched: number[] = [];

  constructor(memory: LinearMemory, vocabulary: Vocabulary) {
    this.#memory = memory;
    this.#vocabulary = vocabulary;
    this.places = new PlaceTables(vocabulary.districts);
    this.address = memory.allocate(q.QUERY_BYTES);
  }

  get memory(): LinearMemory {
    return this.#memory;
  }

  /** Highest number of a certificate that anybody holds. */
  get certificateMax(): number {
    return this.#vocabulary.certificateMax;
  }

  /** Competencies that the opening has a use for. */
  get linkedCompetencies(): readonly number[] {
    return this.#touched;
  }

  header(place: number): number {
    return this.#memory.u32[(this.address >> 2) + place] ?? 0;
  }

  setHeader(place: number, value: number): void {
    this.#memory.u32[(this.address >> 2) + place] = value;
  }

  side(place: number): number {
    return this.#memory.f64[((this.address + q.SIDES) >> 3) + place] ?? 0;
  }

  #setSide(place: number, value: number): void {
    this.#memory.f64[((this.address + q.SIDES) >> 3) + place] = value;
  }

  tablesOf(taxonomy: Taxonomy): TaxonomyTables {
    let tables = this.#tables.get(taxonomy);
    if (tables === undefined) {
      if (this.#tables.size === TAXONOMIES_KEPT) this.#tables.clear();
      tables = new TaxonomyTables(taxonomy, this.#vocabulary);
      this.#tables.set(taxonomy, tables);
    }
    tables.refresh();
    return tables;
  }

  /** Lays out an opening. False when it has something that the passes have no place for: then the score itself is asked. */
  compile(opening: OpeningFacts, rules: ScoringRules, thresholdBp: number): boolean {
    if (!isCompilable(opening, thresholdBp)) return false;
    const tables = this.tablesOf(rules.taxonomy);
    this.setHeader(q.H_THRESHOLD, Math.max(0, Math.ceil(thresholdBp)));
    this.#compileFacts(opening, ageDay(opening, rules.today));
    this.#compileWeights(opening, rules);
    this.#compileRequirements(opening, rules, tables);
    return this.#compileCompetencies(opening, tables);
  }

  #compileFacts(opening: OpeningFacts, ageOn: number | undefined): void {
    this.setHeader(q.H_KIND, kindBit(opening.kind));
    this.setHeader(q.H_SHIFTS, opening.shifts ?? 0);
    this.setHeader(q.H_SHIFTS_COUNT, opening.shifts === undefined ? 0 : bitCount(opening.shifts));
    this.setHeader(q.H_TYPE, opening.employmentType === undefined ? 0 : 1 << opening.employmentType);
    this.setHeader(q.H_HOURS, opening.hours ?? q.UNKNOWN_HOURS);
    const { ageMin, ageMax } = opening;
    const born = (age: number, day: number) => this.places.bornForAge(age, day) + BIRTH_OFFSET_DAYS;
    const clamp = (birth: number) => Math.min(BIRTH_MAX + 1, Math.max(0, birth));
    // A span that ends at 64 lets in whoever isn't 65 yet.
    const low = ageOn === undefined || ageMax === undefined ? 0 : clamp(born(ageMax + 1, ageOn) + 1);
    const high =
      ageOn === undefined || (ageMin === undefined && ageMax === undefined) ? BIRTH_MAX : born(ageMin ?? 0, ageOn);
    this.setHeader(q.H_BIRTH_LOW, low);
    this.setHeader(q.H_BIRTH_HIGH, clamp(high + 1));
    const isPlaced = opening.district !== undefined;
    this.setHeader(q.H_WAY, opening.online ? q.WAY_ONLINE : isPlaced ? q.WAY_BY_DISTRICT : q.WAY_UNKNOWN);
    this.#put(q.H_MINUTES, this.places.minutesTo(opening));
    this.setHeader(q.H_READS_RESIDENCE, opening.residence === undefined ? 0 : 1);
    if (opening.residence !== undefined) this.#put(q.H_RESIDENCES, this.places.residencesIn(opening.residence));
    this.#setSide(q.D_PAY_PER_HOUR, opening.pay.krwPerHour ?? -1);
    this.#setSide(q.D_PAY_PER_MONTH, opening.pay.krwPerMonth ?? -1);
  }

  #compileWeights(opening: OpeningFacts, { weights }: ScoringRules): void {
    for (const [place, component] of openingComponents.entries()) {
      this.#setSide(q.D_OPENING_WEIGHTS + place, weights.opening[component]);
    }
    if (opening.requirements.some(({ on, source }) => on === "competency" && source === INFERRED_SOURCE)) {
      this.#setSide(q.D_OPENING_WEIGHTS, weights.inferredCompetencies);
    }
    for (const [place, component] of applicantComponents.entries()) {
      this.#setSide(q.D_APPLICANT_WEIGHTS + place, weights.applicant[component]);
    }
    this.#setSide(q.D_NOTHING_ON_OPENING, scoreOpeningSide(opening, []));
    this.#setSide(q.D_NOTHING_ON_APPLICANT, scoreApplicantSide([]));
  }

  #compileRequirements(opening: OpeningFacts, { taxonomy, weights }: ScoringRules, tables: TaxonomyTables): void {
    const { u32, f64 } = this.#memory;
    const counts = requirementSorts.map(() => 0);
    const lines = new Uint32Array(this.#vocabulary.occupations.size);
    const covers = new Uint32Array(this.#vocabulary.certificateMax + 1);
    for (const requirement of opening.requirements) {
      if (requirement.on === "named-certificate") continue;
      const sort = requirementSorts.indexOf(requirement.on);
      const nth = counts[sort] ?? 0;
      counts[sort] = nth + 1;
      const base = this.requirementAddress(sort, nth);
      const rarity = requirement.on === "competency" ? taxonomy.rarity(requirement.number) : 1;
      const mustBp = requirement.on === "competency" ? MUST_COMPETENCY_BP : FULL_BP;
      u32[(base + q.R_LEVEL) >> 2] = levelOf(requirement);
      u32[(base + q.R_MUST) >> 2] = isFailedMust(requirement, 0) ? mustBp : 0;
      f64[(base + q.R_WEIGHT) >> 3] = weights.importance[requirement.importance] * rarity;
      if (requirement.on === "language") {
        u32[(base + q.R_LANGUAGE) >> 2] = this.#vocabulary.languages.numberOf(requirement.language) ?? 0xffff;
      }
      if (requirement.on === "certificate") {
        for (const held of tables.coversOf(requirement.number)) covers[held] = (covers[held] ?? 0) | (1 << nth);
      }
      if (requirement.on === "experience") {
        const line = requirement.occupation ?? opening.occupation;
        const near = line === undefined ? undefined : tables.proximitiesTo(line);
        for (let number = 0; number < lines.length; number++) {
          const isInLine = near === undefined || (near[number] as number) >= SAME_LINE_OF_WORK_BP;
          if (isInLine) lines[number] = (lines[number] as number) | (1 << nth);
        }
      }
    }
    for (const [sort, count] of counts.entries()) this.setHeader(q.H_COUNTS + sort, count);
    this.setHeader(q.H_HAS_OCCUPATION, opening.occupation === undefined ? 0 : 1);
    if (opening.occupation !== undefined) {
      this.proximities = tables.proximitiesTo(opening.occupation);
      this.#put(q.H_PROXIMITIES, this.proximities);
    }
    if ((counts[q.SORT_EXPERIENCE] ?? 0) > 0) this.#put(q.H_LINES, lines);
    if ((counts[q.SORT_CERTIFICATE] ?? 0) > 0) this.#put(q.H_COVERS, covers);
  }

  requirementAddress(sort: number, nth: number): number {
    return this.address + q.REQUIREMENTS + (sort * q.REQUIREMENTS_PER_SORT + nth) * q.REQUIREMENT_BYTES;
  }

  /**
   * By competency: where its links to requirements stand and how many they are (24 and 8 bits), its rarity and its use, the best credit of
   * its links (16 and 16 bits). A link is a requirement and a credit (16 and 16 bits).
   */
  #compileCompetencies(opening: OpeningFacts, tables: TaxonomyTables): boolean {
    const end = this.#vocabulary.competencyMax + 1;
    const rarities = tables.rarities();
    if (rarities === undefined) return false;
    const uses = this.#reserve(q.H_USES, end * 8) >> 2;
    const { u32 } = this.#memory;
    if (this.#usesOf !== tables || this.#usesEnd !== end) {
      for (const [number, rarity] of rarities.entries()) {
        u32[uses + number * 2] = 0;
        u32[uses + number * 2 + 1] = rarity << 16;
      }
    } else {
      for (const number of this.#touched) {
        u32[uses + number * 2] = 0;
        u32[uses + number * 2 + 1] = (rarities[number] ?? 0) << 16;
      }
    }
    this.#usesOf = tables;
    this.#usesEnd = end;
    this.setHeader(q.H_COMPETENCIES_END, end);
    const wanted: Relations[] = [];
    for (const requirement of opening.requirements) {
      if (requirement.on === "competency") wanted.push(tables.relationsOf(requirement.number));
    }
    this.#link(wanted, uses);
    return true;
  }

  #link(wanted: readonly Relations[], uses: number): void {
    const links =
      this.#reserve(
        q.H_LINKS,
        wanted.reduce((sum, { numbers }) => sum + numbers.length * 4, 0),
      ) >> 2;
    const { u32 } = this.#memory;
    const touched: number[] = [];
    for (const { numbers, bp } of wanted) {
      for (let index = 0; index < numbers.length; index++) {
        const number = numbers[index] ?? 0;
        const place = uses + number * 2;
        const count = u32[place] ?? 0;
        if (count === 0) touched.push(number);
        u32[place] = count + 1;
        if ((bp[index] ?? 0) > ((u32[place + 1] ?? 0) & 0xffff)) {
          u32[place + 1] = (((u32[place + 1] ?? 0) >>> 16) << 16) | (bp[index] ?? 0);
        }
      }
    }
    let start = 0;
    for (const number of touched) {
      const count = u32[uses + number * 2] ?? 0;
      u32[uses + number * 2] = start << 8;
      start += count;
    }
    for (const [nth, { numbers, bp }] of wanted.entries()) {
      for (let index = 0; index < numbers.length; index++) {
        const place = uses + (numbers[index] ?? 0) * 2;
        const value = u32[place] ?? 0;
        u32[links + (value >>> 8) + (value & 255)] = (nth << 16) | (bp[index] ?? 0);
        u32[place] = value + 1;
      }
    }
    this.#touched = touched;
    this.#reserve(q.H_PLACES, this.header(q.H_COMPETENCIES_END) * 8);
    this.#reserve(q.H_CREDITS, (touched.length + 1) * q.LEVELS * q.CREDIT_LANES * 2);
  }

  /** Forgets whom the last query has met, and makes room for whom so many blocks lead to. */
  forgetRecent(blocks: number): void {
    let bits = RECENT_BITS_MIN;
    while (bits < RECENT_BITS_MAX && 1 << bits < blocks * RECENT_PER_BLOCK) bits++;
    const address = this.#reserve(q.H_RECENT, 4 << bits);
    this.#memory.u8.fill(0, address, address + (4 << bits));
    this.setHeader(q.H_RECENT_SHIFT, 32 - bits);
  }

  /** Copies a table into memory and notes where it stands. */
  #put(place: number, table: Uint8Array | Uint16Array | Uint32Array): void {
    const address = this.#reserve(place, table.byteLength);
    const { u8, u16, u32 } = this.#memory;
    if (table instanceof Uint8Array) u8.set(table, address);
    else if (table instanceof Uint16Array) u16.set(table, address >> 1);
    else u32.set(table, address >> 2);
  }

  /** Room for a table, with as much again to grow into. */
  #reserve(place: number, bytes: number): number {
    if (bytes <= (this.#capacities.get(place) ?? -1)) return this.header(place);
    const capacity = bytes * 2;
    const address = this.#memory.allocate(capacity);
    this.#capacities.set(place, capacity);
    this.setHeader(place, address);
    if (place === q.H_USES) this.#usesOf = undefined;
    return address;
  }
}

/** Whether every figure of an opening has a place. An opening that intake has let in always does. */
function isCompilable(opening: OpeningFacts, thresholdBp: number): boolean {
  const { requirements, hours, shifts, employmentType, ageMin, ageMax } = opening;
  const isWhole = (value: number | undefined, least: number, most: number) =>
    value === undefined || (Number.isInteger(value) && value >= least && value <= most);
  return (
    thresholdBp >= 0 &&
    requirements.length <= q.REQUIREMENTS_PER_SORT &&
    requirements.filter(({ on }) => on === "certificate").length <= q.BITS_MAX &&
    requirements.filter(({ on }) => on === "experience").length <= q.BITS_MAX &&
    requirements.every((requirement) => isWhole(levelOf(requirement), leastLevel(requirement), MONTHS_MAX)) &&
    requirements.every((requirement) => requirement.on !== "competency" || requirement.level <= LEVEL_MAX) &&
    isWhole(hours, 0, q.UNKNOWN_HOURS - 1) &&
    isWhole(shifts, 1, 15) &&
    isWhole(employmentType, 0, 6) &&
    isWhole(ageMin, 0, 200) &&
    isWhole(ageMax, 0, 200) &&
    isWhole(opening.pay.krwPerHour, 0, Number.MAX_SAFE_INTEGER) &&
    isWhole(opening.pay.krwPerMonth, 0, Number.MAX_SAFE_INTEGER)
  );
}

function levelOf(requirement: RequirementFacts): number {
  if (requirement.on === "experience") return requirement.months;
  return "level" in requirement ? requirement.level : 0;
}

function leastLevel({ on }: RequirementFacts): number {
  return on === "competency" || on === "experience" ? 1 : 0;
}

function bitCount(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}
