import { describe, expect, test } from "vitest";
import type { RuleSet } from "../../domain/programme/rule-set.ts";
import { aBody, anApplicant, aProfileBody } from "../fixtures/bodies.ts";
import { aRuleSet, programmeName as name } from "../fixtures/rule-sets.ts";
import {
  anOpeningBody,
  aService,
  DAY,
  listedWith,
  OPEN_LONG,
  refusalsOf,
  shownWith,
  toldOf,
} from "./programme-story.ts";

describe("a chain", () => {
  const parts: RuleSet["parts"] = [
    { partId: "online", sort: "step", name },
    { partId: "site", sort: "step", after: "online", name },
    { partId: "mentoring", sort: "step", after: "site", name },
  ];
  const done = (courseOpeningId: string, revision: number) =>
    aBody("CompletionRecorded", { applicantId: "one", revision, completion: { courseOpeningId, on: DAY } });
  const links = ["online", "site", "mentoring"];

  test("is recommended link by link, each when the one before is completed", async () => {
    const service = await aService({ parts }, "one");
    await service.accept(...links.map((part) => anOpeningBody(part, { ...OPEN_LONG, programmePart: part })));
    expect(await toldOf(service, "one")).toEqual(["online"]);
    for (const later of ["site", "mentoring"]) {
      expect(await listedWith(service, later)).toEqual([]);
      expect(shownWith(service, later)).toEqual([]);
    }
    await service.accept(done("online", 1));
    expect(await listedWith(service, "site")).toEqual(["one"]);
    expect(await toldOf(service, "one")).toEqual(["online", "site"]);
    // A course that is over was completed all the same.
    await service.accept(aBody("OpeningClosed", { openingId: "site", revision: 2 }));
    // On another day: nobody is told of everything on one.
    service.nowMs = Date.parse("2026-11-23T09:00:00+09:00");
    await service.accept(done("site", 2));
    expect(await toldOf(service, "one")).toEqual(["mentoring", "online", "site"]);
    expect(await refusalsOf(service)).toEqual([]);
  });

  test.each([
    ["profile", aProfileBody({ applicantId: "one", revision: 2 })],
    [
      "completion",
      aBody("CompletionRecorded", { applicantId: "one", revision: 2, completion: { courses: ["c"], on: DAY } }),
    ],
  ])("goes on after a link that is posted when it was completed, with the person's next %s", async (_next, body) => {
    const service = await aService({ parts }, "one");
    await service.accept(anOpeningBody("site", { ...OPEN_LONG, programmePart: "site" }), done("online", 1));
    await service.accept(anOpeningBody("online", { ...OPEN_LONG, programmePart: "online" }));
    expect(await listedWith(service, "site")).toEqual([]);
    await service.accept(body);
    expect(await listedWith(service, "site")).toEqual(["one"]);
    expect(await refusalsOf(service)).toEqual([]);
  });

  test("goes on only with the variant that fits somebody's hours", async () => {
    const service = await aService({ parts });
    const { preferences } = anApplicant();
    await service.accept(
      aProfileBody({ applicantId: "one", preferences: { ...preferences, shifts: ["weekday-evening", "weekend"] } }),
    );
    const variants = (["weekday-day", "weekday-evening", "weekend"] as const).map((shift) =>
      anOpeningBody(`site-${shift}`, { ...OPEN_LONG, programmePart: "site", shifts: [shift] }),
    );
    await service.accept(anOpeningBody("online", { ...OPEN_LONG, programmePart: "online", shifts: ["weekend"] }));
    await service.accept(...variants, done("online", 1));
    expect(await toldOf(service, "one")).toEqual(["online", "site-weekday-evening", "site-weekend"]);
  });

  test("of another programme is no step of this one", async () => {
    const service = await aService({ parts }, "one");
    await service.accept(
      aBody("ProgrammeRulesSet", { rules: aRuleSet({ programmeId: "other", parts }) }),
      anOpeningBody("elsewhere", { ...OPEN_LONG, programmeId: "other", programmePart: "online" }),
      anOpeningBody("site", { ...OPEN_LONG, programmePart: "site" }),
      done("elsewhere", 1),
    );
    expect(await toldOf(service, "one")).toEqual(["elsewhere"]);
  });
});
