import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ByteReader, ByteWriter } from "../../../domain/index/byte-stream.ts";
import { LAW } from "../../fixtures/arbitraries.ts";

describe("bytes", () => {
  test("whole numbers of either sign come back to the last unit", () => {
    const safe = fc.oneof(fc.maxSafeInteger(), fc.constantFrom(0, -1, 127, 128, Number.MAX_SAFE_INTEGER));
    fc.assert(
      fc.property(safe, (value) => {
        const out = new ByteWriter();
        // Adding 0 makes a negative zero an ordinary one.
        const small = Math.trunc(value / 2) + 0;
        out.signed(small);
        out.number(Math.abs(value));
        const from = new ByteReader(out.bytes());
        expect([from.signed(), from.number(), from.isAtEnd]).toEqual([small, Math.abs(value), true]);
      }),
      LAW,
    );
  });

  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])("%d is no number to write", (value) => {
    expect(() => new ByteWriter().number(value)).toThrow(RangeError);
  });

  test("text beyond ASCII is no code to write", () => {
    expect(() => new ByteWriter().ascii("마포")).toThrow(RangeError);
  });
});
