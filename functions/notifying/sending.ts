import { CLAIM_LEASE_MS } from "../../domain/delivery/claiming.ts";
import { type Mailbox, type Pending, type SendOutcome, settle } from "../../domain/delivery/mailbox.ts";
import type { Send } from "../../domain/delivery/policy.ts";
import { deliveryKey, isBridgeSubject, openingOf, recommendationId } from "../../domain/delivery/recommendation.ts";
import type { Delivery, Recommendation } from "../ports.ts";
import { deriveUlid } from "../runtime/derive-id.ts";
import { mailboxesOf } from "../runtime/documents.ts";
import { settled } from "../runtime/in-groups.ts";
import { forgetAll } from "./forgetting.ts";
import { type Item, type Rechecked, recheck } from "./last-read.ts";
import type { Planned } from "./planning.ts";
import { recordUntold, type Suppressed } from "./untold.ts";
import { setWakeUps } from "./waking.ts";
import { type Letter, type Telling, toQueueMessage } from "./words.ts";
import type { Desk, NotifyPorts, Wish, Work } from "./work.ts";

/** A withdrawal notice gives no reasons. */
const NO_EVIDENCE = '{"reasons":[]}';

/** What was told, and whom to decide on again because something was dropped at the last moment, or what was told is out of date. */
export interface Sent {
  readonly told: readonly { readonly applicantId: string; readonly openingId: string }[];
  readonly again: readonly Work[];
  /** What an earlier attempt may have sent and isn't told after all: it waits until it holds. */
  readonly untold: readonly Suppressed[];
}

/**
 * Sends what was claimed: keep the recommendation; read both sides and the mailbox once more and drop what no longer holds; send; record it. A
 * crash in between is followed by the same steps with the same ids.
 */
export async function sendAll(planned: readonly Planned[], desk: Desk): Promise<Sent> {
  const { ports, configuration } = desk;
  const claimed = planned.flatMap((one) =>
    one.plan.sends.flatMap((send) => send.entries.map((entry) => ({ planned: one, send, entry }))),
  );
  if (claimed.length === 0) return { told: [], again: [], untold: [] };
  const items = await settled(claimed, (one) => keep(one.planned, one.send, one.entry, desk));
  const rechecked = await recheck(items, desk);
  const outcomes = new Map([...rechecked].map(([item, how]) => [item, how === "holds" ? "sent" : "dropped"] as const));
  const holding = items.filter((item) => outcomes.get(item) === "sent");
  // Nothing else comes between the last read and the send: this does, since after a send that fails nobody knows any more what may be taken back.
  await takeBack(
    items.filter((item) => outcomes.get(item) === "dropped"),
    desk,
  );
  const letters = toLetters(holding);
  await ports.queues.send(
    "applicant-messages",
    letters.map((letter) => toQueueMessage(letter, configuration.taxonomy)),
  );
  await ports.deliveries.record(toSent(holding, ports.clock.now()));
  await watchOver(
    items.filter((item) => !rechecked.has(item) || (outcomes.get(item) === "dropped" && hasEnded(item))),
    desk,
  );
  await forgetAll(
    [...rechecked].flatMap(([{ planned }, how]) => (how === "applicant-withdrawn" ? planned.work.applicantId : [])),
    ports,
  );
  // What an earlier attempt may have sent waits until it holds. Until then this is why it isn't told.
  const untold = toUntold(rechecked);
  await recordUntold(untold, [], ports);
  await settleAll(items, outcomes, desk);
  const dropped = items.filter(
    (item) => outcomes.get(item) === "dropped" && (item.send.attempt === 1 || isBack(item, rechecked)),
  );
  return {
    told: holding.map(({ planned: { work }, openingId }) => ({ applicantId: work.applicantId, openingId })),
    again: toWorks([...dropped, ...holding.filter(isOutOfDate)]),
    untold,
  };
}

/**
 * What somebody else has taken over is theirs to finish. They may have come by the very message that is done now, and die: whoever is to be told is looked
 * at once more when nobody can be at it any more. So is whoever has an end left to be told of in place of new terms that may have gone out.
 */
async function watchOver(left: readonly Item[], desk: Desk): Promise<void> {
  const wakeAt = desk.ports.clock.now() + CLAIM_LEASE_MS;
  const people = new Set(left.map(({ planned }) => planned));
  await setWakeUps(
    [...people].map(({ work, plan: { mailbox } }) => ({ work, plan: { wakeAt, mailbox } })),
    desk,
  );
}

