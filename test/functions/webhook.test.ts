import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook as Verifier, WebhookVerificationError } from "standardwebhooks";
import { afterEach, describe, expect, test } from "vitest";
import { eventsOut } from "../../events/catalog.ts";
import { fromCloudEvent } from "../../events/contracts/cloud-event.ts";
import { createMemoryWorld } from "../../functions/adapters/memory/memory-world.ts";
import { newContactKeys } from "../../functions/contacts/sealed.ts";
import type { FeedItem } from "../../functions/feed-ports.ts";
import { dayWith } from "../../functions/feeding/feed-day.ts";
import type { Webhook } from "../../functions/ports.ts";
import { silentLog } from "../../functions/runtime/log.ts";
import { deliverWebhooks } from "../../functions/webhook.ts";
import { findUrlFault } from "../../functions/webhooks/allowed-url.ts";
import { toNudge } from "../../functions/webhooks/nudge.ts";
import { createPost } from "../../functions/webhooks/post.ts";
import {
  change,
  createSecret,
  register,
  resumed,
  withNewSecret,
  withoutOldSecret,
} from "../../functions/webhooks/registering.ts";
import { openSecretsWith, sealSecretsWith } from "../../functions/webhooks/sealed-secrets.ts";
import { ManualClock } from "../ports/harness.ts";

