import type { InstitutionDays } from "../institution/days.ts";
import type { ApplicantFacts, OpeningFacts } from "../matching/facts.ts";
import type { ApplicantStanding } from "../matching/standing.ts";
import { isPlacesOf, type PlaceSpan, type PlacesOf } from "../programme/places.ts";
import type { RuleFacts } from "../programme/rule-facts.ts";
import { readApplicant, writeApplicant } from "./applicant-record.ts";
import { ByteReader, ByteWriter } from "./byte-stream.ts";
import { readDays, writeDays } from "./institution-record.ts";
import { readMore, writeMore } from "./opening-more.ts";
import { readOpening, writeOpening } from "./opening-record.ts";
import {
  hasMoreStanding,
  hasParts,
  readCoursesBefore,
  readMoreStanding,
  readOpeningProgramme,
  readParts,
  readRules,
  readSpans,
  readStanding,
  withPlaces,
  writeCoursesBefore,
  writeMoreStanding,
  writeParts,
  writePlaces,
  writeRules,
  writeSpans,
} from "./programme-record.ts";
import {
  APPLICANT_TYPE,
  FORMAT_VERSION,
  formatOf,
  PARTS_FORMAT_VERSION,
  recordTypes,
  STANDING_FORMAT_VERSION,
  type StoredRecord,
  storedType,
} from "./record-format.ts";

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
      /** The event that it follows from: by it the same is told under the same ids. Missing where nobody is told from here. */
      readonly causationId?: string;
    }
  | { readonly type: "day"; readonly day: number; readonly previousDay: number | undefined }
  | {
      readonly type: "programme";
      readonly rules: RuleFacts;
      /** The rules that the programme went by when these came. */
      readonly previousRules: RuleFacts | undefined;
      /** As of an opening that has closed. */
      readonly causationId?: string;
    }
  /** How places of a programme are taken: everybody of one year, or of one site. */
  | {
      readonly type: "places";
      readonly programmeId: string;
      readonly of: PlacesOf;
      /** Rises with everything that is recorded of them. */
      readonly revision: number;
      readonly spans: readonly PlaceSpan[];
      /** How they were taken when this came. */
      readonly previousSpans?: readonly PlaceSpan[];
      readonly causationId?: string;
    }
  /** The days of an institution that offers openings. */
  | {
      readonly type: "institution";
      readonly institutionId: string;
      readonly revision: number;
      readonly days: InstitutionDays;
      /** Those that it had when this came; missing where none were known. */
      readonly previousDays?: InstitutionDays;
      readonly causationId?: string;
    };

/** What makes something else of openings that are in the log already. */
export type RemakingRecord = Extract<LogRecord, { type: "programme" | "places" | "institution" }>;

export function isRemaking(record: LogRecord): record is RemakingRecord {
  return record.type === "programme" || record.type === "places" || record.type === "institution";
}

/** Whether bytes claim to be an applicant's record, of any version, with nothing beside the facts: the index takes those in as they are. */
export function isApplicantRecord(bytes: Uint8Array): boolean {
  const version = bytes[0] as number;
  return version >= FORMAT_VERSION && version <= PARTS_FORMAT_VERSION && bytes[1] === APPLICANT_TYPE;
}

/** What programmes ask about an applicant, from where a record of theirs goes on behind the profile; undefined where a record of its version ends there. */
export function standingAt(bytes: Uint8Array, start: number): ApplicantStanding | undefined {
  if (bytes[0] === FORMAT_VERSION && start === bytes.length) return undefined;
  const from = new ByteReader(bytes, start);
  const standing = readStandingOf(from, bytes[0] as number);
  if (!from.isAtEnd) throw new RangeError("a log record is followed by more bytes");
  return standing;
}

