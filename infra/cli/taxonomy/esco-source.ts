import { createHash } from "node:crypto";
import { findCycles, type Problem } from "../../../domain/taxonomy/check.ts";
import { type Entry, type RelationRow, type TaxonomySource, toSource, USUAL_LEVEL } from "./source.ts";
import { type Folder, openFolder, readTable, type TableRow, tidy } from "./tables.ts";

/**
 * ESCO as its download page gives it (CSV, any language): `skills_en.csv`, `occupations_en.csv`, `occupationSkillRelations_en.csv` and, if
 * they are there, `broaderRelationsSkillPillar_en.csv` and `broaderRelationsOccPillar_en.csv`. Where the first three are missing, two tables that
 * are made of them will do: `occupations_isco.tsv` and `occupation_skill_relations.tsv`, which name skills by their labels alone.
 *
 * A competency's code is the last part of its URI, or made of its label; an occupation's is its ISCO-08 group and the first eight digits of
 * its URI's last part, `2511-35553663`. ESCO has no levels and asks for no certificates.
 *
 * This service uses the ESCO classification of the European Commission.
 */
const FILES = {
  skills: /^skills_[a-z]{2}\.csv$/u,
  occupations: /^occupations_[a-z]{2}\.csv$/u,
  relations: /^occupationSkillRelations(?:_[a-z]{2})?\.csv$/u,
  broaderSkills: /^broaderRelationsSkillPillar(?:_[a-z]{2})?\.csv$/u,
  broaderOccupations: /^broaderRelationsOccPillar(?:_[a-z]{2})?\.csv$/u,
  occupationsByIsco: /^occupations_isco\.tsv$/u,
  relationsByLabel: /^occupation_skill_relations\.tsv$/u,
} as const;

const SKILL = "KnowledgeSkillCompetence";
const OCCUPATION = "Occupation";

/** Hexadecimal digits that tell apart occupations of one group, and labels of one spelling: one in 4 × 10⁹. */
const MARK_HEX_CHARS = 8;
const CODE_CHARS_MAX = 60;

const lastPartOf = (uri: string): string => tidy(uri).split("/").at(-1)?.toLowerCase() ?? "";

const markOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, MARK_HEX_CHARS);

function occupationCodeOf(uri: string, isco: string): string {
  const mark = /^[0-9a-f]{8}(?=-|$)/u.exec(lastPartOf(uri))?.[0] ?? markOf(tidy(uri));
  return `${tidy(isco).replace(/^C/u, "")}-${mark}`;
}

const isReleased = (row: TableRow): boolean => ["", "released"].includes(row.cell("status"));

function toEntry(row: TableRow, code: string, label: string): Entry {
  const name = tidy(row.cell(label));
  const aliases = row
    .cell("altLabels")
    .split("\n")
    .map(tidy)
    .filter((alias) => alias !== "");
  return { where: row.where, code, ko: name, en: name, aliases };
}

interface EscoLists {
  readonly competencies: readonly Entry[];
  readonly occupations: readonly Entry[];
  readonly relations: readonly RelationRow[];
  /** Codes by URI; empty where skills are named by labels alone. */
  readonly competencyCodes: ReadonlyMap<string, string>;
  readonly occupationCodes: ReadonlyMap<string, string>;
}

function toRelation(row: TableRow, from: string, relation: string, to: string): RelationRow | Problem {
  const { where } = row;
  if (relation !== "essential" && relation !== "optional") return { kind: "unknown-relation", where, what: relation };
  return { where, relation, from, to, level: USUAL_LEVEL };
}

function split(read: readonly (RelationRow | Problem)[]) {
  const relations: RelationRow[] = [];
  const problems: Problem[] = [];
  for (const one of read) {
    if ("kind" in one) problems.push(one);
    else relations.push(one);
  }
  return { relations, problems };
}

