import { describe, expect, test } from "vitest";
import { readItems, toEntry } from "../../../infra/cli/publish.ts";

describe("the input of publish", () => {
  test("is one object, an array or a line each", () => {
    const item = { "detail-type": "DayStarted", detail: { day: "2026-11-21" } };
    expect(readItems(JSON.stringify(item))).toEqual([item]);
    expect(readItems(JSON.stringify([item, item]))).toEqual([item, item]);
    expect(readItems(`${JSON.stringify(item)}\n\n${JSON.stringify(item)}\n`)).toEqual([item, item]);
  });

  test.each(["", "[]"])("is refused when there is no event in it: %j", (text) => {
    expect(() => readItems(text)).toThrow("there is no event in the input");
  });

  test("is refused with a code when it is nested deeper than JSON can be written", () => {
    const depth = 100_000;
    const [item] = readItems(`{"detail-type":"JobPosted","detail":{"a":${"[".repeat(depth)}${"]".repeat(depth)}}}`);
    expect(() => toEntry(item ?? {}, undefined)).toThrow(/^TOO_DEEP/);
  });
});
