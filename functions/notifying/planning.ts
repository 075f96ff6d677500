import { CLAIM_LEASE_MS, takesUp } from "../../domain/delivery/claiming.ts";
import { toDeliveryTerms } from "../../domain/delivery/delivery-terms.ts";
import { type Cause, entryOf, type Mailbox } from "../../domain/delivery/mailbox.ts";
import { isNews, type Offer, type Plan, planDelivery, type SuppressionReason } from "../../domain/delivery/policy.ts";
import { isBridgeSubject, openingOf, recommendationId } from "../../domain/delivery/recommendation.ts";
import { hasBlocked } from "../../domain/delivery/review.ts";
import type { Applicant } from "../../domain/model/applicant.ts";
import type { Opening } from "../../domain/model/opening.ts";
import { deriveUlid } from "../runtime/derive-id.ts";
import { mailboxesOf } from "../runtime/documents.ts";
import { inReads } from "../runtime/in-groups.ts";
import { readMembers, twinsKey } from "../taking-in/twins.ts";
import { bridgesFor, endedCourse } from "./bridges.ts";
import { endedIn, heirsOf, mayMakeRoom, outlivedBy, toldAmong } from "./heirs.ts";
import { nextTurn, withOthersBlocked, withRecommended } from "./overruling.ts";
import { withRecorded } from "./recorded.ts";
import type { Draft } from "./telling.ts";
import { letGoBy, orderOf, recordUntold, type Suppressed } from "./untold.ts";
import { setWakeUps } from "./waking.ts";
import { invitedTo } from "./waving.ts";
import { type Circumstances, mayEnd, type Weighed } from "./weighed.ts";
import { weigh } from "./weighing.ts";
import type { Desk, Wish, Work } from "./work.ts";

/** What is decided on one person. */
interface Decided {
  readonly work: Work;
  readonly plan: Plan;
  /** Undefined when there is nobody, or nothing readable, to plan for. */
  readonly applicant: Applicant | undefined;
  /** Of what holds: the recommendation as it would be told, by subject as in the mailbox. */
  readonly drafts: ReadonlyMap<string, Draft>;
  readonly openings: ReadonlyMap<string, Opening>;
  /** Why there is no match to tell of, by subject. */
  readonly reasons: ReadonlyMap<string, SuppressionReason>;
}

/** The same, kept in their mailbox. */
export interface Planned extends Decided {
  /** Where this stands among all that is decided on the person: two functions that record it at the same time may do so in any order. */
  readonly order: number;
}

/**
 * Decides on everybody and keeps what was decided, on the condition that nobody has changed it in between: from then on what is claimed is ours to
 * send. Whoever is to be looked at again is put down for it first, so that nothing waits without being woken.
 */
export async function planAll(works: readonly Work[], desk: Desk): Promise<Planned[]> {
  const planned = new Map<string, Planned>();
  const byId = new Map(works.map((work) => [work.applicantId, work]));
  await mailboxesOf(desk.ports.mailboxes).change([...byId.keys()], async (read) => {
    const known = [...(await withRecorded(read, desk.ports))].flatMap(([id, mailbox]) => {
      const work = byId.get(id);
      if (work === undefined) return [];
      return [
        {
          work: withRecommended(work, mailbox),
          mailbox: woken(mailbox, work),
          isDue: work.dueHour !== undefined,
          mayBeDone: (work.dueHour ?? 0) <= (mailbox.wokenHour ?? 0),
        },
      ];
    });
    const current = await withOthersBlocked(known, desk.ports);
    const next = new Map<string, Mailbox>();
    const plans: Decided[] = [];
    const letGo: Suppressed[] = [];
    for (const [{ work, mailbox }, one] of await decideOn(current, desk)) {
      const { version = 0, document } = read.get(work.applicantId) ?? {};
      const isKept = one.plan.mailbox !== document;
      planned.set(work.applicantId, { ...one, order: orderOf(version, isKept) });
      plans.push(one);
      letGo.push(...letGoBy(one, mailbox, orderOf(version, false)));
      if (isKept) next.set(work.applicantId, one.plan.mailbox);
    }
    // Also of mailboxes that stay as they are: what was claimed by day and comes again by night waits for the morning from now on.
    await setWakeUps(plans, desk);
    await recordUntold(letGo, [], desk.ports);
    return next;
  });
  return [...planned.values()];
}

