import { describe, expect, test } from "vitest";
import { CLAIM_LEASE_MS } from "../../domain/delivery/claiming.ts";
import type { Mailbox } from "../../domain/delivery/mailbox.ts";
import { dayInSeoul } from "../../domain/model/calendar.ts";
import { createMemoryWorld, type MemoryWorld } from "../../functions/adapters/memory/memory-world.ts";
import { wakeDue } from "../../functions/digest.ts";
import { takeIn } from "../../functions/intake.ts";
import { matchBatch } from "../../functions/match.ts";
import { notifyBatch } from "../../functions/notify.ts";
import { toQueueMessage } from "../../functions/notifying/words.ts";
import type { Ports } from "../../functions/ports.ts";
import { silentLog } from "../../functions/runtime/log.ts";
import { districtsByCenter } from "../../infra/centers.ts";
import { aBody, aJobBody, anApplicant, anOpening, aProfileBody } from "../fixtures/bodies.ts";
import { configuration, NOW_MS } from "../fixtures/memory-service.ts";

const intakeConfiguration = {
  taxonomy: configuration.taxonomy,
  plan: { generation: 1, shards: 1 },
  centers: districtsByCenter(),
};
const APPLICANT = anApplicant().applicantId;
const OPENING = "job-mapo-cafe-7";
const PAIR = `${APPLICANT}~${OPENING}`;
const CAUSE = { messageId: "alert", correlationId: "c", causationId: "c" };
const CLOSING = aBody("OpeningClosed", { openingId: OPENING, revision: 2 });

/** A world in which alerts are made one by one, and worked on by whichever function, in whichever order. */
function aWorld() {
  const world = createMemoryWorld({ now: () => NOW_MS });
  let matched = 0;
  let alerted = 0;
  /** Takes events in and returns the alerts that follow from them. */
  const alertsOf = async (...bodies: string[]) => {
    const arrivals = bodies.map((body, index) => ({ messageId: `in-${index}`, body }));
    expect((await takeIn(arrivals, world, intakeConfiguration, silentLog)).size).toBe(0);
    const records = world.sent("matching").slice(matched);
    matched += records.length;
    const batch = records.map(({ body }, index) => ({ messageId: `match-${index}`, body }));
    expect((await matchBatch(batch, world, new Map(), configuration, silentLog)).size).toBe(0);
    const alerts = world.sent("applicant-alerts").slice(alerted);
    alerted += alerts.length;
    return alerts.map(({ body }, index) => ({ messageId: `alert-${alerted}-${index}`, body }));
  };
  const notify = async (alerts: { messageId: string; body: string }[], ports: Ports = world) =>
    (await notifyBatch(alerts, ports, configuration, silentLog)).size;
  const messages = () => world.sent("applicant-messages").map(({ body }) => JSON.parse(body));
  return { world, alertsOf, notify, messages };
}

/** Why what isn't told isn't told, on each channel. */
function reasonsIn(world: MemoryWorld): (string | undefined)[] {
  return JSON.parse(world.dump()).deliveries.map(({ reason }: { reason?: string }) => reason);
}

/** Whose queue message it is on which the one person's telling is on its way; undefined where it is nobody's. */
function claimant(world: MemoryWorld): string | undefined {
  const { entries }: Mailbox = JSON.parse(world.documents("mailboxes").get(APPLICANT)?.body ?? "");
  return entries[0]?.pending?.claim?.by;
}

/** Ports whose send fails, before or after it has landed. */
function dyingAtSend(world: Ports, landed: boolean): Ports {
  const send: Ports["queues"]["send"] = async (queue, sent) => {
    if (landed) await world.queues.send(queue, sent);
    throw new Error("the function dies here");
  };
  return { ...world, queues: { send } };
}

