import { EMPTY_MAILBOX, entryOf } from "../../../domain/delivery/mailbox.ts";
import { bridgeId, bridgeSubject, deliveryKey } from "../../../domain/delivery/recommendation.ts";
import {
  type ApplicantFacts,
  type OpeningFacts,
  toApplicantFacts,
  toOpeningFacts,
} from "../../../domain/matching/facts.ts";
import { score } from "../../../domain/matching/score.ts";
import type { Applicant } from "../../../domain/model/applicant.ts";
import { dayInSeoul, toDayNumber } from "../../../domain/model/calendar.ts";
import type { Opening } from "../../../domain/model/opening.ts";
import type { EntityState } from "../../../functions/adapters/entity-state.ts";
import type { Violation } from "../history.ts";
import type { Simulation } from "../simulation.ts";
import { tinyConfiguration } from "../tiny-world.ts";
import { isAnswered, isKeptBack, MESSAGE_MAX, type Moments } from "./reasons.ts";
import { matchOf, type Rest } from "./rest.ts";

const { taxonomy, weights } = tinyConfiguration;

/** What is told names one course: of another that was there as well the person hears with the next event of any of the three. */
export const GONE_SINCE: ReadonlySet<string> = new Set(["course-closed", "course-full"]);

/** Of an end: whoever wants to hear of nothing hears of no end, nor does whoever has done something about the course. */
const NEEDS_NO_WORD: ReadonlySet<string> = new Set(["opted-out", "answered"]);

/** Somebody with the certificates that a course leads to. */
function withCourse(applicant: ApplicantFacts, course: OpeningFacts): ApplicantFacts {
  return { ...applicant, certificates: [...(applicant.certificates ?? []), ...(course.course?.awards ?? [])] };
}

const hasSeat = ({ course }: OpeningFacts) => (course?.freeSeats ?? 0) > 0;

/** Whether a course brings an opening within somebody's reach that isn't there yet. */
function isBridge(
  applicant: ApplicantFacts,
  opening: OpeningFacts,
  course: OpeningFacts,
  today: number | undefined,
): boolean {
  // Whoever may have it already is asked, and sent to no course.
  if (applicant.certificates === undefined || !hasSeat(course) || matchOf(opening, applicant, today) !== undefined)
    return false;
  if (typeof score(course, applicant, { taxonomy, weights, today }) === "string") return false;
  return matchOf(opening, withCourse(applicant, course), today) !== undefined;
}

/** Whether a reason for not telling somebody of an opening with a course was true at one of these moments, of any course that there was. */
export function holdsAgainstBridge(
  reason: string,
  { applicants, openings, hasAnswered, now }: Pick<Moments, "applicants" | "openings" | "hasAnswered" | "now">,
  courses: readonly EntityState[],
): boolean {
  const today = toDayNumber(dayInSeoul(now));
  const people = bodiesOf<Applicant>(applicants).map((one) => toApplicantFacts(one, taxonomy));
  const toFacts = (states: readonly EntityState[]) =>
    bodiesOf<Opening>(states).map((one) => toOpeningFacts(one, taxonomy));
  const [postings, taught] = [toFacts(openings), toFacts(courses)];
  const ofSome = (holds: (person: ApplicantFacts, posting: OpeningFacts, course: OpeningFacts) => boolean) =>
    people.some((person) => postings.some((posting) => taught.some((course) => holds(person, posting, course))));
  switch (reason) {
    case "course-closed":
      return courses.some(({ isClosed }) => isClosed);
    case "course-full":
      return taught.some((course) => !hasSeat(course));
    // Of what is told with a course it is the course that something becomes of.
    case "answered":
      return (
        taught.some(({ openingId }) => hasAnswered(openingId)) || applicants.some(({ isWithdrawn }) => isWithdrawn)
      );
    case "is-a-match":
      return ofSome((person, posting) => matchOf(posting, person, today) !== undefined);
    case "course-does-not-suit":
      return ofSome((person, _, course) => typeof score(course, person, { taxonomy, weights, today }) === "string");
    case "does-not-close-the-gap":
      return ofSome((person, posting, course) => matchOf(posting, withCourse(person, course), today) === undefined);
    default:
      return false;
  }
}

