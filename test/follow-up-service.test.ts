import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dayInSeoul } from "../domain/model/calendar.ts";
import { addMonths } from "../domain/outcomes/follow-up.ts";
import { createAwsPorts } from "../functions/adapters/aws/aws-ports.ts";
import { createAwsClients } from "../functions/adapters/aws/clients.ts";
import type { Ports } from "../functions/ports.ts";
import type { EnvironmentName } from "../functions/runtime/environment.ts";
import { runService, type Service } from "../infra/local/local-service.ts";
import { aBody, aJobBody, aProfileBody } from "./fixtures/bodies.ts";
import { publishTo } from "./fixtures/publish.ts";
import { collect } from "./ports/harness.ts";

/** The synthesised stack in the twin: what a hire leads to, over bus, queues, tables and bundled functions, each under its own role. */
let service: Service;
let dataDir: string;
let ports: Ports;
const denied: string[] = [];

/** Made for the deployment's own tables: a variable's name says which. */
const TABLES: Partial<Record<EnvironmentName, keyof Service["names"]["tables"]>> = {
  followUpsTable: "follow-ups",
  ledgerTable: "ledger",
  recommendationsTable: "recommendations",
  quarantineTable: "quarantine",
};

const PERSON = "hired-person";
const JOB = "hiring-job";
const TODAY = dayInSeoul(Date.now());

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "ieum-follow-up-"));
  service = await runService({ dataDir, fresh: true, port: 0, tablesPort: 0 });
  service.twin.on("denied", (reason) => denied.push(reason));
  const { twin, names } = service;
  ports = createAwsPorts((name) => names.tables[TABLES[name] ?? "quarantine"], {
    ...createAwsClients(),
    dynamoDb: new DynamoDBClient(twin.clientConfig("dynamodb")),
  });
}, 120_000);

afterAll(async () => {
  await service.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function publish(...bodies: string[]): Promise<void> {
  await publishTo(service, bodies);
  await service.twin.idle();
}

/** Events of one sort that wait for a center. */
async function waitingFor(center: string, detailType: string): Promise<Record<string, unknown>[]> {
  const sqs = new SQSClient({ ...service.twin.clientConfig("sqs"), useQueueUrlAsEndpoint: false });
  const name = service.names.centers[center]?.queue ?? center;
  const QueueUrl = Object.values(service.twin.outputs).find((url) => url.endsWith(`/${name}`));
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
  );
  sqs.destroy();
  return Messages.map(({ Body = "{}" }) => JSON.parse(Body))
    .filter((event) => event["detail-type"] === detailType)
    .map(({ detail }) => detail);
}

async function runSchedule(day: string): Promise<void> {
  const scheduledTime = new Date(`${day}T06:00:00+09:00`).toISOString();
  const ended = await service.twin.invoke(service.names.functions["follow-up"], { scheduledTime });
  expect(ended.kind).not.toBe("error");
  await service.twin.idle();
}

const anOutcome = (outcome: string, revision: number) =>
  aBody("OutcomeRecorded", { applicantId: PERSON, openingId: JOB, outcome, revision, on: TODAY });

const { validThrough: _open, ...openEnded } = JSON.parse(aJobBody()).detail.opening;

describe("a hire, in the whole service", () => {
  test("is asked about by its center when it is due, is closed by the result, and is counted", async () => {
    await publish(
      aProfileBody({ applicantId: PERSON }),
      aBody("JobPosted", { opening: { ...openEnded, openingId: JOB } }),
    );
    await publish(anOutcome("applied", 1), anOutcome("hired", 2));
    const [told] = await ports.recommendations.list(PERSON);
    expect(told?.history?.map(({ outcome, center }) => `${outcome} ${center}`)).toEqual([
      "applied central",
      "hired central",
    ]);

    await runSchedule(addMonths(TODAY, 3));
    await runSchedule(addMonths(TODAY, 3));
    expect(await waitingFor("central", "FollowUpDue")).toMatchObject([
      { applicantId: PERSON, openingId: JOB, months: 3, hiredOn: TODAY, dueOn: addMonths(TODAY, 3) },
    ]);
    expect(await waitingFor("west", "FollowUpDue")).toEqual([]);

    const result = { applicantId: PERSON, openingId: JOB, on: TODAY };
    await publish(aBody("FollowUpRecorded", result));
    const [first] = await ports.followUps.of(PERSON);
    expect(first?.results).toMatchObject([{ result: "employed", satisfaction: 4.85, center: "central" }]);
    const facts = await collect(ports.ledger.facts("central", Number(TODAY.slice(0, 4))));
    expect(facts.map(({ measure }) => measure).sort()).toEqual(["applied", "hired"]);
  });

  test("is forgotten with its person, and counted all the same", async () => {
    await publish(aBody("ApplicantWithdrawn", { applicantId: PERSON, revision: 9 }));
    expect(await ports.followUps.of(PERSON)).toEqual([]);
    expect(await collect(ports.followUps.listed("scheduled", "2199-12-31"))).toEqual([]);
    const facts = await collect(ports.ledger.facts("central", Number(TODAY.slice(0, 4))));
    expect(facts.map(({ measure }) => measure).sort()).toEqual(["applied", "hired"]);
  });

  test("lets figures be entered beside it, and refuses those of a center that isn't there", async () => {
    await publish(aBody("LedgerEntered"));
    expect(await ports.ledger.statements("center#north")).toMatchObject([
      { source: "yearly-report-2026", revision: 1 },
    ]);
    const statement = { center: "nowhere", source: "s", basis: "books", period: "2026", revision: 1 };
    const figures = [{ place: "p", line: "l", measure: "target", value: 1 }];
    await publish(aBody("LedgerEntered", { statement: { ...statement, figures } }));
    const refused = await ports.quarantine.list(dayInSeoul(Date.now()));
    expect(refused.map(({ code, path }) => `${code} ${path}`)).toEqual(["UNKNOWN_CENTER /statement/center"]);
  });

  test("stops at nothing for want of a permission", () => {
    expect(denied).toEqual([]);
  });
});
