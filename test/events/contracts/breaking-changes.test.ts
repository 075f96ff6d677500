import { describe, expect, test } from "vitest";
import * as z from "zod";
import { payloadSchema } from "../../../events/catalog.ts";
import { findBreakingChanges } from "../../../events/contracts/breaking-changes.ts";
import { growing } from "../../../events/envelope.ts";

const before = z.strictObject({
  id: z.string().regex(/^[a-z]+$/),
  count: z.int().min(1).max(10),
  kind: z.enum(["job", "training"]),
  note: z.string().optional(),
  reason: growing(z.enum(["a", "b"])),
  list: z.array(z.strictObject({ level: z.int().min(1) })).max(5),
  place: z.discriminatedUnion("mode", [
    z.strictObject({ mode: z.literal("onsite"), district: z.string() }),
    z.strictObject({ mode: z.literal("online") }),
  ]),
});
const { shape } = before;

const changesOf = (present: z.ZodType, direction: "in" | "out") => [
  ...new Set(
    findBreakingChanges(payloadSchema(before, "draft-4"), payloadSchema(present, "draft-4"), direction).map(
      ({ path }) => path,
    ),
  ),
];

describe("between a released schema and the present one", () => {
  test("nothing breaks when nothing changes", () => {
    expect(changesOf(before, "in")).toEqual([]);
    expect(changesOf(before, "out")).toEqual([]);
  });

  test.each([
    ["a new field that may be left out", { extra: z.string().optional() }, [], []],
    ["a new field that must be there", { extra: z.string() }, ["/extra"], []],
    ["a field that may be left out now", { count: shape.count.optional() }, [], ["/count"]],
    ["a field that must be there now", { note: z.string() }, ["/note"], []],
    ["a field of another type", { count: z.string() }, ["/count"], ["/count"]],
    ["one more value of a list", { kind: z.enum(["job", "training", "fair"]) }, [], ["/kind"]],
    ["one value less", { kind: z.enum(["job"]) }, ["/kind"], []],
    ["a list that has become open", { kind: z.string() }, [], ["/kind"]],
    ["another pattern", { id: z.string().regex(/^[a-z0-9]+$/) }, ["/id"], ["/id"]],
    ["a tighter limit", { count: z.int().min(1).max(5) }, ["/count"], []],
    ["a wider limit", { count: z.int().min(1).max(50) }, [], ["/count"]],
    ["a tighter limit of a list", { list: shape.list.max(3) }, ["/list"], []],
    [
      "items of another form",
      { list: z.array(z.strictObject({ level: z.string() })).max(5) },
      ["/list/*/level"],
      ["/list/*/level"],
    ],
    [
      "one more option",
      { place: z.union([...shape.place.options, z.strictObject({ mode: z.literal("blended") })]) },
      [],
      ["/place/mode"],
    ],
    [
      "one option less",
      { place: z.strictObject({ mode: z.literal("online") }) },
      ["/place/mode", "/place/district"],
      [],
    ],
    ["one more value of a list that consumers know to grow", { reason: growing(z.enum(["a", "b", "c"])) }, [], []],
    ["one value less of such a list", { reason: growing(z.enum(["a"])) }, ["/reason"], []],
  ] as const)("%s", (_change, fields, whenIn, whenOut) => {
    const present = z.strictObject({ ...shape, ...fields });
    expect(changesOf(present, "in")).toEqual(whenIn);
    expect(changesOf(present, "out")).toEqual(whenOut);
  });

  test("a field that has gone breaks whoever sends it and whoever reads it", () => {
    const { count: _gone, ...rest } = shape;
    expect(changesOf(z.strictObject(rest), "in")).toEqual(["/count"]);
    expect(changesOf(z.strictObject(rest), "out")).toEqual(["/count"]);
  });
});
