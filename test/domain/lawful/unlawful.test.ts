import { describe, expect, test } from "vitest";
import { findUnlawful } from "../../../domain/lawful/unlawful.ts";
import type { Opening } from "../../../domain/model/opening.ts";
import { anOpening } from "../../fixtures/bodies.ts";

const DAY = "2026-11-21";
const BASIS = { legalBasis: "seoul-second-life" } as const;

const codeOf = (fields: Partial<Opening>) => findUnlawful(anOpening(fields), DAY)?.code ?? "lawful";

describe("what the law forbids is found", () => {
  test.each<[place: string, fields: (text: string) => Partial<Opening>]>([
    ["/opening/title", (title) => ({ title })],
    ["/opening/description", (description) => ({ description })],
    ["/opening/occupation/name", (name) => ({ occupation: { name } })],
    [
      "/opening/requirements/1/name",
      (name) => ({
        requirements: [
          { on: "education", importance: "should", level: "high" },
          { on: "named-certificate", importance: "must", name },
        ],
      }),
    ],
  ])("at %s, with the clause and the words in their place", (path, fieldsWith) => {
    const text = "점심 근무 · 지원 자격 만 ２０～３５세, 성실한 분";
    const found = findUnlawful(anOpening(fieldsWith(text)), DAY);
    const words = "만 ２０～３５세";
    const start = text.indexOf(words);
    expect(found).toEqual({
      code: "AGE_CONDITION_ON_JOB",
      path,
      message: "a job may not carry an age condition (고령자고용법 4조의4)",
      ground: { clauses: ["고령자고용법 4조의4 1항 1호"], span: { start, end: start + words.length, words } },
    });
  });

  test("where spaces are many and characters are wide", () => {
    const text = "🍀 모집\t\t 키    1６0㎝   이상";
    const { span } = findUnlawful(anOpening({ description: text }), DAY)?.ground ?? {};
    expect(span && text.slice(span.start, span.end)).toBe("키    1６0㎝   이상");
    expect(span?.words).toBe("키    1６0㎝   이상");
  });

  test.each<[text: string, clauses: readonly string[]]>([
    ["35세 이하", ["고령자고용법 4조의4 1항 1호"]],
    ["여직원 구함", ["남녀고용평등법 7조 1항"]],
    ["용모 단정한 분", ["남녀고용평등법 7조 2항", "채용절차법 4조의3 1호"]],
    ["미혼자 우대", ["남녀고용평등법 7조 2항", "채용절차법 4조의3 2호"]],
    ["출신지역 기재", ["채용절차법 4조의3 2호"]],
    ["재산 상황 기재", ["채용절차법 4조의3 2호"]],
    ["부모 직업 기재", ["채용절차법 4조의3 3호"]],
  ])("with its own clause: %s", (description, clauses) => {
    expect(findUnlawful(anOpening({ description }), DAY)?.ground?.clauses).toEqual(clauses);
  });
});

