import { describe, expect, test } from "vitest";
import { centerOf } from "../../domain/outcomes/center-of.ts";
import { districtsByCenter } from "../../infra/centers.ts";
import { aBody, anApplicant } from "../fixtures/bodies.ts";
import { MemoryService } from "../fixtures/memory-service.ts";
import {
  APPLICANT,
  aCompletion,
  aCourse,
  aFittingCourse,
  aGuardedJobBody,
  aProfile,
  at,
  BRIDGE,
  bridged,
  COURSE,
  courseClosed,
  idsToldIn,
  JOB,
  MATCH,
  toldIn,
} from "./bridge-story.ts";

const CENTER = centerOf(anApplicant().residence, districtsByCenter()) ?? "";

describe("an opening that was told with a course", () => {
  test("is followed by a notice when the opening closes, and by one alone when it was told as a match since", async () => {
    const closed = aBody("OpeningClosed", { openingId: JOB, revision: 2 });
    const service = await bridged();
    await service.accept(closed);
    await service.accept(closed);
    const purposes = (one: MemoryService) => toldIn(one).map(({ purpose = "recommendation" }) => purpose);
    expect(purposes(service)).toEqual(["recommendation", "withdrawal"]);
    expect(toldIn(service).at(-1)?.recommendationId).toBe(BRIDGE);
    const both = await bridged();
    await both.accept(aCompletion());
    await both.accept(closed);
    expect(purposes(both)).toEqual(["recommendation", "recommendation", "withdrawal"]);
    expect(toldIn(both).at(-1)?.recommendationId).toBe(MATCH);
  });

  test("is followed by one notice when its course closes, and by none when the opening closes after that", async () => {
    const service = await bridged();
    await service.accept(courseClosed);
    await service.accept(courseClosed, aBody("OpeningClosed", { openingId: JOB, revision: 2 }));
    const [, ended, ...rest] = toldIn(service);
    expect(rest).toEqual([]);
    expect(ended).toMatchObject({ recommendationId: BRIDGE, purpose: "withdrawal", ending: "course-closed" });
    expect(ended).toMatchObject({ courseOpeningId: COURSE, telling: 2 });
    expect(ended?.ko.lines[0]).toBe("이 자리와 함께 알려 드렸던 교육 과정의 모집이 끝났습니다.");
  });

  test("is told with another course that was found since, when the first has closed before anybody was told", async () => {
    const service = new MemoryService();
    await service.intake(aGuardedJobBody(), aCourse(), aProfile());
    await service.match();
    await service.intake(courseClosed, aCourse({ openingId: "course-2", title: "다른 과정" }));
    await service.match();
    await service.notify();
    expect(toldIn(service).map((told) => told.courseOpeningId)).toEqual(["course-2"]);
  });

  test("is followed by no notice of its course for whoever has been through it, or has applied for it", async () => {
    const through = await bridged();
    await through.accept(aCompletion(), courseClosed);
    expect(toldIn(through).map(({ recommendationId }) => recommendationId)).toEqual([BRIDGE, MATCH]);
    const applied = new MemoryService();
    await applied.accept(aGuardedJobBody(), aFittingCourse(), aProfile());
    expect(idsToldIn(applied)).toEqual([BRIDGE]);
    const outcome = { applicantId: APPLICANT, openingId: COURSE, revision: 1, outcome: "applied" };
    await applied.accept(aBody("OutcomeRecorded", outcome), courseClosed);
    expect(idsToldIn(applied)).toEqual([BRIDGE]);
  });

  test("is followed by that notice though a counsellor holds the opening by then", async () => {
    const service = await bridged();
    const word = { applicantId: APPLICANT, openingId: JOB, revision: 1, center: CENTER, reason: "talk-first" };
    await service.accept(aBody("RecommendationReviewed", { ...word, decision: "hold" }), courseClosed);
    expect(toldIn(service).at(-1)).toMatchObject({ recommendationId: BRIDGE, ending: "course-closed" });
  });

  test("is followed by no notice of a course that is open again when its time comes", async () => {
    const service = await bridged({}, at("2026-11-21T20:30:00"));
    service.nowMs = at("2026-11-21T22:00:00");
    await service.accept(courseClosed);
    expect(idsToldIn(service)).toEqual([BRIDGE]);
    await service.accept(aCourse({ revision: 3 }));
    await service.wake(at("2026-11-22T08:02:00"));
    expect(idsToldIn(service)).toEqual([BRIDGE]);
    await service.accept(aBody("OpeningClosed", { openingId: COURSE, revision: 4 }));
    expect(idsToldIn(service)).toEqual([BRIDGE, BRIDGE]);
  });
});
