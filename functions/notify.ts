import type { Cause } from "../domain/delivery/mailbox.ts";
import { bridgeId, bridgeSubject, recommendationId } from "../domain/delivery/recommendation.ts";
import {
  type AlertMessage,
  type AlertsMessage,
  alertsMessage,
  type ClosingMessage,
  type DueMessage,
  type ReviewedMessage,
} from "../events/messages.ts";
import { createAwsPorts } from "./adapters/aws/aws-ports.ts";
import { CandidateReader } from "./notifying/candidates.ts";
import { type Posted, postAll } from "./notifying/posting.ts";
import { admit, beginNextWaves, invitedTo, noteBridged } from "./notifying/waving.ts";
import { type Desk, type NotifyPorts, WorkList } from "./notifying/work.ts";
import type { Clock, Ports } from "./ports.ts";
import { onQueue, type QueueRecord } from "./runtime/consumer.ts";
import { readEnvironment } from "./runtime/environment.ts";
import { settled } from "./runtime/in-groups.ts";
import type { Log } from "./runtime/log.ts";
import { readMessage } from "./runtime/read-message.ts";
import { type MatchingConfiguration, readMatchingConfiguration } from "./runtime/rules.ts";
import { type Poison, setAllAside } from "./runtime/set-aside.ts";
import { TermsReader } from "./runtime/terms.ts";
import { recommendedFor } from "./taking-in/recommended.ts";
import { readMembers, twinsKey } from "./taking-in/twins.ts";

/**
 * Tells people of their matches, once per telling: let in who is to be told now; read both sides as they are and decide; keep the decision in the
 * person's mailbox, on the condition that nobody has changed it; keep the recommendation; read both sides once more and drop what no longer
 * holds; send; record it. A crash in between is followed by the same steps with the same ids. A batch is worked off as one, so that a pair that
 * comes twice in it is one pair, and reads are shared.
 */
export async function notifyBatch(
  records: readonly QueueRecord[],
  kept: NotifyPorts,
  configuration: MatchingConfiguration,
  log: Log,
  reader = new CandidateReader(kept, configuration.taxonomy, log),
): Promise<Map<string, unknown>> {
  const ports = { ...kept, clock: notBehind(records, kept.clock) };
  const desk: Desk = { ports, configuration, reader, log };
  const { notices, poison, unreadable } = readNotices(records);
  const failures = await setAllAside(poison, ports, log);
  for (const [messageId, error] of unreadable) failures.set(messageId, error);
  try {
    await notifyAll([...notices.values()], desk);
  } catch {
    // One of them may be at fault: each is tried by itself, so that the others don't share its way to the dead-letter queue.
    for (const [messageId, notice] of notices) {
      await notifyAll([notice], desk).catch((error: unknown) => failures.set(messageId, error));
    }
  }
  return failures;
}

/**
 * A clock that isn't behind the queue's: an alert of what a new day brings must not be judged by the day before, as nobody would come back to it. The hours
 * of people count from it as well.
 */
function notBehind(records: readonly QueueRecord[], clock: Clock): Clock {
  const sentAt = Math.max(0, ...records.map((record) => record.sentAt ?? 0));
  return { now: () => Math.max(sentAt, clock.now()) };
}

/** Notices by message id; what can't ever be read; and what a newer version of the code has to read, by message id with the fault. */
function readNotices(records: readonly QueueRecord[]) {
  const notices = new Map<string, AlertsMessage>();
  const poison: Poison[] = [];
  const unreadable = new Map<string, unknown>();
  for (const record of records) {
    try {
      const read = readMessage(alertsMessage, "applicant-alerts", record);
      if (read.kind === "read") notices.set(record.messageId, read.message);
      else poison.push(read.poison);
    } catch (error) {
      unreadable.set(record.messageId, error);
    }
  }
  return { notices, poison, unreadable };
}

async function notifyAll(notices: readonly AlertsMessage[], desk: Desk): Promise<void> {
  const works = new WorkList();
  await wishForMatches(
    notices.flatMap((notice) => ("pairs" in notice ? notice : [])),
    works,
    desk,
  );
  await noteBridged(
    notices.flatMap((notice) => ("bridges" in notice ? notice : [])),
    desk,
  );
  for (const notice of notices) {
    // A place is for those whom the opening suits: whoever would need a course first stands in no line for it.
    if (!("bridges" in notice)) continue;
    for (const { applicantId, openingId, ...bridge } of notice.bridges) {
      works.wishBridge(applicantId, openingId, bridge, toCause(notice));
    }
  }
  for (const notice of notices) {
    const cause = toCause(notice);
    if (notice.kind !== "lost") continue;
    for (const { applicantId, openingId } of notice.lost) works.wish(applicantId, openingId, "lost", cause);
  }
  await wishForReviewed(
    notices.flatMap((notice) => (notice.kind === "reviewed" ? notice : [])),
    works,
    desk,
  );
  const dues = notices.flatMap((notice) => ("due" in notice ? notice : []));
  await wishForDue(dues, works, desk);
  await wishForEnds(
    notices.flatMap((notice) => (notice.kind === "closing" ? notice : [])),
    works,
    desk,
  );
  const posted = await postAll(works.all(), desk);
  for (const notice of notices) logNotice(notice, posted, desk.log);
  // Only when everything is done: until then whoever is due must be found again.
  await clearDue(dues, desk);
  if (posted.busy > 0) throw new Error("an opening that has closed or changed is being told of at this moment");
}

