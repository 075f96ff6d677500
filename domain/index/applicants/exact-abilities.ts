import { combineCoverage } from "../../matching/coverage.ts";
import { FULL_BP } from "../../matching/requirements.ts";
import type { Query } from "./query.ts";
import * as q from "./query-layout.ts";
import * as at from "./record-layout.ts";
import type { RecordView, SideSums } from "./record-view.ts";

// Constants of this module are folded into the compiled code, those of another are read each time.
const {
  COMPETENCIES,
  EDUCATION_AT,
  ID_LENGTH,
  KNOWS_CERTIFICATES,
  KNOWS_COMPETENCIES,
  KNOWS_EDUCATION,
  KNOWS_EXPERIENCE,
  KNOWS_LANGUAGES,
  SMALL_PARTS,
} = at;
const {
  D_OPENING_WEIGHTS,
  H_COUNTS,
  H_COVERS,
  H_LINES,
  H_LINKS,
  H_USES,
  REQUIREMENT_BYTES,
  R_CREDIT,
  R_LANGUAGE,
  R_LEVEL,
  R_MUST,
  R_WEIGHT,
  SORT_CERTIFICATE,
  SORT_COMPETENCY,
  SORT_EDUCATION,
  SORT_EXPERIENCE,
  SORT_LANGUAGE,
} = q;

/** The opening's side of a record's score: the sums of openingCredits in the score, over the tables of a query. */
export class ExactAbilities {
  readonly #query: Query;
  readonly #view: RecordView;
  readonly #sums: SideSums;

  constructor(query: Query, view: RecordView, sums: SideSums) {
    this.#query = query;
    this.#view = view;
    this.#sums = sums;
  }

