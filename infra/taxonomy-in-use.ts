import { readFileSync } from "node:fs";
import { encodeTaxonomy } from "../domain/taxonomy/artifact.ts";
import { builtInParts, builtInTaxonomy } from "../domain/taxonomy/built-in.ts";
import { computeTaxonomy, type Taxonomy } from "../domain/taxonomy/taxonomy.ts";
import { loadTaxonomy } from "../functions/runtime/taxonomy-file.ts";
import { typedPath } from "./typed-path.ts";

/** The artifact that IEUM_TAXONOMY names, undefined when it names none. */
export function chosenTaxonomyFile(): string | undefined {
  const typed = process.env["IEUM_TAXONOMY"] ?? "";
  return typed === "" ? undefined : typedPath(typed);
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
