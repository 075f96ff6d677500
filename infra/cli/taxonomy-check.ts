import { builtInParts } from "../../domain/taxonomy/built-in.ts";
import { checkTaxonomy, type Problem } from "../../domain/taxonomy/check.ts";
import type { TaxonomyParts } from "../../domain/taxonomy/taxonomy.ts";
import { readTaxonomyParts } from "../../functions/runtime/taxonomy-file.ts";
import { defineOperatorCommand, EXIT_DONE, EXIT_FAILED, jsonArg, OperatorError } from "./command.ts";
import { toPath } from "./connection.ts";
import { chooseSource, type SourceOptions, sourceArgs } from "./taxonomy/choose-source.ts";
import { openTerminal } from "./terminal.ts";

interface Options extends SourceOptions {
  readonly file?: string | undefined;
  readonly "built-in": boolean;
}

export const taxonomyCheck = defineOperatorCommand({
  meta: {
    name: "check",
    description:
      "Find cycles, orphans, unknown codes and duplicates in an artifact, in a folder, or in what is built in",
  },
  args: {
    file: { type: "positional", required: false, description: "Artifact to check" },
    "built-in": { type: "boolean", description: "Check the taxonomy that Ieum brings along", default: false },
    ...sourceArgs,
    ...jsonArg,
  },
  async run({ args }) {
    const { name, parts, problems } = whatToCheck(args);
    const all = [...problems, ...checkTaxonomy(parts)];
    const terminal = openTerminal();
    const { version, competencies, occupations, certificates } = parts;
    const counts = {
      competencies: competencies.length,
      occupations: occupations.length,
      certificates: certificates.length,
      problems: all.length,
    };
    for (const problem of all) {
      if (args.json) terminal.json({ path: name, ...problem });
      else terminal.line(problemLine(name, problem));
    }
    if (args.json) terminal.json({ path: name, version, ...counts });
    else {
      terminal.line(
        `${name} (${version}): ${counts.competencies} competencies, ${counts.occupations} occupations, ${counts.certificates} certificates, ${all.length === 0 ? "no problems" : all.length === 1 ? "1 problem" : `${all.length} problems`}`,
      );
    }
    return all.length === 0 ? EXIT_DONE : EXIT_FAILED;
  },
});

/** `duplicate-code tables/competencies.csv:7: patrol, as in competencies.csv:2`. */
export function problemLine(path: string, { kind, where, what }: Problem): string {
  return `${kind} ${path} ${where}: ${what}`;
}

interface Subject {
  readonly name: string;
  readonly parts: TaxonomyParts;
  /** Found on the way to the parts. */
  readonly problems: readonly Problem[];
}

function whatToCheck(options: Options): Subject {
  const named = [options.file, options.esco, options.csv].filter((one) => one !== undefined).length;
  if (named + (options["built-in"] ? 1 : 0) !== 1) {
    throw new OperatorError("name what to check: one artifact, --esco DIR, --csv DIR or --built-in");
  }
  const chosen = chooseSource(options, undefined);
  if (chosen !== undefined) {
    return { name: chosen.folder, parts: chosen.source.parts, problems: chosen.source.problems };
  }
  if (options.file === undefined) return { name: "built-in", parts: builtInParts, problems: [] };
  const path = toPath(options.file);
  return { name: path, parts: readTaxonomyParts(path), problems: [] };
}
