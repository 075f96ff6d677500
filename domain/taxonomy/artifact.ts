import { ColumnReader, ColumnWriter } from "./columns.ts";
import { crc32 } from "./crc32.ts";
import { proximityTableLength } from "./proximity.ts";
import {
  type Broader,
  type Certificate,
  type Competency,
  type Computed,
  type Occupation,
  type OccupationCompetency,
  type TaxonomyParts,
  toLevel,
} from "./taxonomy.ts";

/**
 * A taxonomy as one file: a header of 32 bytes, then columns in a fixed order (see columns.ts).
 *
 *     0  "IEUM-TAX"   8  format version, 16 bits   12  bytes after the header   16  CRC-32 of these   (32 bits each; the rest is 0)
 *
 * It holds the parts and what is computed from them, so that loading computes nothing: relations and proximities lie in the file as they
 * lie in memory. (Each relation kept once, in bytes as few as it needs, makes a quarter less of ESCO's twelve megabytes and takes a
 * hundred milliseconds to unpack at every cold start.) The same taxonomy gives the same bytes. Its version is the label it was built with
 * and the checksum, so that a recommendation tells by what exactly it was found.
 */
const MAGIC = "IEUM-TAX";
const FORMAT_VERSION = 1;
const HEADER_BYTES = 32;

/** Parts the aliases of one entry within a line. */
const ALIAS_SEPARATOR = "\t";

/** Bits of how an occupation needs a competency: the level, and whether it is essential. */
const LEVEL_BITS = 7;
const ESSENTIAL_BIT = 8;

export type ArtifactFault = "not-an-artifact" | "version-unsupported" | "truncated" | "checksum-wrong" | "inconsistent";

export type ReadArtifact =
  | { readonly kind: "read"; readonly parts: TaxonomyParts; readonly computed: Computed }
  | { readonly kind: "unreadable"; readonly fault: ArtifactFault; readonly message: string };

const unreadable = (fault: ArtifactFault, message: string): ReadArtifact => ({ kind: "unreadable", fault, message });

interface Named {
  readonly code: string;
  readonly ko: string;
  readonly en: string;
  readonly aliases?: readonly string[];
}

function writeNames(out: ColumnWriter, entries: readonly Named[]): void {
  out.texts(entries.map(({ code }) => code));
  out.texts(entries.map(({ ko }) => ko));
  // A source in one language has the same name twice; the second is left empty.
  out.texts(entries.map(({ ko, en }) => (en === ko ? "" : en)));
  out.texts(entries.map(({ aliases = [] }) => aliases.join(ALIAS_SEPARATOR)));
}

function readNames(from: ColumnReader): (Named & { readonly aliases: readonly string[] })[] {
  const [codes, ko, en, aliases] = [from.texts(), from.texts(), from.texts(), from.texts()];
  return codes.map((code, at) => ({
    code,
    ko: ko[at] ?? "",
    en: en[at] || (ko[at] ?? ""),
    aliases: aliases[at] ? aliases[at].split(ALIAS_SEPARATOR) : [],
  }));
}

/** Rows of (competency, mark) as three columns. */
function writeRows(
  out: ColumnWriter,
  rows: readonly (readonly (readonly [code: string, mark: number])[])[],
  numberOf: (code: string) => number,
): void {
  const starts = new Uint32Array(rows.length + 1);
  rows.forEach((row, at) => {
    starts[at + 1] = (starts[at] ?? 0) + row.length;
  });
  const flat = rows.flat();
  out.numbers(starts);
  out.numbers(Uint16Array.from(flat, ([code]) => numberOf(code)));
  out.numbers(Uint8Array.from(flat, ([, mark]) => mark));
}

/**
 * Rows of cells by their places. A row is made when it is first read: ESCO's occupations have 129,000 cells between them, and a function
 * looks at few. `entries` is how many competencies there are.
 */
