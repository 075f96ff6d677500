import {
  DeleteItemCommand,
  type DeleteItemCommandInput,
  type PutItemCommandInput,
  type QueryCommandInput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
  type WriteRequest,
} from "@aws-sdk/client-dynamodb";
import type { Outcome, OutcomeOfPair, Recommendation, Recommendations } from "../../ports.ts";
import { requireFewIds } from "../limits.ts";
import { standsAgainst } from "../outcome-state.ts";
import { fromNumber, fromText, type Item, namesOf, toNumber, toText } from "./attributes.ts";
import { batchGet, batchWriteAll, type DynamoTable, getItem, holds, putIf, queryItems } from "./dynamo-calls.ts";

/** A recommendation before anything has become of it. */
type Told = Omit<Recommendation, "outcome">;

export function tellRequest(table: string, recommendation: Told): PutItemCommandInput {
  return {
    TableName: table,
    Item: toItem(recommendation),
    ConditionExpression: "attribute_not_exists(#applicantId)",
    ExpressionAttributeNames: namesOf("applicantId"),
  };
}

/** An update never brings back a recommendation that its applicant has taken along: the item must be there. */
export function recordOutcomeRequest(table: string, wish: OutcomeOfPair): UpdateItemCommandInput {
  const { applicantId, openingId, revision, outcome, reason, on } = wish;
  const set = "SET #outcomeRevision = :revision, #outcome = :outcome, #outcomeOn = :on";
  return {
    TableName: table,
    Key: keyOf(applicantId, openingId),
    // The reason of an earlier outcome is none of this one.
    UpdateExpression: reason === undefined ? `${set} REMOVE #outcomeReason` : `${set}, #outcomeReason = :reason`,
    ConditionExpression:
      "attribute_exists(#applicantId) AND (attribute_not_exists(#outcomeRevision) OR #outcomeRevision < :revision)",
    ExpressionAttributeNames: namesOf("applicantId", "outcomeRevision", "outcome", "outcomeReason", "outcomeOn"),
    ExpressionAttributeValues: {
      ":revision": toNumber(revision),
      ":outcome": toText(outcome),
      ":on": toText(on),
      ...(reason === undefined ? {} : { ":reason": toText(reason) }),
    },
  };
}

