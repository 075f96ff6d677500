import type { ExactScore } from "./exact-score.ts";
import { NO_SCORE } from "./exact-score.ts";
import type { Query } from "./query.ts";
import * as q from "./query-layout.ts";
import * as row from "./row-layout.ts";

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

/** The blocks that a query has to read: address, district of departure, minutes from there, and what their rows lose on the applicant's side. */
export class WorkList {
  length = 0;
  addresses = new Uint32Array(256);
  districts = new Uint16Array(256);
  minutes = new Uint16Array(256);
  losses = new Uint8Array(256);

  add(address: number, district: number, minutes: number, loss: number): void {
    if (this.length === this.addresses.length) {
      const length = this.length * 2;
      const [addresses, districts, ways, losses] = [this.addresses, this.districts, this.minutes, this.losses];
      this.addresses = new Uint32Array(length);
      this.addresses.set(addresses);
      this.districts = new Uint16Array(length);
      this.districts.set(districts);
      this.minutes = new Uint16Array(length);
      this.minutes.set(ways);
      this.losses = new Uint8Array(length);
      this.losses.set(losses);
    }
    const place = this.length++;
    this.addresses[place] = address;
    this.districts[place] = district;
    this.minutes[place] = minutes;
    this.losses[place] = loss;
  }
}

/** Does both passes over the blocks of a list. */
export type Passes = (work: WorkList, findings: Findings) => void;

/** The passes in plain TypeScript: the kernel's twin. Rows that a bound lets through are scored at once. */
export class Scan {
  readonly #query: Query;
  readonly #exact: ExactScore;
  /** Rows that were scored, for measuring. */
  scored = 0;

  constructor(query: Query, exact: ExactScore) {
    this.#query = query;
    this.#exact = exact;
  }

  run(work: WorkList, findings: Findings): void {
    this.#exact.open();
    this.scored = 0;
    for (let place = 0; place < work.length; place++) {
      const [district, minutes] = [work.districts[place] as number, work.minutes[place] as number];
      this.#scanBlock(work.addresses[place] as number, district, minutes, work.losses[place] as number, findings);
    }
  }

  #scanBlock(block: number, district: number, minutes: number, loss: number, findings: Findings): void {
    const query = this.#query;
    const { u8, u32 } = query.memory;
    const base = query.address;
    const kind = query.header(q.H_KIND_COLUMN);
    const type = query.header(q.H_TYPE_COLUMN);
    const hoursLow = query.header(q.H_HALF_HOURS_LOW);
    const hoursHigh = query.header(q.H_HALF_HOURS_HIGH);
    const birthLow = query.header(q.H_BIRTH_CLASS_LOW);
    const birthHigh = query.header(q.H_BIRTH_CLASS_HIGH);
    const need = query.header(q.H_NEED);
    const wantedWeight = query.header(q.H_WANTED_WEIGHT);
    const way = Math.min(minutes, 255);
    for (let at = block; at < block + row.BLOCK_ROWS; at++) {
      if (((u8[at + row.C_KINDS * 64] as number) & kind) === 0) continue;
      if ((u8[at + row.C_COMMUTE * 64] as number) < way) continue;
      if ((u8[at + row.C_HOURS_MAX * 64] as number) < hoursHigh) continue;
      if ((u8[at + row.C_HOURS_MIN * 64] as number) > hoursLow) continue;
      if (((u8[at + row.C_TYPES * 64] as number) & type) === 0) continue;
      const birth = u8[at + row.C_BIRTH * 64] as number;
      if (birth !== 0 && (birth < birthLow || birth > birthHigh)) continue;
      const small = u8[at + row.C_SHIFTS_EDUCATION * 64] as number;
      const wanted = this.#bestClass(u8, at + row.C_WANTED * 64, row.WANTED_CLASSES, base + q.T_WANTED);
      const lost = loss + (u8[base + q.T_SHIFTS + (small & 15)] as number) + ((wantedWeight * (255 - wanted)) >> 8);
      const fitsApplicant = lost > 255 ? 0 : 255 - lost;
      if (255 * fitsApplicant < need) continue;
      const fitsOpening = this.#boundOpeningSide(u8, at, u8[base + q.T_EDUCATION + (small >> 4)] as number, fitsApplicant);
      if (fitsOpening * fitsApplicant < need) continue;
      const address = (u32[(block + row.REFERENCES_AT + (at - block) * 4) >> 2] as number) << 2;
      this.scored++;
      const score = this.#exact.scoreOf(address, district);
      if (score !== NO_SCORE && score >= query.header(q.H_THRESHOLD)) {
        findings.add(address, score, this.#exact.fitsOpening, this.#exact.fitsApplicant);
      }
    }
  }

  #bestClass(u8: Uint8Array, at: number, places: number, table: number): number {
    let best = 0;
    for (let place = at; place < at + places * 64; place += 64) {
      const credit = u8[table + (u8[place] as number)] as number;
      if (credit > best) best = credit;
    }
    return best;
  }

  /** A bound of the opening's side in 255ths; 0 for a row that is out, or that can't reach what is needed. */
  #boundOpeningSide(u8: Uint8Array, at: number, lostByEducation: number, fitsApplicant: number): number {
    const query = this.#query;
    const base = query.address;
    const certificates = u8[at + row.C_CERTIFICATES * 64] as number;
    let lost = lostByEducation;
    // All bits: unknown, which neither fails nor loses.
    if (certificates !== 255) {
      for (let place = q.H_CERTIFICATE_MUSTS; place < q.H_CERTIFICATE_MUSTS + q.CERTIFICATE_MUSTS_MAX; place++) {
        const must = query.header(place);
        if (must !== 255 && (certificates & must) === 0) return -1;
      }
      const any = query.header(q.H_CERTIFICATES_ANY);
      if (any !== 255 && (certificates & any) === 0) lost += query.header(q.H_CERTIFICATES_LOSS);
    }
    const own = this.#bestClass(u8, at + row.C_OWN * 64, row.OWN_CLASSES, base + q.T_OWN);
    lost += (query.header(q.H_OWN_WEIGHT) * (255 - own)) >> 8;
    const rest = lost > 255 ? 0 : 255 - lost;
    const weight = query.header(q.H_COMPETENCIES_WEIGHT);
    if (weight === 0 || rest * fitsApplicant < query.header(q.H_NEED)) return rest;
    let covered = 0;
    let wasted = 0;
    for (let group = 0; group < row.GROUP_BYTES; group++) {
      const bits = u8[at + (row.C_GROUPS + group) * 64] as number;
      covered += u8[base + q.T_COVER_BYTES + group * 256 + bits] as number;
      wasted += u8[base + q.T_WASTE_BYTES + group * 256 + bits] as number;
    }
    if (covered > 255) covered = 255;
    let used = 255;
    if (query.header(q.H_READS_RARITY) === 1) {
      const unused = (Math.min(255, wasted) * (u8[at + row.C_RARITY * 64] as number)) >> 5;
      used = unused > 255 ? 0 : 255 - unused;
    }
    const combined = u8[base + q.T_COMBINED + (covered >> 2) * 64 + (used >> 2)] as number;
    const bound = rest - ((weight * (255 - combined)) >> 8);
    return bound > 0 ? bound : 0;
  }
}
