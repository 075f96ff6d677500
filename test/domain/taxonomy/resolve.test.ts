import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { builtInParts, builtInTaxonomy } from "../../../domain/taxonomy/built-in.ts";
import { COMPETENCY_ALIASES } from "../../../domain/taxonomy/data/competency-aliases.ts";
import { createNameIndex } from "../../../domain/taxonomy/name-index.ts";
import { createOccupationResolver, createResolvers, OCCUPATION_BAR_BP } from "../../../domain/taxonomy/resolvers.ts";

const builtIn = createResolvers(builtInTaxonomy);
const resolveOccupation = (text: string) => builtIn.occupation.resolve(text);
const resolveCompetency = (text: string) => builtIn.competency.resolve(text);
const resolveCertificate = (text: string) => builtIn.certificate.resolve(text);

/**
 * Titles in the ordinary wording of postings, with the KECO code a counsellor would give, or undefined where the
 * taxonomy has none and a guess would be worse than saying nothing.
 */
const JUDGED_TITLES: readonly (readonly [title: string, code: string | undefined])[] = [
  ["[강남] 요양보호사 모집합니다 (주5일)", "5501"],
  ["방문요양 요양보호사", "5501"],
  ["주간보호센터 요양보호사 선생님", "5501"],
  ["요양병원 간병인 구함", "5502"],
  ["독거노인 생활지원사 채용", "5503"],
  ["병원동행매니저", "5503"],
  ["장애인활동지원사 모집", "5504"],
  ["산후도우미", "5505"],
  ["베이비시터(등하원)", "5505"],
  ["어린이집 보조교사 오전", "2322"],
  ["초등학교 돌봄교실 돌봄전담사", "2159"],
  ["사회복지사 채용", "2311"],
  ["직업상담사 2급 우대", "2314"],
  ["간호조무사(의원)", "3075"],
  ["요양원 조리원 급구", "5318"],
  ["학교 급식실 조리실무사", "5318"],
  ["한식당 주방장", "5311"],
  ["카페 바리스타 알바", "5317"],
  ["홀서빙", "5322"],
  ["홀서빙 및 주방보조", "5323"],
  ["설거지", "5323"],
  ["제빵기사", "8711"],
  ["반찬가게 조리", "8722"],
  ["아파트 경비원 구인", "5420"],
  ["빌딩 보안요원", "5413"],
  ["아파트 관리소장", "0169"],
  ["시설관리 기사(전기)", "8140"],
  ["전기 안전관리자", "1531"],
  ["병원 청소 미화원", "5611"],
  ["호텔 룸메이드", "5611"],
  ["도로 환경미화원", "5613"],
  ["세차 직원", "5612"],
  ["방역 소독원", "5622"],
  ["정리수납 컨설턴트 2급", "5129"],
  ["가사도우미", "5633"],
  ["주차장 주차관리원", "5643"],
  ["마트 캐셔", "6161"],
  ["편의점 야간 알바", "6152"],
  ["대형마트 진열사원", "6179"],
  ["스마트스토어 운영 담당", "6154"],
  ["콜센터 인바운드 상담", "0292"],
  ["보험설계사", "0332"],
  ["공인중개사 사무소 중개보조원", "6110"],
  ["1톤 배송기사", "6223"],
  ["택배기사", "6241"],
  ["마을버스 기사", "6222"],
  ["법인택시 기사", "6221"],
  ["지게차 운전기사", "6230"],
  ["물류센터 포장 알바", "6246"],
  ["드론조종사", "6211"],
  ["사무보조 단기", "0299"],
  ["경리 사무원 모집", "0272"],
  ["회계 담당자 (경력)", "0271"],
  ["총무 및 일반사무원", "0265"],
  ["데이터 라벨링 재택", "0295"],
  ["ESG 컨설턴트", "0221"],
  ["스마트폰 강사", "2143"],
  ["디지털튜터", "2143"],
  ["숲해설가", "4205"],
  ["도서관 사서보조", "4132"],
  ["웹디자이너", "4155"],
  ["유튜브 편집", "4166"],
  ["옷수선", "8634"],
  ["테일러 모집", "8632"],
  ["봉제 미싱사", "8623"],
  ["세탁소 다림질", "5632"],
  ["에어컨 설치 보조", "8115"],
  ["용접사", "8241"],
  ["도배 기능공", "7025"],
  ["집수리 기사님", "7019"],
  ["생산직 사원 모집", "8900"],
  ["전자부품 조립", "8360"],
  ["자동차 정비", "8124"],
  ["조경 관리", "9015"],
  ["스마트팜 농장 관리", "9012"],
  ["Barista", "5317"],
  ["우주비행사", undefined],
  ["국회의원", undefined],
  ["판사", undefined],
  ["해녀", undefined],
  ["치과의사", undefined],
  ["점술가", undefined],
  ["프로 바둑기사", undefined],
  ["asdf qwer", undefined],
  ["성실하신 분", undefined],
  ["!!!", undefined],
  ["", undefined],
];

