import { hash } from "node:crypto";
import { decodeRecord } from "../../domain/index/log-record.ts";
import { dayInSeoul } from "../../domain/model/calendar.ts";
import { opaqueId, ulid } from "../../domain/model/primitives.ts";
import { carriesPersonalData } from "../../domain/model/text.ts";
import { alertsMessage, matchingMessage } from "../../events/messages.ts";
import { parseEvent } from "../../events/parse-event.ts";
import type { DeadLetter, DeadLetters } from "../operating-ports.ts";
import type { Clock, Quarantine } from "../ports.ts";
import { readMessage } from "../runtime/read-message.ts";
import type { DeathReason, DeathReasonKind } from "./death-reason.ts";

/** A dead letter as it may be shown: opaque ids and codes, and never its body, which may be personal. */
export interface DeathNotice {
  readonly queue: string;
  readonly messageId: string;
  readonly reason: DeathReason;
  /** When it was sent, in epoch milliseconds; on FIFO queues when it was set aside. */
  readonly sentAt: number;
  readonly ageSeconds: number;
  readonly groupId?: string;
  readonly detailType?: string;
  readonly eventId?: string;
  readonly correlationId?: string;
  readonly entityId?: string;
  readonly bodySha256: string;
  readonly bodyBytes: number;
}

/** Which letters are meant; all of the queue when it says nothing. */
export interface Selection {
  readonly messageId?: string | undefined;
  readonly reason?: DeathReasonKind | undefined;
}

/** What was done with the letters of a queue. */
export interface Handled {
  readonly done: readonly DeathNotice[];
  /** Looked at and left where they are. */
  readonly left: number;
}

type Ports = { readonly deadLetters: DeadLetters; readonly clock: Clock };

/** The dead letters of a queue, up to a number. Looking changes nothing. On FIFO queues a group shows what stands first in it. */
export async function listDeadLetters(queue: string, most: number, ports: Ports): Promise<readonly DeathNotice[]> {
  const held: DeadLetter[] = [];
  try {
    while (held.length < most) {
      const letters = await ports.deadLetters.receive(queue);
      if (letters.length === 0) break;
      held.push(...letters);
    }
  } finally {
    await ports.deadLetters.release(queue, held);
  }
  return held.slice(0, most).map((letter) => toNotice(queue, letter, ports.clock.now()));
}

/**
 * Sends letters back to the queue that they come from, in their order. Weeks later is safe: whoever works on them goes by revisions and by what is kept. Each is
 * sent first and removed then: a crash in between sends it twice, which is once in effect.
 */
export async function redrive(queue: string, selection: Selection, ports: Ports): Promise<Handled> {
  return handle(queue, selection, ports, async (letters) => {
    const taken = await ports.deadLetters.sendBack(queue, letters);
    await ports.deadLetters.remove(queue, taken);
    return taken;
  });
}

/** What can't be taken as the reason of a discard. */
export type BadReason = "empty" | "too-long" | "personal";

const REASON_MAX = 200;

export function findBadReason(reason: string): BadReason | undefined {
  if (reason.trim() === "") return "empty";
  if (reason.length > REASON_MAX) return "too-long";
  return carriesPersonalData(reason) ? "personal" : undefined;
}

/** Gives letters up for good, each with the reason in the quarantine first: what was accepted is applied, superseded, refused or set aside with a reason. */
export async function discard(
  queue: string,
  selection: Selection,
  reason: string,
  ports: Ports & { readonly quarantine: Pick<Quarantine, "put"> },
): Promise<Handled> {
  const bad = findBadReason(reason);
  if (bad !== undefined) throw new RangeError(`the reason is ${bad}`);
  return handle(queue, selection, ports, async (letters) => {
    const now = ports.clock.now();
    for (const letter of letters) {
      const { messageId, detailType, eventId, entityId, bodySha256, bodyBytes } = toNotice(queue, letter, now);
      await ports.quarantine.put({
        quarantineId: `discarded-${messageId}`,
        day: dayInSeoul(now),
        entityId,
        code: "DISCARDED",
        path: "",
        message: `${queue}: ${reason}`,
        detailType,
        eventId,
        bodySha256,
        bodyBytes,
      });
    }
    await ports.deadLetters.remove(queue, letters);
    return letters;
  });
}

