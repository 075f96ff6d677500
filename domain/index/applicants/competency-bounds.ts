import { FULL_BP, MUST_COMPETENCY_BP } from "../../matching/requirements.ts";
import type { Taxonomy } from "../../taxonomy/taxonomy.ts";
import type { Query } from "./query.ts";
import * as q from "./query-layout.ts";
import { GROUPS } from "./row-layout.ts";
import type { RowValues } from "./row-values.ts";
import { ROUNDING, WHOLE } from "./shares.ts";

/** Waste is counted in halves of a rarity, see `SHARE_OF_RARITY`: waste × share ÷ 32 is then in 255ths, rounded down. */
const WASTE_PER_RARITY = 2;

/** Least relatedness of a slot, by how many slots its requirement has. One is where a must counts as met. */
const SLOT_CREDITS_BP = [[], [MUST_COMPETENCY_BP], [MUST_COMPETENCY_BP, 7_500], [2_500, MUST_COMPETENCY_BP, 7_500]];

/** More than that tell nothing more. */
const SLOTS_PER_REQUIREMENT_MAX = SLOT_CREDITS_BP.length - 1;

/** A requirement that may be covered so far: `gain` is what that adds to what is covered at most, as a part of the whole. */
interface Slot {
  readonly requirement: number;
  readonly leastBp: number;
  gain: number;
}

/**
 * Bounds of the competencies' credit by a row's signature. Covered is at most what the groups held could cover: eight slots say of a requirement
 * that one of them may cover it, and how far. A slot is held or isn't, however many groups cover it, so that what groups say is put together by
 * "or", and added up but once. Used is at most the whole less what each held group wastes at least. Both together come to what the score makes
 * of them.
 *
 * Which competencies share a group: see competency-groups.ts. Tried: the best of each requirement by itself, without slots, leaves a tenth fewer people to be
 * scored and takes four times as long.
 */