/** Ports of a function that dies when it has put down that something was told. */
function dyingOnceTold(world: Ports): Ports {
  let isDead = false;
  const { mailboxes } = world;
  const get: typeof mailboxes.get = async (ids) => {
    if (isDead) throw new Error("the function has died");
    return mailboxes.get(ids);
  };
  const put: typeof mailboxes.put = async (id, version, body) => {
    isDead = body.includes('"told"');
    return mailboxes.put(id, version, body);
  };
  return { ...world, mailboxes: { ...mailboxes, get, put } };
}

/** Has a pair told, and its end left to nobody: whoever told of that has died over it, and the person has opted out since. */
async function leftInDoubt({ world, alertsOf, notify }: Omit<ReturnType<typeof aWorld>, "messages">): Promise<void> {
  await notify(await alertsOf(aProfileBody(), aJobBody()));
  const closings = await alertsOf(CLOSING);
  expect(await notify(closings, dyingAtSend(world, false))).toBe(closings.length);
  await alertsOf(aBody("DeliveryOptedOut", { applicantId: APPLICANT, revision: 1, channels: ["message"] }));
  expect(await notify(closings)).toBe(0);
}

describe("a pair of two alerts, of which the first was worked on by a function that died", () => {
  test.each([true, false])(
    "is told once in all when both come in one batch, the first one ahead or not (%s)",
    async (ahead) => {
      const { world, alertsOf, notify, messages } = aWorld();
      const first = await alertsOf(aProfileBody(), aJobBody());
      expect(await notify(first, dyingAtSend(world, false))).toBe(first.length);
      const second = await alertsOf(aProfileBody({ revision: 2, education: "bachelor" }));
      expect(second).toHaveLength(1);
      expect(await notify(ahead ? [...first, ...second] : [...second, ...first])).toBe(0);
      expect(messages().map(({ recommendationId }) => recommendationId)).toEqual([PAIR]);
    },
  );

  test("comes under the same message id when it was sent and nobody could say so", async () => {
    const { world, alertsOf, notify, messages } = aWorld();
    const first = await alertsOf(aProfileBody(), aJobBody());
    expect(await notify(first, dyingAtSend(world, true))).toBeGreaterThan(0);
    const second = await alertsOf(aProfileBody({ revision: 2, education: "bachelor" }));
    expect(await notify([...second, ...first])).toBe(0);
    const ids = messages().map(({ messageId }) => messageId);
    expect(ids.length).toBeGreaterThan(1);
    expect(new Set(ids).size).toBe(1);
  });

  test("goes out as it was claimed though a counsellor speaks for it, and new terms after it", async () => {
    const { world, alertsOf, notify, messages } = aWorld();
    const first = await alertsOf(aProfileBody(), aJobBody());
    expect(await notify(first, dyingAtSend(world, false))).toBe(first.length);
    const word = { applicantId: APPLICANT, openingId: OPENING, revision: 1, center: "central" };
    const review = aBody("RecommendationReviewed", { ...word, decision: "endorse", reason: "good-prospects" });
    const second = await alertsOf(review, aJobBody({ revision: 2, place: { mode: "online" } }));
    expect(await world.quarantine.list(dayInSeoul(NOW_MS))).toEqual([]);
    expect(await notify([...first, ...second])).toBe(0);
    expect(messages().map(({ telling = 1, purpose }) => [telling, purpose])).toEqual([
      [1, undefined],
      [2, "change"],
    ]);
  });

  test("says why it isn't told when they have opted out since, and is told once they are back", async () => {
    const { world, alertsOf, notify, messages } = aWorld();
    const first = await alertsOf(aProfileBody(), aJobBody());
    expect(await notify(first, dyingAtSend(world, false))).toBe(first.length);
    await alertsOf(aBody("DeliveryOptedOut", { applicantId: APPLICANT, revision: 1, channels: ["message"] }));
    expect(await notify(first)).toBe(0);
    expect(messages()).toEqual([]);
    expect(reasonsIn(world)).toEqual(["opted-out", "opted-out"]);
    const back = await alertsOf(aProfileBody({ revision: 2, delivery: { resumedAfterOptOut: 1 } }));
    expect(await notify(back)).toBe(0);
    expect(messages().map(({ recommendationId }) => recommendationId)).toEqual([PAIR]);
    expect((await world.deliveries.states([PAIR], "message")).get(PAIR)).toBe("sent");
  });

  test("stays recommended when it was sent, also if the opening has closed since", async () => {
    const { world, alertsOf, notify, messages } = aWorld();
    const first = await alertsOf(aProfileBody(), aJobBody());
    expect(await notify(first, dyingAtSend(world, true))).toBe(1);
    await alertsOf(CLOSING);
    expect(await notify(first)).toBe(0);
    expect(await world.recommendations.list(APPLICANT)).toHaveLength(1);
    expect(await notify(await alertsOf(aJobBody({ revision: 3 })))).toBe(0);
    expect(new Set(messages().map(({ messageId }) => messageId)).size).toBe(1);
  });

  test("is free again when it died before it claimed the send and the opening closes and opens again", async () => {
    const { world, alertsOf, notify, messages } = aWorld();
    const first = await alertsOf(aProfileBody(), aJobBody());
    const put = async () => {
      throw new Error("the function dies here");
    };
    expect(await notify(first, { ...world, mailboxes: { ...world.mailboxes, put } })).toBe(1);
    const second = await alertsOf(aProfileBody({ revision: 2, education: "bachelor" }));
    await alertsOf(CLOSING);
    expect(await notify([...second, ...first])).toBe(0);
    expect(await world.recommendations.list(APPLICANT)).toEqual([]);
    expect(await notify(await alertsOf(aJobBody({ revision: 3 })))).toBe(0);
    expect(messages()).toHaveLength(1);
  });
});

