import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { checkTaxonomy } from "../../../domain/taxonomy/check.ts";
import { loadTaxonomy } from "../../../functions/runtime/taxonomy-file.ts";
import { readCsvSource } from "../../../infra/cli/taxonomy/csv-source.ts";
import { readEscoSource } from "../../../infra/cli/taxonomy/esco-source.ts";
import { ieum } from "./deployment.ts";
import {
  labelledFiles,
  occupationUri,
  publishedFiles,
  RELATION_HEADER,
  relationRow,
  SKILL_HEADER,
  withLine,
} from "./esco-files.ts";

const root = mkdtempSync(join(tmpdir(), "ieum-taxonomy-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let folders = 0;

/** A folder of its own with these files; what ends in .gz is packed. */
function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = join(root, `${folders++}`);
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, name), name.endsWith(".gz") ? gzipSync(text) : text);
  }
  return folder;
}

const esco = (files: Readonly<Record<string, string>>) => readEscoSource(folderOf(files), "esco");
const csv = (files: Readonly<Record<string, string>>) => readCsvSource(folderOf(files), "csv", "own");

const plainFiles = {
  "competencies.csv":
    "code,name,nameEn,aliases,group\n2.A.1.a,읽기,Reading,독해;글 읽기,B\n0201-x,회계,Accounting,,A\n",
  "occupations.csv": "code,name,nameEn\n15-1252.00,개발자,Developer\n15-1253.00,시험자,Tester\n",
  "certificates.csv": "code,name\ncpa,공인회계사\n",
  "relations.csv":
    "from,relation,to,level\n15-1252.00,essential,2.A.1.a,4\n15-1253.00,optional,2.A.1.a,\ncpa,attests,0201-x,5\n2.A.1.a,broader,0201-x,\n15-1253.00,broader,15-1252.00,\n",
};

describe("ESCO's files as published", () => {
  const { parts, problems } = esco(publishedFiles());
  const code = (mark: number) => `0000000${mark}-aaaa-4bbb-8ccc-dddddddddddd`;

  test("give every released skill and occupation, by the order of their codes", () => {
    expect(problems).toEqual([]);
    expect(checkTaxonomy(parts)).toEqual([]);
    expect(parts.competencies.map(({ number, code, en }) => [number, code, en])).toEqual([
      [1, code(1), "sharpen knives"],
      [2, code(2), "carve meat"],
      [3, code(3), "lay tables"],
    ]);
    expect(parts.occupations.map(({ code, en }) => [code, en])).toEqual([
      ["5131-10000001", "table server"],
      ["5131-10000002", "carver, of roasts"],
    ]);
  });

  test("give other names, but none that two go by", () => {
    expect(parts.competencies.map(({ aliases }) => aliases)).toEqual([
      ["whet knives", "hone blades"],
      ["cut joints"],
      ["set tables"],
    ]);
  });

  test("give the group below the root, through whatever lies between", () => {
    expect(parts.competencies.map(({ group }) => group)).toEqual(["s1", "s1", "s2"]);
  });

  test("give what an occupation asks for, essential where one line says so", () => {
    expect(parts.occupations.map(({ competencies }) => competencies)).toEqual([
      [[code(3), 3, "essential"]],
      [
        [code(2), 3, "essential"],
        [code(3), 3, "optional"],
      ],
    ]);
    expect(parts.broader).toEqual({
      competencies: [[code(1), code(2)]],
      occupations: [["5131-10000002", "5131-10000001"]],
    });
  });

  test.each([
    ["a skill that isn't there", relationRow(1, "essential", 9), "unknown-reference"],
    ["an occupation that isn't there", relationRow(9, "essential", 1), "unknown-reference"],
    ["a relation of another kind", relationRow(1, "handy", 1), "unknown-relation"],
    ["the same line twice", relationRow(1, "essential", 3), "duplicate-reference"],
  ])("with %s are told by file and line", (_, cells, kind) => {
    const { problems } = esco(withLine(publishedFiles(), "occupationSkillRelations_en.csv", cells));
    expect(problems).toMatchObject([{ kind, where: "occupationSkillRelations_en.csv:6" }]);
  });

  test("with a code twice are told by both lines", () => {
    const files = publishedFiles();
    const [, again = ""] = (files["occupations_en.csv"] ?? "").split("\n");
    const { problems } = esco({ ...files, "occupations_en.csv": `${files["occupations_en.csv"]}${again}\n` });
    expect(problems).toEqual([
      {
        kind: "duplicate-code",
        where: "occupations_en.csv:4",
        what: "5131-10000001, as in occupations_en.csv:2",
      },
    ]);
  });

  test("with groups that contain each other are told", () => {
    const group = (name: string) => `http://data.example/esco/skill/${name}`;
    const cells = ["SkillGroup", group("S"), "SkillGroup", group("S1.2")];
    const { problems } = esco(withLine(publishedFiles(), "broaderRelationsSkillPillar_en.csv", cells));
    expect(problems).toMatchObject([{ kind: "cycle", what: expect.stringContaining(" → ") }]);
  });
});

