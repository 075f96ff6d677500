import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toApplicantFacts, toOpeningFacts } from "../../domain/matching/facts.ts";
import { unpackMatchList } from "../../domain/matching/match-list.ts";
import { score } from "../../domain/matching/score.ts";
import type { Applicant } from "../../domain/model/applicant.ts";
import { toDayNumber } from "../../domain/model/calendar.ts";
import type { Opening } from "../../domain/model/opening.ts";
import { ruleFactsOn, toRuleFacts } from "../../domain/programme/rule-facts.ts";
import type { RuleSet } from "../../domain/programme/rule-set.ts";
import { underRules } from "../../domain/programme/under-rules.ts";
import { type OpeningChange, termsOf, whatIf } from "../../functions/operating/what-if.ts";
import { theRules } from "../domain/programme/rules.ts";
import { aBody, aJobBody, anApplicant, anOpening, aProfileBody } from "../fixtures/bodies.ts";
import { configuration, MemoryService, THRESHOLD_BP } from "../fixtures/memory-service.ts";

const TODAY = "2026-11-21";
const { taxonomy } = configuration;

const dayBody = (day: string) => aBody("DayStarted", { day });
const rulesBody = (rules: RuleSet) => aBody("ProgrammeRulesSet", { rules });

/** Boram's rules with another age span. */
const boram = (min: number, max: number, changes: Partial<RuleSet> = {}): RuleSet =>
  theRules("boram", { revision: 1, age: { min, max, reference: { on: "matching-day" } }, ...changes });

/** Whoever is so old today, to the day; and fits a café in 마포구 whatever it is called. */
const aged = (age: number): Partial<Applicant> => ({
  applicantId: `aged-${age}`,
  birthDate: `${2026 - age}-11-21`,
  residence: "11440",
  programmes: [],
  preferences: { occupations: ["5317"], districts: ["11440"] },
});

const AGES = [39, 40, 41, 49, 50, 63, 64, 65, 66, 67, 68, 69];

