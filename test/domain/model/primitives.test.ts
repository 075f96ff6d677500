import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  districtCode,
  instant,
  opaqueId,
  plainDate,
  revision,
  taxonomyCode,
  ulid,
} from "../../../domain/model/primitives.ts";
import { builtInTaxonomy } from "../../../domain/taxonomy/built-in.ts";
import { LAW } from "../../fixtures/arbitraries.ts";

describe("an opaque id", () => {
  test("every UUID is one", () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        expect(opaqueId.safeParse(id).success).toBe(true);
        expect(opaqueId.safeParse(id.toUpperCase()).success).toBe(true);
      }),
      LAW,
    );
  });

  test("so is a UUID of digits alone, the likest to a number of a person", () => {
    const digits = fc.stringMatching(/^[0-9]{8}-[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{12}$/);
    fc.assert(
      fc.property(digits, (id) => {
        expect(opaqueId.safeParse(id).success).toBe(true);
      }),
      LAW,
    );
  });

  test("every ULID is one", () => {
    fc.assert(
      fc.property(fc.ulid(), (id) => {
        expect(opaqueId.safeParse(id).success && ulid.safeParse(id).success).toBe(true);
      }),
      LAW,
    );
  });

  test.each([
    "a",
    "7",
    "job-mapo-cafe-7",
    "worknet_K151232401230001",
    `a${"b".repeat(58)}c`,
    "20261121-003",
    "job-1763683200000",
  ])("%s is one", (id) => {
    expect(opaqueId.safeParse(id).success).toBe(true);
  });

  test.each(["", "-a", "a-", "a b", "a~b", "a.b", "김민수", "minsu@example.com", "a".repeat(61), "ａ１", "a\n"])(
    "%j is none",
    (id) => {
      expect(opaqueId.safeParse(id).success).toBe(false);
    },
  );

  test.each([
    "01012345678",
    "010-1234-5678",
    "011-234-5678",
    "010_1234_5678",
    "applicant-01012345678",
    "applicant-010-1234-5678",
    "user_01012345678",
    "710228-1234567",
    "7102281234567",
    "applicant-710228-2234567",
    "applicant_7102282234567",
  ])("%s is the number of a person, not an id", (id) => {
    expect(opaqueId.safeParse(id).error?.issues[0]).toMatchObject({ params: { code: "PERSONAL_DATA_IN_TEXT" } });
  });
});

describe("a taxonomy code", () => {
  test("every code of the built-in taxonomy is one", () => {
    for (const { code } of [...builtInTaxonomy.competencies, ...builtInTaxonomy.certificates]) {
      expect(taxonomyCode.safeParse(code).success, code).toBe(true);
    }
  });

  test.each(["", "A", "a_b", "핸드드립", "010-1234-5678", "7102281234567", "x-01012345678"])("%j is none", (code) => {
    expect(taxonomyCode.safeParse(code).success).toBe(false);
  });
});

describe("a ULID", () => {
  test.each([
    "01KB000000000000000000000",
    "81KB0000000000000000000001",
    "01KB000000000000000000000I",
    "01kb0000000000000000000001",
  ])("%s is none", (text) => {
    expect(ulid.safeParse(text).success).toBe(false);
  });
});

describe("a day", () => {
  test.each(["1900-01-01", "2199-12-31", "2028-02-29"])("%s is one", (text) => {
    expect(plainDate.safeParse(text).success).toBe(true);
  });

  test.each([
    "1899-12-31",
    "2200-01-01",
    "2026-02-29",
    "2026-02-30",
    "2026-2-3",
    "2026-11-21T00:00:00Z",
    "20261121",
    "",
  ])("%j is none", (text) => {
    expect(plainDate.safeParse(text).success).toBe(false);
  });
});

describe("an instant", () => {
  test.each(["2026-11-21T09:00:00+09:00", "2026-11-21T00:00:00Z", "2026-11-21T00:00:00.123456Z"])(
    "%s is one",
    (text) => {
      expect(instant.safeParse(text).success).toBe(true);
    },
  );

  test.each(["2026-11-21", "2026-11-21T09:00:00", "2026-02-30T09:00:00Z", "2026-11-21T25:00:00Z"])(
    "%s is none",
    (text) => {
      expect(instant.safeParse(text).success).toBe(false);
    },
  );
});

describe("a revision", () => {
  test.each([1, 2_147_483_647])("%i is one", (number) => {
    expect(revision.safeParse(number).success).toBe(true);
  });

  test.each([0, -1, 1.5, 2_147_483_648, 2 ** 53, Number.POSITIVE_INFINITY, Number.NaN, "1", null])(
    "%j is none",
    (number) => {
      expect(revision.safeParse(number).success).toBe(false);
    },
  );
});

describe("a district code", () => {
  test.each(["11440", "41135", "42110"])("%s is one, former ones too", (code) => {
    expect(districtCode.safeParse(code).success).toBe(true);
  });

  test("one that never was is refused as unknown", () => {
    expect(districtCode.safeParse("99999").error?.issues[0]).toMatchObject({ params: { code: "UNKNOWN_DISTRICT" } });
  });

  test.each(["1144", "114400", "마포구", "1144O"])("%s isn't even of its form", (code) => {
    expect(districtCode.safeParse(code).error?.issues[0]?.code).toBe("invalid_format");
  });
});
