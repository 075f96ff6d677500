import type { Mailbox } from "../../domain/delivery/mailbox.ts";
import { instantOf } from "../../domain/delivery/quiet-hours.ts";
import { type Review, reviewOf, standingOf } from "../../domain/delivery/review.ts";
import { dayInSeoul, nextBirthday, toDayNumber } from "../../domain/model/calendar.ts";
import type { MatchingConfiguration } from "../runtime/rules.ts";
import { isOfferedOn, type Known, type Sides } from "./candidates.ts";
import { type Candidate, decide } from "./telling.ts";
import type { Work } from "./work.ts";

/**
 * Somebody whose hour has come, with whatever a counsellor recommends to them against the score: a day may have begun on which it is open to them, or not any
 * more. The shards, which look at every day, go by the score.
 */
export function withRecommended(work: Work, { reviews = [] }: Mailbox): Work {
  const { dueCause, dueHour, wishes } = work;
  const recommended = reviews.filter((review) => standingOf(review) === "recommended");
  if (dueCause === undefined || dueHour === undefined || recommended.length === 0) return work;
  const due = recommended.map(({ openingId }) => [openingId, { review: dueCause, ...wishes.get(openingId) }] as const);
  return { ...work, wishes: new Map([...wishes, ...due]) };
}

/** When, in epoch milliseconds, the first day begins that makes something else of what is recommended to somebody against the score. */
export function nextTurn(
  applicant: Known,
  openingIds: readonly string[],
  mailbox: Mailbox,
  sides: Sides,
  now: number,
  configuration: MatchingConfiguration,
): number | undefined {
  const turns = openingIds.flatMap((openingId) => {
    const review = reviewOf(mailbox, openingId);
    const latest = sides.opening(openingId);
    if (review === undefined || standingOf(review) !== "recommended" || latest.kind !== "here") return [];
    const candidate = { applicant, opening: latest.value, ...sides.surroundings(latest.value) };
    return turnOf(candidate, review, now, configuration) ?? [];
  });
  return turns.length === 0 ? undefined : Math.min(...turns);
}

function turnOf(
  candidate: Candidate,
  review: Review,
  now: number,
  configuration: MatchingConfiguration,
): number | undefined {
  const mayBeToldAt = (at: number) =>
    isOfferedOn(candidate, dayInSeoul(at)) && decide(candidate, at, configuration, review) !== undefined;
  const isNow = mayBeToldAt(now);
  const instants = daysThatMatter(candidate, toDayNumber(dayInSeoul(now))).map((day) => instantOf(day, 0));
  return instants
    .filter((at) => at > now)
    .sort((one, other) => one - other)
    .find((at) => mayBeToldAt(at) !== isNow);
}

/** Days by which a pair may come to be open to a person, or not any more, unless either is changed. An opening's own last day is told as its end. */
function daysThatMatter({ applicant, opening, institution, rules }: Candidate, today: number): number[] {
  const { birthDate, participations = [] } = applicant;
  const begins = [opening.validFrom, institution?.validFrom].flatMap((day) => day ?? []);
  const ends = [institution?.validThrough, ...participations.map(({ through }) => through)].flatMap((day) => day ?? []);
  return [
    ...begins.map(toDayNumber),
    ...ends.map((day) => toDayNumber(day) + 1),
    ...rules.map(({ validFromDay }) => validFromDay),
    ...(birthDate === undefined ? [] : [nextBirthday(toDayNumber(birthDate), today)]),
  ];
}
