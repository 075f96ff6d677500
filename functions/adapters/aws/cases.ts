import { type QueryCommandInput, UpdateItemCommand, type UpdateItemCommandInput } from "@aws-sdk/client-dynamodb";
import { canonicalJson } from "../../../domain/canonical-json.ts";
import type { CaseKey, Cases, KeptCase } from "../../case-ports.ts";
import { caseEntryOf, caseListOf, fromCaseEntry } from "../case-keys.ts";
import { fromNumber, fromText, type Item, namesOf, toNumber, toText } from "./attributes.ts";
import { batchWriteAll, type DynamoTable, getItem, holds, queryAll, queryItems } from "./dynamo-calls.ts";

/** Sealed notes stand in attributes of the case's own item, so that they go with it. */
const NOTE_PREFIX = "note_";

const keyOf = ({ party, caseId }: CaseKey): Item => ({ party: toText(party), entry: toText(caseId) });

const pointerOf = (key: CaseKey, center: string): Item => ({
  party: toText(caseListOf(center)),
  entry: toText(caseEntryOf(key)),
});

/** An update and no put: what is sealed with the case stays. */
export function putCaseRequest(
  table: string,
  { programmeId, steps, version, ...key }: KeptCase,
): UpdateItemCommandInput {
  const isFirst = version === 1;
  return {
    TableName: table,
    Key: keyOf(key),
    UpdateExpression: "SET #programmeId = :programmeId, #steps = :steps, #version = :version",
    ConditionExpression: isFirst ? "attribute_not_exists(#party)" : "#version = :before",
    ExpressionAttributeNames: namesOf("programmeId", "steps", "version", ...(isFirst ? ["party"] : [])),
    ExpressionAttributeValues: {
      ":programmeId": toText(programmeId),
      ":steps": toText(canonicalJson(steps)),
      ":version": toNumber(version),
      ...(isFirst ? {} : { ":before": toNumber(version - 1) }),
    },
  };
}

/** On the condition that the case is there: whoever has left takes the notes along, and gets none afterwards. */
export function sealRequest(table: string, key: CaseKey, name: string, sealed: string): UpdateItemCommandInput {
  return {
    TableName: table,
    Key: keyOf(key),
    UpdateExpression: "SET #note = :note",
    ConditionExpression: "attribute_exists(#party)",
    ExpressionAttributeNames: { "#note": `${NOTE_PREFIX}${name}`, "#party": "party" },
    ExpressionAttributeValues: { ":note": toText(sealed) },
  };
}

export function casesRequest(table: string, partition: string): QueryCommandInput {
  return {
    TableName: table,
    KeyConditionExpression: "#party = :party",
    ExpressionAttributeNames: namesOf("party"),
    ExpressionAttributeValues: { ":party": toText(partition) },
    ConsistentRead: true,
  };
}

/** Both texts are written by this code alone. */
function toCase(item: Item): KeptCase {
  return {
    party: fromText(item, "party"),
    caseId: fromText(item, "entry"),
    programmeId: fromText(item, "programmeId"),
    steps: JSON.parse(fromText(item, "steps")),
    version: fromNumber(item, "version"),
  };
}

export function createCases(table: DynamoTable): Cases {
  const update = (input: UpdateItemCommandInput) => holds(() => table.client.send(new UpdateItemCommand(input)));
  return {
    get: async (key) => {
      const item = await getItem(table, keyOf(key));
      return item && toCase(item);
    },
    put: (kept) => update(putCaseRequest(table.name(), kept)),
    of: async (party) => (await queryItems(table, casesRequest(table.name(), party))).map(toCase),
    list: (key, centers) =>
      batchWriteAll(
        table,
        centers.map((center) => ({ PutRequest: { Item: pointerOf(key, center) } })),
      ),
    listed: async function* (center) {
      for await (const item of queryAll(table, casesRequest(table.name(), caseListOf(center)))) {
        yield fromCaseEntry(fromText(item, "entry"));
      }
    },
    remove: async (key, centers) => {
      // The pointers first: one that is left behind would still say whose case there was.
      await batchWriteAll(
        table,
        centers.map((center) => ({ DeleteRequest: { Key: pointerOf(key, center) } })),
      );
      await batchWriteAll(table, [{ DeleteRequest: { Key: keyOf(key) } }]);
    },
    seal: (key, name, sealed) => update(sealRequest(table.name(), key, name, sealed)),
    sealedOf: async (key) => {
      const item = (await getItem(table, keyOf(key))) ?? {};
      const notes = Object.entries(item).filter(([name]) => name.startsWith(NOTE_PREFIX));
      return new Map(notes.map(([name]) => [name.slice(NOTE_PREFIX.length), fromText(item, name)]));
    },
  };
}
