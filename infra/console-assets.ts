/** What the console's pages link to, made from our own stylesheet and the script of htmx: smaller, and in one file each. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { transformSync } from "esbuild";
import { type AssetFile, assetFiles } from "../functions/console/console-assets.ts";

const STYLES = new URL("../functions/console/assets/console.css", import.meta.url);

/** The extension registers itself with what stands before it. */
const SCRIPTS = [
  import.meta.resolve("htmx.org/dist/htmx.min.js"),
  import.meta.resolve("htmx.org/dist/ext/hx-sse.min.js"),
] as const;

export function buildAsset(file: AssetFile): string {
  switch (file) {
    case "console.css":
      return transformSync(readFileSync(STYLES, "utf8"), { loader: "css", minify: true, charset: "utf8" }).code;
    case "console.js":
      return SCRIPTS.map((url) => withoutMap(readFileSync(fileURLToPath(url), "utf8"))).join(";\n");
  }
}

/** A map that isn't served would be asked for by whoever looks. */
function withoutMap(script: string): string {
  return script.replace(/\/\/# sourceMappingURL=.*$/m, "");
}

/** Puts the files beside a bundle. */
export function writeAssets(folder: string): void {
  for (const file of assetFiles) writeFileSync(join(folder, file), buildAsset(file));
}
