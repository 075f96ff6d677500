import type { ApplicantFacts, HeldCompetency } from "../../matching/facts.ts";
import { payUnits } from "../../model/primitives.ts";
import type { LinearMemory } from "../linear-memory.ts";
import type { Draft, Vocabulary } from "./draft.ts";
import type { PackedIds } from "./packed-ids.ts";
import * as at from "./record-layout.ts";

/** Writes a draft at an address. */
export function writeRecord(memory: LinearMemory, address: number, draft: Draft): void {
  const { u8, u16, u32 } = memory;
  u32[(address + at.PAY_KRW) >> 2] = draft.payKrw;
  const half = address >> 1;
  u16[half + at.KNOWN / 2] = draft.known;
  u16[half + at.BIRTH / 2] = draft.birth;
  u16[half + at.HOURS_MIN / 2] = draft.hoursMin;
  u16[half + at.HOURS_MAX / 2] = draft.hoursMax;
  u16[half + at.KINDS_AND_TYPES / 2] = draft.kinds | (draft.types << at.KINDS_BITS);
  u16[half + at.SMALL_PARTS / 2] =
    draft.payUnit |
    (draft.shifts << at.SHIFTS_AT) |
    (draft.education << at.EDUCATION_AT) |
    (draft.consent << at.CONSENT_AT) |
    (draft.languages << at.LANGUAGES_AT);
  const wide = draft.isWide ? 1 : 0;
  u8[address + at.COMMUTE_MINUTES] = draft.commuteMinutes;
  u8[address + at.COMPETENCIES] = draft.competencies;
  u8[address + at.CERTIFICATES] = draft.certificates;
  u8[address + at.SPELLS] = draft.spells | (wide << at.WIDE_SHIFT);
  u8[address + at.WISHES] = draft.occupations | (draft.districts << 4);
  u8[address + at.ID_LENGTH] = draft.idLength;
  u8[address + at.REVISION] = Math.min(draft.revision, at.LONG_REVISION);
  if (draft.revision >= at.LONG_REVISION) u32[(address - LONG_REVISION_BEFORE) >> 2] = draft.revision;
  let byte = address + at.HEAD_BYTES;
  // Where a code takes one byte, the next one is written over its second.
  const codeBytes = 1 + wide;
  u8[byte] = draft.residence;
  u8[byte + 1] = draft.residence >> 8;
  byte += codeBytes;
  for (let index = 0; index < draft.spells; index++) {
    const code = draft.spellCodes[index] as number;
    const months = draft.spellMonths[index] as number;
    u8[byte] = code;
    u8[byte + 1] = code >> 8;
    byte += codeBytes;
    u8[byte] = months;
    u8[byte + 1] = months >> 8;
    byte += at.MONTHS_BYTES;
  }
  byte = writeCodes(u8, byte, codeBytes, draft.occupationCodes, draft.occupations);
  byte = writeCodes(u8, byte, codeBytes, draft.districtCodes, draft.districts);
  byte = writeCodes(u8, byte, at.LANGUAGE_BYTES, draft.languageSkills, draft.languages);
  byte = writeCodes(u8, byte, codeBytes, draft.certificateNumbers, draft.certificates);
  for (let index = 0; index < draft.idLength; index++) u8[byte++] = draft.id[index] as number;
  for (let index = 0; index < draft.competencyBytes; index++) u8[byte++] = draft.competencyStream[index] as number;
}

/** The number of the log's record stands between it and the record. */
const LONG_REVISION_BEFORE = 8;

function writeCodes(u8: Uint8Array, start: number, bytes: number, codes: Uint16Array, count: number): number {
  let byte = start;
  for (let index = 0; index < count; index++) {
    const code = codes[index] as number;
    u8[byte] = code;
    u8[byte + 1] = code >> 8;
    byte += bytes;
  }
  return byte;
}

