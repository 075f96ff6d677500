/**
 * Pairs over the threshold as a pass finds them: parallel columns, used again by the next query. Who sets out from several districts may be
 * found for each and is kept once: their score tells the shortest way, whichever row led to it. Found again by open addressing with linear probing.
 */
export class Findings {
  count = 0;
  addresses = new Uint32Array(256);
  scores = new Uint16Array(256);
  fitsOpening = new Uint16Array(256);
  fitsApplicant = new Uint16Array(256);
  /** Places of addresses in the columns, plus one: four for every place, so that few are probed. */
  #places = new Uint32Array(1_024);
  /** Where a finding stands there: one opening that finds many leaves a large table, which the next ones needn't go through to clear. */
  #slots = new Uint32Array(256);

  clear(): void {
    for (let place = 0; place < this.count; place++) this.#places[this.#slots[place] as number] = 0;
    this.count = 0;
  }

  add(address: number, score: number, fitsOpening: number, fitsApplicant: number): void {
    const slot = this.#slotOf(address);
    if (this.#places[slot] !== 0) return;
    const place = this.count++;
    this.#places[slot] = this.count;
    this.#slots[place] = slot;
    this.addresses[place] = address;
    this.scores[place] = score;
    this.fitsOpening[place] = fitsOpening;
    this.fitsApplicant[place] = fitsApplicant;
    if (this.count === this.addresses.length) this.#double();
  }

  #slotOf(address: number): number {
    const mask = this.#places.length - 1;
    // Addresses are multiples of four.
    let slot = (Math.imul(address, 0x9e37_79b1) >>> 8) & mask;
    for (let place = this.#places[slot] ?? 0; place !== 0; place = this.#places[slot] ?? 0) {
      if (this.addresses[place - 1] === address) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #double(): void {
    const length = this.addresses.length * 2;
    const grow = <T extends Uint16Array | Uint32Array>(larger: T, old: T): T => {
      larger.set(old);
      return larger;
    };
    this.addresses = grow(new Uint32Array(length), this.addresses);
    this.scores = grow(new Uint16Array(length), this.scores);
    this.fitsOpening = grow(new Uint16Array(length), this.fitsOpening);
    this.fitsApplicant = grow(new Uint16Array(length), this.fitsApplicant);
    this.#places = new Uint32Array(length * 4);
    this.#slots = new Uint32Array(length);
    for (let place = 0; place < this.count; place++) {
      const slot = this.#slotOf(this.addresses[place] as number);
      this.#places[slot] = place + 1;
      this.#slots[place] = slot;
    }
  }
}

/**
 * Numbers of an entry of the work list, as the kernel reads them: address of the block, that of the table of ways, what its rows lose, and where the
 * applicant's tables begin that hold for them.
 */
export const WORK_NUMBERS = 4;

/** The blocks that a query has to read: with the table of the ways from there, and what their rows lose on the applicant's side. */
export class WorkList {
  length = 0;
  entries = new Uint32Array(256 * WORK_NUMBERS);

  add(address: number, ways: number, loss: number, tables: number): void {
    const place = this.length++ * WORK_NUMBERS;
    if (place === this.entries.length) {
      const larger = new Uint32Array(place * 2);
      larger.set(this.entries);
      this.entries = larger;
    }
    this.entries[place] = address;
    this.entries[place + 1] = ways;
    this.entries[place + 2] = loss;
    this.entries[place + 3] = tables;
  }
}

/** Both passes over the blocks of a list: what is over the threshold is added to the findings. */
export interface Passes {
  run(work: WorkList, findings: Findings): void;
  /** Rows that the last run's first pass has left, and those of them that were scored. */
  readonly candidates: number;
  readonly scored: number;
}
