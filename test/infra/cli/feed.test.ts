import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventsOut } from "../../../events/catalog.ts";
import { dayWith } from "../../../functions/feeding/feed-day.ts";
import { openSecretsWith } from "../../../functions/webhooks/sealed-secrets.ts";
import { type Deployment, startDeployment } from "./deployment.ts";

const { MatchesFound } = eventsOut;
const MIDNIGHT_MS = Date.parse("2026-11-21T00:00:00+09:00");
const HOUR_MS = 3_600_000;

let deployment: Deployment;
let centerQueueUrl: string;
let webhooksQueueUrl: string;

beforeAll(async () => {
  deployment = await startDeployment();
  centerQueueUrl = await deployment.createQueue("center-west");
  webhooksQueueUrl = await deployment.createQueue("webhooks");
  // One event an hour from midnight on.
  for (let position = 1; position <= 6; position++) {
    const eventId = `01KB000000000000000000000${position}`;
    const detail = { ...MatchesFound.sample, eventId };
    const event = JSON.stringify({ source: MatchesFound.source, "detail-type": MatchesFound.name, detail });
    const at = MIDNIGHT_MS + (position - 1) * HOUR_MS;
    await deployment.ports.centerFeeds.append({
      center: "west",
      position,
      eventId,
      event,
      at,
      soFar: dayWith(undefined, {}, { position, at }),
    });
  }
}, 60_000);

afterAll(() => deployment.stop());

const linesOf = (out: string) =>
  out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

async function messagesOf(QueueUrl: string) {
  const { Messages = [] } = await deployment.sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  return Messages.map(({ Body = "" }) => JSON.parse(Body));
}

describe("ieum feed", () => {
  const cursors = async (...args: string[]) => {
    const { code, out } = await deployment.run(["feed", "--center", "west", "--json", ...args]);
    expect(code).toBe(0);
    return linesOf(out).map(({ cursor }) => Number(cursor));
  };

  test("shows what a center was told as CloudEvents, each with the cursor that goes on after it", async () => {
    const { out } = await deployment.run(["feed", "--center", "west", "--json", "--limit", "1"]);
    expect(linesOf(out)).toMatchObject([{ specversion: "1.0", type: "ieum.MatchesFound.v1", cursor: "1" }]);
    expect(await cursors("--after", "4")).toEqual([5, 6]);
  });

  test("starts at a time or a day in Seoul and ends before another", async () => {
    expect(await cursors("--from", "2026-11-21")).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await cursors("--from", "2026-11-21T02:00:00+09:00", "--to", "2026-11-21T04:00:00+09:00")).toEqual([3, 4]);
    expect(await cursors("--from", "2026-11-20T18:30:00Z")).toEqual([5, 6]);
  });

  test.each([
    [["--center", "nowhere"], "there are: west"],
    [["--center", "west", "--from", "yesterday"], "--from must be a day or a time"],
    [["--center", "west", "--from", "2026-11-21T02:00:00"], "--from must be a day or a time"],
    [["--center", "west", "--after", "x"], "--after must be a whole number"],
  ])("%j is refused with a reason", async (args, reason) => {
    const { code, err } = await deployment.run(["feed", ...args]);
    expect(code).toBe(1);
    expect(err).toContain(reason);
  });

  test("replay puts a stretch into the center's queue as EventBridge's replays are", async () => {
    const args = ["feed", "replay", "--center", "west", "--from", "2026-11-21T03:00:00+09:00", "--name", "again"];
    const { code, out } = await deployment.run([...args, "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ center: "west", name: "again", events: 3, from: 4, to: 6 });
    const messages = await messagesOf(centerQueueUrl);
    expect(messages.map(({ "replay-name": name, detail }) => [name, detail.eventId.slice(-1)])).toEqual([
      ["again", "4"],
      ["again", "5"],
      ["again", "6"],
    ]);
  });
});

describe("ieum webhook", () => {
  const run = (...args: string[]) => deployment.run(["webhook", ...args, "--center", "west"]);

  test("goes from being added over a change of secrets and a replay to being removed", async () => {
    const added = await run("add", "crm", "--url", "https://crm.example/ieum", "--json");
    expect(added.code).toBe(0);
    const first = JSON.parse(added.out).secret;
    expect(first).toMatch(/^whsec_/);
    expect((await run("add", "crm", "--url", "https://crm.example/ieum")).err).toContain("has a webhook crm already");

    const rotated = await run("rotate", "crm", "--json");
    const second = JSON.parse(rotated.out).secret;
    const kept = async () => {
      const webhook = await deployment.ports.webhooks.get("west", "crm");
      if (webhook === undefined) throw new Error("the webhook is gone");
      expect(JSON.stringify(webhook)).not.toContain("whsec_");
      return openSecretsWith(deployment.webhookPrivateKey)(webhook);
    };
    expect(await kept()).toEqual([second, first]);
    await run("settle", "crm");
    expect(await kept()).toEqual([second]);

    const replayed = await deployment.run([
      "feed",
      "replay",
      "--center",
      "west",
      "--from",
      "2026-11-21",
      "--webhook",
      "crm",
    ]);
    expect(replayed.code).toBe(0);
    expect((await deployment.ports.webhooks.get("west", "crm"))?.replay).toEqual({ next: 1, last: 6 });
    expect((await messagesOf(webhooksQueueUrl)).length).toBeGreaterThan(0);

    const listed = await run("list", "--json");
    expect(listed.out).not.toContain("whsec_");
    expect(JSON.parse(listed.out)).toMatchObject({ webhookId: "crm", behind: 0, delivered: 6 });

    expect((await run("remove", "crm")).code).toBe(0);
    expect((await run("rotate", "crm")).err).toContain("west has no webhook crm");
  });

  test("tells what became of each delivery", async () => {
    const about = {
      center: "west",
      webhookId: "log",
      position: 2,
      eventId: "01KB0000000000000000000002",
      isReplay: false,
    };
    await deployment.ports.webhooks.log({ ...about, at: MIDNIGHT_MS, milliseconds: 15_000, failure: "timeout" });
    const { out } = await run("attempts", "log");
    expect(out).toContain("2026-11-20T15:00:00.000Z  2  01KB0000000000000000000002  timeout");
  });

  test.each([
    [["add", "x", "--url", "http://crm.example"], "--url must begin with https://"],
    [["add", "x", "--url", "https://10.0.0.1/"], "--url must name a host"],
    [["add", "a b", "--url", "https://crm.example"], "can't be the id of a webhook"],
    [["resume", "nobody"], "west has no webhook nobody"],
  ])("%j is refused with a reason", async (args, reason) => {
    const { code, err } = await run(...args);
    expect(code).toBe(1);
    expect(err).toContain(reason);
  });
});
