import { describe, expect, test } from "vitest";
import { renderChanges, renderWithdrawal } from "../../../domain/delivery/change-words.ts";
import { bandOf, materialChanges, type Terms } from "../../../domain/delivery/terms.ts";
import { namesIn } from "../../../domain/matching/names.ts";
import { toDayNumber } from "../../../domain/model/calendar.ts";
import { builtInTaxonomy } from "../../../domain/taxonomy/built-in.ts";

const terms: Terms = {
  krwPerHour: 12_000,
  krwPerMonth: 1_250_000,
  district: "11440",
  hours: 87,
  throughDay: toDayNumber("2026-12-05"),
};
const changesOf = (changes: Partial<Terms>, score = 7_500) =>
  materialChanges({ terms, score: 7_500 }, { terms: { ...terms, ...changes }, score });

const CHANGES = [
  [
    { krwPerHour: 13_000 },
    "급여가 올랐습니다. 이제 시간당 13,000원입니다.",
    "The pay has gone up. It is 13,000 won an hour now.",
  ],
  [
    { krwPerHour: 11_000 },
    "급여가 내렸습니다. 이제 시간당 11,000원입니다.",
    "The pay has gone down. It is 11,000 won an hour now.",
  ],
  [
    { district: "11680" },
    "일하는 곳이 바뀌었습니다. 이제 강남구입니다.",
    "The place has changed. It is in Gangnam-gu now.",
  ],
  [
    { hours: 174 },
    "일하는 시간이 바뀌었습니다. 이제 한 주에 약 40시간입니다.",
    "The hours have changed. They are about 40 hours a week now.",
  ],
  [
    { throughDay: toDayNumber("2026-12-20") },
    "마감일이 바뀌었습니다. 이제 12월 20일까지 신청하실 수 있습니다.",
    "The last day to apply has changed. It is 20 December now.",
  ],
] as const;

describe("a change that is told", () => {
  test.each(CHANGES)("%j reads “%s”", (changes, ko, en) => {
    const found = changesOf(changes);
    expect(renderChanges(found, "ko", namesIn("ko", builtInTaxonomy))).toEqual([ko]);
    expect(renderChanges(found, "en", namesIn("en", builtInTaxonomy))).toEqual([en]);
  });

  test("is a score that rises into a higher band, and not one that falls", () => {
    expect(changesOf({}, 8_100).map(({ code }) => code)).toEqual(["fits-better"]);
    expect(changesOf({}, 7_990)).toEqual([]);
    expect(changesOf({}, 6_300)).toEqual([]);
    expect([6_250, 7_000, 8_999, 9_000].map(bandOf)).toEqual([0, 1, 2, 3]);
  });

  test("isn't pay that moves by less than one percent, nor a month's pay that follows the hours", () => {
    expect(changesOf({ krwPerHour: 12_100 })).toEqual([]);
    expect(changesOf({ krwPerMonth: 2_500_000, hours: 174 }).map(({ code }) => code)).toEqual(["hours"]);
  });
});

test("an end is told in two short sentences", () => {
  expect(renderWithdrawal("ko")).toHaveLength(2);
  expect(renderWithdrawal("en").join(" ")).toContain("has closed");
});
