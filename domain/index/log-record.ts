import type { ApplicantFacts, HeldCompetency, OpeningFacts } from "../matching/facts.ts";
import { openingKinds, type Pay, payUnits } from "../model/primitives.ts";
import type { RuleFacts } from "../programme/rule-facts.ts";
import { ByteReader, ByteWriter } from "./byte-stream.ts";
import {
  readOpeningProgramme,
  readRules,
  readStanding,
  writeOpeningProgramme,
  writeRules,
  writeStanding,
} from "./programme-record.ts";
import { readRequirement, writeRequirement } from "./requirement-record.ts";

/**
 * One item of a shard's log: an entity as the index needs it, or the fact that it is gone. Of a person who left, the id alone stays. What
 * the shard knew when a record came, and won't know any more when the record is worked on again, stands in the record: the districts that had
 * matches of an opening when it closed, and the day that the shard stood at before a day started.
 */
export type LogRecord =
  | { readonly type: "applicant"; readonly facts: ApplicantFacts }
  | { readonly type: "opening"; readonly facts: OpeningFacts }
  | { readonly type: "applicant-withdrawn"; readonly applicantId: string; readonly revision: number }
  | {
      readonly type: "opening-closed";
      readonly openingId: string;
      readonly revision: number;
      readonly districts: readonly string[];
    }
  | { readonly type: "day"; readonly day: number; readonly previousDay: number | undefined }
  | {
      readonly type: "programme";
      readonly rules: RuleFacts;
      /** The rules that the programme went by when these came. */
      readonly previousRules: RuleFacts | undefined;
    };

/**
 * First byte of a record. Readers know every version that was ever released. In that of programmes an applicant is followed by what programmes ask
 * about them, and an opening by its place in one; whoever has nothing of that is written without.
 */
export const FORMAT_VERSION = 2;
export const PROGRAMME_FORMAT_VERSION = 3;

const recordTypes = ["applicant", "opening", "applicant-withdrawn", "opening-closed", "day", "programme"] as const;

/** Second byte of an applicant's record. */
export const APPLICANT_TYPE = recordTypes.indexOf("applicant");

/** Whether bytes claim to be an applicant's record of the current version: the index takes those in as they are. */
export function isApplicantRecord(bytes: Uint8Array): boolean {
  return bytes[0] === FORMAT_VERSION && bytes[1] === APPLICANT_TYPE;
}

/** What a record is about: of two records with the same key the later one counts. */
export function recordKey(record: LogRecord): string {
  switch (record.type) {
    case "applicant":
      return `applicant#${record.facts.applicantId}`;
    case "applicant-withdrawn":
      return `applicant#${record.applicantId}`;
    case "opening":
      return `opening#${record.facts.openingId}`;
    case "opening-closed":
      return `opening#${record.openingId}`;
    case "day":
      return "day";
    case "programme":
      return `programme#${record.rules.programmeId}#${record.rules.validFromDay}`;
  }
}

/** Revision of a record's entity; a day's number serves as its revision. */
export function recordRevision(record: LogRecord): number {
  switch (record.type) {
    case "applicant":
    case "opening":
      return record.facts.revision;
    case "applicant-withdrawn":
    case "opening-closed":
      return record.revision;
    case "day":
      return record.day;
    case "programme":
      return record.rules.revision;
  }
}

/** Packs a record. The same record always gives the same bytes. */
export function encodeRecord(record: LogRecord): Uint8Array {
  const out = new ByteWriter();
  out.number(formatOf(record));
  out.number(recordTypes.indexOf(record.type));
  switch (record.type) {
    case "applicant":
      writeApplicant(out, record.facts);
      break;
    case "opening":
      writeOpening(out, record.facts);
      break;
    case "applicant-withdrawn":
      out.ascii(record.applicantId);
      out.number(record.revision);
      break;
    case "opening-closed":
      out.ascii(record.openingId);
      out.number(record.revision);
      out.list(record.districts, (district) => out.ascii(district));
      break;
    case "day":
      out.signed(record.day);
      out.optional(record.previousDay, (day) => out.signed(day));
      break;
    case "programme":
      writeRules(out, record.rules);
      out.optional(record.previousRules, (rules) => writeRules(out, rules));
      break;
  }
  return out.bytes();
}

