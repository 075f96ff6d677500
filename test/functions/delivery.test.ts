import { describe, expect, test } from "vitest";
import type { Applicant } from "../../domain/model/applicant.ts";
import { centerOf } from "../../domain/outcomes/center-of.ts";
import { messageToApplicant } from "../../events/messages.ts";
import type { Delivery } from "../../functions/ports.ts";
import { districtsByCenter } from "../../infra/centers.ts";
import { aBody, aJobBody, anApplicant, anOpening, aProfileBody } from "../fixtures/bodies.ts";
import { MemoryService } from "../fixtures/memory-service.ts";

const APPLICANT = anApplicant().applicantId;
const OPENING = anOpening().openingId;
const HOUR_MS = 60 * 60 * 1_000;

/** By the clock of Seoul; the service stands at nine in the morning of Saturday, 2026-11-21. */
const at = (text: string) => Date.parse(`${text}+09:00`);

const closing = (revision = 2) => aBody("OpeningClosed", { openingId: OPENING, revision });
const released = () =>
  aBody("RecommendationReviewed", {
    applicantId: APPLICANT,
    openingId: OPENING,
    revision: 1,
    center: centerOf(anApplicant().residence, districtsByCenter()) ?? "",
    decision: "release",
    reason: "talk-first",
  });
const optOut = (revision = 1) => aBody("DeliveryOptedOut", { applicantId: APPLICANT, revision, channels: ["message"] });

function messagesOf(service: MemoryService) {
  return service.world.sent("applicant-messages").map(({ body }) => messageToApplicant.parse(JSON.parse(body)));
}

/** What was told, item by item: opening, purpose and number of the telling. */
function itemsOf(service: MemoryService) {
  return messagesOf(service)
    .flatMap((message) => ("items" in message ? message.items : [message]))
    .map(({ openingId, purpose = "recommendation", telling = 1 }) => `${openingId} ${purpose} ${telling}`);
}

function deliveriesOf(service: MemoryService): Record<string, string> {
  const { deliveries } = JSON.parse(service.world.dump()) as { deliveries: Delivery[] };
  const messages = deliveries.filter(({ channel }) => channel === "message");
  return Object.fromEntries(messages.map(({ recommendationId, state, reason }) => [recommendationId, reason ?? state]));
}

async function told(profile: Partial<Applicant> = {}) {
  const service = new MemoryService();
  await service.accept(aProfileBody(profile), aJobBody());
  return service;
}

describe("an opening whose terms change", () => {
  test("is told again with what changed, under its own number and id, and recommended as it is now", async () => {
    const service = await told();
    await service.accept(aJobBody({ revision: 2, baseSalary: { krw: 14_000, unit: "HOUR" } }));
    expect(itemsOf(service)).toEqual([`${OPENING} recommendation 1`, `${OPENING} change 2`]);
    const [first, second] = messagesOf(service);
    expect(second?.messageId).not.toBe(first?.messageId);
    expect(second && "ko" in second && second.ko.lines[0]).toBe("급여가 올랐습니다. 이제 시간당 14,000원입니다.");
    const [kept] = await service.world.recommendations.list(APPLICANT);
    expect(kept).toMatchObject({ openingRevision: 2, telling: 2 });
    expect(deliveriesOf(service)).toEqual({
      [`${APPLICANT}~${OPENING}`]: "sent",
      [`${APPLICANT}~${OPENING}#2`]: "sent",
    });
  });

  test("to a last day that passes before it can be told is told to be over, once: of that day they knew nothing", async () => {
    const service = await told({ delivery: { digest: "immediate", perWeekMax: 1 } });
    await service.accept(aJobBody({ revision: 2, validThrough: "2026-11-25" }));
    expect(deliveriesOf(service)).toMatchObject({ [`${APPLICANT}~${OPENING}#2`]: "over-cap" });
    await service.wake(at("2026-11-28T09:02:00"));
    expect(itemsOf(service)).toEqual([`${OPENING} recommendation 1`, `${OPENING} withdrawal 2`]);
    await service.accept(released());
    expect(itemsOf(service)).toHaveLength(2);
  });

  test("to a last day that has passed when that is heard of is told to be over", async () => {
    const service = await told();
    await service.intake(aJobBody({ revision: 2, validThrough: "2026-11-25" }));
    await service.match();
    service.nowMs = at("2026-11-26T09:00:00");
    await service.notify();
    expect(itemsOf(service)).toEqual([`${OPENING} recommendation 1`, `${OPENING} withdrawal 2`]);
  });

  test("in words alone is told once", async () => {
    const service = await told();
    await service.accept(aJobBody({ revision: 2, description: "오전에 일하는 작은 카페입니다." }));
    expect(itemsOf(service)).toEqual([`${OPENING} recommendation 1`]);
  });
});