/** Length of a record in bytes, without what stands in front of it. */
export function recordBytes({ u8 }: LinearMemory, address: number): number {
  let byte = idAddress(u8, address) + (u8[address + at.ID_LENGTH] as number);
  for (let left = u8[address + at.COMPETENCIES] as number; left > 0; left--) {
    const first = u8[byte] as number;
    byte += first === at.FOUR_BYTES ? 4 : first >= at.TWO_BYTES_FROM ? 2 : 1;
  }
  return byte - address;
}

/** Bytes in front of a record for its revision. */
export function revisionBytes({ u8 }: LinearMemory, address: number): number {
  return u8[address + at.REVISION] === at.LONG_REVISION ? 4 : 0;
}

/** Where the id of a record stands. */
export function idAddress(u8: Uint8Array, address: number): number {
  const wishes = u8[address + at.WISHES] as number;
  const languages = (u8[address + at.SMALL_PARTS + 1] as number) >> (at.LANGUAGES_AT - 8);
  const codeBytes = 1 + ((u8[address + at.SPELLS] as number) >> at.WIDE_SHIFT);
  const spells = (u8[address + at.SPELLS] as number) & at.SPELLS_MAX;
  const codes = 1 + spells + (wishes & 15) + (wishes >> 4) + (u8[address + at.CERTIFICATES] as number);
  return address + at.HEAD_BYTES + codes * codeBytes + spells * at.MONTHS_BYTES + languages * at.LANGUAGE_BYTES;
}

export function recordId({ u8 }: LinearMemory, address: number, ids: PackedIds): string {
  return ids.unpack(u8, idAddress(u8, address), u8[address + at.ID_LENGTH] as number);
}

/** Order of two records' ids, by code unit. */
export function compareRecordIds({ u8 }: LinearMemory, a: number, b: number, ids: PackedIds): number {
  const [lengthOfA, lengthOfB] = [u8[a + at.ID_LENGTH] as number, u8[b + at.ID_LENGTH] as number];
  return ids.compare(u8, idAddress(u8, a), lengthOfA, idAddress(u8, b), lengthOfB);
}

export function recordRevision({ u8, u32 }: LinearMemory, address: number): number {
  const short = u8[address + at.REVISION] as number;
  return short === at.LONG_REVISION ? (u32[(address - LONG_REVISION_BEFORE) >> 2] as number) : short;
}