describe("a change that was worked on by a function that died", () => {
  test("stands as it was kept, and as of when, while another attempt at it sends nothing", async () => {
    const { world, alertsOf, notify, messages } = aWorld();
    expect(await notify(await alertsOf(aProfileBody(), aJobBody()))).toBe(0);
    const change = await alertsOf(aJobBody({ revision: 2, place: { mode: "online" } }));
    expect(await notify(change, dyingAtSend(world, false))).toBe(1);
    const kept = await world.recommendations.list(APPLICANT);
    expect(kept).toMatchObject([{ openingRevision: 2, telling: 2 }]);
    await alertsOf(aBody("DeliveryOptedOut", { applicantId: APPLICANT, revision: 1, channels: ["message"] }));
    expect(await notify(change, { ...world, clock: { now: () => NOW_MS + 1_000 } })).toBe(0);
    expect(await world.recommendations.list(APPLICANT)).toEqual(kept);
    expect(messages()).toHaveLength(1);
  });
});

describe("an opening whose terms change by night while nobody can say whether it has gone out", () => {
  test("is told again in the morning, also when whoever sends what was claimed dies right after it", async () => {
    const { world, alertsOf, notify, messages } = aWorld();
    const first = await alertsOf(aProfileBody(), aJobBody());
    expect(await notify(first, dyingAtSend(world, false))).toBe(first.length);
    const change = await alertsOf(aJobBody({ revision: 2, place: { mode: "online" } }));
    const at = (hours: number) => ({ ...world, clock: { now: () => NOW_MS + hours * 60 * 60 * 1_000 } });
    expect(await notify(change, at(13))).toBe(0);
    expect(messages()).toEqual([]);
    const morning = at(24);
    await wakeDue(morning, silentLog);
    const due = world.sent("applicant-alerts").slice(-1);
    const waking = due.map(({ body }) => ({ messageId: "due", body }));
    expect(await notify(waking, dyingOnceTold(morning))).toBe(1);
    expect(messages()).toHaveLength(1);
    expect(await notify(waking, morning)).toBe(0);
    expect(messages().slice(1)).toMatchObject([{ purpose: "change", telling: 2 }]);
  });
});

