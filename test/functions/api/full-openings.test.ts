import { expect, test } from "vitest";
import { ApiService } from "../../fixtures/api-service.ts";
import { aBody, aJobBody, aProfileBody } from "../../fixtures/bodies.ts";
import { aRuleSet } from "../../fixtures/rule-sets.ts";

const DAY = "2026-11-21";
const rules = aRuleSet({ yearlyQuota: { places: 1 } });

test("what somebody was told and has no place left says so, until there is one again", async () => {
  const api = await ApiService.create();
  const { memory } = api;
  await memory.accept(aBody("ProgrammeRulesSet", { rules }), aBody("DayStarted", { day: DAY }));
  await memory.accept(aProfileBody({ applicantId: "one" }), aProfileBody({ applicantId: "two" }));
  await memory.accept(aJobBody({ openingId: "first", programmeId: "p", validThrough: "2031-12-31" }));
  const ofTwo = async () => {
    const as = { role: "applicant", subject: "two" } as const;
    const answer = await api.request("GET", "/v1/applicants/two/recommendations", { as });
    const { items } = (await answer.json()) as { items: { openingId: string; isFull: boolean; isClosed: boolean }[] };
    return items.map(({ openingId, isFull, isClosed }) => ({ openingId, isFull, isClosed }));
  };
  const first = { openingId: "first", isClosed: false };
  expect(await ofTwo()).toEqual([{ ...first, isFull: false }]);
  await memory.accept(aBody("OutcomeRecorded", { applicantId: "one", openingId: "first", outcome: "hired", on: DAY }));
  expect(await ofTwo()).toEqual([{ ...first, isFull: true }]);
  const more = { ...rules, revision: 2, yearlyQuota: { places: 2 } };
  await memory.accept(aBody("ProgrammeRulesSet", { rules: more }));
  expect(await ofTwo()).toEqual([{ ...first, isFull: false }]);
});
