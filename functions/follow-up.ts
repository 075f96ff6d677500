import * as z from "zod";
import { recommendationId } from "../domain/delivery/recommendation.ts";
import type { Applicant } from "../domain/model/applicant.ts";
import { dayInSeoul } from "../domain/model/calendar.ts";
import { type CenterDistricts, centerOf, districtOf } from "../domain/outcomes/center-of.ts";
import { type FollowUp, isAsked } from "../domain/outcomes/follow-up.ts";
import type { EventOut } from "../events/catalog.ts";
import { SCHEMA_VERSION } from "../events/envelope.ts";
import { createAwsPorts } from "./adapters/aws/aws-ports.ts";
import type { ListedFollowUp } from "./outcome-ports.ts";
import type { Ports } from "./ports.ts";
import { deriveUlid } from "./runtime/derive-id.ts";
import { readEnvironment } from "./runtime/environment.ts";
import type { Log } from "./runtime/log.ts";
import { onSchedule } from "./runtime/on-schedule.ts";

type FollowUpPorts = Pick<Ports, "clock" | "applicants" | "followUps" | "bus">;

/** What the schedule sends: when it was to fire, so that a late try is still about its own day. */
const scheduledRun = z.object({ scheduledTime: z.iso.datetime() });

/** Follow-ups worked on together: as many people as one read takes. */
const BATCH_MAX = 100;

/** How a run went. What waits is due, but its person doesn't want to be shown to a center, or no district is known. */
export interface FollowUpRun {
  readonly day: string;
  readonly announced: number;
  readonly waiting: number;
  readonly settled: number;
}

/**
 * Tells centers which follow-ups are due. Everything that is due up to the day and hasn't been told is still on the list, so a day that was missed is
 * caught up with by the next. For each: keep that it is announced, send the event under an id that depends on the hire and the months alone, move it to
 * those that are due. A crash in between is followed by the same once more.
 */
export async function announceFollowUps(
  run: unknown,
  ports: FollowUpPorts,
  centers: CenterDistricts,
  log: Log,
): Promise<FollowUpRun> {
  const scheduled = scheduledRun.safeParse(run);
  const day = dayInSeoul(scheduled.success ? Date.parse(scheduled.data.scheduledTime) : ports.clock.now());
  const total = { announced: 0, waiting: 0, settled: 0 };
  let batch: ListedFollowUp[] = [];
  const work = async () => {
    const { announced, waiting, settled } = await announceBatch(batch, day, ports, centers);
    total.announced += announced;
    total.waiting += waiting;
    total.settled += settled;
    batch = [];
  };
  for await (const listed of ports.followUps.listed("scheduled", day)) {
    batch.push(listed);
    if (batch.length === BATCH_MAX) await work();
  }
  if (batch.length > 0) await work();
  log.info("follow-ups announced", { day, ...total });
  return { day, ...total };
}

async function announceBatch(
  listed: readonly ListedFollowUp[],
  day: string,
  ports: FollowUpPorts,
  centers: CenterDistricts,
): Promise<Omit<FollowUpRun, "day">> {
  const people = await readPeople(listed, ports);
  const toTell: FollowUp[] = [];
  const settled: ListedFollowUp[] = [];
  const gone: ListedFollowUp[] = [];
  let waiting = 0;
  for (const one of listed) {
    const person = people.get(one.applicantId);
    if (person === undefined) {
      gone.push(one);
      continue;
    }
    const ofPerson = await ports.followUps.of(one.applicantId);
    const ofHire = ofPerson.filter(({ openingId }) => openingId === one.openingId);
    const followUp = ofHire.find(({ months }) => months === one.months);
    const district = shownIn(person);
    if (followUp === undefined || !isAsked(followUp, ofHire)) settled.push(one);
    else if (district === undefined) waiting += 1;
    else {
      const center = centerOf(district, centers);
      const announcement = { on: day, district, ...(center === undefined ? {} : { center }) };
      // Whoever died over it may have told the center of a district that its person has left since.
      const isKept = followUp.announced?.district === district;
      const kept = isKept ? followUp : await ports.followUps.announce(one, announcement, followUp.announced);
      if (kept === undefined) settled.push(one);
      else toTell.push(kept);
    }
  }
  // The last read before the send: of whoever has left, moved, or doesn't want to be shown to that center any more in the meantime, nobody is told.
  const still = await readPeople(toTell, ports);
  const holding = toTell.filter(
    ({ applicantId, announced }) => shownIn(still.get(applicantId)) === announced?.district,
  );
  waiting += toTell.length - holding.length;
  // Whoever took a hire in while the person left may have put this down after it was looked for, and died.
  for (const applicantId of new Set(gone.map((one) => one.applicantId))) await ports.followUps.forget(applicantId);
  await ports.bus.publish(holding.map(toEvent));
  await ports.followUps.move(holding, "due");
  await ports.followUps.move(settled, undefined);
  return { announced: holding.length, waiting, settled: settled.length + gone.length };
}

/** Those of the listed people who haven't left, as they are kept at this moment. */
async function readPeople(
  listed: readonly Pick<FollowUp, "applicantId">[],
  { applicants }: Pick<Ports, "applicants">,
): Promise<ReadonlyMap<string, Applicant>> {
  const kept = await applicants.get([...new Set(listed.map(({ applicantId }) => applicantId))]);
  return new Map(kept.flatMap(({ id, body }) => (body === undefined ? [] : [[id, JSON.parse(body) as Applicant]])));
}

/** The district to whose center somebody wants to be shown. */
function shownIn(person: Applicant | undefined): string | undefined {
  return person?.consent.center === true ? districtOf(person) : undefined;
}

/** Made of what is kept alone, so that it is the same however often it is sent. */
function toEvent(followUp: FollowUp): EventOut {
  const { applicantId, openingId, months, hiredOn, dueOn, programmeId, causeId, announced } = followUp;
  if (announced === undefined) throw new Error("a follow-up is sent that isn't kept as announced");
  return {
    name: "FollowUpDue",
    detail: {
      eventId: deriveUlid(causeId, `follow-up due ${recommendationId(applicantId, openingId)} ${months}`),
      occurredAt: `${announced.on}T06:00:00+09:00`,
      correlationId: causeId,
      causationId: causeId,
      schemaVersion: SCHEMA_VERSION,
      district: announced.district,
      applicantId,
      openingId,
      ...(programmeId === undefined ? {} : { programmeId }),
      months,
      hiredOn,
      dueOn,
    },
  };
}

let running: { ports: Ports; centers: CenterDistricts } | undefined;

export const handler = onSchedule("follow-up", async (run, log) => {
  if (running === undefined) {
    const environment = readEnvironment(process.env);
    running = { ports: createAwsPorts(environment), centers: JSON.parse(environment("centerDistricts")) };
  }
  return announceFollowUps(run, running.ports, running.centers, log);
});
