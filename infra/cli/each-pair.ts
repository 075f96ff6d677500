import type { Applicant } from "../../domain/model/applicant.ts";
import type { Opening } from "../../domain/model/opening.ts";
import type { EntityStore, Recommendation } from "../../functions/ports.ts";
import type { Connection } from "./connection.ts";

/** A recommendation with both of its sides as they are now; a side that isn't kept any more is undefined. */
export interface ToldPair {
  readonly recommendation: Recommendation;
  readonly applicant: Applicant | undefined;
  readonly opening: Opening | undefined;
}

/** Recommendations worked on together: as many ids as one read takes. */
const BATCH_MAX = 100;

/**
 * All recommendations with both sides. Reads the whole table: for accounts and research, a few times a year. A million people with three recommendations each
 * are some five gigabytes, read once.
 */
export async function* eachPair({ kept }: Connection): AsyncGenerator<ToldPair> {
  let batch: Recommendation[] = [];
  for await (const recommendation of kept.recommendations.each()) {
    batch.push(recommendation);
    if (batch.length < BATCH_MAX) continue;
    yield* await toPairs(batch, kept);
    batch = [];
  }
  yield* await toPairs(batch, kept);
}

async function toPairs(
  recommendations: readonly Recommendation[],
  { applicants, openings }: Pick<Connection["kept"], "applicants" | "openings">,
): Promise<ToldPair[]> {
  const [people, offers] = await Promise.all([
    readBodies<Applicant>(
      applicants,
      recommendations.map(({ applicantId }) => applicantId),
    ),
    readBodies<Opening>(
      openings,
      recommendations.map(({ openingId }) => openingId),
    ),
  ]);
  return recommendations.map((recommendation) => ({
    recommendation,
    applicant: people.get(recommendation.applicantId),
    opening: offers.get(recommendation.openingId),
  }));
}

/** What is kept was checked when it came in. */
async function readBodies<T>(store: EntityStore, ids: readonly string[]): Promise<ReadonlyMap<string, T>> {
  const kept = await store.get([...new Set(ids)]);
  return new Map(kept.flatMap(({ id, body }) => (body === undefined ? [] : [[id, JSON.parse(body) as T]])));
}
