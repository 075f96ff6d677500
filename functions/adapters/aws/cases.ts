import { type QueryCommandInput, UpdateItemCommand, type UpdateItemCommandInput } from "@aws-sdk/client-dynamodb";
import { canonicalJson } from "../../../domain/canonical-json.ts";
import type { CaseKey, Cases, KeptCase } from "../../case-ports.ts";
import { fromNumber, fromText, type Item, namesOf, toNumber, toText } from "./attributes.ts";
import { batchWriteAll, type DynamoTable, getItem, holds, queryAll, queryItems } from "./dynamo-calls.ts";

/** Sealed notes stand in attributes of the case's own item, so that they go with it. */
const NOTE_PREFIX = "note_";

/** The index of cases by the center whose they are now, keys alone; the stack names it too. */
export const BY_CENTER = "byCenter";

const keyOf = ({ party, caseId }: CaseKey): Item => ({ party: toText(party), caseId: toText(caseId) });

/** An update and no put: what is sealed with the case stays. */
export function putCaseRequest(
  table: string,
  { programmeId, center, steps, version, ...key }: KeptCase,
): UpdateItemCommandInput {
  const isFirst = version === 1;
  return {
    TableName: table,
    Key: keyOf(key),
    UpdateExpression: "SET #programmeId = :programmeId, #center = :center, #steps = :steps, #version = :version",
    ConditionExpression: isFirst ? "attribute_not_exists(#party)" : "#version = :before",
    ExpressionAttributeNames: namesOf("programmeId", "center", "steps", "version", ...(isFirst ? ["party"] : [])),
    ExpressionAttributeValues: {
      ":programmeId": toText(programmeId),
      ":center": toText(center),
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

export function ofPartyRequest(table: string, party: string): QueryCommandInput {
  return {
    TableName: table,
    KeyConditionExpression: "#party = :party",
    ExpressionAttributeNames: namesOf("party"),
    ExpressionAttributeValues: { ":party": toText(party) },
    ConsistentRead: true,
  };
}

export function ofCenterRequest(table: string, center: string): QueryCommandInput {
  return {
    TableName: table,
    IndexName: BY_CENTER,
    KeyConditionExpression: "#center = :center",
    ExpressionAttributeNames: namesOf("center"),
    ExpressionAttributeValues: { ":center": toText(center) },
  };
}

function toKey(item: Item): CaseKey {
  return { party: fromText(item, "party"), caseId: fromText(item, "caseId") };
}

/** The steps are written by this code alone. */
function toCase(item: Item): KeptCase {
  return {
    ...toKey(item),
    programmeId: fromText(item, "programmeId"),
    center: fromText(item, "center"),
    steps: JSON.parse(fromText(item, "steps")),
    version: fromNumber(item, "version"),
  };
}

export function createCases(table: DynamoTable): Cases {
  const ofParty = (party: string) => queryItems(table, ofPartyRequest(table.name(), party));
  const update = (input: UpdateItemCommandInput) => holds(() => table.client.send(new UpdateItemCommand(input)));
  return {
    get: async (key) => {
      const item = await getItem(table, keyOf(key));
      return item && toCase(item);
    },
    put: (kept) => update(putCaseRequest(table.name(), kept)),
    of: async (party) => (await ofParty(party)).map(toCase),
    ofCenter: async function* (center) {
      for await (const item of queryAll(table, ofCenterRequest(table.name(), center))) yield toKey(item);
    },
    forget: async (party) => {
      const keys = (await ofParty(party)).map((item) => keyOf(toKey(item)));
      await batchWriteAll(
        table,
        keys.map((Key) => ({ DeleteRequest: { Key } })),
      );
    },
    seal: (key, name, sealed) => update(sealRequest(table.name(), key, name, sealed)),
    sealedOf: async (key) => {
      const item = (await getItem(table, keyOf(key))) ?? {};
      const notes = Object.entries(item).filter(([name]) => name.startsWith(NOTE_PREFIX));
      return new Map(notes.map(([name]) => [name.slice(NOTE_PREFIX.length), fromText(item, name)]));
    },
  };
}
