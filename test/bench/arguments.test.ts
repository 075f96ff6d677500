import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { OperatorError } from "../../infra/cli/command.ts";
import { basisPoints, readOptions, wholeNumber } from "./arguments.ts";

const options = {
  applicants: { type: "string" },
  threshold: { type: "string", default: "6250" },
  json: { type: "boolean", default: false },
} as const;

describe("options of a bench", () => {
  test("are read with their defaults", () => {
    const values = readOptions(options, ["--applicants", "20"]);
    expect(values).toEqual({ applicants: "20", threshold: "6250", json: false });
    expect(wholeNumber(values, "applicants")).toBe(20);
    expect(wholeNumber({}, "applicants", { otherwise: 7 })).toBe(7);
    expect(wholeNumber({ seed: "0" }, "seed", { least: 0 })).toBe(0);
    expect(basisPoints(values, "threshold")).toBe(6_250);
  });

  test.each([
    [["--aplicants", "3"], "Unknown option '--aplicants' (see --help)"],
    [["--applicants"], "Option '--applicants <value>' argument missing (see --help)"],
    [["--json=yes"], "Option '--json' does not take an argument (see --help)"],
    [["20000"], "Unexpected argument '20000' (see --help)"],
  ])("are refused as %j by one line", (args, says) => {
    expect(() => readOptions(options, args)).toThrow(OperatorError);
    expect(() => readOptions(options, args)).toThrow(says);
  });

  test.each(["abc", "0", "-1", "1.5", "1e3", ""])("that count something are no %j", (text) => {
    expect(() => wholeNumber({ events: text }, "events")).toThrow("--events must be a whole number from 1 on");
  });

  test("that are a threshold are at most the whole", () => {
    expect(() => basisPoints({ threshold: "10001" }, "threshold")).toThrow("--threshold must be a whole number");
  });
});

describe("a bench says in one line what it can't do, and fails:", () => {
  test.each([
    ["engine.ts", ["--applicants", "abc"], "--applicants must be a whole number from 1 on"],
    ["engine.ts", ["--events", "0"], "--events must be a whole number from 1 on"],
    ["peers.ts", ["--peers", "mysql"], "--peers: ‘mysql’ is none of naive, postgresql, duckdb, sqlite"],
    ["twin.ts", ["--rate", "fast"], "--rate must be a whole number from 1 on"],
    ["exposure.ts", ["--openings", "0"], "--openings must be a whole number from 1 on"],
    ["bridges.ts", ["--profile", "5"], "Unknown option '--profile' (see --help)"],
  ])("%s %j", (file, args, says) => {
    const script = fileURLToPath(new URL(file, import.meta.url));
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: "utf8" });
    expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: "", stderr: `${says}\n` });
  });
});
