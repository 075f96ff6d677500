import { PutItemCommand, type PutItemCommandInput, type QueryCommandInput } from "@aws-sdk/client-dynamodb";
import type { KeptRules, RuleSets } from "../../ports.ts";
import { standsInTheWay } from "../entity-state.ts";
import { fromNumber, fromText, type Item, namesOf, toNumber, toText } from "./attributes.ts";
import { type DynamoTable, getItem, holds, queryItems, scanPages } from "./dynamo-calls.ts";

/** The condition is that of every entity: nothing is kept yet, or something older. */
export function keepRulesRequest(table: string, rules: KeptRules): PutItemCommandInput {
  return {
    TableName: table,
    Item: { ...keyOf(rules), revision: toNumber(rules.revision), body: toText(rules.body) },
    ConditionExpression: "attribute_not_exists(#programmeId) OR #revision < :revision",
    ExpressionAttributeNames: namesOf("programmeId", "revision"),
    ExpressionAttributeValues: { ":revision": toNumber(rules.revision) },
  };
}

export function rulesOfRequest(table: string, programmeId: string): QueryCommandInput {
  return {
    TableName: table,
    KeyConditionExpression: "#programmeId = :programmeId",
    ExpressionAttributeNames: namesOf("programmeId"),
    ExpressionAttributeValues: { ":programmeId": toText(programmeId) },
    ConsistentRead: true,
  };
}

function keyOf({ programmeId, validFrom }: Pick<KeptRules, "programmeId" | "validFrom">): Item {
  return { programmeId: toText(programmeId), validFrom: toText(validFrom) };
}

/** A rule set as its item holds it. */
export function toKeptRules(item: Item): KeptRules {
  return {
    programmeId: fromText(item, "programmeId"),
    validFrom: fromText(item, "validFrom"),
    revision: fromNumber(item, "revision"),
    body: fromText(item, "body"),
  };
}

export function createRuleSets(table: DynamoTable): RuleSets {
  return {
    keep: async (rules) => {
      const request = new PutItemCommand(keepRulesRequest(table.name(), rules));
      if (await holds(() => table.client.send(request))) return { kind: "kept" };
      const item = await getItem(table, keyOf(rules));
      const state = item && { ...toKeptRules(item), isClosed: false, isWithdrawn: false };
      const reason = standsInTheWay(state, { kind: "keep", ...rules });
      if (reason === undefined) throw new Error("a rule set was refused, but nothing stands in its way");
      return reason;
    },
    of: async (programmeId) => (await queryItems(table, rulesOfRequest(table.name(), programmeId))).map(toKeptRules),
    each: async function* () {
      for await (const items of scanPages(table)) yield items.map(toKeptRules);
    },
  };
}
