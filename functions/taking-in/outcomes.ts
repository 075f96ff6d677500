import { hash } from "node:crypto";
import type * as z from "zod";
import { canonicalJson } from "../../domain/canonical-json.ts";
import type { LogRecord } from "../../domain/index/log-record.ts";
import type { Applicant } from "../../domain/model/applicant.ts";
import { fromDayNumber, toDayNumber } from "../../domain/model/calendar.ts";
import type { Opening } from "../../domain/model/opening.ts";
import type { ParticipationEntry } from "../../domain/model/participation.ts";
import { type CenterDistricts, centerOf, districtOf } from "../../domain/outcomes/center-of.ts";
import { followUpsOf } from "../../domain/outcomes/follow-up.ts";
import { ALL_CENTERS, toFact } from "../../domain/outcomes/ledger-fact.ts";
import type { Outcome, OutcomeName } from "../../domain/outcomes/life-cycle.ts";
import { cohortOf } from "../../domain/programme/breach.ts";
import { toMonthDay } from "../../domain/programme/rule-facts.ts";
import { type RuleSet, rulesOn, toRuleSet } from "../../domain/programme/rule-set.ts";
import { type Refusal, refusal } from "../../domain/refusal.ts";
import type { followUpRecorded } from "../../events/follow-up-recorded.ts";
import type { ledgerEntered } from "../../events/ledger-entered.ts";
import type { outcomeRecorded } from "../../events/outcome-recorded.ts";
import type { Kept, KeptEntity, Ports } from "../ports.ts";
import { forgetCases } from "./cases.ts";
import { findStay, leaveSeat, leaveSeats, refusalOfStay, takePlace } from "./places.ts";

type OutcomePorts = Pick<Ports, "applicants" | "openings" | "recommendations" | "followUps" | "ledger" | "programmes">;

/**
 * Records what became of a recommendation, counts it, and schedules the follow-ups of a hire. All that follows is made of what is kept of the outcome, so that
 * a redelivery, and whoever says the same again, leaves the same; also where the person has gone over to another center in between.
 */
export async function takeOutcomeIn(
  detail: z.output<(typeof outcomeRecorded)["detail"]>,
  ports: OutcomePorts,
  centers: CenterDistricts,
): Promise<Taken> {
  const { applicantId, openingId, revision, outcome, reason, on, eventId } = detail;
  const [[person], [opening]] = await Promise.all([
    ports.applicants.get([applicantId]),
    ports.openings.get([openingId]),
  ]);
  const attribution = toAttribution(person, opening, centers);
  const tooLong = await refusalOfStay(detail, attribution.programmeId, ports);
  if (tooLong !== undefined) return refusedFor(tooLong);
  const recorded = await ports.recommendations.recordOutcome({
    applicantId,
    openingId,
    revision,
    outcome,
    on,
    eventId,
    ...(reason === undefined ? {} : { reason }),
    ...attribution,
    ...(await byItsRules(opening, outcome, on, ports)),
  });
  switch (recorded.kind) {
    case "unknown":
      // Somebody may have died here between putting down follow-ups and seeing that their person has left.
      if (outcome === "hired" && person !== undefined && person.body === undefined)
        await ports.followUps.forget(applicantId);
      return refusedFor(refusal("UNKNOWN_RECOMMENDATION", "/openingId", "nobody was told of this pair"));
    case "refused":
      return refusedFor(recorded.refusal);
    case "recorded":
    case "already-recorded":
      await ports.ledger.count(toFact(recorded.outcome, factId(recorded.outcome.eventId)));
      if (outcome !== "hired") return NOTHING_ELSE;
      return takeHireIn(applicantId, openingId, recorded.outcome, opening, ports);
  }
}