describe("kinds", () => {
  const SPAN = { description: "만 40세 이상 64세 이하 지원 가능" };
  const YOUNG = { description: "젊은 인재 모집" };
  const WOMEN = { description: "여성 우대" };
  const LOOKS = { description: "용모 단정한 분" };
  const OWNING = { description: "재산 상황을 기재해 주세요" };
  test.each<[what: string, fields: Partial<Opening>, code: string]>([
    ["a job with a basis still names no age", { ...SPAN, kind: "job", eligibility: BASIS }, "AGE_CONDITION_ON_JOB"],
    ["an internship needs a basis", { ...SPAN, kind: "internship" }, "AGE_CONDITION_WITHOUT_LEGAL_BASIS"],
    ["an internship needs one for words, too", { ...YOUNG, kind: "internship" }, "AGE_CONDITION_WITHOUT_LEGAL_BASIS"],
    ["an internship with a basis", { ...SPAN, kind: "internship", eligibility: BASIS }, "lawful"],
    ["a civic role needs a basis", { ...SPAN, kind: "civic-role" }, "AGE_CONDITION_WITHOUT_LEGAL_BASIS"],
    ["a civic role with a basis", { ...SPAN, kind: "civic-role", eligibility: BASIS }, "lawful"],
    ["training needs a basis for years", { ...SPAN, kind: "training" }, "AGE_CONDITION_WITHOUT_LEGAL_BASIS"],
    ["training is for whom it says", { ...YOUNG, kind: "training" }, "lawful"],
    ["a fair is for whom it says", { ...WOMEN, kind: "job-fair" }, "lawful"],
    ["an internship prefers no sex", { ...WOMEN, kind: "internship" }, "SEX_CONDITION"],
    ["a basis for ages is none for a sex", { ...WOMEN, kind: "internship", eligibility: BASIS }, "SEX_CONDITION"],
    [
      "a sex and an age in a title, basis or not",
      { title: "여성만 모집, 20~35세 인턴", kind: "internship", eligibility: BASIS },
      "SEX_CONDITION",
    ],
    [
      "a basis that allows no age",
      { ...SPAN, kind: "training", eligibility: { legalBasis: "lifelong-learning" } },
      "AGE_CONDITION_WITHOUT_LEGAL_BASIS",
    ],
    [
      "a civic role asks as little as a job",
      { description: "용모 단정한 여성만, 부모 직업 기재", kind: "civic-role", eligibility: BASIS },
      "SEX_CONDITION",
    ],
    ["a civic role prefers no sex", { ...WOMEN, kind: "civic-role" }, "SEX_CONDITION"],
    ["a civic role asks for no looks", { ...LOOKS, kind: "civic-role", eligibility: BASIS }, "PERSONAL_ITEM_ASKED"],
    ["a civic role names no young people", { ...YOUNG, kind: "civic-role" }, "AGE_CONDITION_WITHOUT_LEGAL_BASIS"],
    ["mentoring for pay prefers no sex", { ...WOMEN, kind: "mentoring" }, "SEX_CONDITION"],
    [
      "an unpaid voluntary role is for whom it says",
      { ...WOMEN, kind: "volunteer", baseSalary: { krw: 0, unit: "HOUR" } },
      "lawful",
    ],
    [
      "an internship asks for no looks, basis or not",
      { ...LOOKS, kind: "internship", eligibility: BASIS },
      "PERSONAL_ITEM_ASKED",
    ],
    ["an internship asks for no property", { ...OWNING, kind: "internship" }, "PERSONAL_ITEM_ASKED"],
    ["nor with a basis", { ...OWNING, kind: "internship", eligibility: BASIS }, "PERSONAL_ITEM_ASKED"],
    ["nor does a civic role", { ...OWNING, kind: "civic-role" }, "PERSONAL_ITEM_ASKED"],
  ])("%s", (_what, fields, code) => {
    const hours = { baseSalary: { krw: 11_157, unit: "HOUR" }, workHours: { perMonth: 57 } } as const;
    expect(codeOf({ ...hours, ...fields })).toBe(code);
  });
});

describe("work that needs it", () => {
  test.each<[what: string, fields: Partial<Opening>, code: string]>([
    [
      "a bath attendant has the sex of the bath",
      { title: "사우나 목욕관리사", description: "여성 직원 모집" },
      "lawful",
    ],
    ["a dormitory warden, too", { title: "여자 기숙사 사감", description: "여성 우대" }, "lawful"],
    ["nobody else", { title: "사무 보조", description: "여성 우대" }, "SEX_CONDITION"],
    ["a model has a height", { title: "피팅 모델", description: "키 165~170cm" }, "lawful"],
    ["a model has no age", { title: "피팅 모델", description: "20대 환영" }, "AGE_CONDITION_ON_JOB"],
    [
      "a special guard is under 60 by law",
      { title: "특수경비원 모집", description: "만 18세 이상 60세 미만" },
      "lawful",
    ],
    ["and not under 50", { title: "특수경비원 모집", description: "만 18세 이상 50세 미만" }, "AGE_CONDITION_ON_JOB"],
    ["nor is any other guard", { title: "경비원 모집", description: "만 18세 이상 60세 미만" }, "AGE_CONDITION_ON_JOB"],
    ["a clerk has no height", { title: "사무 보조", description: "키 165~170cm" }, "PERSONAL_ITEM_ASKED"],
  ])("%s", (_what, fields, code) => {
    expect(codeOf(fields)).toBe(code);
  });
});

