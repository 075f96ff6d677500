import { hash } from "node:crypto";
import { recommendationId } from "../../../domain/delivery/recommendation.ts";
import type { Applicant } from "../../../domain/model/applicant.ts";
import { addMonths, followUpMonths } from "../../../domain/outcomes/follow-up.ts";
import type { EventOut } from "../../../events/catalog.ts";
import type { FollowUpRow } from "../../../functions/adapters/memory/follow-ups.ts";
import { districtsByCenter } from "../../../infra/centers.ts";
import type { Violation } from "../history.ts";
import type { Simulation } from "../simulation.ts";
import { validBodies } from "./entities.ts";
import type { Rest } from "./rest.ts";

type Due = Extract<EventOut, { name: "FollowUpDue" }>["detail"];

/** A finding of a center, as its event says it. */
interface Finding {
  readonly applicantId: string;
  readonly openingId: string;
  readonly months: number;
  readonly revision: number;
  readonly result: string;
  readonly on: string;
}

type Hire = Pick<FollowUpRow, "applicantId" | "openingId" | "hiredOn" | "causeId">;

const CENTERS = Object.values(districtsByCenter()).flat();

const keyOf = ({ applicantId, openingId, months }: Omit<Finding, "revision" | "result" | "on">) =>
  `${recommendationId(applicantId, openingId)} after ${months} months`;

/**
 * Guarantees 1 and 2: each hire that is kept is asked after at all its times, and each that is due was told to a center under one id, unless nobody may be
 * told, something was found already, or the person had left the job before; what was found is kept, or set aside with its reason.
 */
export function checkHires(simulation: Simulation, rest: Rest): Violation[] {
  const { askedThrough, history } = simulation;
  const rows = new Map(rest.followUps.map((row) => [keyOf(row), row]));
  const told = history.events.flatMap((event) => (event.name === "FollowUpDue" ? [event.detail] : []));
  const hires = hiresOf(rest);
  return [
    ...hires.flatMap((hire) => followUpMonths.flatMap((months) => checkScheduled(hire, months, rows))),
    ...rest.followUps.flatMap((row) => checkRow(row, hires)),
    ...rest.followUps.flatMap((row) => (row.dueOn <= askedThrough ? checkTold(row, rest, told) : [])),
    ...told.flatMap((due) => checkDue(due, told, askedThrough)),
    ...checkFindings(simulation, rest, rows),
  ];
}

/** What is kept of whoever hasn't left. */
function hiresOf({ recommendations }: Rest): Hire[] {
  return recommendations.flatMap(({ applicantId, openingId, history = [] }) =>
    history.flatMap(({ outcome, on, eventId }) =>
      outcome === "hired" ? [{ applicantId, openingId, hiredOn: on, causeId: eventId }] : [],
    ),
  );
}

const say = (guarantee: number, text: string): Violation[] => [{ guarantee, text }];

function checkScheduled(hire: Hire, months: number, rows: ReadonlyMap<string, FollowUpRow>): Violation[] {
  const row = rows.get(keyOf({ ...hire, months }));
  if (row === undefined) return say(1, `${keyOf({ ...hire, months })} is never asked after`);
  const isOfHire = row.hiredOn === hire.hiredOn && row.causeId === hire.causeId;
  return isOfHire && row.dueOn === addMonths(hire.hiredOn, months) ? [] : say(1, `${keyOf(row)} is of another hire`);
}

function checkRow(row: FollowUpRow, hires: readonly Hire[]): Violation[] {
  const isHired = hires.some(
    ({ applicantId, openingId }) => applicantId === row.applicantId && openingId === row.openingId,
  );
  if (!isHired) return say(1, `${keyOf(row)} is asked after, and nobody was hired`);
  const isOpen = row.results.length === 0;
  return row.list === undefined || isOpen ? [] : say(1, `${keyOf(row)} has a result and still waits as ${row.list}`);
}

/** What is due and open was told, and waits for its result. */
function checkTold(row: FollowUpRow, rest: Rest, told: readonly Due[]): Violation[] {
  const { applicantId, openingId, months, results, list } = row;
  const wasLeft = rest.followUps.some(
    (one) =>
      one.applicantId === applicantId &&
      one.openingId === openingId &&
      one.months < months &&
      one.results.some(({ result }) => result === "left"),
  );
  // Whoever was asked after while it stood that they had left isn't asked after again for those months.
  if (results.length > 0 || wasLeft || !mayBeTold(applicantId, rest)) return [];
  if (list !== "due") return say(1, `${keyOf(row)} is due, and stands on ${list ?? "no list"}`);
  return told.some((due) => keyOf(due) === keyOf(row)) ? [] : say(1, `${keyOf(row)} is due, and no center was told`);
}

function mayBeTold(applicantId: string, { kept }: Rest): boolean {
  const body = kept.applicants[applicantId]?.body;
  if (body === undefined) return false;
  const { residence, preferences, consent } = JSON.parse(body) as Applicant;
  return consent.center && (residence ?? preferences.districts?.[0]) !== undefined;
}

function checkDue(due: Due, told: readonly Due[], askedThrough: string): Violation[] {
  const first = told.find((one) => keyOf(one) === keyOf(due));
  if (first?.eventId !== due.eventId) return say(1, `${keyOf(due)} was told as ${first?.eventId} and ${due.eventId}`);
  if (due.dueOn > askedThrough) return say(1, `${keyOf(due)} was told before it is due`);
  return CENTERS.includes(due.district) ? [] : say(10, `${keyOf(due)} was told to ${due.district}, which is nobody's`);
}

/** What a center found is kept as it said, or set aside; nothing is kept that no center has found. */
function checkFindings(simulation: Simulation, rest: Rest, rows: ReadonlyMap<string, FollowUpRow>): Violation[] {
  const setAside = new Set(rest.quarantine.map(({ bodySha256 }) => bodySha256));
  const findings = validBodies(simulation)
    .filter((body) => body.includes('"FollowUpRecorded"'))
    .map((body) => ({ body, said: (JSON.parse(body) as { detail: Finding }).detail }));
  const isSame = (one: Pick<Finding, "revision" | "result" | "on">, said: Finding) =>
    one.revision === said.revision && one.result === said.result && one.on === said.on;
  const lost = findings.flatMap(({ body, said }) => {
    if (rest.leavers.has(said.applicantId) || setAside.has(hash("sha256", body))) return [];
    const isKept = rows.get(keyOf(said))?.results.some((one) => isSame(one, said)) === true;
    return isKept ? [] : say(2, `${said.result} (${said.revision}) of ${keyOf(said)} was taken and isn't kept`);
  });
  const invented = [...rows.values()].flatMap((row) =>
    row.results.flatMap((one) =>
      findings.some(({ said }) => keyOf(said) === keyOf(row) && isSame(one, said))
        ? []
        : say(2, `${keyOf(row)} has the result ${one.revision}, which nobody has found`),
    ),
  );
  return [...lost, ...invented];
}