/** Written whatever comes of it: somebody with an older reading of the mailbox must not put its person down for an hour that has passed. */
function woken(mailbox: Mailbox, { dueHour }: Work): Mailbox {
  if (dueHour === undefined || mailbox.hasLeft) return mailbox;
  return { ...mailbox, wokenHour: Math.max(dueHour, mailbox.wokenHour ?? 0) };
}

/** One person as they were read. */
interface Current {
  readonly work: Work;
  readonly mailbox: Mailbox;
  /** What waits for them is read as well, because its time has come. */
  readonly isDue: boolean;
  /** Others may have come by the same message and be done with it: only who is first to come for an hour knows that nobody is. */
  readonly mayBeDone: boolean;
}

/**
 * Decides on people. What waits is read only where its time has come, which the time that somebody was put down for says, and now and then what comes
 * in: there is room for both of a sudden, of a cap that has been raised or a day that has begun. Then all of it is decided on together, so that
 * it goes out in one message, the best first.
 */
async function decideOn(current: readonly Current[], desk: Desk): Promise<readonly (readonly [Current, Decided])[]> {
  const circumstances = await readCircumstances(current, desk);
  const weighings = current.map((one) => weighAll(one, circumstances, desk));
  const answered = await readAnswered(weighings, desk);
  const decided = weighings.map((weighing) => {
    const one = planOne(weighing, answered.get(weighing.work.applicantId) ?? NOTHING_ANSWERED, desk);
    return { weighing, one, isBlind: claimsUnread(one.plan, weighing) };
  });
  const blind = decided.flatMap(({ weighing, isBlind }) => (isBlind ? { ...weighing, isDue: true } : []));
  const again = blind.length === 0 ? [] : await decideOn(blind, desk);
  return [...decided.flatMap(({ weighing, one, isBlind }) => (isBlind ? [] : [[weighing, one] as const])), ...again];
}

/** Whether something would go out that nobody has looked at. */
function claimsUnread({ sends }: Plan, { isDue, weighed }: Weighing): boolean {
  if (isDue || sends.length === 0) return false;
  const read = new Set(weighed.map(({ openingId }) => openingId));
  return sends.some(({ entries }) => entries.some(({ openingId }) => !read.has(openingId)));
}

/** One person with what each opening is to them. */
interface Weighing extends Current {
  /** Undefined when there is nobody, or nothing readable, to plan for. */
  readonly applicant: Applicant | undefined;
  readonly isUnreadable: boolean;
  readonly weighed: readonly Weighed[];
  /** When a day may make something else of what is recommended to them against the score. */
  readonly turnsAt?: number;
}

const NOTHING_ANSWERED: ReadonlySet<string> = new Set();

async function readCircumstances(current: readonly Current[], desk: Desk): Promise<Circumstances> {
  const pairs = current.flatMap((one) =>
    openingsOf(one).map((openingId) => {
      const { work, mailbox } = one;
      const [wish, entry] = [work.wishes.get(openingId), entryOf(mailbox, openingId)];
      const courses = [...bridgesFor(wish, entry), endedCourse(wish, entry)];
      return { openingId, entry, mayEnd: mayEnd(wish, entry), courses, mayBeHeld: hasBlocked(mailbox) };
    }),
  );
  const inNeed = pairs.filter(({ entry, mayEnd, mayBeHeld }) => entry?.told === undefined || mayEnd || mayBeHeld);
  const leaving = pairs.filter(({ entry, mayEnd }) => mayEnd || mayMakeRoom(entry));
  const { twins, alike } = await readTwins(current, idsOf(inNeed), idsOf(leaving), desk);
  const now = desk.ports.clock.now();
  const sides = await desk.reader.read(
    now,
    current.map(({ work }) => work.applicantId),
    [...new Set([...idsOf(pairs), ...alike])],
    pairs.flatMap(({ courses }) => courses.flatMap((course) => course?.courseOpeningId ?? [])),
  );
  const openTwins = alike.filter((id) => sides.opening(id).kind === "here");
  const invited = new Map(
    [...(await invitedTo(openTwins, desk))].map(([id, { invited: some }]) => [id, new Set(some)] as const),
  );
  return { now, sides, twins, openTwins: new Set(openTwins), invited };
}

function idsOf(pairs: readonly { readonly openingId: string }[]): string[] {
  return [...new Set(pairs.map(({ openingId }) => openingOf(openingId)))];
}

/**
 * What is the same opportunity as what is decided on, and all those openings that something may become of with it: twins of what may end or not be told after
 * all, and what somebody was told of, has closed, and went on in an opening that ends now.
 */
