import { COMMUTE_DEFAULT_MINUTES } from "../../matching/obstacles.ts";
import type { Taxonomy } from "../../taxonomy/taxonomy.ts";
import type { LinearMemory } from "../linear-memory.ts";
import { CompetencyGroups } from "./competency-groups.ts";
import { ANYWHERE, NOWHERE, type Vocabulary } from "./draft.ts";
import { readCompetencies } from "./record.ts";
import * as at from "./record-layout.ts";
import { RecordView } from "./record-view.ts";
import {
  ANY_CELL,
  addCell,
  birthClass,
  leastHoursClass,
  mostHoursClass,
  OccupationCells,
  UNKNOWN_CELL,
  wayClass,
} from "./row-classes.ts";
import * as row from "./row-layout.ts";

/** Commutes of one class stand together, so that a far district's rows are left out by the block. */
const COMMUTE_CLASSES = [30, 45, 60, 90] as const;

/** Bits of a row's key: 4 for the group (class of commute, sort of pay), 14 for the least pay, 30 for the record. */
const PAY_STEP_BITS = 14;
export const PLACING_BITS = 4 + PAY_STEP_BITS;
export const PAY_STEPS = 1 << PAY_STEP_BITS;
const REFERENCES = 1 << 30;

/** Least pay in coarse steps, never above it: 4 won of an hour, 1,000 won of a month. */
const HOUR_STEP_KRW = 4;
const MONTH_STEP_KRW = 1_000;

/** So many people, spread evenly, tell well enough which competencies are common. */
const COUNTED_MAX = 8_192;

/** What pay wishes are about. */
export const PAY_NONE = 0;
export const PAY_BY_HOUR = 1;
export const PAY_BY_MONTH = 2;
const PAY_SORTS = 3;

/** Reads what rows need out of records. One instance per index, so that nothing is allocated per row. */
export class RowValues {
  readonly #memory: LinearMemory;
  readonly #vocabulary: Vocabulary;
  #taxonomy: Taxonomy | undefined;
  /** Rarity by competency number, as far as numbers have been met. */
  #rarities = new Float64Array();
  readonly #cells = new OccupationCells();
  /** What a row's signature has a bit for. */
  readonly groups = new CompetencyGroups();
  readonly #nearest = new WeakMap<Uint16Array, Uint32Array>();
  readonly #view = new RecordView();
  /** Columns of the applicant read last. */
  readonly columns = new Uint8Array(row.COLUMNS);
  /** Districts that the applicant read last sets out from, each once. */
  readonly departures: number[] = [];

  constructor(memory: LinearMemory, vocabulary: Vocabulary) {
    this.#memory = memory;
    this.#vocabulary = vocabulary;
  }

  /** Whose rarities the rows add up. */
  get taxonomy(): Taxonomy | undefined {
    return this.#taxonomy;
  }