/** Reads a record back: the facts that were packed, field for field. */
export function readRecord(memory: LinearMemory, address: number, vocabulary: Vocabulary): ApplicantFacts {
  const { u8, u16, u32 } = memory;
  const half = address >> 1;
  const known = u16[half + at.KNOWN / 2] ?? 0;
  const parts = u16[half + at.SMALL_PARTS / 2] ?? 0;
  const kindsAndTypes = u16[half + at.KINDS_AND_TYPES / 2] ?? 0;
  const wishes = u8[address + at.WISHES] ?? 0;
  const { ids, districts, occupations, languages } = vocabulary;
  const codeBytes = 1 + ((u8[address + at.SPELLS] as number) >> at.WIDE_SHIFT);
  let byte = address + at.HEAD_BYTES;
  const next = (bytes: number): number => {
    const number = (u8[byte] as number) | (bytes === 1 ? 0 : (u8[byte + 1] as number) << 8);
    byte += bytes;
    return number;
  };
  const residence = next(codeBytes);
  const experience: { occupation: string; months: number }[] = [];
  for (let left = (u8[address + at.SPELLS] as number) & at.SPELLS_MAX; left > 0; left--) {
    experience.push({ occupation: occupations.nameOf(next(codeBytes)), months: next(at.MONTHS_BYTES) });
  }
  const wantedOccupations: string[] = [];
  for (let left = wishes & 15; left > 0; left--) wantedOccupations.push(occupations.nameOf(next(codeBytes)));
  const wantedDistricts: string[] = [];
  for (let left = wishes >> 4; left > 0; left--) wantedDistricts.push(districts.nameOf(next(codeBytes)));
  const spoken: { language: string; level: number }[] = [];
  for (let left = parts >> at.LANGUAGES_AT; left > 0; left--) {
    const skill = next(at.LANGUAGE_BYTES);
    spoken.push({ language: languages.nameOf(skill & 255), level: skill >> 8 });
  }
  const certificates: number[] = [];
  for (let left = u8[address + at.CERTIFICATES] as number; left > 0; left--) certificates.push(next(codeBytes));
  const has = (bit: number): boolean => (known & bit) !== 0;
  const unit = payUnits[parts & 3];
  return {
    applicantId: recordId(memory, address, ids),
    revision: recordRevision(memory, address),
    birthDay: has(at.KNOWS_BIRTH_DAY) ? (u16[half + at.BIRTH / 2] ?? 0) - at.BIRTH_OFFSET_DAYS : undefined,
    residence: has(at.KNOWS_RESIDENCE) ? districts.nameOf(residence) : undefined,
    competencies: has(at.KNOWS_COMPETENCIES) ? readCompetencies(u8, address) : undefined,
    certificates: has(at.KNOWS_CERTIFICATES) ? certificates : undefined,
    experience: has(at.KNOWS_EXPERIENCE) ? experience : undefined,
    languages: has(at.KNOWS_LANGUAGES) ? spoken : undefined,
    education: has(at.KNOWS_EDUCATION) ? (parts >> at.EDUCATION_AT) & 7 : undefined,
    wantedKinds: has(at.KNOWS_WANTED_KINDS) ? kindsAndTypes & 511 : undefined,
    wantedOccupations: has(at.KNOWS_WANTED_OCCUPATIONS) ? wantedOccupations : undefined,
    wantedDistricts: has(at.KNOWS_WANTED_DISTRICTS) ? wantedDistricts : undefined,
    commuteMinutesMax: has(at.KNOWS_COMMUTE_MINUTES_MAX) ? (u8[address + at.COMMUTE_MINUTES] ?? 0) : undefined,
    payMin:
      has(at.KNOWS_PAY_MIN) && unit !== undefined ? { krw: u32[(address + at.PAY_KRW) >> 2] ?? 0, unit } : undefined,
    hoursMin: has(at.KNOWS_HOURS_MIN) ? (u16[half + at.HOURS_MIN / 2] ?? 0) : undefined,
    hoursMax: has(at.KNOWS_HOURS_MAX) ? (u16[half + at.HOURS_MAX / 2] ?? 0) : undefined,
    wantedShifts: has(at.KNOWS_WANTED_SHIFTS) ? (parts >> at.SHIFTS_AT) & 15 : undefined,
    wantedEmploymentTypes: has(at.KNOWS_WANTED_EMPLOYMENT_TYPES) ? kindsAndTypes >> at.KINDS_BITS : undefined,
    consent: {
      alerts: (parts & (1 << at.CONSENT_AT)) !== 0,
      employers: (parts & (2 << at.CONSENT_AT)) !== 0,
      center: (parts & (4 << at.CONSENT_AT)) !== 0,
    },
  };
}

export function readCompetencies(u8: Uint8Array, address: number): HeldCompetency[] {
  const held: HeldCompetency[] = [];
  let byte = idAddress(u8, address) + (u8[address + at.ID_LENGTH] as number);
  let number = -1;
  for (let left = u8[address + at.COMPETENCIES] as number; left > 0; left--) {
    const first = u8[byte++] as number;
    let figure = first;
    if (first === at.FOUR_BYTES) {
      figure = (u8[byte] as number) | ((u8[byte + 1] as number) << 8) | ((u8[byte + 2] as number) << 16);
      byte += 3;
    } else if (first >= at.TWO_BYTES_FROM) {
      figure = at.TWO_BYTES_FROM + ((first - at.TWO_BYTES_FROM) << 8) + (u8[byte++] as number);
    }
    number += 1 + Math.floor(figure / at.LEVELS_HELD);
    held.push({ number, level: 1 + (figure % at.LEVELS_HELD) });
  }
  return held;
}
