import { unpackMatchList } from "../../domain/matching/match-list.ts";
import type { Applicant } from "../../domain/model/applicant.ts";
import type { Opening } from "../../domain/model/opening.ts";
import type { RuleSet } from "../../domain/programme/rule-set.ts";
import { theRules } from "../domain/programme/rules.ts";
import { aBody, aJobBody, anOpening, aProfileBody } from "../fixtures/bodies.ts";
import { configuration, MemoryService } from "../fixtures/memory-service.ts";

export const TODAY = "2026-11-21";
export const { taxonomy } = configuration;

export const dayBody = (day: string) => aBody("DayStarted", { day });
export const rulesBody = (rules: RuleSet) => aBody("ProgrammeRulesSet", { rules });

/** Boram's rules with another age span. */
export const boram = (min: number, max: number, changes: Partial<RuleSet> = {}): RuleSet =>
  theRules("boram", { revision: 1, age: { min, max, reference: { on: "matching-day" } }, ...changes });

/** Whoever is so old today, to the day; and fits a café in 마포구 whatever it is called. */
export const aged = (age: number): Partial<Applicant> => ({
  applicantId: `aged-${age}`,
  birthDate: `${2026 - age}-11-21`,
  residence: "11440",
  programmes: [],
  preferences: { occupations: ["5317"], districts: ["11440"] },
});

export const AGES = [39, 40, 41, 49, 50, 63, 64, 65, 66, 67, 68, 69];

export const civicRole = (fields: Partial<Opening> = {}): Partial<Opening> => ({
  openingId: "role-1",
  kind: "civic-role",
  programmeId: "boram",
  baseSalary: { krw: 9_620, unit: "HOUR" },
  workHours: { perMonth: 57 },
  shifts: ["weekday-day"],
  // So many that the first wave of alerts lets everybody in.
  totalJobOpenings: 10,
  ...fields,
});
export const roleBody = (fields: Partial<Opening> = {}) =>
  aBody("ProgrammeOpened", { opening: anOpening(civicRole(fields)) });

export async function listOf(service: MemoryService, openingId: string) {
  const [list] = await service.world.matchLists.get(`opening#${openingId}`);
  return (
    list && {
      asOfSeq: list.asOfSeq,
      ids: unpackMatchList(list.packed)
        .matches.map(({ id }) => id)
        .sort(),
    }
  );
}

export const idsOf = async (service: MemoryService, openingId: string) => (await listOf(service, openingId))?.ids;
export const named = (ages: readonly number[]) => ages.map((age) => `aged-${age}`);
export const between = (min: number, max: number) => named(AGES.filter((age) => age >= min && age <= max));

/** A crowd of every age, a role of boram, one of another programme and a job, with boram's rules as they are. */
export async function aTown(rules: readonly RuleSet[] = [boram(40, 67)]): Promise<MemoryService> {
  const service = new MemoryService();
  await service.accept(dayBody(TODAY), ...AGES.map((age) => aProfileBody(aged(age))));
  await service.accept(...rules.map(rulesBody));
  await service.accept(
    roleBody(),
    roleBody({ openingId: "role-of-others", programmeId: "other-programme" }),
    aJobBody({ openingId: "job-1", totalJobOpenings: 10 }),
  );
  return service;
}
