/**
 * Bundles by calling esbuild in process. The ready-made construct starts it through `npx`, which costs more than a second per function and more
 * than all the rest of a synthesis.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { AssetHashType, DockerImage } from "aws-cdk-lib";
import { Code } from "aws-cdk-lib/aws-lambda";
import { buildSync } from "esbuild";
import { writeAssets } from "./console-assets.ts";
import type { FunctionName } from "./names.ts";
import { artifactOf } from "./taxonomy-in-use.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

/**
 * Where the SDK would look for credentials on a developer's machine: it loads each when it comes to it, after those of the environment, which Lambda always
 * sets. Left out they take a sixth off every bundle, since they bring whole clients of their own.
 */
export const OTHER_CREDENTIALS = [
  "@aws-sdk/credential-provider-ini",
  "@aws-sdk/credential-provider-process",
  "@aws-sdk/credential-provider-sso",
  "@aws-sdk/credential-provider-web-identity",
  "@aws-sdk/credential-provider-http",
  "@smithy/credential-provider-imds",
] as const;

/**
 * Functions whose requests need different parts of the code: a start loads what all of them need, and what only some do (`import()`) when one of them
 * comes. Modules of ECMAScript, since esbuild shares code between parts in that form alone.
 */
const IN_PARTS: ReadonlySet<FunctionName> = new Set(["api"]);

/** Some packages come as CommonJS only and ask for modules of Node by `require`, which a module of ECMAScript has to make for itself. */
const REQUIRE = 'import{createRequire as ownRequire}from"node:module";const require=ownRequire(import.meta.url);';

function bundle(entry: FunctionName, outdir: string): void {
  buildSync({
    absWorkingDir: ROOT,
    entryPoints: { index: join("functions", `${entry}.ts`) },
    outdir,
    bundle: true,
    platform: "node",
    ...(IN_PARTS.has(entry)
      ? {
          format: "esm",
          splitting: true,
          chunkNames: "part-[hash]",
          outExtension: { ".js": ".mjs" },
          banner: { js: REQUIRE },
        }
      : { format: "cjs" }),
    target: "node24",
    // The SDK comes along at the version that was tested, not at the one that the runtime happens to have; its ES modules can be shaken, which
    // makes a third less of it.
    mainFields: ["module", "main"],
    // Halves the size. Traces name files, lines and functions as they are written here, by the map; errors are logged by names that they
    // give themselves, so that none is lost.
    minify: true,
    // Hangul as it is: escaped, it takes twice the room.
    charset: "utf8",
    external: [...OTHER_CREDENTIALS],
    sourcemap: true,
    sourcesContent: false,
    logLevel: "error",
  });
}

/** What an artifact of a taxonomy is called beside the bundle. */
export const BUNDLED_TAXONOMY = "taxonomy";

/** The taxonomy that a function goes by: an artifact, or the built-in one. */
export interface TaxonomyToBundle {
  readonly file: string | undefined;
}

/**
 * The code of a function: `functions/<entry>.ts` and all that it imports as one file, and the artifact of the taxonomy if it goes by one, known
 * by the hash of what came out.
 */
export function bundledCode(entry: FunctionName, taxonomy?: TaxonomyToBundle): Code {
  return Code.fromAsset(join(ROOT, "functions"), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never pulled: it is for when there is no bundling on the machine itself.
      image: DockerImage.fromRegistry("none"),
      // Never run either, but CDK tells bundles of one folder apart by it: without it all functions would share the first one's code.
      command: [entry, ...(taxonomy === undefined ? [] : [taxonomy.file ?? "built-in"])],
      local: {
        tryBundle(outdir: string): boolean {
          bundle(entry, outdir);
          if (entry === "api") writeAssets(outdir);
          if (taxonomy !== undefined) writeFileSync(join(outdir, BUNDLED_TAXONOMY), artifactOf(taxonomy.file));
          return true;
        },
      },
    },
  });
}