describe("an end that comes when the opening is open again", () => {
  test("doesn't hide why somebody wasn't told of it", async () => {
    const { world, alertsOf, notify, messages } = aWorld();
    const optOut = aBody("DeliveryOptedOut", { applicantId: APPLICANT, revision: 1, channels: ["message"] });
    expect(await notify(await alertsOf(aProfileBody(), aJobBody(), optOut))).toBe(0);
    const late = await alertsOf(CLOSING);
    expect(late).toHaveLength(1);
    expect(await notify(await alertsOf(aJobBody({ revision: 3 })))).toBe(0);
    expect(await notify(late)).toBe(0);
    expect(messages()).toEqual([]);
    expect(reasonsIn(world)).toEqual(["opted-out", "opted-out"]);
  });

  test("takes back what suits no more as it came again, once, and leaves what still suits", async () => {
    const licence = { on: "certificate", importance: "must", certificate: "care-worker" } as const;
    for (const [again, ends] of [
      [aJobBody({ revision: 3, requirements: [licence] }), [{ purpose: "withdrawal", ending: "no-longer-a-match" }]],
      [aJobBody({ revision: 3 }), []],
    ] as const) {
      const { alertsOf, notify, messages } = aWorld();
      expect(await notify(await alertsOf(aProfileBody(), aJobBody()))).toBe(0);
      const late = await alertsOf(CLOSING);
      expect(await notify(await alertsOf(again))).toBe(0);
      expect(await notify(late)).toBe(0);
      expect(await notify(late)).toBe(0);
      expect(messages().slice(1)).toMatchObject(ends);
    }
  });
});

describe("a match that comes again late, when its opening has closed", () => {
  test("doesn't hide why somebody wasn't told of that", async () => {
    const { world, alertsOf, notify, messages } = aWorld();
    const matches = await alertsOf(aProfileBody(), aJobBody());
    expect(await notify(matches)).toBe(0);
    const optOut = aBody("DeliveryOptedOut", { applicantId: APPLICANT, revision: 1, channels: ["message"] });
    expect(await notify(await alertsOf(optOut, CLOSING))).toBe(0);
    await alertsOf(aProfileBody({ revision: 2, delivery: { resumedAfterOptOut: 1 } }));
    expect(await notify(matches)).toBe(0);
    expect(messages()).toHaveLength(1);
    expect(reasonsIn(world)).toEqual([undefined, undefined, "opted-out", "opted-out"]);
  });
});

describe("a function that is frozen before it records what waits", () => {
  test("leaves what another has recorded on a later reading of the mailbox", async () => {
    const { world, alertsOf, notify } = aWorld();
    const night = { ...world, clock: { now: () => NOW_MS + 13 * 60 * 60 * 1_000 } };
    const first = await alertsOf(aProfileBody(), aJobBody());
    expect(await notify(first, night)).toBe(0);
    expect(reasonsIn(world)).toEqual(["quiet-hours"]);
    let isFrozen = false;
    const record: Ports["deliveries"]["record"] = async (deliveries) => {
      if (!isFrozen) {
        isFrozen = true;
        expect(await notify(await alertsOf(CLOSING), night)).toBe(0);
      }
      await world.deliveries.record(deliveries);
    };
    expect(await notify(first, { ...night, deliveries: { ...world.deliveries, record } })).toBe(0);
    expect(reasonsIn(world)).toEqual(["opening-closed", "opening-closed"]);
  });
});

describe("a function that is frozen between its last read and taking back", () => {
  test("tells the pair itself when it holds again, since the alert that says so has left it alone", async () => {
    const { world, alertsOf, notify, messages } = aWorld();
    const first = await alertsOf(aProfileBody(), aJobBody());
    const landing = { closing: false, reopening: false };
    const once = async (what: keyof typeof landing, work: () => Promise<void>) => {
      if (landing[what]) return;
      landing[what] = true;
      await work();
    };
    const recommendations: Ports["recommendations"] = {
      ...world.recommendations,
      tell: async (recommendation) => {
        const kept = await world.recommendations.tell(recommendation);
        await once("closing", async () => void (await alertsOf(CLOSING)));
        return kept;
      },
      retract: async (recommendation) => {
        await once("reopening", async () => {
          expect(await notify(await alertsOf(aJobBody({ revision: 3 })))).toBe(0);
        });
        await world.recommendations.retract(recommendation);
      },
    };
    expect(await notify(first, { ...world, recommendations })).toBe(0);
    expect(messages().map(({ recommendationId }) => recommendationId)).toEqual([PAIR]);
    expect(await world.recommendations.list(APPLICANT)).toHaveLength(1);
  });
});

