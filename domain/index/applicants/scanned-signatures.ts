import { COVERED_ALONE_PERCENT } from "../../matching/coverage.ts";
import { FULL_BP } from "../../matching/requirements.ts";
import type { Query } from "./query.ts";
import * as q from "./query-layout.ts";
import * as layout from "./row-layout.ts";
import { WHOLE } from "./shares.ts";

// Constants of this module are folded into the compiled loops, those of another are read each time.
const { BLOCK_ROWS } = layout;
const RARITY = layout.C_RARITY * BLOCK_ROWS;
const SIGNATURE = layout.C_SIGNATURE * BLOCK_ROWS;
const SIGNATURE_END = SIGNATURE + layout.SIGNATURE_BYTES * BLOCK_ROWS;
const { LANES, T_LANES, T_WASTE } = q;

/** What the signature of a row says of its competencies, for the first pass in plain TypeScript. */
export class ScannedSignatures {
  readonly #query: Query;
  #u8: Uint8Array = new Uint8Array();
  /** The query's header, read once. */
  #base = 0;
  #readsRarity = false;
  #coveredShare = 0;
  #coveredBeside = 0;
  #lanes = 0;
  #relevantLow = 0;
  #relevantHigh = 0;
  /** Groups of which one must be held, in two halves each. */
  #mustGroups: number[] = [];
  /** The most credit, in basis points, of the competencies that `mayCover` let through last. */
  mostBp: number = FULL_BP;
  readonly #best = new Uint8Array(LANES);
  /** Halves of the signature at hand. */
  #low = 0;
  #high = 0;

  constructor(query: Query) {
    this.#query = query;
  }

  /** Whether nothing is held, or known. */
  get isEmpty(): boolean {
    return (this.#low | this.#high) === 0;
  }

  /** Takes up the memory and a query; to be called before every run. */
  open(): void {
    const query = this.#query;
    this.#u8 = query.memory.u8;
    this.#base = query.address;
    this.#readsRarity = query.header(q.H_READS_RARITY) === 1;
    this.#coveredShare = query.header(q.H_COVERED_SHARE);
    this.#coveredBeside = query.header(q.H_COVERED_BESIDE);
    this.#lanes = query.header(q.H_LANES);
    this.#relevantLow = query.header(q.H_RELEVANT);
    this.#relevantHigh = query.header(q.H_RELEVANT + 1);
    this.#mustGroups = [];
    for (let place = q.H_MUST_GROUPS; place < q.H_MUST_GROUPS + q.MUST_GROUPS_MAX * 2; place += 2) {
      const [low, high] = [query.header(place), query.header(place + 1)];
      if ((low | high) !== 0) this.#mustGroups.push(low, high);
    }
  }

  /** Takes up a row's signature, in two halves. */
  read(at: number): void {
    const u8 = this.#u8;
    let low = 0;
    let high = 0;
    for (let column = at + SIGNATURE_END - BLOCK_ROWS; column >= at + SIGNATURE; column -= BLOCK_ROWS) {
      high = (high << 8) | (low >>> 24);
      low = (low << 8) | (u8[column] as number);
    }
    this.#low = low;
    this.#high = high;
  }

  /** Whether a row's competencies may have at least some credit, by what `combineCoverage` says; what they may have at most is then kept. */
  mayCover(at: number, least: number): boolean {
    if (!this.#mayMeetMusts()) return false;
    if (least === 0) return true;
    const covered = this.#coveredBySignature();
    const alone = COVERED_ALONE_PERCENT * covered * covered;
    if (alone < 100 * WHOLE * least && covered * WHOLE < least * least) return false;
    const used = this.#readsRarity ? this.#usedBy(at) : WHOLE;
    if (alone < 100 * WHOLE * least && covered * used < least * least) return false;
    const most = Math.max(Math.sqrt(covered * used), alone / (100 * WHOLE));
    this.mostBp = Math.min(FULL_BP, Math.trunc((most * FULL_BP) / WHOLE) + 1);
    return true;
  }

  #mayMeetMusts(): boolean {
    for (let place = 0; place < this.#mustGroups.length; place += 2) {
      if (
        ((this.#low & (this.#mustGroups[place] as number)) | (this.#high & (this.#mustGroups[place + 1] as number))) ===
        0
      )
        return false;
    }
    return true;
  }

  /** Bound of what the groups of a signature cover: lane by lane the best of them, added up. */
  #coveredBySignature(): number {
    const best = this.#best;
    const lanes = this.#lanes;
    for (let lane = 0; lane < lanes; lane++) best[lane] = 0;
    this.#takeBest(this.#low & this.#relevantLow, 0);
    this.#takeBest(this.#high & this.#relevantHigh, 32);
    let sum = 0;
    for (let lane = 0; lane < lanes; lane++) sum += best[lane] as number;
    const covered = (sum * this.#coveredShare + this.#coveredBeside + 0xffff) / 65_536;
    return covered > WHOLE ? WHOLE : Math.trunc(covered);
  }

  #takeBest(held: number, firstGroup: number): void {
    const u8 = this.#u8;
    const best = this.#best;
    const lanes = this.#lanes;
    for (let bits = held; bits !== 0; bits &= bits - 1) {
      const group = firstGroup + 31 - Math.clz32(bits & -bits);
      const table = this.#base + T_LANES + group * LANES;
      for (let lane = 0; lane < lanes; lane++) {
        const covered = u8[table + lane] as number;
        if (covered > (best[lane] as number)) best[lane] = covered;
      }
    }
  }

  /** Bound of what is used: the whole less what the groups held waste. */
  #usedBy(at: number): number {
    const u8 = this.#u8;
    let wasted = 0;
    let table = this.#base + T_WASTE;
    for (let column = at + SIGNATURE; column < at + SIGNATURE_END; column += BLOCK_ROWS) {
      wasted += u8[table + (u8[column] as number)] as number;
      table += 256;
    }
    const unused = (wasted * (u8[at + RARITY] as number)) >> 5;
    return unused > WHOLE ? 0 : WHOLE - unused;
  }
}
