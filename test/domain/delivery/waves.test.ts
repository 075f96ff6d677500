import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  contenders,
  enqueue,
  hasEnoughAnswers,
  letIn,
  NO_WAVES,
  TIE_BP,
  type Waves,
  waveSize,
} from "../../../domain/delivery/waves.ts";

const people = (count: number, scoreOf: (n: number) => number = (n) => 9_000 - n) =>
  Array.from({ length: count }, (_, n) => ({ applicantId: `person-${n}`, score: scoreOf(n) }));

const first = (waves: Waves, places = 1, chancesOf = (_id: string) => 0) =>
  letIn(waves, { openingId: "job", places, now: 1, isNext: false }, chancesOf);
const next = (waves: Waves, places = 1) => letIn(waves, { openingId: "job", places, now: 2, isNext: true }, () => 0);

describe("a wave", () => {
  test("of an opening for one lets in ten of three thousand, for four forty", () => {
    expect(first(enqueue(NO_WAVES, people(3_000))).invited).toHaveLength(10);
    expect(first(enqueue(NO_WAVES, people(3_000)), 4).invited).toHaveLength(40);
  });

  test("lets in the best fits first, and of a tie those with the fewest chances", () => {
    const apart = enqueue(
      NO_WAVES,
      people(20, (n) => 9_900 - Math.floor(n / 5) * TIE_BP),
    );
    const chances = (id: string) => (["person-5", "person-6"].includes(id) ? 0 : 3);
    const invited = first(apart, 1, chances).invited.map(({ applicantId }) => applicantId);
    expect(new Set(invited.slice(0, 5))).toEqual(new Set(people(5).map(({ applicantId }) => applicantId)));
    expect(new Set(invited.slice(5, 7))).toEqual(new Set(["person-5", "person-6"]));
  });

  test("begins another one only when it is told to, and lets newcomers fill what is free of one", () => {
    const begun = first(enqueue(NO_WAVES, people(4)));
    expect(begun.invited).toHaveLength(4);
    const filled = first(enqueue(begun, people(30)));
    expect(filled.invited).toHaveLength(10);
    expect(first(filled)).toBe(filled);
    const second = next(filled);
    expect(second.invited).toHaveLength(20);
    expect(second.invited.slice(10).every(({ wave }) => wave === 2)).toBe(true);
  });

  test("comes to no more when three have applied for each place", () => {
    expect(hasEnoughAnswers(2, 5)).toBe(false);
    expect(hasEnoughAnswers(2, 6)).toBe(true);
  });

  test("keeps whoever was let in, whatever comes, and nobody twice", () => {
    const scores = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 6_250, max: 10_000 })));
    fc.assert(
      fc.property(fc.array(fc.tuple(scores, fc.boolean()), { maxLength: 8 }), (steps) => {
        let waves = NO_WAVES;
        for (const [pairs, isNext] of steps) {
          const before = waves.invited;
          waves = enqueue(
            waves,
            pairs.map(([n, score]) => ({ applicantId: `person-${n}`, score })),
          );
          waves = isNext ? next(waves) : first(waves);
          expect(waves.invited.slice(0, before.length)).toEqual(before);
          const all = [...waves.invited, ...waves.waiting].map(({ applicantId }) => applicantId);
          expect(new Set(all).size).toBe(all.length);
          expect(waves.invited.length).toBeLessThanOrEqual(Math.max(1, waves.count) * waveSize(1));
        }
      }),
    );
  });
});

test("whoever could be in a wave if they tied is compared, and nobody else", () => {
  const waves = enqueue(
    NO_WAVES,
    people(60, (n) => (n < 5 ? 9_900 : n < 30 ? 8_500 : 6_500)),
  );
  expect(contenders(waves, 1, false)).toHaveLength(30);
  expect(contenders(waves, 6, false)).toHaveLength(0);
});

test("the same people again change nothing", () => {
  const waves = first(enqueue(NO_WAVES, people(30)));
  expect(enqueue(waves, people(30))).toBe(waves);
});
