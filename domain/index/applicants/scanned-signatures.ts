import { combineCoverage } from "../../matching/coverage.ts";
import { FULL_BP } from "../../matching/requirements.ts";
import type { Query } from "./query.ts";
import * as q from "./query-layout.ts";
import * as layout from "./row-layout.ts";
import { WHOLE } from "./shares.ts";

// Constants of this module are folded into the compiled loops, those of another are read each time.
const { BLOCK_ROWS, SIGNATURE_BYTES } = layout;
const RARITY = layout.C_RARITY * BLOCK_ROWS;
const SIGNATURE = layout.C_SIGNATURE * BLOCK_ROWS;
const SIGNATURE_END = SIGNATURE + SIGNATURE_BYTES * BLOCK_ROWS;

/** What the signature of a row says of its competencies, for the first pass in plain TypeScript: the query's tables, by whole bytes. */
export class ScannedSignatures {
  readonly #query: Query;
  #u8: Uint8Array = new Uint8Array();
  #readsRarity = false;
  #mustSlots = 0;
  readonly #slots = new Uint8Array(SIGNATURE_BYTES * 256);
  readonly #wasted = new Uint16Array(SIGNATURE_BYTES * 256);
  /** By slots held, what is covered at most. */
  readonly #covered = new Uint8Array(1 << q.SLOTS);
  /** The most credit, in basis points, of the competencies that `mayCover` let through last. */
  mostBp: number = FULL_BP;

  constructor(query: Query) {
    this.#query = query;
  }

  /** Takes up the memory and a query; to be called before every run. */
  open(): void {
    const query = this.#query;
    const { u8 } = query.memory;
    this.#u8 = u8;
    this.#readsRarity = query.header(q.H_READS_RARITY) === 1;
    this.#mustSlots = query.header(q.H_MUST_SLOTS);
    const lower = query.address + q.T_COVERED;
    for (let slots = 0; slots < this.#covered.length; slots++) {
      const sum = (u8[lower + (slots & 15)] as number) + (u8[lower + 16 + (slots >> 4)] as number);
      this.#covered[slots] = sum > WHOLE ? WHOLE : sum;
    }
    for (let place = 0; place < this.#slots.length; place++) {
      const first = query.address + (place >> 8) * 32 + (place & 15);
      const second = query.address + (place >> 8) * 32 + 16 + ((place >> 4) & 15);
      this.#slots[place] = (u8[q.T_SLOT_HALVES + first] as number) | (u8[q.T_SLOT_HALVES + second] as number);
      this.#wasted[place] = (u8[q.T_WASTE_HALVES + first] as number) + (u8[q.T_WASTE_HALVES + second] as number);
    }
  }

  /** Whether nothing is known of a row's competencies: whoever is known to have none has a rarity. */
  areUnknown(at: number): boolean {
    const u8 = this.#u8;
    if (u8[at + RARITY] !== 0) return false;
    let held = 0;
    for (let column = at + SIGNATURE; column < at + SIGNATURE_END; column += BLOCK_ROWS) held |= u8[column] as number;
    return held === 0;
  }

  /** Whether a row's competencies may have at least some credit, in 255ths; what they may have at most is then kept. */
  mayCover(at: number, least: number): boolean {
    const u8 = this.#u8;
    let slots = 0;
    let wasted = 0;
    let table = 0;
    for (let column = at + SIGNATURE; column < at + SIGNATURE_END; column += BLOCK_ROWS) {
      const byte = table + (u8[column] as number);
      slots |= this.#slots[byte] as number;
      wasted += this.#wasted[byte] as number;
      table += 256;
    }
    if ((slots & this.#mustSlots) !== this.#mustSlots) return false;
    const covered = this.#covered[slots] as number;
    const unused = this.#readsRarity ? (wasted * (u8[at + RARITY] as number)) >> 5 : 0;
    const used = unused > WHOLE ? 0 : WHOLE - unused;
    // One more than what both come to, for what the division and the root leave away.
    this.mostBp = Math.min(FULL_BP, combineCoverage((covered * FULL_BP) / WHOLE, (used * FULL_BP) / WHOLE) + 1);
    // Rounded up, as all is that the least credit was worked out of.
    return Math.ceil((this.mostBp * WHOLE) / FULL_BP) >= least;
  }
}
