import { expect, test } from "vitest";
import { isComplete, runProgrammesDemo } from "../../../infra/local/programmes-demo.ts";

/** Synthesis and a twin of its own. */
const TIMEOUT_MS = 120_000;

test("one applicant goes from a missed match over a course and a certificate to the match, in events", {
  timeout: TIMEOUT_MS,
}, async () => {
  const said: string[] = [];
  const outcome = await runProgrammesDemo((line) => said.push(line));
  expect(outcome).toMatchObject({
    missed: true,
    // The certificate is one that the law asks for.
    proposals: 0,
    bridgedWith: "course-eunpyeong-care-1",
    unlocks: 1,
    told: ["applicant-5060~job-eunpyeong-care-1~bridge", "applicant-5060~job-eunpyeong-care-1"],
    deadLettered: 0,
    isComplete: true,
  });
  const events = said.filter((line) => line.startsWith("■")).map((line) => line.split(/\s+/)[1]);
  expect(events).toEqual([
    "ApplicantProfileUpdated",
    "JobPosted",
    "InstitutionRegistered",
    "ProgrammeOpened",
    "CompletionRecorded",
    "매칭",
  ]);
  expect(said.join("\n")).toContain("‘요양보호사 자격 과정’을 마치시면 이 자리와 맞게 됩니다.");

  // Each step that doesn't happen is seen.
  expect(isComplete({ ...outcome, missed: false })).toBe(false);
  expect(isComplete({ ...outcome, proposals: 1 })).toBe(false);
  expect(isComplete({ ...outcome, bridgedWith: undefined })).toBe(false);
  expect(isComplete({ ...outcome, matchedWith: undefined })).toBe(false);
  expect(isComplete({ ...outcome, told: outcome.told.toReversed() })).toBe(false);
  expect(isComplete({ ...outcome, told: [...outcome.told, ...outcome.told] })).toBe(false);
  expect(isComplete({ ...outcome, deadLettered: 1 })).toBe(false);
});
