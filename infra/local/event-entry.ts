/**
 * From an entry of `PutEvents` to the event that rules see: the limits of a request, what an entry must have, and the
 * envelope. An entry that is not valid fails alone; a request over its limits is refused whole.
 */
import { busName } from "./bus-name.ts";
import { isObject, type JsonObject, type JsonValue } from "./json.ts";

export type PutEventsEntry = {
  Source?: string | undefined;
  DetailType?: string | undefined;
  Detail?: string | undefined;
  EventBusName?: string | undefined;
  Resources?: readonly string[] | undefined;
  /** Epoch seconds, as the wire has it. */
  Time?: number | undefined;
};

type EntryError = { ErrorCode: string; ErrorMessage: string };
export type PutEventsResult = { EventId: string } | EntryError;
export type PutEventsOutcome =
  | { kind: "answered"; FailedEntryCount: number; Entries: readonly PutEventsResult[] }
  | { kind: "invalid-request"; message: string };

export type BusEvent = {
  version: "0";
  id: string;
  "detail-type": string;
  source: string;
  account: string;
  time: string;
  region: string;
  resources: readonly string[];
  detail: JsonValue;
};

const ENTRIES_MAX = 10;
/** The sum over one request, counted as the service documents it (not the size of the resulting events). */
export const REQUEST_BYTES_MAX = 256 * 1024;
/** What the service counts for an entry's `Time`. */
const TIME_BYTES = 14;
/** The last moment that a JavaScript date can hold; further off there is no ISO text to write. */
const TIME_SECONDS_MAX = 8.64e12;
/** The depth at which Jackson, and so the service, gives up; it also keeps recursion off deep stacks here. */
const DETAIL_DEPTH_MAX = 1_000;

/** Why the whole request is refused, or `undefined`. */
export function refuseRequest(entries: readonly PutEventsEntry[]): string | undefined {
  const constraint = (bound: string) =>
    `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length ${bound}`;
  if (entries.length === 0) return constraint("greater than or equal to 1");
  if (entries.length > ENTRIES_MAX) return constraint(`less than or equal to ${ENTRIES_MAX}`);
  const bytes = entries.reduce((sum, entry) => sum + entryBytes(entry), 0);
  return bytes > REQUEST_BYTES_MAX ? "Total size of the entries in the request is over the limit." : undefined;
}

/** The size of an entry as the service counts it. */
export function entryBytes(entry: PutEventsEntry): number {
  const texts = [entry.Source, entry.DetailType, entry.Detail, ...(entry.Resources ?? [])];
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ""), 0);
  return bytes + (entry.Time === undefined ? 0 : TIME_BYTES);
}

/** The detail of a valid entry, or why the entry fails. */
export function readEntry(entry: PutEventsEntry, busExists: boolean): { detail: JsonObject } | EntryError {
  const refuse = (ErrorCode: string, ErrorMessage: string) => ({ ErrorCode, ErrorMessage });
  for (const name of ["Source", "DetailType", "Detail"] as const) {
    if (!entry[name]) {
      return refuse("InvalidArgument", `Parameter ${name} is not valid. Reason: ${name} is a required argument.`);
    }
  }
  if (entry.Time !== undefined && !(Math.abs(entry.Time) <= TIME_SECONDS_MAX)) {
    return refuse("InvalidArgument", "Parameter Time is not valid.");
  }
  const detail = parseDetail(entry.Detail ?? "");
  if (detail === undefined) return refuse("MalformedDetail", "Detail is malformed.");
  if (entry.Source?.startsWith("aws.")) {
    return refuse("NotAuthorizedForSourceException", "Not authorized for the source.");
  }
  // The service accepts an event for a bus that does not exist and drops it; here the mistake is to be seen.
  if (!busExists) return refuse("InvalidArgument", `Event bus ${busName(entry.EventBusName)} does not exist.`);
  return { detail };
}

/** `receivedAtMs` is the event's time when the entry names none. */
export function toEvent(
  entry: Omit<PutEventsEntry, "Detail">,
  detail: JsonValue,
  { receivedAtMs, ...origin }: { id: string; account: string; region: string; receivedAtMs: number },
): BusEvent {
  return {
    version: "0",
    id: origin.id,
    "detail-type": entry.DetailType ?? "",
    source: entry.Source ?? "",
    account: origin.account,
    time: isoSeconds(entry.Time === undefined ? receivedAtMs : entry.Time * 1_000),
    region: origin.region,
    resources: entry.Resources ?? [],
    detail,
  };
}

export const isoSeconds = (epochMs: number) => new Date(epochMs).toISOString().replace(/\.\d+Z$/, "Z");

function parseDetail(text: string): JsonObject | undefined {
  let detail: JsonValue;
  try {
    detail = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isObject(detail) && !isNestedTooDeeply(text) ? detail : undefined;
}

/** Takes JSON only: in other text an endless string would make the search for its end quadratic. */
function isNestedTooDeeply(json: string): boolean {
  let depth = 0;
  for (const [mark] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[{\]}]/g)) {
    if (mark === "[" || mark === "{") depth += 1;
    if (mark === "]" || mark === "}") depth -= 1;
    if (depth > DETAIL_DEPTH_MAX) return true;
  }
  return false;
}
