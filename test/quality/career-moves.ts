import {
  type ApplicantFacts,
  type OpeningFacts,
  toApplicantFacts,
  toOpeningFacts,
} from "../../domain/matching/facts.ts";
import type { Applicant } from "../../domain/model/applicant.ts";
import type { Opening } from "../../domain/model/opening.ts";
import { createTaxonomy, type Level, type Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import type { Grades } from "./metrics.ts";
import { readLabels, readTable, requireKnown, UnusableSet, uniqueIds } from "./read-table.ts";

/**
 * A set of career moves: openings and persons as lists of competencies, pairs that are no candidates because person and opening are the same
 * occupation, and graded labels of where people of one occupation could go.
 *
 * What production has and the set lacks stays unknown: districts, pay, hours, wishes, certificates. Levels are unknown on both sides and
 * can't be left open, so both are at the middle one, where what is held meets what is asked in full.
 */
export interface CareerMoves {
  readonly taxonomy: Taxonomy;
  readonly openings: readonly OpeningFacts[];
  readonly persons: readonly ApplicantFacts[];
  /** Openings that are no candidates, by person. */
  readonly excluded: ReadonlyMap<string, ReadonlySet<string>>;
  /** Grades of openings, by person. */
  readonly labels: Readonly<Record<LabelSet, ReadonlyMap<string, Grades>>>;
}

export const labelSets = ["related", "changers"] as const;
export type LabelSet = (typeof labelSets)[number];

const UNKNOWN_LEVEL: Level = 3;

/** Any length of experience: no opening of the set asks for one. */
const UNKNOWN_MONTHS = 12;

interface OpeningRow {
  readonly opening_id: string;
  readonly title: string;
  readonly isco08: string;
  readonly alt_titles: string;
}

interface WantedCompetency {
  readonly code: string;
  readonly need: "essential" | "optional";
}

/**
 * ISCO-08's four digits, and behind them a number of its own for each occupation: KECO's proximity reads common leading digits, and ISCO is
 * built in the same four steps, but several occupations of the set share one ISCO code.
 */
function occupationCodes(rows: readonly OpeningRow[]): ReadonlyMap<string, string> {
  const width = String(rows.length).length;
  return new Map(
    rows.map(({ opening_id, isco08 }, index) => {
      if (!/^\d{4}$/.test(isco08))
        throw new UnusableSet(`openings.tsv:${index + 2} has ${isco08} as a code of ISCO-08`);
      return [opening_id, isco08 + String(index).padStart(width, "0")];
    }),
  );
}

/** Codes by whose they are, in the order of the file; a pair that stands twice is refused. */
function groupBy<T>(
  file: string,
  pairs: readonly (readonly [owner: string, code: string, value: T])[],
): Map<string, T[]> {
  const seen = new Set<string>();
  const groups = new Map<string, T[]>();
  for (const [index, [owner, code, value]] of pairs.entries()) {
    const pair = `${owner}\t${code}`;
    if (seen.has(pair)) throw new UnusableSet(`${file}:${index + 2} has ${owner} and ${code} again`);
    seen.add(pair);
    const group = groups.get(owner);
    if (group === undefined) groups.set(owner, [value]);
    else group.push(value);
  }
  return groups;
}

function needOf(relation: string, line: number): WantedCompetency["need"] {
  if (relation === "essential" || relation === "optional") return relation;
  throw new UnusableSet(
    `opening_skills.tsv:${line} has the relation ${relation}, which is neither essential nor optional`,
  );
}

/** The set's own taxonomy. No competency has a group that another shares: the set knows none. */
function taxonomyOf(
  skills: readonly { readonly skill_id: string; readonly label: string }[],
  openings: readonly OpeningRow[],
  wanted: ReadonlyMap<string, readonly WantedCompetency[]>,
  codeOf: (openingId: string) => string,
): Taxonomy {
  return createTaxonomy({
    version: "career-move",
    competencies: skills.map(({ skill_id, label }, index) => ({
      number: index + 1,
      code: skill_id,
      ko: label,
      en: label,
      group: skill_id,
    })),
    occupations: openings.map(({ opening_id, title, alt_titles }, index) => ({
      number: index + 1,
      code: codeOf(opening_id),
      ko: title,
      en: title,
      aliases: alt_titles === "" ? [] : alt_titles.split("|"),
      competencies: (wanted.get(opening_id) ?? []).map(({ code, need }) => [code, UNKNOWN_LEVEL, need]),
    })),
    certificates: [],
  });
}

/** An opening as an employer who lists what the occupation takes: essential is `should` and optional `nice`, as where production infers it. */
function toOpening(openingId: string, title: string, code: string, wanted: readonly WantedCompetency[]): Opening {
  return {
    openingId,
    revision: 1,
    kind: "job",
    employerId: "employer",
    title,
    occupation: { code },
    place: { mode: "onsite" },
    requirements: wanted.map((competency) => ({
      on: "competency",
      importance: competency.need === "essential" ? "should" : "nice",
      competency: competency.code,
      level: UNKNOWN_LEVEL,
    })),
  };
}

function toPerson(applicantId: string, occupation: string, held: readonly string[]): Applicant {
  return {
    applicantId,
    revision: 1,
    language: "en",
    competencies: held.map((competency) => ({ competency, level: UNKNOWN_LEVEL })),
    experience: [{ occupation, months: UNKNOWN_MONTHS }],
    preferences: {},
    consent: { alerts: true, employers: true, center: true },
  };
}

/** Everything of the set but its labels, each reference known. */
function readTables(folder: string) {
  const skills = readTable(folder, "skills.tsv", ["skill_id", "label"]);
  const openings = readTable(folder, "openings.tsv", ["opening_id", "esco_uri", "title", "isco08", "alt_titles"]);
  const persons = readTable(folder, "persons.tsv", ["person_id", "own_opening_id", "experience_title"]);
  const wanted = readTable(folder, "opening_skills.tsv", ["opening_id", "skill_id", "relation"]);
  const held = readTable(folder, "person_skills.tsv", ["person_id", "skill_id"]);
  const exclusions = readTable(folder, "exclude_same_occupation.tsv", ["person_id", "opening_id"]);
  const skillIds = uniqueIds("skills.tsv", skills, "skill_id");
  const openingIds = uniqueIds("openings.tsv", openings, "opening_id");
  const personIds = uniqueIds("persons.tsv", persons, "person_id");
  requireKnown("persons.tsv", persons, "own_opening_id", openingIds);
  requireKnown("opening_skills.tsv", wanted, "opening_id", openingIds);
  requireKnown("opening_skills.tsv", wanted, "skill_id", skillIds);
  requireKnown("person_skills.tsv", held, "person_id", personIds);
  requireKnown("person_skills.tsv", held, "skill_id", skillIds);
  requireKnown("exclude_same_occupation.tsv", exclusions, "person_id", personIds);
  requireKnown("exclude_same_occupation.tsv", exclusions, "opening_id", openingIds);
  return { skills, openings, persons, wanted, held, exclusions, openingIds, personIds };
}

/** Reads a set; throws `UnusableSet` for whatever isn't as it should be. */
export function readCareerMoves(folder: string): CareerMoves {
  const { skills, openings, persons, openingIds, personIds, ...pairs } = readTables(folder);
  const wanted = groupBy(
    "opening_skills.tsv",
    pairs.wanted.map((row, index) => {
      const competency = { code: row.skill_id, need: needOf(row.relation, index + 2) };
      return [row.opening_id, row.skill_id, competency] as const;
    }),
  );
  const held = groupBy(
    "person_skills.tsv",
    pairs.held.map((row) => [row.person_id, row.skill_id, row.skill_id] as const),
  );
  const excluded = groupBy(
    "exclude_same_occupation.tsv",
    pairs.exclusions.map((row) => [row.person_id, row.opening_id, row.opening_id] as const),
  );
  const codes = occupationCodes(openings);
  const codeOf = (openingId: string): string => codes.get(openingId) ?? "";
  const taxonomy = taxonomyOf(skills, openings, wanted, codeOf);
  const labelsOf = (set: LabelSet) => readLabels(folder, `qrels_${set}.tsv`, personIds, openingIds);
  return {
    taxonomy,
    openings: openings.map(({ opening_id: id, title }) =>
      toOpeningFacts(toOpening(id, title, codeOf(id), wanted.get(id) ?? []), taxonomy),
    ),
    persons: persons.map(({ person_id: id, own_opening_id }) =>
      toApplicantFacts(toPerson(id, codeOf(own_opening_id), held.get(id) ?? []), taxonomy),
    ),
    excluded: new Map(Array.from(excluded, ([person, ids]) => [person, new Set(ids)])),
    labels: { related: labelsOf("related"), changers: labelsOf("changers") },
  };
}