const civicRole = (fields: Partial<Opening> = {}): Partial<Opening> => ({
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
const roleBody = (fields: Partial<Opening> = {}) => aBody("ProgrammeOpened", { opening: anOpening(civicRole(fields)) });

async function listOf(service: MemoryService, openingId: string) {
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

const idsOf = async (service: MemoryService, openingId: string) => (await listOf(service, openingId))?.ids;
const named = (ages: readonly number[]) => ages.map((age) => `aged-${age}`);
const between = (min: number, max: number) => named(AGES.filter((age) => age >= min && age <= max));

/** A crowd of every age, a role of boram, one of another programme and a job, with boram's rules as they are. */
async function aTown(rules: readonly RuleSet[] = [boram(40, 67)]): Promise<MemoryService> {
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

describe("a change of one rule's age bound", () => {
  test.each([
    [40, 64, between(40, 64)],
    [40, 69, between(40, 69)],
    [50, 67, between(50, 67)],
    [39, 67, between(39, 67)],
  ])("to %d–%d re-matches exactly those it touches", async (min, max, expected) => {
    const service = await aTown();
    const before = await Promise.all(["role-1", "role-of-others", "job-1"].map((id) => listOf(service, id)));
    expect(before[0]?.ids).toEqual(between(40, 67));
    await service.accept(rulesBody(boram(min, max, { revision: 2 })));
    expect(await idsOf(service, "role-1")).toEqual(expected);
    // Nothing else was even looked at: its lists stand at the numbers of the log that they were made at.
    expect(await listOf(service, "role-of-others")).toEqual(before[1]);
    expect(await listOf(service, "job-1")).toEqual(before[2]);
  });

  test("tells those whom it lets in, and nobody twice", async () => {
    const service = await aTown();
    const told = service.world.sent("applicant-messages").length;
    await service.accept(rulesBody(boram(40, 69, { revision: 2 })));
    const messages = service.world
      .sent("applicant-messages")
      .slice(told)
      .map(({ body }) => JSON.parse(body));
    expect(messages.map(({ applicantId, openingId }) => [applicantId, openingId])).toEqual([
      ["aged-68", "role-1"],
      ["aged-69", "role-1"],
    ]);
  });

  test("that says the same of every opening re-matches none", async () => {
    const service = await aTown();
    const before = await listOf(service, "role-1");
    await service.accept(rulesBody(boram(40, 67, { revision: 2, feeKrw: 0 })));
    expect(await listOf(service, "role-1")).toEqual(before);
  });

  test("holds for whoever comes later, from either side", async () => {
    const service = await aTown();
    await service.accept(rulesBody(boram(40, 64, { revision: 2 })));
    await service.accept(roleBody({ openingId: "role-2" }), aProfileBody({ ...aged(66), applicantId: "newcomer" }));
    expect(await idsOf(service, "role-2")).toEqual(between(40, 64));
    const [list] = await service.world.matchLists.get("applicant#newcomer");
    const ids = list && unpackMatchList(list.packed).matches.map(({ id }) => id);
    expect(ids?.sort()).toEqual(["job-1", "role-of-others"]);
  });
});

describe("a programme's rules", () => {
  test("take the place of what openings say themselves, also of those that came before", async () => {
    const service = new MemoryService();
    const eligibility = { ageMin: 60, residence: "11", legalBasis: "seoul-second-life" as const };
    await service.accept(dayBody(TODAY), ...AGES.map((age) => aProfileBody(aged(age))), roleBody({ eligibility }));
    expect(await idsOf(service, "role-1")).toEqual(between(60, 69));
    await service.accept(rulesBody(boram(40, 67)));
    expect(await idsOf(service, "role-1")).toEqual(between(40, 67));
  });

  test("become valid with their first day", async () => {
    const service = new MemoryService();
    await service.accept(dayBody("2026-11-20"), ...AGES.map((age) => aProfileBody(aged(age))));
    await service.accept(rulesBody(boram(40, 67)), rulesBody(boram(40, 64, { validFrom: TODAY })), roleBody());
    await service.accept(roleBody({ openingId: "role-of-others", programmeId: "other-programme" }));
    const [before, others] = await Promise.all(["role-1", "role-of-others"].map((id) => listOf(service, id)));
    // The day before, everybody is a year younger.
    expect(before?.ids).toEqual(between(41, 68));
    await service.accept(dayBody(TODAY));
    expect(await idsOf(service, "role-1")).toEqual(between(40, 64));
    expect(await listOf(service, "role-of-others")).toEqual(others);
  });

  test("that an opening breaks keep it from everybody until it is revised", async () => {
    const service = new MemoryService();
    await service.accept(
      dayBody(TODAY),
      ...AGES.map((age) => aProfileBody(aged(age))),
      roleBody({ workHours: { perMonth: 60 } }),
    );
    expect((await idsOf(service, "role-1"))?.length).toBe(AGES.length);
    await service.accept(rulesBody(boram(40, 67)));
    expect(await listOf(service, "role-1")).toBeUndefined();
    await service.accept(roleBody({ revision: 2 }));
    expect(await idsOf(service, "role-1")).toEqual(between(40, 67));
  });

  test("of an older revision, or the same with another body, are refused with their path", async () => {
    const service = await aTown([boram(40, 67, { revision: 2 })]);
    await service.accept(rulesBody(boram(40, 64, { revision: 1 })), rulesBody(boram(40, 64, { revision: 2 })));
    const refused = await service.world.quarantine.list(TODAY);
    expect(refused.map(({ code, path, entityId }) => [code, path, entityId])).toEqual([
      ["REVISION_SUPERSEDED", "/rules/revision", "boram"],
      ["REVISION_CONFLICT", "/rules/revision", "boram"],
    ]);
    expect(await idsOf(service, "role-1")).toEqual(between(40, 67));
  });

  test("that change between the match and the message keep the message back", async () => {
    const service = new MemoryService();
    await service.accept(dayBody(TODAY), rulesBody(boram(40, 67)), aProfileBody(aged(66)));
    await service.intake(roleBody());
    await service.match();
    await service.intake(rulesBody(boram(40, 64, { revision: 2 })));
    await service.notify();
    expect(service.world.sent("applicant-messages")).toEqual([]);
    expect(await service.world.recommendations.list("aged-66")).toEqual([]);
  });

  test("stand beside a recommendation with their version", async () => {
    const service = await aTown([boram(40, 67, { revision: 3 })]);
    const told = await service.world.recommendations.list("aged-50");
    const versions = told.find(({ openingId }) => openingId === "role-1")?.versions ?? "{}";
    expect(JSON.parse(versions)).toMatchObject({ rules: { validFrom: "2023-01-01", revision: 3 } });
  });
});

describe("a programme that ends", () => {
  test("by its sunset is told of on its last day and to nobody after it", async () => {
    const service = await aTown([boram(40, 67, { sunset: TODAY })]);
    expect(await idsOf(service, "role-1")).toEqual(between(40, 67));
    await service.accept(rulesBody(boram(40, 67, { sunset: "2026-11-20", revision: 2 })));
    expect(await listOf(service, "role-1")).toBeUndefined();
    const withdrawn = service.world.published().filter(({ name }) => name === "MatchesWithdrawn");
    expect(withdrawn.map(({ detail }) => detail)).toMatchObject([{ openingId: "role-1", reason: "opening-closed" }]);
    await service.accept(aProfileBody({ ...aged(50), applicantId: "newcomer" }));
    expect(await service.world.recommendations.list("newcomer")).toMatchObject([
      { openingId: "job-1" },
      { openingId: "role-of-others" },
    ]);
  });

  test("comes back when its end is taken back", async () => {
    const service = await aTown([boram(40, 67, { sunset: "2026-11-20" })]);
    expect(await listOf(service, "role-1")).toBeUndefined();
    await service.accept(rulesBody(boram(40, 67, { revision: 2 })));
    // The opening itself was refused at intake, so it is posted again.
    await service.accept(roleBody());
    expect(await idsOf(service, "role-1")).toEqual(between(40, 67));
  });

  test("takes no new openings, and says by which rules", async () => {
    const service = await aTown([boram(40, 67, { sunset: "2026-11-20" })]);
    const [refused] = await service.world.quarantine.list(TODAY);
    expect(refused).toMatchObject({ code: "PROGRAMME_SUNSET", path: "/opening/programmeId", entityId: "role-1" });
    const told = service.world.published().find(({ name }) => name === "EventRejected");
    expect(told?.detail).toMatchObject({ rules: { programmeId: "boram", validFrom: "2023-01-01", revision: 1 } });
  });

  test("when its quota is reached, tells nobody after that day", async () => {
    const service = await aTown();
    await service.accept(
      rulesBody(boram(40, 67, { revision: 2, yearlyQuota: { places: 3_238, reachedOn: "2026-11-20" } })),
    );
    expect(await listOf(service, "role-1")).toBeUndefined();
  });
});

describe("a programme that passes to another owner", () => {
  const [owner] = theRules("boram").owners;
  const next = { owner: "volunteer-center", from: "2026-11-21", name: { ko: "자원봉사센터", en: "Volunteer center" } };

  test("closes the old owner's offers, leaves others', and takes no new ones of the old owner", async () => {
    const service = await aTown();
    const employerId = owner?.owner ?? "";
    await service.accept(roleBody({ openingId: "role-old", employerId }));
    expect(await idsOf(service, "role-old")).toEqual(between(40, 67));
    if (owner === undefined) throw new Error("boram has no owner");
    await service.accept(rulesBody(boram(40, 67, { revision: 2, owners: [owner, next] })));
    expect(await listOf(service, "role-old")).toBeUndefined();
    expect(await idsOf(service, "role-1")).toEqual(between(40, 67));
    await service.accept(
      roleBody({ openingId: "role-late", employerId }),
      roleBody({ openingId: "role-new", employerId: next.owner }),
    );
    expect(await idsOf(service, "role-new")).toEqual(between(40, 67));
    const [refused] = await service.world.quarantine.list(TODAY);
    expect(refused).toMatchObject({ code: "PROGRAMME_OWNER", path: "/opening/employerId" });
    // Both owners stay in what is kept.
    const [kept] = await service.world.programmes.of("boram");
    expect(JSON.parse(kept?.body ?? "{}").owners).toEqual([owner, next]);
  });
});

describe("a fair", () => {
  const { baseSalary: _none, ...unpaid } = anOpening();
  const fairBody = (presents: readonly string[] | undefined, revision = 1) => {
    const programme = { programmeId: "company-linked-employment", programmePart: "job-fair" };
    const fair = { ...unpaid, ...programme, openingId: "fair-1", revision, kind: "job-fair" };
    return aBody("ProgrammeOpened", { opening: presents === undefined ? fair : { ...fair, presents } });
  };
  const toldOf = async (service: MemoryService, openingId: string) => {
    const all = await Promise.all(AGES.map((age) => service.world.recommendations.list(`aged-${age}`)));
    return all.flat().flatMap((one) => (one.openingId === openingId ? [one.applicantId] : []));
  };

  test("invites those alone whom something suits that its firms bring", async () => {
    const service = await aTown();
    const elsewhere = { ...aged(50), applicantId: "aged-51", birthDate: "1975-11-21" };
    const wantsMore = { ...elsewhere.preferences, payMin: { krw: 90_000, unit: "HOUR" } } as const;
    await service.accept(aProfileBody({ ...elsewhere, preferences: wantsMore }));
    await service.accept(aJobBody({ openingId: "job-2", baseSalary: { krw: 12_000, unit: "HOUR" } }));
    await service.accept(rulesBody(theRules("company-linked-employment")), fairBody(["job-2"]));
    expect(await toldOf(service, "fair-1")).toEqual(between(40, 64));
    expect(await service.world.recommendations.list("aged-51")).toEqual([]);
    // Whoever goes without the firms' openings in mind is invited to a fair that says nothing of them.
    await service.accept(fairBody(undefined, 2));
    expect(await service.world.recommendations.list("aged-51")).toMatchObject([{ openingId: "fair-1" }]);
  });

  test("that brings nothing that is open invites nobody, and by its next revision those whom that suits", async () => {
    const service = await aTown();
    await service.accept(rulesBody(theRules("company-linked-employment")), fairBody(["job-of-tomorrow"]));
    expect(await toldOf(service, "fair-1")).toEqual([]);
    await service.accept(fairBody(["job-of-tomorrow", "job-1"], 2));
    expect(await toldOf(service, "fair-1")).toEqual(between(40, 64));
  });
});

describe("the order in which rules, profiles and openings arrive", () => {
  const revisions = fc.array(fc.tuple(fc.integer({ min: 30, max: 45 }), fc.integer({ min: 46, max: 70 })), {
    minLength: 1,
    maxLength: 3,
  });
  const stories = fc.record({
    spans: revisions,
    laterSpans: revisions,
    shards: fc.integer({ min: 1, max: 2 }),
    order: fc.infiniteStream(fc.nat(1_000_000)),
    batch: fc.integer({ min: 1, max: 7 }),
  });

  test("never changes which matches stand in the end", async () => {
    let matches = 0;
    await fc.assert(
      fc.asyncProperty(stories, async ({ spans, laterSpans, shards, order, batch }) => {
        const rules = [
          ...spans.map(([min, max], at) => boram(min, max, { revision: at + 1 })),
          ...laterSpans.map(([min, max], at) => boram(min, max, { revision: at + 1, validFrom: TODAY })),
        ];
        const applicants = AGES.filter((age) => age % 2 === 1).map((age) => anApplicant(aged(age)));
        const openings = ["role-1", "role-2"].map((openingId) => anOpening(civicRole({ openingId })));
        const bodies = [
          ...rules.map(rulesBody),
          ...applicants.map((applicant) => aBody("ApplicantProfileUpdated", { applicant })),
          ...openings.map((opening) => aBody("ProgrammeOpened", { opening })),
          dayBody(TODAY),
        ]
          .map((body) => ({ body, at: order.next().value ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ body }) => body);
        const service = new MemoryService({ shards });
        await service.accept(dayBody("2026-11-20"));
        for (let first = 0; first < bodies.length; first += batch) {
          await service.accept(...bodies.slice(first, first + batch));
        }
        const expected = recomputed(applicants, openings, rules);
        matches += expected.length;
        expect(await standing(service, applicants, openings)).toEqual(expected);
      }),
      { numRuns: 60, seed: 20_261_121 },
    );
    expect(matches).toBeGreaterThan(200);
  }, 60_000);
});

/** Pairs that stand: of the two lists that could name one, the one that was made later says whether it does. */
async function standing(service: MemoryService, applicants: readonly Applicant[], openings: readonly Opening[]) {
  const found: string[] = [];
  for (const { openingId } of openings) {
    for (const ofOpening of await service.world.matchLists.get(`opening#${openingId}`)) {
      for (const { applicantId } of applicants) {
        const ofApplicant = (await service.world.matchLists.get(`applicant#${applicantId}`)).find(
          ({ shard }) => shard === ofOpening.shard,
        );
        if (ofApplicant === undefined) continue;
        const [later, id] =
          ofApplicant.asOfSeq > ofOpening.asOfSeq ? [ofApplicant, openingId] : [ofOpening, applicantId];
        if (unpackMatchList(later.packed).matches.some((match) => match.id === id))
          found.push(`${applicantId} ${openingId}`);
      }
    }
  }
  return found.sort();
}

/** The same from scratch: the score of everybody with everything, by the last revision of the last rules. */
function recomputed(applicants: readonly Applicant[], openings: readonly Opening[], rules: readonly RuleSet[]) {
  const today = toDayNumber(TODAY);
  const last = new Map(rules.map((one) => [one.validFrom, toRuleFacts(one, taxonomy)]));
  const current = ruleFactsOn(last.values(), today);
  return applicants
    .flatMap((applicant) =>
      openings.flatMap((opening) => {
        const facts = underRules(toOpeningFacts(opening, taxonomy), current, today);
        const verdict = score(facts, toApplicantFacts(applicant, taxonomy), { ...configuration, today });
        const isMatch = typeof verdict === "object" && verdict.score >= THRESHOLD_BP;
        return isMatch ? [`${applicant.applicantId} ${opening.openingId}`] : [];
      }),
    )
    .sort();
}

describe("a dry run of rules", () => {
  const deployed = { generation: 1, shards: 1 };
  const dryRun = async (service: MemoryService, rules: readonly RuleSet[]) => {
    const terms = termsOf(configuration);
    const changes: OpeningChange[] = [];
    const found = await whatIf(terms, terms, service.world, {
      deployed,
      taxonomy,
      rules: rules.map((one) => toRuleFacts(one, taxonomy)),
      onChange: (change) => changes.push(change),
    });
    return { found, changes };
  };

  test("says who would be told and who would match no more, and changes nothing", async () => {
    const service = await aTown();
    const { found, changes } = await dryRun(service, [boram(50, 68, { revision: 2 })]);
    expect(changes).toEqual([
      { openingId: "role-1", toldAnew: named([68]), lost: expect.arrayContaining(named([49])) },
    ]);
    expect(changes[0]?.lost.toSorted()).toEqual(between(40, 49));
    expect(found).toMatchObject({ newAlerts: 1, lostPairs: 3 });
    expect(await idsOf(service, "role-1")).toEqual(between(40, 67));
  });

  test("looks at the day on which they are valid", async () => {
    const service = await aTown();
    const { changes } = await dryRun(service, [boram(41, 67, { validFrom: "2026-11-30" })]);
    // Whoever is forty by then is so today: only the new bound keeps them out.
    expect(changes).toEqual([{ openingId: "role-1", toldAnew: [], lost: named([40]) }]);
  });
});
