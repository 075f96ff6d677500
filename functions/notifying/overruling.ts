import type { Mailbox } from "../../domain/delivery/mailbox.ts";
import { instantOf } from "../../domain/delivery/quiet-hours.ts";
import { type Review, reviewOf, standingOf } from "../../domain/delivery/review.ts";
import { dayInSeoul, nextBirthday, toDayNumber } from "../../domain/model/calendar.ts";
import type { Ports } from "../ports.ts";
import type { MatchingConfiguration } from "../runtime/rules.ts";
import { readMembers, twinsKey } from "../taking-in/twins.ts";
import { isOfferedOn, type Known, type Sides } from "./candidates.ts";
import { toldAmong } from "./heirs.ts";
import { type Candidate, decide } from "./telling.ts";
import type { Wish, Work } from "./work.ts";

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

/**
 * People with the other postings that they were told of, of whatever they come to be looked at for and a counsellor keeps from them: that it is the same
 * opportunity may have been known only since.
 */
export async function withOthersBlocked<One extends { readonly work: Work; readonly mailbox: Mailbox }>(
  current: readonly One[],
  ports: Pick<Ports, "opportunities">,
): Promise<readonly One[]> {
  const blockedOf = ({ work, mailbox }: One) =>
    [...work.wishes].filter(([openingId]) => standingOf(reviewOf(mailbox, openingId)) === "blocked");
  const blocked = current.flatMap(blockedOf);
  if (blocked.length === 0) return current;
  const twins = await readMembers(
    blocked.map(([openingId]) => twinsKey(openingId)),
    ports,
  );
  return current.map((one) => {
    const others = blockedOf(one).flatMap(([openingId, { match, closing, lost, review }]): [string, Wish][] => {
      const cause = review ?? match ?? closing ?? lost;
      const told = toldAmong(one.mailbox, twins.get(twinsKey(openingId)) ?? []);
      return cause === undefined ? [] : told.map((id) => [id, { review: cause }]);
    });
    return { ...one, work: { ...one.work, wishes: new Map([...others, ...one.work.wishes]) } };
  });
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
