import type { LogRecord } from "../../domain/index/log-record.ts";
import { toDayNumber } from "../../domain/model/calendar.ts";
import {
  type PlaceSpan,
  type PlacesOf,
  type PlacesTaken,
  placesOn,
  spansOfYear,
} from "../../domain/programme/places.ts";
import type { KeptStatement, Ledger } from "../outcome-ports.ts";

/** What is kept of a stay: from its first day up to, and without, the day on which it ends by the rules. */
export interface Stay {
  readonly from: string;
  readonly end: string;
}

/** What was found of a stay later: the day on which the person was known to have left, if they have. */
export interface StayFound {
  readonly leftOn?: string;
}

/** The entry of a stay itself; what was found of it goes by other periods. */
export const STAY_ENTRY = "stay";

/** The account of some places of a programme in the ledger. */
export function placesAccount(programmeId: string, of: PlacesOf): string {
  const [sort, id = ""] = of.split("#");
  return `${sort === "year" ? "quota" : "seats"}#${programmeId}#${id}`;
}

type PlacesLedger = Pick<Ledger, "statements">;

/** What a programme's rules limit. */
export interface Limited {
  readonly programmeId: string;
  readonly hasQuota: boolean;
  readonly sites: readonly string[];
}

/** How far the places of a programme are taken on a day, counted from what was recorded, each once; only what its rules limit is read. */
export async function readPlacesTaken(
  { programmeId, hasQuota, sites }: Limited,
  day: string,
  ledger: PlacesLedger,
): Promise<PlacesTaken> {
  const limited: PlacesOf[] = [...(hasQuota ? [`year#${day.slice(0, 4)}` as const] : []), ...sites.map(ofSite)];
  const read: [PlacesOf, readonly PlaceSpan[]][] = [];
  for (const of of limited) read.push([of, (await readSpans(programmeId, of, ledger)).spans]);
  return placesOn(read, toDayNumber(day));
}

export const ofSite = (site: string): PlacesOf => `site#${site}`;

/** The record that says to the shards how some places are taken: as the ledger has them at this moment. */
export async function readPlacesRecord(
  programmeId: string,
  of: PlacesOf,
  ledger: PlacesLedger,
): Promise<Extract<LogRecord, { type: "places" }>> {
  return { type: "places", programmeId, of, ...(await readSpans(programmeId, of, ledger)) };
}

/**
 * Entries are only ever added and revised upwards, so the sum of their revisions counts the states of an account: whoever reads after their own write has a higher
 * one than all who read before it, and the last of them has all there is.
 */
async function readSpans(
  programmeId: string,
  of: PlacesOf,
  ledger: PlacesLedger,
): Promise<{ readonly revision: number; readonly spans: readonly PlaceSpan[] }> {
  const entries = await ledger.statements(placesAccount(programmeId, of));
  const revision = entries.reduce((sum, entry) => sum + entry.revision, 0);
  if (of.startsWith("year#")) return { revision, spans: spansOfYear(of.slice("year#".length), entries.length) };
  const stays = Map.groupBy(entries, ({ source }) => source);
  return { revision, spans: [...stays.values()].flatMap((some) => toSpan(some)) };
}

/** Only this code and `taking-in/places.ts` know what is in these entries. */
function toSpan(entries: readonly KeptStatement[]): PlaceSpan[] {
  const stay = entries.find(({ period }) => period === STAY_ENTRY);
  if (stay === undefined) return [];
  const { from, end }: Stay = JSON.parse(stay.body);
  const left = entries.flatMap(({ period, body }) =>
    period === STAY_ENTRY ? [] : ((JSON.parse(body) as StayFound).leftOn ?? []),
  );
  const until = [end, ...left].reduce((first, day) => (day < first ? day : first));
  return until <= from ? [] : [{ fromDay: toDayNumber(from), untilDay: toDayNumber(until), people: 1 }];
}