function formatOf(record: LogRecord): number {
  const isOfProgramme =
    (record.type === "applicant" && record.facts.standing !== undefined) ||
    (record.type === "opening" && record.facts.programme !== undefined);
  return isOfProgramme ? PROGRAMME_FORMAT_VERSION : FORMAT_VERSION;
}

/** The id in an applicant's record. */
export function applicantIdOf(bytes: Uint8Array): string {
  return new ByteReader(bytes.subarray(2)).ascii();
}

/** Unpacks a record; throws on an unknown version or damaged bytes. */
export function decodeRecord(bytes: Uint8Array): LogRecord {
  const from = new ByteReader(bytes);
  const version = from.number();
  if (version !== FORMAT_VERSION && version !== PROGRAMME_FORMAT_VERSION) {
    throw new RangeError(`unknown format version ${version} of a log record`);
  }
  const record = readRecord(from, version);
  if (!from.isAtEnd) throw new RangeError("a log record is followed by more bytes");
  return record;
}

function readRecord(from: ByteReader, version: number): LogRecord {
  const type = recordTypes[from.number()];
  const isOfProgramme = version === PROGRAMME_FORMAT_VERSION;
  if (isOfProgramme && type !== "applicant" && type !== "opening") {
    throw new RangeError("the version of programmes is an applicant's or an opening's");
  }
  switch (type) {
    case "applicant": {
      const facts = readApplicant(from);
      return { type, facts: isOfProgramme ? { ...facts, standing: readStanding(from) } : facts };
    }
    case "opening": {
      const facts = readOpening(from);
      return { type, facts: isOfProgramme ? { ...facts, programme: readOpeningProgramme(from) } : facts };
    }
    case "applicant-withdrawn":
      return { type, applicantId: from.ascii(), revision: from.number() };
    case "opening-closed":
      return {
        type,
        openingId: from.ascii(),
        revision: from.number(),
        districts: from.list(() => from.ascii()),
      };
    case "day":
      return { type, day: from.signed(), previousDay: from.optional(() => from.signed()) };
    case "programme":
      return { type, rules: readRules(from), previousRules: from.optional(() => readRules(from)) };
    default:
      throw new RangeError("unknown type of a log record");
  }
}

function writeApplicant(out: ByteWriter, facts: ApplicantFacts): void {
  const number = (value: number) => out.number(value);
  const code = (value: string) => out.ascii(value);
  const codes = (values: readonly string[]) => out.list(values, code);
  out.ascii(facts.applicantId);
  out.number(facts.revision);
  out.optional(facts.birthDay, (day) => out.signed(day));
  out.optional(facts.residence, code);
  out.optional(facts.competencies, (held) => writeCompetencies(out, held));
  out.optional(facts.certificates, (held) => out.list(held, number));
  out.optional(facts.experience, (spells) =>
    out.list(spells, ({ occupation, months }) => {
      out.ascii(occupation);
      out.number(months);
    }),
  );
  out.optional(facts.languages, (spoken) =>
    out.list(spoken, ({ language, level }) => {
      out.ascii(language);
      out.number(level);
    }),
  );
  out.optional(facts.education, number);
  out.optional(facts.wantedKinds, number);
  out.optional(facts.wantedOccupations, codes);
  out.optional(facts.wantedDistricts, codes);
  out.optional(facts.commuteMinutesMax, number);
  out.optional(facts.payMin, ({ krw, unit }) => {
    out.number(krw);
    out.number(payUnits.indexOf(unit));
  });
  for (const value of [facts.hoursMin, facts.hoursMax, facts.wantedShifts, facts.wantedEmploymentTypes]) {
    out.optional(value, number);
  }
  out.boolean(facts.consent.alerts);
  out.boolean(facts.consent.employers);
  out.boolean(facts.consent.center);
  if (facts.standing !== undefined) writeStanding(out, facts.standing);
}

