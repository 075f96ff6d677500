import { describe, expect, test } from "vitest";
import type { RecommendationEvidence } from "../../domain/delivery/evidence.ts";
import type { Applicant } from "../../domain/model/applicant.ts";
import { centerOf } from "../../domain/outcomes/center-of.ts";
import { messageToApplicant } from "../../events/messages.ts";
import type { Delivery } from "../../functions/ports.ts";
import { districtsByCenter } from "../../infra/centers.ts";
import { aBody, aJobBody, anApplicant, anOpening, aProfileBody } from "../fixtures/bodies.ts";
import { MemoryService } from "../fixtures/memory-service.ts";
import { aRuleSet } from "../fixtures/rule-sets.ts";
import { aHire, anOpeningBody, aService, DAY, OPEN_LONG, toldOf } from "./programme-story.ts";

const APPLICANT = anApplicant().applicantId;
const OPENING = anOpening().openingId;
const CENTER = centerOf(anApplicant().residence, districtsByCenter()) ?? "";
const ANOTHER = Object.keys(districtsByCenter()).find((id) => id !== CENTER) ?? "";

const says = (decision: string, revision = 1, fields: Record<string, unknown> = {}) =>
  aBody("RecommendationReviewed", {
    applicantId: APPLICANT,
    openingId: OPENING,
    revision,
    center: CENTER,
    decision,
    reason: "talk-first",
    ...fields,
  });
const overrides = (override: "recommend" | "suppress", revision = 1) => says("override", revision, { override });

function messagesOf(service: MemoryService) {
  return service.world
    .sent("applicant-messages")
    .map(({ body }) => messageToApplicant.parse(JSON.parse(body)))
    .flatMap((message) => ("items" in message ? message.items : [message]));
}

const purposesOf = (service: MemoryService) =>
  messagesOf(service).map(({ purpose = "recommendation", ending }) => ending ?? purpose);

async function refusalsOf(service: MemoryService) {
  return (await service.world.quarantine.list("2026-11-21")).map(({ code, path }) => `${code} ${path}`);
}

function reasonOf(service: MemoryService, key: string) {
  const { deliveries } = JSON.parse(service.world.dump()) as { deliveries: Delivery[] };
  return deliveries.find((one) => one.recommendationId === key && one.channel === "message")?.reason;
}

async function measuresOf(service: MemoryService): Promise<string[]> {
  const found: string[] = [];
  for await (const { measure } of service.world.ledger.facts(CENTER, 2026)) found.push(measure);
  return found.sort();
}

/** Somebody for whom the score has nothing: it is too far from what they look for, and nothing forbids it. */
const unlikely: Partial<Applicant> = {
  experience: [],
  certificates: [],
  competencies: [],
  preferences: { ...anApplicant().preferences, occupations: ["0231"] },
};

describe("a recommendation that is held", () => {
  test("isn't told, is said why, and is told once it is released", async () => {
    const service = new MemoryService();
    await service.accept(aProfileBody(), says("hold"), aJobBody());
    expect(purposesOf(service)).toEqual([]);
    expect(reasonOf(service, `${APPLICANT}~${OPENING}`)).toBe("held");
    await service.accept(says("release", 2));
    expect(purposesOf(service)).toEqual(["recommendation"]);
    expect(await measuresOf(service)).toEqual(["held", "released"]);
  });

  test("after it was told is taken back with one notice, and told again when it is released", async () => {
    const service = new MemoryService();
    await service.accept(aProfileBody(), aJobBody());
    await service.accept(says("hold"), says("hold"));
    expect(purposesOf(service)).toEqual(["recommendation", "held"]);
    await service.accept(says("release", 2));
    expect(purposesOf(service)).toEqual(["recommendation", "held", "change"]);
    expect(messagesOf(service).at(-1)?.ko.lines[0]).toBe("상담사가 확인을 마쳐 다시 알려 드립니다.");
  });

  test("and released when its last day is long over says nothing more to whoever was told of that day", async () => {
    const service = new MemoryService();
    await service.accept(aProfileBody(), aJobBody({ validThrough: "2026-11-22" }));
    service.nowMs = Date.UTC(2026, 10, 28);
    await service.accept(says("release"));
    expect(purposesOf(service)).toEqual(["recommendation"]);
  });

  test("by an override stays so whatever the score says", async () => {
    const service = new MemoryService();
    await service.accept(aProfileBody(), overrides("suppress"), aJobBody(), aProfileBody({ revision: 2 }));
    expect(purposesOf(service)).toEqual([]);
  });

  test("while notify decides isn't sent, whenever the word comes before the last read", async () => {
    for (let landAt = 1; ; landAt++) {
      let [isNotifying, hasLanded, isSeen, steps] = [false, false, false, 0];
      const service: MemoryService = new MemoryService({
        onCall: async (port, method, phase) => {
          if (!isNotifying) return;
          if (port === "mailboxes" && method === "get" && phase === "before" && purposesOf(service).length === 0) {
            isSeen = hasLanded;
          }
          if (++steps !== landAt) return;
          isNotifying = false;
          await service.intake(says("hold"));
          [isNotifying, hasLanded] = [true, true];
        },
      });
      await service.intake(aProfileBody(), aJobBody());
      await service.match();
      isNotifying = true;
      await service.notify();
      isNotifying = false;
      if (!hasLanded) break;
      if (isSeen) expect(purposesOf(service)).toEqual([]);
      else expect(["", "recommendation", "recommendation held"]).toContain(purposesOf(service).join(" "));
    }
  });
});

