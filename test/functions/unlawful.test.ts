import { describe, expect, test } from "vitest";
import type { LegalGround } from "../../domain/lawful/ground.ts";
import type { Opening } from "../../domain/model/opening.ts";
import { eventsIn, eventsOut } from "../../events/catalog.ts";
import { aBody, aJobBody, anOpening } from "../fixtures/bodies.ts";
import { MemoryService } from "../fixtures/memory-service.ts";

const DAY = "2026-11-21";
const AGE: LegalGround["clauses"] = ["고령자고용법 4조의4 1항 1호"];

async function takenIn(body: string) {
  const service = new MemoryService();
  await service.intake(body);
  const quarantined = await service.world.quarantine.list(DAY);
  const told = service.world.published().flatMap((event) => (event.name === "EventRejected" ? [event.detail] : []));
  return { service, quarantined, told };
}

describe("an unlawful opening", () => {
  test.each<[what: string, fields: Partial<Opening>, code: string, path: string, ground: LegalGround]>([
    [
      "by its words",
      { description: "오전 근무, 만 35세 이하 우대" },
      "AGE_CONDITION_ON_JOB",
      "/opening/description",
      { clauses: AGE, span: { start: 7, end: 15, words: "만 35세 이하" } },
    ],
    [
      "by a field",
      { eligibility: { ageMin: 40, ageMax: 64 } },
      "AGE_CONDITION_ON_JOB",
      "/opening/eligibility",
      { clauses: AGE },
    ],
    [
      "by its pay",
      { baseSalary: { krw: 10_319, unit: "HOUR" } },
      "PAY_BELOW_MINIMUM_WAGE",
      "/opening/baseSalary",
      { clauses: ["최저임금법 6조 1항"], least: { year: 2026, krwPerHour: 10_320, krw: 10_320, unit: "HOUR" } },
    ],
  ])("%s is told and set aside with its ground, and kept nowhere else", async (_what, fields, code, path, ground) => {
    const { service, quarantined, told } = await takenIn(aJobBody({ openingId: "job-1", ...fields }));
    expect(quarantined).toMatchObject([{ code, path, ground, entityId: "job-1", detailType: "JobPosted" }]);
    expect(told).toMatchObject([{ code, path, ground, rejected: { entityId: "job-1" } }]);
    expect(eventsOut.EventRejected.detail.safeParse(told[0]).error).toBeUndefined();
    expect(await service.world.openings.get(["job-1"])).toEqual([]);
    expect(service.world.sent("matching")).toEqual([]);
  });

  test("can't be told as an old one to pay an old year's wage", async () => {
    const opening = anOpening({ baseSalary: { krw: 8_590, unit: "HOUR" }, validFrom: "2020-01-01" });
    const { quarantined } = await takenIn(aBody("JobPosted", { opening, occurredAt: "2020-01-02T09:00:00+09:00" }));
    expect(quarantined).toMatchObject([{ code: "PAY_BELOW_MINIMUM_WAGE" }]);
  });

  test("has its words counted in the text as it was sent, blanks at its start included", async () => {
    const description = " \n 청년 우대";
    const { quarantined } = await takenIn(aJobBody({ description }));
    const { span } = quarantined[0]?.ground ?? {};
    expect(span).toEqual({ start: 3, end: 8, words: "청년 우대" });
    expect(description.slice(span?.start, span?.end)).toBe("청년 우대");
  });

  test("is refused again as it was when it is delivered again", async () => {
    const body = aJobBody({ title: "여직원 구함" });
    const service = new MemoryService();
    await service.intake(body);
    await service.intake(body);
    expect(await service.world.quarantine.list(DAY)).toHaveLength(1);
    expect(new Set(service.world.published().map(({ detail }) => detail.eventId)).size).toBe(1);
  });
});

describe("a lawful opening", () => {
  const basis = { legalBasis: "seoul-second-life" } as const;
  const ages = { description: "만 40세 이상 67세 이하 서울시민" };
  test.each<[what: string, body: string]>([
    ["a job that says that age doesn't matter", aJobBody({ description: "연령 불문, 정년 60세" })],
    [
      "a civic role with its legal basis",
      aBody("ProgrammeOpened", { opening: anOpening({ ...ages, kind: "civic-role", eligibility: basis }) }),
    ],
    [
      "an internship with its legal basis",
      aBody("InternshipOpened", { opening: anOpening({ ...ages, kind: "internship", eligibility: basis }) }),
    ],
  ])("is taken in: %s", async (_what, body) => {
    const { service, quarantined } = await takenIn(body);
    expect(quarantined).toEqual([]);
    expect(service.world.sent("matching")).toHaveLength(1);
  });

  test("that was kept before the law stood here is read as before", () => {
    const sample = eventsIn.JobPosted.sample;
    const old = { ...sample, opening: { ...sample.opening, description: "20~35세 우대" } };
    expect(eventsIn.JobPosted.detail.safeParse(old).success).toBe(true);
  });
});