/** What follows from a hire: a place that is taken, and follow-ups. */
async function takeHireIn(
  applicantId: string,
  openingId: string,
  outcome: Outcome,
  opening: KeptEntity | undefined,
  ports: OutcomePorts,
): Promise<Taken> {
  const taken = await takePlace(outcome, bodyOf<Opening, Partial<Opening>>(opening, (body) => body) ?? {}, ports);
  await scheduleFollowUps(applicantId, openingId, outcome, ports);
  const [person] = await ports.applicants.get([applicantId]);
  const hasLeft = person !== undefined && person.body === undefined;
  // Whoever left while we worked has looked for what was there before: what came after that is ours to take back, and they never had the seat.
  const freed = hasLeft ? await leaveSeat(outcome, outcome.on, ports) : [];
  if (hasLeft) await ports.followUps.forget(applicantId);
  return { refusal: undefined, participation: toParticipation(openingId, outcome), places: [...taken, ...freed] };
}

/** What came of taking an outcome or a result in: why it can't be, and what is known from it of the person's part in a programme. */
export interface Taken {
  readonly refusal: Refusal | undefined;
  readonly participation: ParticipationEntry | undefined;
  /** What tells the shards of places that are taken, or free again. */
  readonly places: readonly LogRecord[];
}

const NOTHING_ELSE: Taken = { refusal: undefined, participation: undefined, places: [] };

const refusedFor = (reason: Refusal): Taken => ({ ...NOTHING_ELSE, refusal: reason });

/** Made of what is kept of the outcome alone, so that it is the same whenever it is made. */
function toParticipation(openingId: string, { programmeId, through }: Outcome): ParticipationEntry | undefined {
  if (programmeId === undefined) return undefined;
  return { kind: "hired", openingId, programmeId, ...(through === undefined ? {} : { through }) };
}

/** Who looks after the person now, and what the opening belongs to. */
export function toAttribution(
  person: KeptEntity | undefined,
  opening: KeptEntity | undefined,
  centers: CenterDistricts,
): Pick<Outcome, "center" | "programmeId" | "kind"> {
  const center = centerOf(bodyOf<Applicant, string | undefined>(person, districtOf), centers);
  const { programmeId, kind } = bodyOf<Opening, Partial<Opening>>(opening, (body) => body) ?? {};
  return {
    ...(center === undefined ? {} : { center }),
    ...(programmeId === undefined ? {} : { programmeId }),
    ...(kind === undefined ? {} : { kind }),
  };
}

/**
 * What the rules of the opening's programme, as they are that day, say of an outcome: the part that is counted by itself, and of a hire the last day of the
 * activity, which is the opening's own or else that of its cohort.
 */
async function byItsRules(
  opening: KeptEntity | undefined,
  outcome: OutcomeName,
  day: string,
  { programmes }: Pick<Ports, "programmes">,
): Promise<Pick<Outcome, "apart" | "through">> {
  const body = bodyOf<Opening, Partial<Opening>>(opening, (value) => value) ?? {};
  const { programmeId, programmePart, startsOn, endsOn } = body;
  if (programmeId === undefined || (programmePart === undefined && outcome !== "hired")) return {};
  const rules = rulesOn(
    (await programmes.of(programmeId)).map(({ body }) => toRuleSet(body)),
    day,
  );
  const part = rules?.parts?.find(({ partId }) => partId === programmePart);
  const through = outcome === "hired" ? (endsOn ?? cohortEnd(rules, startsOn)) : undefined;
  return {
    ...(programmePart !== undefined && part?.countsApart === true ? { apart: programmePart } : {}),
    ...(through === undefined ? {} : { through }),
  };
}

function cohortEnd(rules: RuleSet | undefined, startsOn: string | undefined): string | undefined {
  if (startsOn === undefined) return undefined;
  const cohorts = (rules?.cohorts ?? []).map(({ from, to }) => ({ from: toMonthDay(from), to: toMonthDay(to) }));
  const cohort = cohortOf(toDayNumber(startsOn), cohorts);
  return cohort && fromDayNumber(cohort.lastDay);
}

/** What is kept was checked when it came in. */
function bodyOf<Entity, Part>(kept: KeptEntity | undefined, read: (entity: Entity) => Part): Part | undefined {
  return kept?.body === undefined ? undefined : read(JSON.parse(kept.body));
}

/** One-way: who has only the ledger can't tell whose it was, and the event's own id goes with the recommendation. */
function factId(eventId: string): string {
  return hash("sha256", `fact ${eventId}`).slice(0, 32);
}