/** Titles that come out otherwise than judged. The list may only get shorter. */
const KNOWN_MISSES: readonly string[] = ["한식당 주방장"];

describe("an occupation name", () => {
  test("comes out as judged but for the misses that are known", () => {
    const misses = JUDGED_TITLES.filter(([title, code]) => resolveOccupation(title)?.code !== code);
    expect(misses.map(([title]) => title)).toEqual(KNOWN_MISSES);
  });

  test.each([
    ["마케터", "0241"],
    ["회계", "0271"],
    ["경리/회계", "0272"],
    ["총무", "0265"],
    ["행정직", "0265"],
    ["판매사원 모집", "6152"],
    ["영업직", "6132"],
    ["배달기사님 구합니다", "6242"],
    ["포크레인", "7040"],
    ["쉐프", "5311"],
    ["까페 알바", "5317"],
    ["요보사", "5501"],
    ["간조", "3075"],
    ["HVAC technician", "8115"],
    ["digital tutor", "2143"],
  ])("as people say it: %j is %s", (name, code) => {
    expect(resolveOccupation(name)?.code).toBe(code);
  });

  test.each([
    "무직",
    "없음",
    "주부",
    "팀장",
    "매니저",
    "기사님 모집",
    "강사",
    "상담원",
    "IT",
    "경찰관 (퇴직)",
    "소방관",
    "Police officer",
  ])("that says no work, or work that isn't described, is left open: %j", (text) => {
    expect(resolveOccupation(text)).toBeUndefined();
    expect(resolveOccupation("청원경찰")?.code).toBe("5412");
  });

  test("beside the tables is of an occupation that exists", () => {
    const { spoken = [] } = builtInParts;
    expect(spoken.length).toBeGreaterThan(0);
    for (const [code, name] of spoken) expect(resolveOccupation(name), name).toEqual({ code, confidence: 10_000 });
  });

  test("of the taxonomy, or an alias of one, resolves to its own code with full confidence", () => {
    for (const { code, ko, en, aliases } of builtInTaxonomy.occupations) {
      for (const name of [ko, en, ...aliases]) expect(resolveOccupation(name)).toEqual({ code, confidence: 10_000 });
    }
  });

  test("is found in decomposed Hangul and in full-width letters", () => {
    expect(resolveOccupation("요양보호사".normalize("NFD"))?.code).toBe("5501");
    expect(resolveOccupation("ＥＳＧ 컨설턴트")?.code).toBe("0221");
  });

  test("is surer as written than at the end of a longer title, and surer there than by likeness", () => {
    const sure = (title: string): number => resolveOccupation(title)?.confidence ?? 0;
    expect(sure("요양보호사")).toBe(10_000);
    expect(sure("요양보호사 (주 5일)")).toBe(9_500);
    expect(sure("강북 방문센터 요양보호사")).toBe(8_500);
    expect(sure("도배 기능공")).toBeLessThan(8_500);
  });

  test("resolves by the list a user brings, which wins over the built-in one", () => {
    const theirs = [
      ["4303", "해녀"],
      ["9999", "바리스타"],
    ] as const;
    const own = createOccupationResolver(theirs, builtInTaxonomy);
    expect(own.resolve("해녀")).toEqual({ code: "4303", confidence: 10_000 });
    expect(own.resolve("바리스타")?.code).toBe("9999");
    expect(own.resolve("요양보호사")?.code).toBe("5501");
  });

  test("of any text gives a known code at or over the bar, or nothing, and never throws", () => {
    const syllables = fc.string({ unit: fc.constantFrom(..."요양보호사간병인청소원기 ()·12급a$^") });
    fc.assert(
      fc.property(fc.oneof(fc.string(), syllables), (text) => {
        const found = resolveOccupation(text);
        if (found === undefined) return;
        expect(found.confidence).toBeGreaterThanOrEqual(OCCUPATION_BAR_BP);
        expect(Number.isInteger(found.confidence) && found.confidence <= 10_000).toBe(true);
        expect(builtInTaxonomy.occupationByCode(found.code)).toBeDefined();
      }),
      { seed: 20_261_122, numRuns: 500 },
    );
  });
});

