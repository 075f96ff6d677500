import { describe, expect, test } from "vitest";
import { unpackMatchList } from "../../domain/matching/match-list.ts";
import type { Opening } from "../../domain/model/opening.ts";
import type { RuleSet } from "../../domain/programme/rule-set.ts";
import { theRules } from "../domain/programme/rules.ts";
import { aBody, anApplicant, anOpening, aProfileBody } from "../fixtures/bodies.ts";
import { MemoryService } from "../fixtures/memory-service.ts";

const APPLICANT = anApplicant().applicantId;
const at = (day: string) => Date.parse(`${day}T09:00:00+09:00`);

const rulesBody = (rules: RuleSet) => aBody("ProgrammeRulesSet", { rules });
const boram = theRules("boram", { courses: { beforeStart: [], during: [] } });
const excluding = (...excludes: string[]): RuleSet => ({ ...boram, programmeId: "second", excludes });

const role = (openingId: string, programmeId: string, fields: Partial<Opening> = {}) =>
  aBody("ProgrammeOpened", {
    opening: anOpening({
      openingId,
      kind: "civic-role",
      programmeId,
      baseSalary: { krw: 9_620, unit: "HOUR" },
      workHours: { perMonth: 57 },
      shifts: ["weekday-day"],
      title: `${openingId} 활동가`,
      validThrough: "2027-12-31",
      ...fields,
    }),
  });

const profile = (fields: Parameters<typeof aProfileBody>[0] = {}) =>
  aProfileBody({
    birthDate: "1975-01-01",
    residence: "11440",
    preferences: { occupations: ["5317"], districts: ["11440"] },
    ...fields,
  });

const hired = (openingId = "first-role", fields: Record<string, unknown> = {}) =>
  aBody("OutcomeRecorded", { applicantId: APPLICANT, openingId, outcome: "hired", on: "2026-11-21", ...fields });
const asked = (fields: Record<string, unknown>) =>
  aBody("FollowUpRecorded", { applicantId: APPLICANT, openingId: "first-role", on: "2027-02-21", ...fields });

/** The openings that stand in the person's own list, which every record of theirs makes anew. */
async function suiting(service: MemoryService): Promise<string[]> {
  const [list] = await service.world.matchLists.get(`applicant#${APPLICANT}`);
  return list === undefined
    ? []
    : unpackMatchList(list.packed)
        .matches.map(({ id }) => id)
        .sort();
}

/** Somebody who was told of a role of boram; a second programme, by rules of its own, has a role that suits them as well. */
async function aService(second: RuleSet, first: Partial<Opening> = {}, fields = {}): Promise<MemoryService> {
  const service = new MemoryService();
  await service.accept(aBody("DayStarted", { day: "2026-11-21" }), rulesBody(boram), rulesBody(second));
  await service.accept(role("first-role", "boram", first), role("second-role", "second"), profile(fields));
  return service;
}

async function turnTo(service: MemoryService, day: string): Promise<void> {
  service.nowMs = at(day);
  await service.accept(aBody("DayStarted", { day }));
}

describe("whoever has to complete courses first", () => {
  const withCourses = theRules("boram", { excludes: [] });
  const completed = (revision: number, ...courses: string[]) =>
    aBody("CompletionRecorded", { applicantId: APPLICANT, revision, completion: { courses, on: "2026-11-21" } });

  test("is no match from the day on which no time is left, and is one again when all are completed", async () => {
    const service = new MemoryService();
    await service.accept(aBody("DayStarted", { day: "2026-11-21" }), rulesBody(withCourses), profile({ courses: [] }));
    await service.accept(role("first-role", "boram", { startsOn: "2026-11-22" }));
    const listed = async () => {
      const [list] = await service.world.matchLists.get("opening#first-role");
      return list === undefined ? 0 : unpackMatchList(list.packed).overThreshold;
    };
    expect(await listed()).toBe(1);
    await turnTo(service, "2026-11-22");
    expect(await listed()).toBe(0);
    await service.accept(completed(1, "boram-basics"));
    expect(await suiting(service)).toEqual([]);
    await service.accept(completed(2, "boram-required"));
    expect(await suiting(service)).toEqual(["first-role"]);
  });
});

