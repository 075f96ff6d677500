import { taxonomyCode } from "../../../domain/model/primitives.ts";
import type { Problem, ProblemKind } from "../../../domain/taxonomy/check.ts";
import { normaliseName } from "../../../domain/taxonomy/name-index.ts";
import { OCCUPATION_CODE } from "../../../domain/taxonomy/occupation-codes.ts";
import type {
  Broader,
  Certificate,
  Competency,
  Level,
  Occupation,
  OccupationCompetency,
  TaxonomyParts,
} from "../../../domain/taxonomy/taxonomy.ts";

/** A taxonomy as its files give it: the parts, which hold together, and what had to be left out of them. */
export interface TaxonomySource {
  readonly parts: TaxonomyParts;
  /** What is wrong in the files themselves; `where` is file and line. */
  readonly problems: readonly Problem[];
  /** What is no problem and yet worth knowing. */
  readonly notes: readonly string[];
}

/** An entry of a list as a file gives it. */
export interface Entry {
  readonly where: string;
  readonly code: string;
  readonly ko: string;
  readonly en: string;
  readonly aliases: readonly string[];
  readonly group?: string;
}

export type Relation =
  | { readonly relation: "essential" | "optional" | "attests"; readonly level: Level }
  | { readonly relation: "broader" };

/** One line of relations, by codes. */
export type RelationRow = Relation & { readonly where: string; readonly from: string; readonly to: string };

export interface Lists {
  readonly version: string;
  readonly occupationCodes: "keco" | "own";
  readonly competencies: readonly Entry[];
  readonly occupations: readonly Entry[];
  readonly certificates: readonly Entry[];
  readonly relations: readonly RelationRow[];
  /** Found while reading, before the lists were put together. */
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

/** Level of a competency where a source has none: done alone. */
export const USUAL_LEVEL: Level = 3;

const isTaxonomyCode = (code: string): boolean => taxonomyCode.safeParse(code).success;

const byCode = (a: { readonly code: string }, b: { readonly code: string }): number =>
  a.code < b.code ? -1 : a.code > b.code ? 1 : 0;

/** Entries with a code and a name, each code once, in the order of their codes: the order of a file's lines changes nothing. */
function soundEntries(entries: readonly Entry[], isCode: (code: string) => boolean, problems: Problem[]): Entry[] {
  const taken = new Map<string, string>();
  const sound = entries.filter(({ code, ko, where }) => {
    const report = (kind: ProblemKind, what: string): boolean => {
      problems.push({ kind, where, what });
      return false;
    };
    if (!isCode(code)) return report("malformed-code", code === "" ? "no code" : code);
    if (normaliseName(ko) === "") return report("empty-name", code);
    const first = taken.get(code);
    if (first !== undefined) return report("duplicate-code", `${code}, as in ${first}`);
    taken.set(code, where);
    return true;
  });
  return withClearAliases(sound.sort(byCode));
}

/**
 * A name that two entries go by says neither: such aliases are left out, as is an alias that is the name of an entry. Sources have
 * thousands of them, so they are no problems to put right.
 */
function withClearAliases(entries: readonly Entry[]): Entry[] {
  const names = new Set(entries.flatMap(({ ko, en }) => [normaliseName(ko), normaliseName(en)]));
  const holders = new Map<string, string>();
  const shared = new Set<string>();
  for (const { code, aliases } of entries) {
    for (const alias of aliases.map(normaliseName)) {
      if ((holders.get(alias) ?? code) !== code) shared.add(alias);
      holders.set(alias, code);
    }
  }
  return entries.map((entry) => {
    const kept = new Map<string, string>();
    for (const alias of entry.aliases) {
      const key = normaliseName(alias);
      if (key !== "" && !names.has(key) && !shared.has(key) && !kept.has(key)) kept.set(key, alias);
    }
    return { ...entry, aliases: [...kept.values()] };
  });
}

/** What the relations come to, each list by the code it starts from. */
interface Related {
  readonly needed: ReadonlyMap<string, readonly OccupationCompetency[]>;
  readonly attested: ReadonlyMap<string, readonly (readonly [code: string, level: Level])[]>;
  readonly broaderCompetencies: readonly Broader[];
  readonly broaderOccupations: readonly Broader[];
}

type CodeSet = ReadonlyMap<string, unknown>;

interface Known {
  readonly competencies: CodeSet;
  readonly occupations: CodeSet;
  readonly certificates: CodeSet;
}

const essentialFirst = ([codeA, , a]: OccupationCompetency, [codeB, , b]: OccupationCompetency): number =>
  a === b ? (codeA < codeB ? -1 : 1) : a === "essential" ? -1 : 1;

/** Which list both ends of a relation have to be in; undefined when one of them is in none. */
function endsOf({ relation, from, to }: RelationRow, known: Known): keyof Known | undefined {
  if (relation === "broader") {
    if (known.competencies.has(from) && known.competencies.has(to)) return "competencies";
    return known.occupations.has(from) && known.occupations.has(to) ? "occupations" : undefined;
  }
  if (!known.competencies.has(to)) return undefined;
  const holders = relation === "attests" ? "certificates" : "occupations";
  return known[holders].has(from) ? holders : undefined;
}

function relate(rows: readonly RelationRow[], known: Known, problems: Problem[]): Related {
  const needed = new Map<string, Map<string, OccupationCompetency>>();
  const attested = new Map<string, Map<string, readonly [string, Level]>>();
  const broader = { competencies: new Map<string, Broader>(), occupations: new Map<string, Broader>() };
  const seen = new Set<string>();
  for (const row of rows) {
    const { where, from, to } = row;
    const list = endsOf(row, known);
    if (list === undefined) {
      problems.push({ kind: "unknown-reference", where, what: `${from} ${row.relation} ${to}` });
      continue;
    }
    const pair = `${row.relation === "optional" ? "essential" : row.relation} ${from} ${to}`;
    if (row.relation === "broader") {
      broader[list === "occupations" ? "occupations" : "competencies"].set(pair, [from, to]);
    } else if (row.relation === "attests") {
      attested.set(from, (attested.get(from) ?? new Map()).set(to, [to, row.level]));
    } else {
      const own = needed.get(from) ?? new Map<string, OccupationCompetency>();
      needed.set(from, own);
      // What is essential in one line and optional in another is essential; ESCO has some of these.
      if (!(own.get(to)?.[2] === "essential")) own.set(to, [to, row.level, row.relation]);
    }
    const exact = `${pair} ${row.relation}`;
    if (seen.has(exact)) problems.push({ kind: "duplicate-reference", where, what: `${from} ${row.relation} ${to}` });
    seen.add(exact);
  }
  const sorted = (pairs: ReadonlyMap<string, Broader>): readonly Broader[] =>
    [...pairs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, pair]) => pair);
  return {
    needed: new Map(Array.from(needed, ([code, own]) => [code, [...own.values()].sort(essentialFirst)])),
    attested: new Map(
      Array.from(attested, ([code, own]) => [code, [...own.values()].sort(([a], [b]) => (a < b ? -1 : 1))]),
    ),
    broaderCompetencies: sorted(broader.competencies),
    broaderOccupations: sorted(broader.occupations),
  };
}