async function readTwins(
  current: readonly Current[],
  inNeed: readonly string[],
  leaving: readonly string[],
  { ports }: Desk,
): Promise<{ readonly twins: ReadonlyMap<string, readonly string[]>; readonly alike: readonly string[] }> {
  const twins = new Map<string, readonly string[]>();
  const read = async (openingIds: readonly string[]) => {
    const keys = openingIds.map(twinsKey).filter((key) => !twins.has(key));
    for (const [key, members] of await readMembers(keys, ports)) twins.set(key, members);
  };
  const ended = current.map(({ work, mailbox }) => ({ mailbox, openingIds: endedIn(work) }));
  await read([...inNeed, ...ended.flatMap(({ openingIds }) => openingIds)]);
  const twinsOf = (openingId: string) => twins.get(twinsKey(openingId)) ?? [];
  const outlived = ended.flatMap(({ mailbox, openingIds }) => toldAmong(mailbox, openingIds.flatMap(twinsOf)));
  await read([...outlived, ...leaving.flatMap(twinsOf)]);
  return { twins, alike: [...new Set([...outlived, ...[...leaving, ...outlived].flatMap(twinsOf)])] };
}

/** What there is to decide on, by subject: what is wished, what is on its way, and, once its time has come, what waits. */
function openingsOf({ work: { wishes }, mailbox, isDue }: Current): string[] {
  const pending = mailbox.entries
    .filter((entry) => entry.pending !== undefined && (isDue || entry.pending.claim !== undefined))
    .map(({ openingId }) => openingId);
  // What nobody was told of, and nobody is about to be, needs no word that it is over.
  const wished = [...wishes].flatMap(([subject, { match, closing, review }]) => {
    if (match !== undefined || review !== undefined || (closing !== undefined && !isBridgeSubject(subject)))
      return subject;
    // Whoever was told of it as a match as well hears of its end once.
    const isToldTwice = isBridgeSubject(subject) && entryOf(mailbox, openingOf(subject))?.told !== undefined;
    return entryOf(mailbox, subject) === undefined || isToldTwice ? [] : subject;
  });
  // What they know already comes first, so that it is the other postings of the same opportunity that give way.
  const isNew = (subject: string) => (entryOf(mailbox, subject) === undefined ? 1 : 0);
  return [...new Set([...wished, ...pending])].toSorted((one, other) => isNew(one) - isNew(other));
}

function weighAll(current: Current, circumstances: Circumstances, desk: Desk): Weighing {
  const { work, mailbox } = current;
  const { applicantId, wishes } = work;
  const latest = circumstances.sides.applicant(applicantId);
  if (latest.kind !== "here" || mailbox.hasLeft) {
    return { ...current, applicant: undefined, isUnreadable: latest.kind === "unreadable", weighed: [] };
  }
  const about = { applicant: latest.value, mailbox, circumstances, now: circumstances.now };
  const weighOne = (openingId: string, wish: Wish | undefined) =>
    weigh({ ...about, openingId, wish, configuration: desk.configuration });
  const asked = openingsOf(current).map((openingId) => weighOne(openingId, wishes.get(openingId)));
  const heirs = heirsOf(asked, applicantId, mailbox, circumstances);
  const outlived = outlivedBy(work, asked, mailbox, circumstances);
  const weighed = [
    ...asked,
    ...[...heirs].map(([openingId, cause]) => weighOne(openingId, { match: cause })),
    ...[...outlived].map(([openingId, cause]) => weighOne(openingId, { closing: cause })),
  ];
  const ids = weighed.map(({ openingId }) => openingId);
  const turnsAt = nextTurn(latest.value, ids, mailbox, circumstances.sides, about.now, desk.configuration);
  return {
    ...current,
    applicant: latest.value,
    isUnreadable: false,
    weighed,
    ...(turnsAt !== undefined && { turnsAt }),
  };
}

/**
 * The openings that something has become of, by applicant: of those alone that there is something to tell of, since a changed profile comes with everything
 * that its person was told of before.
 */