  /** Adds up the components; false when a must isn't met. `nearest` is the credit of one's own occupations. */
  add(nearest: number): boolean {
    const { address } = this.#view;
    const known = this.#view.known;
    if (!this.#addSort(SORT_COMPETENCY, known & KNOWS_COMPETENCIES, address, 0)) return false;
    this.#sums.add(nearest, this.#query.side(D_OPENING_WEIGHTS + 1));
    return (
      this.#addSort(SORT_EXPERIENCE, known & KNOWS_EXPERIENCE, address, 2) &&
      this.#addSort(SORT_CERTIFICATE, known & KNOWS_CERTIFICATES, address, 3) &&
      this.#addSort(SORT_LANGUAGE, known & KNOWS_LANGUAGES, address, 4) &&
      this.#addSort(SORT_EDUCATION, known & KNOWS_EDUCATION, address, 5)
    );
  }

  /** The component of the requirements of one sort: the weighted mean of their credits. */
  #addSort(sort: number, isKnown: number, address: number, component: number): boolean {
    const count = this.#query.header(H_COUNTS + sort);
    if (count === 0 || isKnown === 0) return true;
    const first = this.#query.requirementAddress(sort, 0);
    const end = first + count * REQUIREMENT_BYTES;
    const used = sort === SORT_COMPETENCY ? this.#findCompetencyCredits(address, first, end) : 0;
    const covered = sort === SORT_CERTIFICATE ? this.#coveredCertificates() : 0;
    let points = 0;
    let possible = 0;
    for (let base = first, nth = 0; base < end; base += REQUIREMENT_BYTES, nth++) {
      const level = this.#view.u32[(base + R_LEVEL) >> 2] as number;
      let creditBp = 0;
      if (sort === SORT_COMPETENCY) creditBp = this.#view.u32[(base + R_CREDIT) >> 2] as number;
      else if (sort === SORT_CERTIFICATE) creditBp = ((covered >>> nth) & 1) * FULL_BP;
      else if (sort === SORT_EXPERIENCE) creditBp = this.#experienceCredit(nth, level);
      else if (sort === SORT_LANGUAGE) creditBp = this.#languageCredit(base, level);
      else creditBp = this.#educationOf(address) >= level ? FULL_BP : 0;
      if (creditBp < (this.#view.u32[(base + R_MUST) >> 2] as number)) return false;
      const weight = this.#view.f64[(base + R_WEIGHT) >> 3] as number;
      points += weight * creditBp;
      possible += weight;
    }
    if (possible === 0) return true;
    const meanBp = Math.floor(points / possible);
    const creditBp = sort === SORT_COMPETENCY ? combineCoverage(meanBp, used) : meanBp;
    this.#sums.add(creditBp, this.#query.side(D_OPENING_WEIGHTS + component));
    return true;
  }

  /** Writes the credit of each competency requirement, and returns how much of what is held is used. */
  #findCompetencyCredits(address: number, first: number, end: number): number {
    const u8 = this.#view.u8;
    const u32 = this.#view.u32;
    for (let base = first; base < end; base += REQUIREMENT_BYTES) u32[(base + R_CREDIT) >> 2] = 0;
    const uses = this.#query.header(H_USES) >> 2;
    const links = this.#query.header(H_LINKS) >> 2;
    let byte = this.#view.idAt + (u8[address + ID_LENGTH] as number);
    let number = 0;
    let used = 0;
    let whole = 0;
    for (let left = u8[address + COMPETENCIES] as number; left > 0; left--) {
      let group = u8[byte++] as number;
      let value = group & 127;
      for (let shift = 7; group >= 128; shift += 7) {
        group = u8[byte++] as number;
        value |= (group & 127) << shift;
      }
      number += value >> 3;
      const linked = u32[uses + number * 2] as number;
      const use = u32[uses + number * 2 + 1] as number;
      whole += use >>> 16;
      if (linked === 0) continue;
      used += (use >>> 16) * (use & 0xffff);
      const level = value & 7;
      const stop = links + (linked >>> 8) + (linked & 255);
      for (let link = links + (linked >>> 8); link < stop; link++) {
        const entry = u32[link] as number;
        const base = (first + (entry >>> 16) * REQUIREMENT_BYTES) >> 2;
        const wanted = u32[base + R_LEVEL / 4] as number;
        const relatedBp = entry & 0xffff;
        const creditBp = level >= wanted ? relatedBp : Math.floor((relatedBp * level) / wanted);
        if (creditBp > (u32[base + R_CREDIT / 4] as number)) u32[base + R_CREDIT / 4] = creditBp;
      }
    }
    return whole === 0 ? 0 : Math.floor(used / whole);
  }

  #coveredCertificates(): number {
    const covers = this.#query.header(H_COVERS) >> 2;
    let covered = 0;
    for (let place = this.#view.certificatesAt; place < this.#view.idAt >> 1; place++) {
      covered |= this.#view.u32[covers + (this.#view.u16[place] as number)] as number;
    }
    return covered;
  }

  #experienceCredit(nth: number, wanted: number): number {
    const lines = this.#query.header(H_LINES) >> 2;
    let months = 0;
    for (let place = this.#view.spellsAt; place < this.#view.occupationsAt; place += 2) {
      const isInLine = ((this.#view.u32[lines + (this.#view.u16[place] as number)] as number) >>> nth) & 1;
      if (isInLine === 1) months += this.#view.u16[place + 1] as number;
    }
    return Math.floor((FULL_BP * Math.min(months, wanted)) / wanted);
  }

  #languageCredit(base: number, wanted: number): number {
    const language = this.#view.u32[(base + R_LANGUAGE) >> 2] as number;
    let best = -1;
    for (let place = this.#view.languagesAt; place < this.#view.certificatesAt; place++) {
      const skill = this.#view.u16[place] as number;
      if ((skill & 255) === language && skill >> 8 > best) best = skill >> 8;
    }
    return Math.floor((FULL_BP * (Math.min(best, wanted) + 1)) / (wanted + 1));
  }

  #educationOf(address: number): number {
    return ((this.#view.u16[(address + SMALL_PARTS) >> 1] as number) >> EDUCATION_AT) & 7;
  }
}