describe("an opening that is held and posted under another id, too", () => {
  const TWIN = "the-same";
  const saidOf = (service: MemoryService) =>
    messagesOf(service).map(({ openingId, purpose = "recommendation", ending }) => `${openingId} ${ending ?? purpose}`);

  test("isn't told by its twin, whichever comes first, and is told of once when it is released", async () => {
    const service = new MemoryService();
    await service.accept(aProfileBody(), says("hold"), aJobBody({ openingId: TWIN }));
    await service.accept(aJobBody());
    // The one that isn't held was told before anybody knew that the two are one: from then on it is held, too, however often all of it comes again.
    await service.accept(aJobBody({ openingId: TWIN }), aJobBody());
    expect(saidOf(service)).toEqual([`${TWIN} recommendation`, `${TWIN} held`]);
    const together = new MemoryService();
    await together.accept(aProfileBody(), says("hold"), aJobBody(), aJobBody({ openingId: TWIN }));
    expect(saidOf(together)).toEqual([]);
    expect(reasonOf(together, `${APPLICANT}~${TWIN}`)).toBe("held");
    await together.accept(says("release", 2));
    expect(saidOf(together)).toHaveLength(1);
  });

  test("while the person waits to be told isn't told by its twin instead", async () => {
    const service = new MemoryService();
    const delivery = { digest: "daily" } as const;
    await service.accept(aProfileBody({ delivery }), aJobBody());
    await service.accept(aJobBody({ openingId: TWIN }));
    await service.accept(says("hold"));
    await service.wake(service.nowMs + 2 * 24 * 60 * 60 * 1_000);
    expect(saidOf(service)).toEqual([]);
  });

  test("is taken back if its twin was told, and told again when it is released", async () => {
    const service = new MemoryService();
    await service.accept(aProfileBody(), aJobBody({ openingId: TWIN }));
    await service.accept(aJobBody());
    await service.accept(says("hold"));
    expect(saidOf(service)).toEqual([`${TWIN} recommendation`, `${TWIN} held`]);
    await service.accept(says("release", 2));
    expect(saidOf(service).slice(2)).toEqual([`${TWIN} change`]);
  });

  test("is told by the twin that a counsellor has put in a word for", async () => {
    const service = new MemoryService();
    await service.accept(aProfileBody(), says("hold"), aJobBody());
    await service.accept(says("endorse", 1, { openingId: TWIN }), aJobBody({ openingId: TWIN }));
    expect(saidOf(service)).toEqual([`${TWIN} recommendation`]);
  });
});

