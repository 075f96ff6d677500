/** Ids that a port reads in one call: as many as BatchGetItem takes, so that one call to a port is one call to the service. */
export const IDS_PER_CALL_MAX = 100;

/** A center can read what it was told for a quarter: the longest that a report looks back. */
export const FEED_KEPT_DAYS = 92;

/** Whoever asks why a webhook didn't come asks within a month. */
export const ATTEMPTS_KEPT_DAYS = 30;

/** Refuses more ids than one call reads. A caller with more has forgotten to page: a fault, not an outcome. */
export function requireFewIds(ids: readonly string[]): void {
  if (ids.length > IDS_PER_CALL_MAX) {
    throw new RangeError(`${ids.length} ids were asked for at once, ${IDS_PER_CALL_MAX} is the most`);
  }
}
