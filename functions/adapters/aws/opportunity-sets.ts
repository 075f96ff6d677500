import { UpdateItemCommand, type UpdateItemCommandInput } from "@aws-sdk/client-dynamodb";
import type { OpportunitySets } from "../../delivery-ports.ts";
import { requireFewIds } from "../limits.ts";
import { fromText, type Item, namesOf, toText } from "./attributes.ts";
import { batchGet, type DynamoTable } from "./dynamo-calls.ts";

/** Adding to and taking from a set of texts is one update of the service, which loses nobody else's. */
export function changeSetRequest(
  table: string,
  action: "ADD" | "DELETE",
  key: string,
  ids: readonly string[],
): UpdateItemCommandInput {
  return {
    TableName: table,
    Key: { key: toText(key) },
    UpdateExpression: `${action} #members :ids`,
    ExpressionAttributeNames: namesOf("members"),
    ExpressionAttributeValues: { ":ids": { SS: [...ids] } },
    ReturnValues: action === "ADD" ? "ALL_NEW" : "NONE",
  };
}

function membersOf(item: Item | undefined): readonly string[] {
  return (item?.["members"]?.SS ?? []).toSorted();
}

export function createOpportunitySets(table: DynamoTable): OpportunitySets {
  return {
    join: async (key, ids) => {
      const request = changeSetRequest(table.name(), "ADD", key, ids);
      return membersOf((await table.client.send(new UpdateItemCommand(request))).Attributes);
    },
    leave: async (key, ids) => {
      await table.client.send(new UpdateItemCommand(changeSetRequest(table.name(), "DELETE", key, ids)));
    },
    members: async (keys) => {
      requireFewIds(keys);
      const items = await batchGet(
        table,
        [...new Set(keys)].map((key) => ({ key: toText(key) })),
      );
      return new Map(
        items.map((item) => [fromText(item, "key"), membersOf(item)] as const).filter(([, ids]) => ids.length > 0),
      );
    },
  };
}
