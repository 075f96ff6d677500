import { afterEach, describe, expect, test } from "vitest";
import { STATUTORY_NIGHT } from "../../domain/delivery/quiet-hours.ts";
import type { Applicant } from "../../domain/model/applicant.ts";
import type { Contact } from "../../domain/model/contact.ts";
import type { Opening } from "../../domain/model/opening.ts";
import { OptOutLinks, optOutSecretOf } from "../../functions/contacts/opt-out-link.ts";
import { newContactKeys, sealContact } from "../../functions/contacts/sealed.ts";
import { toCenterOf } from "../../functions/runtime/center-to-call.ts";
import { readEnvironment } from "../../functions/runtime/environment.ts";
import type { Log, LogFields } from "../../functions/runtime/log.ts";
import type { MetricName } from "../../functions/runtime/metrics.ts";
import { sendMessages } from "../../functions/send.ts";
import type { MessageChannel } from "../../functions/sending/channel.ts";
import { CLAIM_LEASE_MS, type Dispatch } from "../../functions/sending/dispatch.ts";
import { createEmailChannel } from "../../functions/sending/email-channel.ts";
import { readSendConfiguration } from "../../functions/sending/send-configuration.ts";
import { createAlimtalkChannel, createSmsChannel } from "../../functions/sending/telephone-channels.ts";
import { aBody, aJobBody, anApplicant, anOpening, aProfileBody } from "../fixtures/bodies.ts";
import { type Behaviour, readMail, startMailServer } from "../fixtures/mail-server.ts";
import { MemoryService } from "../fixtures/memory-service.ts";

const keys = newContactKeys();
const { applicantId } = anApplicant();
const FROM = "ieum@example.org";
const PAGES = "https://ieum.example/dev/my/openings";
const centerOf = toCenterOf([
  { ko: "50플러스 서부캠퍼스", en: "50plus West Campus", telephone: "02-460-5050", serves: ["11380"] },
  { ko: "50플러스 중부캠퍼스", en: "50plus Central Campus", telephone: "02-460-5151", serves: ["11440"] },
]);

const servers: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

class Crash extends Error {
  override readonly name = "Crash";
}

/** Somebody who would not go to 마포구 any more. */
const ELSEWHERE = { preferences: { ...anApplicant().preferences, districts: ["26440"] } };

/** Somebody who misses a job by a certificate and would take the course that brings it. */
const LEARNER: Partial<Applicant> = {
  certificates: [],
  preferences: { ...anApplicant().preferences, kinds: ["job", "training"] },
};
const aGuardedJob = anOpening({ requirements: [{ on: "certificate", importance: "must", certificate: "barista-1" }] });
const aCourse = (): Opening => ({
  openingId: "course-mapo-barista-1",
  revision: 1,
  kind: "training",
  employerId: "campus-west",
  title: "바리스타 1급 과정",
  // Something that it asks for and nobody can show keeps the course itself from being a match that is told.
  occupation: { code: "0231" },
  place: { mode: "onsite", district: "11440" },
  requirements: [],
  educationalCredentialAwarded: ["barista-1"],
  remainingAttendeeCapacity: 5,
});

interface Story {
  readonly posts?: readonly Opening[];
  readonly behaviours?: readonly Behaviour[];
  readonly profile?: Partial<Applicant>;
  readonly contact?: Contact | undefined;
  readonly openings?: number;
  /** Called around every call of the sending function to a service, and around each send by mail. */
  readonly onCall?: (what: string, phase: "before" | "after") => void;
}

