import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { canonicalJson } from "../../domain/canonical-json.ts";
import type { FollowUp } from "../../domain/outcomes/follow-up.ts";
import { createAwsPorts } from "../../functions/adapters/aws/aws-ports.ts";
import { createAwsClients } from "../../functions/adapters/aws/clients.ts";
import { readEnvironment } from "../../functions/runtime/environment.ts";
import { PartialFailure } from "../../functions/runtime/errors.ts";
import { bytesOf, collect, collectPages, ManualClock, upTo } from "./harness.ts";

const dynamoDb = mockClient(DynamoDBClient);

const clock = new ManualClock();
const pausesMs: number[] = [];
const reports: string[] = [];

const ports = createAwsPorts(
  readEnvironment({
    APPLICANTS_TABLE: "applicants",
    OPENINGS_TABLE: "openings",
    PROGRAMMES_TABLE: "programmes",
    SHARD_LOG_TABLE: "shard-log",
    MATCHES_TABLE: "matches",
    RECOMMENDATIONS_TABLE: "recommendations",
    DELIVERIES_TABLE: "deliveries",
    FOLLOW_UPS_TABLE: "follow-ups",
    LEDGER_TABLE: "ledger",
    CASES_TABLE: "cases",
    QUARANTINE_TABLE: "quarantine",
  }),
  createAwsClients(),
  {
    clock,
    pause: async (ms) => {
      pausesMs.push(ms);
    },
    report: (text) => {
      reports.push(text);
    },
  },
);

const conditionFailed = new ConditionalCheckFailedException({ message: "no", $metadata: {} });
const throttled = Object.assign(new Error("slow down"), { name: "ThrottlingException" });

const anOutcome = {
  applicantId: "a",
  openingId: "o",
  revision: 1,
  outcome: "declined",
  reason: "pay",
  on: "2026-11-23",
  eventId: "01KB0000000000000000000007",
} as const;

const aFollowUp: FollowUp = {
  applicantId: "a",
  openingId: "o",
  months: 3,
  hiredOn: "2026-11-21",
  dueOn: "2027-02-21",
  causeId: "01KB0000000000000000000007",
  results: [],
};

/** A recommendation of which nothing has become. */
const toldItem = {
  ...Object.fromEntries(
    ["applicantId", "openingId", "evidence", "versions", "alertId"].map((name) => [name, { S: "a" }]),
  ),
  ...Object.fromEntries(
    ["applicantRevision", "openingRevision", "score", "fitsOpening", "fitsApplicant"].map((name) => [name, { N: "1" }]),
  ),
  toldAt: { N: "1795219200000" },
};

// What stands in for a class of clients stands in for those of other files as well.
afterAll(() => dynamoDb.restore());
beforeEach(() => {
  dynamoDb.reset();
  pausesMs.length = 0;
  reports.length = 0;
});

/** Inputs of all calls to DynamoDB, in order. */
function sentToDynamoDb(): readonly unknown[] {
  return dynamoDb.calls().map((call) => call.args[0].input);
}

const aCase = { party: "applicant#a", caseId: "case-1" };

