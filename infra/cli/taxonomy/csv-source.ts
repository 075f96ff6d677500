import type { Problem } from "../../../domain/taxonomy/check.ts";
import { OCCUPATION_CODE } from "../../../domain/taxonomy/occupation-codes.ts";
import type { Level } from "../../../domain/taxonomy/taxonomy.ts";
import { type Entry, type RelationRow, type TaxonomySource, toSource, USUAL_LEVEL } from "./source.ts";
import { type Folder, openFolder, readTable, type TableRow, tidy } from "./tables.ts";

/**
 * A folder of plain tables, UTF-8, comma-separated (`.csv`) or tab-separated (`.tsv`), packed (`.gz`) or not:
 *
 *     competencies.csv   code, name [, nameEn] [, aliases] [, group]
 *     occupations.csv    code, name [, nameEn] [, aliases]
 *     certificates.csv   code, name [, nameEn] [, aliases]              (may be missing)
 *     relations.csv      from, relation, to [, level]
 *
 * `relation` is `essential` or `optional` (an occupation and a competency), `attests` (a certificate and a competency) or `broader` (two
 * competencies, or two occupations, the wider one in `to`). `level` is 1–5 and 3 where it is left out. Aliases are parted by `;`. Codes are brought
 * into the form that events carry: of competencies and certificates lower case with hyphens for whatever is no letter or digit (O*NET's
 * `2.A.1.a` becomes `2-a-1-a`), of occupations the digits (`15-1252.00` becomes `15125200`), the leading ones naming their groups.
 */
export const CSV_FILES = ["competencies", "occupations", "certificates", "relations"] as const;

const called = (name: (typeof CSV_FILES)[number]): RegExp => new RegExp(`^${name}\\.[ct]sv$`, "u");

const competencyCodeOf = (text: string): string =>
  tidy(text)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, "-")
    .replaceAll(/^-+|-+$/gu, "");

function occupationCodeOf(text: string): string {
  const code = tidy(text);
  return OCCUPATION_CODE.test(code) ? code : code.replaceAll(/[-.]/gu, "");
}

function toEntry(row: TableRow, codeOf: (text: string) => string): Entry {
  const ko = tidy(row.cell("name"));
  return {
    where: row.where,
    code: codeOf(row.cell("code")),
    ko,
    en: tidy(row.cell("nameEn")) || ko,
    aliases: row
      .cell("aliases")
      .split(";")
      .map(tidy)
      .filter((alias) => alias !== ""),
    group: tidy(row.cell("group")),
  };
}

const LEVELS: ReadonlyMap<string, Level> = new Map([
  ["", USUAL_LEVEL],
  ["1", 1],
  ["2", 2],
  ["3", 3],
  ["4", 4],
  ["5", 5],
]);

/** A relation, or what is wrong with the line. */
function toRelation(row: TableRow, occupations: ReadonlySet<string>): RelationRow | Problem {
  const { where } = row;
  const relation = tidy(row.cell("relation"));
  const [from, to] = [row.cell("from"), row.cell("to")] as const;
  switch (relation) {
    case "broader": {
      const ofOccupations = occupations.has(occupationCodeOf(from)) || occupations.has(occupationCodeOf(to));
      const codeOf = ofOccupations ? occupationCodeOf : competencyCodeOf;
      return { where, relation, from: codeOf(from), to: codeOf(to) };
    }
    case "essential":
    case "optional":
    case "attests": {
      const level = LEVELS.get(tidy(row.cell("level")));
      if (level === undefined) return { kind: "level-out-of-range", where, what: tidy(row.cell("level")) };
      const holder = relation === "attests" ? competencyCodeOf(from) : occupationCodeOf(from);
      return { where, relation, from: holder, to: competencyCodeOf(to), level };
    }
    default:
      return { kind: "unknown-relation", where, what: relation === "" ? "no relation" : relation };
  }
}

function entriesOf(path: string, codeOf: (text: string) => string): readonly Entry[] {
  return readTable(path, ["code", "name"]).map((row) => toEntry(row, codeOf));
}

function relationsOf(folder: Folder, occupations: ReadonlySet<string>) {
  const rows = readTable(folder.need("relations.csv", called("relations")), ["from", "relation", "to"]);
  const relations: RelationRow[] = [];
  const problems: Problem[] = [];
  for (const row of rows) {
    const read = toRelation(row, occupations);
    if ("kind" in read) problems.push(read);
    else relations.push(read);
  }
  return { relations, problems };
}

/** Reads a folder of plain tables. Throws an `OperatorError` when a table or a column is missing. */
export function readCsvSource(path: string, version: string, occupationCodes: "keco" | "own"): TaxonomySource {
  const folder = openFolder(path);
  const competencies = entriesOf(folder.need("competencies.csv", called("competencies")), competencyCodeOf);
  const occupations = entriesOf(folder.need("occupations.csv", called("occupations")), occupationCodeOf);
  const certificateFile = folder.find(called("certificates"));
  const certificates = certificateFile === undefined ? [] : entriesOf(certificateFile, competencyCodeOf);
  const read = relationsOf(folder, new Set(occupations.map(({ code }) => code)));
  return toSource({ version, occupationCodes, competencies, occupations, certificates, ...read, notes: [] });
}