describe("a recommendation that a counsellor puts in a word for", () => {
  test("says so to the person, in its evidence and in the figures", async () => {
    const service = new MemoryService();
    await service.accept(aProfileBody(), says("endorse", 1, { reason: "good-prospects" }), aJobBody());
    expect(messagesOf(service).map(({ ko }) => ko.lines[0])).toEqual(["상담사가 권했습니다."]);
    const [kept] = await service.world.recommendations.list(APPLICANT);
    const { review } = JSON.parse(kept?.evidence ?? "{}") as RecommendationEvidence;
    expect(review).toEqual({ decision: "endorse", reason: "good-prospects", center: CENTER });
    expect(await measuresOf(service)).toEqual(["endorsed"]);
  });

  test("is told against the score, and never against what an opening insists on", async () => {
    const service = new MemoryService();
    await service.accept(aProfileBody(unlikely), aJobBody());
    expect(purposesOf(service)).toEqual([]);
    await service.accept(overrides("recommend"));
    expect(purposesOf(service)).toEqual(["recommendation"]);
    expect(messagesOf(service)[0]?.ko.lines[0]).toBe("상담사가 권했습니다.");
    const licence = { on: "certificate", importance: "must", certificate: "care-worker" } as const;
    const forbidden = new MemoryService();
    await forbidden.accept(aProfileBody(unlikely), aJobBody({ requirements: [licence] }), overrides("recommend"));
    expect(purposesOf(forbidden)).toEqual([]);
    expect(reasonOf(forbidden, `${APPLICANT}~${OPENING}`)).toBe("no-longer-a-match");
  });

  describe("is told of once what stood against it is over", () => {
    const licence = { on: "certificate", importance: "must", certificate: "care-worker" } as const;

    test.each<[string, readonly string[], string]>([
      [
        "the person agrees to be told",
        [aProfileBody({ ...unlikely, consent: { ...anApplicant().consent, alerts: false } }), aJobBody()],
        aProfileBody({ ...unlikely, revision: 2 }),
      ],
      [
        "they have the licence that is asked for",
        [aProfileBody(unlikely), aJobBody({ requirements: [licence] })],
        aProfileBody({ ...unlikely, revision: 2, certificates: ["care-worker"] }),
      ],
      [
        "the opening asks for it no more",
        [aProfileBody(unlikely), aJobBody({ requirements: [licence] })],
        aJobBody({ revision: 2 }),
      ],
      ["the opening is posted", [aProfileBody(unlikely)], aJobBody()],
      [
        "the opening opens again",
        [
          aProfileBody(unlikely),
          aJobBody(),
          aBody("OpeningClosed", { openingId: OPENING, revision: 2, reason: "filled" }),
        ],
        aJobBody({ revision: 3 }),
      ],
    ])("%s", async (_, before, change) => {
      const service = new MemoryService();
      await service.accept(...before, overrides("recommend"));
      expect(purposesOf(service)).toEqual([]);
      await service.accept(change, change);
      expect(purposesOf(service)).toEqual(["recommendation"]);
    });
  });

  const eligibility = { ageMin: 40, ageMax: 64, legalBasis: "seoul-second-life" } as const;
  const forFortyAndOver = aBody("InternshipOpened", {
    opening: anOpening({ kind: "internship", employmentType: "INTERN", eligibility }),
  });
  test.each<[string, Partial<Applicant>, string]>([
    ["the day comes on which the opening opens", {}, aJobBody({ validFrom: "2026-11-24" })],
    ["the person is of age for it", { birthDate: "1986-11-24" }, forFortyAndOver],
  ])("is told when %s", async (_, applicant, opening) => {
    const service = new MemoryService();
    await service.accept(aProfileBody({ ...unlikely, ...applicant }), opening, overrides("recommend"));
    expect(purposesOf(service)).toEqual([]);
    await service.wake(Date.parse("2026-11-24T10:00:00+09:00"));
    expect(purposesOf(service)).toEqual(["recommendation"]);
  });

  test("is told once its programme has a place again, by other rules", async () => {
    const service = await aService({ yearlyQuota: { places: 1 } }, "one");
    await service.accept(anOpeningBody("first", OPEN_LONG));
    await service.accept(aHire("one", "first", DAY));
    await service.accept(aProfileBody(unlikely), anOpeningBody(OPENING, OPEN_LONG), overrides("recommend"));
    expect(await toldOf(service, APPLICANT)).toEqual([]);
    expect(reasonOf(service, `${APPLICANT}~${OPENING}`)).toBe("programme-quota-reached");
    const more = aRuleSet({ revision: 2, yearlyQuota: { places: 2 } });
    await service.accept(aBody("ProgrammeRulesSet", { rules: more }));
    expect(await toldOf(service, APPLICANT)).toEqual([OPENING]);
  });

  test("is told once the institution that offers it is registered for the day", async () => {
    const service = new MemoryService();
    const campus = { institutionId: "campus", type: "fifty-plus-campus", name: "새 캠퍼스", district: "11440" };
    const days = (revision: number, validThrough: string) =>
      aBody("InstitutionRegistered", { institution: { ...campus, revision, validThrough } });
    await service.accept(days(1, "2026-11-01"), aProfileBody(unlikely));
    await service.accept(aJobBody({ institutionId: "campus" }), overrides("recommend"));
    expect(purposesOf(service)).toEqual([]);
    await service.accept(days(2, "2027-11-01"));
    expect(purposesOf(service)).toEqual(["recommendation"]);
  });

  test("is said to have ended when the opening closes", async () => {
    const service = new MemoryService();
    await service.accept(aProfileBody(unlikely), aJobBody(), overrides("recommend"));
    await service.accept(aBody("OpeningClosed", { openingId: OPENING, revision: 2, reason: "filled" }));
    expect(purposesOf(service)).toEqual(["recommendation", "withdrawal"]);
  });

  test.each([["endorse"], ["release"]])(
    "to somebody who waits in the line of an opening (%s) is said to have ended when it closes",
    async (word) => {
      const service = new MemoryService();
      const ahead = Array.from({ length: 10 }, (_, at) => aProfileBody({ applicantId: `ahead-${at}` }));
      await service.accept(...ahead, aJobBody());
      await service.accept(aProfileBody());
      const purposes = () =>
        messagesOf(service)
          .filter(({ recommendationId }) => recommendationId === `${APPLICANT}~${OPENING}`)
          .map(({ purpose = "recommendation" }) => purpose);
      expect(purposes()).toEqual([]);
      await service.accept(says(word));
      expect(purposes()).toEqual(["recommendation"]);
      await service.accept(aBody("OpeningClosed", { openingId: OPENING, revision: 2, reason: "filled" }));
      expect(purposes()).toEqual(["recommendation", "withdrawal"]);
    },
  );

  test("is taken back when something else than the score stands against it later", async () => {
    const service = new MemoryService();
    await service.accept(aProfileBody(unlikely), aJobBody(), overrides("recommend"));
    const licence = { on: "certificate", importance: "must", certificate: "care-worker" } as const;
    await service.accept(aJobBody({ revision: 2, requirements: [licence] }));
    expect(purposesOf(service)).toEqual(["recommendation", "no-longer-a-match"]);
  });

  test("is forgotten with a person who leaves", async () => {
    const service = new MemoryService();
    await service.accept(aProfileBody(unlikely), overrides("recommend"));
    expect([...service.world.sets()].filter(([, members]) => members.has(APPLICANT))).toHaveLength(1);
    await service.accept(
      aBody("ApplicantWithdrawn", { applicantId: APPLICANT, revision: 2 }),
      overrides("recommend", 2),
    );
    expect([...service.world.sets()].filter(([, members]) => members.has(APPLICANT))).toEqual([]);
  });
});

