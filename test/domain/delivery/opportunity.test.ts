import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { areTwins, fingerprintOf, lookupKeys, normalTitle } from "../../../domain/delivery/opportunity.ts";
import type { Opening } from "../../../domain/model/opening.ts";
import { anOpening } from "../../fixtures/bodies.ts";

const cafe = anOpening({
  openingId: "one",
  employerId: "employer-1",
  title: "망원동 카페 오전 바리스타",
  description:
    "아침 일곱 시 반에 문을 여는 작은 카페입니다. 커피와 차를 만들고 단골손님을 맞이합니다. 함께 일하는 분은 네 명입니다.",
  datePosted: "2026-11-20",
  validThrough: "2026-12-05",
});

const another = (changes: Partial<Opening>): Opening => ({ ...cafe, openingId: "other", ...changes });

/** Each with the reason why anybody would say so. */
const TWINS: readonly (readonly [reason: string, changes: Partial<Opening>])[] = [
  ["posted twice by one employer", {}],
  ["posted again, louder", { title: "[급구] 망원동 카페 오전 바리스타 모집합니다!!" }],
  ["spelt with full width and other spaces", { title: "망원동카페  오전　바리스타" }],
  ["said in a shorter way", { title: "망원동 카페 오전 바리스타 채용", description: undefined }],
  ["with a description that was worked over", { description: `${cafe.description} 점심을 드립니다.` }],
  ["passed on by an agency word for word", { employerId: "agency-1" }],
  [
    "passed on by an agency with an end left out",
    { employerId: "agency-1", description: cafe.description?.slice(0, -17) },
  ],
  [
    "passed on with the pay of before the last raise",
    { employerId: "agency-1", baseSalary: { krw: 12_000, unit: "HOUR" } },
  ],
  [
    "passed on with the pay of before the last raise and an end left out",
    {
      employerId: "agency-1",
      baseSalary: { krw: 12_000, unit: "HOUR" },
      description: cafe.description?.slice(0, -12),
    },
  ],
  ["posted again the day after it ended", { validFrom: "2026-12-06", validThrough: "2026-12-20" }],
  ["with a code for the group instead of the occupation", { occupation: { code: "531" } }],
  ["without the hours, which the other source left out", { workHours: undefined }],
];

const STRANGERS: readonly (readonly [reason: string, changes: Partial<Opening>])[] = [
  ["another shift of the same café", { title: "망원동 카페 오후 바리스타" }],
  ["another shift, by its field", { shifts: ["weekend"] }],
  ["another branch", { title: "망원동 카페 2호점 오전 바리스타" }],
  ["another district", { place: { mode: "onsite", district: "11680" } }],
  [
    "another job of the same employer",
    { title: "망원동 카페 주방 보조", occupation: { code: "5323" }, description: "설거지와 재료 손질을 맡습니다." },
  ],
  [
    "other work under the same title",
    { description: "원두를 볶고 포장해서 가게마다 나르는 일입니다. 무거운 자루를 듭니다." },
  ],
  [
    "another café that pays the same",
    {
      employerId: "employer-2",
      title: "합정동 카페 오전 바리스타",
      description: "손님이 많은 큰 카페입니다. 두 사람이 한 조로 일합니다.",
    },
  ],
  [
    "another café of the same trade with half the text alike",
    {
      employerId: "employer-2",
      description: "아침 일곱 시 반에 문을 여는 작은 카페입니다. 빵을 굽고 케이크를 꾸미는 일을 함께합니다.",
    },
  ],
  ["double the hours", { workHours: { perWeek: 40 } }],
  ["half as much pay again", { baseSalary: { krw: 18_000, unit: "HOUR" } }],
  ["another kind", { kind: "internship" }],
  ["the next round, a month later", { validFrom: "2027-01-10", validThrough: "2027-01-31" }],
  ["a full-time post beside a part-time one", { employmentType: "FULL_TIME" }],
];

describe("two openings are one opportunity", () => {
  test.each(TWINS)("%s", (_reason, changes) => {
    const other = another(changes);
    expect(areTwins(cafe, other)).toBe(true);
    expect(areTwins(other, cafe)).toBe(true);
    const shared = lookupKeys(cafe).filter((key) => lookupKeys(other).includes(key));
    expect(shared.length).toBeGreaterThan(0);
  });
});

describe("two openings are two", () => {
  test.each(STRANGERS)("%s", (_reason, changes) => {
    expect(areTwins(cafe, another(changes))).toBe(false);
    expect(areTwins(another(changes), cafe)).toBe(false);
  });

  test("the same role in two programmes, which let in different people", () => {
    const role = (programmeId: string) => ({ ...another({}), kind: "civic-role" as const, programmeId });
    expect(areTwins({ ...role("boram"), openingId: "one" }, { ...role("digital-guides"), openingId: "two" })).toBe(
      false,
    );
    expect(areTwins({ ...role("boram"), openingId: "one" }, { ...role("boram"), openingId: "two" })).toBe(true);
  });

  test("an opening is no twin of itself", () => {
    expect(areTwins(cafe, { ...cafe, revision: 2 })).toBe(false);
  });
});

describe("the canonical fingerprint", () => {
  test("is the same however the title is written, and 16 hexadecimal digits", () => {
    const loud = another({ title: "★[긴급] 망원동 카페 오전 바리스타 채용★" });
    expect(fingerprintOf(loud)).toBe(fingerprintOf(cafe));
    expect(fingerprintOf(cafe)).toMatch(/^[0-9a-f]{16}$/);
  });

  test.each([
    ["employer", { employerId: "employer-2" }],
    ["title", { title: "망원동 카페 마감 바리스타" }],
    ["place", { place: { mode: "online" } }],
    ["pay", { baseSalary: { krw: 13_000, unit: "HOUR" } }],
    ["last day", { validThrough: "2026-12-31" }],
  ] as const)("changes with the %s", (_field, changes) => {
    expect(fingerprintOf(another(changes as Partial<Opening>))).not.toBe(fingerprintOf(cafe));
  });

  test("of a title leaves out what every title says", () => {
    expect(normalTitle("[급구] 한식 조리사 모집합니다")).toBe(normalTitle("한식조리사 구합니다"));
  });
});

/** Real postings, where they are: their titles repeat a great deal, and those that repeat everything are one. */
const DATA = process.env["IEUM_DATA"];

describe.skipIf(DATA === undefined)("postings of an employment agency (IEUM_DATA)", () => {
  test("that say the same are twins, and of one employer's with other titles few are", () => {
    const text = readFileSync(join(DATA ?? "", "postings/korea_kead_2023.tsv"), "utf8");
    const [header = "", ...lines] = text.split("\n").filter((line) => line !== "");
    const names = header.split("\t");
    const titleAt = names.indexOf("모집직종");
    const titles = [...new Set(lines.map((line) => line.split("\t")[titleAt] ?? ""))]
      .map((title) => title.trim())
      .filter((title) => title.length > 1)
      .slice(0, 300);
    const openings = titles.map((title, at) => another({ openingId: `job-${at}`, title, description: undefined }));
    let alike = 0;
    for (const one of openings) {
      expect(areTwins(one, { ...one, openingId: "copy", title: `[급구] ${one.title} 모집` })).toBe(
        normalTitle(one.title) !== "",
      );
      for (const other of openings) if (areTwins(one, other)) alike++;
    }
    expect(alike / (openings.length * openings.length)).toBeLessThan(0.02);
  });
});
