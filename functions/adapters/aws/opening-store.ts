import type { QueryCommandInput } from "@aws-sdk/client-dynamodb";
import type { OpeningStore } from "../../ports.ts";
import { fromText, type Item, namesOf, toText } from "./attributes.ts";
import { type DynamoTable, queryItems } from "./dynamo-calls.ts";
import { createEntityStore } from "./entity-store.ts";

/** The index of openings by their employer, keys alone; the stack names it too. */
export const BY_EMPLOYER = "byEmployer";

export function ofEmployerRequest(
  table: string,
  employerId: string,
  after: string | undefined,
  most: number,
): QueryCommandInput {
  const hasAfter = after !== undefined;
  return {
    TableName: table,
    IndexName: BY_EMPLOYER,
    KeyConditionExpression: `#employerId = :employerId${hasAfter ? " AND #openingId > :after" : ""}`,
    ExpressionAttributeNames: hasAfter ? namesOf("employerId", "openingId") : namesOf("employerId"),
    ExpressionAttributeValues: {
      ":employerId": toText(employerId),
      ...(hasAfter ? { ":after": toText(after) } : {}),
    },
    Limit: most,
  };
}

/** What the index goes by: whose an opening is stands in its body. */
function toOwner(body: string): Item {
  const { employerId } = JSON.parse(body) as { readonly employerId?: string };
  return employerId === undefined ? {} : { employerId: toText(employerId) };
}

export function createOpeningStore(table: DynamoTable): OpeningStore {
  return {
    ...createEntityStore(table, "openingId", toOwner),
    ofEmployer: async (employerId, after, most) => {
      const items = await queryItems(table, ofEmployerRequest(table.name(), employerId, after, most), most);
      return items.map((item) => fromText(item, "openingId"));
    },
  };
}
