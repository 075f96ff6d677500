import type { Applicant } from "../../domain/model/applicant.ts";
import type { Opening } from "../../domain/model/opening.ts";
import { messageToApplicant } from "../../events/messages.ts";
import type { Delivery } from "../../functions/ports.ts";
import { aBody, anApplicant, anOpening } from "../fixtures/bodies.ts";
import { MemoryService } from "../fixtures/memory-service.ts";
import { aCourseToIt, aGuardedJob, aLearner } from "../fixtures/missed-by-a-certificate.ts";

export const APPLICANT = anApplicant().applicantId;
export const JOB = "job-mapo-cafe-7";
export const COURSE = "course-mapo-barista-1";
export const BRIDGE = `${APPLICANT}~${JOB}~bridge`;
export const MATCH = `${APPLICANT}~${JOB}`;

export const aProfile = (fields: Partial<Applicant> = {}) =>
  aBody("ApplicantProfileUpdated", { applicant: aLearner(fields) });

export const aGuardedJobBody = (fields: Partial<Opening> = {}) => aBody("JobPosted", { opening: aGuardedJob(fields) });

export const aCourse = (fields: Partial<Opening> = {}) => aBody("ProgrammeOpened", { opening: aCourseToIt(fields) });

/** One that suits the person as it is. */
export const aFittingCourse = (fields: Record<string, unknown> = {}) =>
  aCourse({ occupation: anOpening().occupation, ...fields });

export const aCompletion = (fields: Record<string, unknown> = {}) =>
  aBody("CompletionRecorded", {
    applicantId: APPLICANT,
    revision: 1,
    completion: { courseOpeningId: COURSE, certificates: ["barista-1"], on: "2026-11-20" },
    ...fields,
  });

export const toldIn = (service: MemoryService) =>
  service.world
    .sent("applicant-messages")
    .map(({ body }) => messageToApplicant.parse(JSON.parse(body)))
    .flatMap((message) =>
      "items" in message ? message.items.map((item) => ({ ...item, messageId: message.messageId })) : [message],
    )
    .filter(({ openingId }) => openingId === JOB);

export const idsToldIn = (service: MemoryService) => toldIn(service).map(({ recommendationId }) => recommendationId);

/** By the clock of Seoul; the service stands at nine in the morning of Saturday, 2026-11-21. */
export const at = (text: string) => Date.parse(`${text}+09:00`);

/** How the bridge stands, or why it wasn't told. */
export function standing(service: MemoryService): string | undefined {
  const { deliveries } = JSON.parse(service.world.dump()) as { deliveries: Delivery[] };
  const found = deliveries.find(
    ({ recommendationId, channel }) => recommendationId === BRIDGE && channel === "message",
  );
  return found?.reason ?? found?.state;
}

/** Everything that a bridge needs, from then on. */
export async function bridged(profile: Partial<Applicant> = {}, nowMs?: number): Promise<MemoryService> {
  const service = new MemoryService();
  if (nowMs !== undefined) service.nowMs = nowMs;
  await service.accept(aGuardedJobBody(), aCourse(), aProfile(profile));
  return service;
}

export const courseClosed = aBody("OpeningClosed", { openingId: COURSE, revision: 2 });