describe("ESCO's tables by label", () => {
  const { parts, problems, notes } = esco(labelledFiles());

  test("make codes of labels, with a mark where letters and digits don't do", () => {
    expect(problems).toEqual([]);
    expect(notes).toEqual([]);
    const codes = parts.competencies.map(({ code }) => code);
    expect(codes).toContain("lay-tables");
    expect(codes.filter((code) => /^c-[0-9a-f]{8}$/u.test(code))).toHaveLength(2);
    expect(codes.filter((code) => code.startsWith("say-hello-to-the-very-") && code.length <= 60)).toHaveLength(1);
  });

  test("keep marks of quotation and bring spaces together", () => {
    expect(parts.competencies.map(({ en }) => en)).toContain(`say "hello" to the ${"very ".repeat(12)}first guest`);
  });

  test("say that the hierarchy of skills has to be left out", () => {
    const hierarchy = {
      "broaderRelationsSkillPillar_en.csv": publishedFiles()["broaderRelationsSkillPillar_en.csv"] ?? "",
    };
    const source = esco({ ...labelledFiles(), ...hierarchy });
    expect(source.problems).toEqual([]);
    expect(source.notes).toEqual([expect.stringContaining("hierarchy")]);
  });
});

describe("plain tables", () => {
  test("give what they say, in the codes that events carry", () => {
    const { parts, problems } = csv(plainFiles);
    expect(problems).toEqual([]);
    expect(checkTaxonomy(parts)).toEqual([]);
    expect(parts).toEqual({
      version: "csv",
      occupationCodes: "own",
      competencies: [
        { number: 1, code: "0201-x", ko: "회계", en: "Accounting", aliases: [], group: "A" },
        { number: 2, code: "2-a-1-a", ko: "읽기", en: "Reading", aliases: ["독해", "글 읽기"], group: "B" },
      ],
      occupations: [
        {
          number: 1,
          code: "15125200",
          ko: "개발자",
          en: "Developer",
          aliases: [],
          competencies: [["2-a-1-a", 4, "essential"]],
        },
        {
          number: 2,
          code: "15125300",
          ko: "시험자",
          en: "Tester",
          aliases: [],
          competencies: [["2-a-1-a", 3, "optional"]],
        },
      ],
      certificates: [
        { number: 1, code: "cpa", ko: "공인회계사", en: "공인회계사", aliases: [], attests: [["0201-x", 5]] },
      ],
      broader: { competencies: [["2-a-1-a", "0201-x"]], occupations: [["15125300", "15125200"]] },
    });
  });

  test.each([
    ["relations.csv", "15-1252.00,essential,flying,3", "unknown-reference"],
    ["relations.csv", "15-1252.00,essential,0201-x,6", "level-out-of-range"],
    ["relations.csv", "15-1252.00,needs,0201-x,3", "unknown-relation"],
    ["competencies.csv", "2_A_1_A,읽고 쓰기,,,", "duplicate-code"],
    ["competencies.csv", "writing, ,,,", "empty-name"],
    ["competencies.csv", "쓰기,쓰기,,,", "malformed-code"],
    ["occupations.csv", "cook,조리사,", "malformed-code"],
  ] as const)("%s with the line %s are told by file and line", (name, line, kind) => {
    const { problems } = csv({ ...plainFiles, [name]: `${plainFiles[name]}${line}\n` });
    const count = plainFiles[name].split("\n").length;
    expect(problems).toMatchObject([{ kind, where: `${name}:${count}` }]);
  });

  test("may be packed, parted by tabs, and without certificates", () => {
    const { "certificates.csv": _, ...rest } = plainFiles;
    const relations = plainFiles["relations.csv"].replaceAll(",", "\t").replace(/cpa.*\n/u, "");
    const { "relations.csv": __, ...lists } = rest;
    const { parts, problems } = csv({
      ...lists,
      "relations.tsv": relations,
      "competencies.csv": plainFiles["competencies.csv"],
    });
    expect(problems).toEqual([]);
    expect(parts.occupations[0]?.competencies).toHaveLength(1);
    const packed = Object.fromEntries(Object.entries(plainFiles).map(([name, text]) => [`${name}.gz`, text]));
    expect(csv(packed).parts).toEqual(csv(plainFiles).parts);
  });
});

describe("a table that can't be used is named with its path", () => {
  const without = (name: string) =>
    Object.fromEntries(Object.entries(publishedFiles()).filter(([file]) => file !== name));

  test.each([
    ["no skills", () => esco(without("skills_en.csv")), "has no skills_<language>.csv"],
    ["no occupations", () => esco(without("occupations_en.csv")), "has no occupations_<language>.csv"],
    [
      "no relations",
      () => esco(without("occupationSkillRelations_en.csv")),
      "has no occupationSkillRelations_<language>.csv",
    ],
    [
      "another header",
      () => esco({ ...publishedFiles(), "skills_en.csv": `${SKILL_HEADER.replace("preferredLabel", "label")}\n` }),
      "skills_en.csv has no column preferredLabel",
    ],
    [
      "a line that is too short",
      () =>
        esco({ ...publishedFiles(), "occupationSkillRelations_en.csv": `${RELATION_HEADER}\n${occupationUri(1)}\n` }),
      "occupationSkillRelations_en.csv is no table",
    ],
    ["an empty file", () => csv({ ...plainFiles, "occupations.csv": "" }), "occupations.csv has no column code, name"],
    ["no folder", () => readCsvSource(join(root, "nowhere"), "csv", "own"), "can't read the folder"],
  ])("%s", (_, read, message) => {
    expect(read).toThrow(message);
    expect(read).toThrow(root);
  });

  test("what says it is packed and isn't", () => {
    const folder = folderOf(publishedFiles());
    writeFileSync(join(folder, "skills_fr.csv.gz"), "plain");
    rmSync(join(folder, "skills_en.csv"));
    expect(() => readEscoSource(folder, "esco")).toThrow(`can't read ${join(folder, "skills_fr.csv.gz")}`);
  });
});

