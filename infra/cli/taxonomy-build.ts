import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { encodeTaxonomy } from "../../domain/taxonomy/artifact.ts";
import { checkTaxonomy, type Problem } from "../../domain/taxonomy/check.ts";
import { computeTaxonomy } from "../../domain/taxonomy/taxonomy.ts";
import { loadTaxonomy } from "../../functions/runtime/taxonomy-file.ts";
import { defineOperatorCommand, EXIT_DONE, EXIT_FAILED, jsonArg, OperatorError } from "./command.ts";
import { toPath } from "./connection.ts";
import { chooseSource, sourceArgs } from "./taxonomy/choose-source.ts";
import { problemLine } from "./taxonomy-check.ts";
import { openTerminal, type Terminal } from "./terminal.ts";

/** Lines of problems shown; `taxonomy check` shows them all. */
const SHOWN_MAX = 20;

/** What a matching service can't work with or would get wrong. An orphan or a name that two entries share is merely of no use. */
const isGrave = ({ kind }: Problem): boolean => kind !== "orphan" && kind !== "duplicate-name";

export const taxonomyBuild = defineOperatorCommand({
  meta: {
    name: "build",
    description: "Make one artifact, which the functions load, of ESCO's files or of plain tables",
  },
  args: {
    ...sourceArgs,
    out: { type: "string", description: "Artifact to write (LABEL.taxonomy)" },
    label: { type: "string", description: "First part of its version; the second is its checksum (esco or csv)" },
    ...jsonArg,
  },
  async run({ args }) {
    const since = performance.now();
    const chosen = chooseSource(args, args.label);
    if (chosen === undefined) throw new OperatorError("name a folder: --esco DIR or --csv DIR");
    const { source, folder } = chosen;
    const terminal = openTerminal();
    for (const note of source.notes) terminal.note(note);
    const problems = [...source.problems, ...checkTaxonomy(source.parts)];
    const grave = problems.filter(isGrave);
    if (grave.length > 0) {
      showProblems(terminal, folder, grave);
      terminal.note(`nothing is written; to be put right first: ${grave.length}`);
      return EXIT_FAILED;
    }
    const bytes = encodeTaxonomy(source.parts, computeTaxonomy(source.parts));
    const path = toPath(args.out ?? `${source.parts.version}.taxonomy`);
    write(path, bytes);
    const seconds = Number(((performance.now() - since) / 1_000).toFixed(1));
    const report = { path, ...measure(path), bytes: bytes.length, seconds, remarks: problems.length };
    if (args.json) terminal.json(report);
    else {
      terminal.line(
        `${path}: ${report.version}, ${report.competencies} competencies, ${report.occupations} occupations, ${report.certificates} certificates, ${report.relations} relations in ${report.bytes} bytes; built in ${seconds} s, loads in ${report.loadMs} ms`,
      );
      if (problems.length > 0)
        terminal.note(`${problems.length} orphans or names used twice: see taxonomy check ${path}`);
    }
    return EXIT_DONE;
  },
});

function showProblems(terminal: Terminal, folder: string, problems: readonly Problem[]): void {
  for (const problem of problems.slice(0, SHOWN_MAX)) terminal.note(problemLine(folder, problem));
  if (problems.length > SHOWN_MAX) terminal.note(`… and ${problems.length - SHOWN_MAX} more: see taxonomy check`);
}

/** Whole or not at all: whoever reads it meanwhile finds the old one. */
function write(path: string, bytes: Uint8Array): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.part`, bytes);
    renameSync(`${path}.part`, path);
  } catch (cause) {
    throw new OperatorError(`can't write ${path}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

/** Loads what was written, as a function does, and says what it is and how long that took. */
function measure(path: string) {
  const since = performance.now();
  const { version, competencies, occupations, certificates, relations } = loadTaxonomy(path);
  return {
    version,
    competencies: competencies.length,
    occupations: occupations.length,
    certificates: certificates.length,
    relations: relations.other.length,
    loadMs: Math.round(performance.now() - since),
  };
}
