/** Ids that a port reads in one call: as many as BatchGetItem takes, so that one call to a port is one call to the service. */
export const IDS_PER_CALL_MAX = 100;

/** Refuses more ids than one call reads. A caller with more has forgotten to page: a fault, not an outcome. */
export function requireFewIds(ids: readonly string[]): void {
  if (ids.length > IDS_PER_CALL_MAX) {
    throw new RangeError(`${ids.length} ids were asked for at once, ${IDS_PER_CALL_MAX} is the most`);
  }
}