function readPublished(folder: Folder, skillFile: string): EscoLists & { readonly problems: readonly Problem[] } {
  const skills = readTable(skillFile, ["conceptUri", "preferredLabel"]).filter(isReleased);
  const competencyCodes = new Map(
    skills.map((row) => [tidy(row.cell("conceptUri")), lastPartOf(row.cell("conceptUri"))]),
  );
  const occupationFile = folder.need("occupations_<language>.csv", FILES.occupations);
  const rows = readTable(occupationFile, ["conceptUri", "iscoGroup", "preferredLabel"]).filter(isReleased);
  const codeOf = (row: TableRow) => occupationCodeOf(row.cell("conceptUri"), row.cell("iscoGroup"));
  const occupationCodes = new Map(rows.map((row) => [tidy(row.cell("conceptUri")), codeOf(row)]));
  const relationFile = folder.need("occupationSkillRelations_<language>.csv", FILES.relations);
  const read = readTable(relationFile, ["occupationUri", "relationType", "skillUri"]).map((row) => {
    const [occupation, skill] = [tidy(row.cell("occupationUri")), tidy(row.cell("skillUri"))];
    const from = occupationCodes.get(occupation) ?? occupation;
    return toRelation(row, from, tidy(row.cell("relationType")), competencyCodes.get(skill) ?? skill);
  });
  return {
    competencies: skills.map((row) => toEntry(row, lastPartOf(row.cell("conceptUri")), "preferredLabel")),
    occupations: rows.map((row) => toEntry(row, codeOf(row), "preferredLabel")),
    competencyCodes,
    occupationCodes,
    ...split(read),
  };
}

const slugOf = (label: string): string =>
  label
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, "-")
    .replaceAll(/^-+|-+$/gu, "");

/** Codes for labels: letters and digits, and a mark where that is too long or not enough to tell two apart (`C#`, `C++`). */
function codesOfLabels(labels: readonly string[]): ReadonlyMap<string, string> {
  const spelled = new Map<string, number>();
  for (const label of labels) spelled.set(slugOf(label), (spelled.get(slugOf(label)) ?? 0) + 1);
  return new Map(
    labels.map((label) => {
      const slug = slugOf(label);
      if (slug !== "" && slug.length <= CODE_CHARS_MAX && spelled.get(slug) === 1) return [label, slug];
      const room = CODE_CHARS_MAX - MARK_HEX_CHARS - 1;
      return [label, [slug.slice(0, room).replace(/-$/u, ""), markOf(label)].filter((part) => part !== "").join("-")];
    }),
  );
}

function readByLabel(folder: Folder): EscoLists & { readonly problems: readonly Problem[] } {
  const called = "skills_<language>.csv (nor occupations_isco.tsv with occupation_skill_relations.tsv)";
  const rows = readTable(folder.need(called, FILES.occupationsByIsco), [
    "occupation_uri",
    "occupation_name",
    "isco_code",
  ]);
  const relationFile = folder.need("occupation_skill_relations.tsv", FILES.relationsByLabel);
  const lines = readTable(relationFile, ["occupation_uri", "relation", "skill_label"]);
  const codeOf = (row: TableRow) => occupationCodeOf(row.cell("occupation_uri"), row.cell("isco_code"));
  const occupationCodes = new Map(rows.map((row) => [tidy(row.cell("occupation_uri")), codeOf(row)]));
  const firstRows = new Map<string, TableRow>();
  for (const row of lines) {
    const label = tidy(row.cell("skill_label"));
    if (!firstRows.has(label)) firstRows.set(label, row);
  }
  const codes = codesOfLabels([...firstRows.keys()]);
  const read = lines.map((row) => {
    const occupation = tidy(row.cell("occupation_uri"));
    const to = codes.get(tidy(row.cell("skill_label"))) ?? "";
    return toRelation(row, occupationCodes.get(occupation) ?? occupation, tidy(row.cell("relation")), to);
  });
  return {
    competencies: Array.from(firstRows, ([label, row]) => toEntry(row, codes.get(label) ?? "", "skill_label")),
    occupations: rows.map((row) => toEntry(row, codeOf(row), "occupation_name")),
    competencyCodes: new Map(),
    occupationCodes,
    ...split(read),
  };
}

