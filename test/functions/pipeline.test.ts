import { describe, expect, test } from "vitest";
import { unpackMatchList } from "../../domain/matching/match-list.ts";
import { alertMessage, applicantMessage, shortlistMessage } from "../../events/messages.ts";
import { aBody, aJobBody, anApplicant, anOpening, aProfileBody } from "../fixtures/bodies.ts";
import { MemoryService } from "../fixtures/memory-service.ts";

const APPLICANT = anApplicant().applicantId;
const OPENING = "job-mapo-cafe-7";

async function messagesOf(service: MemoryService) {
  return service.world.sent("applicant-messages").map(({ body }) => applicantMessage.parse(JSON.parse(body)));
}

async function listOf(service: MemoryService, subject: string) {
  const [list] = await service.world.matchLists.get(subject);
  return list === undefined ? undefined : unpackMatchList(list.packed);
}

describe("an opening that arrives after a profile", () => {
  test("is matched, listed, shortlisted, told to the center and recommended with reasons", async () => {
    const service = new MemoryService();
    await service.accept(aProfileBody(), aJobBody());

    const list = await listOf(service, `opening#${OPENING}`);
    expect(list?.matches.map(({ id }) => id)).toEqual([APPLICANT]);
    expect(list?.overThreshold).toBe(1);
    const found = service.world.published().filter(({ name }) => name === "MatchesFound");
    expect(found.map(({ detail }) => "district" in detail && detail.district)).toEqual(["11440"]);
    const shortlists = service.world
      .sent("employer-shortlists")
      .map(({ body }) => shortlistMessage.parse(JSON.parse(body)));
    expect(shortlists.map(({ kind }) => kind)).toEqual(["listed"]);
    const [told] = await service.world.recommendations.list(APPLICANT);
    expect(told?.openingId).toBe(OPENING);
    expect(told?.score).toBe(list?.matches[0]?.score);
    const [message] = await messagesOf(service);
    expect(message?.ko.title).toBe("[일자리] 망원동 카페 오전 바리스타");
    expect(message?.ko.lines).toContain("원하신 지역인 마포구에 있습니다.");
    expect(message?.en.lines).toContain("It is in Mapo-gu, where you want to work.");
  });

  test("is told to nobody who didn't agree to alerts, shortlists none who didn't agree to employers, and shows centers none who didn't agree", async () => {
    const service = new MemoryService();
    await service.accept(aProfileBody({ consent: { alerts: false, employers: false, center: false } }), aJobBody());

    expect((await listOf(service, `opening#${OPENING}`))?.overThreshold).toBe(1);
    expect(service.world.sent("applicant-alerts")).toEqual([]);
    expect(service.world.sent("employer-shortlists")).toEqual([]);
    expect(service.world.published()).toEqual([]);
  });

  test("that suits nobody is told as unmatched", async () => {
    const service = new MemoryService();
    await service.accept(aJobBody());
    expect(service.world.published().map(({ name }) => name)).toEqual(["OpeningUnmatched"]);
  });
});

describe("a profile that arrives after an opening", () => {
  test("brings the same recommendation as the other way round", async () => {
    const [one, other] = [new MemoryService(), new MemoryService()];
    await one.accept(aProfileBody(), aJobBody());
    await other.accept(aJobBody(), aProfileBody());
    const [told, ...rest] = await one.world.recommendations.list(APPLICANT);
    // Another event brought it, so another alert told it; everything else is the same.
    expect(await other.world.recommendations.list(APPLICANT)).toEqual([{ ...told, alertId: expect.any(String) }]);
    expect(rest).toEqual([]);
    expect((await listOf(other, `applicant#${APPLICANT}`))?.matches.map(({ id }) => id)).toEqual([OPENING]);
  });

  test("and is revised without mattering to the match is told nothing again", async () => {
    const service = new MemoryService();
    await service.accept(aJobBody(), aProfileBody(), aProfileBody({ revision: 2 }));
    expect(await messagesOf(service)).toHaveLength(1);
  });
});

