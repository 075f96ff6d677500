import { COMMUTE_DEFAULT_MINUTES } from "../../matching/obstacles.ts";
import { FULL_BP, UNKNOWN_BP } from "../../matching/requirements.ts";
import { combine, creditOfCommute, creditOfPay, creditOfShifts } from "../../matching/score.ts";
import { ExactAbilities } from "./exact-abilities.ts";
import type { Query } from "./query.ts";
import * as q from "./query-layout.ts";
import * as at from "./record-layout.ts";
import { RecordView, SideSums } from "./record-view.ts";
import { leastPay } from "./row-values.ts";

// Constants of this module are folded into the compiled code, those of another are read each time.
const {
  BIRTH,
  COMMUTE_MINUTES,
  HOURS_MAX,
  HOURS_MIN,
  KINDS_AND_TYPES,
  KINDS_BITS,
  KNOWS_BIRTH_DAY,
  KNOWS_COMMUTE_MINUTES_MAX,
  KNOWS_HOURS_MAX,
  KNOWS_HOURS_MIN,
  KNOWS_PAY_MIN,
  KNOWS_RESIDENCE,
  KNOWS_WANTED_DISTRICTS,
  KNOWS_WANTED_EMPLOYMENT_TYPES,
  KNOWS_WANTED_KINDS,
  KNOWS_WANTED_SHIFTS,
  PAY_KRW,
  PAY_PER_DAY,
  SHIFTS_AT,
  SMALL_PARTS,
} = at;
const {
  D_APPLICANT_WEIGHTS,
  D_NOTHING_ON_APPLICANT,
  D_NOTHING_ON_OPENING,
  D_PAY_PER_HOUR,
  D_PAY_PER_MONTH,
  ENDLESS_MINUTES,
  H_BIRTH_HIGH,
  H_BIRTH_LOW,
  H_HAS_OCCUPATION,
  H_HOURS,
  H_KIND,
  H_MINUTES,
  H_PROXIMITIES,
  H_READS_RESIDENCE,
  H_RESIDENCES,
  H_SHIFTS,
  H_SHIFTS_COUNT,
  H_TYPE,
  H_WAY,
  UNKNOWN_HOURS,
  WAY_ONLINE,
  WAY_UNKNOWN,
} = q;

/** What no score is: the pair is ruled out. */
export const NO_SCORE = -1;

/**
 * The score of a packed record for the opening of a query: the second pass in TypeScript. It follows the score's formulas sum by sum; what
 * a taxonomy says comes from the query's tables.
 */
export class ExactScore {
  readonly #query: Query;
  fitsOpening = 0;
  fitsApplicant = 0;
  readonly #view = new RecordView();
  readonly #sums = new SideSums();
  readonly #abilities: ExactAbilities;

  constructor(query: Query) {
    this.#query = query;
    this.#abilities = new ExactAbilities(query, this.#view, this.#sums);
  }

  /** Takes up the memory; to be called before scoring whenever it may have grown. */
  open(): void {
    this.#view.openMemory(this.#query.memory);
  }

