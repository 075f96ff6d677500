import { describe, expect, test } from "vitest";
import { aBody, aJobBody, aProfileBody } from "../fixtures/bodies.ts";
import { runBadInput } from "./bad-input-run.ts";
import { takeBadInput } from "./take-bad-input.ts";

/** Enough for every kind of change, few enough for every run of the tests; `npm run bad-input` takes a hundred thousand. */
const INPUTS = 3_000;

const outcomeOf = async (body: string, ...bodies: string[]) => (await takeBadInput(body, { bodies })).outcome;

describe("whatever is sent", () => {
  test("is accepted, or refused with a code and a path, at once and without a trace", {
    timeout: 240_000,
  }, async () => {
    const report = await runBadInput(INPUTS, 20_261_121);
    expect(report.inputs).toBe(INPUTS);
    expect(report.accepted).toBeGreaterThan(INPUTS / 100);
    expect(report.refused).toBeGreaterThan(INPUTS / 2);
    expect(Object.keys(report.byCode).length).toBeGreaterThan(24);
  });
});

describe("what was taken in before", () => {
  test.each<[what: string, outcome: string, body: string, before: readonly string[]]>([
    ["the very same again", "accepted", aJobBody(), [aJobBody()]],
    [
      "the same revision with another body",
      "REVISION_CONFLICT /opening/revision",
      aJobBody({ title: "다른 제목" }),
      [aJobBody()],
    ],
    ["an older revision", "REVISION_SUPERSEDED /opening/revision", aJobBody(), [aJobBody({ revision: 2 })]],
    [
      "a profile of somebody who has left",
      "ENTITY_WITHDRAWN /applicant/applicantId",
      aProfileBody({ revision: 9 }),
      [aBody("ApplicantWithdrawn")],
    ],
    ["an outcome of nobody's recommendation", "UNKNOWN_RECOMMENDATION /openingId", aBody("OutcomeRecorded"), []],
  ])("%s: %s", async (_, outcome, body, before) => {
    expect(await outcomeOf(body, ...before)).toBe(outcome);
  });
});
