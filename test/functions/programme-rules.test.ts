import { describe, expect, test } from "vitest";
import { unpackMatchList } from "../../domain/matching/match-list.ts";
import { theRules } from "../domain/programme/rules.ts";
import { aBody, aJobBody, anOpening, aProfileBody } from "../fixtures/bodies.ts";
import { MemoryService } from "../fixtures/memory-service.ts";

import {
  AGES,
  aged,
  aTown,
  between,
  boram,
  dayBody,
  idsOf,
  listOf,
  roleBody,
  rulesBody,
  TODAY,
} from "./programme-town.ts";

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
