import { FULL_BP, MUST_COMPETENCY_BP } from "../../matching/requirements.ts";
import type { Taxonomy } from "../../taxonomy/taxonomy.ts";
import type { Query } from "./query.ts";
import * as q from "./query-layout.ts";
import { GROUPS, SIGNATURE_BYTES } from "./row-layout.ts";
import type { RowValues } from "./row-values.ts";
import { ROUNDING, WHOLE } from "./shares.ts";

/** Waste is counted in halves of a rarity, see `SHARE_OF_RARITY`: waste × share ÷ 32 is then in 255ths, rounded down. */
const WASTE_PER_RARITY = 2;

/** Group of a competency in the rows' signatures. */
export function groupOf(number: number): number {
  return number % GROUPS;
}

/**
 * Bounds of the competencies' credit by a row's signature. Covered is at most what the groups held could cover, each requirement by the best of
 * them; used is at most the whole less what each held group wastes at least. Both together come to what the score makes of them.
 *
 * Groups are remainders of the numbers, so that competencies of one line of work, which stand together in a taxonomy, fall apart: the
 * occupations have told the lines before, what is left to tell is who of a line holds which. Tried: a competency and those nearest to it in
 * one group leave a sixth more people to be scored; colouring by relatedness or rarity leaves as many.
 */
export class CompetencyBounds {
  readonly #query: Query;
  readonly #values: RowValues;
  readonly #cover = new Float64Array(GROUPS);
  readonly #waste = new Float64Array(GROUPS);
  /** By group: its competencies, and the least waste of one of them when nothing of the group is used. */
  #groups: { taxonomy: Taxonomy; end: number; leastWaste: Float64Array; members: number[][] } | undefined;

  constructor(query: Query, values: RowValues) {
    this.#query = query;
    this.#values = values;
  }

  compile(taxonomy: Taxonomy): void {
    const query = this.#query;
    const count = query.header(q.H_COUNTS + q.SORT_COMPETENCY);
    const readsRarity = count > 0 && this.#values.taxonomy === taxonomy;
    query.setHeader(q.H_READS_RARITY, readsRarity ? 1 : 0);
    for (let place = q.H_MUST_GROUPS; place < q.H_MUST_GROUPS + q.MUST_GROUPS_MAX * 2; place++)
      query.setHeader(place, 0);
    if (count === 0) return;
    query.memory.u8.fill(0, query.address + q.T_WASTE_HALVES, query.address + q.T_WASTE_HALVES + GROUPS * 4);
    this.#compileLanes(this.#assignLanes(count));
    if (readsRarity) this.#compileWaste(taxonomy);
  }

