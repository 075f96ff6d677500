import { describe, expect, test } from "vitest";
import { type DeliveryTerms, toDeliveryTerms } from "../../../domain/delivery/delivery-terms.ts";
import { EMPTY_MAILBOX, entryOf, type Mailbox, settle, withSent } from "../../../domain/delivery/mailbox.ts";
import { type Offer, type Plan, planDelivery, type Situation } from "../../../domain/delivery/policy.ts";
import { STATUTORY_NIGHT } from "../../../domain/delivery/quiet-hours.ts";
import type { DeliverySettings } from "../../../domain/model/delivery-settings.ts";

/** An instant by the clock of Seoul. 2026-11-23 is a Monday. */
const at = (text: string) => Date.parse(`${text}+09:00`);
const MONDAY_TEN = at("2026-11-23T10:00:00");

const settings = (given: DeliverySettings = {}): DeliveryTerms => toDeliveryTerms(given, true);

function anOffer(changes: Partial<Offer> = {}): Offer {
  return {
    openingId: "job-1",
    kind: "job",
    about: "match",
    terms: { krwPerHour: 12_000, district: "11440", hours: 87, throughDay: 20_800 },
    score: 7_500,
    cause: { messageId: "alert-1", correlationId: "c", causationId: "c" },
    twins: [],
    ...changes,
  };
}

function plan(mailbox: Mailbox, offers: readonly Offer[], changes: Partial<Situation> = {}): Plan {
  return planDelivery(mailbox, offers, {
    terms: settings(),
    now: MONDAY_TEN,
    night: [STATUTORY_NIGHT],
    workingOn: new Set(["alert-1"]),
    answered: new Set(),
    drops: new Map(),
    ends: new Map(),
    toSendId: (cause, tellings) => `${cause.messageId} ${tellings.join()}`,
    ...changes,
  });
}

/** The mailbox after everything that a plan sends has arrived. */
function arrived({ mailbox, sends }: Plan, now = MONDAY_TEN): Mailbox {
  return sends.reduce(
    (next, { sendId, attempt, entries }) =>
      settle(next, { sendId, attempt, at: now }, new Map(entries.map(({ openingId }) => [openingId, "sent"]))),
    mailbox,
  );
}

const told = (openingId: string, now = MONDAY_TEN, mailbox = EMPTY_MAILBOX) =>
  arrived(plan(mailbox, [anOffer({ openingId })], { now }), now);

const verdictOf = ({ verdicts }: Plan, openingId = "job-1") => verdicts.get(openingId);

