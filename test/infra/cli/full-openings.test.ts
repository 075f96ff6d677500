import { expect, test } from "vitest";
import { builtInTaxonomy } from "../../../domain/taxonomy/built-in.ts";
import { fullOpenings } from "../../../infra/cli/full-openings.ts";
import { aBody, aCourse, anOpening, aProfileBody } from "../../fixtures/bodies.ts";
import { MemoryService } from "../../fixtures/memory-service.ts";
import { aRuleSet } from "../../fixtures/rule-sets.ts";

const DAY = "2026-11-21";

test("what has no place left is a course without a free seat, or what a programme's year is full of", async () => {
  const service = new MemoryService();
  const inProgramme = anOpening({ openingId: "job-of-programme", programmeId: "p" });
  const openings = [
    inProgramme,
    anOpening({ openingId: "job-of-none" }),
    aCourse({ openingId: "course-free", remainingAttendeeCapacity: 1 }),
    aCourse({ openingId: "course-full", remainingAttendeeCapacity: 0 }),
  ];
  const fullOn = async (day: string) => [...(await fullOpenings(service.world, openings, day, builtInTaxonomy))];
  await service.accept(
    aBody("ProgrammeRulesSet", { rules: aRuleSet({ yearlyQuota: { places: 1 } }) }),
    aProfileBody({ applicantId: "applicant-1" }),
    aBody("JobPosted", { opening: inProgramme }),
  );
  expect(await fullOn(DAY)).toEqual(["course-full"]);
  const { openingId } = inProgramme;
  await service.accept(aBody("OutcomeRecorded", { applicantId: "applicant-1", openingId, outcome: "hired", on: DAY }));
  expect(await fullOn(DAY)).toEqual(["job-of-programme", "course-full"]);
  expect(await fullOn("2027-01-01")).toEqual(["course-full"]);
});