/** Sets everything but the keys and what became of it. What the applicant has taken along isn't brought back: the item must be there. */
export function retellRequest(
  table: string,
  recommendation: Told & { readonly telling: number },
): UpdateItemCommandInput {
  const { applicantId, openingId, telling } = recommendation;
  const { applicantId: _applicant, openingId: _opening, ...fields } = toItem(recommendation);
  const names = Object.keys(fields);
  return {
    TableName: table,
    Key: keyOf(applicantId, openingId),
    UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(", ")}`,
    ConditionExpression: "attribute_exists(#applicantId) AND (attribute_not_exists(#telling) OR #telling <= :telling)",
    ExpressionAttributeNames: namesOf("applicantId", ...names),
    ExpressionAttributeValues: {
      ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [`:${name}`, value])),
      ":telling": toNumber(telling),
    },
  };
}

export function retractRequest(
  table: string,
  { applicantId, openingId, alertId }: Pick<Recommendation, "applicantId" | "openingId" | "alertId">,
): DeleteItemCommandInput {
  return {
    TableName: table,
    Key: keyOf(applicantId, openingId),
    ConditionExpression: "#alertId = :alertId AND attribute_not_exists(#outcomeRevision)",
    ExpressionAttributeNames: namesOf("alertId", "outcomeRevision"),
    ExpressionAttributeValues: { ":alertId": toText(alertId) },
  };
}

export function listRequest(table: string, applicantId: string): QueryCommandInput {
  return {
    TableName: table,
    KeyConditionExpression: "#applicantId = :applicantId",
    ExpressionAttributeNames: namesOf("applicantId"),
    ExpressionAttributeValues: { ":applicantId": toText(applicantId) },
    ConsistentRead: true,
  };
}

/** The openings of an applicant's recommendations alone. */
export function openingsRequest(table: string, applicantId: string): QueryCommandInput {
  return {
    ...listRequest(table, applicantId),
    ProjectionExpression: "#openingId",
    ExpressionAttributeNames: namesOf("applicantId", "openingId"),
  };
}

function keyOf(applicantId: string, openingId: string): Item {
  return { applicantId: toText(applicantId), openingId: toText(openingId) };
}

function toItem(recommendation: Told): Item {
  return {
    ...keyOf(recommendation.applicantId, recommendation.openingId),
    applicantRevision: toNumber(recommendation.applicantRevision),
    openingRevision: toNumber(recommendation.openingRevision),
    score: toNumber(recommendation.score),
    fitsOpening: toNumber(recommendation.fitsOpening),
    fitsApplicant: toNumber(recommendation.fitsApplicant),
    evidence: toText(recommendation.evidence),
    versions: toText(recommendation.versions),
    alertId: toText(recommendation.alertId),
    toldAt: toNumber(recommendation.toldAt),
    ...(recommendation.telling === undefined ? {} : { telling: toNumber(recommendation.telling) }),
  };
}

function toRecommendation(item: Item): Recommendation {
  return {
    applicantId: fromText(item, "applicantId"),
    openingId: fromText(item, "openingId"),
    applicantRevision: fromNumber(item, "applicantRevision"),
    openingRevision: fromNumber(item, "openingRevision"),
    score: fromNumber(item, "score"),
    fitsOpening: fromNumber(item, "fitsOpening"),
    fitsApplicant: fromNumber(item, "fitsApplicant"),
    evidence: fromText(item, "evidence"),
    versions: fromText(item, "versions"),
    alertId: fromText(item, "alertId"),
    toldAt: fromNumber(item, "toldAt"),
    ...(item["telling"] === undefined ? {} : { telling: fromNumber(item, "telling") }),
    ...(item["outcomeRevision"] === undefined ? {} : { outcome: fromOutcome(item) }),
  };
}

function fromOutcome(item: Item): Outcome {
  const reason = item["outcomeReason"]?.S;
  return {
    revision: fromNumber(item, "outcomeRevision"),
    outcome: fromText(item, "outcome"),
    on: fromText(item, "outcomeOn"),
    ...(reason === undefined ? {} : { reason }),
  };
}

export function createRecommendations(table: DynamoTable): Recommendations {
  return {
    tell: async (recommendation) => {
      if (await putIf(table, tellRequest(table.name(), recommendation))) return recommendation;
      const { applicantId, openingId } = recommendation;
      const item = await getItem(table, keyOf(applicantId, openingId));
      // Between the two calls the applicant may have left and taken the recommendation along: the retry then finds them gone.
      if (item === undefined) throw new Error("a recommendation that was there is gone");
      return toRecommendation(item);
    },
    retell: async (recommendation) => {
      await holds(() => table.client.send(new UpdateItemCommand(retellRequest(table.name(), recommendation))));
    },
    get: async (pairs) => {
      requireFewIds(pairs.map(({ openingId }) => openingId));
      const keys = new Map(pairs.map((pair) => [`${pair.applicantId} ${pair.openingId}`, pair]));
      const items = await batchGet(
        table,
        [...keys.values()].map(({ applicantId, openingId }) => keyOf(applicantId, openingId)),
      );
      return items.map(toRecommendation);
    },
    recordOutcome: async (wish) => {
      const request = new UpdateItemCommand(recordOutcomeRequest(table.name(), wish));
      if (await holds(() => table.client.send(request))) return "recorded";
      const item = await getItem(table, keyOf(wish.applicantId, wish.openingId));
      const reason = standsAgainst(item && toRecommendation(item), wish);
      if (reason === undefined) throw new Error("an outcome was refused, but nothing stands against it");
      return reason;
    },
    retract: async (recommendation) => {
      await holds(() => table.client.send(new DeleteItemCommand(retractRequest(table.name(), recommendation))));
    },
    list: async (applicantId) => {
      const items = await queryItems(table, listRequest(table.name(), applicantId));
      return items.map(toRecommendation);
    },
    forget: async (applicantId) => {
      const items = await queryItems(table, openingsRequest(table.name(), applicantId));
      const deletions = items.map(
        (item): WriteRequest => ({ DeleteRequest: { Key: keyOf(applicantId, fromText(item, "openingId")) } }),
      );
      await batchWriteAll(table, deletions);
    },
  };
}
