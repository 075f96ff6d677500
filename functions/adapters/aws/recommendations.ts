import {
  DeleteItemCommand,
  type DeleteItemCommandInput,
  type PutItemCommandInput,
  paginateScan,
  type QueryCommandInput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
  type WriteRequest,
} from "@aws-sdk/client-dynamodb";
import { canonicalJson } from "../../../domain/canonical-json.ts";
import { type Outcome, takeOutcome } from "../../../domain/outcomes/life-cycle.ts";
import type { OutcomeOfPair, Recommendation, Recommendations } from "../../ports.ts";
import { requireFewIds } from "../limits.ts";
import { toOutcome } from "../outcome-state.ts";
import { fromNumber, fromText, type Item, namesOf, toNumber, toText } from "./attributes.ts";
import { batchGet, batchWriteAll, type DynamoTable, getItem, holds, putIf, queryItems } from "./dynamo-calls.ts";

/** A recommendation before anything has become of it. */
type Told = Omit<Recommendation, "history">;

export function tellRequest(table: string, recommendation: Told): PutItemCommandInput {
  return {
    TableName: table,
    Item: toItem(recommendation),
    ConditionExpression: "attribute_not_exists(#applicantId)",
    ExpressionAttributeNames: namesOf("applicantId"),
  };
}

/**
 * Puts a history in the place of the one that was read, which is there as the text that it was read as. An update never brings back a recommendation
 * that its applicant has taken along: the item must be there. The last outcome also stands by itself, for whoever looks at one item.
 */
export function recordOutcomeRequest(
  table: string,
  { applicantId, openingId }: Pick<OutcomeOfPair, "applicantId" | "openingId">,
  before: string | undefined,
  history: readonly Outcome[],
): UpdateItemCommandInput {
  const last = history.at(-1);
  if (last === undefined) throw new Error("a history without outcomes can't be recorded");
  const isUnchanged = before === undefined ? "attribute_not_exists(#history)" : "#history = :before";
  return {
    TableName: table,
    Key: keyOf(applicantId, openingId),
    UpdateExpression: "SET #history = :history, #outcome = :outcome, #outcomeRevision = :revision",
    ConditionExpression: `attribute_exists(#applicantId) AND ${isUnchanged}`,
    ExpressionAttributeNames: namesOf("applicantId", "history", "outcome", "outcomeRevision"),
    ExpressionAttributeValues: {
      ":history": toText(canonicalJson(history)),
      ":outcome": toText(last.outcome),
      ":revision": toNumber(last.revision),
      ...(before === undefined ? {} : { ":before": toText(before) }),
    },
  };
}

/** Sets everything but the keys and what became of it. What the applicant has taken along isn't brought back: the item must be there. */
export function retellRequest(
  table: string,
  recommendation: Told & { readonly telling: number },
): UpdateItemCommandInput {
  const { applicantId, openingId, telling } = recommendation;
  const { applicantId: _applicant, openingId: _opening, firstToldAt: _first, ...fields } = toItem(recommendation);
  const names = Object.keys(fields);
  const puts = names.map((name) => `#${name} = :${name}`);
  return {
    TableName: table,
    Key: keyOf(applicantId, openingId),
    // On the right stands what was kept before.
    UpdateExpression: `SET ${[...puts, "#firstToldAt = if_not_exists(#firstToldAt, #toldAt)"].join(", ")}`,
    ConditionExpression: "attribute_exists(#applicantId) AND (attribute_not_exists(#telling) OR #telling <= :telling)",
    ExpressionAttributeNames: namesOf("applicantId", "firstToldAt", ...names),
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
    ...(recommendation.firstToldAt === undefined ? {} : { firstToldAt: toNumber(recommendation.firstToldAt) }),
    ...(recommendation.telling === undefined ? {} : { telling: toNumber(recommendation.telling) }),
  };
}

/** Whoever dies between telling and sending tells once more at the same time: that is no second telling. */
function isToldAgain({ firstToldAt, toldAt }: Item): boolean {
  return firstToldAt !== undefined && firstToldAt.N !== toldAt?.N;
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
    ...(isToldAgain(item) ? { firstToldAt: fromNumber(item, "firstToldAt") } : {}),
    ...(item["telling"] === undefined ? {} : { telling: fromNumber(item, "telling") }),
    ...(item["history"]?.S === undefined ? {} : { history: toHistory(item["history"].S) }),
  };
}

/** A history is written by this code alone, in canonical JSON. */
function toHistory(text: string): readonly Outcome[] {
  return JSON.parse(text);
}

/** Times that somebody else may change the history between a read and the write that follows it. */
const ATTEMPTS_MAX = 10;

async function recordOutcome(table: DynamoTable, wish: OutcomeOfPair) {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const item = await getItem(table, keyOf(wish.applicantId, wish.openingId));
    if (item === undefined) return { kind: "unknown" } as const;
    const { history = [], toldAt, firstToldAt = toldAt } = toRecommendation(item);
    const taken = takeOutcome(history, firstToldAt, toOutcome(wish));
    if (taken.kind !== "recorded") return taken;
    const request = recordOutcomeRequest(table.name(), wish, item["history"]?.S, taken.history);
    if (await holds(() => table.client.send(new UpdateItemCommand(request)))) return taken;
  }
  throw new Error("the history of a recommendation changes as fast as it is read");
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
    recordOutcome: (wish) => recordOutcome(table, wish),
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
    each: async function* () {
      for await (const { Items = [] } of paginateScan({ client: table.client }, { TableName: table.name() })) {
        yield* Items.map(toRecommendation);
      }
    },
  };
}
