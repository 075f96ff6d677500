import { describe, expect, test } from "vitest";
import { convert, hashedId, readDay, toCertificates } from "../../../functions/importing/converters.ts";
import { type Field, mapping } from "../../../functions/importing/mapping.ts";
import type { Names } from "../../../functions/importing/names.ts";

/** Three grades of one certificate have codes, and a few names; nothing else has. */
const names: Names = {
  competency: (name) => ({ "coffee-roasting": "coffee-roasting", 로스팅: "coffee-roasting", 응대: "service" })[name],
  nearest: () => undefined,
  occupation: (name) => (name === "바리스타" ? "5317" : undefined),
  certificate: (name) => (/^computer [123]$/.test(name) ? name.replace(" ", "-") : undefined),
  covers: (held, wanted) => held <= wanted,
};

function aField(field: object): Field {
  const parsed = mapping.parse({ version: 1, of: "postings", name: "test", fields: [field] });
  const [only] = parsed.fields;
  if (only === undefined) throw new Error("a mapping has a field");
  return only;
}

const read = (field: object, cells: Record<string, string>, shiftDays = 0) =>
  convert(aField(field), new Map(Object.entries(cells)), { names, shiftDays });

const got = (value: unknown) => ({ kind: "value", value });
const refused = { kind: "unreadable", message: expect.any(String) };

describe("a cell is read by its converter", () => {
  test.each([
    ["12500", got(12_500)],
    ["2,100,000", got(2_100_000)],
    ["", { kind: "unknown" }],
    ["2.5", refused],
    ["1,00", refused],
    ["-3", refused],
    ["열", refused],
  ])("whole number %j", (cell, expected) => {
    expect(read({ to: "totalJobOpenings", as: "whole-number", column: "n" }, { n: cell })).toEqual(expected);
  });

  test.each([
    ["2026-11-21", "2026-11-21"],
    ["2026.11.21", "2026-11-21"],
    ["2026. 11. 21.", "2026-11-21"],
    ["2026/1/2", "2026-01-02"],
    ["20261121", "2026-11-21"],
    ["2024-02-29", "2024-02-29"],
    ["2026-02-29", undefined],
    ["2026-13-01", undefined],
    ["2026-11.21", undefined],
    ["202611", undefined],
    ["11/21/2026", undefined],
  ])("day %j is %j", (text, expected) => {
    expect(readDay(text)).toBe(expected);
  });

  test("a date moves by whole days, over the end of a month and a leap day", () => {
    const field = { to: "datePosted", as: "date", column: "d" };
    expect(read(field, { d: "2024-02-28" }, 2)).toEqual(got("2024-03-01"));
    expect(read(field, { d: "2026-01-01" }, -1)).toEqual(got("2025-12-31"));
  });

  test.each([
    [{ pay: "11544", per: "시급" }, got({ krw: 11_544, unit: "HOUR" })],
    [{ pay: "2,100,000원", per: "월급" }, got({ krw: 2_100_000, unit: "MONTH" })],
    [{ pay: "", per: "월급" }, { kind: "unknown" }],
    [{ pay: "회사내규", per: "월급" }, refused],
    [{ pay: "11544", per: "주급" }, refused],
    [{ pay: "11544", per: "" }, refused],
  ])("pay %j", (cells, expected) => {
    const field = {
      to: "baseSalary",
      as: "pay",
      column: "pay",
      unitColumn: "per",
      units: { 시급: "HOUR", 월급: "MONTH" },
    };
    expect(read(field, cells)).toEqual(expected);
  });

  test.each([
    ["서울특별시 종로구 종로", got("11110")],
    ["11440", got("11440")],
    ["바다 건너", refused],
    ["중구", refused],
    ["", { kind: "unknown" }],
  ])("district %j", (cell, expected) => {
    expect(read({ to: "place.district", as: "district", column: "a" }, { a: cell })).toEqual(expected);
  });

  test.each([
    ["바리스타", got({ code: "5317", name: "바리스타" })],
    ["별을 세는 사람", got({ name: "별을 세는 사람" })],
    ["5317", got({ code: "5317" })],
  ])("occupation %j", (cell, expected) => {
    expect(read({ to: "occupation", as: "occupation", column: "o" }, { o: cell })).toEqual(expected);
  });

  test.each([
    ["무관", { kind: "unknown" }],
    ["1년", got([{ on: "experience", importance: "must", months: 12 }])],
    ["toString", refused],
    ["오래", refused],
  ])("experience %j", (cell, expected) => {
    const field = { to: "requirements", as: "experience", column: "e", months: { 무관: null, "1년": 12 } };
    expect(read(field, { e: cell })).toEqual(expected);
  });

  test("experience without a table is a number of months, and none is no requirement", () => {
    const field = { to: "requirements", as: "experience", column: "e", importance: "should" };
    expect(read(field, { e: "18" })).toEqual(got([{ on: "experience", importance: "should", months: 18 }]));
    expect(read(field, { e: "0" })).toEqual({ kind: "unknown" });
  });

  test("lists and pairs are split, and a list that the mapping translates knows all its values", () => {
    expect(read({ to: "shifts", as: "list", column: "s" }, { s: "night; weekend;" })).toEqual(
      got(["night", "weekend"]),
    );
    const translated = { to: "shifts", as: "list", column: "s", separator: ",", choices: { 주말: "weekend" } };
    expect(read(translated, { s: "주말" })).toEqual(got(["weekend"]));
    expect(read(translated, { s: "주말,새벽" })).toEqual(refused);
    const competencies = { to: "requirements", as: "competencies", column: "c" };
    expect(read(competencies, { c: "coffee-roasting:2" })).toEqual(
      got([{ on: "competency", importance: "should", competency: "coffee-roasting", level: 2 }]),
    );
    expect(read(competencies, { c: "coffee-roasting" })).toEqual(refused);
  });

  test("competencies of a posting may be named; a name that has no code stays a name", () => {
    const competencies = { to: "requirements", as: "competencies", column: "c", importance: "must" };
    expect(read(competencies, { c: "로스팅:4; 별자리 해설:2" })).toEqual(
      got([
        { on: "competency", importance: "must", competency: "coffee-roasting", level: 4 },
        { on: "named-competency", importance: "must", name: "별자리 해설", level: 2 },
      ]),
    );
    const long = "가".repeat(140);
    expect(read(competencies, { c: `${long}:1` })).toEqual(
      got([{ on: "named-competency", importance: "must", name: long.slice(0, 100), level: 1 }]),
    );
    // Words joined by hyphens are meant for a code: whether it is one is for the service to say.
    expect(read(competencies, { c: "star-gazing:2" })).toEqual(
      got([{ on: "competency", importance: "must", competency: "star-gazing", level: 2 }]),
    );
  });

  test.each([
    ["응대:3", got([{ competency: "service", level: 3 }])],
    ["로스팅:2;coffee-roasting:4", got([{ competency: "coffee-roasting", level: 4 }])],
    ["로스팅:4;coffee-roasting:2", got([{ competency: "coffee-roasting", level: 4 }])],
    [
      "coffee-roasting:2;coffee-roasting:3",
      got([
        { competency: "coffee-roasting", level: 2 },
        { competency: "coffee-roasting", level: 3 },
      ]),
    ],
    [
      "응대:3;별자리 해설:2",
      {
        kind: "value",
        value: [{ competency: "service", level: 3 }],
        unknownNames: [{ of: "competency", text: "별자리 해설" }],
      },
    ],
    ["별자리 해설:2", { kind: "unknown", unknownNames: [{ of: "competency", text: "별자리 해설" }] }],
    ["응대", refused],
  ])("competencies of a profile, %j", (cell, expected) => {
    const keys = ["competency", "level"];
    const field = { to: "requirements", as: "pairs", column: "c", keys, names: "competency" };
    expect(read(field, { c: cell })).toEqual(expected);
  });

  test("occupations and certificates of a profile may be named; times at one occupation stay apart", () => {
    const keys = ["occupation", "months"];
    const spells = { to: "requirements", as: "pairs", column: "c", keys, names: "occupation" };
    expect(read(spells, { c: "바리스타:26;5317:12;점성술사:3" })).toEqual({
      kind: "value",
      value: [
        { occupation: "5317", months: 26 },
        { occupation: "5317", months: 12 },
      ],
      unknownNames: [{ of: "occupation", text: "점성술사" }],
    });
    const list = { to: "shifts", as: "list", column: "c", names: "certificate" };
    expect(read(list, { c: "computer 2; computer-9; 별 3급" })).toEqual({
      kind: "value",
      value: ["computer-2", "computer-9"],
      unknownNames: [{ of: "certificate", text: "별 3급" }],
    });
  });

  test("a message never quotes the cell", () => {
    const result = read({ to: "totalJobOpenings", as: "whole-number", column: "n" }, { n: "010-1234-5678" });
    expect(JSON.stringify(result)).not.toContain("1234");
  });
});