describe("a function that is frozen before it takes back, and whose alert comes again meanwhile", () => {
  test("takes nothing back of what was sent on the second time", async () => {
    const { world, alertsOf, notify, messages } = aWorld();
    const first = await alertsOf(aProfileBody(), aJobBody());
    let isClosed = false;
    let isFrozen = false;
    const recommendations: Ports["recommendations"] = {
      ...world.recommendations,
      tell: async (recommendation) => {
        const kept = await world.recommendations.tell(recommendation);
        if (!isClosed) await alertsOf(CLOSING);
        isClosed = true;
        return kept;
      },
      retract: async (recommendation) => {
        if (!isFrozen) {
          isFrozen = true;
          await alertsOf(aJobBody({ revision: 3 }));
          expect(await notify(first)).toBe(0);
        }
        await world.recommendations.retract(recommendation);
      },
    };
    await notify(first, { ...world, recommendations });
    expect(new Set(messages().map(({ messageId }) => messageId)).size).toBe(1);
    expect(await world.recommendations.list(APPLICANT)).toHaveLength(1);
  });
});

describe("a function whose work another has taken over under the same alert", () => {
  test("has the person looked at again when the other dies over it, since the alert is done", async () => {
    const { world, alertsOf, notify, messages } = aWorld();
    const first = await alertsOf(aProfileBody(), aJobBody());
    let isTakenOver = false;
    const recommendations: Ports["recommendations"] = {
      ...world.recommendations,
      tell: async (recommendation) => {
        if (!isTakenOver) {
          isTakenOver = true;
          expect(await notify(first, dyingAtSend(world, false))).toBe(first.length);
        }
        return world.recommendations.tell(recommendation);
      },
    };
    expect(await notify(first, { ...world, recommendations })).toBe(0);
    expect(messages()).toEqual([]);
    expect(world.wakingHours()).toEqual([Math.ceil((NOW_MS + 60 * 60 * 1_000) / (60 * 60 * 1_000))]);
  });

  test("has the person looked at again when it goes on with what the other has left to nobody, and dies", async () => {
    const { world, alertsOf, notify } = aWorld();
    const first = await alertsOf(aProfileBody(), aJobBody());
    expect(await notify(first, dyingAtSend(world, false))).toBe(first.length);
    await alertsOf(aBody("DeliveryOptedOut", { applicantId: APPLICANT, revision: 1, channels: ["message"] }));
    expect(await notify(first)).toBe(0);
    expect(world.wakingHours()).toEqual([]);
    const tell = async () => {
      throw new Error("the function dies here");
    };
    expect(await notify(first, { ...world, recommendations: { ...world.recommendations, tell } })).toBe(first.length);
    expect(claimant(world)).toEqual(expect.any(String));
    const now = () => NOW_MS + 2 * 60 * 60 * 1_000;
    const later = { ...world, clock: { now } };
    const before = world.sent("applicant-alerts").length;
    await wakeDue(later, silentLog);
    const waking = world.sent("applicant-alerts").slice(before);
    expect(waking).toHaveLength(1);
    expect(
      await notify(
        waking.map(({ body }) => ({ messageId: "due", body })),
        later,
      ),
    ).toBe(0);
    expect(claimant(world)).toBeUndefined();
    // Nobody is put down for one hour after the other until the person is back.
    expect(world.wakingHours()).toEqual([]);
  });
});