/** Somebody who was told of a job by the real functions; the message waits for the sending function and a real mail server. */
async function aWaitingMessage({ behaviours = [], profile = {}, openings = 1, onCall, posts, ...story }: Story = {}) {
  const contact = "contact" in story ? story.contact : { email: "me@example.org", phone: "01000000000" };
  let isSending = false;
  const service = new MemoryService({
    onCall: (port, method, phase) => {
      if (isSending) onCall?.(`${port}.${method}`, phase);
    },
  });
  const { world } = service;
  await service.accept(aProfileBody(profile));
  const jobs = Array.from({ length: openings }, (_, at) =>
    aJobBody(at === 0 ? {} : { openingId: `job-${at}`, title: `동네 도서관 ${at}관 사서 보조 바리스타` }),
  );
  const posted = posts?.map((opening) => aBody(opening.kind === "job" ? "JobPosted" : "ProgrammeOpened", { opening }));
  await service.accept(...(posted ?? jobs));
  if (contact !== undefined) await world.contacts.put(applicantId, sealContact(contact, applicantId, keys.publicKey));
  const mail = await startMailServer(...behaviours);
  servers.push(mail);
  const links = new OptOutLinks("https://example.org/opt-out", optOutSecretOf(keys.privateKey));
  const email = createEmailChannel({ smtp: mail.smtp, from: FROM, optOutUrlOf: (id) => links.linkOf(id) });
  const channel: MessageChannel = {
    ...email,
    render: (letter, reader) => {
      const rendered = email.render(letter, reader);
      return {
        ...rendered,
        async send(address, id) {
          onCall?.("mail.send", "before");
          const result = await rendered.send(address, id);
          onCall?.("mail.send", "after");
          return result;
        },
      };
    },
  };
  const logged: LogFields[] = [];
  const counted = new Map<string, number>();
  const log: Log = {
    info: (_text, fields = {}) => void logged.push(fields),
    warn: () => {},
    error: () => {},
    count: (name, value) => void counted.set(name, (counted.get(name) ?? 0) + value),
  };
  const bodies = () => world.sent("applicant-messages").map(({ body }) => body);
  return {
    service,
    world,
    mails: mail.mails,
    links,
    bodies,
    /** Hands messages over once, and gives how many failed. */
    async send(night: readonly (typeof STATUTORY_NIGHT)[] = [], some = bodies(), channels = [channel]) {
      isSending = true;
      const pageOf = (id: string) => `${PAGES}/${id}`;
      const configuration = { channels, contactPrivateKey: keys.privateKey, night, pageOf, centerOf };
      const records = some.map((body, at) => ({ messageId: `m-${at}`, body }));
      const failures = await sendMessages(records, world, configuration, log);
      isSending = false;
      return failures.size;
    },
    /** Later than any claim holds. */
    async sendLater() {
      service.nowMs += CLAIM_LEASE_MS;
      return await this.send();
    },
    counted: (name: MetricName) => counted.get(name) ?? 0,
    reasons: () => logged.flatMap(({ reason }) => reason ?? []),
    async dispatches(): Promise<Dispatch[]> {
      return Object.values((JSON.parse(world.dump()) as { dispatches: Record<string, Dispatch> }).dispatches);
    },
  };
}

describe("an e-mail", () => {
  test("says what the message says, in large type, with whom to call, as text and as HTML", async () => {
    const story = await aWaitingMessage();
    expect(await story.send()).toBe(0);
    expect(story.mails.map(({ to }) => to)).toEqual([["me@example.org"]]);
    const { headers, subject, text, html } = readMail(story.mails[0]?.raw ?? "");
    const message = JSON.parse(story.bodies()[0] ?? "");
    expect(subject).toBe(`[이음] 새로 나온 자리: ${message.ko.title}`);
    for (const said of [message.ko.title, ...message.ko.lines, "50플러스 중부캠퍼스", "02-460-5151"]) {
      expect(text).toContain(said);
      expect(html).toContain(said);
    }
    expect(html).toContain('<html lang="ko">');
    expect(html).toContain('href="tel:024605151"');
    const sizes = [...html.matchAll(/font-size:(\d+)px/g)].map(([, px]) => Number(px));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(18);
    expect(html).not.toMatch(/<(?:img|script|link)\b/);
    expect(headers.get("message-id")).toBe(`<${message.messageId}@example.org>`);
  });

  test("has the button that ends these messages, which is this person's alone", async () => {
    const story = await aWaitingMessage();
    await story.send();
    const { headers, html } = readMail(story.mails[0]?.raw ?? "");
    expect(headers.get("list-unsubscribe-post")).toBe("List-Unsubscribe=One-Click");
    const link = headers.get("list-unsubscribe")?.slice(1, -1) ?? "";
    expect(story.links.applicantOf(link)).toBe(applicantId);
    expect(story.links.applicantOf(link.replace(applicantId, "another"))).toBeUndefined();
    expect(html).toContain(link.replaceAll("&", "&#38;"));
  });

  test("leads to the opening's page, by the opening's id alone", async () => {
    const story = await aWaitingMessage();
    await story.send();
    const { text, html } = readMail(story.mails[0]?.raw ?? "");
    const page = `${PAGES}/${anOpening().openingId}`;
    expect(text).toContain(`자세히 보기: ${page}\n`);
    expect(html).toMatch(new RegExp(`<a href="${page}" [^>]*>자세히 보기</a>`));
  });

  test("of what has ended leads nowhere", async () => {
    const story = await aWaitingMessage();
    await story.send();
    await story.service.accept(aBody("OpeningClosed", { openingId: anOpening().openingId, revision: 2 }));
    await story.sendLater();
    const { subject, text, html } = readMail(story.mails[1]?.raw ?? "");
    expect(subject).toMatch(/마감된 자리/);
    expect(text + html).not.toContain(PAGES);
  });

  test("is in the language that the person asked for", async () => {
    const story = await aWaitingMessage({ profile: { language: "en" } });
    await story.send();
    const { subject, html } = readMail(story.mails[0]?.raw ?? "");
    expect(subject).toMatch(/^\[Ieum\] New for you: /);
    expect(html).toContain('<html lang="en">');
    expect(html).toContain("50plus Central Campus");
  });

  test("of several openings is one", async () => {
    const story = await aWaitingMessage({ openings: 3, profile: { delivery: { digest: "daily" } } });
    await story.service.wake(story.service.nowMs + 24 * 3_600_000);
    await story.send();
    expect(story.mails).toHaveLength(1);
    const { subject, text } = readMail(story.mails[0]?.raw ?? "");
    expect(subject).toBe("[이음] 알려 드릴 자리: 3");
    for (const { ko, openingId } of JSON.parse(story.bodies()[0] ?? "").items) {
      expect(text).toContain(ko.title);
      expect(text).toContain(`자세히 보기: ${PAGES}/${openingId}\n`);
    }
  });
});