/** Packs a record. The same record always gives the same bytes. */
export function encodeRecord(record: LogRecord): Uint8Array {
  const out = new ByteWriter();
  out.number(formatOf(record));
  if (isRemaking(record) && record.causationId !== undefined) {
    out.number(recordTypes.indexOf("caused"));
    out.ascii(record.causationId);
  }
  const stored = storedType(record);
  out.number(recordTypes.indexOf(stored));
  switch (record.type) {
    case "applicant":
      if (record.completions !== undefined) out.number(record.completions);
      writeApplicant(out, record.facts);
      if (hasMoreStanding(record.facts.standing)) writeMoreStanding(out, record.facts.standing);
      if (hasParts(record.facts.standing)) writeParts(out, record.facts.standing);
      break;
    case "opening":
      if (stored === "opening-with-start") out.signed(record.facts.startsOnDay ?? 0);
      if (stored === "opening-with-institution") {
        out.ascii(record.facts.institutionId ?? "");
        out.optional(record.facts.startsOnDay, (day) => out.signed(day));
      }
      if (stored !== "opening") writeMore(out, record);
      writeOpening(out, record.facts);
      break;
    case "applicant-withdrawn":
      out.ascii(record.applicantId);
      out.number(record.revision);
      break;
    case "opening-closed":
      if (record.causationId !== undefined) out.ascii(record.causationId);
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
      for (const rules of [record.rules, record.previousRules]) {
        if (rules === undefined) continue;
        writeCoursesBefore(out, rules);
        if (stored === "programme-with-places") writePlaces(out, rules);
      }
      break;
    case "places":
      out.ascii(record.programmeId);
      out.ascii(record.of);
      out.number(record.revision);
      writeSpans(out, record.spans);
      out.optional(record.previousSpans, (spans) => writeSpans(out, spans));
      break;
    case "institution":
      out.ascii(record.institutionId);
      out.number(record.revision);
      writeDays(out, record.days);
      out.optional(record.previousDays, (days) => writeDays(out, days));
      break;
  }
  return out.bytes();
}

const personTypes = ["applicant", "applicant-with-completions"] as const satisfies readonly StoredRecord[];

const openingTypes = [
  "opening",
  "opening-with-more",
  "opening-with-start",
  "opening-with-institution",
] as const satisfies readonly StoredRecord[];

function isOfPerson(type: StoredRecord | undefined): boolean {
  return personTypes.some((one) => one === type);
}

function isOfOpening(type: StoredRecord | undefined): boolean {
  return openingTypes.some((one) => one === type);
}

/** The id in an applicant's record. */
export function applicantIdOf(bytes: Uint8Array): string {
  return new ByteReader(bytes, 2).ascii();
}

/** Unpacks a record; throws on an unknown version or damaged bytes. */
export function decodeRecord(bytes: Uint8Array): LogRecord {
  const from = new ByteReader(bytes);
  const version = from.number();
  if (version < FORMAT_VERSION || version > PARTS_FORMAT_VERSION) {
    throw new RangeError(`unknown format version ${version} of a log record`);
  }
  const record = readRecord(from, version);
  if (!from.isAtEnd) throw new RangeError("a log record is followed by more bytes");
  return record;
}