describe("a match", () => {
  test("goes out at once by day, and is claimed in the mailbox", () => {
    const planned = plan(EMPTY_MAILBOX, [anOffer()]);
    expect(verdictOf(planned)).toEqual({ kind: "claimed" });
    expect(planned.sends).toHaveLength(1);
    expect(entryOf(planned.mailbox, "job-1")?.pending?.claim).toMatchObject({ by: "alert-1", attempt: 1 });
    expect(planned.mailbox.sends).toHaveLength(1);
  });

  test("waits at night for the morning, unless its kind was asked for at night", () => {
    const now = at("2026-11-23T22:00:00");
    const waiting = plan(EMPTY_MAILBOX, [anOffer()], { now });
    expect(verdictOf(waiting)).toEqual({ kind: "waiting", reason: "quiet-hours", until: at("2026-11-24T08:00:00") });
    expect(waiting.wakeAt).toBe(at("2026-11-24T08:00:00"));
    const urgent = plan(EMPTY_MAILBOX, [anOffer()], { now, terms: settings({ urgentKinds: ["job"] }) });
    expect(verdictOf(urgent)).toEqual({ kind: "claimed" });
  });

  test("waits for the end of own quiet times, asked for at night or not", () => {
    const terms = settings({ urgentKinds: ["job"], quietTimes: [{ from: "09:30", to: "11:00" }] });
    expect(verdictOf(plan(EMPTY_MAILBOX, [anOffer()], { terms }))).toMatchObject({
      kind: "waiting",
      until: at("2026-11-23T11:00:00"),
    });
  });

  test.each([
    ["daily", {}, "2026-11-24T09:00:00"],
    ["daily", { digestHour: 18 }, "2026-11-23T18:00:00"],
    ["weekly", { digestDay: 5 }, "2026-11-27T09:00:00"],
    ["weekly", {}, "2026-11-30T09:00:00"],
  ] as const)("waits for a %s digest with %j until %s", (digest, more, until) => {
    const planned = plan(EMPTY_MAILBOX, [anOffer()], { terms: settings({ digest, ...more }) });
    expect(verdictOf(planned)).toEqual({ kind: "waiting", reason: "digest", until: at(until) });
    const later = planDelivery(planned.mailbox, [], {
      terms: settings({ digest, ...more }),
      now: at(until),
      night: [STATUTORY_NIGHT],
      workingOn: new Set(["due"]),
      answered: new Set(),
      drops: new Map(),
      ends: new Map(),
      toSendId: () => "send",
    });
    expect(later.sends.map(({ entries }) => entries.map(({ openingId }) => openingId))).toEqual([["job-1"]]);
  });

  test.each([
    ["opted-out", { mailbox: { ...EMPTY_MAILBOX, optOut: { revision: 3, channels: ["message"] } } as Mailbox }],
    ["paused", { given: { pausedUntil: "2026-11-24" } }],
    ["consent-withdrawn", { given: { agreed: { inbox: ["recommendation"] } } as DeliverySettings }],
    ["over-cap", { given: { perDayMax: 0 } }],
    ["applicant-withdrawn", { mailbox: { ...EMPTY_MAILBOX, hasLeft: true } as Mailbox }],
    ["twin-told", { mailbox: told("job-0"), offer: { twins: ["job-0"] } }],
  ] as const)("is dropped as %s, and leaves nothing waiting", (reason, how) => {
    const {
      mailbox = EMPTY_MAILBOX,
      given = {},
      offer = {},
    } = how as {
      mailbox?: Mailbox;
      given?: DeliverySettings;
      offer?: Partial<Offer>;
    };
    const planned = plan(mailbox, [anOffer(offer)], { terms: settings(given) });
    expect(verdictOf(planned)).toEqual({ kind: "suppressed", reason });
    expect(planned.sends).toEqual([]);
    expect(entryOf(planned.mailbox, "job-1")).toBeUndefined();
  });

  test("goes out again to somebody who has come back after their opt-out, and to nobody whose profile only is newer", () => {
    const mailbox: Mailbox = { ...EMPTY_MAILBOX, optOut: { revision: 3, channels: ["message"] } };
    expect(verdictOf(plan(mailbox, [anOffer()], { terms: settings({ resumedAfterOptOut: 3 }) }))?.kind).toBe("claimed");
    expect(verdictOf(plan(mailbox, [anOffer()], { terms: settings({ resumedAfterOptOut: 2 }) }))?.kind).toBe(
      "suppressed",
    );
  });

  test("gives way to a twin, and to whatever keeps the twin from being told", () => {
    const [one, other] = [anOffer({ twins: ["job-0"] }), anOffer({ openingId: "job-0", twins: ["job-1"] })];
    expect(verdictOf(plan(EMPTY_MAILBOX, [other, one]))).toEqual({ kind: "suppressed", reason: "twin-told" });
    const always = [
      { from: "00:00", to: "12:00" },
      { from: "12:00", to: "00:00" },
    ] as const;
    const quiet = plan(EMPTY_MAILBOX, [other, one], { terms: settings({ quietTimes: [...always] }) });
    expect(verdictOf(quiet)).toEqual({ kind: "suppressed", reason: "always-quiet" });
  });

  test("isn't held back by a twin that was told to be gone", () => {
    const closed = arrived(plan(told("job-0"), [anOffer({ openingId: "job-0", about: "closing" })]));
    expect(verdictOf(plan(closed, [anOffer({ twins: ["job-0"] })]))).toEqual({ kind: "claimed" });
  });
});