/** Works through a queue's letters; those that aren't meant are held until the end, so that none is looked at twice, and released then. */
async function handle(
  queue: string,
  selection: Selection,
  { deadLetters, clock }: Ports,
  act: (letters: readonly DeadLetter[]) => Promise<readonly DeadLetter[]>,
): Promise<Handled> {
  const done: DeathNotice[] = [];
  const held: DeadLetter[] = [];
  try {
    for (;;) {
      const letters = await deadLetters.receive(queue);
      if (letters.length === 0) break;
      const notices = new Map(letters.map((letter) => [letter, toNotice(queue, letter, clock.now())]));
      const meant = letters.filter((letter) => isMeant(notices.get(letter), selection));
      held.push(...letters.filter((letter) => !meant.includes(letter)));
      if (meant.length === 0) continue;
      const handled = await act(meant);
      done.push(...handled.flatMap((letter) => notices.get(letter) ?? []));
      if (handled.length < meant.length) {
        held.push(...meant.filter((letter) => !handled.includes(letter)));
        break;
      }
      if (selection.messageId !== undefined) break;
    }
  } finally {
    await deadLetters.release(queue, held);
  }
  return { done, left: held.length };
}

function isMeant(notice: DeathNotice | undefined, { messageId, reason }: Selection): boolean {
  if (notice === undefined) return false;
  return (messageId ?? notice.messageId) === notice.messageId && (reason ?? notice.reason.kind) === notice.reason.kind;
}

/** What may be told of a letter: the fields that stand here, and only where they hold what they should. */
export function toNotice(queue: string, letter: DeadLetter, now: number): DeathNotice {
  const { messageId, body, groupId, sentAt } = letter;
  const event = recordIn(body);
  const detail = asRecord(event["detail"] ?? event);
  const entityId = ["applicantId", "openingId"].map((field) => opaqueId.safeParse(detail[field]).data).find(Boolean);
  const about = {
    detailType: detailTypeOf(event),
    eventId: ulid.safeParse(detail["eventId"] ?? detail["causationId"]).data,
    correlationId: ulid.safeParse(detail["correlationId"]).data,
    entityId: entityId ?? entityOf(detail),
    groupId,
  };
  return {
    queue,
    messageId,
    reason: reasonOf(queue, letter, now),
    sentAt,
    ageSeconds: Math.max(0, Math.round((now - sentAt) / 1_000)),
    ...(Object.fromEntries(Object.entries(about).filter(([, value]) => value !== undefined)) as Partial<DeathNotice>),
    bodySha256: hash("sha256", body),
    bodyBytes: Buffer.byteLength(body),
  };
}

function detailTypeOf(event: Record<string, unknown>): string | undefined {
  const name = event["detail-type"];
  return typeof name === "string" && /^[A-Za-z]{1,60}$/.test(name) ? name : undefined;
}

function entityOf(detail: Record<string, unknown>): string | undefined {
  const [applicant, opening] = [asRecord(detail["applicant"]), asRecord(detail["opening"])];
  return opaqueId.safeParse(applicant["applicantId"] ?? opening["openingId"]).data;
}

function reasonOf(queue: string, { messageId, body, errorCode }: DeadLetter, now: number): DeathReason {
  if (errorCode !== undefined) return { kind: "undelivered", code: errorCode };
  const record = { messageId, body };
  switch (queue) {
    case "intake":
    case "imports": {
      const parsed = parseEvent(body, dayInSeoul(now));
      return parsed.kind === "refused"
        ? { kind: "unreadable", code: parsed.refusal.code, path: parsed.refusal.path }
        : { kind: "fault" };
    }
    case "matching":
      return reasonOfReading(() => {
        const read = readMessage(matchingMessage, "matching", record);
        if (read.kind === "read") decodeRecord(Buffer.from(read.message.record, "base64"));
        return read;
      });
    case "applicant-alerts":
      return reasonOfReading(() => readMessage(alertsMessage, "applicant-alerts", record));
    default:
      return { kind: "fault" };
  }
}

function reasonOfReading(read: () => ReturnType<typeof readMessage>): DeathReason {
  try {
    const result = read();
    if (result.kind === "read") return { kind: "fault" };
    const { code, path } = result.poison.refusal;
    return { kind: "unreadable", code, path };
  } catch {
    // What has a form that this version doesn't know was written by a newer one.
    return { kind: "newer-version" };
  }
}

function recordIn(body: string): Record<string, unknown> {
  try {
    return asRecord(JSON.parse(body));
  } catch {
    return {};
  }
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
