import { createHash } from "node:crypto";
import { canonicalJson } from "../../domain/canonical-json.ts";
import type { Opening } from "../../domain/model/opening.ts";
import type { FollowUp, FollowUpResult } from "../../domain/outcomes/follow-up.ts";
import type { Outcome } from "../../domain/outcomes/life-cycle.ts";
import { refuseStay, type StayOutcome, siteOf, stayEnds } from "../../domain/programme/barrier.ts";
import { type RuleSet, rulesOn, toRuleSet } from "../../domain/programme/rule-set.ts";
import type { Refusal } from "../../domain/refusal.ts";
import type { Ports, Recommendation } from "../ports.ts";
import { quotaAccount, STAY_ENTRY, type Stay, type StayFound, seatsAccount } from "../runtime/places-taken.ts";

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

/** Takes a place of the year's quota, and a seat where the programme has any. The same again takes none. */
export async function takePlace(
  { outcome, on, programmeId, apart, eventId }: Outcome,
  opening: Pick<Opening, "institutionId">,
  ports: PlacePorts,
): Promise<void> {
  if (outcome !== "hired" || apart !== undefined) return;
  const rules = await rulesOf(programmeId, on, ports);
  if (rules === undefined) return;
  const year = on.slice(0, 4);
  const enter = (account: string, period: string, body: string) =>
    ports.ledger.enter(account, { source: idOf(eventId), period, revision: FIRST_REVISION, body });
  // Counted also while there is no quota: one that is set later counts the whole year.
  await enter(quotaAccount(rules.programmeId, year), year, "{}");
  const site = siteOf(opening, rules);
  if (rules.seats === undefined || site === undefined) return;
  const stay: Stay = { from: on, end: stayEnds(on, rules.seats.yearsMax) };
  await enter(seatsAccount(rules.programmeId, site), STAY_ENTRY, canonicalJson(stay));
}

/**
 * Keeps what a follow-up found of a stay, at every site, since only the one of the stay reads it: the opening may name another by now. Of its results the
 * highest revision holds, whichever comes last.
 */
export async function findStay(
  { causeId, months, hiredOn, programmeId }: FollowUp,
  { revision, result, on }: FollowUpResult,
  ports: Pick<Ports, "ledger" | "programmes">,
): Promise<void> {
  const rules = await rulesOf(programmeId, hiredOn, ports);
  const found: StayFound = result === "left" ? { leftOn: on } : {};
  const entry = { source: idOf(causeId), period: `months-${months}`, revision, body: canonicalJson(found) };
  for (const { site } of rules?.seats?.sites ?? []) {
    await ports.ledger.enter(seatsAccount(programmeId ?? "", site), entry);
  }
}

/** One-way, of an id that stands with the person alone: who has only the ledger can't tell whose place it is. */
function idOf(eventId: string): string {
  return createHash("sha256").update(`place ${eventId}`).digest("hex").slice(0, 32);
}
