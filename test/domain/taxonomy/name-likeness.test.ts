import { describe, expect, test } from "vitest";
import { createNameIndex } from "../../../domain/taxonomy/name-index.ts";
import { createNameLikeness } from "../../../domain/taxonomy/name-likeness.ts";
import type { NameMeaning } from "../../../domain/taxonomy/name-meaning.ts";

/** Childcare is 1, welding 2, cutting 3. */
const MEANINGS: Readonly<Record<string, readonly number[]>> = {
  nanny: [1],
  babysitter: [1],
  welder: [2, 3],
  "steel cutter": [3],
};
const meaning: NameMeaning = (name) => {
  const keys = MEANINGS[name] ?? [];
  return { keys, weights: keys.map(() => 1_000) };
};
const names = ["babysitter", "welder", "steel cutter", "steel worker"];

/** Names by how alike they are to a text, as far as they are more alike than the average one. */
function alike(text: string, among: readonly string[] = names): readonly string[] {
  const likeness = createNameLikeness(among, meaning).of(text);
  const places = Array.from(likeness.keys()).filter((place) => (likeness[place] ?? 0) > 0);
  return places.sort((a, b) => (likeness[b] ?? 0) - (likeness[a] ?? 0)).map((place) => among[place] ?? "");
}

describe("names", () => {
  test("are alike by their meaning without a letter in common", () => {
    expect(alike("nanny")).toEqual(["babysitter"]);
  });

  test("close to what was found are found by it", () => {
    // Nothing of a worker's is in the text, but the cutter that is found is of steel as well.
    expect(alike("welder")[0]).toBe("welder");
    expect(alike("cutter")).toEqual(["steel cutter", "steel worker"]);
  });

  test("like all others are less like one", () => {
    const crowd = ["shop aide", "shop help", "shop hand", "night aide", "moon aide"];
    const likeness = createNameLikeness(crowd, () => ({ keys: [], weights: [] })).of("shop aide");
    expect(likeness[0]).toBe(Math.max(...likeness));
    expect(Math.min(...likeness)).toBeLessThan(0);
  });

  test("are as alike as nothing to a text without anything known", () => {
    expect(alike("판사")).toEqual([]);
    expect(alike("")).toEqual([]);
  });

  test("alike in meaning are ranked, but not taken for the same", () => {
    const entries = names.map((name) => ({ code: name, name }));
    const index = createNameIndex(entries, 6_000, { meaning });
    expect(index.rank("nanny", 5).map(({ code }) => code)).toEqual(["babysitter"]);
    expect(index.resolve("nanny")).toBeUndefined();
    expect(createNameIndex(entries, 6_000).rank("nanny", 5)).toEqual([]);
  });
});
