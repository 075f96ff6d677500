import type { LinearMemory } from "../linear-memory.ts";
import * as at from "./record-layout.ts";

// Constants of this module are folded into the compiled code, those of another are read each time.
const { KNOWN, WISHES, SPELLS, SPELLS_MAX, WIDE_SHIFT, HEAD_BYTES, MONTHS_BYTES } = at;
const { SMALL_PARTS, LANGUAGES_AT, LANGUAGE_BYTES, CERTIFICATES } = at;

/** A record as it lies in memory, and where its lists stand. */
export class RecordView {
  u8: Uint8Array = new Uint8Array();
  u16: Uint16Array = new Uint16Array();
  u32: Uint32Array = new Uint32Array();
  f64: Float64Array = new Float64Array();
  address = 0;
  known = 0;
  /** Bytes of a code, of a spell, and what of two bytes is of a code. */
  codeBytes = 1;
  spellBytes = 3;
  #codeMask = 255;
  /** Where the lists and the id stand. */
  spellsAt = 0;
  occupationsAt = 0;
  districtsAt = 0;
  languagesAt = 0;
  certificatesAt = 0;
  idAt = 0;

  /** Takes up the views; to be called before reading whenever memory may have grown. */
  openMemory({ u8, u16, u32, f64 }: LinearMemory): void {
    this.u8 = u8;
    this.u16 = u16;
    this.u32 = u32;
    this.f64 = f64;
  }

  open(address: number): void {
    const { u8, u16 } = this;
    const wishes = u8[address + WISHES] as number;
    this.address = address;
    this.known = u16[(address + KNOWN) >> 1] as number;
    const spells = u8[address + SPELLS] as number;
    const isWide = spells >> WIDE_SHIFT;
    const codeBytes = 1 + isWide;
    this.codeBytes = codeBytes;
    this.spellBytes = codeBytes + MONTHS_BYTES;
    this.#codeMask = 255 | (-isWide & 0xff00);
    this.spellsAt = address + HEAD_BYTES + codeBytes;
    this.occupationsAt = this.spellsAt + (spells & SPELLS_MAX) * this.spellBytes;
    this.districtsAt = this.occupationsAt + (wishes & 15) * codeBytes;
    this.languagesAt = this.districtsAt + (wishes >> 4) * codeBytes;
    const languages = (u16[(address + SMALL_PARTS) >> 1] as number) >> LANGUAGES_AT;
    this.certificatesAt = this.languagesAt + languages * LANGUAGE_BYTES;
    this.idAt = this.certificatesAt + (u8[address + CERTIFICATES] as number) * codeBytes;
  }

  /** The code at a place of its list. */
  codeAt(place: number): number {
    return this.numberAt(place) & this.#codeMask;
  }

  /** District of residence; 0 without one. */
  residence(): number {
    return this.codeAt(this.address + HEAD_BYTES);
  }

  /** What two bytes say. */
  numberAt(place: number): number {
    return (this.u8[place] as number) | ((this.u8[place + 1] as number) << 8);
  }
}

/** Sums of a side while its components are gone through. */
export class SideSums {
  #points = 0;
  #possible = 0;

  open(): void {
    this.#points = 0;
    this.#possible = 0;
  }

  /** Counts a component; one that is unknown (−1) drops out. */
  add(creditBp: number, weight: number): void {
    if (creditBp < 0) return;
    this.#points += weight * creditBp;
    this.#possible += weight;
  }

  /** What the side comes to, or what stands for nothing known. */
  close(nothing: number): number {
    return this.#possible === 0 ? nothing : Math.floor(this.#points / this.#possible);
  }
}