export class CompetencyBounds {
  readonly #query: Query;
  readonly #values: RowValues;
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
    query.setHeader(q.H_MUST_SLOTS, 0);
    const tables = query.address + q.T_SLOT_HALVES;
    query.memory.u8.fill(0, tables, tables + 2 * GROUPS * 4);
    if (count === 0) return;
    this.#compileSlots(count);
    if (readsRarity) this.#compileWaste(taxonomy);
  }

  /** By halves of a signature's bytes the slots that their groups hold, and what slots come to, in 255ths. */
  #compileSlots(count: number): void {
    const query = this.#query;
    const { u8, u32, f64 } = query.memory;
    const of = (nth: number) => query.requirementAddress(q.SORT_COMPETENCY, nth);
    const weights = Array.from({ length: count }, (_, nth) => f64[(of(nth) + q.R_WEIGHT) >> 3] ?? 0);
    const credits = this.#creditsByGroup(count);
    const slots = slotsOf(weights);
    const base = this.#gainsOf(slots, weights, credits);
    // By group, the slots that it holds.
    const held = new Uint8Array(GROUPS);
    for (const [place, { requirement, leastBp }] of slots.entries()) {
      const isMust = (u32[(of(requirement) + q.R_MUST) >> 2] ?? 0) > 0;
      if (isMust && leastBp === MUST_COMPETENCY_BP) {
        query.setHeader(q.H_MUST_SLOTS, query.header(q.H_MUST_SLOTS) | (1 << place));
      }
      for (let group = 0; group < GROUPS; group++) {
        if ((credits[group * count + requirement] as number) < leastBp) continue;
        held[group] = (held[group] as number) | (1 << place);
      }
    }
    for (let quarter = 0; quarter < GROUPS / 4; quarter++) {
      const table = query.address + q.T_SLOT_HALVES + quarter * 16;
      for (let half = 1; half < 16; half++) {
        const group = quarter * 4 + 31 - Math.clz32(half & -half);
        u8[table + half] = (u8[table + (half & (half - 1))] as number) | (held[group] as number);
      }
    }
    for (let half = 0; half < 16; half++) {
      for (const [table, first] of [q.T_COVERED, q.T_COVERED + 16].entries()) {
        let sum = table === 0 ? base : 0;
        for (let bit = 0; bit < 4; bit++) if ((half >> bit) & 1) sum += slots[table * 4 + bit]?.gain ?? 0;
        u8[query.address + first + half] = Math.min(WHOLE, Math.ceil(sum * WHOLE + ROUNDING));
      }
    }
  }

  /** By group and requirement the best relatedness, in basis points. */
  #creditsByGroup(count: number): Uint16Array {
    const query = this.#query;
    const { u32 } = query.memory;
    const credits = new Uint16Array(GROUPS * count);
    const uses = query.header(q.H_USES) >> 2;
    const links = query.header(q.H_LINKS) >> 2;
    const { groups } = this.#values;
    for (const number of query.linkedCompetencies) {
      const first = groups.of(number) * count;
      const linked = u32[uses + number * 2] ?? 0;
      for (let link = linked >>> 8; link < (linked >>> 8) + (linked & 255); link++) {
        const entry = u32[links + link] ?? 0;
        const place = first + (entry >>> 16);
        credits[place] = Math.max(credits[place] ?? 0, entry & 0xffff);
      }
    }
    return credits;
  }

  /** Sets what slots gain, and returns what is covered at most when none is held: parts of the whole. */
  #gainsOf(slots: readonly Slot[], weights: readonly number[], credits: Uint16Array): number {
    const whole = weights.reduce((sum, weight) => sum + weight, 0);
    if (whole === 0) return 1;
    let base = 0;
    for (const [requirement, weight] of weights.entries()) {
      const own = slots.filter((slot) => slot.requirement === requirement);
      // What groups below the first slot cover, below the second, and so on.
      const most = new Array<number>(own.length + 1).fill(0);
      for (let place = requirement; place < credits.length; place += weights.length) {
        const credit = credits[place] as number;
        let held = 0;
        while (held < own.length && credit >= (own[held]?.leastBp ?? 0)) held++;
        most[held] = Math.max(most[held] ?? 0, credit);
      }
      let before = ((most[0] ?? 0) * weight) / (whole * FULL_BP);
      base += before;
      for (const [place, slot] of own.entries()) {
        const reached = Math.max(before, ((most[place + 1] ?? 0) * weight) / (whole * FULL_BP));
        slot.gain = reached - before;
        before = reached;
      }
    }
    return base;
  }

  /** By group, how much rarity one of its competencies wastes at least; then by halves of a signature's bytes. */
  #compileWaste(taxonomy: Taxonomy): void {
    const query = this.#query;
    const { u8, u32 } = query.memory;
    const { leastWaste, members } = this.#groupsOf(taxonomy);
    const waste = this.#waste;
    waste.set(leastWaste);
    const uses = query.header(q.H_USES) >> 2;
    for (const linked of query.linkedCompetencies) {
      const group = this.#values.groups.of(linked);
      let least = Number.POSITIVE_INFINITY;
      for (const number of members[group] ?? []) {
        const use = u32[uses + number * 2 + 1] ?? 0;
        least = Math.min(least, ((use >>> 16) * (FULL_BP - (use & 0xffff))) / FULL_BP);
      }
      waste[group] = least;
    }
    const sums = new Float64Array(16);
    for (let quarter = 0; quarter < GROUPS / 4; quarter++) {
      const table = query.address + q.T_WASTE_HALVES + quarter * 16;
      for (let half = 1; half < 16; half++) {
        const group = quarter * 4 + 31 - Math.clz32(half & -half);
        sums[half] = (sums[half & (half - 1)] as number) + (waste[group] as number) * WASTE_PER_RARITY;
        u8[table + half] = Math.min(WHOLE, Math.floor(sums[half] as number));
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
      const group = this.#values.groups.of(number);
      members[group]?.push(number);
      leastWaste[group] = Math.min(leastWaste[group] ?? 0, taxonomy.rarity(number));
    }
    for (const [group, least] of leastWaste.entries()) if (least === Number.POSITIVE_INFINITY) leastWaste[group] = 0;
    this.#groups = { taxonomy, end, leastWaste, members };
    return this.#groups;
  }
}

/** The heaviest requirements have a slot each, and what slots are left are theirs, too. Slots of a requirement stand in rising order. */
function slotsOf(weights: readonly number[]): Slot[] {
  const heaviest = weights.map((_, nth) => nth).sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0));
  const counts = weights.map(() => 0);
  let left = q.SLOTS;
  for (let round = 0; round < SLOTS_PER_REQUIREMENT_MAX; round++) {
    for (const requirement of heaviest.slice(0, left)) {
      counts[requirement] = round + 1;
      left--;
    }
  }
  return counts.flatMap((count, requirement) =>
    (SLOT_CREDITS_BP[count] ?? []).map((leastBp) => ({ requirement, leastBp, gain: 0 })),
  );
}