async function readAnswered(
  weighings: readonly Weighing[],
  { ports: { recommendations, clock } }: Desk,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const now = clock.now();
  const told = weighings.flatMap(({ work: { applicantId }, mailbox, weighed }) =>
    weighed.flatMap(({ openingId: subject, offer }) => {
      if (offer === undefined || entryOf(mailbox, subject)?.told === undefined || !isNews(mailbox, offer, now))
        return [];
      const openingId = answerableOf(offer);
      return openingId === undefined ? [] : [{ applicantId, openingId, subject }];
    }),
  );
  const pairs = new Set<string>();
  for (const some of inReads(told)) {
    for (const { applicantId, openingId, history } of await recommendations.get(some)) {
      if ((history?.at(-1)?.outcome ?? "seen") !== "seen") pairs.add(recommendationId(applicantId, openingId));
    }
  }
  const answered = told.filter(({ applicantId, openingId }) => pairs.has(recommendationId(applicantId, openingId)));
  const byApplicant = Map.groupBy(answered, ({ applicantId }) => applicantId);
  return new Map([...byApplicant].map(([id, some]) => [id, new Set(some.map(({ subject }) => subject))]));
}

/** The opening whose match a person may have answered: of the end of a course, the course. Of what is told with a course no outcome is recorded. */
function answerableOf({ openingId, bridge, ending }: Offer): string | undefined {
  if (ending === "course-closed") return bridge?.courseOpeningId;
  return isBridgeSubject(openingId) ? undefined : openingId;
}

function planOne(
  { work, mailbox, mayBeDone, applicant, isUnreadable, weighed, turnsAt }: Weighing,
  answered: ReadonlySet<string>,
  { ports, configuration }: Desk,
): Decided {
  const { wishes, workingOn } = work;
  const now = ports.clock.now();
  if (applicant === undefined) {
    const reason = isUnreadable ? "unreadable" : "applicant-withdrawn";
    const verdicts = new Map([...wishes.keys()].map((id) => [id, { kind: "suppressed", reason } as const]));
    const plan: Plan = { mailbox, sends: [], verdicts, wakeAt: undefined };
    return { work, plan, applicant, drafts: new Map(), openings: new Map(), reasons: new Map() };
  }
  const plan = planDelivery(
    mailbox,
    weighed.flatMap(({ offer }) => offer ?? []),
    {
      terms: toDeliveryTerms(applicant.delivery, applicant.consent.alerts, configuration.caps),
      now,
      night: configuration.night,
      workingOn,
      answered,
      drops: new Map(weighed.flatMap(({ openingId, reason }) => (reason === undefined ? [] : [[openingId, reason]]))),
      ends: endsIn(wishes),
      // One alert names many people: what goes to each is a message of its own.
      toSendId: (cause, tellings) => deriveUlid(cause.messageId, `send ${work.applicantId} ${tellings.join(" ")}`),
    },
  );
  const verdicts = new Map(plan.verdicts);
  for (const { openingId } of weighed) {
    // What was looked at again with its twin, and still gives way to it, is recorded as that already.
    const isNamed = wishes.has(openingId) || entryOf(mailbox, openingId) !== undefined;
    const verdict = isNamed ? undefined : verdicts.get(openingId);
    if (verdict?.kind === "suppressed" && verdict.reason === "twin-told") verdicts.delete(openingId);
  }
  for (const { openingId, reason } of weighed) {
    if (reason !== undefined && wishes.has(openingId) && !verdicts.has(openingId)) {
      verdicts.set(openingId, { kind: "suppressed", reason });
    }
  }
  const watchAt = mayBeDone && takesUp(plan, mailbox) ? now + CLAIM_LEASE_MS : undefined;
  return {
    work,
    plan: { ...plan, verdicts, wakeAt: earlier(earlier(plan.wakeAt, turnsAt), watchAt) },
    applicant,
    drafts: new Map(weighed.flatMap(({ openingId, draft }) => (draft === undefined ? [] : [[openingId, draft]]))),
    openings: new Map(
      weighed.flatMap(({ openingId, opening }) => (opening === undefined ? [] : [[openingId, opening]])),
    ),
    reasons: new Map(
      weighed.flatMap(({ openingId, offer, reason = reasonOf(offer) }) =>
        reason === undefined ? [] : [[openingId, reason]],
      ),
    ),
  };
}

function earlier(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}

/** What is said to have ended, with what that follows from. */
function endsIn(wishes: Work["wishes"]): ReadonlyMap<string, Cause> {
  return new Map(
    [...wishes].flatMap(([subject, { closing, lost, course, review }]) => {
      const cause = closing ?? lost ?? course ?? review;
      return cause === undefined ? [] : [[subject, cause] as const];
    }),
  );
}

/** Of what is to be told to have ended there is no match to tell of. */
function reasonOf(offer: Offer | undefined): SuppressionReason | undefined {
  return offer?.about === "closing" ? (offer.ending ?? "opening-closed") : undefined;
}
