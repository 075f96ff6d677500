import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { decodeRecord } from "../domain/index/log-record.ts";
import { dayInSeoul } from "../domain/model/calendar.ts";
import { createAwsPorts } from "../functions/adapters/aws/aws-ports.ts";
import { createAwsClients } from "../functions/adapters/aws/clients.ts";
import type { Ports } from "../functions/ports.ts";
import type { EnvironmentName } from "../functions/runtime/environment.ts";
import { register } from "../functions/webhooks/registering.ts";
import { countOutcome } from "../infra/local/demo-counts.ts";
import { runService, type Service } from "../infra/local/local-service.ts";
import { aBody, aJobBody, anApplicant, aProfileBody, asImported } from "./fixtures/bodies.ts";
import { publishTo } from "./fixtures/publish.ts";
import { sealFor } from "./fixtures/webhook-seal.ts";

/** The synthesised stack in the twin: bus, queues, tables and the bundled functions, each under its own role. */
let service: Service;
let dataDir: string;
let ports: Ports;
const denied: string[] = [];

/** Retries come soon, so that a crash costs the test no visibility timeout. */
const RETRY_DELAY_MS = 100;

const TABLES: Partial<Record<EnvironmentName, keyof Service["names"]["tables"]>> = {
  applicantsTable: "applicants",
  openingsTable: "openings",
  recommendationsTable: "recommendations",
  bridgesTable: "bridges",
  institutionsTable: "institutions",
  deliveriesTable: "deliveries",
  quarantineTable: "quarantine",
  centerFeedsTable: "center-feeds",
  webhooksTable: "webhooks",
  shardLogTable: "shard-log",
};

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "ieum-service-"));
  service = await runService({ dataDir, fresh: true, port: 0, tablesPort: 0, retryDelayMs: RETRY_DELAY_MS });
  service.twin.on("denied", (reason) => denied.push(reason));
  const { twin, names } = service;
  ports = createAwsPorts(
    (name) => {
      const table = TABLES[name];
      if (table === undefined) throw new Error(`this test reads no ${name}`);
      return names.tables[table];
    },
    { ...createAwsClients(), dynamoDb: new DynamoDBClient(twin.clientConfig("dynamodb")) },
  );
}, 120_000);

afterAll(async () => {
  await service.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const publish = (...bodies: string[]) => publishTo(service, bodies);

async function quarantined() {
  return ports.quarantine.list(dayInSeoul(Date.now()));
}

const { validThrough: _open, ...openEnded } = JSON.parse(aJobBody()).detail.opening;

/** Each at a branch of its own: two that say the same would be one opportunity, and told once. */
function aJob(openingId: string, fields: Record<string, unknown> = {}): string {
  const branch = [...openingId].reduce((number, letter) => (number * 31 + letter.charCodeAt(0)) % 1_000_003, 0);
  const title = `${openEnded.title} ${branch}호점`;
  return aBody("JobPosted", { opening: { ...openEnded, openingId, title, ...fields } });
}

const WAITS = { timeout: 20_000 };

/** So often has an import asked whether there is room by the time that it stands still. */
const QUESTIONS = 10;

/** Whom and what the records of the shard's log are about, in order. */
async function records(): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const page of ports.shardLog.readAfter("1#0", 0)) {
    for (const { record } of page) {
      const read = record && decodeRecord(record);
      if (read?.type === "applicant") ids.push(read.facts.applicantId);
      if (read?.type === "opening") ids.push(read.facts.openingId);
    }
  }
  return ids;
}

