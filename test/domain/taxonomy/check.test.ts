import { describe, expect, test } from "vitest";
import { builtInParts } from "../../../domain/taxonomy/built-in.ts";
import { checkTaxonomy, findCycles, type ProblemKind } from "../../../domain/taxonomy/check.ts";
import { createTaxonomy, type TaxonomyParts } from "../../../domain/taxonomy/taxonomy.ts";

const sound: TaxonomyParts = {
  version: "test-1",
  competencies: [
    { number: 1, code: "patrol", ko: "순찰", en: "Patrol", group: "11" },
    { number: 2, code: "access-control", ko: "출입 통제", en: "Access control", group: "11" },
  ],
  occupations: [
    {
      number: 1,
      code: "5420",
      ko: "건물 관리원",
      en: "Building caretaker",
      aliases: ["경비원"],
      competencies: [
        ["patrol", 3, "essential"],
        ["access-control", 2, "optional"],
      ],
    },
  ],
  certificates: [
    { number: 1, code: "guard", ko: "경비 교육", en: "Guard training", aliases: [], attests: [["patrol", 2]] },
  ],
};

const [patrol, access] = sound.competencies;
const [caretaker] = sound.occupations;
const [guard] = sound.certificates;
if (!patrol || !access || !caretaker || !guard) throw new Error("the fixture lost an entry");

const planted: readonly (readonly [name: string, kind: ProblemKind, parts: TaxonomyParts])[] = [
  ["a number twice", "not-dense", { ...sound, competencies: [patrol, { ...access, number: 1 }] }],
  ["a gap in the numbers", "not-dense", { ...sound, occupations: [{ ...caretaker, number: 2 }] }],
  ["a code twice", "duplicate-code", { ...sound, competencies: [patrol, { ...access, code: "patrol" }] }],
  ["a name twice", "duplicate-name", { ...sound, competencies: [patrol, { ...access, ko: "순 찰" }] }],
  [
    "an alias that is the name",
    "duplicate-name",
    { ...sound, occupations: [{ ...caretaker, aliases: ["건물관리원"] }] },
  ],
  ["an empty name", "empty-name", { ...sound, certificates: [{ ...guard, ko: " · " }] }],
  [
    "a competency that doesn't exist",
    "unknown-reference",
    { ...sound, occupations: [{ ...caretaker, competencies: [...caretaker.competencies, ["flying", 3, "optional"]] }] },
  ],
  [
    "a certificate for a competency that doesn't exist",
    "unknown-reference",
    { ...sound, certificates: [{ ...guard, attests: [["flying", 3]] }] },
  ],
  [
    "a competency asked for twice",
    "duplicate-reference",
    { ...sound, occupations: [{ ...caretaker, competencies: [...caretaker.competencies, ["patrol", 2, "optional"]] }] },
  ],
  [
    "a competency nobody uses",
    "orphan",
    { ...sound, occupations: [{ ...caretaker, competencies: [["patrol", 3, "essential"]] }] },
  ],
  ["a certificate that attests nothing", "orphan", { ...sound, certificates: [{ ...guard, attests: [] }] }],
  [
    "an NCS group that doesn't exist",
    "unknown-group",
    { ...sound, competencies: [{ ...patrol, group: "25" }, access] },
  ],
  [
    "an occupation code that isn't KECO's",
    "unknown-occupation-code",
    { ...sound, occupations: [{ ...caretaker, code: "9999" }] },
  ],
  [
    "an occupation code of three digits",
    "unknown-occupation-code",
    { ...sound, occupations: [{ ...caretaker, code: "542" }] },
  ],
];

