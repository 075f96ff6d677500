import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PackedIds } from "../../../domain/index/applicants/packed-ids.ts";
import { compareCodeUnits } from "../../../domain/index/match-index.ts";
import { LAW } from "../../fixtures/arbitraries.ts";

const HEXADECIMAL = [..."0123456789abcdef"];
const CROCKFORD = [..."0123456789ABCDEFGHJKMNPQRSTVWXYZ"];

function someOf(characters: readonly string[], length: number): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(...characters), minLength: length, maxLength: length });
}

const prefix = fc.constantFrom("", "person-", "applicant-", "seoul-2026-", "p", "x9-");

/** Ids as producers make them, and others that look nearly like them. */
const ids = fc.oneof(
  fc.tuple(prefix, fc.nat(20_000_000)).map(([before, number]) => `${before}${number}`),
  fc.tuple(prefix, someOf([..."0123456789"], 8)).map(([before, digits]) => before + digits),
  fc.tuple(prefix, fc.uuid()).map(([before, uuid]) => before + uuid),
  fc.uuid().map((uuid) => uuid.toUpperCase()),
  fc.tuple(prefix, fc.ulid()).map(([before, ulid]) => before + ulid),
  fc.tuple(prefix, someOf(CROCKFORD, 26)).map(([before, text]) => before + text),
  fc
    .tuple(prefix, fc.constantFrom(16, 24, 32))
    .chain(([before, length]) => someOf(HEXADECIMAL, length).map((hex) => before + hex)),
  fc.string({ unit: fc.constantFrom(..."abcXYZ0123456789_-"), minLength: 1, maxLength: 60 }),
  fc.string({ unit: fc.nat(127).map((code) => String.fromCharCode(code)), minLength: 1, maxLength: 40 }),
);

function pack(packed: PackedIds, id: string, isToBeKept = true): Uint8Array {
  const into = new Uint8Array(255);
  return into.slice(0, packed.pack(new TextEncoder().encode(id), 0, id.length, into, isToBeKept));
}

describe("a packed id", () => {
  test("comes back as it was, is packed in one way only, and in no other's", () => {
    fc.assert(
      fc.property(fc.array(ids, { minLength: 1, maxLength: 400 }), (all) => {
        const packed = new PackedIds();
        const kept = new Map(all.map((id) => [id, pack(packed, id)]));
        for (const [id, bytes] of kept) {
          expect(packed.unpack(bytes, 0, bytes.length)).toBe(id);
          expect(pack(packed, id, false)).toEqual(bytes);
          expect(bytes.length).toBeLessThanOrEqual(id.length);
        }
        expect(new Set([...kept.values()].map(String)).size).toBe(kept.size);
      }),
      { ...LAW, numRuns: 200 },
    );
  });

  test("stands in the order of the ids", () => {
    fc.assert(
      fc.property(fc.array(ids, { minLength: 2, maxLength: 30 }), (all) => {
        const packed = new PackedIds();
        const bytes = new Uint8Array(30 * 255);
        const places = all.map((id, index) => {
          const one = pack(packed, id);
          bytes.set(one, index * 255);
          return { id, start: index * 255, length: one.length };
        });
        for (const a of places) {
          for (const b of places) {
            const order = Math.sign(packed.compare(bytes, a.start, a.length, b.start, b.length));
            expect(order).toBe(Math.sign(compareCodeUnits(a.id, b.id)));
          }
        }
      }),
      { ...LAW, numRuns: 200 },
    );
  });

  test.each([
    ["person-104217", 4],
    ["applicant-20260007", 5],
    ["0f8fad5b-d9cb-469f-a165-70867728950e", 17],
    ["person-0f8fad5b-d9cb-469f-a165-70867728950e", 17],
    ["01JD9Z3V5Q8W2K4N6P7R9T0XYA", 18],
    ["kim_soon", 8],
    ["p-17", 4],
  ])("%s takes %i bytes", (id, bytes) => {
    expect(pack(new PackedIds(), id)).toHaveLength(bytes);
  });

  test("stays as it is when there are too many shapes, and takes no place when it is only looked for", () => {
    const packed = new PackedIds();
    for (let number = 0; number < 500; number++) pack(packed, `looked-for-${number}-1234`, false);
    expect(packed.bytes).toBe(0);
    const all = Array.from({ length: 500 }, (_, number) => `kept-${number}-1234`);
    const kept = all.map((id) => pack(packed, id));
    expect(kept.filter(({ length }) => length === 3)).toHaveLength(128);
    for (const [index, bytes] of kept.entries()) {
      expect(packed.unpack(bytes, 0, bytes.length)).toBe(all[index]);
      expect(pack(packed, all[index] ?? "", false)).toEqual(bytes);
    }
  });
});