describe("caps", () => {
  test("of a day move what comes after to the next morning, where it goes out together", () => {
    let mailbox = EMPTY_MAILBOX;
    for (const id of ["job-1", "job-2", "job-3"]) mailbox = told(id, MONDAY_TEN, mailbox);
    const over = plan(mailbox, [anOffer({ openingId: "job-4" }), anOffer({ openingId: "job-5" })]);
    expect(verdictOf(over, "job-4")).toEqual({ kind: "waiting", reason: "over-cap", until: at("2026-11-24T09:00:00") });
    const next = plan(over.mailbox, [], { now: at("2026-11-24T09:00:00") });
    expect(next.sends.map(({ entries }) => entries.length)).toEqual([2]);
  });

  test("of a week hold for any seven days in a row", () => {
    const terms = settings({ perDayMax: 1, perWeekMax: 2 });
    const first = told("job-1", at("2026-11-23T10:00:00"));
    const second = told("job-2", at("2026-11-25T10:00:00"), first);
    const planned = plan(second, [anOffer({ openingId: "job-3" })], { terms, now: at("2026-11-27T10:00:00") });
    expect(verdictOf(planned, "job-3")).toMatchObject({ reason: "over-cap", until: at("2026-11-30T09:00:00") });
  });

  test("count what is on its way, and not what was dropped at the last moment", () => {
    const terms = settings({ perDayMax: 1 });
    const claimed = plan(EMPTY_MAILBOX, [anOffer()], { terms });
    const meanwhile = plan(claimed.mailbox, [anOffer({ openingId: "job-2" })], {
      terms,
      workingOn: new Set(["other"]),
    });
    expect(verdictOf(meanwhile, "job-2")?.kind).toBe("waiting");
    const [send] = claimed.sends;
    if (send === undefined) throw new Error("nothing was sent");
    const dropped = settle(claimed.mailbox, { ...send, at: MONDAY_TEN }, new Map([["job-1", "dropped"]]));
    expect(dropped.sends).toEqual([]);
    expect(entryOf(dropped, "job-1")?.pending).toMatchObject({ purpose: "recommendation", telling: 1 });
    expect(plan(dropped, [anOffer()], { terms }).sends.map(({ attempt }) => attempt)).toEqual([1]);
  });

  test("let ten go together, the best ones, and say of the others that they were too many", () => {
    const offers = Array.from({ length: 12 }, (_, n) => anOffer({ openingId: `job-${10 + n}`, score: 7_000 + n }));
    const planned = plan(EMPTY_MAILBOX, offers);
    expect(planned.sends[0]?.entries).toHaveLength(10);
    expect(verdictOf(planned, "job-10")).toEqual({ kind: "suppressed", reason: "digest-full" });
    expect(verdictOf(planned, "job-21")).toEqual({ kind: "claimed" });
  });
});

describe("what was told", () => {
  test("is told again under the next number when its terms changed, and not otherwise", () => {
    const mailbox = told("job-1");
    expect(verdictOf(plan(mailbox, [anOffer()]))).toEqual({ kind: "already-told" });
    const changed = plan(mailbox, [anOffer({ terms: { ...anOffer().terms, krwPerHour: 13_000 } })]);
    expect(changed.sends[0]?.entries[0]?.pending).toMatchObject({ purpose: "change", telling: 2 });
  });

  test("and ends is told once that it is gone, unless the person has answered", () => {
    const mailbox = told("job-1");
    const ended = plan(mailbox, [anOffer({ about: "closing" })]);
    expect(ended.sends[0]?.entries[0]?.pending).toMatchObject({ purpose: "withdrawal", telling: 2 });
    expect(plan(arrived(ended), [anOffer({ about: "closing" })]).sends).toEqual([]);
    const answered = plan(mailbox, [anOffer({ about: "closing" })], { answered: new Set(["job-1"]) });
    expect(verdictOf(answered)).toEqual({ kind: "suppressed", reason: "answered" });
    expect(plan(EMPTY_MAILBOX, [anOffer({ about: "closing" })]).sends).toEqual([]);
  });

  test("is told once more when it is open again after that", () => {
    const gone = arrived(plan(told("job-1"), [anOffer({ about: "closing" })]));
    expect(plan(gone, [anOffer()]).sends[0]?.entries[0]?.pending).toMatchObject({ purpose: "change", telling: 3 });
  });
});