function readApplicant(from: ByteReader): ApplicantFacts {
  const number = () => from.number();
  const code = () => from.ascii();
  const codes = () => from.list(code);
  return {
    applicantId: from.ascii(),
    revision: from.number(),
    birthDay: from.optional(() => from.signed()),
    residence: from.optional(code),
    competencies: from.optional(() => readCompetencies(from)),
    certificates: from.optional(() => from.list(number)),
    experience: from.optional(() => from.list(() => ({ occupation: from.ascii(), months: from.number() }))),
    languages: from.optional(() => from.list(() => ({ language: from.ascii(), level: from.number() }))),
    education: from.optional(number),
    wantedKinds: from.optional(number),
    wantedOccupations: from.optional(codes),
    wantedDistricts: from.optional(codes),
    commuteMinutesMax: from.optional(number),
    payMin: from.optional(() => ({ krw: from.number(), unit: readPayUnit(from) })),
    hoursMin: from.optional(number),
    hoursMax: from.optional(number),
    wantedShifts: from.optional(number),
    wantedEmploymentTypes: from.optional(number),
    consent: { alerts: from.boolean(), employers: from.boolean(), center: from.boolean() },
  };
}

/** What a competency's level takes of its figure. */
const LEVELS = 8;

/** Figures stay below 2³¹, so that they can be read as 32-bit numbers. The largest taxonomies have some 14,000 competencies. */
export const COMPETENCY_NUMBER_MAX = 2 ** 28 - 1;

/** Competencies rise by number, so each is its distance from the one before, times eight, plus its level: one byte or two, as in the index. */
function writeCompetencies(out: ByteWriter, held: readonly HeldCompetency[]): void {
  let last = 0;
  out.list(held, ({ number, level }) => {
    if (level >= LEVELS) throw new RangeError(`a competency can't be held at level ${level}`);
    if (number <= last) throw new RangeError("competencies don't rise by number");
    if (number > COMPETENCY_NUMBER_MAX) throw new RangeError(`no competency has the number ${number}`);
    out.number((number - last) * LEVELS + level);
    last = number;
  });
}

function readCompetencies(from: ByteReader): HeldCompetency[] {
  let last = 0;
  return from.list(() => {
    const figure = from.number();
    if (figure < LEVELS) throw new RangeError("competencies don't rise by number");
    last += Math.floor(figure / LEVELS);
    if (last > COMPETENCY_NUMBER_MAX) throw new RangeError(`no competency has the number ${last}`);
    return { number: last, level: figure % LEVELS };
  });
}

function readPayUnit(from: ByteReader): Pay["unit"] {
  const unit = payUnits[from.number()];
  if (unit === undefined) throw new RangeError("unknown unit of pay");
  return unit;
}

function writeOpening(out: ByteWriter, facts: OpeningFacts): void {
  const number = (value: number) => out.number(value);
  const code = (value: string) => out.ascii(value);
  out.ascii(facts.openingId);
  out.number(facts.revision);
  out.number(openingKinds.indexOf(facts.kind));
  out.optional(facts.occupation, code);
  out.boolean(facts.online);
  out.optional(facts.district, code);
  out.optional(facts.pay.krwPerHour, number);
  out.optional(facts.pay.krwPerMonth, number);
  for (const value of [facts.hours, facts.shifts, facts.employmentType]) out.optional(value, number);
  out.list(facts.requirements, (requirement) => writeRequirement(out, requirement));
  out.optional(facts.ageMin, number);
  out.optional(facts.ageMax, number);
  out.optional(facts.residence, code);
  out.number(facts.places);
  out.optional(facts.validFromDay, (day) => out.signed(day));
  out.optional(facts.validThroughDay, (day) => out.signed(day));
  if (facts.programme !== undefined) writeOpeningProgramme(out, facts.programme);
}

function readOpening(from: ByteReader): OpeningFacts {
  const number = () => from.number();
  const code = () => from.ascii();
  const day = () => from.signed();
  const openingId = from.ascii();
  const revision = from.number();
  const kind = openingKinds[from.number()];
  if (kind === undefined) throw new RangeError("unknown kind of opening");
  return {
    openingId,
    revision,
    kind,
    occupation: from.optional(code),
    online: from.boolean(),
    district: from.optional(code),
    pay: { krwPerHour: from.optional(number), krwPerMonth: from.optional(number) },
    hours: from.optional(number),
    shifts: from.optional(number),
    employmentType: from.optional(number),
    requirements: from.list(() => readRequirement(from)),
    ageMin: from.optional(number),
    ageMax: from.optional(number),
    residence: from.optional(code),
    places: from.number(),
    validFromDay: from.optional(day),
    validThroughDay: from.optional(day),
  };
}
