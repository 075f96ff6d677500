import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type PackedMatchList, packMatchList, unpackMatchList } from "../../../domain/matching/match-list.ts";
import { LAW, opaqueIds, revisions } from "../../fixtures/arbitraries.ts";

const basisPoints = fc.integer({ min: 0, max: 10_000 });

function lists(): fc.Arbitrary<PackedMatchList> {
  const match = fc.record({
    id: opaqueIds("applicant"),
    revision: revisions(),
    score: basisPoints,
    fitsOpening: basisPoints,
    fitsApplicant: basisPoints,
  });
  return fc
    .record({
      subjectRevision: revisions(),
      overThreshold: fc.nat(1_000_000),
      taxonomyVersion: fc.constantFrom("ieum-2026.11-1", "x"),
      weightsVersion: fc.integer({ min: 1, max: 300 }),
      thresholdBp: basisPoints,
      matches: fc.array(match, { maxLength: 20 }),
    })
    .map((list) => structuredClone(list));
}

describe("a packed match list", () => {
  test("comes back as it was", () => {
    fc.assert(
      fc.property(lists(), (list) => {
        expect(unpackMatchList(packMatchList(list))).toStrictEqual(list);
      }),
      LAW,
    );
  });

  test("is the bytes that were released", () => {
    const list = {
      subjectRevision: 2,
      overThreshold: 300,
      taxonomyVersion: "t-1",
      weightsVersion: 1,
      thresholdBp: 5_000,
      matches: [{ id: "a-1", revision: 3, score: 9_431, fitsOpening: 9_120, fitsApplicant: 9_754 }],
    };
    const released = "0102ac0203742d3101882701" + "03612d3103d749a0479a4c";
    expect(Buffer.from(packMatchList(list)).toString("hex")).toBe(released);
  });

  test("cut short anywhere, followed by anything or of another version, it is refused", () => {
    fc.assert(
      fc.property(lists(), fc.nat(1_000), fc.nat(255), (list, cut, more) => {
        const bytes = packMatchList(list);
        expect(() => unpackMatchList(bytes.subarray(0, cut % bytes.length))).toThrow(RangeError);
        expect(() => unpackMatchList(Uint8Array.of(...bytes, more))).toThrow(RangeError);
        expect(() => unpackMatchList(Uint8Array.of(2, ...bytes.subarray(1)))).toThrow(RangeError);
      }),
      LAW,
    );
  });

  test("a match takes about thirty bytes", () => {
    const match = { id: "applicant-123456", revision: 1_000, score: 9_000, fitsOpening: 9_000, fitsApplicant: 9_000 };
    const list = { subjectRevision: 1, overThreshold: 1, taxonomyVersion: "t", weightsVersion: 1, thresholdBp: 0 };
    const size = (count: number) => packMatchList({ ...list, matches: Array(count).fill(match) }).length;
    expect(size(101) - size(100)).toBeLessThanOrEqual(30);
  });
});
