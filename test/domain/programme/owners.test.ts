import { describe, expect, test } from "vitest";
import { refusalOf, theRules } from "./rules.ts";

const REFUSED = "PROGRAMME_OWNER /opening/employerId";
const FOUNDATION = "seoul-50plus-foundation";
const VOLUNTEER_CENTER = "seoul-volunteer-center";
const LAST_DAY = "2023-12-31";
const FIRST_DAY = "2024-01-01";

describe.each(["community-care-corps", "pro-bono-corps"])("%s, which passed to the volunteer center in 2024", (id) => {
  test.each([
    ["its owner, on its last day", FOUNDATION, LAST_DAY, undefined],
    ["its next owner, a day early", VOLUNTEER_CENTER, LAST_DAY, REFUSED],
    ["its next owner, on its first day", VOLUNTEER_CENTER, FIRST_DAY, undefined],
    ["its old owner, a day late", FOUNDATION, FIRST_DAY, REFUSED],
    ["a stranger before", "employer-8", LAST_DAY, REFUSED],
    ["a stranger after", "employer-8", FIRST_DAY, REFUSED],
  ])("takes openings only of whoever owns it: %s", (_who, employerId, day, refusal) => {
    expect(refusalOf(theRules(id), day, { employerId })).toBe(refusal);
  });

  test.each([
    ["a stranger", "employer-8", LAST_DAY, undefined],
    ["its next owner, a day early", VOLUNTEER_CENTER, LAST_DAY, REFUSED],
    ["its old owner, a day late", FOUNDATION, FIRST_DAY, REFUSED],
  ])("would take those of anybody else if anybody might offer them: %s", (_who, employerId, day, refusal) => {
    expect(refusalOf(theRules(id, { offeredBy: "anybody" }), day, { employerId })).toBe(refusal);
  });
});

test("a placement names the firm that offers it, and needs no owner", () => {
  expect(refusalOf(theRules("midlife-internship"), "2023-06-15", { employerId: "employer-8" })).toBeUndefined();
});
