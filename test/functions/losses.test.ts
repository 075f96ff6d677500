import { describe, expect, test } from "vitest";
import type { Applicant } from "../../domain/model/applicant.ts";
import type { EventOut } from "../../events/catalog.ts";
import { messageToApplicant, shortlistMessage } from "../../events/messages.ts";
import type { Delivery } from "../../functions/ports.ts";
import { theRules } from "../domain/programme/rules.ts";
import { aBody, aJobBody, anApplicant, anEventId, anOpening, aProfileBody } from "../fixtures/bodies.ts";
import { MemoryService } from "../fixtures/memory-service.ts";

const APPLICANT = anApplicant().applicantId;
const OPENING = anOpening().openingId;
const DISTRICT = anApplicant().residence;

/** Somebody who would not go to 마포구 any more. */
const ELSEWHERE = { residence: "26440", preferences: { ...anApplicant().preferences, districts: ["26440"] } };

type Withdrawn = Extract<EventOut, { name: "MatchesLost" }>["detail"];

function withdrawnOf(service: MemoryService): Withdrawn[] {
  return service.world.published().flatMap((event) => (event.name === "MatchesLost" ? event.detail : []));
}

function shortlistsOf(service: MemoryService) {
  return service.world.sent("employer-shortlists").map(({ body }) => shortlistMessage.parse(JSON.parse(body)));
}

function messagesOf(service: MemoryService) {
  return service.world
    .sent("applicant-messages")
    .map(({ body }) => messageToApplicant.parse(JSON.parse(body)))
    .flatMap((message) => ("items" in message ? message.items : [message]));
}

async function told(profile: Partial<Applicant> = {}) {
  const service = new MemoryService();
  await service.accept(aBody("DayStarted", { day: "2026-11-21" }), aProfileBody(profile), aJobBody());
  expect(messagesOf(service)).toHaveLength(1);
  return service;
}

describe("a profile that doesn't suit an opening any more", () => {
  test("is taken back from its center with its revision, from the employer, and from the person in one notice", async () => {
    const service = await told();
    await service.accept(aProfileBody({ revision: 2, ...ELSEWHERE, residence: DISTRICT }));
    const pair = { applicantId: APPLICANT, applicantRevision: 2, openingId: OPENING, openingRevision: 1 };
    expect(withdrawnOf(service)).toMatchObject([{ district: DISTRICT, reason: "no-longer-a-match", matches: [pair] }]);
    expect(shortlistsOf(service).at(-1)).toMatchObject({
      kind: "candidate-withdrawn",
      applicantId: APPLICANT,
      applicantRevision: 2,
      openingIds: [OPENING],
    });
    const notice = messagesOf(service).at(-1);
    expect(notice).toMatchObject({ purpose: "withdrawal", telling: 2, ending: "no-longer-a-match" });
    expect(notice?.ko.lines[0]).toBe("알려 드렸던 이 자리는 이제 조건이 맞지 않아 더 권해 드리지 않습니다.");
  });

  test("and suits it again is told so, and only once each time", async () => {
    const service = await told();
    await service.accept(aProfileBody({ revision: 2, ...ELSEWHERE }));
    await service.accept(aProfileBody({ revision: 3, ...ELSEWHERE }));
    await service.accept(aProfileBody({ revision: 4 }));
    expect(messagesOf(service).map(({ purpose, telling }) => `${purpose} ${telling}`)).toEqual([
      "undefined undefined",
      "withdrawal 2",
      "change 3",
    ]);
    expect(messagesOf(service).at(-1)?.ko.lines[0]).toBe("조건이 다시 맞게 되었습니다.");
  });

  test("is no news for whoever has answered", async () => {
    const service = await told();
    const outcome = { applicantId: APPLICANT, openingId: OPENING, revision: 1, outcome: "declined", reason: "pay" };
    await service.accept(aBody("OutcomeRecorded", { ...outcome, on: "2026-11-21" }));
    await service.accept(aProfileBody({ revision: 2, ...ELSEWHERE }));
    expect(messagesOf(service)).toHaveLength(1);
    const { deliveries } = JSON.parse(service.world.dump()) as { deliveries: Delivery[] };
    const second = deliveries.find((one) => one.recommendationId.endsWith("#2") && one.channel === "message");
    expect(second).toMatchObject({ state: "suppressed", reason: "answered" });
  });

  test("that matches as before takes nothing back", async () => {
    const service = await told();
    await service.accept(aProfileBody({ revision: 2 }));
    expect(withdrawnOf(service)).toEqual([]);
    expect(messagesOf(service)).toHaveLength(1);
  });

  test("met in one batch with the opening is taken back all the same", async () => {
    const service = new MemoryService();
    await service.accept(aProfileBody());
    await service.accept(aJobBody(), aProfileBody({ revision: 2, ...ELSEWHERE, residence: DISTRICT }));
    const names = service.world.published().map(({ name }) => name);
    expect(names).toEqual(["MatchesFound", "MatchesLost"]);
  });
});