interface Received {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

type Answer = (request: Received, response: ServerResponse) => void;

const taken: Answer = (_request, response) => {
  response.writeHead(204).end();
};
const saying =
  (status: number): Answer =>
  (_request, response) => {
    response.writeHead(status, status < 400 ? { location: "/elsewhere" } : {}).end("not now");
  };

const hanging: Answer = () => undefined;

const breaking: Answer = (_request, response) => {
  response.destroy();
};

const servers: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

/** A receiver as a center would have one: a real HTTP server. Answers are used up one by one; then everything is taken. */
async function aReceiver(...answers: readonly Answer[]) {
  const received: Received[] = [];
  const left = [...answers];
  const server = createServer(async (request: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const one = { path: request.url ?? "", headers, body: Buffer.concat(chunks).toString("utf8") };
    received.push(one);
    (left.shift() ?? taken)(one, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  servers.push({
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  });
  return { received, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/ieum` };
}

const { MatchesFound } = eventsOut;
const eventIdOf = (number: number) => `01KB0000000000000000${String(number).padStart(6, "0")}`;

function anItem(position: number, at: number): FeedItem {
  const eventId = eventIdOf(position);
  const detail = { ...MatchesFound.sample, eventId };
  const event = JSON.stringify({ source: MatchesFound.source, "detail-type": MatchesFound.name, detail });
  return { center: "west", position, eventId, event, at, soFar: dayWith(undefined, {}, { position, at }) };
}

const keys = newContactKeys();
const seal = sealSecretsWith(keys.publicKey);

/** A world with some events in the feed of west, and the function with a clock and without any waiting. */
async function aWorld(events: number) {
  const clock = new ManualClock();
  const world = createMemoryWorld(clock);
  for (let position = 1; position <= events; position++) {
    await world.centerFeeds.append(anItem(position, clock.now()));
  }
  const openSecrets = openSecretsWith(keys.privateKey);
  const configuration = { post: createPost(400), allowsLoopback: true, openSecrets };
  const work = (bodies: readonly string[]) =>
    deliverWebhooks(
      bodies.map((body, at) => ({ messageId: `m-${at}`, body })),
      world,
      configuration,
      silentLog,
    );
  let handled = 0;
  return {
    world,
    clock,
    nudge: () => work([toNudge("west").body]),
    /** Hands over the messages that the function has sent to itself since, as if their delays were over. */
    async retry() {
      const messages = world.sent("webhooks").slice(handled);
      handled += messages.length;
      await work(messages.map(({ body }) => body));
      return messages;
    },
    /** Gives the secret to check signatures with. */
    async add(url: string, webhookId = "crm"): Promise<string> {
      const wanted = { center: "west", webhookId, url, delivered: 0 };
      const registered = await register(wanted, world.webhooks, { allowsLoopback: true, seal });
      if (registered.kind !== "registered") throw new Error(registered.kind);
      return registered.secret;
    },
    state: async (webhookId = "crm") => {
      const webhook = await world.webhooks.get("west", webhookId);
      if (webhook === undefined) throw new Error("the webhook is gone");
      return webhook;
    },
  };
}

const idsOf = (received: readonly Received[]) => received.map(({ headers }) => headers["webhook-id"]);

describe("a webhook", () => {
  test("gets every event in order, once, signed, as a CloudEvent that gives the event back", async () => {
    const { world, nudge, add, state } = await aWorld(45);
    const receiver = await aReceiver();
    await add(receiver.url);
    await nudge();
    await nudge();
    expect(idsOf(receiver.received)).toEqual(Array.from({ length: 45 }, (_, at) => eventIdOf(at + 1)));
    expect((await state()).delivered).toBe(45);
    const [first] = receiver.received;
    if (first === undefined) throw new Error("nothing was received");
    expect(first.headers["content-type"]).toBe("application/cloudevents+json");
    const { cursor, ...cloudEvent } = JSON.parse(first.body);
    expect(cursor).toBe("1");
    expect(fromCloudEvent(cloudEvent)).toEqual(JSON.parse(anItem(1, 0).event));
    expect((await world.webhooks.attempts("west", "crm", 100)).every(({ status }) => status === 204)).toBe(true);
    expect((await state()).secrets).toHaveLength(1);
  });

  test("has its secret kept sealed: what is kept signs nothing, and doesn't open for another webhook", async () => {
    const { add, state, world } = await aWorld(1);
    const secret = await add("http://127.0.0.1:9/");
    const webhook = await state();
    expect(world.dump()).not.toContain(secret);
    expect(world.dump()).not.toContain("whsec_");
    expect(openSecretsWith(keys.privateKey)(webhook)).toEqual([secret]);
    expect(() => openSecretsWith(keys.privateKey)({ ...webhook, webhookId: "other" })).toThrow(
      "west/other can't be opened",
    );
    expect(() => openSecretsWith(newContactKeys().privateKey)(webhook)).toThrow("can't be opened");
    expect(() => openSecretsWith("")(webhook)).toThrow("there is no key");
  });

  test("that was registered before secrets were sealed is signed for until its secret is changed", () => {
    const webhook = { center: "west", webhookId: "old", secrets: ["whsec_one"] } as unknown as Webhook;
    expect(openSecretsWith("")(webhook)).toEqual(["whsec_one"]);
    const { secrets } = withNewSecret(webhook, "whsec_two", seal);
    expect(openSecretsWith(keys.privateKey)({ ...webhook, secrets })).toEqual(["whsec_two", "whsec_one"]);
  });

  test("is signed under the clock's time, and what was tampered with or replayed later is refused", async () => {
    const { nudge, add, clock } = await aWorld(1);
    const receiver = await aReceiver();
    const secret = await add(receiver.url);
    clock.advance(Date.now() - clock.now());
    await nudge();
    const [first] = receiver.received;
    if (first === undefined) throw new Error("nothing was received");
    const { headers, body } = first;
    const verifier = new Verifier(secret);
    expect(verifier.verify(body, headers)).toEqual(JSON.parse(body));
    expect(() => verifier.verify(body.replace("11440", "11110"), headers)).toThrow(WebhookVerificationError);
    const late = { ...headers, "webhook-timestamp": String(Number(headers["webhook-timestamp"]) - 600) };
    expect(() => verifier.verify(body, late)).toThrow(WebhookVerificationError);
  });

  test("can be checked with the old secret and with the new one while they change, and with the new one after", async () => {
    const { world, nudge, add, clock } = await aWorld(2);
    const receiver = await aReceiver();
    const before = await add(receiver.url);
    clock.advance(Date.now() - clock.now());
    const after = createSecret();
    await change("west", "crm", world.webhooks, (webhook) => withNewSecret(webhook, after, seal));
    const isSignedWith = (secret: string, { headers, body }: Received) => {
      try {
        return new Verifier(secret).verify(body, headers) !== undefined;
      } catch {
        return false;
      }
    };
    await nudge();
    const [first] = receiver.received;
    if (first === undefined) throw new Error("nothing was received");
    expect([isSignedWith(before, first), isSignedWith(after, first)]).toEqual([true, true]);
    await change("west", "crm", world.webhooks, withoutOldSecret);
    await world.centerFeeds.append(anItem(3, clock.now()));
    await nudge();
    const last = receiver.received.at(-1);
    if (last === undefined) throw new Error("nothing was received");
    expect([isSignedWith(before, last), isSignedWith(after, last)]).toEqual([false, true]);
  });

  test.each([
    ["an error of the receiver", saying(500), "status"],
    ["a refusal", saying(404), "status"],
    ["a redirect, which isn't followed", saying(302), "redirect"],
    ["an answer that never comes", hanging, "timeout"],
    ["a connection that breaks", breaking, "connection"],
  ] as const)("is tried again after %s, in order, and loses nothing", async (_name, answer, failure) => {
    const { world, clock, nudge, retry, add, state } = await aWorld(3);
    const receiver = await aReceiver(taken, answer);
    await add(receiver.url);
    await nudge();
    expect(await state()).toMatchObject({ delivered: 1, failures: 1 });
    // Something new doesn't hurry what waits.
    await nudge();
    expect(receiver.received).toHaveLength(2);
    clock.advance(5_000);
    const [message] = await retry();
    expect(message?.delaySeconds).toBe(5);
    expect(idsOf(receiver.received)).toEqual([1, 2, 2, 3].map(eventIdOf));
    expect(await state()).toMatchObject({ delivered: 3, failures: 0 });
    const failed = (await world.webhooks.attempts("west", "crm", 100)).filter((attempt) => attempt.failure);
    expect(failed).toMatchObject([{ position: 2, failure }]);
  });

  test("waits longer each time, gives up after three days, and goes on where it stood when it is resumed", async () => {
    const { world, clock, nudge, retry, add, state } = await aWorld(2);
    const receiver = await aReceiver(...Array.from({ length: 10 }, () => saying(503)));
    await add(receiver.url);
    await nudge();
    const start = clock.now();
    const waits: number[] = [];
    for (let before = await state(); !before.isPaused; before = await state()) {
      waits.push((before.nextAttemptAt - clock.now()) / 1_000);
      // Longer waits are taken in several messages, none of which tries too early.
      while (clock.now() < before.nextAttemptAt) {
        clock.advance(Math.min(before.nextAttemptAt - clock.now(), 900_000));
        await retry();
      }
    }
    expect(waits).toEqual([5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]);
    expect((clock.now() - start) / 3_600_000).toBeGreaterThan(72);
    expect(receiver.received).toHaveLength(10);
    await nudge();
    expect(receiver.received).toHaveLength(10);
    await change("west", "crm", world.webhooks, resumed);
    await nudge();
    expect(idsOf(receiver.received.slice(10))).toEqual([1, 2].map(eventIdOf));
  });

  test("that is gone (410) is paused at once", async () => {
    const { nudge, add, state } = await aWorld(2);
    const receiver = await aReceiver(saying(410));
    await add(receiver.url);
    await nudge();
    expect(receiver.received).toHaveLength(1);
    expect(await state()).toMatchObject({ isPaused: true, delivered: 0 });
  });

  test("that hangs holds up no other", async () => {
    const { nudge, add, state } = await aWorld(3);
    const [slow, fine] = [await aReceiver(hanging), await aReceiver()];
    await add(slow.url, "slow");
    await add(fine.url, "fine");
    await nudge();
    expect(fine.received).toHaveLength(3);
    expect(await state("slow")).toMatchObject({ delivered: 0, failures: 1 });
  });

  test("gets a replay before what is new, under other ids and marked as such", async () => {
    const { world, clock, nudge, add, state } = await aWorld(3);
    const receiver = await aReceiver();
    await add(receiver.url);
    await nudge();
    await change("west", "crm", world.webhooks, (webhook) => ({ ...webhook, replay: { next: 2, last: 3 } }));
    await world.centerFeeds.append(anItem(4, clock.now()));
    await nudge();
    const again = receiver.received.slice(3);
    expect(idsOf(again)).toEqual([`${eventIdOf(2)}.replay-3`, `${eventIdOf(3)}.replay-3`, eventIdOf(4)]);
    expect(again.map(({ body }) => JSON.parse(body).replayed)).toEqual([true, true, undefined]);
    expect((await state()).replay).toBeUndefined();
  });

  test("delivered to by two at once repeats at most under the same ids, and ends where it should", async () => {
    const { nudge, add, state } = await aWorld(30);
    const receiver = await aReceiver();
    await add(receiver.url);
    await Promise.all([nudge(), nudge(), nudge()]);
    await nudge();
    expect(new Set(idsOf(receiver.received)).size).toBe(30);
    expect((await state()).delivered).toBe(30);
  });
});

describe("an address for webhooks", () => {
  test.each([
    ["https://crm.example/ieum", undefined],
    ["https://crm.example:8443/ieum?x=1", undefined],
    ["http://crm.example/ieum", "not-https"],
    ["ftp://crm.example/", "not-https"],
    ["https://name:secret@crm.example/", "has-credentials"],
    ["https://169.254.169.254/latest", "is-an-ip-address"],
    ["https://[fd00::1]/", "is-an-ip-address"],
    ["https://2130706433/", "is-an-ip-address"],
    ["https://localhost/", "is-an-ip-address"],
    ["http://127.0.0.1:9001/", "not-https"],
    ["nowhere", "not-a-url"],
  ] as const)("%s: %s", (url, fault) => {
    expect(findUrlFault(url, false)).toBe(fault);
  });

  test("may be this machine itself where that is allowed", () => {
    expect(findUrlFault("http://127.0.0.1:8080/", true)).toBeUndefined();
    expect(findUrlFault("http://10.0.0.1/", true)).toBe("not-https");
  });
});