function readRecord(from: ByteReader, version: number): LogRecord {
  const type = recordTypes[from.number()];
  const isOfProgramme = version !== FORMAT_VERSION;
  if (isOfProgramme && !isOfPerson(type) && (version === PARTS_FORMAT_VERSION || !isOfOpening(type))) {
    throw new RangeError("the versions of programmes are an applicant's or an opening's");
  }
  switch (type) {
    case "applicant":
    case "applicant-with-completions":
      return readPerson(from, type, version);
    case "opening":
    case "opening-with-more":
    case "opening-with-start":
    case "opening-with-institution":
      return readPosted(from, type, version);
    case "applicant-withdrawn":
      return { type, applicantId: from.ascii(), revision: from.number() };
    case "opening-closed":
    case "opening-closed-with-cause": {
      const causationId = type === "opening-closed" ? undefined : from.ascii();
      return {
        type: "opening-closed",
        openingId: from.ascii(),
        revision: from.number(),
        districts: from.list(() => from.ascii()),
        ...(causationId !== undefined && { causationId }),
      };
    }
    case "day":
      return { type, day: from.signed(), previousDay: from.optional(() => from.signed()) };
    case "programme":
      return { type, rules: readRules(from), previousRules: from.optional(() => readRules(from)) };
    case "programme-with-courses":
    case "programme-with-places":
      return readMoreRules(from, type);
    case "places": {
      const [programmeId, of, revision] = [from.ascii(), from.ascii(), from.number()];
      if (!isPlacesOf(of)) throw new RangeError("places are of a year or a site");
      const [spans, previousSpans] = [readSpans(from), from.optional(() => readSpans(from))];
      return { type, programmeId, of, revision, spans, ...(previousSpans && { previousSpans }) };
    }
    case "institution": {
      const [institutionId, revision, days] = [from.ascii(), from.number(), readDays(from)];
      const previousDays = from.optional(() => readDays(from));
      return { type, institutionId, revision, days, ...(previousDays && { previousDays }) };
    }
    case "caused": {
      const causationId = from.ascii();
      const record = readRecord(from, version);
      if (!isRemaking(record) || record.causationId !== undefined) {
        throw new RangeError("only what makes something else of openings has a cause before it");
      }
      return { ...record, causationId };
    }
    default:
      throw new RangeError("unknown type of a log record");
  }
}

function readPerson(from: ByteReader, type: (typeof personTypes)[number], version: number): LogRecord {
  const completions = type === "applicant" ? undefined : from.number();
  const profile = readApplicant(from);
  const standing = readStandingOf(from, version);
  const facts = standing === undefined ? profile : { ...profile, standing };
  return { type: "applicant", facts, ...(completions !== undefined && { completions }) };
}

function readStandingOf(from: ByteReader, version: number): ApplicantStanding | undefined {
  if (version === FORMAT_VERSION) return undefined;
  return {
    ...readStanding(from),
    ...(version >= STANDING_FORMAT_VERSION && readMoreStanding(from)),
    ...(version === PARTS_FORMAT_VERSION && readParts(from)),
  };
}

function readPosted(from: ByteReader, type: (typeof openingTypes)[number], version: number): LogRecord {
  const hasInstitution = type === "opening-with-institution";
  const hasStart = type === "opening-with-start";
  const institutionId = hasInstitution ? from.ascii() : undefined;
  const readStart = () => from.signed();
  const startsOnDay = hasStart ? readStart() : hasInstitution ? from.optional(readStart) : undefined;
  const { openSince, course } = type === "opening" ? {} : readMore(from, hasStart || hasInstitution);
  const facts = readOpening(from);
  const isOfProgramme = version !== FORMAT_VERSION;
  return {
    type: "opening",
    facts: {
      ...facts,
      ...(course !== undefined && { course }),
      ...(startsOnDay !== undefined && { startsOnDay }),
      ...(institutionId !== undefined && { institutionId }),
      ...(isOfProgramme && { programme: readOpeningProgramme(from, version >= STANDING_FORMAT_VERSION) }),
    },
    ...(openSince !== undefined && { openSince }),
  };
}

function readMoreRules(from: ByteReader, type: "programme-with-courses" | "programme-with-places"): LogRecord {
  const [rules, previousRules] = [readRules(from), from.optional(() => readRules(from))];
  const withMore = (one: RuleFacts): RuleFacts => {
    const withCourses = { ...one, ...readCoursesBefore(from) };
    return type === "programme-with-places" ? withPlaces(from, withCourses) : withCourses;
  };
  const record = {
    type: "programme",
    rules: withMore(rules),
    previousRules: previousRules && withMore(previousRules),
  } as const;
  if (storedType(record) !== type) throw new RangeError("rules have nothing of what their record is for");
  return record;
}
