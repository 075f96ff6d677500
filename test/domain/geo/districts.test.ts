import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allDistricts, FORMER_DISTRICT_CODES, seoulGu } from "../../../domain/geo/catalogue.ts";
import {
  commuteMinutes,
  currentDistrictCode,
  districtByCode,
  districtOfAddress,
  isDistrictCode,
} from "../../../domain/geo/districts.ts";

describe("the districts", () => {
  test("Seoul has its 25 gu, each with English name, centre and neighbours", () => {
    expect(seoulGu).toHaveLength(25);
    for (const gu of seoulGu) {
      expect(gu.en).toMatch(/^[A-Z][a-z]+-gu$/u);
      expect(gu.centre?.latMillidegrees).toBeGreaterThan(37_400);
      expect(gu.neighbours.length).toBeGreaterThanOrEqual(2);
    }
  });

  test("codes are unique and have five digits", () => {
    expect(new Set(allDistricts.map((district) => district.code)).size).toBe(allDistricts.length);
    for (const district of allDistricts) expect(district.code).toMatch(/^\d{5}$/u);
  });

  test("bordering is mutual, names known districts only, and a pair is either on land or across the Han", () => {
    for (const district of allDistricts) {
      for (const code of district.neighbours) {
        expect(districtByCode(code)?.neighbours, `${district.code} ${code}`).toContain(district.code);
        expect(district.acrossRiver).not.toContain(code);
      }
      for (const code of district.acrossRiver) expect(districtByCode(code)?.acrossRiver).toContain(district.code);
      expect(new Set(district.neighbours).size).toBe(district.neighbours.length);
    }
    expect(districtByCode("11110")?.neighbours).toContain("11140");
    expect(districtByCode("11170")?.acrossRiver).toContain("11590");
    expect(districtByCode("11170")?.neighbours).not.toContain("11590");
  });

  test("a former code gives the district that follows it", () => {
    expect(districtByCode("42110")?.ko).toBe("춘천시");
    expect(currentDistrictCode("42110")).toBe("51110");
    expect(currentDistrictCode("45111")).toBe("52111");
    expect(currentDistrictCode("47720")).toBe("27720");
    expect(currentDistrictCode("29110")).toBe("12210");
    expect(currentDistrictCode("11110")).toBe("11110");
    for (const [former, { code, validUntil }] of FORMER_DISTRICT_CODES) {
      expect(former).not.toBe(code);
      expect(districtByCode(code)?.validUntil, code).toBeUndefined();
      expect(validUntil).toMatch(/^20\d\d-\d\d-\d\d$/u);
    }
  });

  test("a district that was split stays known under its own code with its last day", () => {
    expect(districtByCode("28260")).toMatchObject({ ko: "서구", sido: "인천광역시", validUntil: "2026-06-30" });
  });

  test("what is no district code is not taken for one", () => {
    for (const code of ["", "11", "11000", "99999", "1111", "111100", "__proto__"]) {
      expect(isDistrictCode(code), code).toBe(false);
      expect(districtByCode(code)).toBeUndefined();
    }
  });
});