test("what tells of losses bears an id of its own when it names others, and the same when it names the same", async () => {
  const revised = aJobBody({ revision: 2, place: { mode: "onsite", district: "26440" } });
  const lostBy = async (...applicantIds: string[]) => {
    const service = new MemoryService();
    await service.accept(aJobBody(), ...applicantIds.map((applicantId) => aProfileBody({ applicantId })));
    await service.accept(revised);
    const [unlisted] = shortlistsOf(service).filter(({ kind }) => kind === "unlisted");
    return [withdrawnOf(service)[0]?.eventId, unlisted?.messageId];
  };
  const [one, again, both] = [await lostBy("a"), await lostBy("a"), await lostBy("a", "b")];
  expect(again).toEqual(one);
  for (const id of both) {
    expect(id).toBeDefined();
    expect(one).not.toContain(id);
  }
});

test.each([
  ["lost", aProfileBody({ revision: 2, consent: { ...anApplicant().consent, employers: false } })],
  ["left behind", aBody("ApplicantWithdrawn", { applicantId: APPLICANT, revision: 2 })],
])(
  "what tells an employer of openings that somebody %s bears an id of its own when it names others",
  async (_how, body) => {
    const endOf = async (...openingIds: string[]) => {
      const service = new MemoryService();
      await service.accept(aProfileBody(), ...openingIds.map((openingId) => aJobBody({ openingId })));
      await service.accept(body);
      return shortlistsOf(service).find(({ kind }) => kind === "candidate-withdrawn")?.messageId;
    };
    const [one, again, both] = [await endOf("x"), await endOf("x"), await endOf("x", "y")];
    expect(one).toBeDefined();
    expect(again).toBe(one);
    expect(both).toBeDefined();
    expect(both).not.toBe(one);
  },
);

test("what tells a center that somebody has left bears an id of its own in each district: one center may look after both", async () => {
  const endIn = async (residence: string) => {
    const service = new MemoryService();
    await service.accept(aProfileBody({ residence }));
    await service.accept(aBody("ApplicantWithdrawn", { applicantId: APPLICANT, revision: 2 }));
    return service.world.published().find(({ name }) => name === "MatchesWithdrawn")?.detail.eventId;
  };
  const [one, again, other] = [await endIn("11440"), await endIn("11440"), await endIn("11410")];
  expect(one).toBeDefined();
  expect(again).toBe(one);
  expect(other).toBeDefined();
  expect(other).not.toBe(one);
});

describe("a person", () => {
  test("who moves is taken back from the old center whole, and shown to the new one", async () => {
    const service = await told();
    await service.accept(aProfileBody({ revision: 2, residence: "11410" }));
    expect(withdrawnOf(service)).toMatchObject([
      { district: DISTRICT, reason: "moved", applicantId: APPLICANT, applicantRevision: 2 },
    ]);
    const found = service.world
      .published()
      .flatMap((event) => (event.name === "MatchesFound" ? event.detail.district : []));
    expect(found).toEqual([DISTRICT, "11410"]);
    expect(messagesOf(service)).toHaveLength(1);
  });

  test("who takes their consent back is taken back from those whom they had agreed to be shown to", async () => {
    const service = await told();
    const consent = { ...anApplicant().consent, center: false, employers: false };
    await service.accept(aProfileBody({ revision: 2, consent }));
    expect(withdrawnOf(service)).toMatchObject([{ reason: "consent-withdrawn", applicantId: APPLICANT }]);
    expect(shortlistsOf(service).at(-1)).toMatchObject({ kind: "candidate-withdrawn", openingIds: [OPENING] });
  });
});