function readRows<T>(
  from: ColumnReader,
  entries: number,
  toCell: (number: number, mark: number) => T,
): (place: number) => readonly T[] {
  const [starts, numbers, marks] = [from.u32(), from.u16(), from.bytes()];
  if (numbers.some((number) => number === 0 || number > entries)) throw new RangeError("a row names no competency");
  const rows: (readonly T[] | undefined)[] = Array.from({ length: starts.length });
  return (place) => {
    const [begin, end] = [starts[place] ?? 0, starts[place + 1] ?? 0];
    rows[place] ??= Array.from(numbers.subarray(begin, end), (number, at) => toCell(number, marks[begin + at] ?? 0));
    return rows[place];
  };
}

function writePairs(out: ColumnWriter, pairs: readonly Broader[], placeOf: (code: string) => number): void {
  out.numbers(Uint16Array.from(pairs.flatMap(([narrower, broader]) => [placeOf(narrower), placeOf(broader)])));
}

function readPairs(from: ColumnReader, codeAt: (place: number) => string): Broader[] {
  const places = from.u16();
  return Array.from({ length: places.length >> 1 }, (_, at) => [
    codeAt(places[at * 2] ?? 0),
    codeAt(places[at * 2 + 1] ?? 0),
  ]);
}

/** Places of codes, counted from 1. Throws when a code is unknown: `checkTaxonomy` names such before. */
function placesOf(entries: readonly Named[]): (code: string) => number {
  const places = new Map(entries.map(({ code }, index) => [code, index + 1]));
  return (code) => {
    const place = places.get(code);
    if (place === undefined) throw new RangeError(`${code} is referred to and isn't there`);
    return place;
  };
}

/** Competency numbers and places fit 16 bits. */
const ENTRIES_MAX = 65_535;

function writeColumns(parts: TaxonomyParts, { relations, rarities, proximities }: Computed): Uint8Array {
  const { competencies, occupations, certificates, broader } = parts;
  const out = new ColumnWriter();
  const numberOf = placesOf(competencies);
  const groups = [...new Set(competencies.map(({ group }) => group))];
  const groupPlaces = new Map(groups.map((group, at) => [group, at]));
  out.texts([parts.version, parts.occupationCodes ?? "keco"]);
  out.texts(groups);
  writeNames(out, competencies);
  out.numbers(Uint16Array.from(competencies, ({ group }) => groupPlaces.get(group) ?? 0));
  writeNames(out, occupations);
  writeRows(
    out,
    occupations.map((occupation) =>
      occupation.competencies.map(([code, level, need]) => [code, level | (need === "essential" ? ESSENTIAL_BIT : 0)]),
    ),
    numberOf,
  );
  writeNames(out, certificates);
  writeRows(
    out,
    certificates.map(({ attests }) => attests),
    numberOf,
  );
  writePairs(out, broader?.competencies ?? [], numberOf);
  writePairs(out, broader?.occupations ?? [], placesOf(occupations));
  out.numbers(rarities);
  out.numbers(relations.start);
  out.numbers(relations.other);
  out.numbers(relations.bp);
  out.numbers(relations.kind);
  out.numbers(proximities);
  return out.toBytes();
}

/** A taxonomy and what was computed of it as the bytes of an artifact. Throws when a reference is unknown, see `checkTaxonomy`. */
export function encodeTaxonomy(parts: TaxonomyParts, computed: Computed): Uint8Array {
  if (Math.max(parts.competencies.length, parts.occupations.length) > ENTRIES_MAX) {
    throw new RangeError(`a taxonomy holds at most ${ENTRIES_MAX} competencies and as many occupations`);
  }
  const columns = writeColumns(parts, computed);
  const bytes = new Uint8Array(HEADER_BYTES + columns.length);
  bytes.set(new TextEncoder().encode(MAGIC));
  const view = new DataView(bytes.buffer);
  view.setUint16(8, FORMAT_VERSION, true);
  view.setUint32(12, columns.length, true);
  view.setUint32(16, crc32(columns), true);
  bytes.set(columns, HEADER_BYTES);
  return bytes;
}

