/** Pairs over the threshold as a pass finds them: parallel columns, used again by the next query. */
export class Findings {
  count = 0;
  addresses = new Uint32Array(256);
  scores = new Uint16Array(256);
  fitsOpening = new Uint16Array(256);
  fitsApplicant = new Uint16Array(256);

  add(address: number, score: number, fitsOpening: number, fitsApplicant: number): void {
    if (this.count === this.addresses.length) this.#double();
    const place = this.count++;
    this.addresses[place] = address;
    this.scores[place] = score;
    this.fitsOpening[place] = fitsOpening;
    this.fitsApplicant[place] = fitsApplicant;
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
  }
}

/** The blocks that a query has to read: address, district of departure, table of the ways from there, and what their rows lose on the applicant's side. */
export class WorkList {
  length = 0;
  addresses = new Uint32Array(256);
  districts = new Uint16Array(256);
  ways = new Uint32Array(256);
  losses = new Uint8Array(256);

  add(address: number, district: number, ways: number, loss: number): void {
    if (this.length === this.addresses.length) {
      const length = this.length * 2;
      const [addresses, districts, tables, losses] = [this.addresses, this.districts, this.ways, this.losses];
      this.addresses = new Uint32Array(length);
      this.addresses.set(addresses);
      this.districts = new Uint16Array(length);
      this.districts.set(districts);
      this.ways = new Uint32Array(length);
      this.ways.set(tables);
      this.losses = new Uint8Array(length);
      this.losses.set(losses);
    }
    const place = this.length++;
    this.addresses[place] = address;
    this.districts[place] = district;
    this.ways[place] = ways;
    this.losses[place] = loss;
  }
}

/** Both passes over the blocks of a list: what is over the threshold is added to the findings. */
export interface Passes {
  run(work: WorkList, findings: Findings): void;
  /** Rows of the last run whose signatures were looked at, and those of them that were scored. */
  readonly candidates: number;
  readonly scored: number;
}