describe("whoever is hired for an opening of a programme", () => {
  test("is out of the programmes that exclude it from then on, whatever their profile says, and of no others", async () => {
    const excluded = await aService(excluding("boram"), {}, { programmes: [] });
    expect(await suiting(excluded)).toEqual(["first-role", "second-role"]);
    await excluded.accept(hired());
    // Boram itself can't be taken part in twice.
    expect(await suiting(excluded)).toEqual([]);
    await excluded.accept(profile({ revision: 2, programmes: [] }), role("third-role", "second"));
    expect(await suiting(excluded)).toEqual([]);
    const others = await aService(excluding("digital-ieumdan"));
    await others.accept(hired());
    expect(await suiting(others)).toEqual(["second-role"]);
  });

  test("is so in whatever order the hire and a new profile come, and however often", async () => {
    const lists = [];
    for (const bodies of [
      [hired(), profile({ revision: 2 }), hired()],
      [profile({ revision: 2 }), hired(), hired()],
    ]) {
      const service = await aService(excluding("boram"));
      for (const body of bodies) await service.accept(body);
      lists.push(await suiting(service), JSON.parse(service.world.dump()).applicants);
    }
    expect(lists[0]).toEqual([]);
    expect(lists.slice(2)).toEqual(lists.slice(0, 2));
  });

  test.each<[string, Partial<Opening>, Partial<RuleSet>]>([
    ["the opening's last day", { startsOn: "2026-11-24", endsOn: "2026-11-30" }, {}],
    [
      "the last day of its cohort",
      { startsOn: "2026-11-24" },
      { cohorts: [{ name: { ko: "하반기", en: "Autumn" }, from: "11-01", to: "11-30" }] },
    ],
  ])("is let in again on the day after %s", async (_which, first, changes) => {
    const service = await aService(excluding("boram"), { ...first, validThrough: "2026-11-30" });
    await service.accept(rulesBody({ ...boram, ...changes, revision: boram.revision + 1 }));
    await service.accept(hired());
    for (const day of ["2026-11-29", "2026-11-30"]) {
      await turnTo(service, day);
      expect(await suiting(service)).toEqual([]);
    }
    const toldBefore = (await service.world.recommendations.list(APPLICANT)).map(({ openingId }) => openingId);
    expect(toldBefore).toContain("second-role");
    const other = { title: "마을 도서관 도우미", description: "책을 정리하고 어린이에게 읽어 줍니다." };
    await service.accept(role("third-role", "second", other));
    await turnTo(service, "2026-12-01");
    expect(await suiting(service)).toEqual(["second-role", "third-role"]);
    const told = (await service.world.recommendations.list(APPLICANT)).map(({ openingId }) => openingId);
    expect(told).toContain("third-role");
  });

  test("is let in again when a follow-up finds that they have left, and out when that is taken back", async () => {
    const service = await aService(excluding("boram"));
    await service.accept(hired());
    await turnTo(service, "2027-02-21");
    await service.accept(asked({ result: "employed" }));
    expect(await suiting(service)).toEqual([]);
    await service.accept(asked({ revision: 2, result: "left" }));
    expect(await suiting(service)).toEqual(["first-role", "second-role"]);
    await service.accept(asked({ revision: 3, result: "employed" }));
    expect(await suiting(service)).toEqual([]);
  });

  test("is out all the same when intake dies at any of its calls and the event comes again", async () => {
    let dieAt = 0;
    let calls = -1;
    const run = async () => {
      const service: MemoryService = new MemoryService({
        onCall: (_port, _method, phase) => {
          if (calls >= 0 && phase === "after" && ++calls === dieAt) throw new Error("the function dies here");
        },
      });
      await service.accept(aBody("DayStarted", { day: "2026-11-21" }), rulesBody(boram), rulesBody(excluding("boram")));
      await service.accept(role("first-role", "boram"), role("second-role", "second"), profile());
      calls = 0;
      await service.intake(hired());
      const made = calls;
      calls = -1;
      await service.drain();
      return { made, suiting: await suiting(service), applicants: JSON.parse(service.world.dump()).applicants };
    };
    const { made, ...expected } = await run();
    expect(expected.suiting).toEqual([]);
    expect(made).toBeGreaterThan(5);
    for (dieAt = 1; dieAt <= made; dieAt++) expect(await run(), `call ${dieAt}`).toMatchObject(expected);
  });

  test("takes all of it along when they leave, and a late hire brings nothing back", async () => {
    const service = await aService(excluding("boram"));
    await service.accept(hired(), aBody("ApplicantWithdrawn", { applicantId: APPLICANT, revision: 9 }), hired());
    expect(JSON.stringify(JSON.parse(service.world.dump()).applicants)).not.toContain("first-role");
  });

  test("for an opening outside any programme stays as they were", async () => {
    const service = await aService(excluding("boram"));
    const queued = service.world.sent("matching").length;
    await service.accept(role("plain-role", "boram", { programmeId: undefined }));
    await service.accept(hired("plain-role"));
    expect(service.world.sent("matching")).toHaveLength(queued + 1);
  });
});
