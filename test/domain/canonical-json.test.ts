import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "../../domain/canonical-json.ts";

/** The definition: what `JSON.stringify` makes of a value whose objects were filled in the order of their keys. */
function plainly(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    const entries = Object.entries(inner).filter(([, field]) => field !== undefined);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  });
}

const { tree } = fc.letrec((tie) => ({
  leaf: fc.oneof(
    fc.string({ unit: "binary", maxLength: 80 }),
    fc.string({ unit: fc.constantFrom("가", "힣", '"', "\\", "\n", "\u007f", "\ud800", "a", " ") }),
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.constantFrom(null, undefined),
  ),
  key: fc.oneof(
    fc.string({ maxLength: 4 }),
    fc.nat(120).map(String),
    fc.constantFrom("01", "1a", "-1", "__proto__", ""),
  ),
  tree: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    tie("leaf"),
    fc.array(tie("tree"), { maxLength: 5 }),
    fc.array(fc.tuple(tie("key") as fc.Arbitrary<string>, tie("tree")), { maxLength: 6 }).map(Object.fromEntries),
  ),
}));

test("equal values give the text that JSON.stringify gives of sorted keys", () => {
  fc.assert(
    fc.property(tree, (value) => {
      expect(canonicalJson({ value })).toBe(plainly({ value }));
    }),
    { numRuns: 5_000, seed: 1 },
  );
});

test("keys that are whole numbers come first by size, fields that are undefined don't come", () => {
  expect(canonicalJson({ b: 1, 10: 2, 9: 3, a: undefined })).toBe('{"9":3,"10":2,"b":1}');
});
