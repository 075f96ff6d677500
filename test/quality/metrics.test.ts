import { describe, expect, test } from "vitest";
import { averagePrecision, mean, ndcg, rank, recall } from "./metrics.ts";

const grades = new Map([
  ["a", 3],
  ["b", 2],
  ["c", 1],
  ["d", 0],
]);

describe("a ranking", () => {
  test("is by falling score, then by id, whatever the order of reading", () => {
    const candidates = [
      { id: "o10", score: 5 },
      { id: "o2", score: 7 },
      { id: "o1", score: 5 },
    ];
    expect(rank(candidates)).toEqual(["o2", "o1", "o10"]);
    expect(rank(candidates.toReversed())).toEqual(["o2", "o1", "o10"]);
  });

  test("leaves out who was ruled out, and keeps who scored nothing", () => {
    expect(
      rank([
        { id: "a", score: undefined },
        { id: "b", score: 0 },
      ]),
    ).toEqual(["b"]);
  });
});

describe("nDCG", () => {
  test.each([
    // The ideal of grades 3, 2, 1 is 3/1 + 2/1.58496 + 1/2 = 4.76186.
    { ranking: ["a", "b", "c"], depth: 10, expected: 1 },
    // 1/1 + 2/1.58496 + 3/2 = 3.76186; 3.76186 ÷ 4.76186 = 0.789998.
    { ranking: ["c", "b", "a"], depth: 10, expected: 0.789998 },
    // The gain stands at rank 4: 3/2.32193 = 1.29203.
    { ranking: ["x", "y", "z", "a"], depth: 10, expected: 0.27133 },
    // Of depth 2 the ideal is 3 + 1.26186 = 4.26186, and 2/1 + 0 is found.
    { ranking: ["b", "x", "a"], depth: 2, expected: 0.46928 },
    { ranking: ["x", "d"], depth: 10, expected: 0 },
    { ranking: [], depth: 10, expected: 0 },
  ])("of $ranking to depth $depth is $expected", ({ ranking, depth, expected }) => {
    expect(ndcg(ranking, grades, depth)).toBeCloseTo(expected, 5);
  });

  test("counts in the ideal what is no candidate", () => {
    expect(ndcg(["b"], new Map([...grades, ["nowhere", 3]]), 1)).toBeCloseTo(2 / 3, 10);
  });
});

describe("recall", () => {
  test.each([
    { ranking: ["a", "x", "b"], depth: 3, expected: 2 / 3 },
    { ranking: ["a", "x", "b"], depth: 2, expected: 1 / 3 },
    { ranking: ["d", "x"], depth: 50, expected: 0 },
  ])("of $ranking to depth $depth is $expected of those above grade 0", ({ ranking, depth, expected }) => {
    expect(recall(ranking, grades, depth)).toBeCloseTo(expected, 10);
  });
});

describe("average precision", () => {
  test.each([
    // Found at ranks 1, 3 and 6: (1/1 + 2/3 + 3/6) ÷ 3.
    { ranking: ["a", "x", "b", "y", "z", "c"], expected: 0.72222 },
    // One of three at rank 2.
    { ranking: ["x", "a"], expected: 1 / 6 },
    { ranking: [], expected: 0 },
  ])("of $ranking is $expected", ({ ranking, expected }) => {
    expect(averagePrecision(ranking, grades)).toBeCloseTo(expected, 5);
  });
});

describe("a query without anything relevant", () => {
  const none = new Map([["d", 0]]);

  test("has no measure and doesn't weigh in the mean", () => {
    expect([ndcg(["d"], none, 10), recall(["d"], none, 50), averagePrecision(["d"], none)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(mean([0.25, undefined, 0.75])).toBe(0.5);
  });

  test("alone makes no mean", () => {
    expect(() => mean([undefined])).toThrow(RangeError);
  });
});
