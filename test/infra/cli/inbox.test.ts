import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toEvidence } from "../../../domain/delivery/evidence.ts";
import { explain } from "../../../domain/matching/explain.ts";
import { toApplicantFacts, toOpeningFacts } from "../../../domain/matching/facts.ts";
import { defaultWeights } from "../../../domain/matching/score.ts";
import type { Applicant } from "../../../domain/model/applicant.ts";
import { toDayNumber } from "../../../domain/model/calendar.ts";
import type { Opening } from "../../../domain/model/opening.ts";
import { builtInTaxonomy } from "../../../domain/taxonomy/built-in.ts";
import { aCourse, anApplicant, anOpening } from "../../fixtures/bodies.ts";
import { type Deployment, startDeployment } from "./deployment.ts";

const DAY = "2026-11-21";

let deployment: Deployment;
beforeAll(async () => {
  deployment = await startDeployment();
  const { applicants, openings } = deployment.ports;
  const [told, nobodyTold] = [anApplicant(), anApplicant({ applicantId: "applicant-new" })];
  const learner = anApplicant({ applicantId: "applicant-of-courses" });
  for (const one of [told, nobodyTold, learner]) await applicants.keep(one.applicantId, 1, JSON.stringify(one));
  const opening = anOpening();
  const courses = [4, 0].map((seats, at) =>
    aCourse({ openingId: `course-${at + 1}`, remainingAttendeeCapacity: seats }),
  );
  for (const one of [opening, ...courses]) await openings.keep(one.openingId, 1, JSON.stringify(one));
  await keepRecommendation(told, opening);
  for (const one of courses) await keepRecommendation(learner, one);
});
afterAll(() => deployment.stop());

async function keepRecommendation(person: Applicant, posted: Opening): Promise<void> {
  const applicant = toApplicantFacts(person, builtInTaxonomy);
  const opening = toOpeningFacts(posted, builtInTaxonomy);
  const rules = { taxonomy: builtInTaxonomy, weights: defaultWeights, today: toDayNumber(DAY) };
  const { score, fitsOpening, fitsApplicant, ...rest } = explain(opening, applicant, rules);
  const explanation = { score, fitsOpening, fitsApplicant, ...rest };
  await deployment.ports.recommendations.tell({
    applicantId: applicant.applicantId,
    openingId: opening.openingId,
    applicantRevision: 1,
    openingRevision: 1,
    score,
    fitsOpening,
    fitsApplicant,
    alertId: "alert-1",
    evidence: JSON.stringify(toEvidence(explanation, opening, applicant, builtInTaxonomy)),
    versions: "{}",
    toldAt: Date.UTC(2026, 10, 21),
  });
}

describe("ieum inbox", () => {
  test("shows what somebody was recommended, in both languages", async () => {
    const inKorean = await deployment.run(["inbox", "applicant-1042"]);
    expect(inKorean.out).toContain("망원동 카페 오전 바리스타");
    expect(inKorean.out).toContain("원하신 지역인 마포구에 있습니다.");
    const inEnglish = await deployment.run(["inbox", "applicant-1042", "--lang", "en", "--json"]);
    expect(JSON.parse(inEnglish.out)).toMatchObject({
      openingId: "job-mapo-cafe-7",
      isClosed: false,
      toldAt: "2026-11-21T00:00:00.000Z",
      reasons: expect.arrayContaining(["It is in Mapo-gu, where you want to work."]),
    });
  });

  test("says when there is nothing", async () => {
    const { code, out } = await deployment.run(["inbox", "applicant-new"]);
    expect([code, out]).toEqual([0, "nothing has been recommended to applicant-new yet\n"]);
  });

  test.each([[], ["--json"]])("says that somebody isn't kept %j", async (...option) => {
    const { code, out, err } = await deployment.run(["inbox", "applicant-1", ...option]);
    expect([code, out, err]).toEqual([1, "", "ieum: there is no applicant applicant-1 in the local twin\n"]);
  });

  test("marks what has no place left", async () => {
    const { out } = await deployment.run(["inbox", "applicant-of-courses"]);
    const titles = out.split("\n").filter((line) => line.includes("course-"));
    expect(titles).toEqual([
      expect.stringMatching(/바리스타 1급 과정 course-1$/),
      expect.stringMatching(/바리스타 1급 과정 \(no place left now\) course-2$/),
    ]);
    const json = await deployment.run(["inbox", "applicant-of-courses", "--json"]);
    const listed = json.out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(listed).toMatchObject([
      { openingId: "course-1", isFull: false },
      { openingId: "course-2", isFull: true },
    ]);
  });
});
