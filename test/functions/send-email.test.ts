import { describe, expect, test } from "vitest";
import { readEnvironment } from "../../functions/runtime/environment.ts";
import { readSendConfiguration } from "../../functions/sending/send-configuration.ts";
import { aBody, anOpening } from "../fixtures/bodies.ts";
import { readMail } from "../fixtures/mail-server.ts";
import { applicantId, aWaitingMessage, FROM, keys, PAGES } from "./waiting-message.ts";

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