describe("a competency name", () => {
  test.each([
    ["엑셀", "spreadsheet-use"],
    ["엑셀 활용 능력", "spreadsheet-use"],
    ["라떼아트", "milk-steaming"],
    ["라테 아트", "milk-steaming"],
    ["심폐소생술", "first-aid"],
    ["운전 가능", "car-driving"],
    ["CCTV 모니터링", "cctv-monitoring"],
    ["치매 어르신 돌봄", "dementia-care"],
    ["재봉틀", "machine-sewing"],
    ["bookkeeping", "bookkeeping"],
    ["컴퓨터 활용", "word-processing"],
    ["컴퓨터 활용 능력", "spreadsheet-use"],
    ["서비스 마인드", "customer-service"],
    ["서류작성", "document-drafting"],
    ["경비 근무", "patrol"],
    ["어르신 돌봄", "daily-living-support"],
    ["에어컨 청소", "air-conditioner-cleaning"],
    ["판매", "product-explanation"],
    ["기획", "business-planning"],
    ["한국어", undefined],
    ["상담", undefined],
    ["수납", undefined],
    ["양자역학", undefined],
    ["", undefined],
  ])("%j is %s", (name, code) => {
    expect(resolveCompetency(name)?.code).toBe(code);
  });

  test("in Korean or English resolves to its own code", () => {
    for (const { code, ko, en } of builtInTaxonomy.competencies) {
      expect(resolveCompetency(ko)?.code).toBe(code);
      expect(resolveCompetency(en)?.code).toBe(code);
    }
  });
});

describe("a certificate name", () => {
  test.each([
    ["요양보호사 자격증 소지자", "care-worker"],
    ["바리스타 자격증", "barista-2"],
    ["바리스타1급", "barista-1"],
    ["컴활 1급", "computer-skills-1"],
    ["사회복지사 1급 이상", "social-worker-1"],
    ["자동차운전면허1종보통", "driving-1-ordinary"],
    ["1종 보통 운전면허 소지자", "driving-1-ordinary"],
    ["지게차운전기능사", "forklift-operator"],
    ["정리수납 2급", "home-organiser-2"],
    ["경비 신임교육 이수증", "security-guard-training"],
    ["변리사", undefined],
    ["항해사 3급", undefined],
    ["", undefined],
  ])("%j is %s", (name, code) => {
    expect(resolveCertificate(name)?.code).toBe(code);
  });

  test("with a grade that the certificate doesn't have is not taken for another grade", () => {
    expect(resolveCertificate("바리스타 3급")).toBeUndefined();
    expect(resolveCertificate("컴퓨터활용능력 3급")).toBeUndefined();
  });

  test("with a rank of 국가기술자격 that the certificate doesn't have is not taken for another rank", () => {
    expect(resolveCertificate("전기기능장")).toBeUndefined();
    expect(resolveCertificate("조경산업기사")).toBeUndefined();
  });

  test.each([
    ["전기산업기사", "electrical-industrial-engineer"],
    ["전기공사기사", "electrical-work-engineer"],
    ["공조냉동기계산업기사", "hvac-industrial-engineer"],
    ["소방안전관리자 1급", "fire-safety-manager-1"],
    ["1급 소방안전관리자", "fire-safety-manager-1"],
    ["소방안전관리자3급", "fire-safety-manager-3"],
    ["소방안전관리자", "fire-safety-manager"],
    ["건설안전기사", "construction-safety-engineer"],
    ["한국어교원 2급", "korean-language-teacher-2"],
    ["조리사 자격증 소지자", "cook-licence"],
  ])("of a rank or grade is that rank or grade: %j is %s", (name, code) => {
    expect(resolveCertificate(name)?.code).toBe(code);
  });
});

test("ranking gives each code once, best first, and the same twice", () => {
  const index = createNameIndex(
    [
      { code: "b", name: "건물 청소원" },
      { code: "b", name: "사무실 청소원" },
      { code: "a", name: "건물 경비원" },
    ],
    5_000,
  );
  const ranked = index.rank("건물 청소", 10);
  expect(ranked.map(({ code }) => code)).toEqual(["b", "a"]);
  expect(index.rank("건물 청소", 10)).toEqual(ranked);
  expect(index.rank("건물 청소", 1)).toHaveLength(1);
});