function bodiesOf<T>(states: readonly EntityState[]): T[] {
  return states.flatMap(({ body }) => (body === undefined ? [] : (JSON.parse(body) as T)));
}

/**
 * Guarantees 1 and 5 of what is told with a course: whoever misses an opening by what a course with a free seat leads to was told of both; and whoever was told
 * and neither matches nor has heard of an end since hears when the opening or the course closes. Of the seats that are taken since nothing is said.
 */
export function checkBridges(simulation: Simulation, rest: Rest): Violation[] {
  const found: Violation[] = [];
  const sent = new Set(simulation.history.tellings.map(({ key }) => key));
  for (const shard of rest.shards) {
    const live = rest.liveOpenings(shard);
    for (const applicant of rest.applicantsOf(shard.shard)) {
      if (!applicant.consent.alerts) continue;
      for (const opening of live) {
        const id = bridgeId(applicant.applicantId, opening.openingId);
        const isOffered = live.some((course) => isBridge(applicant, opening, course, shard.today));
        const mailbox = rest.mailboxes.get(applicant.applicantId) ?? EMPTY_MAILBOX;
        const wasMatch = entryOf(mailbox, opening.openingId)?.told !== undefined;
        if (!isOffered || wasMatch || sent.has(id) || GONE_SINCE.has(reasonOf(rest, id) ?? "")) continue;
        const twins = simulation.world.sets().get(`twins#${opening.openingId}`) ?? [];
        if (isKeptBack(mailbox, opening.openingId, twins)) continue;
        // A message holds ten openings, and what is told with a course comes last.
        if (reasonOf(rest, id) === "digest-full" && mailbox.entries.length >= MESSAGE_MAX) continue;
        found.push({ guarantee: 1, text: `${id} was not told: ${reasonOf(rest, id) ?? "nothing says why"}` });
      }
      found.push(...checkEnds(applicant.applicantId, simulation, rest, sent));
    }
  }
  return found;
}

/** Why something wasn't told, as it is recorded; what is recorded is held to be true by itself. */
function reasonOf({ deliveries }: Rest, key: string): string | undefined {
  return deliveries.find((one) => one.recommendationId === key && one.channel === "message")?.reason;
}

function checkEnds(applicantId: string, { history }: Simulation, rest: Rest, sent: ReadonlySet<string>): Violation[] {
  const mailbox = rest.mailboxes.get(applicantId) ?? EMPTY_MAILBOX;
  const hasRefused = [...history.bodies].some(
    ([key, body]) => key.startsWith(`applicants ${applicantId} `) && !(JSON.parse(body) as Applicant).consent.alerts,
  );
  return [...rest.openings.keys(), ...rest.closed.keys()].flatMap((openingId): Violation[] => {
    const told = entryOf(mailbox, bridgeSubject(openingId))?.told;
    if (told?.bridge === undefined || told.isWithdrawn || hasRefused) return [];
    const next = deliveryKey(bridgeId(applicantId, openingId), told.telling + 1);
    const asMatch = entryOf(mailbox, openingId)?.told;
    // Of an opening that was told as a match, too, it is the match that is said to have ended.
    if (asMatch !== undefined || sent.has(next) || NEEDS_NO_WORD.has(reasonOf(rest, next) ?? "")) return [];
    const both = [openingId, told.bridge.courseOpeningId];
    // That may be recorded first, and that the course has closed afterwards, by whoever comes by with it once more.
    if (both.some((id) => isAnswered(rest.recommendations, applicantId, id))) return [];
    const over = both.find((id) => rest.closed.has(id));
    return over === undefined ? [] : [{ guarantee: 5, text: `${next}: ${over} has closed, and they were not told` }];
  });
}
