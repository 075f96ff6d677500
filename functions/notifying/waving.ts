import { chancesSince } from "../../domain/delivery/mailbox.ts";
import {
  CHANCES_WITHIN_MS,
  contenders,
  enqueue,
  hasEnoughAnswers,
  letIn,
  NO_WAVES,
  type Unlocked,
  WAVE_PAUSE_MS,
  type Waiting,
  type Waves,
  withBridged,
  withoutWaiting,
  withUnlocked,
  withUnnamed,
} from "../../domain/delivery/waves.ts";
import type { AlertMessage, BridgeMessage } from "../../events/messages.ts";
import { Documents, mailboxesOf } from "../runtime/documents.ts";
import { wakeHour } from "../runtime/hours.ts";
import { inReads } from "../runtime/in-groups.ts";
import type { Desk } from "./work.ts";

/** People found for an opening, as the alerts of a batch bring them. */
interface Line {
  readonly newcomers: Map<string, Waiting>;
  /** A later part of a long list waits for the first, whose people fit better. */
  isLaterPart: boolean;
}

/** Outcomes by which somebody counts as having applied. */
const APPLIED: ReadonlySet<string> = new Set(["applied", "interviewed", "hired", "retained"]);

function wavesOf({ ports }: Desk): Documents<Waves> {
  return new Documents(ports.waves, NO_WAVES);
}

/**
 * Puts the people of alerts into the lines of their openings and lets in as many as there is room for. Gives who may be told, by opening: those who
 * were let in before, too, since their terms may have changed. The same alert again lets in nobody else.
 */
export async function admit(alerts: readonly AlertMessage[], desk: Desk): Promise<Map<string, Set<string>>> {
  const lines = toLines(alerts);
  const admitted = new Map<string, Set<string>>();
  await wavesOf(desk).change([...lines.keys()], async (read) => {
    const enqueued = new Map(
      [...read].map(([id, { document }]) => [id, enqueue(document, [...(lines.get(id)?.newcomers.values() ?? [])])]),
    );
    const letInto = await letInAll(
      enqueued,
      (id) => ({ isNext: false, isHeld: lines.get(id)?.isLaterPart === true }),
      desk,
    );
    const next = new Map<string, Waves>();
    const waking: string[] = [];
    const unnamed: string[] = [];
    for (const [id, some] of letInto) {
      const before = read.get(id)?.document ?? NO_WAVES;
      const named = new Set(lines.get(id)?.newcomers.keys() ?? []);
      const waves = withUnnamed(some, before, named);
      const invited = new Set(waves.invited.map(({ applicantId }) => applicantId));
      admitted.set(id, new Set([...named].filter((applicantId) => invited.has(applicantId))));
      if (waves !== before) next.set(id, waves);
      if (waves.waiting.length > 0 && (before.waiting.length === 0 || before.count === 0)) waking.push(id);
      if (waves.unnamed !== before.unnamed) unnamed.push(id);
    }
    await wake(waking, WAVE_PAUSE_MS, desk);
    await wake(unnamed, 0, desk);
    return next;
  });
  return admitted;
}

function toLines(alerts: readonly AlertMessage[]): Map<string, Line> {
  const lines = new Map<string, Line>();
  for (const { pairs, part } of alerts) {
    for (const { applicantId, openingId, score = 0 } of pairs) {
      const line = lines.get(openingId) ?? { newcomers: new Map(), isLaterPart: true };
      lines.set(openingId, line);
      line.newcomers.set(applicantId, { applicantId, score });
      if (part === undefined || part.number === 1) line.isLaterPart = false;
    }
  }
  return lines;
}

async function letInAll(
  all: ReadonlyMap<string, Waves>,
  how: (openingId: string) => { isNext: boolean; isHeld: boolean },
  desk: Desk,
): Promise<Map<string, Waves>> {
  const { ports, reader } = desk;
  const now = ports.clock.now();
  // Where nobody waits it doesn't matter how many places there are: most of what a changed profile suits has let it in before.
  const awaited = [...all].filter(([, { waiting }]) => waiting.length > 0).map(([id]) => id);
  const sides = await reader.readOpenings(awaited);
  const placesOf = (id: string) => {
    const latest = sides.opening(id);
    return latest.kind === "here" ? (latest.value.totalJobOpenings ?? 1) : 1;
  };
  // A later part of a list that nobody was let in of yet is held back until the first part has come.
  const isHeld = (id: string, waves: Waves) => how(id).isHeld && waves.count === 0;
  const contending = [...all].flatMap(([id, waves]) =>
    isHeld(id, waves) ? [] : contenders(waves, placesOf(id), how(id).isNext).map(({ applicantId }) => applicantId),
  );
  const mailboxes = await mailboxesOf(ports.mailboxes).read(contending);
  const chancesOf = (applicantId: string) => {
    const mailbox = mailboxes.get(applicantId)?.document;
    return mailbox === undefined ? 0 : chancesSince(mailbox, now - CHANCES_WITHIN_MS);
  };
  return new Map(
    [...all].map(([openingId, waves]) => {
      if (isHeld(openingId, waves)) return [openingId, waves] as const;
      const { isNext } = how(openingId);
      return [openingId, letIn(waves, { openingId, places: placesOf(openingId), now, isNext }, chancesOf)] as const;
    }),
  );
}