describe("certificates become requirements", () => {
  const asked = (...listed: string[]) =>
    toCertificates(listed, "must", names).map((one) => Object.values(one).at(-1) as string);

  test.each([
    [["computer 1", "computer 2"], ["computer-2"]],
    [["computer 2", "computer 1"], ["computer-2"]],
    [["computer 2", "computer 2"], ["computer-2"]],
    [["별자리 해설사 2급", "별자리 해설사 1급"], ["별자리 해설사 2급"]],
    [["썰매면허1종보통", "썰매면허2종보통"], ["썰매면허2종보통"]],
    [
      ["별자리 해설사", "구름 감별사"],
      ["별자리 해설사", "구름 감별사"],
    ],
    [["별자리해설사 1급", "별자리 해설사 1급"], ["별자리해설사 1급"]],
    [
      ["computer 1", "별자리 해설사"],
      ["computer-1", "별자리 해설사"],
    ],
  ])("%j asks for %j", (listed, expected) => {
    expect(asked(...listed)).toEqual(expected);
  });

  test("a name without a code stays a name", () => {
    expect(toCertificates(["별자리 해설사"], "must", names)).toEqual([
      { on: "named-certificate", importance: "must", name: "별자리 해설사" },
    ]);
  });
});

test("a hashed id is the same for the same text, and shows nothing of it", () => {
  expect(hashedId("employer", "망원상사")).toBe(hashedId("employer", "망원상사"));
  expect(hashedId("employer", "망원상사")).not.toBe(hashedId("employer", "성산상사"));
  expect(hashedId("employer", "망원상사")).toMatch(/^employer-[0-9a-f]{20}$/);
});
