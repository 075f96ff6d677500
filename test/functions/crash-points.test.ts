import { describe, expect, test } from "vitest";
import { type Mailbox, withSent } from "../../domain/delivery/mailbox.ts";
import { ShardState } from "../../domain/index/shard-state.ts";
import { messageToApplicant } from "../../events/messages.ts";
import { keyOnItsWay } from "../../functions/notifying/recorded.ts";
import type { Delivery } from "../../functions/ports.ts";
import { theRules } from "../domain/programme/rules.ts";
import { aBody, aCourse, aJobBody, aProfileBody } from "../fixtures/bodies.ts";
import { MemoryService } from "../fixtures/memory-service.ts";

class Crash extends Error {
  override readonly name = "Crash";
}

/** Stages of the pipeline whose calls can be crashed. */
type Stage = "intake" | "match" | "notify";

/** Nobody in these stories has had enough. */
const delivery = { perDayMax: 20, perWeekMax: 100 };

/** A story with every sort of record: revisions, a closing, a withdrawal, days on which openings open and expire. */
const STORY = [
  aBody("DayStarted", { day: "2026-11-20" }),
  aProfileBody({ delivery }),
  aProfileBody({ applicantId: "applicant-2", delivery }),
  aJobBody(),
  aJobBody({ openingId: "job-2", title: "동네 카페 2호점 바리스타", validFrom: "2026-11-21" }),
  aJobBody({ openingId: "job-3", title: "동네 카페 3호점 바리스타", validThrough: "2026-11-20" }),
  aBody("InternshipOpened"),
  aBody("ProgrammeRulesSet", { rules: theRules("midlife-internship") }),
  aProfileBody({ applicantId: "applicant-3", delivery }),
  aBody("ProgrammeRulesSet", { rules: theRules("midlife-internship", { revision: 4, sunset: "2026-11-20" }) }),
  aBody("OpeningClosed", { openingId: "job-mapo-cafe-7", revision: 2 }),
  aBody("DayStarted", { day: "2026-11-21" }),
  aProfileBody({ revision: 2, education: "bachelor", delivery }),
  aBody("ApplicantWithdrawn", { applicantId: "applicant-2", revision: 2 }),
  aJobBody({ openingId: "job-4", title: "동네 카페 4호점 바리스타" }),
  // Somebody who misses a job by a certificate, hears of a course, and completes it.
  aJobBody({
    openingId: "job-5",
    title: "동네 카페 5호점 바리스타",
    requirements: [{ on: "certificate", importance: "must", certificate: "barista-1" }],
  }),
  aProfileBody({ applicantId: "applicant-5", preferences: {} }),
  aBody("ProgrammeOpened", {
    opening: aCourse({ educationalCredentialAwarded: ["barista-1"], remainingAttendeeCapacity: 5 }),
  }),
  aBody("CompletionRecorded", { applicantId: "applicant-5" }),
];

/**
 * A story for full batches: nothing in it is superseded before the batch is done. What is, need not be told any more after a crash, and so
 * leaves another trace than without one.
 */
const BATCH_STORY = [
  aBody("DayStarted", { day: "2026-11-21" }),
  ...["applicant-1", "applicant-2", "applicant-3"].map((applicantId) => aProfileBody({ applicantId, delivery })),
  ...["job-1", "job-2"].map((openingId, at) => aJobBody({ openingId, title: `동네 카페 ${at + 1}호점 바리스타` })),
  ...["applicant-4", "applicant-5"].map((applicantId) => aProfileBody({ applicantId, delivery })),
  aJobBody({ openingId: "job-3", title: "동네 카페 3호점 바리스타" }),
  aBody("ApplicantWithdrawn", { applicantId: "applicant-6", revision: 1 }),
  aJobBody({ openingId: "job-4", title: "동네 카페 4호점 바리스타" }),
];

/** Where a function dies: at one call, before it reaches the service, or after it, when the answer is lost. */
interface CrashPoint {
  readonly stage: Stage;
  readonly call: number;
  readonly phase: "before" | "after";
}

/** How the story comes: event by event, or all of it at once, so that batches are full. */
type Pace = "one by one" | "all at once";

/** Plays the story with the functions dying once, or never, and counts the calls of each stage. */
async function play(pace: Pace, crashAt: CrashPoint | undefined) {
  const calls = { intake: 0, match: 0, notify: 0, reading: 0 };
  let stage: keyof typeof calls = "intake";
  let phase: "alive" | "dead" | "over" = "alive";
  const service = new MemoryService({
    onCall: (_port, _method, when) => {
      if (phase === "dead") throw new Crash("the function is dead");
      if (when === "before") calls[stage]++;
      const isHere = crashAt?.stage === stage && crashAt.call === calls[stage] && crashAt.phase === when;
      if (phase === "alive" && isHere) {
        phase = "dead";
        throw new Crash("the function dies here");
      }
    },
    onRestart: () => {
      if (phase === "dead") phase = "over";
    },
  });
  const run = async (next: Stage, work: () => Promise<void>) => {
    stage = next;
    await work();
  };
  for (const bodies of pace === "all at once" ? [BATCH_STORY] : STORY.map((body) => [body])) {
    await run("intake", () => service.intake(...bodies));
    await run("match", () => service.match());
    await run("notify", () => service.notify());
  }
  stage = "reading";
  return { service, calls };
}

