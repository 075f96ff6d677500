/** Ids that a port reads in one call: as many as BatchGetItem takes, so that one call to a port is one call to the service. */
export const IDS_PER_CALL_MAX = 100;

/** Recommendations whose deliveries are read on all channels in one call: each has an item a channel, and there are two. */
export const DELIVERIES_PER_CALL_MAX = IDS_PER_CALL_MAX / 2;

/** A center can read what it was told for a quarter: the longest that a report looks back. */
export const FEED_KEPT_DAYS = 92;

/** Whoever asks why a webhook didn't come asks within a month. */
export const ATTEMPTS_KEPT_DAYS = 30;

/** Refuses more ids than one call reads. A caller with more has forgotten to page: a fault, not an outcome. */
export function requireFewIds(ids: readonly string[], most = IDS_PER_CALL_MAX): void {
  if (ids.length > most) {
    throw new RangeError(`${ids.length} ids were asked for at once, ${most} is the most`);
  }
}
