import { type Cause, type Entry, entryOf, isOver, type Told } from "../../domain/delivery/mailbox.ts";
import type { Offer } from "../../domain/delivery/policy.ts";
import { isBridgeSubject, openingOf } from "../../domain/delivery/recommendation.ts";
import { isBlocked, type Review, reviewOf } from "../../domain/delivery/review.ts";
import type { Terms } from "../../domain/delivery/terms.ts";
import { dayInSeoul, toDayNumber } from "../../domain/model/calendar.ts";
import type { Opening } from "../../domain/model/opening.ts";
import { twinsKey } from "../taking-in/twins.ts";
import { barrierOf } from "./barring.ts";
import { isOfferedOn } from "./candidates.ts";
import { decide } from "./telling.ts";
import { endedInDoubt, mayClose, overtaken, type Pair, type Weighed } from "./weighed.ts";
import { weighBridge } from "./weighing-bridges.ts";
import type { Wish } from "./work.ts";

/** A pair with what was said of it before. */
interface KnownPair extends Pair {
  readonly entry: Entry | undefined;
  readonly review: Review | undefined;
  readonly twins: readonly string[];
  readonly isHeld: boolean;
}

/** What every offer of an opening says of it. */
type Common = Pick<Offer, "openingId" | "kind" | "cause" | "twins">;

/** Weighs one opening for one person as both are now. */
export function weigh(pair: Pair): Weighed {
  const { openingId, mailbox } = pair;
  const entry = entryOf(mailbox, openingId);
  const review = reviewOf(mailbox, openingOf(openingId));
  const twins = pair.circumstances.twins.get(twinsKey(openingOf(openingId))) ?? [];
  const isHeld = isBlocked(mailbox, openingOf(openingId), twins);
  if (!isBridgeSubject(openingId)) return weighMatch({ ...pair, entry, review, twins, isHeld });
  return weighBridge(pair, entry, isHeld);
}

function weighMatch(pair: KnownPair): Weighed {
  const { openingId, wish, entry, circumstances, twins, isHeld } = pair;
  const latest = circumstances.sides.opening(openingId);
  // An end that comes late says nothing against what waits to be told of an opening that is open again.
  const isEnding =
    mayClose(wish, entry) && (latest.kind === "closed" || (wish?.match === undefined && !isAwaited(entry)));
  const lost = causeOfLoss(wish, entry);
  // Of what doesn't match any more the person hears as long as it is open: that it has closed would be the greater news.
  const isLost =
    latest.kind === "here" && [lost, wish?.lost, wish?.review, entry?.pending?.ending].some((one) => one !== undefined);
  const isClosing = isEnding && !isLost;
  const cause =
    (isClosing ? (wish?.closing ?? endedInDoubt(entry)) : wish?.match) ??
    entry?.pending?.cause ??
    wish?.review ??
    wish?.lost ??
    lost;
  if (latest.kind === "unreadable") return { openingId, reason: "unreadable" };
  if (latest.kind === "gone" || cause === undefined) return { openingId, reason: "opening-closed" };
  const opening = latest.value;
  const common = { openingId, kind: opening.kind, cause, twins };
  if (isClosing) {
    if (latest.kind !== "closed") return overtaken(openingId, opening, entry);
    if (goesOn(pair, twins)) return { openingId, opening, reason: "twin-told" };
    const { terms = {}, score = 0 } = entry?.told ?? {};
    return { openingId, opening, offer: { ...common, about: "closing", terms, score } };
  }
  if (latest.kind === "closed") {
    // What keeps a match from being told mustn't hide what keeps its end from being told.
    const isAfterTheEnd = standingTold(entry) !== undefined && entry?.pending === undefined;
    return { openingId, opening, ...(!isAfterTheEnd && { reason: "opening-closed" }) };
  }
  if (isHeld) {
    const told = standingTold(entry);
    if (told === undefined) return { openingId, opening, reason: "held" };
    const { terms, score } = told;
    return { openingId, opening, offer: { ...common, about: "closing", terms, score, ending: "held" } };
  }
  return weighOpen(pair, opening, common);
}

