import { BatchGetItemCommand, BatchWriteItemCommand } from "@aws-sdk/client-dynamodb";
import { describe, expect, test } from "vitest";
import type { FollowUp } from "../../domain/outcomes/follow-up.ts";
import { PartialFailure } from "../../functions/runtime/errors.ts";
import { bytesOf, collect, collectPages, upTo } from "./harness.ts";
import { recordDynamoDb } from "./recorded-dynamodb.ts";

const { dynamoDb, ports, pausesMs, reports, sent } = recordDynamoDb();

const throttled = Object.assign(new Error("slow down"), { name: "ThrottlingException" });

const aFollowUp: FollowUp = {
  applicantId: "a",
  openingId: "o",
  months: 3,
  hiredOn: "2026-11-21",
  dueOn: "2027-02-21",
  causeId: "01KB0000000000000000000007",
  results: [],
};

const aCase = { party: "applicant#a", caseId: "case-1" };

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
    expect(sent()[1]).toEqual({ RequestItems: { applicants: { Keys: [key("b")], ConsistentRead: true } } });
    expect(pausesMs).toEqual([50]);
  });

  test("keys that stay unread end as a partial failure after five calls", async () => {
    dynamoDb.on(BatchGetItemCommand).resolves({ UnprocessedKeys: { applicants: { Keys: [key("b")] } } });
    const failure = await ports.applicants.get(["a", "b"]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PartialFailure);
    expect(failure).toMatchObject({ operation: "BatchGetItem", failed: 1, of: 2 });
    expect(sent()).toHaveLength(5);
    expect(pausesMs).toEqual([50, 100, 200, 400]);
  });

  test("undone writes, and only they, are sent again after a pause", async () => {
    dynamoDb
      .on(BatchWriteItemCommand)
      .resolvesOnce({ UnprocessedItems: { deliveries: [put(2)] } })
      .resolves({});
    await ports.deliveries.record([delivery(1), delivery(2)]);
    expect(sent()).toEqual([
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
    expect(sent()).toHaveLength(5);
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
      ports.followUps.announce(aFollowUp, { on: "2027-02-21", district: "11440" }, undefined),
      ports.followUps.move([aFollowUp], "due"),
      ports.followUps.record(aFollowUp, { revision: 1, result: "left", on: "2027-02-21" }),
      ports.followUps.forget("a"),
      ports.ledger.enter("center#west", { source: "s", period: "2026", revision: 1, body: "{}" }),
      ports.ledger.statements("center#west"),
      ports.ledger.count({ factId: "f", measure: "told", center: "west", on: "2026-11-21" }),
      collect(ports.ledger.facts("west", 2026)),
      ports.cases.get(aCase),
      ports.cases.put({ ...aCase, programmeId: "p", center: "west", steps: [], version: 1 }),
      ports.cases.of(aCase.party),
      collect(ports.cases.ofCenter("west")),
      ports.cases.forget(aCase.party),
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