describe("ieum taxonomy build", () => {
  const run = (...args: readonly string[]) => ieum(["taxonomy", ...args], "");

  test("writes one artifact, the same bytes each time, and says what it holds", async () => {
    const folder = folderOf(publishedFiles());
    const [one, two] = [join(root, "one.taxonomy"), join(root, "two.taxonomy")];
    const { code, out } = await run("build", "--esco", folder, "--out", one, "--label", "esco-9", "--json");
    expect(code).toBe(0);
    const taxonomy = loadTaxonomy(one);
    expect(JSON.parse(out)).toMatchObject({
      path: one,
      version: taxonomy.version,
      competencies: 3,
      occupations: 2,
      bytes: readFileSync(one).length,
      remarks: 0,
    });
    expect(taxonomy.version).toMatch(/^esco-9-[0-9a-f]{8}$/u);
    expect(taxonomy.occupationByCode("5131-10000001")?.en).toBe("table server");
    await run("build", "--esco", folder, "--out", two, "--label", "esco-9");
    expect(readFileSync(two)).toEqual(readFileSync(one));
    expect((await run("check", one)).code).toBe(0);
  });

  test("writes nothing where something is wrong, and says where", async () => {
    const folder = folderOf({
      ...plainFiles,
      "relations.csv": `${plainFiles["relations.csv"]}0201-x,broader,2.A.1.a,\n`,
    });
    const out = join(root, "none.taxonomy");
    const built = await run("build", "--csv", folder, "--out", out);
    expect(built.code).toBe(1);
    expect(built.err).toContain(`cycle ${folder} competency 0201-x: 0201-x → 2-a-1-a → 0201-x`);
    expect(readdirSync(root)).not.toContain("none.taxonomy");
  });

  test.each([
    [["build"], "name a folder"],
    [["build", "--esco", ".", "--csv", "."], "name one folder"],
    [["build", "--esco", ".", "--keco"], "--keco goes with --csv"],
    [["build", "--esco", join(root, "nowhere")], "there is no folder"],
    [["build", "--csv", ".", "--label", "한글"], "--label takes"],
    [["check"], "name what to check"],
    [["check", "a", "--built-in"], "name what to check"],
    [["check", join(root, "nowhere")], "can't read the taxonomy"],
  ])("refuses %j in one line", async (args, message) => {
    const { code, err } = await run(...args);
    expect(code).toBe(1);
    expect(err).toContain(message);
    expect(err.trim().split("\n")).toHaveLength(1);
  });
});

describe("ieum taxonomy check", () => {
  const run = (...args: readonly string[]) => ieum(["taxonomy", "check", ...args], "");

  test("finds nothing wrong in what is built in, and exits 0", async () => {
    const { code, out } = await run("--built-in", "--json");
    expect(code).toBe(0);
    const counts = JSON.parse(out);
    expect(counts).toMatchObject({ path: "built-in", problems: 0 });
    expect(counts.occupations).toBeGreaterThanOrEqual(60);
    expect(counts.competencies).toBeGreaterThanOrEqual(300);
  });

  test("tells each problem in a line with its kind and its path, and exits 1", async () => {
    const folder = folderOf({
      ...plainFiles,
      "competencies.csv": `${plainFiles["competencies.csv"]}flying,날기,,,\nreading,읽 기,,,\n`,
      "relations.csv": `${plainFiles["relations.csv"]}15-1252.00,optional,reading,\n15-9999.00,optional,flying,\n`,
    });
    const { code, out } = await run("--csv", folder);
    expect(code).toBe(1);
    expect(out.trim().split("\n")).toEqual([
      `unknown-reference ${folder} relations.csv:8: 15999900 optional flying`,
      `duplicate-name ${folder} competency reading: 읽 기, as competency 2-a-1-a`,
      `orphan ${folder} competency flying: used by no occupation or certificate`,
      `${folder} (csv): 4 competencies, 2 occupations, 1 certificates, 3 problems`,
    ]);
  });

  test("names an artifact that is damaged", async () => {
    const path = join(root, "damaged.taxonomy");
    await ieum(["taxonomy", "build", "--csv", folderOf(plainFiles), "--out", path], "");
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, bytes.length - 3));
    const { code, err } = await run(path);
    expect(code).toBe(1);
    expect(err).toContain(`${path} is not whole`);
  });
});