describe("an opening that closes after it was told", () => {
  test("is followed by one notice, however often the closing comes", async () => {
    const service = await told();
    await service.accept(closing());
    await service.accept(closing());
    expect(itemsOf(service)).toEqual([`${OPENING} recommendation 1`, `${OPENING} withdrawal 2`]);
  });

  test("is followed by none for somebody who has answered", async () => {
    const service = await told();
    const outcome = { applicantId: APPLICANT, openingId: OPENING, revision: 1, outcome: "declined", reason: "pay" };
    await service.accept(aBody("OutcomeRecorded", { ...outcome, on: "2026-11-21" }), closing());
    expect(itemsOf(service)).toEqual([`${OPENING} recommendation 1`]);
  });

  test("at night is followed by one in the morning, and by none when it is open again by then", async () => {
    for (const reopens of [false, true]) {
      const service = await told();
      service.nowMs = at("2026-11-21T22:00:00");
      await service.accept(closing());
      expect(itemsOf(service)).toHaveLength(1);
      if (reopens) await service.accept(aJobBody({ revision: 3 }));
      await service.wake(at("2026-11-22T08:02:00"));
      expect(itemsOf(service).slice(1)).toEqual(reopens ? [] : [`${OPENING} withdrawal 2`]);
    }
  });

  test("at night, and by the morning asks for what somebody hasn't, is followed by a notice that it suits them no more", async () => {
    const licence = { on: "certificate", importance: "must", certificate: "care-worker" } as const;
    const service = await told();
    service.nowMs = at("2026-11-21T22:00:00");
    await service.accept(closing());
    await service.accept(aJobBody({ revision: 3, requirements: [licence] }));
    await service.wake(at("2026-11-22T08:02:00"));
    expect(itemsOf(service).slice(1)).toEqual([`${OPENING} withdrawal 2`]);
  });
});

describe("what is found at night", () => {
  test("waits for the morning, is read again then, and goes out together", async () => {
    const service = new MemoryService();
    service.nowMs = at("2026-11-21T23:00:00");
    await service.accept(aProfileBody(), aJobBody(), aJobBody({ openingId: "job-2", title: "합정역 2호점 바리스타" }));
    await service.accept(aJobBody({ openingId: "job-3", title: "홍대 3호점 바리스타" }));
    expect(itemsOf(service)).toEqual([]);
    expect(new Set(Object.values(deliveriesOf(service)))).toEqual(new Set(["quiet-hours"]));
    await service.accept(closing());
    await service.wake(at("2026-11-22T07:02:00"));
    expect(itemsOf(service)).toEqual([]);
    await service.wake(at("2026-11-22T08:02:00"));
    expect(itemsOf(service).toSorted()).toEqual(["job-2 recommendation 1", "job-3 recommendation 1"]);
    expect(messagesOf(service)).toHaveLength(1);
    await service.wake(at("2026-11-22T09:02:00"));
    expect(messagesOf(service)).toHaveLength(1);
  });

  test("and is let go in the morning says why, at whichever step the waking dies", async () => {
    const answer = { applicantId: APPLICANT, openingId: OPENING, revision: 1, outcome: "declined", reason: "pay" };
    const play = async (crashAt: number) => {
      let steps = 0;
      let isArmed = false;
      const service = new MemoryService({
        onCall: () => {
          if (isArmed && ++steps === crashAt) throw new Error("the function dies here");
        },
      });
      await service.accept(aProfileBody(), aJobBody());
      service.nowMs = at("2026-11-21T22:00:00");
      await service.accept(closing());
      await service.accept(aBody("OutcomeRecorded", { ...answer, on: "2026-11-21" }));
      expect(deliveriesOf(service)).toMatchObject({ [`${APPLICANT}~${OPENING}#2`]: "quiet-hours" });
      await service.wake(at("2026-11-22T07:02:00"));
      isArmed = true;
      await service.wake(at("2026-11-22T08:02:00")).catch(() => undefined);
      isArmed = false;
      await service.wake(at("2026-11-22T09:02:00"));
      return { service, steps };
    };
    const whole = await play(0);
    expect(whole.steps).toBeGreaterThan(8);
    for (let step = 0; step <= whole.steps; step++) {
      const { service } = await play(step);
      expect(itemsOf(service)).toEqual([`${OPENING} recommendation 1`]);
      expect(deliveriesOf(service), `dying at call ${step}`).toMatchObject({
        [`${APPLICANT}~${OPENING}#2`]: "answered",
      });
    }
  });

  test("is lost at no step at which the waking dies, and sent under one id", async () => {
    let crashAt = 0;
    let steps = 0;
    let isArmed = false;
    const play = async () => {
      steps = 0;
      isArmed = false;
      const service = new MemoryService({
        onCall: () => {
          if (isArmed && ++steps === crashAt) throw new Error("the function dies here");
        },
      });
      service.nowMs = at("2026-11-21T23:00:00");
      await service.accept(
        aProfileBody(),
        aJobBody(),
        aJobBody({ openingId: "job-2", title: "합정역 2호점 바리스타" }),
      );
      isArmed = true;
      await service.wake(at("2026-11-22T08:02:00")).catch(() => undefined);
      isArmed = false;
      await service.wake(at("2026-11-22T09:02:00"));
      return service;
    };
    await play();
    const all = steps;
    expect(all).toBeGreaterThan(20);
    for (crashAt = 1; crashAt <= all; crashAt++) {
      const service = await play();
      expect(new Set(messagesOf(service).map(({ messageId }) => messageId)).size, `dying at ${crashAt}`).toBe(1);
      expect(new Set(itemsOf(service)).size, `dying at ${crashAt}`).toBe(2);
    }
  });
});

