import type { UpdateItemCommandInput } from "@aws-sdk/client-dynamodb";
import type { ApplicantStore } from "../../ports.ts";
import { completionsOf, standsAgainstCompletion, standsInTheWay, toKeptEntity } from "../entity-state.ts";
import { type Item, namesOf, toNumber, toText } from "./attributes.ts";
import { type DynamoTable, getItem, updateIf } from "./dynamo-calls.ts";
import { COMPLETION, createEntityStore, toState } from "./entity-store.ts";

/** An update and not a put, because it leaves the completions as they are; what stands beside the profile comes with the answer. */
export function keepProfileRequest(table: string, id: string, revision: number, body: string): UpdateItemCommandInput {
  return {
    TableName: table,
    Key: keyOf(id),
    UpdateExpression: "SET #revision = :revision, #body = :body REMOVE #closed",
    // Completions may have come first: the item is there then, without a revision.
    ConditionExpression:
      "attribute_not_exists(#revision) OR (#revision < :revision AND attribute_not_exists(#withdrawn))",
    ExpressionAttributeNames: namesOf("revision", "body", "closed", "withdrawn"),
    ExpressionAttributeValues: { ":revision": toNumber(revision), ":body": toText(body) },
    ReturnValues: "ALL_NEW",
  };
}

export function completeRequest(table: string, id: string, key: number | string, body: string): UpdateItemCommandInput {
  return {
    TableName: table,
    Key: keyOf(id),
    UpdateExpression: "SET #entry = :body",
    ConditionExpression: "attribute_not_exists(#withdrawn) AND (attribute_not_exists(#entry) OR #entry = :body)",
    ExpressionAttributeNames: { ...namesOf("withdrawn"), "#entry": `${COMPLETION}${key}` },
    ExpressionAttributeValues: { ":body": toText(body) },
    ReturnValues: "ALL_NEW",
  };
}

function keyOf(id: string): Item {
  return { applicantId: toText(id) };
}

export function createApplicantStore(table: DynamoTable): ApplicantStore {
  const readState = async (id: string) => {
    const item = await getItem(table, keyOf(id));
    return item && toState(item);
  };
  return {
    ...createEntityStore(table, "applicantId"),
    keep: async (id, revision, body) => {
      const item = await updateIf(table, keepProfileRequest(table.name(), id, revision, body));
      if (item !== undefined) return { kind: "kept", ...completionsOf(toState(item)) };
      const reason = standsInTheWay(await readState(id), { kind: "keep", revision, body });
      if (reason === undefined)
        throw new Error(`applicantId ${id}: the write was refused, but nothing stands in its way`);
      return reason;
    },
    complete: async (id, key, body) => {
      const item = await updateIf(table, completeRequest(table.name(), id, key, body));
      if (item !== undefined) return { kind: "kept", applicant: toKeptEntity(id, toState(item)) };
      const reason = standsAgainstCompletion(await readState(id), key, body);
      if (reason !== undefined) return { kind: reason };
      throw new Error(`applicantId ${id}: a completion was refused, but nothing stands against it`);
    },
  };
}