describe("what Seoul's 40–67 do and train for", () => {
  test.each([
    ["요양보호사", "5501"],
    ["정리수납 컨설턴트", "5129"],
    ["바리스타", "5317"],
    ["재봉사", "8623"],
    ["옷 수선", "8634"],
    ["디지털 튜터", "2143"],
    ["드론 조종사", "6211"],
    ["데이터 라벨러", "0295"],
    ["ESG 심사원", "0221"],
    ["시설관리원", "8140"],
    ["주방 보조", "5323"],
    ["조리사", "5319"],
    ["매장 판매원", "6152"],
    ["택시 운전원", "6221"],
    ["사무원", "0265"],
    ["마케팅 사무원", "0262"],
    ["회계 사무원", "0271"],
    ["아이돌보미", "5505"],
    ["경비원", "5420"],
    ["에어컨 설치 기사", "8115"],
    ["스마트팜 관리자", "9012"],
    ["사회복지사", "2311"],
  ])("%s is an occupation with competencies of its own", (name, code) => {
    expect(resolveOccupation(name)?.code).toBe(code);
    expect(builtInTaxonomy.occupationByCode(code)?.competencies.length).toBeGreaterThanOrEqual(5);
  });

  test.each([
    ["요양보호사", "care-worker", "bed-bath-assistance"],
    ["바리스타 2급", "barista-2", "espresso-extraction"],
    ["정리수납컨설턴트 2급", "home-organiser-2", "home-organising"],
    ["경비지도사", "security-instructor", "guard-supervision"],
    ["컴퓨터활용능력 2급", "computer-skills-2", "spreadsheet-use"],
    ["전기기능사", "electrician", "electrical-wiring"],
    ["ESG 진단평가사", "esg-assessor", "esg-assessment"],
  ])("%s is a certificate that attests what it takes", (name, code, competency) => {
    expect(resolveCertificate(name)?.code).toBe(code);
    expect(builtInTaxonomy.certificateByCode(code)?.attests.map(([attested]) => attested)).toContain(competency);
  });

  test("lies in all 24 major groups of NCS", () => {
    expect(new Set(builtInTaxonomy.competencies.map(({ group }) => group)).size).toBe(24);
  });
});

describe("names of another taxonomy", () => {
  const resolvers = createResolvers({
    version: "small",
    occupationCodes: "own",
    competencies: [
      {
        number: 1,
        code: "lantern-lighting",
        ko: "등불 켜기",
        en: "Lantern lighting",
        group: "a",
        aliases: ["가로등 점등"],
      },
    ],
    occupations: [
      { number: 1, code: "9629-0a1b2c3d", ko: "등불지기", en: "Lamplighter", aliases: ["점등원"], competencies: [] },
    ],
    certificates: [{ number: 1, code: "lamps-2", ko: "점등 2급", en: "Lamps 2", aliases: [], attests: [] }],
  });

  test("are theirs also where they say nothing elsewhere", () => {
    expect(createOccupationResolver([["9001", "강사"]], { occupations: [], competencies: [] }).resolve("강사")).toEqual(
      {
        code: "9001",
        confidence: 10_000,
      },
    );
  });

  test("are found with their confidence, aliases and all; those of the built-in one aren't", () => {
    expect(resolvers.occupation.resolve("야간 점등원 모집")).toMatchObject({ code: "9629-0a1b2c3d" });
    expect(resolvers.competency.resolve("가로등 점등")).toEqual({ code: "lantern-lighting", confidence: 10_000 });
    expect(resolvers.certificate.resolve("점등 2급")).toEqual({ code: "lamps-2", confidence: 10_000 });
    expect(resolvers.occupation.resolve("바리스타")).toBeUndefined();
  });

  test("below the bar have no code, and what comes nearest can be seen", () => {
    expect(resolvers.competency.resolve("등불 닦는 일")).toBeUndefined();
    const [nearest] = resolvers.competency.rank("등불 닦는 일", 1);
    expect(nearest?.code).toBe("lantern-lighting");
    expect(nearest?.confidence).toBeLessThan(6_000);
  });

  test("keep the grade of a certificate apart", () => {
    expect(resolvers.certificate.resolve("점등 1급")).toBeUndefined();
  });
});

test("other names of competencies are names of competencies that exist", () => {
  const codes = new Set(builtInTaxonomy.competencies.map(({ code }) => code));
  expect(COMPETENCY_ALIASES.filter(([code]) => !codes.has(code))).toEqual([]);
});
