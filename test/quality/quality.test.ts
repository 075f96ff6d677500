import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { defaultWeights, score } from "../../domain/matching/score.ts";
import { readCareerMoves } from "./career-moves.ts";
import { readJobTitles } from "./job-titles.ts";
import { measureCareerMoves, measureJobTitles, transpose } from "./measure.ts";
import { UnusableSet } from "./read-table.ts";

/** Two bakers' and two drivers' openings; a baker and a driver. Each is to find the other opening of their own line of work. */
const MOVES: Readonly<Record<string, readonly string[]>> = {
  "skills.tsv": ["skill_id label", "S1 kneading", "S2 baking", "S3 steering", "S4 loading", "S5 counting"],
  "openings.tsv": [
    "opening_id esco_uri title isco08 alt_titles",
    "O1 u1 baker 7512 bread-maker|bakester",
    "O2 u2 pastry-cook 7512 ",
    "O3 u3 driver 8332 ",
    'O4 u4 "courier 8331 ',
  ],
  "opening_skills.tsv": [
    "opening_id skill_id relation",
    "O1 S1 essential",
    "O1 S2 essential",
    "O2 S2 essential",
    "O2 S5 optional",
    "O3 S3 essential",
    "O3 S4 optional",
    "O4 S3 essential",
    "O4 S5 optional",
  ],
  "persons.tsv": ["person_id own_opening_id experience_title", "P1 O1 baker", "P2 O3 driver"],
  "person_skills.tsv": ["person_id skill_id", "P1 S1", "P1 S2", "P2 S3"],
  "exclude_same_occupation.tsv": ["person_id opening_id", "P1 O1", "P2 O3"],
  "qrels_related.tsv": ["P1 0 O2 3", "P2 0 O4 2", "P2 0 O2 1"],
  "qrels_changers.tsv": ["P1 0 O2 2"],
};

const TITLES: Readonly<Record<string, readonly string[]>> = {
  "queries.tsv": ["q_id jobtitle", "1 baker"],
  "corpus.tsv": ["c_id jobtitle", "1001 breadbaker", "1002 lorrydriver", "1003 bakers"],
  "qrels.tsv": ["1 0 1001 1", "1 0 1003 1"],
};

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** Writes a set, with spaces for tabs, in a folder that is removed after the test. */
function write(files: Readonly<Record<string, readonly string[]>>, folder?: string): string {
  const place = folder ?? mkdtempSync(join(tmpdir(), "ieum-quality-"));
  if (folder === undefined) folders.push(place);
  mkdirSync(place, { recursive: true });
  for (const [file, lines] of Object.entries(files)) {
    writeFileSync(join(place, file), `${lines.join("\n").replaceAll(" ", "\t")}\n`);
  }
  return place;
}

describe("a set of career moves", () => {
  test("is read into a taxonomy of its own and facts that leave open what it doesn't say", () => {
    const { taxonomy, openings, persons } = readCareerMoves(write(MOVES));
    expect(taxonomy.competencies.map(({ number, en }) => [number, en])).toEqual([
      [1, "kneading"],
      [2, "baking"],
      [3, "steering"],
      [4, "loading"],
      [5, "counting"],
    ]);
    expect(taxonomy.occupations.map(({ code }) => code)).toEqual(["75120", "75121", "83322", "83313"]);
    expect(taxonomy.occupations[3]?.en).toBe('"courier');
    expect(openings[1]).toMatchObject({
      openingId: "O2",
      occupation: "75121",
      district: undefined,
      hours: undefined,
      requirements: [
        { on: "competency", importance: "should", number: 2, source: 0 },
        { on: "competency", importance: "nice", number: 5, source: 1 },
      ],
    });
    expect(persons[0]).toMatchObject({
      applicantId: "P1",
      certificates: undefined,
      wantedOccupations: undefined,
      competencies: [{ number: 1 }, { number: 2 }],
      experience: [{ occupation: "75120" }],
    });
  });

  test("is scored by the production score, where meeting everything in one's own occupation is full", () => {
    const { taxonomy, openings, persons } = readCareerMoves(write(MOVES));
    const [own, baker] = [openings[0], persons[0]];
    if (own === undefined || baker === undefined) throw new Error("the set has lost its first opening or person");
    const rules = { taxonomy, weights: defaultWeights, today: undefined };
    expect(score(own, baker, rules)).toMatchObject({ fitsOpening: 10_000 });
  });

  test("is measured from both sides, without what is excluded", () => {
    const quality = measureCareerMoves(readCareerMoves(write(MOVES)));
    // The driver's best is O4 (grade 2), then one of the bakers': O1 and O2 are alike to it, and ties go by id, so grade 1 stands third.
    const driver = (2 + 1 / Math.log2(4)) / (2 + 1 / Math.log2(3));
    expect(quality.related.personToOpenings.ndcg10).toBeCloseTo((1 + driver) / 2, 10);
    expect(quality.related.personToOpenings.recall50).toBe(1);
    expect(quality.related.openingToPersons).toEqual({ ndcg10: 1, recall50: 1 });
    expect(quality.changers.personToOpenings).toEqual({ ndcg10: 1, recall50: 1 });
  });

  test("has the same labels from the other side", () => {
    expect(transpose(readCareerMoves(write(MOVES)).labels.related)).toEqual(
      new Map([
        [
          "O2",
          new Map([
            ["P1", 3],
            ["P2", 1],
          ]),
        ],
        ["O4", new Map([["P2", 2]])],
      ]),
    );
  });

  test.each([
    { file: "skills.tsv", lines: ["id label"], says: "skills.tsv has the columns id, label and not skill_id, label" },
    { file: "skills.tsv", lines: ["skill_id label", "S1 x", "S1 y"], says: "skills.tsv:3 has S1 again" },
    {
      file: "persons.tsv",
      lines: ["person_id own_opening_id experience_title", "P1 O9 x"],
      says: "persons.tsv:2 names O9",
    },
    {
      file: "person_skills.tsv",
      lines: ["person_id skill_id", "P1 S1", "P1 S1"],
      says: "person_skills.tsv:3 has P1 and S1 again",
    },
    { file: "person_skills.tsv", lines: ["person_id skill_id", "P1"], says: "person_skills.tsv is no table" },
    {
      file: "opening_skills.tsv",
      lines: ["opening_id skill_id relation", "O1 S1 useful"],
      says: "opening_skills.tsv:2 has the relation useful",
    },
    {
      file: "openings.tsv",
      lines: (MOVES["openings.tsv"] ?? []).map((line) => line.replace("8331", "83")),
      says: "openings.tsv:5 has 83 as a code of ISCO-08",
    },
    { file: "qrels_related.tsv", lines: [], says: "qrels_related.tsv has no labels" },
    { file: "qrels_related.tsv", lines: ["P1 0 O2 0"], says: "qrels_related.tsv has no grade above 0" },
    { file: "qrels_related.tsv", lines: ["P1 0 O2 high"], says: "qrels_related.tsv:1 has the grade high" },
    { file: "qrels_related.tsv", lines: ["P1 0 O2 1", "P9 0 O2 1"], says: "qrels_related.tsv:2 names P9" },
    { file: "qrels_changers.tsv", lines: ["P1 0 O2 1", "P1 0 O2 2"], says: "qrels_changers.tsv:2 has P1 and O2 again" },
  ])("is refused: $says", ({ file, lines, says }) => {
    const folder = write({ ...MOVES, [file]: lines });
    expect(() => readCareerMoves(folder)).toThrow(UnusableSet);
    expect(() => readCareerMoves(folder)).toThrow(says);
  });
});

