import { statSync } from "node:fs";
import { OperatorError } from "../command.ts";
import { toPath } from "../connection.ts";
import { readCsvSource } from "./csv-source.ts";
import { readEscoSource } from "./esco-source.ts";
import type { TaxonomySource } from "./source.ts";

export const sourceArgs = {
  esco: { type: "string", description: "Folder of ESCO's files (skills_en.csv, occupations_en.csv …)" },
  csv: {
    type: "string",
    description: "Folder of competencies.csv, occupations.csv, relations.csv [, certificates.csv]",
  },
  keco: { type: "boolean", description: "Occupations of --csv are coded by KECO 2025", default: false },
} as const;

export interface SourceOptions {
  readonly esco: string | undefined;
  readonly csv: string | undefined;
  readonly keco: boolean;
}

/** A label is part of a taxonomy's version, which is kept with every match: letters that any file or column takes. */
const LABEL = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/u;

/** Reads the folder that was named; undefined when none was. */
export function chooseSource(
  { esco, csv, keco }: SourceOptions,
  label: string | undefined,
): { readonly source: TaxonomySource; readonly folder: string } | undefined {
  if (esco !== undefined && csv !== undefined) throw new OperatorError("name one folder: --esco or --csv");
  if (keco && csv === undefined) throw new OperatorError("--keco goes with --csv alone");
  const typed = esco ?? csv;
  if (typed === undefined) return undefined;
  if (label !== undefined && !LABEL.test(label)) {
    throw new OperatorError("--label takes up to 40 letters, digits, dots, hyphens and underscores");
  }
  const folder = toPath(typed);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new OperatorError(`there is no folder ${folder}`);
  }
  const source =
    esco === undefined
      ? readCsvSource(folder, label ?? "csv", keco ? "keco" : "own")
      : readEscoSource(folder, label ?? "esco");
  return { source, folder };
}