describe("what somebody died over", () => {
  const claimed = plan(EMPTY_MAILBOX, [anOffer()]);

  test("is gone on with by whoever works on the same alert, under the same id", () => {
    const again = plan(claimed.mailbox, [anOffer()]);
    expect(again.sends.map(({ sendId, attempt }) => [sendId, attempt])).toEqual([[claimed.sends[0]?.sendId, 2]]);
    expect(again.mailbox.sends).toHaveLength(1);
  });

  test("is left alone by others until nobody can be at it any more", () => {
    const other = plan(claimed.mailbox, [anOffer()], { workingOn: new Set(["other"]) });
    expect(other.sends).toEqual([]);
    expect(other.wakeAt).toBe(MONDAY_TEN + 60 * 60 * 1_000);
    const later = plan(claimed.mailbox, [], { workingOn: new Set(["due"]), now: MONDAY_TEN + 60 * 60 * 1_000 });
    expect(later.sends.map(({ attempt }) => attempt)).toEqual([2]);
  });

  test("isn't sent again at night", () => {
    const now = at("2026-11-23T23:00:00");
    const again = plan(claimed.mailbox, [anOffer()], { now });
    expect(again.sends).toEqual([]);
    expect(again.wakeAt).toBe(at("2026-11-24T08:00:00"));
  });

  test("is said to be kept back by times that are always quiet", () => {
    const always = [
      { from: "00:00", to: "12:00" },
      { from: "12:00", to: "00:00" },
    ];
    const again = plan(claimed.mailbox, [anOffer()], { terms: settings({ quietTimes: always }) });
    expect([again.sends, again.wakeAt]).toEqual([[], undefined]);
    expect(verdictOf(again)).toEqual({ kind: "suppressed", reason: "always-quiet" });
  });

  test("stays on the books when it doesn't hold any more, and goes out under its id when it does again", () => {
    const again = plan(claimed.mailbox, [anOffer()]);
    const [send] = again.sends;
    if (send === undefined) throw new Error("nothing was sent");
    const unsure = settle(again.mailbox, { ...send, at: MONDAY_TEN }, new Map([["job-1", "dropped"]]));
    expect(plan(unsure, []).sends).toEqual([]);
    expect(plan(unsure, [anOffer()]).sends.map(({ sendId }) => sendId)).toEqual([send.sendId]);
  });

  test("is told to have ended when it went out after all, though its end had come before", () => {
    const again = plan(claimed.mailbox, [anOffer()]);
    const [send] = again.sends;
    if (send === undefined) throw new Error("nothing was sent");
    const unsure = settle(again.mailbox, { ...send, at: MONDAY_TEN }, new Map([["job-1", "dropped"]]));
    const end = { messageId: "closing-1", correlationId: "c", causationId: "c" };
    const closing = anOffer({ about: "closing", cause: end });
    const ended = plan(unsure, [closing], { ends: new Map([["job-1", end]]) });
    expect([ended.sends, ended.wakeAt]).toEqual([[], MONDAY_TEN + 60 * 60 * 1_000]);
    const sent = withSent(ended.mailbox, () => true);
    const later = { now: MONDAY_TEN + 60 * 60 * 1_000, workingOn: new Set(["due"]) };
    expect(plan(sent, [closing], later).sends[0]?.entries[0]?.pending).toMatchObject({
      purpose: "withdrawal",
      telling: 2,
      cause: end,
    });
    expect(plan(ended.mailbox, [closing], later)).toMatchObject({ sends: [], wakeAt: undefined });
  });

  test("is an end that is told as it is by now", () => {
    const ended = plan(told("job-1"), [anOffer({ about: "closing" })]);
    const suitsNoMore = anOffer({ about: "closing", ending: "no-longer-a-match" });
    const again = plan(ended.mailbox, [suitsNoMore]);
    expect(again.sends.map(({ sendId, attempt }) => [sendId, attempt])).toEqual([[ended.sends[0]?.sendId, 2]]);
    expect(again.sends[0]?.entries[0]?.pending).toMatchObject({ telling: 2, ending: "no-longer-a-match" });
  });

  test("changes nothing of what another attempt has sent", () => {
    const again = plan(claimed.mailbox, [anOffer()]);
    const [first] = claimed.sends;
    if (first === undefined) throw new Error("nothing was sent");
    const sent = arrived(again);
    expect(settle(sent, { ...first, at: MONDAY_TEN }, new Map([["job-1", "dropped"]]))).toBe(sent);
    const late = settle(again.mailbox, { ...first, at: MONDAY_TEN }, new Map([["job-1", "dropped"]]));
    expect(entryOf(late, "job-1")?.pending?.claim?.attempt).toBe(2);
  });
});
