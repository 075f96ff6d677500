import { type Cause, type Entry, entryOf, type Mailbox, type Told } from "../../domain/delivery/mailbox.ts";
import type { Offer, SuppressionReason } from "../../domain/delivery/policy.ts";
import { bridgeSubject, isBridgeSubject, openingOf } from "../../domain/delivery/recommendation.ts";
import { reviewOf, standingOf } from "../../domain/delivery/review.ts";
import { dayInSeoul, toDayNumber } from "../../domain/model/calendar.ts";
import type { Opening } from "../../domain/model/opening.ts";
import { twinsKey } from "../taking-in/twins.ts";
import { barrierOf } from "./barring.ts";
import { bridgesFor, decideBridge, endedCourse } from "./bridges.ts";
import { isOfferedOn, type Known, type Sides } from "./candidates.ts";
import type { Twins } from "./heirs.ts";
import { type Draft, decide } from "./telling.ts";
import type { Desk, Wish } from "./work.ts";

/** Both sides as they are, and what else is the same opportunity. */
export interface Circumstances extends Twins {
  readonly sides: Sides;
}

/** What one opening is to one person: an offer, or the reason why it is none. */
export interface Weighed {
  readonly openingId: string;
  readonly opening?: Opening;
  readonly draft?: Draft;
  readonly offer?: Offer;
  readonly reason?: SuppressionReason;
}

function mayClose(wish: Wish | undefined, entry: Entry | undefined): boolean {
  return wish?.closing !== undefined || entry?.pending?.purpose === "withdrawal";
}

/** The same, or that it doesn't suit them any more. */
export function mayEnd(wish: Wish | undefined, entry: Entry | undefined): boolean {
  return wish?.lost !== undefined || mayClose(wish, entry);
}

/**
 * What it follows from that two who match no more are to be told apart. A shard forgets whom it matched when an opening closes: if that comes again with
 * other demands before the end is told, nobody but the end itself still brings the news to those whom it doesn't suit.
 */
function causeOfLoss(wish: Wish | undefined, entry: Entry | undefined): Cause | undefined {
  const ended = entry?.pending?.purpose === "withdrawal" ? entry.pending.cause : undefined;
  return wish?.lost ?? wish?.review ?? wish?.closing ?? ended;
}

/** A last day that they were told of was known to them: that it is over is no news, whatever has them looked at again. */
function isLastDayOver({ terms: { throughDay } }: Told, now: number): boolean {
  return throughDay !== undefined && throughDay < toDayNumber(dayInSeoul(now));
}

/** Weighs one opening for one person as both are now. */
export function weigh(
  applicant: Known,
  openingId: string,
  wish: Wish | undefined,
  mailbox: Mailbox,
  circumstances: Circumstances,
  now: number,
  { configuration }: Desk,
): Weighed {
  const entry = entryOf(mailbox, openingId);
  const review = reviewOf(mailbox, openingOf(openingId));
  const isBlocked = standingOf(review) === "blocked";
  if (isBridgeSubject(openingId) && isBlocked && wish?.closing === undefined) return { openingId, reason: "held" };
  if (isBridgeSubject(openingId)) {
    return weighBridge(applicant, openingId, wish, entry, circumstances, now, configuration);
  }
  const { sides, twins, openTwins, invited } = circumstances;
  const latest = sides.opening(openingId);
  // An end that comes late says nothing against what waits to be told of an opening that is open again.
  const isAwaited = entry?.pending !== undefined && entry.pending.purpose !== "withdrawal";
  const isEnding = mayClose(wish, entry) && (latest.kind === "closed" || (wish?.match === undefined && !isAwaited));
  const told = entry?.told?.isWithdrawn ? undefined : entry?.told;
  const lost = told && causeOfLoss(wish, entry);
  // Of what doesn't match any more the person hears as long as it is open: that it has closed would be the greater news.
  const isLost =
    latest.kind === "here" && [lost, wish?.lost, wish?.review, entry?.pending?.ending].some((one) => one !== undefined);
  const isClosing = isEnding && !isLost;
  const cause =
    (isClosing ? wish?.closing : wish?.match) ?? entry?.pending?.cause ?? wish?.review ?? wish?.lost ?? lost;
  if (latest.kind === "unreadable") return { openingId, reason: "unreadable" };
  if (latest.kind === "gone" || cause === undefined) return { openingId, reason: "opening-closed" };
  const opening = latest.value;
  const suits = (twin: string) => {
    const other = sides.opening(twin);
    if (other.kind !== "here" || standingOf(reviewOf(mailbox, twin)) === "blocked") return false;
    const candidate = { applicant, opening: other.value, ...sides.surroundings(other.value) };
    return decide(candidate, now, configuration) !== undefined;
  };
  const common = {
    openingId,
    kind: opening.kind,
    cause,
    twins: twins.get(twinsKey(openingId)) ?? [],
  };
  if (isClosing) {
    if (latest.kind !== "closed") return overtaken(openingId, opening, entry);
    // The same opportunity goes on under another posting: for those whom that one suits and has let in, who hear of its end, it hasn't ended.
    const isLetIn = (twin: string) => openTwins.has(twin) && invited.get(twin)?.has(applicant.applicantId) === true;
    const goesOn = common.twins.some((twin) => isLetIn(twin) && suits(twin));
    if (goesOn) return { openingId, opening, reason: "twin-told" };
    const { terms = {}, score = 0 } = entry?.told ?? {};
    return { openingId, opening, offer: { ...common, about: "closing", terms, score } };
  }
  if (latest.kind === "closed") return { openingId, opening, reason: "opening-closed" };
  if (isBlocked) {
    if (told === undefined) return { openingId, opening, reason: "held" };
    const { terms, score } = told;
    return { openingId, opening, offer: { ...common, about: "closing", terms, score, ending: "held" } };
  }
  const candidate = { applicant, opening, ...sides.surroundings(opening) };
  const isOffered = isOfferedOn(candidate, dayInSeoul(now));
  const draft = isOffered ? decide(candidate, now, configuration, review) : undefined;
  if (draft === undefined) {
    if (told === undefined || lost === undefined || isLastDayOver(told, now)) {
      const reason = isOffered ? (barrierOf(candidate) ?? "no-longer-a-match") : "institution-not-valid";
      return { openingId, opening, reason };
    }
    const { terms, score } = told;
    const ending = "no-longer-a-match";
    return { openingId, opening, offer: { ...common, cause: lost, about: "closing", terms, score, ending } };
  }
  // It still matches: of what was told, and hasn't changed, nothing is to be said.
  const isWished = wish?.match !== undefined || wish?.review !== undefined;
  if (!isWished && !isAwaited) return overtaken(openingId, opening, entry);
  return { openingId, opening, draft, offer: { ...common, about: "match", terms: draft.terms, score: draft.score } };
}