describe("words that only sound like such work", () => {
  const WOMEN = { description: "여성 직원 모집" };
  const LOOKS = { description: "용모 단정한 분" };

  test.each(["모델하우스 안내", "3D 모델링 디자이너", "AI 모델 개발자", "배우자 상담원", "대역폭 관리", "배우 매니저"])(
    "%s has no looks and no sex",
    (title) => {
      expect(codeOf({ title, ...LOOKS })).toBe("PERSONAL_ITEM_ASKED");
      expect(codeOf({ title, description: "키 165cm 이상" })).toBe("PERSONAL_ITEM_ASKED");
      expect(codeOf({ title, ...WOMEN })).toBe("SEX_CONDITION");
    },
  );

  test.each(["보컬 학원 상담", "보컬 트레이너", "사우나 설비 기사", "여성 사우나 카운터", "세신상사 경리"])(
    "%s has no sex",
    (title) => {
      expect(codeOf({ title, ...WOMEN })).toBe("SEX_CONDITION");
    },
  );

  test.each(["패션모델", "의류 모델 모집", "모델 구함", "뮤지컬 배우", "단역배우 모집", "보조출연 엑스트라", "무용수"])(
    "%s may have looks and a sex",
    (title) => {
      expect([codeOf({ title, ...LOOKS }), codeOf({ title, ...WOMEN })]).toEqual(["lawful", "lawful"]);
    },
  );

  test.each(["여성 보컬", "밴드 보컬 모집", "성악가", "여탕 세신사", "여자 탈의실 정리", "기숙사 사감"])(
    "%s may have a sex",
    (title) => {
      expect(codeOf({ title, ...WOMEN })).toBe("lawful");
    },
  );
});

describe("the year of the minimum wage", () => {
  const at = (krw: number, validFrom: string | undefined, day = DAY) =>
    findUnlawful(
      anOpening({ baseSalary: { krw, unit: "HOUR" }, ...(validFrom === undefined ? {} : { validFrom }) }),
      day,
    );

  test("is that of the day of reading, of the first day or of the start, whichever is last", () => {
    const LATE_2025 = "2025-12-31";
    expect(at(10_030, LATE_2025, LATE_2025)).toBeUndefined();
    expect(at(10_030, "2026-01-01", LATE_2025)?.code).toBe("PAY_BELOW_MINIMUM_WAGE");
    expect(at(10_030, LATE_2025)?.code).toBe("PAY_BELOW_MINIMUM_WAGE");
    const starting = (startsOn: string) =>
      findUnlawful(anOpening({ baseSalary: { krw: 10_030, unit: "HOUR" }, startsOn }), LATE_2025)?.code;
    expect([starting(LATE_2025), starting("2026-01-01")]).toEqual([undefined, "PAY_BELOW_MINIMUM_WAGE"]);
    expect(at(10_030, undefined, "2025-12-31")).toBeUndefined();
    expect(at(10_030, undefined, "2026-01-01")?.code).toBe("PAY_BELOW_MINIMUM_WAGE");
  });

  test("is told in words and figures, without the pay that was stated", () => {
    expect(at(10_000, undefined)).toEqual({
      code: "PAY_BELOW_MINIMUM_WAGE",
      path: "/opening/baseSalary",
      message: "is below the minimum wage of 2026: at least 10,320 won an hour (최저임금법 6조)",
      ground: {
        clauses: ["최저임금법 6조 1항"],
        least: { year: 2026, krwPerHour: 10_320, krw: 10_320, unit: "HOUR" },
      },
    });
    const full = anOpening({ baseSalary: { krw: 2_000_000, unit: "MONTH" }, workHours: { perWeek: 40 } });
    expect(findUnlawful(full, DAY)?.message).toBe(
      "is below the minimum wage of 2026: at least 2,156,880 won a month, 10,320 won an hour (최저임금법 6조)",
    );
  });
});