test("a byte-order mark before any file of a set says nothing", () => {
  const marked = (files: Readonly<Record<string, readonly string[]>>) =>
    write(
      Object.fromEntries(Object.entries(files).map(([file, [first, ...rest]]) => [file, [`\uFEFF${first}`, ...rest]])),
    );
  expect(readCareerMoves(marked(MOVES)).labels).toEqual(readCareerMoves(write(MOVES)).labels);
  expect(readJobTitles(marked(TITLES))).toEqual(readJobTitles(write(TITLES)));
});

describe("a set of job titles", () => {
  test("is measured with the resolver of occupation names, titles alike in spelling being one name", () => {
    expect(measureJobTitles(readJobTitles(write(TITLES)))).toEqual({ map: 1, mapOfOthers: 1 });
    const corpus = ["c_id jobtitle", "1001 lorrydriver", "1002 BAKER", "1003 baker"];
    // Both spellings are the very name and go by id, so the only relevant one stands second, unless the other is left aside.
    const twice = { ...TITLES, "corpus.tsv": corpus, "qrels.tsv": ["1 0 1003 1"] };
    expect(measureJobTitles(readJobTitles(write(twice)))).toEqual({ map: 0.5, mapOfOthers: 1 });
  });
});

describe("the command", () => {
  const script = fileURLToPath(new URL("./quality.ts", import.meta.url));
  const run = (args: readonly string[], data?: string) => {
    const { IEUM_DATA: _, ...rest } = process.env;
    const env = data === undefined ? rest : { ...rest, IEUM_DATA: data };
    return spawnSync(process.execPath, [script, ...args], { encoding: "utf8", env });
  };

  test("prints one line of JSON by the related labels", () => {
    const { status, stdout } = run(["--data", write(MOVES), "--titles", write(TITLES), "--json"]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      personToOpenings: { ndcg10: expect.any(Number), recall50: 1 },
      openingToPersons: { ndcg10: 1, recall50: 1 },
      jobTitle: { map: 1, mapOfOthers: 1 },
    });
  });

  test.each([
    [["--data", ""], "--data must name a directory"],
    [["--titles", ""], "--titles must name a directory"],
    [["--date", "x"], "Unknown option '--date' (see --help)"],
  ])("refuses %j by one line", (args, says) => {
    const { status, stdout, stderr } = run(args);
    expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: "", stderr: `${says}\n` });
  });

  test("takes both sets from the folder that IEUM_DATA names, and shows both sets of labels", () => {
    const root = mkdtempSync(join(tmpdir(), "ieum-quality-"));
    folders.push(root);
    write(MOVES, join(root, "quality", "career-move"));
    write(TITLES, join(root, "quality", "job-title"));
    const { status, stdout } = run([], root);
    expect(status).toBe(0);
    expect(stdout).toMatch(/related +person → openings +0\.\d{3} +1\.000/);
    expect(stdout).toMatch(/changers +opening → persons +1\.000 +1\.000/);
    expect(stdout).toContain("MAP 1.000");
  });

  test("says which file isn't there", () => {
    const { "qrels_changers.tsv": _, ...rest } = MOVES;
    const folder = write(rest);
    const { status, stdout, stderr } = run(["--data", folder, "--json"]);
    expect([status, stdout, stderr]).toEqual([1, "", `qrels_changers.tsv can't be read in ${folder}\n`]);
  });

  test("says that it was given nothing to measure", () => {
    const { status, stderr } = run([]);
    expect([status, stderr]).toEqual([1, "name a directory with --data or --titles, or set IEUM_DATA\n"]);
  });
});
