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

/** The SDK's three clients, zod and the index come to 645 kB in the largest but one, nodemailer to 682 in that of sending. The rest of zod, which `import { z }` brings, would show. */
const BUNDLE_BYTES_MAX = 700_000;

/** The API serves the pages as well, and the index that they look into: an honest exception. */
const API_BYTES_MAX = 1_120_000;

/** What is beside the API's bundle: what pages link to, and the formats of files, which few requests need. */
const BESIDE_API = ["console.css", "console.js", "file-formats.js", "file-formats.js.map", "package.json"];

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

test("a bundle is the code, its source map, and the taxonomy where it is gone by, and is no larger than it has to be", () => {
  const names = resourceNames("dev");
  for (const [name, folder] of bundles()) {
    const reader = functionNames.find((entry) => names.functions[entry] === name && permissions[entry].readsTaxonomy);
    const isApi = name === names.functions.api;
    const beside = [...(reader === undefined ? [] : [BUNDLED_TAXONOMY]), ...(isApi ? BESIDE_API : [])];
    expect(readdirSync(folder).sort()).toEqual(["index.js", "index.js.map", ...beside].sort());
    const largest = isApi ? API_BYTES_MAX : BUNDLE_BYTES_MAX;
    expect(statSync(join(folder, "index.js")).size, name).toBeLessThanOrEqual(largest);
  }
});

test("no bundle has the tables that the built-in taxonomy is made of", () => {
  for (const folder of bundles().values()) {
    const { sources } = JSON.parse(readFileSync(join(folder, "index.js.map"), "utf8")) as { sources: string[] };
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
    const code = readFileSync(join(folder, "index.js"), "utf8");
    const required = [...code.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, module = ""]) => module);
    expect(required.length).toBeGreaterThan(0);
    expect(required.filter((module) => !isBuiltin(module) && !OPTIONAL_MODULES.includes(module))).toEqual([]);
  }
});

test("the assembly says itself that its bundles are CommonJS", () => {
  expect(JSON.parse(readFileSync(join(outdir, "package.json"), "utf8"))).toEqual({ type: "commonjs" });
});