describe("an opening that suits more people than one message takes", () => {
  test("is logged once for each", async () => {
    const { world, alertsOf } = aWorld();
    const people = Array.from({ length: 260 }, (_, index) => aProfileBody({ applicantId: `applicant-${index}` }));
    for (let first = 0; first < people.length; first += 10) await alertsOf(...people.slice(first, first + 10));
    const alerts = await alertsOf(aJobBody({ totalJobOpenings: 100 }));
    expect(alerts).toHaveLength(2);
    const told: unknown[] = [];
    const log = {
      ...silentLog,
      info: (_text: string, fields: Record<string, unknown> = {}) => told.push(fields["told"]),
    };
    await notifyBatch(alerts, world, configuration, log);
    expect(told).toEqual([225, 35]);
  });
});

describe("a function whose clock is slow, while another works off the hour that has come", () => {
  test("has the person looked at again at a later hour than that, which is cleared when the other is done", async () => {
    const { world, alertsOf, notify, messages } = aWorld();
    const at = (hours: number, minutes = 0) => {
      const now = () => NOW_MS + (hours * 60 + minutes) * 60_000;
      return { ...world, clock: { now } };
    };
    const wakings = async (ports: Ports) => {
      const before = world.sent("applicant-alerts").length;
      await wakeDue(ports, silentLog);
      return world.sent("applicant-alerts").slice(before);
    };
    expect(await notify(await alertsOf(aProfileBody(), aJobBody()), at(13))).toBe(0);
    const waking = (await wakings(at(23, 1))).map(({ body }) => ({ messageId: "due", body }));
    const job = await alertsOf(aJobBody({ openingId: "job-2", title: "합정역 2호점 바리스타" }));
    const send: Ports["queues"]["send"] = async (queue, sent) => {
      expect(await notify(job.slice(-1), at(23, -2))).toBe(0);
      await world.queues.send(queue, sent);
    };
    expect(await notify(waking, { ...at(23, 1), queues: { send } })).toBe(0);
    expect(messages().map(({ openingId }) => openingId)).toEqual([OPENING]);
    const later = (await wakings(at(24, 1))).map(({ body }) => ({ messageId: "later", body }));
    expect(await notify(later, at(24, 1))).toBe(0);
    expect(messages().map(({ openingId }) => openingId)).toEqual([OPENING, "job-2"]);
  });
});

describe("what was recorded as sent on one channel alone", () => {
  test("counts as told, and is recorded on the other by whoever comes next", async () => {
    const { world, alertsOf, notify, messages } = aWorld();
    const alerts = await alertsOf(aProfileBody(), aJobBody());
    const record: Ports["deliveries"]["record"] = async (all) => {
      await world.deliveries.record(all.filter(({ channel }) => channel === "message"));
      throw new Error("the inbox was not taken");
    };
    expect(await notify(alerts, { ...world, deliveries: { ...world.deliveries, record } })).toBe(alerts.length);
    const closings = await alertsOf(CLOSING);
    expect(await notify([...alerts, ...closings])).toBe(0);
    expect(messages().map(({ purpose = "recommendation" }) => purpose)).toEqual(["recommendation", "withdrawal"]);
    expect(await world.deliveries.sentOn([PAIR])).toEqual(new Map([[PAIR, ["inbox", "message"]]]));
  });
});