describe("the whole service", () => {
  test("recommends a job to whom it suits, and tells the center, the employer and the person", async () => {
    await publish(
      aProfileBody({ applicantId: "e2e-person", delivery: { perDayMax: 20, perWeekMax: 100 } }),
      aJob("e2e-job"),
    );
    await service.twin.idle();
    const told = await ports.recommendations.list("e2e-person");
    expect(told.map(({ openingId }) => openingId)).toEqual(["e2e-job"]);
    const counts = service.twin.counts();
    const { names } = service;
    expect(counts[names.queues["applicant-messages"].queue]?.visible).toBe(1);
    expect(counts[names.queues["employer-shortlists"].queue]?.visible).toBe(1);
    // 마포구 is served by the center in the middle, and by no other.
    const centers = Object.entries(names.centers).filter(([, { queue }]) => (counts[queue]?.visible ?? 0) > 0);
    expect(centers.map(([id]) => id)).toEqual(["central"]);
  });

  test("sets every bad event aside with its code and path, and goes on with the others", async () => {
    const opening = { ...openEnded, openingId: "e2e-bad" };
    await publish(
      aBody("JobPosted", { opening: { ...opening, eligibility: { ageMin: 20, ageMax: 35 } } }),
      aBody("JobPosted", { opening: { ...opening, revision: 0 } }),
      aBody("JobPosted", { opening: { ...opening, place: { mode: "onsite", district: "99999" } } }),
      aBody("JobPosted", { opening, schemaVersion: 2 }),
      aBody("JobPosted", { opening: { ...opening, title: "문의 010-1234-5678" } }),
      aBody("ApplicantProfileUpdated", {
        applicant: anApplicant({ applicantId: "e2e-bad", competencies: [{ competency: "no-such-thing", level: 1 }] }),
      }),
      aJob("e2e-job", { title: "같은 차례, 다른 내용" }),
      aJob("e2e-good"),
    );
    const sqs = new SQSClient({ ...service.twin.clientConfig("sqs"), useQueueUrlAsEndpoint: false });
    const intakeUrl = Object.values(service.twin.outputs).find((url) =>
      url.endsWith(service.names.queues.intake.queue),
    );
    await sqs.send(new SendMessageCommand({ QueueUrl: intakeUrl, MessageBody: "not json" }));
    sqs.destroy();
    await service.twin.idle();
    const seen = (await quarantined()).map(({ code, path }) => `${code} ${path}`);
    expect(seen.sort()).toEqual([
      "AGE_CONDITION_ON_JOB /opening/eligibility",
      "NOT_JSON ",
      "PERSONAL_DATA_IN_TEXT /opening/title",
      "REVISION_CONFLICT /opening/revision",
      "SCHEMA_VIOLATION /opening/revision",
      "UNKNOWN_COMPETENCY /applicant/competencies/0/competency",
      "UNKNOWN_DISTRICT /opening/place/district",
      "VERSION_UNSUPPORTED /schemaVersion",
    ]);
    const told = await ports.recommendations.list("e2e-person");
    expect(told.map(({ openingId }) => openingId)).toEqual(["e2e-good", "e2e-job"]);
  });

  test("loses and repeats nothing when the match function is killed at each of its calls", async () => {
    const { twin, names } = service;
    const match = names.functions.match;
    let calls = 0;
    const ending = twin.watchCalls(match, ({ phase }) => {
      if (phase === "before") calls++;
      return "pass";
    });
    await publish(aJob("e2e-counted"));
    await twin.idle();
    ending();
    expect(calls).toBeGreaterThan(5);
    for (let at = 1; at <= calls; at++) {
      let call = 0;
      let isKilled = false;
      const end = twin.watchCalls(match, async ({ phase }) => {
        if (phase === "before") call++;
        if (isKilled || call !== at || phase !== "after") return "pass";
        isKilled = true;
        await twin.kill(match);
        return "drop";
      });
      await publish(aJob(`e2e-killed-${at}`));
      await twin.idle();
      end();
      expect(isKilled, `killed after call ${at}`).toBe(true);
    }
    const told = (await ports.recommendations.list("e2e-person")).map(({ openingId }) => openingId);
    const expected = Array.from({ length: calls }, (_, index) => `e2e-killed-${index + 1}`);
    expect(told).toEqual(expect.arrayContaining(expected));
    const ids = told.map((openingId) => `e2e-person~${openingId}`);
    expect([...(await ports.deliveries.states(ids, "message")).values()]).toEqual(told.map(() => "sent"));
  }, 120_000);

  test("is counted by what is kept, whatever lists were removed", async () => {
    await publish(aJob("e2e-closing"));
    await service.twin.idle();
    const before = await countOutcome(service, { read: 0, refused: 0 });
    await publish(aBody("OpeningClosed", { openingId: "e2e-closing", revision: 2 }));
    await service.twin.idle();
    const after = await countOutcome(service, { read: 0, refused: 0 });
    expect(before.matches).toBeGreaterThan(0);
    expect(after.matches).toBe(before.matches - 1);
    expect(after.recommended).toBe(before.recommended);
  });

  test("keeps what a center was told in its feed, and sends it to the center's webhook", async () => {
    const received: string[] = [];
    const receiver = createServer((request, response) => {
      received.push(String(request.headers["webhook-id"]));
      request.resume().on("end", () => response.writeHead(204).end());
    });
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
    const delivered = await ports.centerFeeds.end("central");
    const terms = { allowsLoopback: true, seal: sealFor(service) };
    await register({ center: "central", webhookId: "e2e", url, delivered }, ports.webhooks, terms);

    await publish(aProfileBody({ applicantId: "e2e-fed" }), aJob("e2e-fed-job"));
    await service.twin.idle();
    const items = await ports.centerFeeds.readAfter("central", delivered, 100);
    expect(items.map(({ event }) => JSON.parse(event)["detail-type"])).toContain("MatchesFound");
    expect(received).toEqual(items.map(({ eventId }) => eventId));
    const states = await ports.webhooks.list("central");
    expect(states.map((state) => state.delivered)).toEqual([items.at(-1)?.position]);
    await ports.webhooks.remove("central", "e2e");
    receiver.close();
  });

  test("an import of hundreds lets an opening go first that is posted after it", async () => {
    const { twin, names } = service;
    const { matching } = names.queues;
    const imported = Array.from({ length: 300 }, (_, number) =>
      asImported(aProfileBody({ applicantId: `e2e-imported-${number}`, residence: "26350" })),
    );
    // The shard stands still meanwhile, so that what is ahead depends on what intake sends and not on who is quicker.
    const { promise: released, resolve: release } = Promise.withResolvers<"pass">();
    twin.watchCalls(names.functions.match, () => released);
    let asked = 0;
    twin.watchCalls(names.functions.intake, ({ operation }) => {
      if (operation === "GetQueueAttributes") asked++;
      return "pass";
    });
    const waiting = (queue: string) => twin.counts()[queue]?.visible ?? 0;
    for (let first = 0; first < imported.length; first += 10) await publish(...imported.slice(first, first + 10));
    await vi.waitFor(() => expect(asked).toBeGreaterThan(QUESTIONS), WAITS);
    const before = waiting(matching.queue);
    await publish(aJob("e2e-after-an-import"));
    await vi.waitFor(() => expect(waiting(matching.queue)).toBeGreaterThan(before), WAITS);
    release("pass");
    await twin.idle();
    const log = await records();
    const isImport = (id: string) => id.startsWith("e2e-imported-");
    const place = log.indexOf("e2e-after-an-import");
    expect(log.filter(isImport)).toHaveLength(imported.length);
    // In the order of arrival it would be all of them.
    expect(log.slice(0, place).filter(isImport).length).toBeLessThan(imported.length / 3);
  });

  test("stops at nothing for want of a permission, and leaves nothing in a dead-letter queue", () => {
    expect(denied).toEqual([]);
    const dead = Object.entries(service.twin.counts()).filter(
      ([name, counts]) => name.includes("-dlq") && counts.visible > 0,
    );
    expect(dead).toEqual([]);
  });
});
