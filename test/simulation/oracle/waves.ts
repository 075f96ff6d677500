import { TIE_BP, WAVE_PAUSE_MS, type Waves } from "../../../domain/delivery/waves.ts";
import type { Opening } from "../../../domain/model/opening.ts";
import type { AlertMessage, DueMessage } from "../../../events/messages.ts";
import type { Violation } from "../history.ts";

/** People that a wave lets in per place, and at least: as employers and people are promised. */
const PER_PLACE = 10;
const WAVE_MIN = 10;

/** Clocks of two functions differ by less than ten minutes. */
const CLOCKS_DIFFER_MS = 10 * 60 * 1_000;

/** The people of an opening that one alert names, and whether they are the first part of a list or all that it tells. */
interface Named {
  readonly people: readonly string[];
  readonly isFirst: boolean;
}

/**
 * Of a list in parts the first one begins, with those who fit best: a later part alone, whichever comes first, lets in nobody, until the hour comes for which its
 * people are put down.
 */
export function checkFirstWave(openingId: string, { invited, waiting }: Waves, sent: readonly string[]): Violation[] {
  const notices = sent.map(
    (body) => JSON.parse(body) as Partial<Pick<AlertMessage, "pairs" | "part"> & Pick<DueMessage, "due">>,
  );
  if (notices.some(({ due = [] }) => due.some(({ subject }) => subject === `opening#${openingId}`))) return [];
  const named = notices.flatMap(({ pairs = [], part }): Named[] => {
    const people = pairs.filter((pair) => pair.openingId === openingId).map(({ applicantId }) => applicantId);
    return people.length === 0 ? [] : [{ people, isFirst: part === undefined || part.number === 1 }];
  });
  const first = new Set(named.flatMap(({ people, isFirst }) => (isFirst ? people : [])));
  if ([...invited, ...waiting].some(({ applicantId }) => first.has(applicantId))) return [];
  return [{ guarantee: 1, text: `${openingId} begins with a later part of its list` }];
}

/**
 * The best fits come first, no wave is larger than it may be, none begins before people have had time to answer, and nobody loses a place that they had.
 */
export function checkWaves(
  openingId: string,
  before: Waves | undefined,
  after: Waves,
  bodies: readonly string[],
): Violation[] {
  const found: Violation[] = [];
  const say = (text: string) => found.push({ guarantee: 1, text: `${openingId} ${text}` });
  const known = new Set(before?.invited.map(({ applicantId }) => applicantId));
  const now = new Set(after.invited.map(({ applicantId }) => applicantId));
  if ([...known].some((id) => !now.has(id))) say("no longer lets in somebody whom it had let in");
  if (now.size < after.invited.length) say("lets somebody in twice");
  const places = Math.max(1, ...bodies.map((body) => (JSON.parse(body) as Opening).totalJobOpenings ?? 1));
  const mostPerWave = Math.max(WAVE_MIN, places * PER_PLACE);
  if (after.invited.length > after.count * mostPerWave) say(`lets in ${after.invited.length} in ${after.count} waves`);
  const isFull = after.invited.length >= after.count * WAVE_MIN;
  if (after.count > 0 && after.waiting.length > 0 && !isFull) say("lets people wait though there is room");
  const best = Math.max(-1, ...after.waiting.map(({ score }) => Math.floor(score / TIE_BP)));
  const worse = after.invited.find(
    ({ applicantId, score }) => !known.has(applicantId) && Math.floor(score / TIE_BP) < best,
  );
  if (worse !== undefined) say(`lets ${worse.applicantId} in before somebody who fits better`);
  if (before !== undefined && before.count > 0 && after.count > before.count) {
    if (after.at - before.at < WAVE_PAUSE_MS / 2 - CLOCKS_DIFFER_MS) say("begins a wave too early");
  }
  return found;
}
