import { toDayNumber } from "../../domain/model/calendar.ts";
import { type Barrier, type PlacesTaken, placesBarrier } from "../../domain/programme/places.ts";
import { type RuleFacts, ruleFactsOn } from "../../domain/programme/rule-facts.ts";
import type { Ports } from "../ports.ts";
import { readPlacesTaken } from "../runtime/places-taken.ts";
import type { Candidate } from "./telling.ts";

/** The rules of a programme that limits places, and how far these are taken. */
export interface Barring {
  readonly rules: RuleFacts;
  readonly places: PlacesTaken;
}

/** Reads how far the places of programmes are taken on a day (`YYYY-MM-DD`): once for all openings of one programme, and only where its rules limit them. */
export async function readBarring(
  programmes: ReadonlyMap<string, readonly RuleFacts[]>,
  day: string,
  ledger: Ports["ledger"],
): Promise<ReadonlyMap<string, Barring>> {
  const found = new Map<string, Barring>();
  for (const [programmeId, all] of programmes) {
    const rules = ruleFactsOn(all, toDayNumber(day));
    if (rules === undefined || (rules.quota === undefined && rules.sites === undefined)) continue;
    const sites = (rules.sites ?? []).map(({ site }) => site);
    const limited = { programmeId, hasQuota: rules.quota !== undefined, sites };
    found.set(programmeId, { rules, places: await readPlacesTaken(limited, day, ledger) });
  }
  return found;
}

/**
 * Whether there is a place left, by all that was read of an opening. The shards know it, too; what was recorded since they matched is found here, right before
 * somebody is told.
 */
export function barrierOf({ opening, barring }: Pick<Candidate, "opening" | "barring">): Barrier | undefined {
  if (barring === undefined) return undefined;
  const { programmePart: part, institutionId } = opening;
  return placesBarrier({ part, institutionId }, barring.rules, barring.places);
}
