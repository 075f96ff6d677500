import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Rooms in the order of dependency: each may import itself and what stands before it. */
const ROOMS = ["domain", "events", "functions", "infra", "test"] as const;

/** Files that may be longer: tables of facts, and tables of cases. */
const LINES_MAX = 350;

/** Every file that git tracks or would track. */
const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: ROOT,
  encoding: "utf8",
})
  .split("\n")
  .filter((path) => path !== "" && !path.endsWith("package-lock.json"));
const sources = files.filter((path) => /\.tsx?$/.test(path));

function read(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

function roomOf(path: string): number {
  return ROOMS.findIndex((room) => path.startsWith(`${room}/`));
}

/** What a file imports, as written. */
function importsOf(path: string): string[] {
  const found = read(path).matchAll(
    /^(?:import|export)\s[^;"'`=]*?from\s*["'](?<specifier>[^"'`]+)["']|^import\s+["'](?<bare>[^"'`]+)["']|\b(?:meta\.resolve|require\.resolve|createRequire\(import\.meta\.url\)\.resolve|import|require)\(["'](?<called>[^"'`]+)["']\)/gm,
  );
  return [...found].map(({ groups }) => groups?.["specifier"] ?? groups?.["bare"] ?? groups?.["called"] ?? "");
}

/** Lines of files that match a pattern, as `path:line`. */
function linesMatching(paths: readonly string[], pattern: RegExp): string[] {
  return paths.flatMap((path) =>
    read(path)
      .split("\n")
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
  );
}

const OWN_PATH = "test/tidy.test.ts";
const others = sources.filter((path) => path !== OWN_PATH);

describe("dependencies", () => {
  test("there are sources in every room", () => {
    for (const room of ROOMS) expect(sources.filter((path) => path.startsWith(`${room}/`)).length).toBeGreaterThan(3);
  });

  test("point one way: domain ← events ← functions ← infra ← test", () => {
    const wrong = sources.flatMap((path) =>
      importsOf(path)
        .filter((specifier) => specifier.startsWith("."))
        .map((specifier) => normalize(join(dirname(path), specifier)))
        .filter((target) => roomOf(target) > roomOf(path))
        .map((target) => `${path} → ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test("of the domain are zod alone, and of its hot path nothing at all", () => {
    const wrong = sources
      .filter((path) => path.startsWith("domain/"))
      .flatMap((path) =>
        importsOf(path)
          .filter((specifier) => !specifier.startsWith(".") && specifier !== "zod")
          .map((specifier) => `${path} → ${specifier}`),
      );
    expect(wrong).toEqual([]);
    const hot = sources.filter((path) => /^domain\/(?:matching|index)\//.test(path));
    expect(hot.filter((path) => importsOf(path).includes("zod"))).toEqual([]);
  });

  test("on zod are written so that bundles stay small", () => {
    expect(linesMatching(sources, /^import \{[^}]*\} from "zod"/)).toEqual([]);
  });

  test("are pinned to exact versions", () => {
    const { dependencies, devDependencies } = JSON.parse(read("package.json"));
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[a-z0-9.]+)?$/);
    }
  });

  test("are all used, and nothing is used that isn't declared", () => {
    const { dependencies, devDependencies } = JSON.parse(read("package.json"));
    const declared = Object.keys({ ...dependencies, ...devDependencies });
    const packageOf = (specifier: string) =>
      specifier
        .split("/")
        .slice(0, specifier.startsWith("@") ? 2 : 1)
        .join("/");
    const imported = new Set(
      sources
        .flatMap(importsOf)
        .filter(
          (specifier) => !specifier.startsWith(".") && !specifier.startsWith("#") && !specifier.startsWith("node:"),
        )
        .map((specifier) => (specifier === "aws-lambda" ? "@types/aws-lambda" : packageOf(specifier))),
    );
    expect([...imported].filter((name) => !declared.includes(name)).sort()).toEqual([]);
    /** Run by name, not imported. */
    const tools = ["@biomejs/biome", "@types/node", "aws-cdk", "node", "typescript"];
    // Types of a package that brings none are used with it.
    const isUsed = (name: string) => imported.has(name) || imported.has(name.replace(/^@types\//, ""));
    expect(declared.filter((name) => !isUsed(name) && !tools.includes(name)).sort()).toEqual([]);
  });
});

describe("names", () => {
  test("of files are kebab-case", () => {
    expect(
      sources.filter((path) => !/^[a-z0-9-]+(?:\.(?:test|bench|config|d))?\.tsx?$/.test(path.split("/").at(-1) ?? "")),
    ).toEqual([]);
  });

  test("that say nothing are not used", () => {
    const vague = /(?:^|\/)(?:index\.tsx?$|(?:utils?|helpers?|common|services?|managers?)(?:\/|\.tsx?$))/;
    expect(files.filter((path) => vague.test(path))).toEqual([]);
  });

  test("of types carry no mark of being types", () => {
    // `EmploymentType` is the field's own word: schema.org's `employmentType`.
    const marked = /^(?:export )?(?:interface|type) (?!EmploymentType\b)(?:I[A-Z][a-z]\w*|\w+(?:Schema|Type))\b/;
    expect(linesMatching(others, marked)).toEqual([]);
  });

  test("of top-level folders are those of the layout", () => {
    const folders = new Set(sources.filter((path) => path.includes("/")).map((path) => path.split("/")[0]));
    expect([...folders].sort()).toEqual([...ROOMS].sort());
  });
});

describe("leftovers", () => {
  test("there are none: notes to self, switched-off tests, silenced types", () => {
    const leftovers =
      /\b(?:TODO|FIXME|HACK)\b|\.(?:only|todo)\(|\bas any[;),\]]|@ts-(?:ignore|nocheck|expect-error)|expect\(true\)/;
    expect(linesMatching(others, leftovers)).toEqual([]);
  });

  test("switched-off rules carry their reason", () => {
    expect(linesMatching(others, /biome-ignore [\w/]+:? *(?:<.*>)?$/)).toEqual([]);
  });

  test("no file names a machine's paths or a registry", () => {
    const places = /registry\.npmjs|(?:^|["'\s(])\/(?:work|farm|root|home)\//;
    const text = files.filter((path) => /\.(?:tsx?|json|md|tsv|csv|css)$|run$|ignore$/.test(path) && path !== OWN_PATH);
    expect(linesMatching(text, places)).toEqual([]);
  });
});

describe("size", () => {
  test("no file is longer than one can hold in the head, tables aside", () => {
    const long = others
      .filter((path) => !path.includes("/data/") && !path.startsWith("test/"))
      .filter((path) => read(path).split("\n").length > LINES_MAX);
    expect(long).toEqual([]);
  });
});