describe("a closed opening", () => {
  test("is withdrawn from centers and employers, leaves no list, and is told to nobody from then on", async () => {
    const service = new MemoryService();
    await service.accept(aProfileBody(), aJobBody(), aBody("OpeningClosed", { openingId: OPENING, revision: 2 }));
    await service.accept(aProfileBody({ applicantId: "somebody-else" }));

    expect(service.world.published().map(({ name }) => name)).toEqual(["MatchesFound", "MatchesWithdrawn"]);
    const kinds = service.world
      .sent("employer-shortlists")
      .map(({ body }) => shortlistMessage.parse(JSON.parse(body)).kind);
    expect(kinds).toEqual(["listed", "opening-closed"]);
    expect(await listOf(service, `opening#${OPENING}`)).toBeUndefined();
    expect(await service.world.recommendations.list("somebody-else")).toEqual([]);
  });

  test("that closes while the alert is on its way is suppressed at the last read before the send", async () => {
    const service = new MemoryService();
    await service.intake(aProfileBody(), aJobBody());
    await service.match();
    expect(
      service.world.sent("applicant-alerts").map(({ body }) => alertMessage.parse(JSON.parse(body)).pairs),
    ).toHaveLength(1);
    await service.intake(aBody("OpeningClosed", { openingId: OPENING, revision: 2 }));
    await service.notify();

    expect(await messagesOf(service)).toEqual([]);
    expect(service.world.dump()).toContain('"reason":"opening-closed"');
  });

  test("that is posted again at once keeps its new list", async () => {
    const service = new MemoryService();
    await service.accept(aProfileBody(), aJobBody());
    await service.accept(aBody("OpeningClosed", { openingId: OPENING, revision: 2 }), aJobBody({ revision: 3 }));
    expect((await listOf(service, `opening#${OPENING}`))?.subjectRevision).toBe(3);
  });

  test("that closes between keeping and sending, with a crash, can still be told of when it opens again", async () => {
    let isBroken = false;
    const service = new MemoryService({
      onCall: (port, _method, phase) => {
        if (isBroken && port === "queues" && phase === "before") throw new Error("the send fails");
      },
      onRestart: () => {
        isBroken = false;
        closing ??= service.intake(aBody("OpeningClosed", { openingId: OPENING, revision: 2 }));
      },
    });
    let closing: Promise<void> | undefined;
    await service.intake(aProfileBody(), aJobBody());
    await service.match();
    isBroken = true;
    await service.notify();
    await closing;
    await service.accept(aJobBody({ revision: 3 }));
    expect(await messagesOf(service)).toHaveLength(1);
  });

  test("stays closed when the posting itself arrives late, and opens again with a newer revision", async () => {
    const service = new MemoryService();
    await service.accept(aProfileBody(), aBody("OpeningClosed", { openingId: OPENING, revision: 2 }), aJobBody());
    expect(await messagesOf(service)).toEqual([]);
    await service.accept(aJobBody({ revision: 3 }));
    expect(await messagesOf(service)).toHaveLength(1);
  });
});

describe("a person who left", () => {
  const withdrawal = aBody("ApplicantWithdrawn", { applicantId: APPLICANT, revision: 2 });

  test("is withdrawn from the center and the employers, and told nothing any more", async () => {
    const service = new MemoryService();
    await service.accept(aProfileBody(), aJobBody());
    await service.accept(withdrawal, aJobBody({ openingId: "another-job" }));

    expect(service.world.published().map(({ name }) => name)).toEqual([
      "MatchesFound",
      "MatchesWithdrawn",
      "OpeningUnmatched",
    ]);
    const last = service.world
      .sent("employer-shortlists")
      .map(({ body }) => shortlistMessage.parse(JSON.parse(body)))
      .at(-1);
    expect(last).toMatchObject({ kind: "candidate-withdrawn", applicantId: APPLICANT, openingIds: [OPENING] });
    expect(await messagesOf(service)).toHaveLength(1);
  });

  test("isn't brought back by a later profile, which is set aside with its reason", async () => {
    const service = new MemoryService();
    await service.accept(withdrawal, aProfileBody({ revision: 9 }), aJobBody());
    expect(await messagesOf(service)).toEqual([]);
    const [quarantined] = await service.world.quarantine.list("2026-11-21");
    expect(quarantined?.code).toBe("ENTITY_WITHDRAWN");
  });
});

describe("a day that starts", () => {
  const day = (text: string) => aBody("DayStarted", { day: text });

  test("opens what was to open, for those who were there before", async () => {
    const service = new MemoryService();
    await service.accept(day("2026-11-20"), aProfileBody(), aJobBody({ validFrom: "2026-11-21" }));
    expect(await messagesOf(service)).toEqual([]);
    await service.accept(day("2026-11-21"));
    expect(await messagesOf(service)).toHaveLength(1);
  });

  test("withdraws what has expired", async () => {
    const service = new MemoryService();
    await service.accept(
      day("2026-11-20"),
      aProfileBody(),
      aJobBody({ validThrough: "2026-11-20" }),
      day("2026-11-21"),
    );
    expect(service.world.published().map(({ name }) => name)).toEqual(["MatchesFound", "MatchesWithdrawn"]);
    expect(await listOf(service, `opening#${OPENING}`)).toBeUndefined();
  });

  test("that hasn't come yet is refused, and closes nothing", async () => {
    const service = new MemoryService();
    await service.accept(day("2026-11-21"), day("2099-01-01"), aProfileBody(), aJobBody());
    expect(await messagesOf(service)).toHaveLength(1);
    const [refused] = await service.world.quarantine.list("2026-11-21");
    expect(refused).toMatchObject({ code: "DAY_NOT_STARTED", path: "/day" });
  });

  test("opens what was to open also when it is the first day of all", async () => {
    const service = new MemoryService();
    await service.accept(aProfileBody(), aJobBody({ validFrom: "2026-11-21" }), day("2026-11-20"));
    await service.accept(day("2026-11-21"));
    expect(await messagesOf(service)).toHaveLength(1);
  });

  test("lets in whoever has the birthday that a programme waits for", async () => {
    const internship = aBody("InternshipOpened", {
      opening: anOpening({
        openingId: "intern-mapo-cafe",
        kind: "internship",
        employmentType: "INTERN",
        eligibility: { ageMin: 40, ageMax: 64, legalBasis: "seoul-second-life" },
      }),
    });
    const service = new MemoryService();
    await service.accept(day("2026-11-20"), aProfileBody({ birthDate: "1986-11-21" }), internship);
    expect(await listOf(service, "opening#intern-mapo-cafe")).toMatchObject({ overThreshold: 0 });
    await service.accept(day("2026-11-21"));
    const list = await listOf(service, `applicant#${APPLICANT}`);
    expect(list?.matches.map(({ id }) => id)).toEqual(["intern-mapo-cafe"]);
  });
});