describe("an address", () => {
  const judged: readonly (readonly [string, string | undefined])[] = [
    ["서울특별시 종로구 종로", "11110"],
    ["서울 강남구 테헤란로", "11680"],
    ["서울시 중구 을지로", "11140"],
    ["서울강남구테헤란로 7길", "11680"],
    ["서울 마포 월드컵로", "11440"],
    ["(03154) 서울 종로구 종로 1", "11110"],
    ["대한민국 서울특별시 노원구 동일로", "11350"],
    ["경기도 성남시 분당구 판교로", "41135"],
    ["경기도 성남시", "41130"],
    ["경기 성남 분당", "41135"],
    ["경기도 화성시 향남읍", "41590"],
    ["경기도 부천시 원미구 부흥로", "41192"],
    ["경기 광주시 오포읍", "41610"],
    ["광주시 오포읍", "41610"],
    ["광주광역시 북구 우치로", "12300"],
    ["전남광주통합특별시 순천시 서면", "12150"],
    ["전라북도 전주시 덕진구", "52113"],
    ["전라북도 전주시", "52110"],
    ["강원도 고성군 간성읍", "51820"],
    ["경남 고성군 고성읍", "48820"],
    ["제주특별자치도 제주시 조천읍", "50110"],
    ["제주시 연동", "50110"],
    ["세종특별자치시 한누리대로 219", "36110"],
    ["경상북도 군위군 군위읍", "27720"],
    ["인천광역시 남구 매소홀로", "28177"],
    ["인천광역시 서구 심곡로", "28260"],
    ["인천 제물포구 제물량로", "28125"],
    ["부산광역시 강서구 녹산산업중로", "26440"],
    ["강남구 역삼동", "11680"],
    ["중구 을지로", undefined],
    ["강서구 화곡로", undefined],
    ["고성군 고성읍", undefined],
    ["서울특별시", undefined],
    ["서울 강남대로 1", undefined],
    ["강남구청역 3번 출구", undefined],
    ["세종로 1", undefined],
    ["재택근무", undefined],
    ["", undefined],
  ];
  test.each(judged)("%j lies in %s", (address, code) => {
    expect(districtOfAddress(address)?.code).toBe(code);
  });

  test("is read the same in decomposed Hangul", () => {
    expect(districtOfAddress("서울특별시 종로구 종로".normalize("NFD"))?.code).toBe("11110");
  });

  test("is surer with its 시도 and its whole name than without", () => {
    const sure = (address: string): number => districtOfAddress(address)?.confidence ?? 0;
    expect(sure("서울 강남구 역삼동")).toBeGreaterThan(sure("서울강남구역삼동"));
    expect(sure("서울강남구역삼동")).toBeGreaterThan(sure("서울 강남 역삼동"));
    expect(sure("서울 강남 역삼동")).toBeGreaterThan(sure("강남구 역삼동"));
  });

  test("of 시도 and name gives back every district of today", () => {
    for (const district of allDistricts) {
      expect(districtOfAddress(`${district.sido} ${district.ko} 중앙로 1`)?.code).toBe(district.code);
    }
  });

  test("of any text gives a known district or nothing, and never throws", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(..."서울강남구시군중 광주1(") })), (text) => {
        const found = districtOfAddress(text);
        expect(found === undefined || isDistrictCode(found.code)).toBe(true);
      }),
      { seed: 20_261_122, numRuns: 500 },
    );
  });
});

describe("a commute", () => {
  test("takes 20 minutes within a gu, 30 within a city, and 15 plus 3 per km between near gu", () => {
    expect(commuteMinutes("11110", "11110")).toBe(20);
    expect(commuteMinutes("41210", "41210")).toBe(30);
    // 종로구–중구: 35 thousandths north by 19 east are 3,885 m by 1,672 m, so 4,229 m: 15 + 12.7.
    expect(commuteMinutes("11110", "11140")).toBe(28);
    // 강서구–강동구: 28.5 km: 15 + 45 + 27.
    expect(commuteMinutes("11500", "11740")).toBe(87);
  });

  test("is symmetric and whole for every pair that has one", () => {
    for (const from of allDistricts) {
      for (const to of seoulGu) {
        const there = commuteMinutes(from.code, to.code);
        expect(there).toBe(commuteMinutes(to.code, from.code));
        if (there !== undefined) expect(Number.isInteger(there) && there >= 15 && there < 250).toBe(true);
      }
    }
  });

  test("into Seoul is known from every town of 경기 and unknown from afar", () => {
    for (const district of allDistricts) {
      if (district.sido === "경기도") expect(commuteMinutes(district.code, "11110"), district.ko).toBeDefined();
    }
    expect(commuteMinutes("26110", "11110")).toBeUndefined();
    expect(commuteMinutes("11110", "00000")).toBeUndefined();
    expect(commuteMinutes("26110", "26110")).toBe(30);
  });
});