/** Puts the lists together. What doesn't fit is left out and told. */
export function toSource(lists: Lists): TaxonomySource {
  const problems = [...lists.problems];
  const competencyEntries = soundEntries(lists.competencies, isTaxonomyCode, problems);
  const occupationEntries = soundEntries(lists.occupations, (code) => OCCUPATION_CODE.test(code), problems);
  const certificateEntries = soundEntries(lists.certificates, isTaxonomyCode, problems);
  const known: Known = {
    competencies: new Map(competencyEntries.map((entry) => [entry.code, entry])),
    occupations: new Map(occupationEntries.map((entry) => [entry.code, entry])),
    certificates: new Map(certificateEntries.map((entry) => [entry.code, entry])),
  };
  const related = relate(lists.relations, known, problems);
  const named = ({ code, ko, en, aliases }: Entry, at: number) => ({ number: at + 1, code, ko, en, aliases });
  const parts: TaxonomyParts = {
    version: lists.version,
    occupationCodes: lists.occupationCodes,
    competencies: competencyEntries.map(
      (entry, at): Competency => ({ ...named(entry, at), group: entry.group || entry.code }),
    ),
    occupations: occupationEntries.map(
      (entry, at): Occupation => ({ ...named(entry, at), competencies: related.needed.get(entry.code) ?? [] }),
    ),
    certificates: certificateEntries.map(
      (entry, at): Certificate => ({ ...named(entry, at), attests: related.attested.get(entry.code) ?? [] }),
    ),
    broader: { competencies: related.broaderCompetencies, occupations: related.broaderOccupations },
  };
  return { parts, problems, notes: lists.notes };
}