async function scheduleFollowUps(
  applicantId: string,
  openingId: string,
  { on, programmeId, eventId }: Outcome,
  { followUps }: OutcomePorts,
): Promise<void> {
  const hire = { applicantId, openingId, hiredOn: on, causeId: eventId };
  await followUps.schedule(followUpsOf(programmeId === undefined ? hire : { ...hire, programmeId }));
}

/** Closes a follow-up. The center is kept with the result, so that it still stands there when the person has gone over to another. */
export async function takeFollowUpIn(
  detail: z.output<(typeof followUpRecorded)["detail"]>,
  { applicants, followUps, ledger, programmes }: Pick<Ports, "applicants" | "followUps" | "ledger" | "programmes">,
  centers: CenterDistricts,
): Promise<Taken> {
  const { applicantId, openingId, months, revision, result, satisfaction, on } = detail;
  const [person] = await applicants.get([applicantId]);
  const center = centerOf(bodyOf<Applicant, string | undefined>(person, districtOf), centers);
  const found = {
    revision,
    result,
    on,
    ...(satisfaction === undefined ? {} : { satisfaction }),
    ...(center === undefined ? {} : { center }),
  };
  const recorded = await followUps.record({ applicantId, openingId, months }, found);
  if (recorded.kind === "refused") return refusedFor(recorded.refusal);
  if (recorded.kind === "unknown") {
    return refusedFor(refusal("UNKNOWN_FOLLOW_UP", "/openingId", "no hire is known that this follow-up could be of"));
  }
  const hire = (await followUps.of(applicantId)).find((one) => one.openingId === openingId && one.months === months);
  if (hire?.programmeId === undefined) return NOTHING_ELSE;
  const places = await findStay(hire, found, { ledger, programmes });
  // A first result that says nothing of leaving changes nothing; a later one may take back that somebody has left.
  if (result !== "left" && revision === 1) return { ...NOTHING_ELSE, places };
  const participation = { kind: "asked-after", openingId, months, revision, hasLeft: result === "left", on } as const;
  return { refusal: undefined, participation, places };
}

/** Refuses a statement of a center that isn't there. */
export function refusalOfCenter(
  { center }: { readonly center?: string | undefined },
  centers: CenterDistricts,
): Refusal | undefined {
  if (center === undefined || center === ALL_CENTERS || Object.hasOwn(centers, center)) return undefined;
  return refusal("UNKNOWN_CENTER", "/statement/center", "is no center of this deployment");
}

/** Keeps a source's statement of an account. Gives what stands in the way, as the store says it, or the refusal of a center that isn't there. */
export async function takeStatementIn(
  { statement }: z.output<(typeof ledgerEntered)["detail"]>,
  { ledger }: Pick<Ports, "ledger">,
  centers: CenterDistricts,
): Promise<Kept | Refusal> {
  const { center, programmeId, source, period, revision } = statement;
  const refused = refusalOfCenter(statement, centers);
  if (refused !== undefined) return refused;
  const account = center === undefined ? `programme#${programmeId}` : `center#${center}`;
  return ledger.enter(account, { source, period, revision, body: canonicalJson(statement) });
}

/**
 * Erases somebody who leaves on a day. First the fact that they have left: whoever keeps something of theirs after we have looked finds it, and takes that back.
 * Then the shards hear of seats that are free now, since once all is forgotten nobody could say which. What was counted of their outcomes stays, since nothing in
 * it says whose it was.
 */
export async function withdrawApplicant(
  { applicantId, revision, day }: { readonly applicantId: string; readonly revision: number; readonly day: string },
  ports: Pick<Ports, "applicants" | "followUps" | "recommendations" | "bridges" | "cases" | "ledger" | "programmes">,
  tellShards: (records: readonly LogRecord[]) => Promise<void>,
): Promise<void> {
  const { applicants, followUps, recommendations, bridges, cases } = ports;
  await applicants.withdraw(applicantId, revision);
  await tellShards(await leaveSeats(applicantId, day, ports));
  await followUps.forget(applicantId);
  await recommendations.forget(applicantId);
  await bridges.forget(applicantId);
  await forgetCases(applicantId, { cases });
}