describe("a review", () => {
  test("is the person's own center's, with their consent, and nobody else's", async () => {
    const service = new MemoryService();
    const consent = { ...anApplicant().consent, center: false };
    await service.accept(aProfileBody(), aProfileBody({ applicantId: "shy", consent }), aJobBody());
    await service.accept(
      says("hold", 1, { center: ANOTHER }),
      says("hold", 1, { applicantId: "shy" }),
      says("hold", 1, { applicantId: "nobody" }),
    );
    expect(await refusalsOf(service)).toEqual(Array.from({ length: 3 }, () => "OTHER_CENTER /center"));
    expect(purposesOf(service)).toEqual(["recommendation", "recommendation"]);
  });

  test("is counted once by its revision; another body of it is refused, and an older one is counted and changes nothing", async () => {
    const service = new MemoryService();
    await service.accept(
      aProfileBody(),
      says("endorse", 2),
      says("endorse", 2, { correlationId: "01KB000000000000000000000K" }),
    );
    await service.accept(says("hold", 2), says("hold", 1), aJobBody());
    expect(await refusalsOf(service)).toEqual(["REVISION_CONFLICT /revision"]);
    expect(await measuresOf(service)).toEqual(["endorsed", "held"]);
    expect(purposesOf(service)).toEqual(["recommendation"]);
  });

  test("goes with whoever leaves", async () => {
    const service = new MemoryService();
    await service.accept(
      aProfileBody(),
      says("endorse"),
      aBody("ApplicantWithdrawn", { applicantId: APPLICANT, revision: 2 }),
    );
    await service.accept(says("hold", 2));
    expect(JSON.parse(service.world.documents("mailboxes").get(APPLICANT)?.body ?? "{}").reviews).toBeUndefined();
  });
});
