import { beforeEach, describe, expect, test } from "vitest";
import { anApplicant, anOpening } from "../fixtures/bodies.ts";
import { Counters, Truth } from "./counters.ts";
import { runFortnight } from "./run.ts";

const at = (text: string) => Date.parse(`${text}+09:00`);
const NOON = at("2026-11-23T12:00:00");

let truth: Truth;
let counters: Counters;
let messages = 0;

beforeEach(() => {
  truth = new Truth();
  truth.applicants.set("person-1", anApplicant({ applicantId: "person-1" }));
  for (const id of ["job-1", "job-2", "job-3", "job-4"]) {
    truth.openings.set(id, anOpening({ openingId: id, validThrough: "2026-12-31" }));
    truth.opportunities.set(id, id === "job-2" ? "job-1" : id);
  }
  counters = new Counters(truth);
});

function receive(openingId: string, when: number, more: Record<string, unknown> = {}) {
  const words = { title: "제목", lines: ["줄"] };
  counters.receive(
    JSON.stringify({
      schemaVersion: 1,
      messageId: `01KB0000000000000000${String(messages++).padStart(6, "0")}`,
      correlationId: "01KB0000000000000000000001",
      causationId: "01KB0000000000000000000001",
      recommendationId: `person-1~${openingId}`,
      applicantId: "person-1",
      openingId,
      language: "ko",
      ko: words,
      en: words,
      ...more,
    }),
    when,
  );
}

const violations = () => {
  const { quietHours, overCap, afterClosure, afterOptOut, duplicates } = counters.counts;
  return { quietHours, overCap, afterClosure, afterOptOut, duplicates };
};
const none = { quietHours: 0, overCap: 0, afterClosure: 0, afterOptOut: 0, duplicates: 0 };

describe("the counters", () => {
  test("count nothing of what is as it should be", () => {
    receive("job-1", NOON);
    receive("job-1", NOON, { purpose: "change", telling: 2 });
    expect(violations()).toEqual(none);
    expect(counters.counts).toMatchObject({ messages: 2, told: 1, changes: 1 });
  });

  test.each(["2026-11-23T21:00:00", "2026-11-24T03:00:00", "2026-11-24T07:59:59"])("count a message at %s", (text) => {
    receive("job-1", at(text));
    expect(violations()).toEqual({ ...none, quietHours: 1 });
  });

  test("count no message at night of a kind that was asked for at night, and one in own quiet times", () => {
    const delivery = { urgentKinds: ["job" as const], quietTimes: [{ from: "12:00", to: "13:00" }] };
    truth.applicants.set("person-1", anApplicant({ delivery }));
    receive("job-1", at("2026-11-23T22:00:00"));
    expect(violations()).toEqual(none);
    receive("job-3", NOON);
    expect(violations()).toEqual({ ...none, quietHours: 1 });
  });

  test("count the fourth message of a day, and what passes a week's cap", () => {
    for (const id of ["job-1", "job-3", "job-4"]) receive(id, NOON);
    expect(violations()).toEqual(none);
    receive("job-1", NOON, { purpose: "change", telling: 2 });
    expect(violations()).toEqual({ ...none, overCap: 1 });
    truth.applicants.set("person-1", anApplicant({ delivery: { perWeekMax: 4 } }));
    receive("job-3", at("2026-11-29T12:00:00"), { purpose: "change", telling: 2 });
    expect(counters.counts.overCap).toBe(2);
    receive("job-4", at("2026-11-30T12:00:00"), { purpose: "change", telling: 2 });
    expect(counters.counts.overCap).toBe(2);
  });

  test("count a message of what has closed or run out, and a notice of what is open", () => {
    truth.closed.add("job-1");
    receive("job-1", NOON);
    receive("job-3", NOON, { purpose: "withdrawal", telling: 2 });
    truth.openings.set("job-4", anOpening({ openingId: "job-4", validThrough: "2026-11-22" }));
    receive("job-4", NOON);
    expect(violations()).toEqual({ ...none, afterClosure: 3 });
  });

  test("count no end of something else than the opening, unless the opening has closed", () => {
    receive("job-3", NOON, { purpose: "withdrawal", telling: 2, ending: "no-longer-a-match" });
    expect(violations()).toEqual(none);
    truth.closed.add("job-4");
    receive("job-4", NOON, { purpose: "withdrawal", telling: 2, ending: "no-longer-a-match" });
    expect(violations()).toEqual({ ...none, afterClosure: 1 });
  });

  test.each([
    ["opted out", () => void truth.out.add("person-1")],
    ["paused", () => void truth.applicants.set("person-1", anApplicant({ delivery: { pausedUntil: "2026-11-24" } }))],
    [
      "withdrew consent",
      () =>
        void truth.applicants.set(
          "person-1",
          anApplicant({ consent: { alerts: false, employers: true, center: true } }),
        ),
    ],
  ])("count a message to somebody who has %s", (_how, change) => {
    change();
    receive("job-1", NOON);
    expect(violations()).toEqual({ ...none, afterOptOut: 1 });
  });

  test("count a twin, a telling that comes twice, and no opportunity that was gone in between", () => {
    receive("job-1", NOON);
    receive("job-2", NOON);
    expect(violations()).toEqual({ ...none, duplicates: 1 });
    receive("job-1", NOON);
    expect(counters.counts.duplicates).toBe(3);
    truth.closed.add("job-3");
    receive("job-3", NOON, { purpose: "withdrawal", telling: 2 });
    truth.closed.clear();
    receive("job-3", at("2026-11-24T12:00:00"));
    expect(counters.counts.duplicates).toBe(3);
  });
});

test("a small fortnight tells people, holds back with a reason, and breaks no promise", async () => {
  const report = await runFortnight({ seed: 7, people: 80, openings: 60 });
  expect(report).toMatchObject(none);
  expect(report.told).toBeGreaterThan(50);
  expect(Object.keys(report.suppressed)).not.toContain("");
  expect(await runFortnight({ seed: 7, people: 80, openings: 60 })).toEqual(report);
}, 120_000);
