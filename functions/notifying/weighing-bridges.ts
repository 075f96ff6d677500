import type { Cause, Entry } from "../../domain/delivery/mailbox.ts";
import type { SuppressionReason } from "../../domain/delivery/policy.ts";
import { type Bridge, bridgeSubject, openingOf } from "../../domain/delivery/recommendation.ts";
import type { Opening } from "../../domain/model/opening.ts";
import { twinsKey } from "../taking-in/twins.ts";
import { bridgesFor, decideBridge, endedCourse } from "./bridges.ts";
import type { Latest } from "./candidates.ts";
import { mayClose, overtaken, type Pair, type Weighed } from "./weighed.ts";

/** Weighs an opening that is to be told with a course: with the first one that holds. An end of what was told is told though a counsellor holds it. */
export function weighBridge(pair: Pair, entry: Entry | undefined, isHeld: boolean): Weighed {
  const { openingId: subject, wish, circumstances } = pair;
  const latest = circumstances.sides.opening(openingOf(subject));
  if (latest.kind === "closed" && mayClose(wish, entry)) return endOfOpening(pair, entry, latest.value);
  const course = endedCourse(wish, entry);
  if (course !== undefined && entry !== undefined) return endOfCourse(pair, entry, course, latest);
  if (isHeld) return { openingId: subject, reason: "held" };
  const bridges = bridgesFor(wish, entry);
  if (bridges.length === 0) return nothingToTell(subject, entry, latest);
  const cause = wish?.match ?? entry?.pending?.cause;
  return firstThatHolds(pair, bridges, cause);
}

function endOfOpening({ openingId, wish }: Pair, entry: Entry | undefined, opening: Opening): Weighed {
  const { told } = entry ?? {};
  const cause = wish?.closing ?? entry?.pending?.cause;
  if (told === undefined || cause === undefined) {
    return { openingId, ...(entry?.pending && { reason: "opening-closed" }) };
  }
  const { kind } = opening;
  const { terms, score } = told;
  return { openingId, opening, offer: { openingId, kind, about: "closing", terms, score, cause, twins: [] } };
}

function endOfCourse(
  { applicant, openingId, wish, circumstances }: Pair,
  entry: Entry,
  bridge: Bridge,
  latest: Latest<Opening>,
): Weighed {
  const cause = wish?.course ?? entry.pending?.cause;
  if (latest.kind !== "here" || cause === undefined || entry.told === undefined) {
    return { openingId, reason: "opening-closed" };
  }
  const opening = latest.value;
  const { courseOpeningId } = bridge;
  const isOver = circumstances.sides.opening(courseOpeningId).kind === "closed";
  // Whoever has been through it needs no word that it takes nobody else.
  const isDone = applicant.completedOpenings?.includes(courseOpeningId) === true;
  if (!isOver || isDone) return overtaken(openingId, opening, entry);
  const { kind } = opening;
  const { terms, score } = entry.told;
  const end = { about: "closing", ending: "course-closed", bridge, cause, twins: [] } as const;
  return { openingId, opening, offer: { openingId, kind, terms, score, ...end } };
}

/** Nobody names a course: an end was asked about that isn't one, or is told. */
function nothingToTell(openingId: string, entry: Entry | undefined, latest: Latest<Opening>): Weighed {
  if (latest.kind === "here") return overtaken(openingId, latest.value, entry);
  return { openingId, ...(entry?.pending && { reason: "opening-closed" }) };
}

function firstThatHolds(
  { applicant, openingId: subject, circumstances, now, configuration }: Pair,
  bridges: readonly Bridge[],
  cause: Cause | undefined,
): Weighed {
  const openingId = openingOf(subject);
  let reason: SuppressionReason = "course-closed";
  for (const bridge of bridges) {
    const draft = decideBridge(applicant, openingId, bridge, circumstances.sides, now, configuration);
    if (typeof draft === "string") reason = draft;
    else if (cause !== undefined) {
      const { opening } = draft.candidate;
      const { kind } = opening;
      const { terms, score } = draft;
      const same = circumstances.twins.get(twinsKey(openingId)) ?? [];
      // A twin that was told with a course is as good as one that was told as a match; of a match, only the other match is.
      const twins = [...same, ...same.map(bridgeSubject)];
      const offer = { openingId: subject, kind, about: "bridge", terms, score, cause, bridge, twins } as const;
      return { openingId: subject, opening, draft, offer };
    }
  }
  return { openingId: subject, reason };
}