interface Edge {
  readonly where: string;
  readonly narrower: string;
  readonly broader: string;
  /** What both ends are; undefined when they differ, as a skill and a group of skills do. */
  readonly among: string | undefined;
}

function edgesOf(path: string | undefined): readonly Edge[] {
  if (path === undefined) return [];
  const needed = ["conceptType", "conceptUri", "broaderType", "broaderUri"];
  return readTable(path, needed).map((row) => ({
    where: row.where,
    narrower: tidy(row.cell("conceptUri")),
    broader: tidy(row.cell("broaderUri")),
    among: row.cell("conceptType") === row.cell("broaderType") ? row.cell("conceptType") : undefined,
  }));
}

/** The group below the root that a concept lies in, by the last part of its URI; of several, the first. Undefined without a hierarchy. */
function groupsIn(edges: readonly Edge[]): (uri: string) => string | undefined {
  const parents = new Map<string, string[]>();
  for (const { narrower, broader } of edges) parents.set(narrower, [...(parents.get(narrower) ?? []), broader]);
  return (uri) => {
    const below = new Set<string>();
    const seen = new Set([uri]);
    for (const concept of seen) {
      for (const parent of parents.get(concept) ?? []) {
        if (parents.has(parent)) seen.add(parent);
        else below.add(lastPartOf(concept));
      }
    }
    below.delete(lastPartOf(uri));
    return [...below].sort()[0];
  };
}

/** Relations between two concepts that both have a code; the rest of the hierarchy is looked through for cycles. */
function broaderOf(edges: readonly Edge[], concept: string, codes: ReadonlyMap<string, string>) {
  const tells = (edge: Edge): boolean => edge.among === concept && codes.size > 0;
  const codeOf = (uri: string): string => codes.get(uri) ?? uri;
  const relations = edges.filter(tells).map(
    ({ where, narrower, broader }): RelationRow => ({
      where,
      relation: "broader",
      from: codeOf(narrower),
      to: codeOf(broader),
    }),
  );
  const others = edges.filter((edge) => !tells(edge)).map(({ narrower, broader }) => [narrower, broader] as const);
  const problems = findCycles(others).map(
    (cycle): Problem => ({ kind: "cycle", where: cycle[0] ?? "", what: cycle.join(" → ") }),
  );
  return { relations, problems };
}

/** Reads a folder of ESCO's files. Throws an `OperatorError` when a file or a column is missing. */
export function readEscoSource(path: string, version: string): TaxonomySource {
  const folder = openFolder(path);
  const skillFile = folder.find(FILES.skills);
  const lists = skillFile === undefined ? readByLabel(folder) : readPublished(folder, skillFile);
  const skillEdges = edgesOf(folder.find(FILES.broaderSkills));
  const skills = broaderOf(skillEdges, SKILL, lists.competencyCodes);
  const occupations = broaderOf(edgesOf(folder.find(FILES.broaderOccupations)), OCCUPATION, lists.occupationCodes);
  const groupOf = groupsIn(skillEdges);
  const groups = new Map(Array.from(lists.competencyCodes, ([uri, code]) => [code, groupOf(uri)]));
  const isByLabel = skillFile === undefined && skillEdges.length > 0;
  return toSource({
    version,
    occupationCodes: "own",
    competencies: lists.competencies.map((entry) => ({ ...entry, group: groups.get(entry.code) ?? "" })),
    occupations: lists.occupations,
    certificates: [],
    relations: [...lists.relations, ...skills.relations, ...occupations.relations],
    problems: [...lists.problems, ...skills.problems, ...occupations.problems],
    notes: isByLabel
      ? [
          "the hierarchy of skills is left out: it goes by URI, and without skills_<language>.csv skills have labels alone",
        ]
      : [],
  });
}