describe("a birthday", () => {
  test("that ends the age span of a programme takes its openings back from center, employer and person, and nobody else's", async () => {
    const eligibility = { ageMin: 40, ageMax: 64, legalBasis: "seoul-second-life" } as const;
    const opening = anOpening({ kind: "internship", employmentType: "INTERN", eligibility });
    const service = new MemoryService();
    service.nowMs -= 24 * 60 * 60 * 1_000;
    const day = (text: string) => aBody("DayStarted", { day: text, eventId: anEventId(text) });
    await service.accept(
      day("2026-11-20"),
      aProfileBody({ birthDate: "1961-11-21" }),
      aProfileBody({ applicantId: "younger", birthDate: "1961-11-22" }),
      aBody("InternshipOpened", { opening }),
    );
    expect(messagesOf(service)).toHaveLength(2);
    service.nowMs += 24 * 60 * 60 * 1_000;
    await service.accept(day("2026-11-21"));
    const pair = { applicantId: APPLICANT, applicantRevision: 1, openingId: OPENING, openingRevision: 1 };
    expect(withdrawnOf(service)).toMatchObject([{ district: DISTRICT, reason: "no-longer-a-match", matches: [pair] }]);
    expect(shortlistsOf(service).at(-1)).toMatchObject({
      kind: "unlisted",
      openingId: OPENING,
      applicants: [{ applicantId: APPLICANT, applicantRevision: 1 }],
    });
    expect(messagesOf(service).slice(2)).toMatchObject([
      { applicantId: APPLICANT, purpose: "withdrawal", ending: "no-longer-a-match" },
    ]);
  });
});

describe("an opening", () => {
  test("whose revision asks for what somebody hasn't is taken back from them", async () => {
    const service = await told();
    const licence = { on: "certificate", importance: "must", certificate: "care-worker" } as const;
    await service.accept(aJobBody({ revision: 2, requirements: [licence] }));
    expect(withdrawnOf(service)).toMatchObject([{ reason: "no-longer-a-match", matches: [{ openingRevision: 2 }] }]);
    expect(shortlistsOf(service).at(-1)).toMatchObject({
      kind: "unlisted",
      openingId: OPENING,
      openingRevision: 2,
      applicants: [{ applicantId: APPLICANT }],
    });
    expect(messagesOf(service).at(-1)).toMatchObject({ purpose: "withdrawal", ending: "no-longer-a-match" });
  });

  test("of a programme whose new rules exclude people is taken back from them and from nobody else", async () => {
    const service = new MemoryService();
    const boram = (max: number, revision: number) =>
      theRules("boram", { age: { min: 40, max, reference: { on: "matching-day" } }, revision });
    const aged = (age: number): Partial<Applicant> => ({
      applicantId: `aged-${age}`,
      birthDate: `${2026 - age}-11-20`,
      residence: "11440",
      programmes: [],
      preferences: { occupations: ["5317"], districts: ["11440"] },
    });
    const role = anOpening({
      kind: "civic-role",
      programmeId: "boram",
      baseSalary: { krw: 9_620, unit: "HOUR" },
      workHours: { perMonth: 57 },
      shifts: ["weekday-day"],
      totalJobOpenings: 10,
    });
    await service.accept(
      aBody("DayStarted", { day: "2026-11-21" }),
      aBody("ProgrammeRulesSet", { rules: boram(67, 1) }),
      aProfileBody(aged(50)),
      aProfileBody(aged(66)),
      aBody("ProgrammeOpened", { opening: role }),
    );
    await service.accept(aBody("ProgrammeRulesSet", { rules: boram(65, 2) }));
    expect(withdrawnOf(service)).toMatchObject([
      { reason: "no-longer-a-match", matches: [{ applicantId: "aged-66", openingId: OPENING }] },
    ]);
    const notices = messagesOf(service).filter(({ purpose }) => purpose === "withdrawal");
    expect(notices.map(({ recommendationId }) => recommendationId)).toEqual([`aged-66~${OPENING}`]);
  });
});