/** Puts openings down for the first full hour after so long: for their next wave, or for whom no alert has told. */
async function wake(openingIds: readonly string[], afterMs: number, { ports }: Desk): Promise<void> {
  if (openingIds.length === 0) return;
  const now = ports.clock.now();
  await ports.wakeUps.set(
    wakeHour(now + afterMs, now),
    openingIds.map((id) => `opening#${id}`),
  );
}

/**
 * Begins the next wave of openings that have had too few answers, and gives who may be told, by opening: those of the wave that has just begun, and those whom no
 * alert has named. Worked on again, it begins no other wave. Of an opening that is closed nobody waits any more: nobody would be woken for them once it is open again.
 */
export async function beginNextWaves(openingIds: readonly string[], desk: Desk): Promise<Map<string, string[]>> {
  const { ports, reader } = desk;
  const begun = new Map<string, string[]>();
  await wavesOf(desk).change(openingIds, async (read) => {
    const now = ports.clock.now();
    const sides = await reader.readOpenings([...read.keys()]);
    const due = new Map<string, Waves>();
    const closed = new Map<string, Waves>();
    for (const [id, { document }] of read) {
      const latest = sides.opening(id);
      const hasJustBegun = now - document.at < WAVE_PAUSE_MS / 2;
      if (latest.kind !== "here") {
        if (document.waiting.length > 0) closed.set(id, withoutWaiting(document));
        continue;
      }
      begun.set(id, hasJustBegun ? lastWave(document) : [...(document.unnamed ?? [])]);
      if (!hasJustBegun && document.waiting.length > 0) {
        const applied = await countApplied(id, document, desk);
        if (!hasEnoughAnswers(latest.value.totalJobOpenings ?? 1, applied)) due.set(id, document);
      }
    }
    const letInto = await letInAll(due, () => ({ isNext: true, isHeld: false }), desk);
    for (const [id, waves] of letInto) begun.set(id, lastWave(waves));
    const going = [...due.keys()].filter((id) => (letInto.get(id)?.waiting.length ?? 0) > 0);
    // With enough answers for now somebody may still withdraw theirs: those who wait are looked at again.
    const waiting = [...read].filter(([id, { document }]) => document.waiting.length > 0 && !due.has(id));
    const open = waiting.filter(([id]) => sides.opening(id).kind === "here").map(([id]) => id);
    await wake([...going, ...open], WAVE_PAUSE_MS, desk);
    return new Map([...letInto, ...closed]);
  });
  return begun;
}

function lastWave({ invited, count, unnamed = [] }: Waves): string[] {
  const ofWave = invited.filter(({ wave }) => wave === count).map(({ applicantId }) => applicantId);
  return [...new Set([...ofWave, ...unnamed])];
}

async function countApplied(openingId: string, { invited }: Waves, { ports }: Desk): Promise<number> {
  let applied = 0;
  for (const some of inReads(invited)) {
    const kept = await ports.recommendations.get(some.map(({ applicantId }) => ({ applicantId, openingId })));
    applied += kept.filter(({ history }) => APPLIED.has(history?.at(-1)?.outcome ?? "")).length;
  }
  return applied;
}

/** Everybody who was let in for an opening, who may have been told of it with a course, and of what with it if it is a course: of those, some were told. */
export interface InvitedTo {
  readonly invited: readonly string[];
  readonly bridged: readonly string[];
  readonly unlocked: readonly Unlocked[];
}

export async function invitedTo(openingIds: readonly string[], desk: Desk): Promise<Map<string, InvitedTo>> {
  const read = await wavesOf(desk).read(openingIds);
  const toInvited = ({ invited, bridged = [], unlocked = [] }: Waves): InvitedTo => ({
    invited: invited.map(({ applicantId }) => applicantId),
    bridged,
    unlocked,
  });
  return new Map([...read].map(([id, { document }]) => [id, toInvited(document)]));
}

/** Puts down, before anybody is told, who is to be told of openings with a course: beside the opening and beside the course, either of which may end. */
export async function noteBridged(messages: readonly BridgeMessage[], desk: Desk): Promise<void> {
  const all = messages.flatMap(({ bridges }) => bridges);
  const byOpening = Map.groupBy(all, ({ openingId }) => openingId);
  const byCourse = Map.groupBy(all, ({ courseOpeningId }) => courseOpeningId);
  await wavesOf(desk).change([...byOpening.keys(), ...byCourse.keys()], async (read) => {
    const next = new Map<string, Waves>();
    for (const [id, { document }] of read) {
      const toldOf = (byOpening.get(id) ?? []).map(({ applicantId }) => applicantId);
      const toldWith = (byCourse.get(id) ?? []).map(({ applicantId, openingId }) => ({ applicantId, openingId }));
      const waves = withUnlocked(withBridged(document, toldOf), toldWith);
      if (waves !== document) next.set(id, waves);
    }
    return next;
  });
}