describe("what DynamoDB is sent", () => {
  test("keep is one conditional put", async () => {
    dynamoDb.on(PutItemCommand).resolves({});
    expect(await ports.openings.keep("o", 3, "{}")).toEqual({ kind: "kept" });
    expect(sentToDynamoDb()).toEqual([
      {
        TableName: "openings",
        Item: { openingId: { S: "o" }, revision: { N: "3" }, body: { S: "{}" } },
        ConditionExpression:
          "attribute_not_exists(#openingId) OR (#revision < :revision AND attribute_not_exists(#withdrawn))",
        ExpressionAttributeNames: { "#openingId": "openingId", "#revision": "revision", "#withdrawn": "withdrawn" },
        ExpressionAttributeValues: { ":revision": { N: "3" } },
      },
    ]);
  });

  test("keeping a profile is one conditional update that leaves completions alone and brings them along", async () => {
    const item = { applicantId: { S: "a" }, revision: { N: "3" }, body: { S: "{}" } };
    dynamoDb
      .on(UpdateItemCommand)
      .resolves({ Attributes: { ...item, completion10: { S: '"ten"' }, completion9: { S: '"nine"' } } });
    expect(await ports.applicants.keep("a", 3, "{}")).toEqual({ kind: "kept", completions: ['"nine"', '"ten"'] });
    expect(sentToDynamoDb()).toEqual([
      {
        TableName: "applicants",
        Key: { applicantId: { S: "a" } },
        UpdateExpression: "SET #revision = :revision, #body = :body REMOVE #closed",
        ConditionExpression:
          "attribute_not_exists(#revision) OR (#revision < :revision AND attribute_not_exists(#withdrawn))",
        ExpressionAttributeNames: {
          "#revision": "revision",
          "#body": "body",
          "#closed": "closed",
          "#withdrawn": "withdrawn",
        },
        ExpressionAttributeValues: { ":revision": { N: "3" }, ":body": { S: "{}" } },
        ReturnValues: "ALL_NEW",
      },
    ]);
  });

  test("a completion is one conditional update", async () => {
    dynamoDb.on(UpdateItemCommand).resolves({ Attributes: { applicantId: { S: "a" }, completion2: { S: "{}" } } });
    expect(await ports.applicants.complete("a", 2, "{}")).toEqual({ kind: "kept", applicant: undefined });
    expect(sentToDynamoDb()).toMatchObject([
      {
        UpdateExpression: "SET #entry = :body",
        ConditionExpression: "attribute_not_exists(#withdrawn) AND (attribute_not_exists(#entry) OR #entry = :body)",
      },
    ]);
  });

  test("a completion that is refused with nothing against it is a fault", async () => {
    dynamoDb.on(UpdateItemCommand).rejects(conditionFailed);
    dynamoDb.on(GetItemCommand).resolves({});
    await expect(ports.applicants.complete("a", 2, "{}")).rejects.toThrow("nothing stands against it");
  });

  test("a put whose condition fails is followed by one consistent read", async () => {
    dynamoDb.on(PutItemCommand).rejects(conditionFailed);
    dynamoDb.on(GetItemCommand).resolves({ Item: { openingId: { S: "o" }, revision: { N: "9" }, body: { S: "{}" } } });
    expect(await ports.openings.keep("o", 3, "{}")).toEqual({ kind: "superseded" });
    expect(sentToDynamoDb()).toHaveLength(2);
    expect(sentToDynamoDb()[1]).toEqual({
      TableName: "openings",
      Key: { openingId: { S: "o" } },
      ConsistentRead: true,
    });
  });

  test("a refused put with nothing in its way is a fault", async () => {
    dynamoDb.on(PutItemCommand).rejects(conditionFailed);
    dynamoDb.on(GetItemCommand).resolves({});
    await expect(ports.openings.keep("o", 3, "{}")).rejects.toThrow("nothing stands in its way");
  });

  test("close is one conditional update that leaves the body alone", async () => {
    dynamoDb.on(UpdateItemCommand).resolves({});
    await ports.openings.close("o", 3);
    expect(sentToDynamoDb()).toMatchObject([
      {
        TableName: "openings",
        Key: { openingId: { S: "o" } },
        UpdateExpression: "SET #revision = :revision, #closed = :true",
      },
    ]);
  });

  test("an outcome is one consistent read and one update that holds only while nothing was recorded since", async () => {
    dynamoDb.on(GetItemCommand).resolves({ Item: toldItem });
    dynamoDb.on(UpdateItemCommand).resolves({});
    const { applicantId, openingId, ...kept } = anOutcome;
    const history = [kept];
    expect(await ports.recommendations.recordOutcome({ applicantId, openingId, ...kept })).toMatchObject({
      kind: "recorded",
      history,
    });
    expect(sentToDynamoDb()).toEqual([
      {
        TableName: "recommendations",
        Key: { applicantId: { S: "a" }, openingId: { S: "o" } },
        ConsistentRead: true,
      },
      {
        TableName: "recommendations",
        Key: { applicantId: { S: "a" }, openingId: { S: "o" } },
        UpdateExpression: "SET #history = :history, #outcome = :outcome, #outcomeRevision = :revision",
        ConditionExpression: "attribute_exists(#applicantId) AND attribute_not_exists(#history)",
        ExpressionAttributeNames: {
          "#applicantId": "applicantId",
          "#history": "history",
          "#outcome": "outcome",
          "#outcomeRevision": "outcomeRevision",
        },
        ExpressionAttributeValues: {
          ":history": { S: canonicalJson(history) },
          ":outcome": { S: "declined" },
          ":revision": { N: "1" },
        },
      },
    ]);
  });

  test("an outcome whose history has changed since it was read is decided on anew", async () => {
    dynamoDb.on(GetItemCommand).resolves({ Item: toldItem });
    dynamoDb.on(UpdateItemCommand).rejectsOnce(conditionFailed).resolves({});
    expect(await ports.recommendations.recordOutcome(anOutcome)).toMatchObject({ kind: "recorded" });
    expect(sentToDynamoDb()).toHaveLength(4);
  });

  test("a withdrawal leaves the id, the revision and the mark", async () => {
    dynamoDb.on(PutItemCommand).resolves({});
    await ports.applicants.withdraw("a", 4);
    expect(sentToDynamoDb()).toMatchObject([
      { TableName: "applicants", ConditionExpression: "attribute_not_exists(#withdrawn) OR #revision < :revision" },
    ]);
    expect(dynamoDb.commandCalls(PutItemCommand)[0]?.args[0].input.Item).toEqual({
      applicantId: { S: "a" },
      revision: { N: "4" },
      withdrawn: { BOOL: true },
    });
  });

  test("append is one put on a free number", async () => {
    dynamoDb.on(PutItemCommand).resolves({});
    await ports.shardLog.append("s", { seq: 7, record: bytesOf(1, 2) });
    expect(sentToDynamoDb()).toEqual([
      {
        TableName: "shard-log",
        Item: { shard: { S: "s" }, seq: { N: "7" }, record: { B: bytesOf(1, 2) } },
        ConditionExpression: "attribute_not_exists(#shard)",
        ExpressionAttributeNames: { "#shard": "shard" },
      },
    ]);
  });

  test("a log is read consistently, page after page, from where the last one ended", async () => {
    const item = (seq: number) => ({ shard: { S: "s" }, seq: { N: String(seq) }, record: { B: bytesOf(seq) } });
    const LastEvaluatedKey = { shard: { S: "s" }, seq: { N: "6" } };
    dynamoDb
      .on(QueryCommand)
      .resolvesOnce({ Items: [item(6)], LastEvaluatedKey })
      .resolvesOnce({ Items: [item(7)] });
    const items = await collectPages(ports.shardLog.readAfter("s", 5));
    expect(items.map(({ seq }) => seq)).toEqual([6, 7]);
    expect(sentToDynamoDb()).toMatchObject([
      { ConsistentRead: true, ExpressionAttributeValues: { ":shard": { S: "s" }, ":seq": { N: "5" } } },
      { ConsistentRead: true, ExclusiveStartKey: LastEvaluatedKey },
    ]);
  });

  test("every query is consistent", async () => {
    dynamoDb.on(QueryCommand).resolves({ Items: [] });
    await collectPages(ports.shardLog.readAfter("s", 0));
    await ports.matchLists.get("opening#o");
    await ports.recommendations.list("a");
    await ports.recommendations.forget("a");
    await ports.quarantine.list("2026-11-21");
    expect(sentToDynamoDb()).toMatchObject(upTo(5).map(() => ({ ConsistentRead: true })));
  });

  test("a reader that stops early asks for no further page", async () => {
    const Items = [{ shard: { S: "s" }, seq: { N: "1" }, record: { B: bytesOf(1) } }];
    dynamoDb.on(QueryCommand).resolves({ Items, LastEvaluatedKey: { shard: { S: "s" }, seq: { N: "1" } } });
    for await (const _item of ports.shardLog.readAfter("s", 0)) break;
    expect(sentToDynamoDb()).toHaveLength(1);
  });

  test("a match list is put unless one made later is there", async () => {
    dynamoDb.on(PutItemCommand).rejects(conditionFailed);
    await ports.matchLists.put({ subject: "opening#o", shard: "s", asOfSeq: 5, packed: bytesOf(1) });
    expect(sentToDynamoDb()).toMatchObject([
      {
        TableName: "matches",
        ConditionExpression: "attribute_not_exists(#subject) OR #asOfSeq <= :asOfSeq",
        ExpressionAttributeValues: { ":asOfSeq": { N: "5" } },
      },
    ]);
  });

  test("a quarantined event is put once, without what isn't known of it", async () => {
    dynamoDb.on(PutItemCommand).rejects(conditionFailed);
    await ports.quarantine.put({
      quarantineId: "q",
      day: "2026-11-21",
      entityId: undefined,
      code: "NOT_JSON",
      path: "",
      message: "is not JSON",
      detailType: undefined,
      eventId: undefined,
      bodySha256: "00",
      bodyBytes: 1,
    });
    const input = dynamoDb.commandCalls(PutItemCommand)[0]?.args[0].input;
    expect(input?.ConditionExpression).toBe("attribute_not_exists(#quarantineId)");
    expect(input?.Item?.["arrivedAt"]).toEqual({ N: String(clock.now()) });
    expect(Object.keys(input?.Item ?? {})).not.toContain("entityId");
  });
});

