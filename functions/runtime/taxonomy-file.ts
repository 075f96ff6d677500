import { readFileSync } from "node:fs";
import { crc32 } from "node:zlib";
import { decodeTaxonomy } from "../../domain/taxonomy/artifact.ts";
import { createTaxonomy, type Taxonomy, type TaxonomyParts } from "../../domain/taxonomy/taxonomy.ts";
import { DeploymentFault } from "./errors.ts";

function decode(path: string) {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DeploymentFault(`can't read the taxonomy ${path}: ${reason}`, { cause });
  }
  const read = decodeTaxonomy(bytes, crc32);
  if (read.kind === "unreadable") throw new DeploymentFault(`${path} ${read.message}`);
  return read;
}

/** The parts that an artifact was built of. Throws, naming the file and what is wrong with it. */
export function readTaxonomyParts(path: string): TaxonomyParts {
  return decode(path).parts;
}

/** The taxonomy of an artifact, ready for use. Throws, naming the file and what is wrong with it: a fault of the deployment. */
export function loadTaxonomy(path: string): Taxonomy {
  const { parts, computed } = decode(path);
  return createTaxonomy(parts, computed);
}
