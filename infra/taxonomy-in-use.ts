import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { encodeTaxonomy } from "../domain/taxonomy/artifact.ts";
import { builtInParts, builtInTaxonomy } from "../domain/taxonomy/built-in.ts";
import { computeTaxonomy, type Taxonomy } from "../domain/taxonomy/taxonomy.ts";
import { loadTaxonomy } from "../functions/runtime/taxonomy-file.ts";

/**
 * The artifact that IEUM_TAXONOMY names, undefined when it names none. What is typed is meant from where it was typed: `npm run` moves to
 * the project's folder and says where it was started.
 */
export function chosenTaxonomyFile(): string | undefined {
  const typed = process.env["IEUM_TAXONOMY"] ?? "";
  return typed === "" ? undefined : resolve(process.env["INIT_CWD"] ?? process.cwd(), typed);
}

const loaded = new Map<string, Taxonomy>();

/** The taxonomy of an artifact, read once, or the built-in one. Throws, naming the file, when it can't be read. */
export function taxonomyOf(file: string | undefined): Taxonomy {
  if (file === undefined) return builtInTaxonomy;
  const taxonomy = loaded.get(file) ?? loadTaxonomy(file);
  loaded.set(file, taxonomy);
  return taxonomy;
}

let builtInArtifact: Uint8Array | undefined;

/** The artifact that goes with a function's bundle: the one that was chosen, or the built-in taxonomy as one. */
export function artifactOf(file: string | undefined): Uint8Array {
  if (file !== undefined) return readFileSync(file);
  builtInArtifact ??= encodeTaxonomy(builtInParts, computeTaxonomy(builtInParts));
  return builtInArtifact;
}
