import { readFileSync } from "node:fs";
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

/** These are entered from a directory: `examples/employment-centers.json` is a beginning of one. */
const FROM_A_DIRECTORY: ReadonlySet<string> = new Set(["employment-center", "midage-job-center"]);

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
      const types = [...nearestOfEachType(builtInInstitutions, code, "2026-11-21").keys()];
      expect(types, code).toEqual(institutionTypes.filter((type) => !FROM_A_DIRECTORY.has(type)));
    }
  });

  test("comes along valid, under ids of its own", () => {
    for (const one of builtInInstitutions) expect(institution.safeParse(one).error).toBeUndefined();
    expect(new Set(builtInInstitutions.map(({ institutionId }) => institutionId)).size).toBe(
      builtInInstitutions.length,
    );
  });
});

describe("a directory of employment centers", () => {
  const path = new URL("../../../examples/employment-centers.json", import.meta.url);
  const directory = institution.array().parse(JSON.parse(readFileSync(path, "utf8")));
  const centerOf = (district: string) =>
    nearestOfEachType(directory, district, "2026-11-21").get("employment-center")?.institution.institutionId;

  test("names one for every district of Seoul", () => {
    for (const { code } of seoulGu) {
      expect(
        directory.filter(({ jurisdiction = [] }) => jurisdiction.includes(code)),
        code,
      ).toHaveLength(1);
    }
  });

  test("sends people to the one that looks after their district, also where another is nearer", () => {
    // 서초구 has 강남 next door, and belongs to the one in 중구.
    expect(centerOf("11650")).toBe("employment-seoul");
    expect(centerOf("11680")).toBe("employment-seoul-gangnam");
    expect(centerOf("47190")).toBe("employment-gumi");
  });

  test("says who leads the package for employers and applicants, and what a campus leads in", () => {
    for (const { functions } of directory) expect(functions).toEqual(["leap-package"]);
    const leads = (id: string) => builtInInstitutions.find(({ institutionId }) => institutionId === id)?.functions;
    expect(leads("fifty-plus-campus-north")).toEqual(["boram", "startup"]);
    expect(leads("fifty-plus-downtown")).toEqual(["forties-career-change", "training-costs"]);
    expect(leads("fifty-plus-campus-east")).toBeUndefined();
  });
});

describe("an institution", () => {
  test("that ends before it begins is refused", () => {
    const { error } = institution.safeParse(anInstitution({ validFrom: "2026-11-21", validThrough: "2026-11-20" }));
    expect(error?.issues[0]?.path).toEqual(["validThrough"]);
  });
});