describe("a person who opts out", () => {
  test("is told nothing from then on, whatever profile comes late, until a profile says that they are back", async () => {
    const service = await told();
    await service.accept(optOut(), aProfileBody({ revision: 2, education: "bachelor" }));
    await service.accept(aJobBody({ openingId: "job-2", title: "합정역 2호점 바리스타" }));
    expect(itemsOf(service)).toHaveLength(1);
    expect(deliveriesOf(service)[`${APPLICANT}~job-2`]).toBe("opted-out");
    await service.accept(aProfileBody({ revision: 3, delivery: { resumedAfterOptOut: 1 } }));
    expect(itemsOf(service)).toEqual([`${OPENING} recommendation 1`, "job-2 recommendation 1"]);
  });

  test("before anybody knows them is out all the same, and an earlier opt-out changes nothing of a later one", async () => {
    const service = new MemoryService();
    await service.accept(optOut(2), optOut(1), aProfileBody({ delivery: { resumedAfterOptOut: 1 } }), aJobBody());
    expect(itemsOf(service)).toEqual([]);
  });

  test("is sent nothing at whichever step of notify they do so before the last read of their mailbox", async () => {
    let isNotifying = false;
    let isSeen = false;
    const outcomes: boolean[] = [];
    for (let landAt = 1; landAt < 60; landAt++) {
      let steps = 0;
      let hasLanded = false;
      const service: MemoryService = new MemoryService({
        onCall: async (port, method, phase) => {
          if (!isNotifying) return;
          if (port === "mailboxes" && method === "get" && phase === "after" && !isSent(service)) isSeen = hasLanded;
          if (++steps !== landAt) return;
          isNotifying = false;
          await service.intake(optOut());
          hasLanded = true;
          isNotifying = true;
        },
      });
      await service.intake(aProfileBody(), aJobBody());
      await service.match();
      [isNotifying, isSeen] = [true, false];
      await service.notify();
      isNotifying = false;
      if (!hasLanded) break;
      expect(isSent(service), `opting out at step ${landAt}`).toBe(!isSeen);
      outcomes.push(isSent(service));
    }
    expect(new Set(outcomes)).toEqual(new Set([true, false]));
  });
});

function isSent(service: MemoryService): boolean {
  return service.world.sent("applicant-messages").length > 0;
}

describe("an opening for one person that suits forty", () => {
  const people = Array.from({ length: 40 }, (_, n) => aProfileBody({ applicantId: `applicant-${n}` }));
  const recipients = (service: MemoryService) => new Set(messagesOf(service).map(({ applicantId }) => applicantId));

  test("is told to ten, a day later to ten more, and everybody finds it on the list", async () => {
    const service = new MemoryService();
    await service.accept(...people, aJobBody({ validThrough: "2026-12-31" }));
    expect(recipients(service).size).toBe(10);
    expect(await service.world.matchLists.get(`opening#${OPENING}`)).toHaveLength(1);
    await service.wake(service.nowMs + 23 * HOUR_MS);
    expect(recipients(service).size).toBe(10);
    await service.wake(at("2026-11-22T10:02:00"));
    expect(recipients(service).size).toBe(20);
    await service.wake(at("2026-11-22T11:02:00"));
    expect(recipients(service).size).toBe(20);
  });

  test("that closes before its second wave, and opens again, is told to the next ten a day after", async () => {
    const service = new MemoryService();
    await service.accept(...people, aJobBody(), closing());
    await service.wake(at("2026-11-22T10:02:00"));
    await service.accept(aJobBody({ revision: 3 }));
    expect(recipients(service).size).toBe(10);
    await service.wake(at("2026-11-23T11:02:00"));
    expect(recipients(service).size).toBe(20);
  });

  test("is told to nobody else when enough have applied", async () => {
    const service = new MemoryService();
    await service.accept(...people, aJobBody({ validThrough: "2026-12-31" }));
    for (const applicantId of [...recipients(service)].slice(0, 3)) {
      const outcome = { applicantId, openingId: OPENING, revision: 1, outcome: "applied", on: "2026-11-21" };
      await service.accept(aBody("OutcomeRecorded", outcome));
    }
    await service.wake(at("2026-11-22T10:02:00"));
    expect(recipients(service).size).toBe(10);
  });
});

test("a kept entity that can't be read sets its own pair aside, and no other one", async () => {
  const service = new MemoryService();
  await service.intake(aProfileBody(), aProfileBody({ applicantId: "applicant-2" }), aJobBody());
  await service.match();
  const body = JSON.stringify({ ...anApplicant({ applicantId: "applicant-2" }), consent: "yes" });
  expect(await service.world.applicants.keep("applicant-2", 2, body)).toEqual({ kind: "kept" });
  await service.notify();
  expect(messagesOf(service).map(({ applicantId }) => applicantId)).toEqual([APPLICANT]);
  expect(deliveriesOf(service)[`applicant-2~${OPENING}`]).toBe("unreadable");
});
