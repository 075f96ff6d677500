import { describe, expect, test } from "vitest";
import { latencyOf, mean, percentile, ratiosOf, rounded } from "./figures.ts";

describe("figures", () => {
  test("a percentile is the value that so many don't exceed, in whatever order they come", () => {
    const values = [5, 1, 4, 2, 3];
    expect(percentile(values, 50)).toBe(3);
    expect(percentile(values, 99)).toBe(5);
    expect(percentile(values, 20)).toBe(1);
    expect(percentile([], 50)).toBe(0);
    expect(values).toEqual([5, 1, 4, 2, 3]);
  });

  test("a mean of nothing is 0", () => {
    expect(mean([])).toBe(0);
    expect(mean([1, 2, 6])).toBe(3);
  });

  test("are rounded", () => {
    expect(rounded(0.123_456)).toBe(0.123);
    expect(rounded(12.35, 1)).toBe(12.4);
    expect(latencyOf([0.123_45, 3, 0.1])).toEqual({ p50Ms: 0.1235, p99Ms: 3 });
  });
});

describe("ratios", () => {
  const rising = (count: number, factor: number) => Array.from({ length: count }, (_, at) => (at + 1) * factor);

  test("compare the median with the median and the far end with the far end", () => {
    const slowAtTheEnd = rising(200, 100).map((ms, at) => (at < 190 ? ms : ms * 10));
    expect(ratiosOf(slowAtTheEnd, rising(200, 1))).toEqual({ p50Ratio: 100, p99Ratio: 1_000 });
  });

  test("count only the events that the peer was given, too", () => {
    expect(ratiosOf(rising(200, 100), [...rising(200, 1), ...rising(100, 5_000)])).toEqual({
      p50Ratio: 100,
      p99Ratio: 100,
    });
  });

  test("say nothing of the far end of fewer than two hundred", () => {
    expect(ratiosOf(rising(199, 2), rising(300, 1))).toEqual({ p50Ratio: 2, p99Ratio: null });
  });

  test("want every event of the peer's to be one of ours", () => {
    expect(() => ratiosOf([1, 2, 3], [1, 2])).toThrow("events that we weren't");
  });
});