describe("a notice that an opening has closed, over which somebody died", () => {
  test("goes out when it is open again and doesn't suit the person any more", async () => {
    const { world, alertsOf, notify, messages } = aWorld();
    await notify(await alertsOf(aProfileBody(), aJobBody()));
    const closings = await alertsOf(CLOSING);
    expect(await notify(closings, dyingAtSend(world, false))).toBe(closings.length);
    const licence = { on: "certificate", importance: "must", certificate: "care-worker" } as const;
    const again = await alertsOf(aJobBody({ revision: 3, requirements: [licence] }));
    expect(await notify([...closings, ...again])).toBe(0);
    expect(messages().map(({ telling = 1, ending }) => [telling, ending])).toEqual([
      [1, undefined],
      [2, "no-longer-a-match"],
    ]);
  });

  test.each([true, false])(
    "is followed by word that it is open again, once, whether or not it had gone out (%s)",
    async (landed) => {
      const { world, alertsOf, notify, messages } = aWorld();
      await notify(await alertsOf(aProfileBody(), aJobBody()));
      const closings = await alertsOf(CLOSING);
      expect(await notify(closings, dyingAtSend(world, landed))).toBe(closings.length);
      const again = await alertsOf(aJobBody({ revision: 3 }));
      const told = () => [
        ...new Map(messages().map(({ telling = 1, purpose, messageId }) => [messageId, [telling, purpose]])).values(),
      ];
      const end = landed ? [[2, "withdrawal"]] : [];
      for (const alerts of [closings, [...closings, ...again]]) {
        expect(await notify(alerts)).toBe(0);
        expect(told()).toEqual([[1, undefined], ...end, [3, "change"]]);
      }
    },
  );

  test("doesn't keep back what is new of it, which waits for the morning", async () => {
    const { world, alertsOf, notify, messages } = aWorld();
    await leftInDoubt({ world, alertsOf, notify });
    const again = await alertsOf(
      aProfileBody({ revision: 2, delivery: { resumedAfterOptOut: 1 } }),
      aJobBody({ revision: 3, place: { mode: "online" } }),
    );
    const at = (hours: number) => ({ ...world, clock: { now: () => NOW_MS + hours * 60 * 60 * 1_000 } });
    expect(await notify(again, at(13))).toBe(0);
    expect(messages()).toHaveLength(1);
    await wakeDue(at(24), silentLog);
    const due = world.sent("applicant-alerts").slice(-1);
    expect(
      await notify(
        due.map(({ body }) => ({ messageId: "due", body })),
        at(24),
      ),
    ).toBe(0);
    expect(messages().slice(1)).toMatchObject([{ purpose: "change", telling: 3 }]);
  });

  test("is told anew when it was open again meanwhile and nobody was told so", async () => {
    const { world, alertsOf, notify, messages } = aWorld();
    await leftInDoubt({ world, alertsOf, notify });
    expect(await notify(await alertsOf(aJobBody({ revision: 3 })))).toBe(0);
    expect(messages()).toHaveLength(1);
    const closing = aBody("OpeningClosed", { openingId: OPENING, revision: 4 });
    const back = aProfileBody({ revision: 2, delivery: { resumedAfterOptOut: 1 } });
    expect(await notify(await alertsOf(back, closing))).toBe(0);
    expect(messages().slice(1)).toMatchObject([{ purpose: "withdrawal", telling: 3 }]);
  });
});

describe("new terms that somebody has died over, before their opening closes", () => {
  test("don't keep back that it has, once nobody can be about to tell of them", async () => {
    const { world, alertsOf, notify, messages } = aWorld();
    await notify(await alertsOf(aProfileBody(), aJobBody()));
    const changes = await alertsOf(aJobBody({ revision: 2, place: { mode: "online" } }));
    expect(await notify(changes, dyingAtSend(world, false))).toBe(changes.length);
    const closings = await alertsOf(aBody("OpeningClosed", { openingId: OPENING, revision: 3 }));
    expect(await notify([...changes, ...closings])).toBe(0);
    expect(messages()).toHaveLength(1);
    const after = { ...world, clock: { now: () => NOW_MS + CLAIM_LEASE_MS } };
    await wakeDue(after, silentLog);
    const due = world.sent("applicant-alerts").slice(-1);
    expect(
      await notify(
        due.map(({ body }) => ({ messageId: "due", body })),
        after,
      ),
    ).toBe(0);
    expect(messages().slice(1)).toMatchObject([{ purpose: "withdrawal", telling: 3 }]);
  });

  test("don't keep back that it has, also when that is found by whoever takes them up in the morning", async () => {
    const { world, alertsOf, notify, messages } = aWorld();
    const at = (hours: number) => ({ ...world, clock: { now: () => NOW_MS + hours * 60 * 60 * 1_000 } });
    const wake = async (hours: number) => {
      const due = world.sent("applicant-alerts").length;
      await wakeDue(at(hours), silentLog);
      const alerts = world.sent("applicant-alerts").slice(due);
      const bodies = alerts.map(({ body }, index) => ({ messageId: `due-${hours}-${index}`, body }));
      expect(await notify(bodies, at(hours))).toBe(0);
    };
    await notify(await alertsOf(aProfileBody(), aJobBody()));
    const changes = await alertsOf(aJobBody({ revision: 2, place: { mode: "online" } }));
    expect(await notify(changes, dyingAtSend(world, false))).toBe(changes.length);
    const closings = await alertsOf(aBody("OpeningClosed", { openingId: OPENING, revision: 3 }));
    expect(await notify(closings, at(13))).toBe(0);
    await wake(24);
    expect(messages()).toHaveLength(1);
    await wake(25);
    expect(messages().slice(1)).toMatchObject([{ purpose: "withdrawal", telling: 3 }]);
  });
});

