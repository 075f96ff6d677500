import { describe, expect, test } from "vitest";
import { seoulGu } from "../../../domain/geo/catalogue.ts";
import { builtInInstitutions } from "../../../domain/institution/data/seoul.ts";
import { type Institution, institution, institutionTypes, isValidOn } from "../../../domain/institution/institution.ts";
import { nearestOfEachType } from "../../../domain/institution/nearest.ts";

const anInstitution = (fields: Partial<Institution> = {}): Institution => ({
  institutionId: "campus-1",
  revision: 1,
  type: "fifty-plus-campus",
  name: "캠퍼스",
  district: "11440",
  ...fields,
});

const nearestCampus = (institutions: readonly Institution[], district = "11440", day = "2026-11-21") =>
  nearestOfEachType(institutions, district, day).get("fifty-plus-campus")?.institution.institutionId;

describe("the nearest institution of a type", () => {
  test("is the one with the shortest way, equal ways by id", () => {
    const far = anInstitution({ institutionId: "campus-0", district: "11740" });
    const near = anInstitution({ institutionId: "campus-2" });
    expect(nearestCampus([far, near, anInstitution()])).toBe("campus-1");
    expect(nearestCampus([far, near], "11740")).toBe("campus-0");
  });

  test("is there on the day, from its first to its last", () => {
    const bounded = anInstitution({ validFrom: "2026-11-20", validThrough: "2026-11-22" });
    expect(["2026-11-19", "2026-11-20", "2026-11-22", "2026-11-23"].map((day) => isValidOn(bounded, day))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(nearestCampus([bounded], "11440", "2026-11-23")).toBeUndefined();
  });

  test("is known for every district of Seoul and every type by what comes along", () => {
    for (const { code } of seoulGu) {
      expect([...nearestOfEachType(builtInInstitutions, code, "2026-11-21").keys()], code).toEqual([
        ...institutionTypes,
      ]);
    }
  });

  test("comes along valid, under ids of its own", () => {
    for (const one of builtInInstitutions) expect(institution.safeParse(one).error).toBeUndefined();
    expect(new Set(builtInInstitutions.map(({ institutionId }) => institutionId)).size).toBe(
      builtInInstitutions.length,
    );
  });
});

describe("an institution", () => {
  test("that ends before it begins is refused", () => {
    const { error } = institution.safeParse(anInstitution({ validFrom: "2026-11-21", validThrough: "2026-11-20" }));
    expect(error?.issues[0]?.path).toEqual(["validThrough"]);
  });
});
