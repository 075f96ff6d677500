import { describe, expect, test } from "vitest";
import { STATUTORY_NIGHT } from "../../domain/delivery/quiet-hours.ts";
import { aBody, anApplicant, anOpening, aProfileBody } from "../fixtures/bodies.ts";
import { aCourseToIt, aGuardedJob, aLearner } from "../fixtures/missed-by-a-certificate.ts";
import { applicantId, aWaitingMessage } from "./waiting-message.ts";

/** Somebody who would not go to 마포구 any more. */
const ELSEWHERE = { preferences: { ...anApplicant().preferences, districts: ["26440"] } };

describe("at the moment of sending", () => {
  test.each([
    ["consent-withdrawn", aProfileBody({ revision: 2, consent: { alerts: false, employers: true, center: true } })],
    ["consent-withdrawn", aProfileBody({ revision: 2, delivery: { agreed: { inbox: ["recommendation"] } } })],
    ["paused", aProfileBody({ revision: 2, delivery: { pausedUntil: "2026-12-01" } })],
    ["opted-out", aBody("DeliveryOptedOut", { applicantId, revision: 9, channels: ["message"] })],
    ["applicant-withdrawn", aBody("ApplicantWithdrawn", { applicantId, revision: 9 })],
  ])("what no longer holds is dropped: %s", async (reason, body) => {
    const story = await aWaitingMessage();
    await story.service.intake(body);
    expect(await story.send()).toBe(0);
    expect(story.mails).toEqual([]);
    expect(story.reasons()).toEqual([reason]);
  });

  test("an opening that has closed since is dropped", async () => {
    const story = await aWaitingMessage();
    const { openingId } = JSON.parse(story.bodies()[0] ?? "");
    await story.service.intake(aBody("OpeningClosed", { openingId, revision: 99 }));
    await story.send();
    expect(story.mails).toEqual([]);
    expect(story.reasons()).toEqual(["opening-closed"]);
  });

  test("a match whose loss waits to be told is dropped, and so is the word of the loss, which nobody there has heard of", async () => {
    const story = await aWaitingMessage({ profile: { delivery: { perDayMax: 1 } } });
    await story.service.accept(aProfileBody({ revision: 2, ...ELSEWHERE, delivery: { perDayMax: 1 } }));
    expect(story.bodies()).toHaveLength(1);
    await story.send();
    expect(story.reasons()).toEqual(["superseded"]);
    await story.service.wake(story.service.nowMs + 24 * 3_600_000 + 120_000);
    const [, lost = ""] = story.bodies();
    expect(JSON.parse(lost)).toMatchObject({ purpose: "withdrawal", telling: 2 });
    await story.send([], [lost]);
    expect(story.reasons()).toEqual(["superseded", "never-told"]);
    expect(story.mails).toEqual([]);
  });

  test("the end of what went out goes out, and so does one of which it isn't known whether it did", async () => {
    for (const isForgotten of [false, true]) {
      const story = await aWaitingMessage();
      if (!isForgotten) await story.send();
      await story.service.accept(aBody("OpeningClosed", { openingId: anOpening().openingId, revision: 2 }));
      const [, closed = ""] = story.bodies();
      await story.send([], [closed]);
      expect(story.mails).toHaveLength(isForgotten ? 1 : 2);
    }
  });

  test("what is told with a course goes out while that is open, and its end after it", async () => {
    const story = await aWaitingMessage({ profile: aLearner(), posts: [aGuardedJob(), aCourseToIt()] });
    const [bridge = ""] = story.bodies();
    expect(JSON.parse(bridge)).toMatchObject({ courseOpeningId: aCourseToIt().openingId });
    await story.send([], [bridge]);
    await story.service.accept(aBody("OpeningClosed", { openingId: aCourseToIt().openingId, revision: 2 }));
    const [, end = ""] = story.bodies();
    expect(JSON.parse(end)).toMatchObject({ purpose: "withdrawal", ending: "course-closed" });
    await story.send([], [end]);
    expect(story.mails).toHaveLength(2);
  });

  test("what is told with a course that has closed since is dropped", async () => {
    const story = await aWaitingMessage({ profile: aLearner(), posts: [aGuardedJob(), aCourseToIt()] });
    await story.service.intake(aBody("OpeningClosed", { openingId: aCourseToIt().openingId, revision: 2 }));
    await story.send();
    expect(story.mails).toEqual([]);
    expect(story.reasons()).toEqual(["course-closed"]);
  });

  test("by night it is put back for a quarter of an hour, and goes out in the morning", async () => {
    const story = await aWaitingMessage();
    const morning = story.service.nowMs;
    story.service.nowMs = morning - 3 * 3_600_000;
    const [body = ""] = story.bodies();
    expect(await story.send([STATUTORY_NIGHT], [body])).toBe(0);
    expect(story.mails).toEqual([]);
    expect(story.world.sent("applicant-messages").slice(1)).toEqual([{ body, delaySeconds: 900 }]);
    story.service.nowMs = morning;
    await story.send([STATUTORY_NIGHT], [body]);
    expect(story.mails).toHaveLength(1);
    expect(story.counted("MessagesRepeated")).toBe(0);
  });

  test.each([
    ["nothing", undefined],
    ["a telephone alone", { phone: "01000000000" }],
  ])("somebody of whom we have %s gets no e-mail, with the reason", async (_, contact) => {
    const story = await aWaitingMessage({ contact });
    expect(await story.send()).toBe(0);
    expect(story.reasons()).toEqual(["no-address"]);
  });

  test("what is no message of ours is set aside", async () => {
    const story = await aWaitingMessage();
    expect(await story.send([], ['{"schemaVersion":1}'])).toBe(0);
    expect(await story.world.quarantine.list("2026-11-21")).toHaveLength(1);
  });
});