describe("what DynamoDB leaves undone", () => {
  const key = (id: string) => ({ applicantId: { S: id } });
  const kept = (id: string) => ({ ...key(id), revision: { N: "1" }, body: { S: "{}" } });
  const delivery = (id: number) => ({ recommendationId: `r${id}`, channel: "inbox", state: "sent", at: 1 }) as const;
  const put = (id: number) => ({
    PutRequest: {
      Item: { recommendationId: { S: `r${id}` }, channel: { S: "inbox" }, state: { S: "sent" }, at: { N: "1" } },
    },
  });

  test("unread keys, and only they, are asked for again after a pause", async () => {
    dynamoDb
      .on(BatchGetItemCommand)
      .resolvesOnce({ Responses: { applicants: [kept("a")] }, UnprocessedKeys: { applicants: { Keys: [key("b")] } } })
      .resolvesOnce({ Responses: { applicants: [kept("b")] } });
    expect((await ports.applicants.get(["a", "b"])).map(({ id }) => id)).toEqual(["a", "b"]);
    expect(sentToDynamoDb()[1]).toEqual({ RequestItems: { applicants: { Keys: [key("b")], ConsistentRead: true } } });
    expect(pausesMs).toEqual([50]);
  });

  test("keys that stay unread end as a partial failure after five calls", async () => {
    dynamoDb.on(BatchGetItemCommand).resolves({ UnprocessedKeys: { applicants: { Keys: [key("b")] } } });
    const failure = await ports.applicants.get(["a", "b"]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PartialFailure);
    expect(failure).toMatchObject({ operation: "BatchGetItem", failed: 1, of: 2 });
    expect(sentToDynamoDb()).toHaveLength(5);
    expect(pausesMs).toEqual([50, 100, 200, 400]);
  });

  test("undone writes, and only they, are sent again after a pause", async () => {
    dynamoDb
      .on(BatchWriteItemCommand)
      .resolvesOnce({ UnprocessedItems: { deliveries: [put(2)] } })
      .resolves({});
    await ports.deliveries.record([delivery(1), delivery(2)]);
    expect(sentToDynamoDb()).toEqual([
      { RequestItems: { deliveries: [put(1), put(2)] } },
      { RequestItems: { deliveries: [put(2)] } },
    ]);
    expect(pausesMs).toEqual([50]);
  });

  test("writes that stay undone end as a partial failure, and no later batch is sent", async () => {
    dynamoDb.on(BatchWriteItemCommand).resolves({ UnprocessedItems: { deliveries: [put(1)] } });
    const failure = await ports.deliveries.record(upTo(30).map(delivery)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PartialFailure);
    expect(failure).toMatchObject({ operation: "BatchWriteItem", failed: 6, of: 30 });
    expect(sentToDynamoDb()).toHaveLength(5);
  });

  test("log items that stay full are reported and not thrown", async () => {
    const emptying = { PutRequest: { Item: { shard: { S: "s" }, seq: { N: "1" } } } };
    dynamoDb.on(BatchWriteItemCommand).resolves({ UnprocessedItems: { "shard-log": [emptying] } });
    await ports.shardLog.empty("s", [1, 2]);
    expect(reports).toEqual(["shard log s: 1 of 2 superseded items were not emptied"]);
  });

  test("a throttled call passes through as it is, from every operation", async () => {
    dynamoDb.rejects(throttled);
    const operations = [
      ports.applicants.keep("a", 1, "{}"),
      ports.applicants.close("a", 1),
      ports.applicants.withdraw("a", 1),
      ports.contacts.put("a", "sealed"),
      ports.contacts.get("a"),
      ports.applicants.get(["a"]),
      collectPages(ports.shardLog.readAfter("s", 0)),
      ports.shardLog.append("s", { seq: 1, record: bytesOf(1) }),
      ports.shardLog.empty("s", [1]),
      ports.matchLists.put({ subject: "opening#o", shard: "s", asOfSeq: 1, packed: bytesOf(1) }),
      ports.matchLists.get("opening#o"),
      ports.matchLists.remove("opening#o", "s", 1),
      ports.recommendations.list("a"),
      ports.recommendations.forget("a"),
      ports.recommendations.retract({ applicantId: "a", openingId: "o", alertId: "alert" }),
      ports.recommendations.recordOutcome({
        applicantId: "a",
        openingId: "o",
        revision: 1,
        outcome: "seen",
        on: "2026-11-23",
        eventId: "01KB0000000000000000000007",
      }),
      collect(ports.recommendations.each()),
      ports.followUps.schedule([aFollowUp]),
      collect(ports.followUps.listed("due", "2026-11-21")),
      ports.followUps.of("a"),
      ports.followUps.announce(aFollowUp, { on: "2027-02-21", district: "11440" }),
      ports.followUps.settle([aFollowUp]),
      ports.followUps.record(aFollowUp, { revision: 1, result: "left", on: "2027-02-21" }),
      ports.followUps.remove([aFollowUp]),
      ports.ledger.enter("center#west", { source: "s", period: "2026", revision: 1, body: "{}" }),
      ports.ledger.statements("center#west"),
      ports.ledger.count({ factId: "f", measure: "told", center: "west", on: "2026-11-21" }),
      collect(ports.ledger.facts("west", 2026)),
      ports.cases.get(aCase),
      ports.cases.put({ ...aCase, programmeId: "p", steps: [], version: 1 }),
      ports.cases.of(aCase.party),
      ports.cases.list(aCase, ["west"]),
      collect(ports.cases.listed("west")),
      ports.cases.remove(aCase, ["west"]),
      ports.cases.seal(aCase, "note-1", "sealed"),
      ports.cases.sealedOf(aCase),
      ports.deliveries.record([delivery(1)]),
      ports.quarantine.list("2026-11-21"),
    ];
    for (const outcome of await Promise.allSettled(operations)) {
      expect(outcome).toEqual({ status: "rejected", reason: throttled });
    }
  });
});