  /** The score, or `NO_SCORE`; that also when it is below the threshold whatever the competencies bring up to `mostBp`. */
  scoreOf(address: number, mostBp: number): number {
    const view = this.#view;
    view.open(address);
    this.#sums.open();
    // The applicant's side rules out most, and cheapest.
    if (!this.#addWishes(address)) return NO_SCORE;
    this.fitsApplicant = this.#sums.close(this.#query.side(D_NOTHING_ON_APPLICANT));
    if (!this.#isEligible(address)) return NO_SCORE;
    const nearest = this.#nearest(view.spellsAt, view.occupationsAt, view.spellBytes);
    if (!this.#abilities.add(nearest, mostBp, this.fitsApplicant)) return NO_SCORE;
    this.fitsOpening = this.#sums.close(this.#query.side(D_NOTHING_ON_OPENING));
    return combine(this.fitsOpening, this.fitsApplicant);
  }

  /** Components of the applicant's side; false when one rules the pair out. */
  #addWishes(address: number): boolean {
    const query = this.#query;
    const kindsAndTypes = this.#view.u16[(address + KINDS_AND_TYPES) >> 1] as number;
    const parts = this.#view.u16[(address + SMALL_PARTS) >> 1] as number;

    if ((this.#view.known & KNOWS_WANTED_KINDS) !== 0 && (kindsAndTypes & query.header(H_KIND)) === 0) return false;
    const { occupationsAt, districtsAt, codeBytes } = this.#view;
    this.#sums.add(this.#nearest(occupationsAt, districtsAt, codeBytes), this.#query.side(D_APPLICANT_WEIGHTS));
    const commute = this.#commuteCredit(address);
    if (commute === NO_SCORE) return false;
    this.#sums.add(commute - 1, this.#query.side(D_APPLICANT_WEIGHTS + 1));
    if ((this.#view.known & KNOWS_PAY_MIN) !== 0) {
      const unit = parts & 3;
      const offered = query.side(unit <= PAY_PER_DAY ? D_PAY_PER_HOUR : D_PAY_PER_MONTH);
      if (offered >= 0) {
        const least = leastPay(this.#view.u32[(address + PAY_KRW) >> 2] as number, unit);
        if (offered < least) return false;
        this.#sums.add(creditOfPay(offered, least), this.#query.side(D_APPLICANT_WEIGHTS + 2));
      }
    }
    return this.#addTimes(address, parts, kindsAndTypes >> KINDS_BITS);
  }

  #addTimes(address: number, parts: number, types: number): boolean {
    const query = this.#query;

    const hours = query.header(H_HOURS);
    if (hours !== UNKNOWN_HOURS && (this.#view.known & (KNOWS_HOURS_MIN | KNOWS_HOURS_MAX)) !== 0) {
      const most =
        (this.#view.known & KNOWS_HOURS_MAX) === 0 ? hours : (this.#view.u16[(address + HOURS_MAX) >> 1] as number);
      // An unknown least is stored as 0.
      if (hours < (this.#view.u16[(address + HOURS_MIN) >> 1] as number) || hours > most) return false;
      this.#sums.add(FULL_BP, this.#query.side(D_APPLICANT_WEIGHTS + 3));
    }
    if (query.header(H_SHIFTS_COUNT) !== 0 && (this.#view.known & KNOWS_WANTED_SHIFTS) !== 0) {
      const [offered, wanted] = [query.header(H_SHIFTS), (parts >> SHIFTS_AT) & 15];
      if ((offered & wanted) === 0) return false;
      this.#sums.add(creditOfShifts(offered, wanted), this.#query.side(D_APPLICANT_WEIGHTS + 4));
    }
    const type = query.header(H_TYPE);
    if (type !== 0 && (this.#view.known & KNOWS_WANTED_EMPLOYMENT_TYPES) !== 0) {
      if ((types & type) === 0) return false;
      this.#sums.add(FULL_BP, this.#query.side(D_APPLICANT_WEIGHTS + 5));
    }
    return true;
  }

  /** Credit of the way plus one, 0 when it is unknown; `NO_SCORE` when it is too far. */
  #commuteCredit(address: number): number {
    const { known, districtsAt, languagesAt, codeBytes, u8, u16 } = this.#view;
    const query = this.#query;
    const way = query.header(H_WAY);
    if (way === WAY_UNKNOWN) return 0;
    if (way === WAY_ONLINE) return FULL_BP + 1;
    const wants = (known & KNOWS_WANTED_DISTRICTS) !== 0;
    if (!wants && (known & KNOWS_RESIDENCE) === 0) return 0;
    const minutesAt = query.header(H_MINUTES) >> 1;
    let minutes: number = ENDLESS_MINUTES;
    if (!wants) minutes = u16[minutesAt + this.#view.residence()] as number;
    for (let place = districtsAt; place < languagesAt; place += codeBytes) {
      const from = u16[minutesAt + this.#view.codeAt(place)] as number;
      if (wants && from < minutes) minutes = from;
    }
    let most = wants ? 0 : COMMUTE_DEFAULT_MINUTES;
    if ((known & KNOWS_COMMUTE_MINUTES_MAX) !== 0) most = u8[address + COMMUTE_MINUTES] as number;
    return minutes > most ? NO_SCORE : creditOfCommute(minutes, most) + 1;
  }

  /** Best proximity of a list of occupations to the opening's. */
  #nearest(start: number, end: number, step: number): number {
    if (start === end || this.#query.header(H_HAS_OCCUPATION) === 0) return UNKNOWN_BP;
    const proximities = this.#query.header(H_PROXIMITIES) >> 1;
    let best = 0;
    for (let place = start; place < end; place += step) {
      const bp = this.#view.u16[proximities + this.#view.codeAt(place)] as number;
      if (bp > best) best = bp;
    }
    return best;
  }

  #isEligible(address: number): boolean {
    const query = this.#query;

    if ((this.#view.known & KNOWS_BIRTH_DAY) !== 0) {
      const birth = this.#view.u16[(address + BIRTH) >> 1] as number;
      if (birth < query.header(H_BIRTH_LOW) || birth >= query.header(H_BIRTH_HIGH)) return false;
    }
    if (query.header(H_READS_RESIDENCE) === 0 || (this.#view.known & KNOWS_RESIDENCE) === 0) return true;
    return this.#view.u8[query.header(H_RESIDENCES) + this.#view.residence()] === 1;
  }
}
