import { type Mailbox, onTheirWay } from "../../domain/delivery/mailbox.ts";
import { openingOf } from "../../domain/delivery/recommendation.ts";
import { reviewOf } from "../../domain/delivery/review.ts";
import type { Applicant } from "../../domain/model/applicant.ts";
import { centerOf, districtOf } from "../../domain/outcomes/center-of.ts";
import { districtsByCenter } from "../../infra/centers.ts";
import { envelopeOf, type Happening, type StoryEvent } from "./happening.ts";
import type { Sandbox } from "./sandbox.ts";
import { messagesOf } from "./sandbox.ts";
import type { Stage } from "./stage.ts";

/** Of a hundred tellings in which a function freezes before the last read, so many are of what ends at that moment though the story doesn't end it. */
const ENDED_PERCENT = 50;

/** Their events are numbered from here on, by the step in which they are written: no story has as many. */
const FIRST_END = 200_000;

/** A person and an opening that a function is about to tell them of. */
interface Telling {
  readonly applicantId: string;
  readonly openingId: string;
  /** The course that it is told with. */
  readonly courseOpeningId: string | undefined;
  readonly mailbox: Mailbox;
}

/**
 * What is left of a story, with the end of what a frozen function is telling in front: it comes between the claim and the last read, or between that and
 * the send. Left to chance alone, hardly one story in thirty has it there. An end that the story has comes before its time; else the employer
 * closes the opening, a counsellor holds it, or the course that it is told with has no seat any more: always before a send, and now and then before the last read, since most of what is told must go out.
 */
export function withEndOfTold(left: readonly Happening[], teller: Sandbox, stage: Stage): Happening[] {
  const tellings = tellingsOf(teller, stage);
  const closing = left.find(
    (one) => one.kind === "event" && tellings.some(({ openingId }) => openingId === closedBy(one)),
  );
  if (closing !== undefined) return [closing, ...left.filter((one) => one !== closing)];
  const told = stage.chance.pick(tellings);
  const isSending = teller.waiting.some(({ port }) => port === "queues");
  if (told === undefined || !(isSending || stage.chance.percent(ENDED_PERCENT))) return [...left];
  return [endOf(told, stage), ...left];
}

function endOf(told: Telling, stage: Stage): StoryEvent {
  const { courseOpeningId } = told;
  if (courseOpeningId !== undefined && stage.chance.percent(70)) {
    const filled = stage.chance.percent(60) ? fillingOf(courseOpeningId, stage) : undefined;
    return filled ?? closingOf({ openingId: courseOpeningId }, stage);
  }
  const hold = stage.chance.percent(50) ? holdOf(told, stage) : undefined;
  return hold ?? closingOf(told, stage);
}

/** The last seat of a course is taken; undefined where nothing is kept of it. */
function fillingOf(courseOpeningId: string, stage: Stage): StoryEvent | undefined {
  const kept = stage.world.kept("openings").get(courseOpeningId);
  if (kept?.body === undefined) return undefined;
  const opening = { ...JSON.parse(kept.body), revision: kept.revision + 1, remainingAttendeeCapacity: 0 };
  return eventOf("ProgrammeOpened", "ieum.openings", { opening }, stage);
}

/** What a function has claimed, but for ends. */
function tellingsOf(teller: Sandbox, { world }: Stage): Telling[] {
  const workingOn = messagesOf(teller);
  return [...world.documents("mailboxes")].flatMap(([applicantId, { body }]) => {
    const mailbox = JSON.parse(body) as Mailbox;
    return onTheirWay(mailbox).flatMap(({ openingId, pending: { purpose, claim, bridge } }) =>
      purpose === "withdrawal" || !workingOn.has(claim.by ?? "")
        ? []
        : { applicantId, openingId: openingOf(openingId), courseOpeningId: bridge?.courseOpeningId, mailbox },
    );
  });
}

/** The opening that an event closes. */
function closedBy({ body }: StoryEvent): string | undefined {
  return body.includes('"OpeningClosed"') ? /"openingId":"([^"]+)"/.exec(body)?.[1] : undefined;
}

/** The next revision may be another one's in the story: whichever comes first counts. */
function closingOf({ openingId }: Pick<Telling, "openingId">, stage: Stage): StoryEvent {
  const revision = (stage.world.kept("openings").get(openingId)?.revision ?? 0) + 1;
  return eventOf("OpeningClosed", "ieum.openings", { openingId, revision, reason: "filled" }, stage);
}

/** Undefined where no counsellor may speak. */
function holdOf({ applicantId, openingId, mailbox }: Telling, stage: Stage): StoryEvent | undefined {
  const body = stage.world.kept("applicants").get(applicantId)?.body;
  if (body === undefined) return undefined;
  const applicant = JSON.parse(body) as Applicant;
  const center = applicant.consent.center ? centerOf(districtOf(applicant), districtsByCenter()) : undefined;
  if (center === undefined) return undefined;
  const revision = (reviewOf(mailbox, openingId)?.revision ?? 0) + 1;
  const word = { applicantId, openingId, revision, center, decision: "hold", reason: "talk-first" };
  return eventOf("RecommendationReviewed", "ieum.outcomes", word, stage);
}

/** An event that is written in the middle of things, numbered by its step. */
export function eventOf(
  name: string,
  source: string,
  fields: Record<string, unknown>,
  { step }: Stage,
  first: number = FIRST_END,
): StoryEvent {
  const detail = { ...envelopeOf(first + step), ...fields };
  const body = JSON.stringify({ source, "detail-type": name, detail });
  return { kind: "event", body, refusedWith: undefined, isSkewed: false };
}