describe("a notice that an opening has closed, which is being sent when it opens again as it was", () => {
  test("is followed by word of that", async () => {
    const { world, alertsOf, notify, messages } = aWorld();
    await notify(await alertsOf(aProfileBody(), aJobBody()));
    const closings = await alertsOf(CLOSING);
    const again: { messageId: string; body: string }[] = [];
    const send: Ports["queues"]["send"] = async (queue, sent) => {
      again.push(...(await alertsOf(aJobBody({ revision: 3 }))).slice(-1));
      // It comes again until it is known what has become of the notice.
      expect(await notify(again)).toBe(1);
      await world.queues.send(queue, sent);
    };
    expect(await notify(closings, { ...world, queues: { send } })).toBe(0);
    expect(await notify(again)).toBe(0);
    expect(messages().map(({ telling = 1, purpose }) => [telling, purpose])).toEqual([
      [1, undefined],
      [2, "withdrawal"],
      [3, "change"],
    ]);
  });
});

describe("messages that follow from one alert", () => {
  test("have an id each, and keep it however little of them is left to be sent", async () => {
    const { alertsOf, notify, messages } = aWorld();
    const jobs = [aJobBody(), aJobBody({ openingId: "job-2", title: "합정역 2호점 바리스타" })];
    const people = [aProfileBody(), aProfileBody({ applicantId: "somebody-else" })];
    expect(await notify(await alertsOf(...people, ...jobs))).toBe(0);
    expect(messages().map(({ items }) => items.length)).toEqual([2, 2]);
    expect(new Set(messages().map(({ messageId }) => messageId)).size).toBe(2);
    const pending = {
      purpose: "recommendation",
      telling: 1,
      terms: {},
      score: 7_500,
      cause: CAUSE,
      since: NOW_MS,
    } as const;
    const entry = { openingId: OPENING, kind: "job", pending } as const;
    const letter = {
      applicant: anApplicant(),
      send: { sendId: "the whole", attempt: 3, entries: [entry] },
      tellings: [{ entry, opening: anOpening(), evidence: '{"reasons":[]}' }],
    } as const;
    expect(JSON.parse(toQueueMessage(letter, configuration.taxonomy).body).messageId).toBe("the whole");
  });
});

describe("somebody who leaves while a recommendation is gone on with that another died over", () => {
  test("leaves no recommendation", async () => {
    const { world, alertsOf, notify, messages } = aWorld();
    const alerts = await alertsOf(aProfileBody(), aJobBody());
    expect(await notify(alerts, dyingAtSend(world, false))).toBe(alerts.length);
    const tell: Ports["recommendations"]["tell"] = async (recommendation) => {
      await alertsOf(aBody("ApplicantWithdrawn", { applicantId: APPLICANT, revision: 2 }));
      return world.recommendations.tell(recommendation);
    };
    await notify(alerts, { ...world, recommendations: { ...world.recommendations, tell } });
    expect(messages()).toEqual([]);
    expect(await world.recommendations.list(APPLICANT)).toEqual([]);
  });
});
