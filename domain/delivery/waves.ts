import { hash32 } from "./text-similarity.ts";

/**
 * Alerts go out in waves: an opening for one person isn't pushed to three thousand. Everybody over the threshold still finds it on their match list;
 * who hears of it by message, and when, is decided here.
 */
export interface Waves {
  /** Waves that have gone out. */
  readonly count: number;
  /** Those who may be told, in the order in which they were let in. */
  readonly invited: readonly Invited[];
  /** Those who wait for the next wave, best first. */
  readonly waiting: readonly Waiting[];
  /** When the last wave began, in epoch milliseconds. */
  readonly at: number;
  /** Of those who may be told, the ones let in by an alert that didn't name them, and so didn't tell them: they are told when the hour comes. */
  readonly unnamed?: readonly string[];
  /** Those who may have been told of it with a course, and stand in no line for it. */
  readonly bridged?: readonly string[];
  /** Of a course: what people may have been told of with it. */
  readonly unlocked?: readonly Unlocked[];
}

/** Somebody, and an opening that a course would bring within their reach. */
export interface Unlocked {
  readonly applicantId: string;
  readonly openingId: string;
}

export interface Waiting {
  readonly applicantId: string;
  readonly score: number;
}

export interface Invited extends Waiting {
  /** The wave that let them in, from 1 on. */
  readonly wave: number;
}

export const NO_WAVES: Waves = { count: 0, invited: [], waiting: [], at: 0 };

/** People told per place in one wave: of ten who hear of a job, one or two apply (9–18 of 100 in the audit of the national service). */
const INVITED_PER_PLACE = 10;

/** Nobody's wave is smaller: a choice of fewer is none. */
const WAVE_MIN = 10;

/** Applications per place after which nobody else is alerted: employers choose among three. */
const APPLICANTS_PER_PLACE = 3;

/** Waves apart: a day for people to answer. */
export const WAVE_PAUSE_MS = 24 * 60 * 60 * 1_000;

/** Those who wait, at most: several waves of most openings, at some 15 kB. Whoever fits less has the match list. */
const WAITING_MAX = 300;

/**
 * Scores of one band of this width are a tie, in which whoever has had fewer chances goes first. Of widths tried (`npm run bench:exposure`), this one gives
 * the most people a turn for a mean score that is less than one percent lower.
 */
export const TIE_BP = 1000;

/** Chances further back than this have passed. */
export const CHANCES_WITHIN_MS = 14 * 24 * 60 * 60 * 1_000;

/** People told with a course who hear of an opening's end, or of the course's, at most, some 20 and 40 kB. */
const BRIDGED_MAX = 500;

/** Puts down who was let in since then by an alert that names others. */
export function withUnnamed(waves: Waves, before: Waves, named: ReadonlySet<string>): Waves {
  const known = new Set(before.invited.map(({ applicantId }) => applicantId));
  const added = waves.invited.map(({ applicantId }) => applicantId).filter((id) => !known.has(id) && !named.has(id));
  return added.length === 0 ? waves : { ...waves, unnamed: [...(waves.unnamed ?? []), ...added] };
}

/** Puts down who is told of an opening with a course, so that they hear of its end. */
export function withBridged(waves: Waves, applicantIds: readonly string[]): Waves {
  const { bridged = [] } = waves;
  const added = [...new Set(applicantIds)].filter((id) => !bridged.includes(id)).slice(0, BRIDGED_MAX - bridged.length);
  return added.length === 0 ? waves : { ...waves, bridged: [...bridged, ...added] };
}

/** Puts down what people are told of with a course, so that they hear of the course's end. */
export function withUnlocked(waves: Waves, all: readonly Unlocked[]): Waves {
  const { unlocked = [] } = waves;
  const keyOf = ({ applicantId, openingId }: Unlocked) => `${applicantId} ${openingId}`;
  const known = new Set(unlocked.map(keyOf));
  const added = new Map(all.filter((one) => !known.has(keyOf(one))).map((one) => [keyOf(one), one]));
  if (added.size === 0 || unlocked.length >= BRIDGED_MAX) return waves;
  return { ...waves, unlocked: [...unlocked, ...added.values()].slice(0, BRIDGED_MAX) };
}

