import { combineCoverage } from "../../matching/coverage.ts";
import { FULL_BP, UNKNOWN_BP } from "../../matching/requirements.ts";
import type { Query } from "./query.ts";
import * as q from "./query-layout.ts";
import * as at from "./record-layout.ts";
import type { RecordView, SideSums } from "./record-view.ts";

// Constants of this module are folded into the compiled code, those of another are read each time.
const {
  COMPETENCIES,
  EDUCATION_AT,
  FOUR_BYTES,
  ID_LENGTH,
  KNOWS_CERTIFICATES,
  KNOWS_COMPETENCIES,
  KNOWS_EDUCATION,
  KNOWS_EXPERIENCE,
  KNOWS_LANGUAGES,
  LANGUAGE_BYTES,
  LEVELS_HELD,
  SMALL_PARTS,
  TWO_BYTES_FROM,
} = at;
const {
  D_NOTHING_ON_OPENING,
  D_OPENING_WEIGHTS,
  H_COUNTS,
  H_COVERS,
  H_LINES,
  H_LINKS,
  H_THRESHOLD,
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

/** Components of the side, and what stands for the credit of a must that isn't met. */
const COMPONENTS = 6;
const FAILED = -2;

/** The opening's side of a record's score: the sums of openingCredits in the score, over the tables of a query. */
export class ExactAbilities {
  readonly #query: Query;
  readonly #view: RecordView;
  readonly #sums: SideSums;
  readonly #credits = new Int32Array(COMPONENTS);

  constructor(query: Query, view: RecordView, sums: SideSums) {
    this.#query = query;
    this.#view = view;
    this.#sums = sums;
  }

  /**
   * Adds up the components; false when a must isn't met, or when the side is too little for the threshold whatever the competencies, which take
   * longest and come last, bring up to `mostBp`. `nearestBp` is the credit of one's own occupations.
   */
  add(nearestBp: number, mostBp: number, fitsApplicant: number): boolean {
    const { address, known } = this.#view;
    const credits = this.#credits;
    credits[1] = nearestBp;
    credits[2] = this.#creditOf(SORT_EXPERIENCE, known & KNOWS_EXPERIENCE, address);
    credits[3] = this.#creditOf(SORT_CERTIFICATE, known & KNOWS_CERTIFICATES, address);
    credits[4] = this.#creditOf(SORT_LANGUAGE, known & KNOWS_LANGUAGES, address);
    credits[5] = this.#creditOf(SORT_EDUCATION, known & KNOWS_EDUCATION, address);
    if (credits[2] === FAILED || credits[3] === FAILED || credits[4] === FAILED || credits[5] === FAILED) return false;
    credits[0] = UNKNOWN_BP;
    if ((known & KNOWS_COMPETENCIES) !== 0 && this.#query.header(H_COUNTS + SORT_COMPETENCY) > 0) {
      credits[0] = mostBp;
      this.#sum();
      const threshold = this.#query.header(H_THRESHOLD);
      const most = this.#sums.close(this.#query.side(D_NOTHING_ON_OPENING));
      // One more, in case that weights which aren't whole round another way; and what weighs nothing drops out.
      if ((most + 1) * fitsApplicant < threshold * threshold && this.#competenciesWeigh()) return false;
      credits[0] = this.#creditOf(SORT_COMPETENCY, KNOWS_COMPETENCIES, address);
      if (credits[0] === FAILED) return false;
    }
    this.#sum();
    return true;
  }

  /** Adds up the credits in the order of the score. */
  #sum(): void {
    this.#sums.open();
    for (let component = 0; component < COMPONENTS; component++) {
      this.#sums.add(this.#credits[component] as number, this.#query.side(D_OPENING_WEIGHTS + component));
    }
  }

  #competenciesWeigh(): boolean {
    const first = this.#query.requirementAddress(SORT_COMPETENCY, 0);
    const end = first + this.#query.header(H_COUNTS + SORT_COMPETENCY) * REQUIREMENT_BYTES;
    for (let base = first; base < end; base += REQUIREMENT_BYTES) {
      if ((this.#view.f64[(base + R_WEIGHT) >> 3] as number) > 0) return true;
    }
    return false;
  }

  /** The credit of the requirements of one sort: the weighted mean, unknown without any, or `FAILED`. */
  #creditOf(sort: number, isKnown: number, address: number): number {
    const count = this.#query.header(H_COUNTS + sort);
    if (count === 0 || isKnown === 0) return UNKNOWN_BP;
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
      if (creditBp < (this.#view.u32[(base + R_MUST) >> 2] as number)) return FAILED;
      const weight = this.#view.f64[(base + R_WEIGHT) >> 3] as number;
      points += weight * creditBp;
      possible += weight;
    }
    if (possible === 0) return UNKNOWN_BP;
    const meanBp = Math.floor(points / possible);
    return sort === SORT_COMPETENCY ? combineCoverage(meanBp, used) : meanBp;
  }

  /** Writes the credit of each competency requirement, and returns how much of what is held is used. */
  #findCompetencyCredits(address: number, first: number, end: number): number {
    const u8 = this.#view.u8;
    const u32 = this.#view.u32;
    for (let base = first; base < end; base += REQUIREMENT_BYTES) u32[(base + R_CREDIT) >> 2] = 0;
    const uses = this.#query.header(H_USES) >> 2;
    const links = this.#query.header(H_LINKS) >> 2;
    let byte = this.#view.idAt + (u8[address + ID_LENGTH] as number);
    let number = -1;
    let used = 0;
    let whole = 0;
    for (let left = u8[address + COMPETENCIES] as number; left > 0; left--) {
      let figure = u8[byte++] as number;
      if (figure >= TWO_BYTES_FROM) {
        const next = u8[byte++] as number;
        if (figure === FOUR_BYTES) {
          figure = next | ((u8[byte] as number) << 8) | ((u8[byte + 1] as number) << 16);
          byte += 2;
        } else figure = TWO_BYTES_FROM + ((figure - TWO_BYTES_FROM) << 8) + next;
      }
      const leftOut = (figure / LEVELS_HELD) | 0;
      number += 1 + leftOut;
      const linked = u32[uses + number * 2] as number;
      const use = u32[uses + number * 2 + 1] as number;
      whole += use >>> 16;
      if (linked === 0) continue;
      used += (use >>> 16) * (use & 0xffff);
      const level = 1 + figure - leftOut * LEVELS_HELD;
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
    const { certificatesAt, idAt, codeBytes } = this.#view;
    for (let place = certificatesAt; place < idAt; place += codeBytes) {
      covered |= this.#view.u32[covers + this.#view.codeAt(place)] as number;
    }
    return covered;
  }

  #experienceCredit(nth: number, wanted: number): number {
    const lines = this.#query.header(H_LINES) >> 2;
    let months = 0;
    const { spellsAt, occupationsAt, codeBytes, spellBytes } = this.#view;
    for (let place = spellsAt; place < occupationsAt; place += spellBytes) {
      const isInLine = ((this.#view.u32[lines + this.#view.codeAt(place)] as number) >>> nth) & 1;
      if (isInLine === 1) months += this.#view.numberAt(place + codeBytes);
    }
    return Math.floor((FULL_BP * Math.min(months, wanted)) / wanted);
  }

  #languageCredit(base: number, wanted: number): number {
    const language = this.#view.u32[(base + R_LANGUAGE) >> 2] as number;
    let best = -1;
    for (let place = this.#view.languagesAt; place < this.#view.certificatesAt; place += LANGUAGE_BYTES) {
      const skill = this.#view.numberAt(place);
      if ((skill & 255) === language && skill >> 8 > best) best = skill >> 8;
    }
    return Math.floor((FULL_BP * (Math.min(best, wanted) + 1)) / (wanted + 1));
  }

  #educationOf(address: number): number {
    return ((this.#view.u16[(address + SMALL_PARTS) >> 1] as number) >> EDUCATION_AT) & 7;
  }
}