test("an opening's page is under the address that the deployment gives, by its escaped id; without one there is none", () => {
  const variables = {
    CONTACT_PRIVATE_KEY: keys.privateKey,
    CENTERS_TO_CALL: JSON.stringify([{ ko: "가", en: "A", telephone: "02-460-5050", serves: [] }]),
    MAIL_HOST: "127.0.0.1",
    MAIL_PORT: "25",
    MAIL_FROM: FROM,
    NIGHT_QUIET: "none",
  };
  const read = (more: Record<string, string>) => readSendConfiguration(readEnvironment({ ...variables, ...more }));
  expect(read({ OPENING_PAGES: PAGES }).pageOf?.("job/../1?")).toBe(`${PAGES}/job%2F..%2F1%3F`);
  expect(read({}).pageOf).toBeUndefined();
});

describe("a message", () => {
  test("that is delivered again is sent once", async () => {
    const story = await aWaitingMessage();
    await story.send();
    await story.sendLater();
    expect(story.mails).toHaveLength(1);
    expect(story.counted("MessagesSent")).toBe(1);
  });

  test("that two have at the same time is sent by one, and the other tries again and finds it done", async () => {
    const story = await aWaitingMessage();
    const [body = ""] = story.bodies();
    expect(await story.send([], [body, body])).toBe(1);
    expect(await story.send([], [body])).toBe(0);
    expect(story.mails).toHaveLength(1);
  });

  const tryAgain: readonly Behaviour[] = [
    "refuses-address-now",
    "refuses-message-now",
    "refuses-sender",
    "never-greets",
    "hangs-up-at-once",
    "falls-silent-before-message",
  ];
  test.each(tryAgain)(
    "to a server that %s stays in the queue, and goes out once and for certain",
    async (behaviour) => {
      const story = await aWaitingMessage({ behaviours: [behaviour] });
      expect(await story.send()).toBe(1);
      expect(story.mails).toEqual([]);
      expect(await story.send()).toBe(0);
      expect(story.mails).toHaveLength(1);
      expect(story.counted("MessagesRepeated")).toBe(0);
    },
  );

  test.each([
    ["refuses-address", "refused-550"],
    ["refuses-message", "refused-554"],
  ] as const)("to a server that %s for good is not tried again, and the reason is kept", async (behaviour, reason) => {
    const story = await aWaitingMessage({ behaviours: [behaviour] });
    expect(await story.send()).toBe(0);
    expect(await story.send()).toBe(0);
    expect(story.mails).toEqual([]);
    expect(await story.dispatches()).toEqual([expect.objectContaining({ state: "suppressed", reason })]);
  });

  test("to a server that greets late goes out", async () => {
    const story = await aWaitingMessage({ behaviours: ["greets-late"] });
    expect(await story.send()).toBe(0);
    expect(story.mails).toHaveLength(1);
  });

  test.each(["takes-and-hangs-up", "takes-and-falls-silent"] as const)(
    "to a server that %s may be repeated, recognisably, and that is counted",
    async (behaviour) => {
      const story = await aWaitingMessage({ behaviours: [behaviour] });
      expect(await story.send()).toBe(1);
      expect(await story.send()).toBe(0);
      const ids = story.mails.map(({ raw }) => readMail(raw).headers.get("message-id"));
      expect(ids).toHaveLength(2);
      expect(new Set(ids).size).toBe(1);
      expect(story.counted("MessagesRepeated")).toBe(1);
      expect(await story.dispatches()).toEqual([expect.objectContaining({ state: "sent", uncertain: 1 })]);
    },
  );

  /** Tells calls apart by name and number: some are under way at the same time. */
  function numbered(onCall: (call: string, phase: "before" | "after") => void): NonNullable<Story["onCall"]> {
    const counts = new Map<string, number>();
    return (what, phase) => {
      const key = `${what} ${phase}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      onCall(`${what} ${counts.get(key)}`, phase);
    };
  }

  async function callsOfOneSend(): Promise<string[]> {
    const calls: string[] = [];
    const story = await aWaitingMessage({ onCall: numbered((call, phase) => phase === "before" && calls.push(call)) });
    expect(await story.send()).toBe(0);
    return calls;
  }

  /** The function dies at a call; another one takes over when the claim has run out. Gives what the server got, and what was counted. */
  async function afterDeathAt(call: string, when: "before" | "after") {
    let state: "alive" | "dead" | "over" = "alive";
    const story = await aWaitingMessage({
      onCall: numbered((current, phase) => {
        if (state === "alive" && current === call && phase === when) state = "dead";
        if (state === "dead") throw new Crash("the function dies here");
      }),
    });
    expect(await story.send(), `${call} ${when}`).toBe(1);
    state = "over";
    expect(await story.sendLater(), `${call} ${when}`).toBe(0);
    return { mails: story.mails.length, repeated: story.counted("MessagesRepeated"), states: await story.dispatches() };
  }

  test("goes out once whatever call the function dies at, but for what the server took and we forgot, which is counted", async () => {
    const calls = await callsOfOneSend();
    const sendAt = calls.indexOf("mail.send 1");
    expect(sendAt).toBeGreaterThan(4);
    const points = calls.flatMap(
      (call, at) =>
        [
          { call, when: "before", isForgotten: at > sendAt },
          { call, when: "after", isForgotten: at >= sendAt && at < calls.length - 1 },
        ] as const,
    );
    for (const { call, when, isForgotten } of points) {
      const { mails, repeated, states } = await afterDeathAt(call, when);
      expect(mails, `${call} ${when}`).toBe(isForgotten ? 2 : 1);
      expect(states.map(({ state }) => state)).toEqual(["sent"]);
      // Whoever takes a claim over can't know whether its holder died before the send or after it: it counts either.
      expect(repeated, `${call} ${when}`).toBeGreaterThanOrEqual(mails - 1);
    }
  }, 30_000);
});

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
    const story = await aWaitingMessage({ profile: LEARNER, posts: [aGuardedJob, aCourse()] });
    const [bridge = ""] = story.bodies();
    expect(JSON.parse(bridge)).toMatchObject({ courseOpeningId: aCourse().openingId });
    await story.send([], [bridge]);
    await story.service.accept(aBody("OpeningClosed", { openingId: aCourse().openingId, revision: 2 }));
    const [, end = ""] = story.bodies();
    expect(JSON.parse(end)).toMatchObject({ purpose: "withdrawal", ending: "course-closed" });
    await story.send([], [end]);
    expect(story.mails).toHaveLength(2);
  });

  test("what is told with a course that has closed since is dropped", async () => {
    const story = await aWaitingMessage({ profile: LEARNER, posts: [aGuardedJob, aCourse()] });
    await story.service.intake(aBody("OpeningClosed", { openingId: aCourse().openingId, revision: 2 }));
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

test.each([
  ["sms", createSmsChannel()],
  ["alimtalk", createAlimtalkChannel()],
])("without a provider a message by %s is not sent, and the reason is clear", async (name, channel) => {
  const rendered = channel.render(
    { language: "ko", items: [{ purpose: "recommendation", title: "바리스타", lines: ["가깝습니다."] }] },
    { applicantId, center: centerOf(undefined) },
  );
  await expect(rendered.send("01000000000", "id")).rejects.toThrow(`no provider of ${name} is configured`);
});

test("with a provider a telephone channel sends what it shows", async () => {
  const sent: unknown[] = [];
  const relay = async (...all: unknown[]) => {
    sent.push(all);
    return { kind: "accepted" } as const;
  };
  const story = await aWaitingMessage();
  expect(await story.send([], story.bodies(), [createSmsChannel(relay)])).toBe(0);
  expect(sent).toEqual([["01000000000", expect.objectContaining({ kind: "lms" }), expect.any(String)]]);
});
