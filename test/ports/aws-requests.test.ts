import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { describe, expect, test } from "vitest";
import { canonicalJson } from "../../domain/canonical-json.ts";
import { bytesOf, collectPages, upTo } from "./harness.ts";
import { recordDynamoDb } from "./recorded-dynamodb.ts";

const { dynamoDb, ports, clock, sent } = recordDynamoDb();

const conditionFailed = new ConditionalCheckFailedException({ message: "no", $metadata: {} });
const anOutcome = {
  applicantId: "a",
  openingId: "o",
  revision: 1,
  outcome: "declined",
  reason: "pay",
  on: "2026-11-23",
  eventId: "01KB0000000000000000000007",
} as const;

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

describe("what DynamoDB is sent", () => {
  test("keep is one conditional put", async () => {
    dynamoDb.on(PutItemCommand).resolves({});
    expect(await ports.openings.keep("o", 3, "{}")).toEqual({ kind: "kept" });
    expect(sent()).toEqual([
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
    expect(sent()).toEqual([
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
    expect(sent()).toMatchObject([
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
    expect(sent()).toHaveLength(2);
    expect(sent()[1]).toEqual({
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
    expect(sent()).toMatchObject([
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
    expect(sent()).toEqual([
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
    expect(sent()).toHaveLength(4);
  });

  test("a withdrawal leaves the id, the revision and the mark", async () => {
    dynamoDb.on(PutItemCommand).resolves({});
    await ports.applicants.withdraw("a", 4);
    expect(sent()).toMatchObject([
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
    expect(sent()).toEqual([
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
    expect(sent()).toMatchObject([
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
    expect(sent()).toMatchObject(upTo(5).map(() => ({ ConsistentRead: true })));
  });

  test("a reader that stops early asks for no further page", async () => {
    const Items = [{ shard: { S: "s" }, seq: { N: "1" }, record: { B: bytesOf(1) } }];
    dynamoDb.on(QueryCommand).resolves({ Items, LastEvaluatedKey: { shard: { S: "s" }, seq: { N: "1" } } });
    for await (const _item of ports.shardLog.readAfter("s", 0)) break;
    expect(sent()).toHaveLength(1);
  });

  test("a match list is put unless one made later is there", async () => {
    dynamoDb.on(PutItemCommand).rejects(conditionFailed);
    await ports.matchLists.put({ subject: "opening#o", shard: "s", asOfSeq: 5, packed: bytesOf(1) });
    expect(sent()).toMatchObject([
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