describe("checking a taxonomy", () => {
  test("finds nothing in the built-in one", () => {
    expect(checkTaxonomy(builtInParts)).toEqual([]);
  });

  test("finds nothing in a sound one", () => {
    expect(checkTaxonomy(sound)).toEqual([]);
  });

  test.each(planted)("finds %s", (_, kind, parts) => {
    expect(checkTaxonomy(parts).map((problem) => problem.kind)).toContain(kind);
  });

  test("finds a level that isn't 1 to 5, which the types forbid but a file may hold", () => {
    const parts: TaxonomyParts = JSON.parse(JSON.stringify(sound).replace('["patrol",3', '["patrol",6'));
    expect(checkTaxonomy(parts)).toEqual([{ kind: "level-out-of-range", where: "occupation 5420", what: "patrol 6" }]);
  });

  test("names the entry and what is wrong with it", () => {
    expect(checkTaxonomy({ ...sound, certificates: [{ ...guard, attests: [["flying", 3]] }] })).toEqual([
      { kind: "unknown-reference", where: "certificate guard", what: "flying" },
    ]);
  });
});

test("a taxonomy whose competencies aren't numbered densely is not built", () => {
  expect(() => createTaxonomy({ ...sound, competencies: [patrol, { ...access, number: 3 }] })).toThrow(RangeError);
});

describe("what is a kind of what", () => {
  const withBroader = (...competencies: readonly (readonly [string, string])[]): TaxonomyParts => ({
    ...sound,
    broader: { competencies, occupations: [] },
  });

  test("goes round nowhere in a sound taxonomy, though two ways may lead to one", () => {
    expect(checkTaxonomy(withBroader(["patrol", "access-control"]))).toEqual([]);
    expect(
      findCycles([
        ["a", "b"],
        ["a", "c"],
        ["b", "d"],
        ["c", "d"],
      ]),
    ).toEqual([]);
  });

  test("is told with the codes along the way where it goes round", () => {
    expect(checkTaxonomy(withBroader(["patrol", "access-control"], ["access-control", "patrol"]))).toEqual([
      { kind: "cycle", where: "competency patrol", what: "patrol → access-control → patrol" },
    ]);
    expect(checkTaxonomy(withBroader(["patrol", "patrol"]))).toEqual([
      { kind: "cycle", where: "competency patrol", what: "patrol → patrol" },
    ]);
    expect(
      findCycles([
        ["a", "b"],
        ["b", "c"],
        ["c", "b"],
        ["d", "a"],
        ["e", "e"],
      ]),
    ).toEqual([
      ["b", "c", "b"],
      ["e", "e"],
    ]);
  });

  test("is followed along chains longer than the call stack is deep", () => {
    const chain = Array.from({ length: 50_000 }, (_, i) => [String(i), String(i + 1)] as const);
    expect(findCycles(chain)).toEqual([]);
    expect(findCycles([...chain, ["50000", "49999"]])).toEqual([["49999", "50000", "49999"]]);
  });

  test("names codes that aren't there", () => {
    expect(checkTaxonomy(withBroader(["patrol", "guarding"]))).toEqual([
      { kind: "unknown-reference", where: "competency patrol", what: "broader guarding" },
    ]);
  });

  test("keeps a competency that nobody asks for from being an orphan", () => {
    const unused = { ...sound, occupations: [{ ...caretaker, competencies: [["patrol", 3, "essential"] as const] }] };
    expect(checkTaxonomy(unused).map(({ kind }) => kind)).toEqual(["orphan"]);
    const broader = { competencies: [["access-control", "patrol"] as const], occupations: [] };
    expect(checkTaxonomy({ ...unused, broader })).toEqual([]);
  });
});

test("a taxonomy of another standard has occupations and groups of its own", () => {
  const own = {
    ...sound,
    competencies: [{ ...patrol, group: "S1" }, access],
    occupations: [{ ...caretaker, code: "5414-0a1b2c3d" }],
  };
  expect(checkTaxonomy(own).map(({ kind }) => kind)).toEqual(["unknown-occupation-code", "unknown-group"]);
  expect(checkTaxonomy({ ...own, occupationCodes: "own" })).toEqual([]);
});
