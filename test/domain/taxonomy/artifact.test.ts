import { crc32 as nodeCrc32 } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeTaxonomy, encodeTaxonomy } from "../../../domain/taxonomy/artifact.ts";
import { builtInParts, builtInTaxonomy } from "../../../domain/taxonomy/built-in.ts";
import { crc32 } from "../../../domain/taxonomy/crc32.ts";
import { computeTaxonomy, createTaxonomy, type TaxonomyParts } from "../../../domain/taxonomy/taxonomy.ts";

const HEADER_BYTES = 32;

function bytesOf(parts: TaxonomyParts): Uint8Array {
  return encodeTaxonomy(parts, computeTaxonomy(parts));
}

function read(bytes: Uint8Array) {
  const artifact = decodeTaxonomy(bytes);
  if (artifact.kind === "unreadable") throw new Error(artifact.message);
  return artifact;
}

const builtIn = bytesOf(builtInParts);

describe("an artifact", () => {
  test("gives back the parts it was made of; its version is the label and the checksum", () => {
    const { parts } = read(builtIn);
    const { version, broader, occupationCodes, ...lists } = parts;
    expect(lists).toEqual({
      occupations: builtInParts.occupations,
      certificates: builtInParts.certificates,
      competencies: builtInParts.competencies.map((competency) => ({ aliases: [], ...competency })),
    });
    expect({ broader, occupationCodes }).toEqual({
      broader: { competencies: [], occupations: [] },
      occupationCodes: "keco",
    });
    expect(version).toBe(
      `${builtInParts.version}-${crc32(builtIn.subarray(HEADER_BYTES)).toString(16).padStart(8, "0")}`,
    );
  });

  test("answers as the taxonomy that was computed does", () => {
    const { parts, computed } = read(builtIn);
    const loaded = createTaxonomy(parts, computed);
    for (const { number: a } of builtInTaxonomy.competencies) {
      if (loaded.rarity(a) !== builtInTaxonomy.rarity(a)) expect.fail(`${a} is as rare as ${loaded.rarity(a)}`);
      expect(loaded.relatedTo(a)).toEqual(builtInTaxonomy.relatedTo(a));
      for (const { number: b } of builtInTaxonomy.competencies) {
        if (loaded.relatedness(a, b) !== builtInTaxonomy.relatedness(a, b)) expect.fail(`${a} and ${b} differ`);
      }
    }
    for (const { code: a } of builtInTaxonomy.occupations.slice(0, 40)) {
      for (const { code: b } of builtInTaxonomy.occupations) {
        expect(loaded.occupationProximity(a, b)).toBe(builtInTaxonomy.occupationProximity(a, b));
      }
    }
  });

  test("is the same bytes for the same taxonomy, and others when a level changes", () => {
    expect(bytesOf(structuredClone(builtInParts))).toEqual(builtIn);
    const [first, ...rest] = builtInParts.certificates;
    if (first === undefined) throw new Error("there are certificates");
    const [[code] = [""]] = first.attests;
    const changed = { ...builtInParts, certificates: [{ ...first, attests: [[code, 5] as const] }, ...rest] };
    expect(bytesOf(changed)).not.toEqual(builtIn);
  });

  test("keeps what is broader, aliases of competencies, and codes that aren't KECO's", () => {
    const parts: TaxonomyParts = {
      version: "small",
      occupationCodes: "own",
      competencies: [
        { number: 1, code: "cutting", ko: "자르기", en: "Cutting", group: "cutting", aliases: ["썰기", "절단"] },
        { number: 2, code: "slicing", ko: "저미기", en: "저미기", group: "cutting", aliases: [] },
      ],
      occupations: [
        {
          number: 1,
          code: "5120-0a1b2c3d",
          ko: "조리사",
          en: "Cook",
          aliases: [],
          competencies: [["slicing", 4, "optional"]],
        },
        { number: 2, code: "5120-ffffffff", ko: "부주방장", en: "Sous-chef", aliases: [], competencies: [] },
      ],
      certificates: [],
      broader: { competencies: [["slicing", "cutting"]], occupations: [["5120-ffffffff", "5120-0a1b2c3d"]] },
    };
    expect({ ...read(bytesOf(parts)).parts, version: "small" }).toEqual(parts);
  });

  test("is read where it doesn't begin at a multiple of four in its buffer", () => {
    const shifted = new Uint8Array(builtIn.length + 1);
    shifted.set(builtIn, 1);
    expect(read(shifted.subarray(1)).parts.competencies).toHaveLength(builtInParts.competencies.length);
  });

  test("refuses texts that run over a line, and codes that aren't there", () => {
    expect(() => bytesOf({ ...builtInParts, version: "two\nlines" })).toThrow("runs over a line");
    const [first] = builtInParts.occupations;
    if (first === undefined) throw new Error("there are occupations");
    const lost = { ...builtInParts, occupations: [{ ...first, competencies: [["flying", 3, "optional"] as const] }] };
    expect(() => bytesOf(lost)).toThrow("flying");
  });
});

