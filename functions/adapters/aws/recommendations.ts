import type { PutItemCommandInput, QueryCommandInput, WriteRequest } from "@aws-sdk/client-dynamodb";
import type { Recommendation, Recommendations } from "../../ports.ts";
import { requireFewIds } from "../limits.ts";
import { fromNumber, fromText, type Item, namesOf, toNumber, toText } from "./attributes.ts";
import { batchGet, batchWriteAll, type DynamoTable, putIf, queryItems } from "./dynamo-calls.ts";

export function tellRequest(table: string, recommendation: Recommendation): PutItemCommandInput {
  return {
    TableName: table,
    Item: toItem(recommendation),
    ConditionExpression: "attribute_not_exists(#applicantId)",
    ExpressionAttributeNames: namesOf("applicantId"),
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

function toItem(recommendation: Recommendation): Item {
  return {
    ...keyOf(recommendation.applicantId, recommendation.openingId),
    applicantRevision: toNumber(recommendation.applicantRevision),
    openingRevision: toNumber(recommendation.openingRevision),
    score: toNumber(recommendation.score),
    fitsOpening: toNumber(recommendation.fitsOpening),
    fitsApplicant: toNumber(recommendation.fitsApplicant),
    evidence: toText(recommendation.evidence),
    versions: toText(recommendation.versions),
    toldAt: toNumber(recommendation.toldAt),
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
    toldAt: fromNumber(item, "toldAt"),
  };
}

export function createRecommendations(table: DynamoTable): Recommendations {
  return {
    tell: (recommendation) => putIf(table, tellRequest(table.name(), recommendation)),
    told: async (applicantId, openingIds) => {
      requireFewIds(openingIds);
      const keys = [...new Set(openingIds)].map((openingId) => keyOf(applicantId, openingId));
      const items = await batchGet(table, keys, ["openingId"]);
      return new Set(items.map((item) => fromText(item, "openingId")));
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
