/** What one call of a batch operation takes. */
export interface BatchLimits {
  readonly entriesMax: number;
  readonly bytesMax: number;
}

/** SendMessageBatch: ten messages, 1 MiB of all their bodies together. */
export const SEND_LIMITS: BatchLimits = { entriesMax: 10, bytesMax: 1_024 * 1_024 };

/** PutEvents: ten entries, 256 KiB of all of them together. */
export const PUBLISH_LIMITS: BatchLimits = { entriesMax: 10, bytesMax: 256 * 1_024 };

/** BatchWriteItem: 25 items. Its 16 MiB can't be reached by 25 items of at most 400 KiB. */
export const WRITE_LIMITS: BatchLimits = { entriesMax: 25, bytesMax: Number.POSITIVE_INFINITY };

/**
 * Splits entries into calls, keeping their order: each call takes as many as its limits allow. An entry that is larger than a whole call
 * gets a call of its own, which the service refuses; callers check the size of single entries before.
 */
export function splitIntoCalls<Entry>(
  entries: readonly Entry[],
  { entriesMax, bytesMax }: BatchLimits,
  bytesOf: (entry: Entry) => number = () => 0,
): readonly (readonly Entry[])[] {
  const calls: Entry[][] = [];
  let call: Entry[] = [];
  let callBytes = 0;
  for (const entry of entries) {
    const bytes = bytesOf(entry);
    if (call.length > 0 && (call.length === entriesMax || callBytes + bytes > bytesMax)) {
      calls.push(call);
      call = [];
      callBytes = 0;
    }
    call.push(entry);
    callBytes += bytes;
  }
  if (call.length > 0) calls.push(call);
  return calls;
}
