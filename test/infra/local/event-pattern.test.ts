import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { compilePattern, type EventPattern, matchesPattern } from "../../../infra/local/event-pattern.ts";
import { InvalidEventPattern } from "../../../infra/local/event-pattern-operators.ts";
import type { JsonValue } from "../../../infra/local/json.ts";

type Row = [pattern: EventPattern, event: JsonValue, matches: boolean];

const tables: Record<string, Row[]> = {
  "an exact value": [
    [{ a: ["구인"] }, { a: "구인" }, true],
    [{ a: ["구인"] }, { a: "구직" }, false],
    [{ a: ["x", "y"] }, { a: "y" }, true],
    [{ a: [1] }, { a: "1" }, false],
    [{ a: ["1"] }, { a: 1 }, false],
    [{ a: [1] }, { a: 1.0 }, true],
    [{ a: [false] }, { a: false }, true],
    [{ a: [false] }, { a: 0 }, false],
    [{ a: [""] }, { a: "" }, true],
    [{ a: [{ exactly: "x" }] }, { a: "x" }, true],
    [{ a: ["2001:db8::1"] }, { a: "2001:0DB8:0:0:0:0:0:1" }, true],
    [{ a: ["2001:db8::1"] }, { a: "2001:db8::2" }, false],
  ],
  null: [
    [{ a: [null] }, { a: null }, true],
    [{ a: [null] }, {}, false],
    [{ a: [null] }, { a: "" }, false],
  ],
  "several fields": [
    [{ a: ["x"], b: ["y"] }, { a: "x", b: "y" }, true],
    [{ a: ["x"], b: ["y"] }, { a: "x" }, false],
    [{ a: { b: { c: [3] } } }, { a: { b: { c: 3 } } }, true],
    [{ a: { b: { c: [3] } } }, { a: { b: 3 } }, false],
    [{ a: { b: ["x"] } }, { "a.b": "x" }, true],
    [{ "a.b": ["x"] }, { a: { b: "x" } }, true],
    [{ ["__proto__"]: ["x"] }, JSON.parse('{"__proto__":"x"}'), true],
    [{ constructor: [{ exists: true }] }, {}, false],
  ],
  prefix: [
    [{ a: [{ prefix: "seoul-" }] }, { a: "seoul-mapo" }, true],
    [{ a: [{ prefix: "seoul-" }] }, { a: "SEOUL-mapo" }, false],
    [{ a: [{ prefix: "1" }] }, { a: 12 }, false],
    [{ a: [{ prefix: "" }] }, { a: "anything" }, true],
    [{ a: [{ prefix: "" }] }, { a: null }, false],
    [{ a: [{ prefix: { "equals-ignore-case": "SEOUL" } }] }, { a: "seoul-mapo" }, true],
    [{ a: [{ prefix: { "equals-ignore-case": "SEOUL" } }] }, { a: "busan" }, false],
  ],
  suffix: [
    [{ a: [{ suffix: ".png" }] }, { a: "face.png" }, true],
    [{ a: [{ suffix: ".png" }] }, { a: "face.PNG" }, false],
    [{ a: [{ suffix: ".png" }] }, { a: true }, false],
    [{ a: [{ suffix: { "equals-ignore-case": ".png" } }] }, { a: "face.PNG" }, true],
    [{ a: [{ suffix: { "equals-ignore-case": ".png" } }] }, { a: "png" }, false],
  ],
  "equals-ignore-case": [
    [{ a: [{ "equals-ignore-case": "Job" }] }, { a: "jOB" }, true],
    [{ a: [{ "equals-ignore-case": "Job" }] }, { a: "jobs" }, false],
    [{ a: [{ "equals-ignore-case": "true" }] }, { a: true }, false],
  ],
  wildcard: [
    [{ a: [{ wildcard: "jobs/*/seoul" }] }, { a: "jobs/2026/11/seoul" }, true],
    [{ a: [{ wildcard: "jobs/*/seoul" }] }, { a: "jobs/seoul" }, false],
    [{ a: [{ wildcard: "*" }] }, { a: "" }, true],
    [{ a: [{ wildcard: "*" }] }, { a: 7 }, false],
    [{ a: [{ wildcard: "a*" }] }, { a: "a\nb" }, true],
    [{ a: [{ wildcard: "a.c+(*)" }] }, { a: "a.c+(b)" }, true],
    [{ a: [{ wildcard: "a.c" }] }, { a: "abc" }, false],
    [{ a: [{ wildcard: "a\\*c" }] }, { a: "a*c" }, true],
    [{ a: [{ wildcard: "a\\*c" }] }, { a: "abc" }, false],
    [{ a: [{ wildcard: "a\\\\*" }] }, { a: "a\\b" }, true],
    [{ a: [{ wildcard: "a\\**" }] }, { a: "a*bc" }, true],
  ],
  "anything-but": [
    [{ a: [{ "anything-but": "x" }] }, { a: "y" }, true],
    [{ a: [{ "anything-but": "x" }] }, { a: "x" }, false],
    [{ a: [{ "anything-but": "x" }] }, {}, false],
    [{ a: [{ "anything-but": "x" }] }, { a: null }, true],
    [{ a: [{ "anything-but": "1" }] }, { a: 1 }, true],
    [{ a: [{ "anything-but": 1 }] }, { a: 1 }, false],
    [{ a: [{ "anything-but": [1, 2] }] }, { a: 3 }, true],
    [{ a: [{ "anything-but": ["x", "y"] }] }, { a: "y" }, false],
    [{ a: [{ "anything-but": "x" }] }, { a: ["x", "y"] }, true],
    [{ a: [{ "anything-but": "x" }] }, { a: ["x", "x"] }, false],
    [{ a: [{ "anything-but": { prefix: "seoul" } }] }, { a: "busan" }, true],
    [{ a: [{ "anything-but": { prefix: ["seoul", "busan"] } }] }, { a: "busan-1" }, false],
    [{ a: [{ "anything-but": { prefix: "seoul" } }] }, { a: 5 }, true],
    [{ a: [{ "anything-but": { suffix: ".png" } }] }, { a: "a.png" }, false],
    [{ a: [{ "anything-but": { suffix: [".png", ".jpg"] } }] }, { a: "a.gif" }, true],
    [{ a: [{ "anything-but": { "equals-ignore-case": "JOB" } }] }, { a: "job" }, false],
    [{ a: [{ "anything-but": { "equals-ignore-case": ["JOB", "INTERN"] } }] }, { a: "Volunteer" }, true],
    [{ a: [{ "anything-but": { wildcard: "*/test/*" } }] }, { a: "a/test/b" }, false],
    [{ a: [{ "anything-but": { wildcard: ["a*", "b*"] } }] }, { a: "c" }, true],
  ],
  numeric: [
    [{ a: [{ numeric: ["=", 301.8] }] }, { a: 3.018e2 }, true],
    [{ a: [{ numeric: [">", 0] }] }, { a: 0 }, false],
    [{ a: [{ numeric: [">=", 0] }] }, { a: 0 }, true],
    [{ a: [{ numeric: ["<", 5] }] }, { a: -1 }, true],
    [{ a: [{ numeric: ["<=", 5] }] }, { a: 5.1 }, false],
    [{ a: [{ numeric: [">", 0, "<=", 5] }] }, { a: 5 }, true],
    [{ a: [{ numeric: [">", 0, "<=", 5] }] }, { a: 6 }, false],
    [{ a: [{ numeric: [">=", 0] }] }, { a: "5" }, false],
    [{ a: [{ numeric: [">=", 0] }] }, { a: 6e9 }, false],
  ],
  cidr: [
    [{ a: [{ cidr: "10.0.0.0/24" }] }, { a: "10.0.0.255" }, true],
    [{ a: [{ cidr: "10.0.0.0/24" }] }, { a: "10.0.1.0" }, false],
    [{ a: [{ cidr: "10.0.0.8/24" }] }, { a: "10.0.0.7" }, false],
    [{ a: [{ cidr: "0.0.0.0/0" }] }, { a: "255.255.255.255" }, true],
    [{ a: [{ cidr: "10.0.0.0/24" }] }, { a: "10.0.0" }, false],
    [{ a: [{ cidr: "2001:db8::/32" }] }, { a: "2001:DB8:ffff::1" }, true],
    [{ a: [{ cidr: "2001:db8::/32" }] }, { a: "2001:db9::" }, false],
    [{ a: [{ cidr: "::/0" }] }, { a: "10.0.0.1" }, false],
  ],
  exists: [
    [{ a: [{ exists: true }] }, { a: null }, true],
    [{ a: [{ exists: true }] }, { a: [] }, false],
    [{ a: [{ exists: true }] }, { a: {} }, false],
    [{ a: [{ exists: true }] }, { a: { b: 1 } }, false],
    [{ a: [{ exists: false }] }, {}, true],
    [{ a: [{ exists: false }] }, { a: 0 }, false],
    [{ a: [{ exists: false }] }, { a: { b: 1 } }, true],
    [{ a: { b: [{ exists: false }] } }, {}, true],
    [{ a: { b: [{ exists: false }] } }, { a: { b: null } }, false],
    [{ a: [{ exists: false }, "x"] }, { a: "x" }, true],
    [{ a: [{ exists: false }, "x"] }, { a: "y" }, false],
  ],
  $or: [
    [{ $or: [{ a: ["x"] }, { b: ["y"] }] }, { b: "y" }, true],
    [{ $or: [{ a: ["x"] }, { b: ["y"] }] }, { a: "y", b: "x" }, false],
    [{ c: ["z"], $or: [{ a: ["x"] }, { b: ["y"] }] }, { a: "x" }, false],
    [{ c: ["z"], $or: [{ a: ["x"] }, { b: ["y"] }] }, { a: "x", c: "z" }, true],
    [{ d: { $or: [{ a: ["x"] }, { b: { c: ["y"] } }] } }, { d: { b: { c: "y" } } }, true],
    [{ $or: [{ $or: [{ a: [1] }, { a: [2] }] }, { b: [3] }] }, { a: 2 }, true],
    [{ $or: [{ a: [1] }, { b: [2] }], d: { $or: [{ x: [1] }, { y: [2] }] } }, { b: 2, d: { y: 2 } }, true],
  ],
  "values in arrays": [
    [{ a: ["x"] }, { a: ["y", "x"] }, true],
    [{ a: ["x"] }, { a: [["x"]] }, true],
    [{ a: ["x"] }, { a: [{ x: "x" }] }, false],
    [{ a: ["x"], b: ["y"] }, { a: ["z", "x"], b: ["y"] }, true],
    [{ a: { k: ["1"], v: ["2"] } }, { a: [{ k: "1", v: "2" }] }, true],
  ],
  "fields of one array element only": [
    [
      { a: { k: ["1"], v: ["2"] } },
      {
        a: [
          { k: "1", v: "9" },
          { k: "8", v: "2" },
        ],
      },
      false,
    ],
    [{ a: { k: ["1"], v: ["2"] } }, { a: [{ k: "1", v: "9" }, { k: "8" }, { k: "1", v: "2" }] }, true],
    [{ a: { k: ["1"], v: [{ exists: false }] } }, { a: [{ k: "0", v: "2" }, { k: "1" }] }, true],
    [{ a: { k: ["1"], v: [{ exists: false }] } }, { a: [{ k: "1", v: "2" }] }, false],
    [{ a: { b: { k: ["1"] }, c: ["2"] } }, { a: [{ b: [{ k: "0" }, { k: "1" }], c: "2" }] }, true],
    [{ a: { b: { k: ["1"] }, c: ["2"] } }, { a: [{ b: [{ k: "1" }] }, { c: "2" }] }, false],
    [{ a: ["x"], "a.k": ["1"] }, { a: [["x"], "x", [{ k: "1" }]] }, true],
    [{ a: ["x"], "a.k": ["1"] }, { a: [["x"], [{ k: "1" }]] }, false],
    [{ a: { k: ["1"] }, b: { k: ["2"] } }, { a: [{ k: "0" }, { k: "1" }], b: [{ k: "2" }] }, true],
  ],
  "an event that is no object": [
    [{ a: ["x"] }, "x", false],
    [{ a: [{ exists: false }] }, null, true],
    [{ a: ["x"] }, [{ a: "x" }], false],
  ],
};

