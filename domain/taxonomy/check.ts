import { isKecoCode } from "./keco.ts";
import { normaliseName } from "./name-index.ts";
import type { Broader, Competency, TaxonomyParts } from "./taxonomy.ts";

export type ProblemKind =
  | "cycle"
  | "duplicate-code"
  | "duplicate-name"
  | "duplicate-reference"
  | "empty-name"
  | "level-out-of-range"
  | "malformed-code"
  | "not-dense"
  | "orphan"
  | "unknown-group"
  | "unknown-occupation-code"
  | "unknown-reference"
  | "unknown-relation";

export interface Problem {
  readonly kind: ProblemKind;
  /** Which entry, as `competency dishwashing`; in a table, which line. */
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
    // A source in one language has one name twice.
    for (const name of [entry.ko, ...(entry.en === entry.ko ? [] : [entry.en]), ...(entry.aliases ?? [])]) {
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

/**
 * The ways in which something is a kind of itself, each as the codes along it, the first one again at the end. Every pair is
 * walked once, so one cycle is told of all that go through the same pairs; mend it and check again.
 */
export function findCycles(pairs: readonly (readonly [narrower: string, broader: string])[]): readonly string[][] {
  const above = new Map<string, string[]>();
  for (const [narrower, broader] of pairs) {
    const list = above.get(narrower);
    if (list === undefined) above.set(narrower, [broader]);
    else list.push(broader);
  }
  const cycles: string[][] = [];
  const done = new Set<string>();
  for (const start of above.keys()) {
    // A stack of its own, since a chain may be longer than the call stack is deep.
    const path: { readonly code: string; next: number }[] = done.has(start) ? [] : [{ code: start, next: 0 }];
    const places = new Map([[start, 0]]);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const broader = above.get(top.code)?.[top.next++];
      if (broader === undefined) {
        done.add(top.code);
        places.delete(top.code);
        path.pop();
        continue;
      }
      const place = places.get(broader);
      if (place !== undefined) {
        cycles.push([...path.slice(place).map(({ code }) => code), broader]);
      } else if (!done.has(broader)) {
        places.set(broader, path.length);
        path.push({ code: broader, next: 0 });
      }
    }
  }
  return cycles;
}

function checkBroader(list: string, pairs: readonly Broader[], known: ReadonlySet<string>, report: Report): void {
  for (const [narrower, broader] of pairs) {
    for (const code of [narrower, broader]) {
      if (!known.has(code)) report("unknown-reference", `${list} ${narrower}`, `broader ${code}`);
    }
  }
  for (const cycle of findCycles(pairs)) report("cycle", `${list} ${cycle[0] ?? ""}`, cycle.join(" → "));
}

/** NCS has 24 major groups. */
const NCS_GROUP = /^(?:0[1-9]|1\d|2[0-4])$/u;

/** Beside KECO stands NCS; other standards have groups of their own, and an entry without a group is one by itself. */
function hasUnknownGroup({ code, group }: Competency, { occupationCodes = "keco" }: TaxonomyParts): boolean {
  return occupationCodes === "keco" && group !== code && !NCS_GROUP.test(group);
}

/**
 * Everything that would make a taxonomy wrong or ambiguous; empty when it is sound. An orphan is a competency that no
 * occupation asks for, no certificate attests and no other one is a kind of or has for a kind, or an entry that refers to none.
 */
export function checkTaxonomy(taxonomy: TaxonomyParts): readonly Problem[] {
  const problems: Problem[] = [];
  const report: Report = (kind, where, what) => problems.push({ kind, where, what });
  checkEntries("competency", taxonomy.competencies, report);
  checkEntries("occupation", taxonomy.occupations, report);
  checkEntries("certificate", taxonomy.certificates, report);
  const { competencies: kinds, occupations: narrower } = taxonomy.broader ?? { competencies: [], occupations: [] };
  const known = new Set(taxonomy.competencies.map((competency) => competency.code));
  checkBroader("competency", kinds, known, report);
  checkBroader("occupation", narrower, new Set(taxonomy.occupations.map(({ code }) => code)), report);
  const used = new Set(kinds.flat());
  const isKeco = taxonomy.occupationCodes !== "own";
  for (const { code, competencies } of taxonomy.occupations) {
    const where = `occupation ${code}`;
    if (isKeco && (code.length !== 4 || !isKecoCode(code))) report("unknown-occupation-code", where, code);
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
  for (const competency of taxonomy.competencies) {
    const where = `competency ${competency.code}`;
    if (!used.has(competency.code)) report("orphan", where, "used by no occupation or certificate");
    if (hasUnknownGroup(competency, taxonomy)) report("unknown-group", where, competency.group);
  }
  return problems;
}