/**
 * The log without what later records make superfluous: removing that is best effort, so a crash may leave it, and whoever reads the log
 * copes with both.
 */
async function logOf(service: MemoryService): Promise<string[]> {
  const state = new ShardState();
  const items = new Map<number, string>();
  for await (const page of service.world.shardLog.readAfter("1#0", 0)) {
    for (const { seq, record } of page) {
      if (record === undefined) continue;
      items.set(seq, Buffer.from(record).toString("hex"));
      for (const superfluous of state.applyBytes(seq, record)) items.delete(superfluous);
    }
  }
  return [...items].map(([seq, record]) => `${seq} ${record}`);
}

/**
 * Everything that must be the same in the end: tables, and what was sent, each message and event by its id. Alerts may be more after a crash:
 * they pass between our own functions, and notify tells each pair once.
 */
async function outcomeOf(service: MemoryService) {
  const { shardLog, mailboxes, recommendations, bridges, deliveries, ...tables } = JSON.parse(
    service.world.dump(),
  ) as Record<string, unknown>;
  const sent = new Set(
    (deliveries as Delivery[]).flatMap(({ channel, state, recommendationId }) =>
      channel === "message" && state === "sent" ? recommendationId : [],
    ),
  );
  const idsOf = (bodies: readonly { body: string }[]) =>
    [...new Set(bodies.map(({ body }) => JSON.parse(body).messageId as string))].sort();
  return {
    tables,
    // Each attempt makes a version of the mailbox, and they count by that.
    deliveries: (deliveries as Delivery[]).map(({ order: _among, ...delivery }) => delivery),
    recommendations: withoutAlertIds(recommendations),
    bridges: withoutAlertIds(bridges),
    // What goes out together depends on what comes in one batch, which a crash changes; what each is told of doesn't.
    mailboxes: Object.fromEntries(
      Object.entries(mailboxes as Record<string, Mailbox>).map(([id, mailbox]) => [
        id,
        withSent(mailbox, (entry) => sent.has(keyOnItsWay(id, entry))).entries,
      ]),
    ),
    log: await logOf(service),
    tellings: tellingsOf(service),
    shortlists: idsOf(service.world.sent("employer-shortlists")),
    events: [...new Set(service.world.published().map(({ detail }) => detail.eventId))].sort(),
  };
}

/** Whoever goes on with a telling keeps it under an id of its own, which says whose work it was and nothing of what was told. */
function withoutAlertIds(kept: unknown): unknown[] {
  return (kept as Record<string, unknown>[]).map(({ alertId: _whose, telling = 1, ...told }) => ({ telling, ...told }));
}

/** What people were told, each telling once: one message may hold several. */
function tellingsOf(service: MemoryService): string[] {
  const messages = service.world
    .sent("applicant-messages")
    .map(({ body }) => messageToApplicant.parse(JSON.parse(body)));
  const items = messages.flatMap((message) => ("items" in message ? message.items : [message]));
  const tellings = items.map(({ recommendationId, purpose, telling }) => `${recommendationId} ${telling} ${purpose}`);
  return [...new Set(tellings)].sort();
}

describe.each([
  ["intake", "one by one"],
  ["match", "one by one"],
  ["notify", "one by one"],
  ["match", "all at once"],
  ["notify", "all at once"],
] as const)("%s killed once while events come %s", (stage, pace) => {
  test("between any two calls, before or after, leaves the same tables and has sent the same", async () => {
    const reference = await play(pace, undefined);
    const expected = await outcomeOf(reference.service);
    const points = reference.calls[stage];
    expect(points).toBeGreaterThan(3);
    for (let call = 1; call <= points; call++) {
      for (const phase of ["before", "after"] as const) {
        const { service } = await play(pace, { stage, call, phase });
        expect(await outcomeOf(service), `${stage} killed ${phase} call ${call}`).toEqual(expected);
      }
    }
  });
});

describe("what was sent twice because of a crash", () => {
  test("is the same under the same id", async () => {
    const { calls } = await play("one by one", undefined);
    for (let call = 1; call <= calls.notify; call++) {
      const { service } = await play("one by one", { stage: "notify", call, phase: "after" });
      const byId = new Map<string, string>();
      for (const { body } of service.world.sent("applicant-messages")) {
        const { messageId } = JSON.parse(body) as { messageId: string };
        expect(byId.get(messageId) ?? body).toBe(body);
        byId.set(messageId, body);
      }
    }
  });
});
