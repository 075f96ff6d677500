import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { refusalCodes } from "../domain/refusal.ts";
import { eventsIn, eventsOut } from "../events/catalog.ts";
import { apiCodes } from "../functions/api/problem.ts";
import { runService, type Service } from "../infra/local/local-service.ts";
import { seedWorld } from "../infra/local/seed.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const readme = readFileSync(join(ROOT, "README.md"), "utf8");
const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));

/** Commands of the page's shell blocks, one a line. */
const commands = [...readme.matchAll(/```sh\n(?<block>[^`]+)```/g)]
  .flatMap(({ groups }) => (groups?.["block"] ?? "").split("\n"))
  .filter((line) => line !== "");

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line of the page as a shell would, without npm's own chatter. */
function run(line: string, env: Record<string, string> = {}): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      "sh",
      ["-c", line.replace(/^npm run /, "npm run --silent ")],
      { cwd: ROOT, env: { ...process.env, ...env }, timeout: 120_000 },
      (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : typeof error.code === "number" ? error.code : -1, stdout, stderr });
      },
    );
  });
}

/** Codes of the service, of the API, and of the gateway before it, which answers in their form. */
const KNOWN_CODES: ReadonlySet<string> = new Set([...refusalCodes, ...apiCodes, "TOO_MANY_REQUESTS", "BLOCKED"]);

describe("the page", () => {
  test("names only scripts that exist", () => {
    const named = [...readme.matchAll(/npm run (?<script>[\w:-]+)/g)].map(({ groups }) => groups?.["script"] ?? "");
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((script) => !Object.hasOwn(scripts, script))).toEqual([]);
  });

  test("names every event and every refusal code, and no others", () => {
    for (const name of [...Object.keys(eventsIn), ...Object.keys(eventsOut), ...refusalCodes, ...apiCodes])
      expect(readme).toContain(`\`${name}\``);
    const codes = [...readme.matchAll(/`(?<code>[A-Z]+(?:_[A-Z]+)+)`/g)].map(({ groups }) => groups?.["code"] ?? "");
    const isVariable = (code: string) => code.startsWith("IEUM_");
    expect(codes.filter((code) => !isVariable(code) && !KNOWN_CODES.has(code))).toEqual([]);
  });

  test("has nothing left to fill in", () => {
    expect(readme).not.toMatch(/^[A-Z]{4,}$/m);
  });

  test("points only to files that exist", () => {
    const paths = [...readme.matchAll(/`(?<path>(?:domain|events|functions|infra|test|examples)\/[\w/.-]*\.[\w]+)`/g)];
    expect(paths.length).toBeGreaterThan(5);
    for (const { groups } of paths) expect(() => readFileSync(join(ROOT, groups?.["path"] ?? ""))).not.toThrow();
  });
});

describe("the page's commands, against a running service", () => {
  let service: Service;
  let dataDir: string;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), "ieum-readme-"));
    service = await runService({ dataDir, fresh: true, port: 0, tablesPort: 0 });
    await seedWorld(service, { openings: true });
    await service.twin.idle();
  }, 120_000);

  afterAll(async () => {
    await service.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const lines = commands.filter((line) => line.startsWith("npm run ieum --"));

  test("there are some", () => {
    expect(lines.length).toBeGreaterThan(5);
  });

  test.each(lines)("%s", async (line) => {
    const errors = join(dataDir, "rejected.jsonl");
    const { code, stdout, stderr } = await run(line.replace("rejected.jsonl", errors), { IEUM_TWIN: service.twinFile });
    // The example file has one row that must be refused: a job with an age condition.
    const hasRefusedRow = line.includes("examples/openings.csv");
    expect({ code, stderr }).toMatchObject({ code: hasRefusedRow ? 2 : 0 });
    expect(stdout.trim()).not.toBe("");
    if (hasRefusedRow) expect(readFileSync(errors, "utf8")).toContain("AGE_CONDITION_ON_JOB");
  });

  test("bring what they promise: the example's people are told of the example's openings", async () => {
    await service.twin.idle();
    const env = { IEUM_TWIN: service.twinFile };
    const barista = await run("npm run ieum -- inbox example-person-2 --json", env);
    expect(barista.stdout).toContain("연희동 베이커리 카페 오후 근무");
    const carer = await run("npm run ieum -- inbox example-person-1 --lang en", env);
    expect(carer.stdout).toContain("Care worker licence");
  });
});

describe("the page's demo", () => {
  const lines = commands.filter((line) => line.startsWith("npm run demo"));

  test("is there with and without a file", () => {
    expect(lines).toHaveLength(2);
  });

  test.each(lines)(
    "%s",
    async (line) => {
      const { code, stdout } = await run(line);
      const counts = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
      expect(code).toBe(0);
      expect(Object.keys(counts)).toEqual([
        "read",
        "accepted",
        "refused",
        "matches",
        "recommended",
        "notified",
        "deadLettered",
        "applicantsReached",
        "seconds",
      ]);
      expect(counts.accepted + counts.refused).toBe(counts.read);
      expect(counts.notified).toBe(counts.recommended);
      expect(counts.recommended).toBeGreaterThan(0);
      expect(counts.deadLettered).toBe(0);
    },
    120_000,
  );
});
