import { hash } from "node:crypto";
import { canonicalJson } from "../../domain/canonical-json.ts";
import type { LogRecord } from "../../domain/index/log-record.ts";
import { recordKey } from "../../domain/index/record-key.ts";
import type { Opening } from "../../domain/model/opening.ts";
import type { FollowUp, FollowUpResult } from "../../domain/outcomes/follow-up.ts";
import type { Outcome } from "../../domain/outcomes/life-cycle.ts";
import { type PlacesOf, refuseStay, type StayOutcome, siteOf, stayEnds } from "../../domain/programme/places.ts";
import { type RuleSet, rulesOn, toRuleSet } from "../../domain/programme/rule-set.ts";
import type { Refusal } from "../../domain/refusal.ts";
import type { KeptStatement } from "../outcome-ports.ts";
import type { Ports, Recommendation } from "../ports.ts";
import {
  ofSite,
  placesAccount,
  readPlacesRecord,
  STAY_ENTRY,
  type Stay,
  type StayFound,
} from "../runtime/places-taken.ts";

type PlacePorts = Pick<Ports, "ledger" | "programmes" | "recommendations">;

/** Entries are made of what is kept alone and of ids that go with their person, so there is one of each, and nobody in it. */
const FIRST_REVISION = 1;

async function rulesOf(
  programmeId: string | undefined,
  day: string,
  { programmes }: Pick<Ports, "programmes">,
): Promise<RuleSet | undefined> {
  if (programmeId === undefined) return undefined;
  const kept = await programmes.of(programmeId);
  return rulesOn(
    kept.map(({ body }) => toRuleSet(body)),
    day,
  );
}

/** Why an outcome would make a stay too long, with all that is known of the person's stays under the same programme. */
export async function refusalOfStay(
  {
    applicantId,
    openingId,
    revision,
    outcome,
    on,
  }: Pick<Recommendation, "applicantId" | "openingId"> & StayOutcome & { revision: number },
  programmeId: string | undefined,
  ports: PlacePorts,
): Promise<Refusal | undefined> {
  if (outcome !== "hired" && outcome !== "retained") return undefined;
  const rules = await rulesOf(programmeId, on, ports);
  if (rules?.seats === undefined) return undefined;
  const known = (await ports.recommendations.list(applicantId)).flatMap(({ openingId: id, history = [] }) =>
    history.filter((one) => one.programmeId === programmeId && !(id === openingId && one.revision === revision)),
  );
  return refuseStay([...known, { outcome, on }], rules);
}

/**
 * Takes a place of the year's quota, and a seat where the programme has any; the same again takes none. Gives the records that tell the shards how those places
 * are taken from then on.
 */
export async function takePlace(
  { outcome, on, programmeId, apart, eventId }: Outcome,
  opening: Pick<Opening, "institutionId">,
  ports: PlacePorts,
): Promise<readonly LogRecord[]> {
  if (outcome !== "hired" || apart !== undefined) return [];
  const rules = await rulesOf(programmeId, on, ports);
  if (rules === undefined) return [];
  const year = on.slice(0, 4);
  const enter = (of: PlacesOf, period: string, body: string) => {
    const entry = { source: idOf(eventId), period, revision: FIRST_REVISION, body };
    return ports.ledger.enter(placesAccount(rules.programmeId, of), entry);
  };
  // Counted also while there is no quota: one that is set later counts the whole year.
  await enter(`year#${year}`, year, "{}");
  const ofYear = await readPlacesRecord(rules.programmeId, `year#${year}`, ports.ledger);
  const site = siteOf(opening, rules);
  if (rules.seats === undefined || site === undefined) return [ofYear];
  const stay: Stay = { from: on, end: stayEnds(on, rules.seats.yearsMax) };
  await enter(ofSite(site), STAY_ENTRY, canonicalJson(stay));
  return [ofYear, await readPlacesRecord(rules.programmeId, ofSite(site), ports.ledger)];
}

/**
 * Keeps what a follow-up found of a stay, at every site, since only the one of the stay reads it: the opening may name another by now. Of its results the
 * highest revision holds, whichever comes last. Gives the records that tell the shards.
 */
export async function findStay(
  { causeId, months, hiredOn, programmeId }: FollowUp,
  { revision, result, on }: FollowUpResult,
  ports: Pick<Ports, "ledger" | "programmes">,
): Promise<readonly LogRecord[]> {
  const found: StayFound = result === "left" ? { leftOn: on } : {};
  const entry = { source: idOf(causeId), period: `months-${months}`, revision, body: canonicalJson(found) };
  return enterFound({ programmeId, hiredOn }, entry, ports);
}

/**
 * Gives up the seats of somebody who leaves the service on a day: nobody asks after them any more, so nobody would ever say that they have gone. The year that took
 * them in has taken them in all the same.
 */
export async function leaveSeats(applicantId: string, day: string, ports: PlacePorts): Promise<readonly LogRecord[]> {
  const records = new Map<string, LogRecord>();
  for (const { history = [] } of await ports.recommendations.list(applicantId)) {
    for (const outcome of history) {
      for (const one of await leaveSeat(outcome, day, ports)) records.set(recordKey(one), one);
    }
  }
  return [...records.values()];
}

/** Gives up the seat of one hire. */
export async function leaveSeat(
  { outcome, on, programmeId, apart, eventId }: Outcome,
  day: string,
  ports: Pick<Ports, "ledger" | "programmes">,
): Promise<readonly LogRecord[]> {
  if (outcome !== "hired" || apart !== undefined) return [];
  const found: StayFound = { leftOn: day };
  const entry = { source: idOf(eventId), period: "withdrawn", revision: FIRST_REVISION, body: canonicalJson(found) };
  return enterFound({ programmeId, hiredOn: on }, entry, ports);
}

async function enterFound(
  { programmeId = "", hiredOn }: { readonly programmeId: string | undefined; readonly hiredOn: string },
  entry: KeptStatement,
  ports: Pick<Ports, "ledger" | "programmes">,
): Promise<readonly LogRecord[]> {
  const sites = (await rulesOf(programmeId, hiredOn, ports))?.seats?.sites ?? [];
  const records: LogRecord[] = [];
  for (const { site } of sites) {
    await ports.ledger.enter(placesAccount(programmeId, ofSite(site)), entry);
    records.push(await readPlacesRecord(programmeId, ofSite(site), ports.ledger));
  }
  return records;
}

/** One-way, of an id that stands with the person alone: who has only the ledger can't tell whose place it is. */
function idOf(eventId: string): string {
  return hash("sha256", `place ${eventId}`).slice(0, 32);
}
