import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { newContactKeys } from "../../functions/contacts/sealed.ts";
import { synthesise } from "../../infra/app.ts";
import { BUNDLED_TAXONOMY, OTHER_CREDENTIALS } from "../../infra/bundle.ts";
import { functionNames, resourceNames } from "../../infra/names.ts";
import { permissions } from "../../infra/permissions.ts";

/**
 * The SDK's three clients, zod and the index come to 645 kB in the largest but one, nodemailer to 682 in that of sending. The rest of zod, which `import { z }`
 * brings, would show. Of the API it is what a start loads: pages, indexes, documents and formats of files come when they are asked for.
 */
const BUNDLE_BYTES_MAX = 700_000;

/** What pages link to stands beside the API's bundle. */
const ASSETS = ["console.css", "console.js"];

/** The SDK asks for the first only to sign for the global endpoints of EventBridge, which we don't use, and for the others only without credentials in the environment. */
const OPTIONAL_MODULES: readonly string[] = ["@aws-sdk/signature-v4-crt", ...OTHER_CREDENTIALS];

const outdir = mkdtempSync(join(tmpdir(), "ieum-synth-"));

beforeAll(() => {
  // With a mail server there is every function.
  vi.stubEnv("IEUM_MAIL_HOST", "mail.example.org");
  vi.stubEnv("IEUM_MAIL_FROM", "ieum@example.org");
  vi.stubEnv("IEUM_CONTACT_PRIVATE_KEY", newContactKeys().privateKey);
  synthesise(outdir);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(outdir, { recursive: true, force: true });
});

interface Template {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties: { FunctionName: string; Code: { S3Key: string } } }>
  >;
}

/** The folder of each function's bundle, by the function's name. */
function bundles(): Map<string, string> {
  const template: Template = JSON.parse(readFileSync(join(outdir, "ieum-dev.template.json"), "utf8"));
  const functions = Object.values(template.Resources).filter(({ Type }) => Type === "AWS::Lambda::Function");
  return new Map(
    functions.map(({ Properties: { FunctionName, Code } }) => [
      FunctionName,
      join(outdir, `asset.${Code.S3Key.replace(/\.zip$/, "")}`),
    ]),
  );
}

test("every function has a bundle of its own", () => {
  const names = resourceNames("dev");
  expect([...bundles().keys()].sort()).toEqual(functionNames.map((name) => names.functions[name]).sort());
  expect(new Set(bundles().values()).size).toBe(functionNames.length);
});

/** The code in a bundle's folder: one file, or the one that is loaded first and parts that it shares or loads later. */
function codeIn(folder: string): string[] {
  return readdirSync(folder).filter((file) => /^(?:index\.m?js|part-\w+\.mjs)$/u.test(file));
}

/** What loading `file` loads with it. */
function loadedWith(folder: string, file: string, loaded = new Set<string>()): ReadonlySet<string> {
  if (loaded.has(file)) return loaded;
  loaded.add(file);
  const code = readFileSync(join(folder, file), "utf8");
  for (const [, part = ""] of code.matchAll(/\b(?:from|import)"\.\/([^"]+)"/g)) loadedWith(folder, part, loaded);
  return loaded;
}

test("a bundle is the code, its source map, and the taxonomy where it is gone by, and a start loads no more than it has to", () => {
  const names = resourceNames("dev");
  for (const [name, folder] of bundles()) {
    const reader = functionNames.find((entry) => names.functions[entry] === name && permissions[entry].readsTaxonomy);
    const isApi = name === names.functions.api;
    const beside = [...(reader === undefined ? [] : [BUNDLED_TAXONOMY]), ...(isApi ? ASSETS : [])];
    const code = codeIn(folder);
    expect(readdirSync(folder).sort()).toEqual([...code, ...code.map((file) => `${file}.map`), ...beside].sort());
    const [entry = ""] = code;
    const loaded = [...loadedWith(folder, entry)].map((file) => statSync(join(folder, file)).size);
    expect(
      loaded.reduce((sum, bytes) => sum + bytes, 0),
      name,
    ).toBeLessThanOrEqual(BUNDLE_BYTES_MAX);
    expect(loaded.length < code.length, name).toBe(isApi);
  }
});

test("no bundle has the tables that the built-in taxonomy is made of", () => {
  for (const folder of bundles().values()) {
    const sources = codeIn(folder).flatMap(
      (file) => (JSON.parse(readFileSync(join(folder, `${file}.map`), "utf8")) as { sources: string[] }).sources,
    );
    expect(sources.length).toBeGreaterThan(50);
    expect(sources.filter((source) => /taxonomy\/(?:built-in|data\/(?:occupations|competenc))/u.test(source))).toEqual(
      [],
    );
  }
});

test("a trace of a minified bundle names the function, the file and the line as they are written", () => {
  const [[, folder = ""] = []] = bundles();
  const call = `require(${JSON.stringify(join(folder, "index.js"))}).handler({ Records: [{}] }, {}).catch((error) => console.log(error.stack))`;
  const { stdout } = spawnSync(process.execPath, ["--enable-source-maps", "-e", call], { encoding: "utf8", env: {} });
  expect(stdout).toMatch(/at \w+ \(.*functions\/runtime\/\S+\.ts:\d+:\d+\)/u);
});

test("a bundle asks for nothing but Node's own modules", () => {
  for (const folder of bundles().values()) {
    const files = codeIn(folder);
    const code = files.map((file) => readFileSync(join(folder, file), "utf8")).join("\n");
    const asked = [...code.matchAll(/\b(?:require\(|from|import\(?)"([a-z@.][\w@./:-]*)"/g)].map(
      ([, module = ""]) => module,
    );
    expect(asked.length).toBeGreaterThan(0);
    const own = new Set(files.map((file) => `./${file}`));
    const isKnown = (module: string) => isBuiltin(module) || own.has(module) || OPTIONAL_MODULES.includes(module);
    expect(asked.filter((module) => !isKnown(module))).toEqual([]);
  }
});

test("the assembly says itself that its bundles are CommonJS", () => {
  expect(JSON.parse(readFileSync(join(outdir, "package.json"), "utf8"))).toEqual({ type: "commonjs" });
});