  /**
   * Gives the heaviest requirements a lane each, and counts the others as covered. Returns by requirement what its lane holds when it is covered
   * in full; the heaviest fills a byte, so that little is lost by rounding up.
   */
  #assignLanes(count: number): Float64Array {
    const query = this.#query;
    const { f64 } = query.memory;
    const weights = Float64Array.from(
      { length: count },
      (_, nth) => f64[(query.requirementAddress(q.SORT_COMPETENCY, nth) + q.R_WEIGHT) >> 3] ?? 0,
    );
    const whole = weights.reduce((sum, weight) => sum + weight, 0);
    const least = count > q.LANES ? (weights.toSorted()[count - q.LANES] ?? 0) : 0;
    const heaviest = weights.reduce((most, weight) => Math.max(most, weight), 0);
    const perWeight = WHOLE / heaviest;
    let [lanes, beside] = [0, 0];
    const full = weights.map((weight) => {
      if (weight >= least && lanes < q.LANES) {
        lanes++;
        return weight * perWeight;
      }
      beside += weight;
      return 0;
    });
    query.setHeader(q.H_LANES, lanes);
    query.setHeader(q.H_COVERED_SHARE, Math.ceil((WHOLE * 65_536) / (perWeight * whole) + ROUNDING));
    query.setHeader(q.H_COVERED_BESIDE, Math.ceil((beside / whole) * WHOLE * 65_536 + ROUNDING));
    return full;
  }

  #compileLanes(full: Float64Array): void {
    const query = this.#query;
    const { u8, u32 } = query.memory;
    const table = query.address + q.T_LANES;
    u8.fill(0, table, table + GROUPS * q.LANES);
    let lanes = 0;
    const laneOf = Array.from(full, (value) => (value > 0 ? lanes++ : 0));
    const uses = query.header(q.H_USES) >> 2;
    const links = query.header(q.H_LINKS) >> 2;
    const relevant = new Uint32Array(2);
    const musts = this.#assignMusts(full.length);
    for (const number of query.linkedCompetencies) {
      const group = groupOf(number);
      const linked = u32[uses + number * 2] ?? 0;
      for (let link = linked >>> 8; link < (linked >>> 8) + (linked & 255); link++) {
        const entry = u32[links + link] ?? 0;
        const most = full[entry >>> 16] ?? 0;
        const must = musts[entry >>> 16] ?? 0;
        if (must > 0 && (entry & 0xffff) >= MUST_COMPETENCY_BP) this.#addGroup(must, group);
        if (most === 0) continue;
        const place = table + group * q.LANES + (laneOf[entry >>> 16] ?? 0);
        const covered = Math.min(WHOLE, Math.ceil((most * (entry & 0xffff)) / FULL_BP));
        if (covered > (u8[place] ?? 0)) u8[place] = covered;
        relevant[group >> 5] = (relevant[group >> 5] ?? 0) | (1 << (group & 31));
      }
    }
    this.#compileCover();
    query.setHeader(q.H_RELEVANT, relevant[0] ?? 0);
    query.setHeader(q.H_RELEVANT + 1, relevant[1] ?? 0);
  }

  /** By halves of a signature's bytes, what the lanes of their groups add up to: never less than the best of each lane. */
  #compileCover(): void {
    const query = this.#query;
    const { u8 } = query.memory;
    const perLane = query.header(q.H_COVERED_SHARE);
    const beside = query.header(q.H_COVERED_BESIDE);
    const lanes = query.header(q.H_LANES);
    const table = query.address + q.T_LANES;
    for (let group = 0; group < GROUPS; group++) {
      let sum = 0;
      for (let lane = 0; lane < lanes; lane++) sum += u8[table + group * q.LANES + lane] as number;
      this.#cover[group] = (sum * perLane) / 65_536;
    }
    this.#widen(q.T_COVER_HALVES, this.#cover, Math.ceil);
    // What stands beside the lanes is counted once, whatever is held.
    for (let half = 0; half < 16; half++) {
      const place = query.address + q.T_COVER_HALVES + half;
      u8[place] = Math.min(WHOLE, (u8[place] as number) + Math.ceil(beside / 65_536));
    }
  }

  /** Tables by halves of bytes: sums of what their groups bring. */
  #widen(table: number, byGroup: Float64Array, round: (sum: number) => number): void {
    const { u8 } = this.#query.memory;
    const sums = new Float64Array(16);
    for (let quarter = 0; quarter < GROUPS / 4; quarter++) {
      for (let half = 1; half < 16; half++) {
        const group = quarter * 4 + 31 - Math.clz32(half & -half);
        sums[half] = (sums[half & (half - 1)] as number) + (byGroup[group] as number);
        u8[this.#query.address + table + quarter * 16 + half] = Math.min(WHOLE, round(sums[half] as number));
      }
      u8[this.#query.address + table + quarter * 16] = 0;
    }
  }

  /** By requirement: place in the header of the groups of which one must be held; 0 where nothing must be, or there is no place left. */
  #assignMusts(count: number): Uint8Array {
    const query = this.#query;
    const { u32 } = query.memory;
    let taken = 0;
    return Uint8Array.from({ length: count }, (_, nth) => {
      const isMust = (u32[(query.requirementAddress(q.SORT_COMPETENCY, nth) + q.R_MUST) >> 2] ?? 0) > 0;
      return isMust && taken < q.MUST_GROUPS_MAX ? q.H_MUST_GROUPS + taken++ * 2 : 0;
    });
  }

  #addGroup(place: number, group: number): void {
    const half = place + (group >> 5);
    this.#query.setHeader(half, this.#query.header(half) | (1 << (group & 31)));
  }

  /** By group, how much rarity one of its competencies wastes at least; then by whole bytes of a signature. */
  #compileWaste(taxonomy: Taxonomy): void {
    const query = this.#query;
    const { u8, u32 } = query.memory;
    const { leastWaste, members } = this.#groupsOf(taxonomy);
    const waste = this.#waste;
    waste.set(leastWaste);
    const uses = query.header(q.H_USES) >> 2;
    for (const linked of query.linkedCompetencies) {
      const group = groupOf(linked);
      let least = Number.POSITIVE_INFINITY;
      for (const number of members[group] ?? []) {
        const use = u32[uses + number * 2 + 1] ?? 0;
        least = Math.min(least, ((use >>> 16) * (FULL_BP - (use & 0xffff))) / FULL_BP);
      }
      waste[group] = least;
    }
    for (const [group, least] of waste.entries()) waste[group] = Math.floor(least * WASTE_PER_RARITY);
    this.#widen(q.T_WASTE_HALVES, waste, Math.floor);
    for (let byte = 0; byte < SIGNATURE_BYTES; byte++) {
      const table = query.address + q.T_WASTE + byte * 256;
      u8[table] = 0;
      for (let bit = 0; bit < 8; bit++) {
        const more = waste[byte * 8 + bit] as number;
        for (let rest = 0; rest < 1 << bit; rest++) {
          u8[table + (1 << bit) + rest] = Math.min(WHOLE, (u8[table + rest] as number) + more);
        }
      }
    }
  }

  #groupsOf(taxonomy: Taxonomy): { leastWaste: Float64Array; members: number[][] } {
    const end = this.#query.header(q.H_COMPETENCIES_END);
    const known = this.#groups;
    if (known?.taxonomy === taxonomy && known.end === end) return known;
    const members = Array.from({ length: GROUPS }, (): number[] => []);
    const leastWaste = new Float64Array(GROUPS).fill(Number.POSITIVE_INFINITY);
    for (let number = 0; number < end; number++) {
      const group = groupOf(number);
      members[group]?.push(number);
      leastWaste[group] = Math.min(leastWaste[group] ?? 0, taxonomy.rarity(number));
    }
    for (const [group, least] of leastWaste.entries()) if (least === Number.POSITIVE_INFINITY) leastWaste[group] = 0;
    this.#groups = { taxonomy, end, leastWaste, members };
    return this.#groups;
  }
}
