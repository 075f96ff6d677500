import { describe, expect, test } from "vitest";
import { EMPTY_MAILBOX, hasOptedOut, type Mailbox, withOptOut } from "../../domain/delivery/mailbox.ts";
import { optOutByToken } from "../../functions/contacts/opt-out.ts";
import { OptOutLinks, optOutSecretOf } from "../../functions/contacts/opt-out-link.ts";
import { newContactKeys } from "../../functions/contacts/sealed.ts";
import { aBody, aJobBody, anApplicant, aProfileBody } from "../fixtures/bodies.ts";
import { MemoryService } from "../fixtures/memory-service.ts";

const APPLICANT = anApplicant().applicantId;
const links = new OptOutLinks("https://example.org/opt-out", optOutSecretOf(newContactKeys().privateKey));

/** Brings what was published back to intake, as the rule of the bus does. */
async function bringBack(service: MemoryService): Promise<void> {
  const [last] = service.world
    .published()
    .filter(({ name }) => name === "DeliveryOptedOut")
    .slice(-1);
  const body = { source: "ieum.applicants", "detail-type": last?.name, detail: last?.detail };
  await service.accept(JSON.stringify(body));
}

describe("a token", () => {
  test("names one person, and nobody can make another of it", () => {
    const token = links.tokenOf(APPLICANT);
    expect(links.applicantOfToken(token)).toBe(APPLICANT);
    expect(links.applicantOf(links.linkOf(APPLICANT))).toBe(APPLICANT);
    const forged = ["", ".", "someone-else", `someone-else.${token.split(".")[1]}`, `${token}.x`, token.slice(0, -2)];
    expect(forged.map((one) => links.applicantOfToken(one))).toEqual(forged.map(() => undefined));
    const others = new OptOutLinks("https://example.org/opt-out", optOutSecretOf(newContactKeys().privateKey));
    expect(others.applicantOfToken(token)).toBeUndefined();
  });

  test("ends the messages, once however often it is used", async () => {
    const service = new MemoryService();
    await service.accept(aProfileBody());
    const press = () => optOutByToken(service.world, links.tokenOf(APPLICANT), links);
    expect(await press()).toEqual({ kind: "accepted" });
    expect(await press()).toEqual({ kind: "accepted" });
    expect(new Set(service.world.published().map(({ detail }) => detail.eventId)).size).toBe(1);
    await bringBack(service);
    expect(await press()).toEqual({ kind: "already" });
    await service.accept(aJobBody());
    expect(service.world.sent("applicant-messages")).toEqual([]);
  });

  test("ends them again for somebody who had come back", async () => {
    const service = new MemoryService();
    await service.accept(aProfileBody());
    await optOutByToken(service.world, links.tokenOf(APPLICANT), links);
    await bringBack(service);
    await service.accept(aProfileBody({ revision: 2, delivery: { resumedAfterOptOut: 1 } }));
    expect(await optOutByToken(service.world, links.tokenOf(APPLICANT), links)).toEqual({ kind: "accepted" });
    await bringBack(service);
    await service.accept(aJobBody());
    expect(service.world.sent("applicant-messages")).toEqual([]);
  });

  test("of nobody, or of somebody who has left, puts nothing on the bus", async () => {
    const service = new MemoryService();
    expect(await optOutByToken(service.world, "forged.token", links)).toEqual({ kind: "unknown-token" });
    await service.accept(aProfileBody(), aBody("ApplicantWithdrawn", { applicantId: APPLICANT, revision: 2 }));
    expect(await optOutByToken(service.world, links.tokenOf(APPLICANT), links)).toEqual({ kind: "already" });
    expect(service.world.published().filter(({ name }) => name === "DeliveryOptedOut")).toEqual([]);
  });
});

test("opt-outs of different channels all hold, in whatever order they come", () => {
  const words = [
    { revision: 1, channels: ["message"] },
    { revision: 2, channels: ["inbox"] },
  ] as const;
  const fold = (order: readonly (typeof words)[number][]) =>
    order.reduce<Mailbox>((mailbox, word) => withOptOut(mailbox, word), EMPTY_MAILBOX);
  for (const order of [words, words.toReversed()]) {
    const mailbox = fold(order);
    expect(mailbox).toEqual(fold(words));
    expect([hasOptedOut(mailbox, "message", 0), hasOptedOut(mailbox, "inbox", 0)]).toEqual([true, true]);
    // Whoever came back after the first word has come back for what that was about.
    expect([hasOptedOut(mailbox, "message", 1), hasOptedOut(mailbox, "inbox", 1)]).toEqual([false, true]);
  }
});