function toCause({ messageId, correlationId, causationId }: AlertsMessage): Cause {
  return { messageId, correlationId, causationId };
}

async function wishForMatches(alerts: readonly AlertMessage[], works: WorkList, desk: Desk): Promise<void> {
  const admitted = await admit(alerts, desk);
  for (const alert of alerts) {
    for (const { applicantId, openingId } of alert.pairs) {
      if (admitted.get(openingId)?.has(applicantId)) works.wish(applicantId, openingId, "match", toCause(alert));
    }
  }
}

/** A counsellor's word is about the opportunity: its other postings are looked at for those who were let in for them. */
async function wishForReviewed(notices: readonly ReviewedMessage[], works: WorkList, desk: Desk): Promise<void> {
  const reviewed = notices.flatMap((notice) => notice.reviewed.map((pair) => ({ ...pair, cause: toCause(notice) })));
  const twins = await readMembers(
    reviewed.map(({ openingId }) => twinsKey(openingId)),
    desk.ports,
  );
  const invited = await invitedTo([...new Set([...twins.values()].flat())], desk);
  for (const { applicantId, openingId, cause } of reviewed) {
    const others = twins.get(twinsKey(openingId)) ?? [];
    const theirs = others.filter((id) => invited.get(id)?.invited.includes(applicantId));
    for (const id of [openingId, ...theirs]) works.wish(applicantId, id, "review", cause);
  }
}

/** Of an opening's end hears whoever may have been told of it: as a match, with a course, or by a counsellor's word. */
async function wishForEnds(closings: readonly ClosingMessage[], works: WorkList, desk: Desk): Promise<void> {
  const openingIds = closings.map(({ openingId }) => openingId);
  const [invited, recommended] = [await invitedTo(openingIds, desk), await recommendedFor(openingIds, desk.ports)];
  for (const closing of closings) {
    const { openingId } = closing;
    for (const { applicantId } of recommended.get(openingId) ?? []) {
      works.wish(applicantId, openingId, "closing", toCause(closing));
    }
    const told = invited.get(openingId);
    for (const applicantId of told?.invited ?? []) works.wish(applicantId, openingId, "closing", toCause(closing));
    for (const applicantId of told?.bridged ?? []) {
      works.wish(applicantId, bridgeSubject(openingId), "closing", toCause(closing));
    }
    for (const unlocked of told?.unlocked ?? []) {
      works.wish(unlocked.applicantId, bridgeSubject(unlocked.openingId), "course", toCause(closing));
    }
  }
}

async function wishForDue(dues: readonly DueMessage[], works: WorkList, desk: Desk): Promise<void> {
  const openings = new Map<string, Cause>();
  for (const message of dues) {
    for (const { hour, subject } of message.due) {
      const [sort, id = ""] = subject.split("#");
      if (sort === "applicant") works.due(id, hour, toCause(message));
      else openings.set(id, toCause(message));
    }
  }
  const begun = await beginNextWaves([...openings.keys()], desk);
  for (const [openingId, applicantIds] of begun) {
    const cause = openings.get(openingId);
    if (cause === undefined) continue;
    for (const applicantId of applicantIds) works.wish(applicantId, openingId, "match", cause);
  }
}

async function clearDue(dues: readonly DueMessage[], { ports }: Desk): Promise<void> {
  const byHour = Map.groupBy(
    dues.flatMap(({ due }) => due),
    ({ hour }) => hour,
  );
  await settled([...byHour], ([hour, some]) =>
    ports.wakeUps.clear(
      hour,
      some.map(({ subject }) => subject),
    ),
  );
}

function logNotice(notice: AlertsMessage, { told, suppressed, deferred }: Posted, log: Log): void {
  const { correlationId, causationId } = notice;
  const about = { correlationId, eventId: causationId };
  const ids = idsIn(notice);
  if (ids === undefined) {
    log.info("applicants looked at", {
      ...about,
      told: told.size,
      suppressed: suppressed.size,
      deferred: deferred.size,
    });
    return;
  }
  const among = (some: ReadonlySet<string>) => [...some].filter((id) => ids.has(id)).length;
  log.info("applicants notified", {
    ...about,
    told: among(told),
    suppressed: among(suppressed),
    deferred: among(deferred),
  });
}

/** What a notice asks to be told, by recommendation id; undefined where it names nobody. */
function idsIn(notice: AlertsMessage): ReadonlySet<string> | undefined {
  if ("pairs" in notice) {
    return new Set(notice.pairs.map(({ applicantId, openingId }) => recommendationId(applicantId, openingId)));
  }
  if ("bridges" in notice) {
    return new Set(notice.bridges.map(({ applicantId, openingId }) => bridgeId(applicantId, openingId)));
  }
  return undefined;
}

let running: { ports: Ports; terms: TermsReader; reader: CandidateReader } | undefined;

export const handler = onQueue("notify", async (records, log) => {
  if (running === undefined) {
    const environment = readEnvironment(process.env);
    const ports = createAwsPorts(environment);
    const deployed = readMatchingConfiguration(environment);
    const reader = new CandidateReader(ports, deployed.taxonomy, log);
    running = { ports, terms: new TermsReader(ports, deployed), reader };
  }
  return notifyBatch(records, running.ports, await running.terms.inForce(), log, running.reader);
});