/** Weighs what is open and not held. */
function weighOpen(pair: KnownPair, opening: Opening, common: Common): Weighed {
  const { applicant, openingId, wish, entry, review, circumstances, now, configuration } = pair;
  const candidate = { applicant, opening, ...circumstances.sides.surroundings(opening) };
  const isOffered = isOfferedOn(candidate, dayInSeoul(now));
  const draft = isOffered ? decide(candidate, now, configuration, review) : undefined;
  if (draft === undefined) {
    const told = standingTold(entry);
    const lost = causeOfLoss(wish, entry) ?? causeOfPassing(wish, entry, opening, now);
    if (told === undefined || lost === undefined || isLastDayOver(told.terms.throughDay, now)) {
      const reason = isOffered ? (barrierOf(candidate) ?? "no-longer-a-match") : "institution-not-valid";
      return { openingId, opening, reason };
    }
    const { terms, score } = told;
    const ending = "no-longer-a-match";
    return { openingId, opening, offer: { ...common, cause: lost, about: "closing", terms, score, ending } };
  }
  // It still matches: of what was told, and hasn't changed, nothing is to be said.
  const isWished = wish?.match !== undefined || wish?.review !== undefined;
  if (!isWished && !isAwaited(entry)) return overtaken(openingId, opening, entry);
  return { openingId, opening, draft, offer: { ...common, about: "match", terms: draft.terms, score: draft.score } };
}

/** Whether something other than an end waits to be told of it. */
function isAwaited(entry: Entry | undefined): boolean {
  return entry?.pending !== undefined && entry.pending.purpose !== "withdrawal";
}

/** What they were told of it and not told to be over. */
function standingTold(entry: Entry | undefined): Told | undefined {
  return isOver(entry?.told) ? undefined : entry?.told;
}

/**
 * What it follows from that two who match no more are to be told apart, where one was told. A shard forgets whom it matched when an opening closes: if that comes
 * again with other demands before the end is told, nobody but the end itself still brings the news to those whom it doesn't suit.
 */
function causeOfLoss(wish: Wish | undefined, entry: Entry | undefined): Cause | undefined {
  if (standingTold(entry) === undefined) return undefined;
  const ended = entry?.pending?.purpose === "withdrawal" ? entry.pending.cause : undefined;
  return wish?.lost ?? wish?.review ?? wish?.closing ?? ended;
}

/** What an end follows from that came while new terms, its day among them, waited to be told: of a day that passes nothing else brings word. */
function causeOfPassing(
  wish: Wish | undefined,
  entry: Entry | undefined,
  { validThrough }: Opening,
  now: number,
): Cause | undefined {
  const isPast = validThrough !== undefined && isLastDayOver(toDayNumber(validThrough), now);
  return isPast ? (wish?.match ?? entry?.pending?.cause) : undefined;
}

/** A last day that they were told of was known to them: that it is over is no news, whatever has them looked at again. */
function isLastDayOver(throughDay: number | undefined, now: number): boolean {
  return throughDay !== undefined && throughDay < toDayNumber(dayInSeoul(now));
}

/**
 * The same opportunity goes on under another posting, as long as they know or longer: for those whom that one suits and has let in, who hear of its end, it hasn't
 * ended. Of a last day that passes nobody hears, so one that they weren't told of is an end to tell of now.
 */
function goesOn(
  { applicant, mailbox, circumstances, now, configuration, entry }: KnownPair,
  twins: readonly string[],
): boolean {
  const { sides, openTwins, invited } = circumstances;
  const alike = (id: string) => circumstances.twins.get(twinsKey(id)) ?? [];
  return twins.some((twin) => {
    if (!openTwins.has(twin) || invited.get(twin)?.has(applicant.applicantId) !== true) return false;
    const other = sides.opening(twin);
    if (other.kind !== "here" || isBlocked(mailbox, twin, alike(twin))) return false;
    const candidate = { applicant, opening: other.value, ...sides.surroundings(other.value) };
    const draft = decide(candidate, now, configuration);
    return draft !== undefined && lastDayOf(draft.terms) >= lastDayOf(entry?.told?.terms);
  });
}

function lastDayOf({ throughDay = Number.POSITIVE_INFINITY }: Terms = {}): number {
  return throughDay;
}