  /** Takes up rarities, and groups competencies by them and by how many of these people hold each. To be called before any row is read. */
  weighBy(taxonomy: Taxonomy, addresses: Uint32Array): void {
    this.#taxonomy = taxonomy;
    this.#extendRarities();
    const holders = new Uint32Array(this.#rarities.length);
    const step = Math.ceil(addresses.length / COUNTED_MAX);
    for (let place = 0; place < addresses.length; place += step) {
      const held = readCompetencies(this.#memory.u8, addresses[place] as number);
      for (const { number } of held) holders[number] = (holders[number] as number) + 1;
    }
    this.groups.choose(this.#rarities, holders);
  }

  /** Cell of every occupation that has appeared. */
  occupationCells(): Uint8Array {
    return this.#cells.of(this.#vocabulary.occupations.names());
  }

  /**
   * Cells that hold an occupation near to one, each with the nearest: its proximity (in basis points, from the ninth bit on) and the cell. Made once for every
   * table of proximities.
   */
  nearestCells(proximities: Uint16Array): Uint32Array {
    const known = this.#nearest.get(proximities);
    if (known !== undefined) return known;
    const most = new Uint16Array(256);
    for (const [number, cell] of this.occupationCells().entries()) {
      most[cell] = Math.max(most[cell] as number, proximities[number] ?? 0);
    }
    const nearest = Uint32Array.from([...most.entries()].flatMap(([cell, bp]) => (bp > 0 ? [(bp << 8) | cell] : [])));
    this.#nearest.set(proximities, nearest);
    return nearest;
  }

  /** Reads the departures of a record. */
  readDepartures(address: number): void {
    const view = this.#open(address);
    const { known, districtsAt, languagesAt, codeBytes } = view;
    // Setting the length to 0 would throw away the room that the next ones need.
    while (this.departures.length > 0) this.departures.pop();
    if ((known & at.KNOWS_WANTED_DISTRICTS) === 0) {
      const lives = (known & at.KNOWS_RESIDENCE) !== 0;
      this.departures.push(lives ? view.residence() : ANYWHERE);
      return;
    }
    for (let place = districtsAt; place < languagesAt; place += codeBytes) {
      const district = view.codeAt(place);
      if (!this.departures.includes(district)) this.departures.push(district);
    }
    // Somebody who wants none of the districts there are is met by work that needs no way.
    if (this.departures.length === 0) this.departures.push(NOWHERE);
  }

  #open(address: number): RecordView {
    this.#view.openMemory(this.#memory);
    this.#view.open(address);
    return this.#view;
  }

  /** Longest way that a record accepts; 255 where ways don't matter. */
  commuteOf(address: number): number {
    const { u8, u16 } = this.#memory;
    const known = u16[(address + at.KNOWN) >> 1] ?? 0;
    if ((known & (at.KNOWS_WANTED_DISTRICTS | at.KNOWS_RESIDENCE)) === 0) return 255;
    if ((known & at.KNOWS_COMMUTE_MINUTES_MAX) !== 0) return u8[address + at.COMMUTE_MINUTES] ?? 0;
    return (known & at.KNOWS_WANTED_DISTRICTS) === 0 ? COMMUTE_DEFAULT_MINUTES : 0;
  }

  /** Where a record's rows stand among the others of a district. No two records have the same key. */
  keyOf(address: number): number {
    return keyFrom(this.placingOf(address), address);
  }

  /** What a key says of a record: group and step of the least pay. */
  placingOf(address: number): number {
    const { u16, u32 } = this.#memory;
    const minutes = this.commuteOf(address);
    let commuteClass = 0;
    for (const most of COMMUTE_CLASSES) if (minutes > most) commuteClass++;
    let sort = PAY_NONE;
    let step = 0;
    if (((u16[(address + at.KNOWN) >> 1] ?? 0) & at.KNOWS_PAY_MIN) !== 0) {
      const unit = (u16[(address + at.SMALL_PARTS) >> 1] ?? 0) & 3;
      const least = leastPay(u32[(address + at.PAY_KRW) >> 2] ?? 0, unit);
      sort = unit <= at.PAY_PER_DAY ? PAY_BY_HOUR : PAY_BY_MONTH;
      step = Math.min(PAY_STEPS - 1, Math.floor(least / (sort === PAY_BY_HOUR ? HOUR_STEP_KRW : MONTH_STEP_KRW)));
    }
    return (commuteClass * PAY_SORTS + sort) * PAY_STEPS + step;
  }

  /** Reads the columns of a record's rows. */
  readColumns(address: number): void {
    const { u16 } = this.#memory;
    const { columns } = this;
    const known = u16[(address + at.KNOWN) >> 1] ?? 0;
    const parts = u16[(address + at.SMALL_PARTS) >> 1] ?? 0;
    const kindsAndTypes = u16[(address + at.KINDS_AND_TYPES) >> 1] ?? 0;
    const kinds = kindsAndTypes & 511;
    columns[row.C_KINDS] = (known & at.KNOWS_WANTED_KINDS) === 0 ? 255 : (kinds & 255) | ((kinds >> 8) << 7);
    const shifts = (known & at.KNOWS_WANTED_SHIFTS) === 0 ? 15 : (parts >> at.SHIFTS_AT) & 15;
    const education = (known & at.KNOWS_EDUCATION) === 0 ? 7 : (parts >> at.EDUCATION_AT) & 7;
    columns[row.C_SHIFTS_EDUCATION] = shifts | (education << 4);
    columns[row.C_TYPES] =
      (known & at.KNOWS_WANTED_EMPLOYMENT_TYPES) === 0 ? 255 : 128 | (kindsAndTypes >> at.KINDS_BITS);
    const least = (known & at.KNOWS_HOURS_MIN) === 0 ? 0 : leastHoursClass(u16[(address + at.HOURS_MIN) >> 1] ?? 0);
    const most = (known & at.KNOWS_HOURS_MAX) === 0 ? 15 : mostHoursClass(u16[(address + at.HOURS_MAX) >> 1] ?? 0);
    columns[row.C_HOURS] = least | (most << 4);
    const birthDay = (u16[(address + at.BIRTH) >> 1] ?? 0) - at.BIRTH_OFFSET_DAYS;
    const birth = (known & at.KNOWS_BIRTH_DAY) === 0 ? 0 : birthClass(birthDay);
    columns[row.C_WAY_BIRTH] = wayClass(this.commuteOf(address)) | (birth << 4);
    const view = this.#open(address);
    this.#readOccupations(view);
    this.#readCertificates(view);
    if ((known & at.KNOWS_COMPETENCIES) !== 0) this.#readCompetencies(view);
    else columns.fill(0, row.C_RARITY, row.C_SIGNATURE + row.SIGNATURE_BYTES);
  }

  #extendRarities(): void {
    const numbers = Array.from({ length: this.#vocabulary.competencyMax + 1 }, (_, number) => number);
    this.#rarities = Float64Array.from(numbers, (number) => this.#taxonomy?.rarity(number) ?? 0);
  }

  #readOccupations(view: RecordView): void {
    const { spellsAt, occupationsAt, districtsAt, codeBytes, spellBytes } = view;
    this.#readCells(view, spellsAt, occupationsAt, spellBytes, row.C_OWN, row.OWN_CELLS);
    this.#readCells(view, occupationsAt, districtsAt, codeBytes, row.C_WANTED, row.WANTED_CELLS);
  }

  /** Cells of a list of occupations. */
  #readCells(view: RecordView, start: number, end: number, step: number, column: number, places: number): void {
    const { columns } = this;
    const cells = this.occupationCells();
    let taken = 0;
    for (let place = start; place < end; place += step) {
      taken = addCell(columns, column, taken, places, cells[view.codeAt(place)] ?? ANY_CELL);
    }
    if (taken === 0) columns[column] = UNKNOWN_CELL;
    // Two or three places at most: `fill` would take longer.
    for (let place = Math.max(1, taken); place < places; place++) columns[column + place] = columns[column] as number;
  }

  #readCertificates(view: RecordView): void {
    const { known, certificatesAt, idAt, codeBytes } = view;
    let signature = (known & at.KNOWS_CERTIFICATES) === 0 ? 255 : 0;
    for (let place = certificatesAt; place < idAt; place += codeBytes) signature |= 1 << (view.codeAt(place) & 7);
    this.columns[row.C_CERTIFICATES] = signature;
  }