function toUntold(rechecked: ReadonlyMap<Item, Rechecked>): Suppressed[] {
  return [...rechecked].flatMap(([item, reason]) => {
    const { openingId, send } = item;
    const pending = send.entries.find((entry) => entry.openingId === openingId)?.pending;
    if (reason === "holds" || pending === undefined || send.attempt === 1) return [];
    const { work, order } = item.planned;
    // Decided on the mailbox as the claim has left it.
    return { applicantId: work.applicantId, openingId, telling: pending.telling, reason, order: order + 1 };
  });
}

/** What was to be told to have ended hasn't: that is told, since its end may have gone out. */
function isBack(item: Item, rechecked: ReadonlyMap<Item, Rechecked>): boolean {
  return item.telling?.entry.pending.purpose === "withdrawal" && rechecked.get(item) === "superseded";
}

/** Whether an opening was said to have ended while somebody had died over its new terms: nobody else will say so of what they were told before. */
function hasEnded({ send, openingId }: Item): boolean {
  const pending = send.entries.find((entry) => entry.openingId === openingId)?.pending;
  return pending?.purpose === "change" && pending.endedBy !== undefined;
}

type ClaimedEntry = Send["entries"][number];

/** Keeps the recommendation that a telling makes. Nothing is kept of what doesn't hold any more, nor of an end. */
async function keep(planned: Planned, send: Send, entry: ClaimedEntry, { ports }: Desk): Promise<Item> {
  const { openingId, pending } = entry;
  const base = { planned, send, openingId, isTold: false };
  const opening = planned.openings.get(openingId);
  if (pending === undefined || opening === undefined) return { ...base, telling: undefined };
  const telling = (evidence: string): Telling => ({ entry: { ...entry, pending }, opening, evidence });
  if (pending.purpose === "withdrawal") return { ...base, telling: telling(NO_EVIDENCE) };
  const draft = planned.drafts.get(openingId);
  if (draft === undefined) return { ...base, telling: undefined };
  const recommendation = { ...draft.toRecommendation(), alertId: pending.cause.messageId };
  if (pending.telling > 1) {
    const kept = await tellAgain({ ...recommendation, telling: pending.telling }, send, ports);
    return { ...base, telling: telling(kept.evidence) };
  }
  const kept = await tell(recommendation, send, storeOf(openingId, ports));
  return { ...base, telling: telling(kept.evidence), isTold: kept.isOfOthers };
}

/**
 * Keeps what a first telling makes. Whoever goes on where another may still be alive keeps it under an id of its own: the other may be about to take
 * back what it has kept, and must not take back what we send.
 */
async function tell(
  recommendation: Recommendation,
  { attempt }: Send,
  recommendations: NotifyPorts["bridges"],
): Promise<{ readonly evidence: string; readonly isOfOthers: boolean }> {
  const { alertId } = recommendation;
  const ownId = attempt === 1 ? alertId : deriveUlid(alertId, "gone on with");
  const own = { ...recommendation, alertId: ownId };
  let kept = await recommendations.tell(own);
  if (kept.alertId === alertId && ownId !== alertId) {
    const { history: _outcomes, ...before } = kept;
    await recommendations.retell({ ...before, alertId: ownId, telling: 1 });
    kept = await recommendations.tell(own);
  }
  return { evidence: kept.evidence, isOfOthers: kept.alertId !== ownId };
}

/**
 * Keeps what a later telling makes. Whoever goes on with it leaves what an earlier attempt has kept, as that may have been sent: were it made anew, every
 * attempt would say that they were told just now, also one that sends nothing.
 */
async function tellAgain(
  again: Recommendation & { readonly telling: number },
  { attempt }: Send,
  { recommendations }: Pick<NotifyPorts, "recommendations">,
): Promise<{ readonly evidence: string }> {
  const [kept] = attempt === 1 ? [] : await recommendations.get([again]);
  if (kept?.telling === again.telling && kept.alertId === again.alertId) return kept;
  await recommendations.retell(again);
  return again;
}

/** What is told with a course is kept apart. */
function storeOf(subject: string, { recommendations, bridges }: Desk["ports"]): Desk["ports"]["bridges"] {
  return isBridgeSubject(subject) ? bridges : recommendations;
}

