import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { OperatorError } from "../../infra/cli/command.ts";
import { faultKinds } from "../simulation/faults.ts";
import { mutants } from "../simulation/mutants.ts";
import { basisPoints, readOptions, wholeNumber } from "./arguments.ts";

const someMutants = `${mutants
  .slice(0, 5)
  .map(({ name }) => name)
  .join(", ")} and ${mutants.length - 5} more`;

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

describe("a command says in one line what it can't do, and fails:", () => {
  test.each([
    ["engine.ts", ["--applicants", "abc"], "--applicants must be a whole number from 1 on"],
    ["engine.ts", ["--events", "0"], "--events must be a whole number from 1 on"],
    ["peers.ts", ["--peers", "mysql"], "--peers: ‘mysql’ is none of naive, postgresql, duckdb, sqlite"],
    ["twin.ts", ["--rate", "fast"], "--rate must be a whole number from 1 on"],
    ["exposure.ts", ["--openings", "0"], "--openings must be a whole number from 1 on"],
    ["bridges.ts", ["--profile", "5"], "Unknown option '--profile' (see --help)"],
    ["../simulation/simulate.ts", ["--seeds", "x"], "--seeds must be a whole number from 1 on"],
    ["../simulation/simulate.ts", ["--seeds", "0"], "--seeds must be a whole number from 1 on"],
    ["../simulation/simulate.ts", ["--seed", "abc"], "--seed must be a whole number from 1 on"],
    ["../simulation/simulate.ts", ["--seed", "1", "--drop", "1,x"], "--drop must be a whole number from 0 on"],
    [
      "../simulation/simulate.ts",
      ["--seed", "1", "--without", "rain"],
      `--without: ‘rain’ is none of ${faultKinds.join(", ")}`,
    ],
    ["../simulation/simulate.ts", ["--from", "7", "--trace"], "--trace: is for one seed, with --seed"],
    [
      "../simulation/simulate.ts",
      ["--seed", "1", "--mutant", "nonsense"],
      `--mutant: ‘nonsense’ is none of ${someMutants}`,
    ],
    ["../simulation/simulate-mutants.ts", ["--seeds", "0"], "--seeds must be a whole number from 1 on"],
    [
      "../simulation/simulate-mutants.ts",
      ["--only", "no-tombstone,nonsense"],
      `--only: ‘nonsense’ is none of ${someMutants}`,
    ],
    ["../bad-input/bad-input.ts", ["--inputs", "abc"], "--inputs must be a whole number from 1 on"],
    ["../fortnight/fortnight.ts", ["--people", "0"], "--people must be a whole number from 1 on"],
  ])("%s %j", (file, args, says) => {
    const script = fileURLToPath(new URL(file, import.meta.url));
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: "utf8" });
    expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: "", stderr: `${says}\n` });
  });
});