/** An end that isn't so any more: what was to be told of it goes, and where nothing was, nothing is said over why the match isn't told. */
function overtaken(openingId: string, opening: Opening, entry: Entry | undefined): Weighed {
  return { openingId, opening, ...(entry?.pending && { reason: "superseded" }) };
}

/** The same of an opening that is to be told with a course: with the first one that holds. */
function weighBridge(
  applicant: Known,
  subject: string,
  wish: Wish | undefined,
  entry: Entry | undefined,
  { sides, twins }: Circumstances,
  now: number,
  configuration: Desk["configuration"],
): Weighed {
  const openingId = openingOf(subject);
  const cause = wish?.match ?? entry?.pending?.cause;
  const latest = sides.opening(openingId);
  if (latest.kind === "closed" && mayClose(wish, entry)) {
    const { told } = entry ?? {};
    const closing = wish?.closing ?? entry?.pending?.cause;
    if (told === undefined || closing === undefined) return { openingId: subject };
    const { terms, score } = told;
    const offer: Offer = {
      openingId: subject,
      kind: latest.value.kind,
      about: "closing",
      terms,
      score,
      cause: closing,
      twins: [],
    };
    return { openingId: subject, opening: latest.value, offer };
  }
  const course = endedCourse(wish, entry);
  if (course !== undefined && entry?.told !== undefined) {
    const ended = wish?.course ?? entry.pending?.cause;
    if (latest.kind !== "here" || ended === undefined) return { openingId: subject, reason: "opening-closed" };
    const { completedOpenings = [] } = applicant;
    const isOver = sides.opening(course.courseOpeningId).kind === "closed";
    // Whoever has been through it needs no word that it takes nobody else.
    if (!isOver || completedOpenings.includes(course.courseOpeningId)) return overtaken(subject, latest.value, entry);
    const { terms, score } = entry.told;
    const { kind } = latest.value;
    const about = { about: "closing", ending: "course-closed", bridge: course, cause: ended, twins: [] } as const;
    return { openingId: subject, opening: latest.value, offer: { openingId: subject, kind, terms, score, ...about } };
  }
  let reason: SuppressionReason = "course-closed";
  for (const bridge of bridgesFor(wish, entry)) {
    const draft = decideBridge(applicant, openingId, bridge, sides, now, configuration);
    if (typeof draft === "string") reason = draft;
    else if (cause !== undefined) {
      const { opening } = draft.candidate;
      const { terms, score } = draft;
      const same = twins.get(twinsKey(openingId)) ?? [];
      const offer: Offer = {
        openingId: subject,
        kind: opening.kind,
        about: "bridge",
        terms,
        score,
        cause,
        bridge,
        // A twin that was told with a course is as good as one that was told as a match; of a match, only the other match is.
        twins: [...same, ...same.map(bridgeSubject)],
      };
      return { openingId: subject, opening, draft, offer };
    }
  }
  return { openingId: subject, reason };
}
