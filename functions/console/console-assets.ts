import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A file that pages link to. */
export interface ConsoleAsset {
  readonly file: AssetFile;
  /** Its path, with the hash of its bytes in it: it never changes, and what has changed has another one. */
  readonly path: string;
  readonly contentType: string;
  readonly body: string;
}

export const assetFiles = ["console.css", "console.js"] as const;
export type AssetFile = (typeof assetFiles)[number];

const CONTENT_TYPES: Readonly<Record<AssetFile, string>> = {
  "console.css": "text/css; charset=utf-8",
  "console.js": "text/javascript; charset=utf-8",
};

/** Enough of a hash that two versions never meet. */
const HASH_CHARS = 16;

export function toAsset(file: AssetFile, body: string): ConsoleAsset {
  const fingerprint = hash("sha256", body).slice(0, HASH_CHARS);
  const [name, ending] = file.split(".");
  return { file, path: `/assets/${name}-${fingerprint}.${ending}`, contentType: CONTENT_TYPES[file], body };
}

/** Reads the files that were put beside the bundle. */
export function readAssets(folder: string): readonly ConsoleAsset[] {
  return assetFiles.map((file) => toAsset(file, readFileSync(join(folder, file), "utf8")));
}
