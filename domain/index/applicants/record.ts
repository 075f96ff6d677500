import type { ApplicantFacts, HeldCompetency } from "../../matching/facts.ts";
import { payUnits } from "../../model/primitives.ts";
import { asciiOf } from "./codes.ts";
import type { Draft, Vocabulary } from "./draft.ts";
import type { LinearMemory } from "./linear-memory.ts";
import * as at from "./record-layout.ts";

/** Writes a draft at an address. */
export function writeRecord(memory: LinearMemory, address: number, draft: Draft): void {
  const { u8, u16, u32 } = memory;
  u32[(address + at.REVISION) >> 2] = draft.revision;
  u32[(address + at.PAY_KRW) >> 2] = draft.payKrw;
  const half = address >> 1;
  u16[half + at.KNOWN / 2] = draft.known;
  u16[half + at.BIRTH / 2] = draft.birth;
  u16[half + at.RESIDENCE / 2] = draft.residence;
  u16[half + at.HOURS_MIN / 2] = draft.hoursMin;
  u16[half + at.HOURS_MAX / 2] = draft.hoursMax;
  u8[address + at.COMMUTE_MINUTES] = draft.commuteMinutes;
  u8[address + at.COMPETENCIES] = draft.competencies;
  u16[half + at.KINDS_AND_TYPES / 2] = draft.kinds | (draft.types << at.KINDS_BITS);
  u16[half + at.SMALL_PARTS / 2] =
    draft.payUnit |
    (draft.shifts << at.SHIFTS_AT) |
    (draft.education << at.EDUCATION_AT) |
    (draft.consent << at.CONSENT_AT) |
    (draft.languages << at.LANGUAGES_AT);
  u8[address + at.CERTIFICATES] = draft.certificates;
  u8[address + at.SPELLS] = draft.spells;
  u8[address + at.WISHES] = draft.occupations | (draft.districts << 4);
  u8[address + at.ID_LENGTH] = draft.idLength;
  let place = half + at.HEAD_BYTES / 2;
  for (let index = 0; index < draft.spells; index++) {
    u16[place++] = draft.spellCodes[index] ?? 0;
    u16[place++] = draft.spellMonths[index] ?? 0;
  }
  for (let index = 0; index < draft.occupations; index++) u16[place++] = draft.occupationCodes[index] ?? 0;
  for (let index = 0; index < draft.districts; index++) u16[place++] = draft.districtCodes[index] ?? 0;
  for (let index = 0; index < draft.languages; index++) u16[place++] = draft.languageSkills[index] ?? 0;
  for (let index = 0; index < draft.certificates; index++) u16[place++] = draft.certificateNumbers[index] ?? 0;
  let byte = place * 2;
  for (let index = 0; index < draft.idLength; index++) u8[byte++] = draft.id[index] ?? 0;
  for (let index = 0; index < draft.competencyBytes; index++) u8[byte++] = draft.competencyStream[index] ?? 0;
}

/** Length of a record in bytes. */
export function recordBytes({ u8 }: LinearMemory, address: number): number {
  let byte = idAddress(u8, address) + (u8[address + at.ID_LENGTH] ?? 0);
  for (let left = u8[address + at.COMPETENCIES] ?? 0; left > 0; left--) {
    while ((u8[byte++] ?? 0) >= 128);
  }
  return byte - address;
}

/** Where the id of a record stands. */
export function idAddress(u8: Uint8Array, address: number): number {
  const wishes = u8[address + at.WISHES] ?? 0;
  const languages = (u8[address + at.SMALL_PARTS + 1] ?? 0) >> (at.LANGUAGES_AT - 8);
  const spells = u8[address + at.SPELLS] ?? 0;
  const items = spells * 2 + (wishes & 15) + (wishes >> 4) + languages + (u8[address + at.CERTIFICATES] ?? 0);
  return address + at.HEAD_BYTES + items * 2;
}

export function recordId({ u8 }: LinearMemory, address: number): string {
  return asciiOf(u8, idAddress(u8, address), u8[address + at.ID_LENGTH] ?? 0);
}

/** Order of two records' ids, by code unit. */
export function compareRecordIds({ u8 }: LinearMemory, a: number, b: number): number {
  const [first, second] = [idAddress(u8, a), idAddress(u8, b)];
  const lengths = (u8[a + at.ID_LENGTH] as number) - (u8[b + at.ID_LENGTH] as number);
  const common = u8[(lengths < 0 ? a : b) + at.ID_LENGTH] as number;
  for (let index = 0; index < common; index++) {
    const difference = (u8[first + index] as number) - (u8[second + index] as number);
    if (difference !== 0) return difference;
  }
  return lengths;
}

export function recordRevision({ u32 }: LinearMemory, address: number): number {
  return u32[(address + at.REVISION) >> 2] ?? 0;
}

/** Reads a record back: the facts that were packed, field for field. */
export function readRecord(memory: LinearMemory, address: number, vocabulary: Vocabulary): ApplicantFacts {
  const { u8, u16, u32 } = memory;
  const half = address >> 1;
  const known = u16[half + at.KNOWN / 2] ?? 0;
  const parts = u16[half + at.SMALL_PARTS / 2] ?? 0;
  const kindsAndTypes = u16[half + at.KINDS_AND_TYPES / 2] ?? 0;
  const wishes = u8[address + at.WISHES] ?? 0;
  const { districts, occupations, languages } = vocabulary;
  let place = half + at.HEAD_BYTES / 2;
  const experience: { occupation: string; months: number }[] = [];
  for (let left = u8[address + at.SPELLS] as number; left > 0; left--) {
    experience.push({ occupation: occupations.nameOf(u16[place] as number), months: u16[place + 1] as number });
    place += 2;
  }
  const wantedOccupations: string[] = [];
  for (let left = wishes & 15; left > 0; left--) wantedOccupations.push(occupations.nameOf(u16[place++] as number));
  const wantedDistricts: string[] = [];
  for (let left = wishes >> 4; left > 0; left--) wantedDistricts.push(districts.nameOf(u16[place++] as number));
  const spoken: { language: string; level: number }[] = [];
  for (let left = parts >> at.LANGUAGES_AT; left > 0; left--) {
    const skill = u16[place++] as number;
    spoken.push({ language: languages.nameOf(skill & 255), level: skill >> 8 });
  }
  const certificates: number[] = [];
  for (let left = u8[address + at.CERTIFICATES] as number; left > 0; left--) certificates.push(u16[place++] as number);
  const has = (bit: number): boolean => (known & bit) !== 0;
  const unit = payUnits[parts & 3];
  return {
    applicantId: recordId(memory, address),
    revision: recordRevision(memory, address),
    birthDay: has(at.KNOWS_BIRTH_DAY) ? (u16[half + at.BIRTH / 2] ?? 0) - at.BIRTH_OFFSET_DAYS : undefined,
    residence: has(at.KNOWS_RESIDENCE) ? districts.nameOf(u16[half + at.RESIDENCE / 2] ?? 0) : undefined,
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

function readCompetencies(u8: Uint8Array, address: number): HeldCompetency[] {
  const held: HeldCompetency[] = [];
  let byte = idAddress(u8, address) + (u8[address + at.ID_LENGTH] ?? 0);
  let number = 0;
  for (let left = u8[address + at.COMPETENCIES] ?? 0; left > 0; left--) {
    let value = 0;
    let shift = 0;
    let group: number;
    do {
      group = u8[byte++] ?? 0;
      value |= (group & 127) << shift;
      shift += 7;
    } while (group >= 128);
    number += value >> 3;
    held.push({ number, level: value & 7 });
  }
  return held;
}
