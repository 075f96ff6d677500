import type { ApplicantFacts, OpeningFacts } from "../matching/facts.ts";
import { openingKinds } from "../model/primitives.ts";
import type { RuleFacts } from "../programme/rule-facts.ts";
import { readApplicant, writeApplicant } from "./applicant-record.ts";
import { ByteReader, ByteWriter } from "./byte-stream.ts";
import { readMore, writeMore } from "./opening-more.ts";
import {
  hasMoreStanding,
  readCoursesBefore,
  readMoreStanding,
  readOpeningProgramme,
  readRules,
  readStanding,
  writeCoursesBefore,
  writeMoreStanding,
  writeOpeningProgramme,
  writeRules,
} from "./programme-record.ts";
import { readRequirement, writeRequirement } from "./requirement-record.ts";

/**
 * One item of a shard's log: an entity as the index needs it, or the fact that it is gone. Of a person who left, the id alone stays. What
 * the shard knew when a record came, and won't know any more when the record is worked on again, stands in the record: the districts that had
 * matches of an opening when it closed, and the day that the shard stood at before a day started.
 */
export type LogRecord =
  | {
      readonly type: "applicant";
      readonly facts: ApplicantFacts;
      /** How many things are in the facts beside the profile: completions, and recorded parts in programmes; missing for none. */
      readonly completions?: number;
    }
  | {
      readonly type: "opening";
      readonly facts: OpeningFacts;
      /** The day from which on it has been looking for people. */
      readonly openSince?: number;
    }
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

/** That of programmes, where a person's standing goes on behind its first version. */
export const STANDING_FORMAT_VERSION = 4;

/**
 * Those "with" something are the ones of the same name with more before the same bytes: a profile with completions, and an opening with the day that it was posted on
 * and what it leads to. So records from before there was either read as they did.
 */
const recordTypes = [
  "applicant",
  "opening",
  "applicant-withdrawn",
  "opening-closed",
  "day",
  "programme",
  "applicant-with-completions",
  "opening-with-more",
  "programme-with-courses",
  "opening-with-start",
] as const;

type StoredRecord = (typeof recordTypes)[number];

function storedType(record: LogRecord): StoredRecord {
  if (record.type === "applicant" && record.completions !== undefined) return "applicant-with-completions";
  if (record.type === "programme") {
    const hasCourses = [record.rules, record.previousRules].some((rules) => rules?.coursesBefore !== undefined);
    return hasCourses ? "programme-with-courses" : "programme";
  }
  if (record.type === "opening" && record.facts.startsOnDay !== undefined) return "opening-with-start";
  const hasMore = record.type === "opening" && (record.openSince !== undefined || record.facts.course !== undefined);
  return hasMore ? "opening-with-more" : record.type;
}

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

/** Completions and parts in programmes that a record's facts have in them: of two records at one revision, the one with more is the later. */
export function recordCompletions(record: LogRecord): number {
  return record.type === "applicant" ? (record.completions ?? 0) : 0;
}

/** Packs a record. The same record always gives the same bytes. */
export function encodeRecord(record: LogRecord): Uint8Array {
  const out = new ByteWriter();
  out.number(formatOf(record));
  const stored = storedType(record);
  out.number(recordTypes.indexOf(stored));
  switch (record.type) {
    case "applicant":
      if (record.completions !== undefined) out.number(record.completions);
      writeApplicant(out, record.facts);
      if (hasMoreStanding(record.facts.standing)) writeMoreStanding(out, record.facts.standing);
      break;
    case "opening":
      if (stored === "opening-with-start") out.signed(record.facts.startsOnDay ?? 0);
      if (stored !== "opening") writeMore(out, record);
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
      if (stored === "programme") break;
      for (const rules of [record.rules, record.previousRules]) if (rules !== undefined) writeCoursesBefore(out, rules);
      break;
  }
  return out.bytes();
}

function isOfPerson(type: StoredRecord | undefined): boolean {
  return type === "applicant" || type === "applicant-with-completions";
}

function isOfOpening(type: StoredRecord | undefined): boolean {
  return type === "opening" || type === "opening-with-more" || type === "opening-with-start";
}

function formatOf(record: LogRecord): number {
  if (record.type === "applicant" && hasMoreStanding(record.facts.standing)) return STANDING_FORMAT_VERSION;
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
  if (version < FORMAT_VERSION || version > STANDING_FORMAT_VERSION) {
    throw new RangeError(`unknown format version ${version} of a log record`);
  }
  const record = readRecord(from, version);
  if (!from.isAtEnd) throw new RangeError("a log record is followed by more bytes");
  return record;
}

function readRecord(from: ByteReader, version: number): LogRecord {
  const type = recordTypes[from.number()];
  const isOfProgramme = version !== FORMAT_VERSION;
  const hasMoreOfPerson = version === STANDING_FORMAT_VERSION;
  if (isOfProgramme && !isOfPerson(type) && (hasMoreOfPerson || !isOfOpening(type))) {
    throw new RangeError("the versions of programmes are an applicant's or an opening's");
  }
  switch (type) {
    case "applicant":
    case "applicant-with-completions": {
      const completions = type === "applicant" ? undefined : from.number();
      const facts = readApplicant(from);
      return {
        type: "applicant",
        facts: isOfProgramme
          ? { ...facts, standing: { ...readStanding(from), ...(hasMoreOfPerson && readMoreStanding(from)) } }
          : facts,
        ...(completions !== undefined && { completions }),
      };
    }
    case "opening":
    case "opening-with-more":
    case "opening-with-start": {
      const startsOnDay = type === "opening-with-start" ? from.signed() : undefined;
      const { openSince, course } = type === "opening" ? {} : readMore(from, type === "opening-with-start");
      const facts = readOpening(from);
      return {
        type: "opening",
        facts: {
          ...facts,
          ...(course !== undefined && { course }),
          ...(startsOnDay !== undefined && { startsOnDay }),
          ...(isOfProgramme && { programme: readOpeningProgramme(from) }),
        },
        ...(openSince !== undefined && { openSince }),
      };
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
    case "programme-with-courses": {
      const [rules, previousRules] = [readRules(from), from.optional(() => readRules(from))];
      const withCourses = (one: RuleFacts): RuleFacts => ({ ...one, ...readCoursesBefore(from) });
      return {
        type: "programme",
        rules: withCourses(rules),
        previousRules: previousRules && withCourses(previousRules),
      };
    }
    default:
      throw new RangeError("unknown type of a log record");
  }
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
