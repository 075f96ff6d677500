import { UpdateItemCommand, type UpdateItemCommandInput } from "@aws-sdk/client-dynamodb";
import type { Contacts } from "../../ports.ts";
import { namesOf, toText } from "./attributes.ts";
import { batchGet, type DynamoTable, holds } from "./dynamo-calls.ts";

/** On the condition that the applicant is known and hasn't left: nothing is kept of anybody else. */
export function putContactRequest(
  table: string,
  applicantId: string,
  sealed: string | undefined,
): UpdateItemCommandInput {
  return {
    TableName: table,
    Key: { applicantId: toText(applicantId) },
    UpdateExpression: sealed === undefined ? "REMOVE #contact" : "SET #contact = :contact",
    ConditionExpression: "attribute_exists(#body) AND attribute_not_exists(#withdrawn)",
    ExpressionAttributeNames: namesOf("contact", "body", "withdrawn"),
    ...(sealed === undefined ? {} : { ExpressionAttributeValues: { ":contact": toText(sealed) } }),
  };
}

/** Contacts stand in the applicants' table, beside what the store of applicants keeps there. */
export function createContacts(table: DynamoTable): Contacts {
  return {
    put: (applicantId, sealed) =>
      holds(() => table.client.send(new UpdateItemCommand(putContactRequest(table.name(), applicantId, sealed)))),
    get: async (applicantId) => {
      const [item] = await batchGet(table, [{ applicantId: toText(applicantId) }], ["contact"]);
      return item?.["contact"]?.S;
    },
  };
}
