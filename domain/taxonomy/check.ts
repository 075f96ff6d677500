import { isKecoCode } from "./keco.ts";
import { normaliseName } from "./name-index.ts";
import type { TaxonomyParts } from "./taxonomy.ts";

export type ProblemKind =
  | "duplicate-code"
  | "duplicate-name"
  | "duplicate-reference"
  | "empty-name"
  | "level-out-of-range"
  | "not-dense"
  | "orphan"
  | "unknown-group"
  | "unknown-occupation-code"
  | "unknown-reference";

export interface Problem {
  readonly kind: ProblemKind;
  /** Which entry, as `competency dishwashing`. */
  readonly where: string;
  readonly what: string;
}

interface Entry {
  readonly number: number;
  readonly code: string;
  readonly ko: string;
  readonly en: string;
  readonly aliases?: readonly string[];
}

type Report = (kind: ProblemKind, where: string, what: string) => void;

/** What holds for every list: numbers dense from 1 in order, codes once, names present and meaning one entry only. */
function checkEntries(list: string, entries: readonly Entry[], report: Report): void {
  const codes = new Set<string>();
  const nameHolders = new Map<string, string>();
  entries.forEach((entry, index) => {
    const where = `${list} ${entry.code}`;
    if (entry.number !== index + 1) report("not-dense", where, `number ${entry.number} stands at place ${index + 1}`);
    if (codes.has(entry.code)) report("duplicate-code", where, entry.code);
    codes.add(entry.code);
    for (const name of [entry.ko, entry.en, ...(entry.aliases ?? [])]) {
      const key = normaliseName(name);
      if (key === "") report("empty-name", where, name);
      const holder = nameHolders.get(key);
      if (holder !== undefined) report("duplicate-name", where, `${name}, as ${holder}`);
      else nameHolders.set(key, where);
    }
  });
}

function checkReferences(
  where: string,
  references: readonly (readonly [code: string, level: number, need?: string])[],
  known: ReadonlySet<string>,
  report: Report,
): void {
  const seen = new Set<string>();
  for (const [code, level] of references) {
    if (!known.has(code)) report("unknown-reference", where, code);
    if (seen.has(code)) report("duplicate-reference", where, code);
    seen.add(code);
    if (!Number.isInteger(level) || level < 1 || level > 5) report("level-out-of-range", where, `${code} ${level}`);
  }
}

/** NCS has 24 major groups. */
const NCS_GROUP = /^(?:0[1-9]|1\d|2[0-4])$/u;

/**
 * Everything that would make a taxonomy wrong or ambiguous; empty when it is sound. An orphan is a competency that no
 * occupation asks for and no certificate attests, or an entry that refers to none.
 */
export function checkTaxonomy(taxonomy: TaxonomyParts): readonly Problem[] {
  const problems: Problem[] = [];
  const report: Report = (kind, where, what) => problems.push({ kind, where, what });
  checkEntries("competency", taxonomy.competencies, report);
  checkEntries("occupation", taxonomy.occupations, report);
  checkEntries("certificate", taxonomy.certificates, report);
  const known = new Set(taxonomy.competencies.map((competency) => competency.code));
  const used = new Set<string>();
  for (const { code, competencies } of taxonomy.occupations) {
    const where = `occupation ${code}`;
    if (code.length !== 4 || !isKecoCode(code)) report("unknown-occupation-code", where, code);
    if (competencies.length === 0) report("orphan", where, "asks for no competency");
    checkReferences(where, competencies, known, report);
    for (const [competency] of competencies) used.add(competency);
  }
  for (const { code, attests } of taxonomy.certificates) {
    const where = `certificate ${code}`;
    if (attests.length === 0) report("orphan", where, "attests no competency");
    checkReferences(where, attests, known, report);
    for (const [competency] of attests) used.add(competency);
  }
  for (const { code, group } of taxonomy.competencies) {
    const where = `competency ${code}`;
    if (!used.has(code)) report("orphan", where, "used by no occupation or certificate");
    if (!NCS_GROUP.test(group)) report("unknown-group", where, group);
  }
  return problems;
}