describe("what is no sound artifact", () => {
  const changedAt = (place: number, value: number): Uint8Array => {
    const bytes = builtIn.slice();
    bytes[place] = value;
    return bytes;
  };

  test.each([
    ["nothing", new Uint8Array(0), "not-an-artifact"],
    ["another file", new TextEncoder().encode("code,name\npatrol,순찰\ncleaning,청소\n".repeat(9)), "not-an-artifact"],
    ["another format version", changedAt(8, 2), "version-unsupported"],
    ["half of one", builtIn.subarray(0, builtIn.length / 2), "truncated"],
    ["one that goes on", new Uint8Array(Buffer.concat([builtIn, Uint8Array.of(0)])), "truncated"],
    ["another checksum", changedAt(16, (builtIn[16] ?? 0) ^ 1), "checksum-wrong"],
    ["another byte inside", changedAt(5_000, (builtIn[5_000] ?? 0) ^ 1), "checksum-wrong"],
  ])("%s is told by its fault", (_, bytes, fault) => {
    expect(decodeTaxonomy(bytes)).toMatchObject({ kind: "unreadable", fault });
  });

  test("cut anywhere or damaged in any byte that counts, it is never read", () => {
    const place = fc.integer({ min: 0, max: builtIn.length - 1 });
    fc.assert(
      fc.property(place, (end) => decodeTaxonomy(builtIn.subarray(0, end)).kind === "unreadable"),
      { seed: 3, numRuns: 100 },
    );
    // Bytes 10, 11 and those from 20 on to the end of the header are kept free.
    const counts = (at: number): boolean => at < 10 || (at >= 12 && at < 20) || at >= HEADER_BYTES;
    fc.assert(
      fc.property(place.filter(counts), fc.integer({ min: 1, max: 255 }), (at, bits) => {
        return decodeTaxonomy(changedAt(at, (builtIn[at] ?? 0) ^ bits)).kind === "unreadable";
      }),
      { seed: 3, numRuns: 100 },
    );
  });

  test("columns that don't fit together are told, though the checksum is right", () => {
    const bytes = builtIn.slice();
    const view = new DataView(bytes.buffer);
    // The first column says how long it is.
    view.setUint32(HEADER_BYTES, bytes.length, true);
    view.setUint32(16, crc32(bytes.subarray(HEADER_BYTES)), true);
    expect(decodeTaxonomy(bytes)).toMatchObject({ kind: "unreadable", fault: "inconsistent" });
  });
});

test("the checksum is CRC-32, by the check value of its catalogue, and Node's own for any bytes", () => {
  expect(crc32(new TextEncoder().encode("123456789")).toString(16)).toBe("cbf43926");
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => crc32(bytes) === nodeCrc32(bytes)),
    { seed: 3, numRuns: 200 },
  );
});
