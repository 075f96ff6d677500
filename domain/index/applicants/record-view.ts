import type { LinearMemory } from "./linear-memory.ts";
import * as at from "./record-layout.ts";

// Constants of this module are folded into the compiled code, those of another are read each time.
const { KNOWN, WISHES, SPELLS, HEAD_BYTES, SMALL_PARTS, LANGUAGES_AT, CERTIFICATES } = at;

/** A record as it lies in memory, and where its lists stand. */
export class RecordView {
  u8: Uint8Array = new Uint8Array();
  u16: Uint16Array = new Uint16Array();
  u32: Uint32Array = new Uint32Array();
  f64: Float64Array = new Float64Array();
  address = 0;
  known = 0;
  /** Places of the lists, in two bytes; of the id, in bytes. */
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
    this.spellsAt = (address + HEAD_BYTES) >> 1;
    this.occupationsAt = this.spellsAt + (u8[address + SPELLS] as number) * 2;
    this.districtsAt = this.occupationsAt + (wishes & 15);
    this.languagesAt = this.districtsAt + (wishes >> 4);
    this.certificatesAt = this.languagesAt + ((u16[(address + SMALL_PARTS) >> 1] as number) >> LANGUAGES_AT);
    this.idAt = (this.certificatesAt + (u8[address + CERTIFICATES] as number)) * 2;
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