export function waveSize(places: number): number {
  return Math.max(WAVE_MIN, places * INVITED_PER_PLACE);
}

/** Whether an opening needs nobody else, by how many have applied. */
export function hasEnoughAnswers(places: number, applied: number): boolean {
  return applied >= places * APPLICANTS_PER_PLACE;
}

/** How many more may be told: in the waves that have begun, the first one with them, and in the next one if that begins. */
function roomIn({ count, invited }: Waves, places: number, isNext: boolean): number {
  return (isNext ? count + 1 : Math.max(count, 1)) * waveSize(places) - invited.length;
}

/** Who are compared when a wave is let in: all that could be in it if they tied; nobody when there is room for all. */
export function contenders(waves: Waves, places: number, isNext: boolean): readonly Waiting[] {
  const { waiting } = waves;
  if (waiting.length <= roomIn(waves, places, isNext)) return [];
  const size = waveSize(places);
  const last = waiting[size - 1];
  if (last === undefined) return waiting;
  const tie = Math.floor(last.score / TIE_BP);
  return waiting.filter(({ score }, at) => at < size || Math.floor(score / TIE_BP) === tie);
}

/**
 * Puts people into the line for an opening. Who is in it already keeps their place and takes the new score; who is invited stays so.
 */
export function enqueue(waves: Waves, newcomers: readonly Waiting[]): Waves {
  const invited = new Set(waves.invited.map(({ applicantId }) => applicantId));
  const line = new Map(waves.waiting.map((one) => [one.applicantId, one]));
  let isSame = true;
  for (const one of newcomers) {
    if (invited.has(one.applicantId) || line.get(one.applicantId)?.score === one.score) continue;
    line.set(one.applicantId, one);
    isSame = false;
  }
  if (isSame) return waves;
  const waiting = [...line.values()].sort(bestFirst).slice(0, WAITING_MAX);
  const isFull = waiting.length === waves.waiting.length && waiting.every((one, at) => one === waves.waiting[at]);
  return isFull ? waves : { ...waves, waiting };
}

/** The line without those who wait: while an opening is closed nobody does, and whom it suits when it opens again is found anew. */
export function withoutWaiting(waves: Waves): Waves {
  return waves.waiting.length === 0 ? waves : { ...waves, waiting: [] };
}

export interface Admission {
  readonly openingId: string;
  readonly places: number;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Whether another wave begins. */
  readonly isNext: boolean;
}

/**
 * Lets in as many as there is room for: the best fits first, ties (scores of one band of `TIE_BP`) to those with the fewest chances lately, then to a
 * draw that is another one for each opening. `isNext` begins another wave; without it, the room that waves so far have left is filled.
 */
export function letIn(
  waves: Waves,
  { openingId, places, now, isNext }: Admission,
  chancesOf: (applicantId: string) => number,
): Waves {
  const count = isNext ? waves.count + 1 : Math.max(waves.count, 1);
  const room = roomIn(waves, places, isNext);
  const at = count === waves.count ? waves.at : now;
  if (room <= 0 || waves.waiting.length === 0) return count === waves.count ? waves : { ...waves, count, at };
  const ranked = waves.waiting.toSorted(
    (one, other) =>
      Math.floor(other.score / TIE_BP) - Math.floor(one.score / TIE_BP) ||
      chancesOf(one.applicantId) - chancesOf(other.applicantId) ||
      hash32(`${openingId} ${one.applicantId}`) - hash32(`${openingId} ${other.applicantId}`),
  );
  const chosen = new Set(ranked.slice(0, room).map(({ applicantId }) => applicantId));
  return {
    ...waves,
    count,
    at,
    invited: [...waves.invited, ...ranked.slice(0, room).map((one) => ({ ...one, wave: count }))],
    waiting: waves.waiting.filter(({ applicantId }) => !chosen.has(applicantId)),
  };
}

function bestFirst(one: Waiting, other: Waiting): number {
  return other.score - one.score || (one.applicantId < other.applicantId ? -1 : 1);
}
