import type { PlacesTaken } from "../../domain/programme/barrier.ts";
import type { RuleSet } from "../../domain/programme/rule-set.ts";
import type { Ledger } from "../outcome-ports.ts";

/** What is kept of a stay: from its first day up to, and without, the day on which it ends by the rules. */
export interface Stay {
  readonly from: string;
  readonly end: string;
}

/** What a follow-up found of a stay: the day on which the person was known to have left, if they have. */
export interface StayFound {
  readonly leftOn?: string;
}

/** The entry of a stay itself; those of its follow-ups go by their months. */
export const STAY_ENTRY = "stay";

export function quotaAccount(programmeId: string, year: string): string {
  return `quota#${programmeId}#${year}`;
}

export function seatsAccount(programmeId: string, site: string): string {
  return `seats#${programmeId}#${site}`;
}

/** How far the places of a programme are taken on a day, counted from what was recorded, each once; only what its rules limit is read. */
export async function readPlacesTaken(
  { programmeId, yearlyQuota, seats }: RuleSet,
  day: string,
  ledger: Pick<Ledger, "statements">,
): Promise<PlacesTaken> {
  const quota = yearlyQuota === undefined ? [] : await ledger.statements(quotaAccount(programmeId, day.slice(0, 4)));
  const tenants = new Map<string, number>();
  for (const { site } of seats?.sites ?? []) {
    const stays = Map.groupBy(await ledger.statements(seatsAccount(programmeId, site)), ({ source }) => source);
    tenants.set(site, [...stays.values()].filter((entries) => isThereOn(entries, day)).length);
  }
  return { day, participants: quota.length, tenants };
}

/** Only this code and `taking-in/places.ts` know what is in these entries. */
function isThereOn(entries: readonly { readonly period: string; readonly body: string }[], day: string): boolean {
  const stay = entries.find(({ period }) => period === STAY_ENTRY);
  if (stay === undefined) return false;
  const { from, end }: Stay = JSON.parse(stay.body);
  const left = entries.flatMap(({ period, body }) =>
    period === STAY_ENTRY ? [] : ((JSON.parse(body) as StayFound).leftOn ?? []),
  );
  return from <= day && day < end && left.every((leftOn) => day < leftOn);
}
