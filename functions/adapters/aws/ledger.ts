import { PutItemCommand, type PutItemCommandInput, type QueryCommandInput } from "@aws-sdk/client-dynamodb";
import { type FactMeasure, factMeasures, type LedgerFact } from "../../../domain/outcomes/ledger-fact.ts";
import type { KeptStatement, Ledger } from "../../outcome-ports.ts";
import type { Kept } from "../../ports.ts";
import { standsInTheWay } from "../entity-state.ts";
import { factAccount, factEntry, statementEntry } from "../ledger-keys.ts";
import { fromNumber, fromText, type Item, namesOf, toNumber, toText } from "./attributes.ts";
import { type DynamoTable, getItem, putIf, queryAll, queryItems } from "./dynamo-calls.ts";

export function enterRequest(table: string, account: string, statement: KeptStatement): PutItemCommandInput {
  const { source, period, revision, body } = statement;
  return {
    TableName: table,
    Item: {
      ...statementKey(account, statement),
      source: toText(source),
      period: toText(period),
      revision: toNumber(revision),
      body: toText(body),
    },
    ConditionExpression: "attribute_not_exists(#account) OR #revision < :revision",
    ExpressionAttributeNames: namesOf("account", "revision"),
    ExpressionAttributeValues: { ":revision": toNumber(revision) },
  };
}

/** Without a condition: a fact is made of what is kept alone, so the second put is the same as the first. */
export function countRequest(table: string, fact: LedgerFact): PutItemCommandInput {
  const { factId, measure, center, on, programmeId, kind, apart, score, courseOpeningId } = fact;
  return {
    TableName: table,
    Item: {
      account: toText(factAccount(center, Number(on.slice(0, 4)))),
      entry: toText(factEntry(fact)),
      factId: toText(factId),
      measure: toText(measure),
      center: toText(center),
      on: toText(on),
      ...(programmeId === undefined ? {} : { programmeId: toText(programmeId) }),
      ...(kind === undefined ? {} : { kind: toText(kind) }),
      ...(apart === undefined ? {} : { apart: toText(apart) }),
      ...(score === undefined ? {} : { score: toNumber(score) }),
      ...(courseOpeningId === undefined ? {} : { courseOpeningId: toText(courseOpeningId) }),
    },
  };
}

export function accountRequest(table: string, account: string): QueryCommandInput {
  return {
    TableName: table,
    KeyConditionExpression: "#account = :account",
    ExpressionAttributeNames: namesOf("account"),
    ExpressionAttributeValues: { ":account": toText(account) },
    ConsistentRead: true,
  };
}

function statementKey(account: string, statement: Pick<KeptStatement, "source" | "period">): Item {
  return { account: toText(account), entry: toText(statementEntry(statement)) };
}

function toStatement(item: Item): KeptStatement {
  return {
    source: fromText(item, "source"),
    period: fromText(item, "period"),
    revision: fromNumber(item, "revision"),
    body: fromText(item, "body"),
  };
}

function toFact(item: Item): LedgerFact {
  const [programmeId, kind, apart] = [item["programmeId"]?.S, item["kind"]?.S, item["apart"]?.S];
  const [score, courseOpeningId] = [item["score"]?.N, item["courseOpeningId"]?.S];
  return {
    factId: fromText(item, "factId"),
    measure: toMeasure(fromText(item, "measure")),
    center: fromText(item, "center"),
    on: fromText(item, "on"),
    ...(programmeId === undefined ? {} : { programmeId }),
    ...(kind === undefined ? {} : { kind }),
    ...(apart === undefined ? {} : { apart }),
    ...(score === undefined ? {} : { score: Number(score) }),
    ...(courseOpeningId === undefined ? {} : { courseOpeningId }),
  };
}

function toMeasure(text: string): FactMeasure {
  const measure = factMeasures.find((known) => known === text);
  if (measure === undefined) throw new TypeError(`${text} is nothing that the ledger counts`);
  return measure;
}

export function createLedger(table: DynamoTable): Ledger {
  return {
    enter: async (account, statement): Promise<Kept> => {
      if (await putIf(table, enterRequest(table.name(), account, statement))) return { kind: "kept" };
      const item = await getItem(table, statementKey(account, statement));
      const kept = item && { ...toStatement(item), isClosed: false, isWithdrawn: false };
      const reason = standsInTheWay(kept, { kind: "keep", ...statement });
      if (reason === undefined) throw new Error("a statement was refused, but nothing stands in its way");
      return reason;
    },
    statements: async (account) => (await queryItems(table, accountRequest(table.name(), account))).map(toStatement),
    count: async (fact) => {
      await table.client.send(new PutItemCommand(countRequest(table.name(), fact)));
    },
    facts: async function* (center, year) {
      for await (const item of queryAll(table, accountRequest(table.name(), factAccount(center, year))))
        yield toFact(item);
    },
  };
}