/** What an artifact holds, or why it can't be read. `sumUp` is CRC-32, for whoever has a faster one at hand. */
export function decodeTaxonomy(given: Uint8Array, sumUp: (bytes: Uint8Array) => number = crc32): ReadArtifact {
  if (given.length < HEADER_BYTES || new TextDecoder().decode(given.subarray(0, MAGIC.length)) !== MAGIC) {
    return unreadable("not-an-artifact", "is no taxonomy artifact: it doesn't begin with its mark");
  }
  // Columns are read where they lie, which takes a buffer that is aligned.
  const bytes = given.byteOffset % Uint32Array.BYTES_PER_ELEMENT === 0 ? given : given.slice();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint16(8, true);
  if (version !== FORMAT_VERSION) {
    return unreadable("version-unsupported", `has the format version ${version}, ${FORMAT_VERSION} is known`);
  }
  const length = view.getUint32(12, true);
  const columns = bytes.subarray(HEADER_BYTES);
  if (columns.length !== length) {
    return unreadable("truncated", `is not whole: it has ${columns.length} bytes after the header, not ${length}`);
  }
  const checksum = sumUp(columns);
  if (checksum !== view.getUint32(16, true)) return unreadable("checksum-wrong", "is damaged: its checksum is wrong");
  try {
    return { kind: "read", ...readColumns(new ColumnReader(columns), checksum) };
  } catch (cause) {
    return unreadable("inconsistent", `is inconsistent: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

function readColumns(from: ColumnReader, checksum: number): { parts: TaxonomyParts; computed: Computed } {
  const [label = "", codes = ""] = from.texts();
  const groups = from.texts();
  const competencyNames = readNames(from);
  const groupPlaces = from.u16();
  const competencies = competencyNames.map(
    (names, at): Competency => ({ number: at + 1, ...names, group: groups[groupPlaces[at] ?? 0] ?? "" }),
  );
  const codeIn = (entries: readonly Named[]) => (place: number) => {
    const code = entries[place - 1]?.code;
    if (code === undefined) throw new RangeError(`there is no entry ${place}`);
    return code;
  };
  const codeOf = codeIn(competencies);
  const occupationNames = readNames(from);
  const needed = readRows(
    from,
    competencies.length,
    (number, mark): OccupationCompetency => [
      codeOf(number),
      toLevel(mark & LEVEL_BITS),
      (mark & ESSENTIAL_BIT) === 0 ? "optional" : "essential",
    ],
  );
  const occupations = occupationNames.map(
    (names, at): Occupation => ({
      number: at + 1,
      ...names,
      get competencies() {
        return needed(at);
      },
    }),
  );
  const certificateNames = readNames(from);
  const attested = readRows(from, competencies.length, (number, level) => [codeOf(number), toLevel(level)] as const);
  const certificates = certificateNames.map(
    (names, at): Certificate => ({ number: at + 1, ...names, attests: attested(at) }),
  );
  const broader = { competencies: readPairs(from, codeOf), occupations: readPairs(from, codeIn(occupations)) };
  const rarities = from.bytes();
  const relations = { start: from.u32(), other: from.u16(), bp: from.u16(), kind: from.bytes() };
  const isWhole = [relations.start.at(-1), relations.bp.length, relations.kind.length].every(
    (length) => length === relations.other.length,
  );
  if (!isWhole || relations.start.length !== competencies.length + 2) throw new RangeError("its relations don't fit");
  const proximities = from.bytes();
  if (proximities.length !== proximityTableLength(occupations.length)) {
    throw new RangeError("its proximities don't fit");
  }
  const version = `${label}-${checksum.toString(16).padStart(8, "0")}`;
  const occupationCodes = codes === "own" ? "own" : "keco";
  return {
    parts: { version, competencies, occupations, certificates, occupationCodes, broader },
    computed: { relations, rarities, proximities },
  };
}
