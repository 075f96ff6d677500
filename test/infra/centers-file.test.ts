import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Center, centers } from "../../infra/centers.ts";
import { chosenCenters } from "../../infra/centers-file.ts";
import { districtMoves } from "../../infra/cli/centers.ts";
import { anApplicant } from "../fixtures/bodies.ts";
import { startDeployment } from "./cli/deployment.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ieum-centers-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(content: unknown): readonly Center[] {
  writeFileSync(join(folder, "centers.json"), JSON.stringify(content));
  return chosenCenters(centers, { INIT_CWD: folder, IEUM_CENTERS: "centers.json" });
}

const aCenter = (changes: Partial<Center> = {}): Center => ({
  id: "west",
  ko: "서부",
  en: "West",
  telephone: "02-460-5050",
  campus: "11380",
  serves: ["11380"],
  functions: [],
  ...changes,
});

describe("centers of a deployment", () => {
  test("are those that come along when no file is named", () => {
    expect(chosenCenters(centers, {})).toBe(centers);
  });

  test("written as a file are read as they are", () => {
    expect(read(centers)).toEqual(centers);
  });

  test.each([
    ["none at all", [], "centers that can be taken"],
    ["a district twice", [aCenter(), aCenter({ id: "other" })], "11380 stands at west already"],
    ["an id twice", [aCenter(), aCenter({ campus: "11410", serves: ["11410"] })], "west stands at west already"],
    ["a district that isn't there", [aCenter({ serves: ["11380", "99999"] })], "is no district"],
    ["a campus elsewhere", [aCenter({ campus: "11410" })], "is in none of its districts"],
    ["an id that is no name of a queue", [aCenter({ id: "서부" })], "is no name of a queue"],
    ["a number nobody can call", [aCenter({ telephone: "call us" })], "is not a telephone number"],
  ])("with %s are refused, and it is said why", (_, content, why) => {
    expect(() => read(content)).toThrow(why);
  });
});

test("districts that would move are named with where from and where to", () => {
  const after = [aCenter({ serves: ["11380"] }), aCenter({ id: "new", campus: "11410", serves: ["11410"] })];
  const before = [aCenter({ serves: ["11380", "11410", "11440"] })];
  expect([...districtMoves(before, after)]).toEqual([
    ["11410", { from: "west", to: "new" }],
    ["11440", { from: "west", to: undefined }],
  ]);
});

test("the dry run says who would move with the districts", { timeout: 60_000 }, async () => {
  const deployment = await startDeployment();
  try {
    for (const [applicantId, residence] of [
      ["moves", "11410"],
      ["stays", "11380"],
    ] as const) {
      await deployment.ports.applicants.keep(applicantId, 1, JSON.stringify(anApplicant({ applicantId, residence })));
    }
    const [west, central, ...others] = centers;
    if (west === undefined || central === undefined) throw new Error("there are fewer than two centers");
    const moved = [{ ...west, serves: ["11380"] }, { ...central, serves: [...central.serves, "11410"] }, ...others];
    const file = deployment.file("centers.json", JSON.stringify(moved));
    const { code, out } = await deployment.run(["centers", "--with", file, "--who", "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      district: "11410",
      from: "west",
      to: "central",
      people: 1,
      applicantIds: ["moves"],
    });
  } finally {
    await deployment.stop();
  }
});