/** What somebody died over goes out as it was claimed, since it may have gone out already: terms that have changed since are told after it. */
function isOutOfDate({ telling }: Item): boolean {
  return telling?.entry.pending.changedBy !== undefined;
}

/**
 * Leaves nothing behind of what isn't told. What an earlier attempt may have sent stays.
 */
async function takeBack(dropped: readonly Item[], { ports }: Desk): Promise<void> {
  const retracted = dropped.filter(({ send }) => send.attempt === 1);
  await settled(retracted, async ({ planned, telling, openingId }) => {
    if (telling?.entry.pending.purpose !== "recommendation") return;
    const { applicantId } = planned.work;
    const alertId = telling.entry.pending.cause.messageId;
    await storeOf(openingId, ports).retract({ applicantId, openingId: openingOf(openingId), alertId });
  });
}

function toLetters(holding: readonly Item[]): Letter[] {
  const bySend = Map.groupBy(
    holding.filter(({ isTold }) => !isTold),
    ({ send }) => send,
  );
  return [...bySend].flatMap(([send, items]) => {
    const [first, ...rest] = items.flatMap(({ telling }) => telling ?? []);
    const applicant = items[0]?.planned.applicant;
    return first === undefined || applicant === undefined
      ? []
      : [{ applicant, send, tellings: [first, ...rest] as const }];
  });
}

/** What went out whole is recorded as sent, and `withRecorded` goes by that: only of what was dropped, or gone on with, something else is to be said. */
async function settleAll(items: readonly Item[], outcomes: ReadonlyMap<Item, SendOutcome>, { ports }: Desk) {
  const inPart = new Set(
    items.flatMap((item) => (outcomes.get(item) === "sent" && item.send.attempt === 1 ? [] : item.send)),
  );
  const byApplicant = Map.groupBy(
    items.filter((item) => outcomes.has(item) && inPart.has(item.send)),
    ({ planned: { work } }) => work.applicantId,
  );
  const at = ports.clock.now();
  await mailboxesOf(ports.mailboxes).change([...byApplicant.keys()], async (read) => {
    const next = new Map<string, Mailbox>();
    for (const [id, { document }] of read) {
      if (document.hasLeft) continue;
      let mailbox = document;
      for (const [send, some] of Map.groupBy(byApplicant.get(id) ?? [], (item) => item.send)) {
        const outcomesOfSend = new Map(some.map((item) => [item.openingId, outcomes.get(item) ?? "dropped"]));
        mailbox = settle(mailbox, { sendId: send.sendId, attempt: send.attempt, at }, outcomesOfSend);
      }
      if (mailbox !== document) next.set(id, mailbox);
    }
    return next;
  });
}

/** The inbox shows from now on what the message tells. */
function toSent(holding: readonly Item[], at: number): Delivery[] {
  return holding.flatMap(({ planned, telling, openingId }) => {
    if (telling === undefined) return [];
    const id = deliveryKey(recommendationId(planned.work.applicantId, openingId), telling.entry.pending.telling);
    const channels = ["inbox", "message"] as const;
    return channels.map((channel) => ({ recommendationId: id, channel, state: "sent", at }) as const);
  });
}

const WISH_BY_ENDING = { held: "review", "no-longer-a-match": "lost", "course-closed": "course" } as const;

/** Of an end also what it ended: where that is back, there may be something to tell of it. */
function toWish({ purpose, cause, bridge, ending }: Pending): Wish {
  if (purpose === "withdrawal") return { match: cause, [ending ? WISH_BY_ENDING[ending] : "closing"]: cause };
  return { match: cause, ...(bridge && { bridges: [bridge] }) };
}

/** Whoever was dropped, to be decided on again: it may hold after all by now, and whoever came meanwhile has left it to us. */
function toWorks(dropped: readonly Item[]): Work[] {
  const byWork = Map.groupBy(dropped, ({ planned }) => planned.work);
  return [...byWork].map(([work, items]) => ({
    ...work,
    dueHour: undefined,
    wishes: new Map(
      items.flatMap(({ telling, openingId, send }) => {
        const pending = telling?.entry.pending ?? send.entries.find((entry) => entry.openingId === openingId)?.pending;
        if (pending === undefined) return [];
        return [[openingId, toWish(pending)] as const];
      }),
    ),
  }));
}