  #readCompetencies({ u8, address, idAt }: RecordView): void {
    const { columns } = this;
    if (this.#rarities.length <= this.#vocabulary.competencyMax) this.#extendRarities();
    const rarities = this.#rarities;
    const groups = this.groups.upTo(rarities.length - 1);
    let byte = idAt + (u8[address + at.ID_LENGTH] as number);
    let number = -1;
    let rarity = 0;
    // 64 groups: the lower and the upper half of the signature.
    let lower = 0;
    let upper = 0;
    for (let left = u8[address + at.COMPETENCIES] as number; left > 0; left--) {
      let figure = u8[byte++] as number;
      if (figure >= at.TWO_BYTES_FROM) {
        const next = u8[byte++] as number;
        if (figure === at.FOUR_BYTES) {
          figure = next | ((u8[byte] as number) << 8) | ((u8[byte + 1] as number) << 16);
          byte += 2;
        } else figure = at.TWO_BYTES_FROM + ((figure - at.TWO_BYTES_FROM) << 8) + next;
      }
      number += 1 + ((figure / at.LEVELS_HELD) | 0);
      // A shift counts modulo 32.
      const group = groups[number] as number;
      const bit = 1 << group;
      const isUpper = -((group >> 5) & 1);
      lower |= bit & ~isUpper;
      upper |= bit & isUpper;
      rarity += rarities[number] as number;
    }
    for (let place = 0; place < 4; place++) {
      columns[row.C_SIGNATURE + place] = lower >>> (place * 8);
      columns[row.C_SIGNATURE + 4 + place] = upper >>> (place * 8);
    }
    columns[row.C_RARITY] = rarity > 0 ? Math.min(255, Math.floor(row.SHARE_OF_RARITY / rarity)) : 255;
  }
}

/** The key of a record's rows. */
export function keyFrom(placing: number, address: number): number {
  return placing * REFERENCES + (address >>> 2);
}

/** Least pay accepted, in won of an hour or of a month. */
export function leastPay(krw: number, unit: number): number {
  if (unit === at.PAY_PER_DAY) return Math.floor(krw / 8);
  return unit === at.PAY_PER_YEAR ? Math.floor(krw / 12) : krw;
}

/** What a key says of a record, see `placingOf`. */
export function placingOfKey(key: number): number {
  return Math.floor(key / REFERENCES);
}

export function groupOfPlacing(placing: number): number {
  return placing >>> PAY_STEP_BITS;
}

/** The step of the least pay, never above the record's own. */
export function payStepOfPlacing(placing: number): number {
  return placing & (PAY_STEPS - 1);
}

/** The longest way that rows of a group accept; longer than any in the last ones. */
export function commuteMost(group: number): number {
  return COMMUTE_CLASSES[Math.floor(group / PAY_SORTS)] ?? 0xffff_ffff;
}

export function paySortOf(group: number): number {
  return group % PAY_SORTS;
}

/** Least pay of a step, of a sort that tells any. */
export function leastPayOfStep(step: number, sort: number): number {
  return step * (sort === PAY_BY_HOUR ? HOUR_STEP_KRW : MONTH_STEP_KRW);
}