for (const [name, rows] of Object.entries(tables)) {
  describe(`a pattern decides ${name}`, () => {
    test.each(rows)("%j on %j gives %j", (pattern, event, matches) => {
      expect(matchesPattern(pattern, event)).toBe(matches);
    });
  });
}

const malformed: [pattern: JsonValue, path: string][] = [
  [null, "$"],
  ["x", "$"],
  [[], "$"],
  [{}, "$"],
  [{ a: {} }, "$.a"],
  [{ a: [] }, "$.a"],
  [{ a: "x" }, "$.a"],
  [{ a: { b: 1 } }, "$.a.b"],
  [{ a: [["x"]] }, "$.a[0]"],
  [{ a: ["x", {}] }, "$.a[1]"],
  [{ a: [{ prefix: "x", suffix: "y" }] }, "$.a[0]"],
  [{ a: [{ contains: "x" }] }, "$.a[0].contains"],
  [{ a: [{ prefix: 1 }] }, "$.a[0].prefix"],
  [{ a: [{ prefix: ["x"] }] }, "$.a[0].prefix"],
  [{ a: [{ prefix: { wildcard: "x" } }] }, "$.a[0].prefix.wildcard"],
  [{ a: [{ suffix: { "equals-ignore-case": 1 } }] }, "$.a[0].suffix.equals-ignore-case"],
  [{ a: [{ "equals-ignore-case": ["x"] }] }, "$.a[0].equals-ignore-case"],
  [{ a: [{ wildcard: "a**b" }] }, "$.a[0].wildcard"],
  [{ a: [{ wildcard: "a\\b" }] }, "$.a[0].wildcard"],
  [{ a: [{ wildcard: "a\\" }] }, "$.a[0].wildcard"],
  [{ a: [{ "anything-but": [] }] }, "$.a[0].anything-but"],
  [{ a: [{ "anything-but": ["x", 1] }] }, "$.a[0].anything-but"],
  [{ a: [{ "anything-but": null }] }, "$.a[0].anything-but"],
  [{ a: [{ "anything-but": { numeric: ["=", 1] } }] }, "$.a[0].anything-but.numeric"],
  [{ a: [{ "anything-but": { prefix: "" } }] }, "$.a[0].anything-but.prefix"],
  [{ a: [{ "anything-but": { prefix: ["x", 1] } }] }, "$.a[0].anything-but.prefix[1]"],
  [{ a: [{ "anything-but": { suffix: [] } }] }, "$.a[0].anything-but.suffix"],
  [{ a: [{ numeric: 5 }] }, "$.a[0].numeric"],
  [{ a: [{ numeric: [] }] }, "$.a[0].numeric"],
  [{ a: [{ numeric: ["=", "5"] }] }, "$.a[0].numeric"],
  [{ a: [{ numeric: ["!=", 5] }] }, "$.a[0].numeric"],
  [{ a: [{ numeric: ["<", 5, ">", 0] }] }, "$.a[0].numeric"],
  [{ a: [{ numeric: [">", 5, "<", 5] }] }, "$.a[0].numeric"],
  [{ a: [{ numeric: [">", 0, "<", 5, "<", 6] }] }, "$.a[0].numeric"],
  [{ a: [{ numeric: [">", 6e9] }] }, "$.a[0].numeric"],
  [{ a: [{ cidr: "10.0.0.0" }] }, "$.a[0].cidr"],
  [{ a: [{ cidr: "10.0.0.0/32" }] }, "$.a[0].cidr"],
  [{ a: [{ cidr: "10.0.0/24" }] }, "$.a[0].cidr"],
  [{ a: [{ cidr: "::/128" }] }, "$.a[0].cidr"],
  [{ a: [{ exists: "true" }] }, "$.a[0].exists"],
  [{ $or: [{ a: [1] }] }, "$.$or"],
  [{ $or: { a: [1] } }, "$.$or"],
  [{ $or: [{ a: [1] }, "x"] }, "$.$or[1]"],
  [{ $or: [{ a: [1] }, {}] }, "$.$or[1]"],
  [{ $or: [{ prefix: ["x"] }, { a: [1] }] }, "$.$or[0].prefix"],
];

describe("a malformed pattern is refused with its path", () => {
  test.each(malformed)("%j is refused at %s", (pattern, path) => {
    let refusal: unknown;
    try {
      compilePattern(pattern as EventPattern);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(InvalidEventPattern);
    expect(refusal).toMatchObject({ path });
  });
});

test("matching on several long arrays stays fast when nothing matches", () => {
  const long = Array.from({ length: 2_000 }, () => "x");
  const fields = ["a", "b", "c", "d"];
  const pattern = { ...Object.fromEntries(fields.map((field) => [field, ["x"]])), e: ["missing"] };
  const event = { ...Object.fromEntries(fields.map((field) => [field, long])), e: "there" };
  // Trying every combination would be 2,000^4 steps and never come back.
  expect(matchesPattern(pattern, event)).toBe(false);
});

const folder = process.env["IEUM_DATA"] && join(process.env["IEUM_DATA"], "eventbridge-patterns");
describe.skipIf(!folder || !existsSync(folder))(
  "agreement with AWS's Event Ruler (skipped unless IEUM_DATA names the folder that holds eventbridge-patterns)",
  () => {
    test.each(["documented.jsonl", "fuzzed.jsonl.gz"])("every verdict of %s is the same", (file) => {
      const bytes = readFileSync(join(folder ?? "", file));
      const lines = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString().trim().split("\n");
      const cases = lines.map((line): { pattern: EventPattern; event: JsonValue; matches: boolean } =>
        JSON.parse(line),
      );
      expect(cases.length).toBeGreaterThan(50);
      expect(cases.filter((c) => matchesPattern(c.pattern, c.event) !== c.matches)).toEqual([]);
    });
  },
);
