import { toDeliveryTerms } from "../../domain/delivery/delivery-terms.ts";
import { type Cause, type Entry, entryOf, type Mailbox } from "../../domain/delivery/mailbox.ts";
import { type Offer, type Plan, planDelivery, type SuppressionReason } from "../../domain/delivery/policy.ts";
import { bridgeSubject, isBridgeSubject, openingOf, recommendationId } from "../../domain/delivery/recommendation.ts";
import { reviewOf, standingOf } from "../../domain/delivery/review.ts";
import type { Applicant } from "../../domain/model/applicant.ts";
import { dayInSeoul } from "../../domain/model/calendar.ts";
import type { Opening } from "../../domain/model/opening.ts";
import { deriveUlid } from "../runtime/derive-id.ts";
import { mailboxesOf } from "../runtime/documents.ts";
import { inReads, settled } from "../runtime/in-groups.ts";
import { twinsKey } from "../taking-in/twins.ts";
import { barrierOf } from "./barring.ts";
import { bridgesFor, decideBridge } from "./bridges.ts";
import { isOfferedOn, type Sides } from "./candidates.ts";
import { withRecorded } from "./recorded.ts";
import { type Draft, decide } from "./telling.ts";
import { invitedTo } from "./waving.ts";
import { type Desk, type Wish, type Work, wakeHour } from "./work.ts";

/** What is decided on one person, kept in their mailbox. */
export interface Planned {
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

/** What has become of a pair, and what else is the same opportunity. */
interface Circumstances {
  readonly sides: Sides;
  readonly twins: ReadonlyMap<string, readonly string[]>;
  /** Openings that are open among the twins of those that may have ended for somebody. */
  readonly openTwins: ReadonlySet<string>;
  /** Who has been let in for them. */
  readonly invited: ReadonlyMap<string, ReadonlySet<string>>;
  /** Outcomes by recommendation id. */
  readonly outcomes: ReadonlyMap<string, string>;
}

/**
 * Decides on everybody and keeps what was decided, on the condition that nobody has changed it in between: from then on what is claimed is ours to
 * send. Whoever is to be looked at again is put down for it first, so that nothing waits without being woken.
 */
export async function planAll(works: readonly Work[], desk: Desk): Promise<Planned[]> {
  const planned = new Map<string, Planned>();
  const byId = new Map(works.map((work) => [work.applicantId, work]));
  await mailboxesOf(desk.ports.mailboxes).change([...byId.keys()], async (read) => {
    const current = [...(await withRecorded(read, desk.ports))].flatMap(([id, mailbox]) => {
      const work = byId.get(id);
      return work === undefined ? [] : [{ work, mailbox }];
    });
    const circumstances = await readCircumstances(current, desk);
    const next = new Map<string, Mailbox>();
    const plans: Planned[] = [];
    for (const { work, mailbox } of current) {
      const one = planOne(work, mailbox, circumstances, desk);
      planned.set(work.applicantId, one);
      plans.push(one);
      // Who was due is written whatever comes of it: somebody with an older reading of it must not put it down to wait for an hour that has passed.
      if (one.plan.mailbox !== read.get(work.applicantId)?.document || (work.dueHour !== undefined && !mailbox.hasLeft))
        next.set(work.applicantId, one.plan.mailbox);
    }
    // Also of mailboxes that stay as they are: what was claimed by day and comes again by night waits for the morning from now on.
    await setWakeUps(plans, desk);
    return next;
  });
  return [...planned.values()];
}

async function readCircumstances(
  current: readonly { work: Work; mailbox: Mailbox }[],
  desk: Desk,
): Promise<Circumstances> {
  const { reader, ports } = desk;
  const pairs = current.flatMap(({ work, mailbox }) =>
    openingsOf(work, mailbox).map((openingId) => ({
      applicantId: work.applicantId,
      openingId,
      entry: entryOf(mailbox, openingId),
      mayEnd: mayEnd(work.wishes.get(openingId), entryOf(mailbox, openingId)),
      bridges: bridgesFor(work.wishes.get(openingId), entryOf(mailbox, openingId)),
    })),
  );
  const openingIds = [...new Set(pairs.map(({ openingId }) => openingOf(openingId)))];
  // What became of a pair is recorded of the match alone.
  const told = pairs.filter(({ entry, openingId }) => entry?.told !== undefined && !isBridgeSubject(openingId));
  const outcomes = new Map<string, string>();
  for (const some of inReads(told)) {
    for (const { applicantId, openingId, history } of await ports.recommendations.get(some)) {
      const last = history?.at(-1);
      if (last !== undefined) outcomes.set(recommendationId(applicantId, openingId), last.outcome);
    }
  }
  const untold = pairs.filter(({ entry, mayEnd }) => entry?.told === undefined || mayEnd);
  const twins = new Map<string, readonly string[]>();
  for (const ids of inReads([...new Set(untold.map(({ openingId }) => openingOf(openingId)))])) {
    for (const [key, members] of await ports.opportunities.members(ids.map(twinsKey))) {
      twins.set(key, members);
    }
  }
  const ending = pairs.filter(({ mayEnd }) => mayEnd);
  const heirs = ending.flatMap(({ openingId }) => twins.get(twinsKey(openingId)) ?? []);
  const sides = await reader.read(
    current.map(({ work }) => work.applicantId),
    [...openingIds, ...heirs],
    pairs.flatMap(({ bridges }) => bridges.map(({ courseOpeningId }) => courseOpeningId)),
  );
  const openTwins = heirs.filter((id) => sides.opening(id).kind === "here");
  const invited = new Map(
    [...(await invitedTo(openTwins, desk))].map(([id, { invited: some }]) => [id, new Set(some)] as const),
  );
  return { sides, twins, openTwins: new Set(openTwins), invited, outcomes };
}

/** What there is to decide on, by subject: what is wished, what is on its way, and, once its time has come, what waits. */
function openingsOf({ wishes, dueHour }: Work, mailbox: Mailbox): string[] {
  const pending = mailbox.entries
    .filter((entry) => entry.pending !== undefined && (dueHour !== undefined || entry.pending.claim !== undefined))
    .map(({ openingId }) => openingId);
  // What nobody was told of, and nobody is about to be, needs no word that it is over.
  const wished = [...wishes].flatMap(([subject, { match, closing, review }]) => {
    if (match !== undefined || review !== undefined || (closing !== undefined && !isBridgeSubject(subject)))
      return subject;
    // Whoever was told of it as a match as well hears of its end once.
    const isToldTwice = isBridgeSubject(subject) && entryOf(mailbox, openingOf(subject))?.told !== undefined;
    return entryOf(mailbox, subject) === undefined || isToldTwice ? [] : subject;
  });
  return [...new Set([...wished, ...pending])];
}

function mayClose(wish: Wish | undefined, entry: Entry | undefined): boolean {
  return wish?.closing !== undefined || entry?.pending?.purpose === "withdrawal";
}

/** The same, or that it doesn't suit them any more. */
function mayEnd(wish: Wish | undefined, entry: Entry | undefined): boolean {
  return wish?.lost !== undefined || mayClose(wish, entry);
}

function planOne(work: Work, mailbox: Mailbox, circumstances: Circumstances, desk: Desk): Planned {
  const { applicantId, wishes, workingOn } = work;
  const { sides } = circumstances;
  const { ports, configuration } = desk;
  const latest = sides.applicant(applicantId);
  if (latest.kind !== "here" || mailbox.hasLeft) {
    const reason = latest.kind === "unreadable" ? "unreadable" : "applicant-withdrawn";
    const verdicts = new Map([...wishes.keys()].map((id) => [id, { kind: "suppressed", reason } as const]));
    const plan: Plan = { mailbox, sends: [], verdicts, wakeAt: undefined };
    return { work, plan, applicant: undefined, drafts: new Map(), openings: new Map(), reasons: new Map() };
  }
  const applicant = latest.value;
  const now = ports.clock.now();
  const weighOne = (openingId: string, wish: Wish | undefined) =>
    weigh(applicant, openingId, wish, mailbox, circumstances, now, desk);
  const asked = openingsOf(work, mailbox).map((openingId) => weighOne(openingId, wishes.get(openingId)));
  const heirs = heirsOf(asked, applicantId, mailbox, circumstances);
  const weighed = [...asked, ...[...heirs].map(([openingId, cause]) => weighOne(openingId, { match: cause }))];
  const plan = planDelivery(
    mailbox,
    weighed.flatMap(({ offer }) => offer ?? []),
    {
      terms: toDeliveryTerms(applicant.delivery, applicant.consent.alerts),
      now,
      night: configuration.night,
      workingOn,
      drops: new Map(weighed.flatMap(({ openingId, reason }) => (reason === undefined ? [] : [[openingId, reason]]))),
      toSendId: (cause, tellings) => deriveUlid(cause.messageId, `send ${tellings.join(" ")}`),
    },
  );
  const verdicts = new Map(plan.verdicts);
  for (const { openingId, reason } of weighed) {
    if (reason !== undefined && wishes.has(openingId) && !verdicts.has(openingId)) {
      verdicts.set(openingId, { kind: "suppressed", reason });
    }
  }
  return {
    work,
    plan: { ...plan, verdicts },
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

/** Of what is to be told to have ended there is no match to tell of. */
function reasonOf(offer: Offer | undefined): SuppressionReason | undefined {
  return offer?.about === "closing" ? (offer.ending ?? "opening-closed") : undefined;
}

interface Weighed {
  readonly openingId: string;
  readonly opening?: Opening;
  readonly draft?: Draft;
  readonly offer?: Offer;
  readonly reason?: SuppressionReason;
}

/** What one opening is to one person now: an offer, or the reason why it is none. */
function weigh(
  applicant: Applicant,
  openingId: string,
  wish: Wish | undefined,
  mailbox: Mailbox,
  circumstances: Circumstances,
  now: number,
  { configuration }: Desk,
): Weighed {
  const entry = entryOf(mailbox, openingId);
  const review = reviewOf(mailbox, openingOf(openingId));
  const isBlocked = standingOf(review) === "blocked";
  if (isBridgeSubject(openingId) && isBlocked && wish?.closing === undefined) return { openingId, reason: "held" };
  if (isBridgeSubject(openingId)) {
    return weighBridge(applicant, openingId, wish, entry, circumstances, now, configuration);
  }
  const { sides, twins, openTwins, outcomes } = circumstances;
  const latest = sides.opening(openingId);
  // An end that comes late says nothing against what waits to be told of an opening that is open again.
  const isAwaited = entry?.pending !== undefined && entry.pending.purpose !== "withdrawal";
  const isEnding = mayClose(wish, entry) && (latest.kind === "closed" || (wish?.match === undefined && !isAwaited));
  // Of what doesn't match any more the person hears as long as it is open: that it has closed would be the greater news.
  const isLost =
    latest.kind === "here" && [wish?.lost, wish?.review, entry?.pending?.ending].some((one) => one !== undefined);
  const isClosing = isEnding && !isLost;
  const cause = (isClosing ? wish?.closing : wish?.match) ?? entry?.pending?.cause ?? wish?.review ?? wish?.lost;
  if (latest.kind === "unreadable") return { openingId, reason: "unreadable" };
  if (latest.kind === "gone" || cause === undefined) return { openingId, reason: "opening-closed" };
  const opening = latest.value;
  const suits = (twin: string) => {
    const other = sides.opening(twin);
    if (other.kind !== "here") return false;
    const candidate = { applicant, opening: other.value, ...sides.surroundings(other.value) };
    return decide(candidate, now, configuration) !== undefined;
  };
  const outcome = outcomes.get(recommendationId(applicant.applicantId, openingId));
  const common = {
    openingId,
    kind: opening.kind,
    cause,
    twins: twins.get(twinsKey(openingId)) ?? [],
    isAnswered: outcome !== undefined && outcome !== "seen",
  };
  if (isClosing) {
    if (latest.kind !== "closed") return overtaken(openingId, opening, entry);
    // The same opportunity goes on under another posting: for those whom that one suits, it hasn't ended.
    const goesOn = common.twins.some((twin) => openTwins.has(twin) && suits(twin));
    if (goesOn) return { openingId, opening, reason: "twin-told" };
    const { terms = {}, score = 0 } = entry?.told ?? {};
    return { openingId, opening, offer: { ...common, about: "closing", terms, score } };
  }
  if (latest.kind === "closed") return { openingId, opening, reason: "opening-closed" };
  const told = entry?.told?.isWithdrawn ? undefined : entry?.told;
  if (isBlocked) {
    if (told === undefined) return { openingId, opening, reason: "held" };
    const { terms, score } = told;
    return { openingId, opening, offer: { ...common, about: "closing", terms, score, ending: "held" } };
  }
  const candidate = { applicant, opening, ...sides.surroundings(opening) };
  if (!isOfferedOn(candidate, dayInSeoul(now))) return { openingId, opening, reason: "institution-not-valid" };
  const draft = decide(candidate, now, configuration, review);
  if (draft === undefined) {
    const { pending } = entry ?? {};
    const lost = wish?.lost ?? wish?.review ?? (pending?.ending === undefined ? undefined : pending.cause);
    if (told === undefined || lost === undefined) {
      return { openingId, opening, reason: barrierOf(candidate) ?? "no-longer-a-match" };
    }
    const { terms, score } = told;
    const ending = "no-longer-a-match";
    return { openingId, opening, offer: { ...common, cause: lost, about: "closing", terms, score, ending } };
  }
  // It still matches: of what was told, and hasn't changed, nothing is to be said.
  const isWished = wish?.match !== undefined || wish?.review !== undefined;
  if (!isWished && !isAwaited) return overtaken(openingId, opening, entry);
  return { openingId, opening, draft, offer: { ...common, about: "match", terms: draft.terms, score: draft.score } };
}

/**
 * The openings that somebody was let in for and not told of because another that has ended for them now was the same opportunity, each with what its telling
 * follows from.
 */
function heirsOf(
  weighed: readonly Weighed[],
  applicantId: string,
  mailbox: Mailbox,
  { twins, openTwins, invited }: Circumstances,
): ReadonlyMap<string, Cause> {
  const asked = new Set(weighed.map(({ openingId }) => openingId));
  const isFree = (id: string) =>
    openTwins.has(id) && !asked.has(id) && entryOf(mailbox, id) === undefined && invited.get(id)?.has(applicantId);
  return new Map(
    weighed.flatMap(({ openingId, offer }) => {
      if (offer?.ending !== "no-longer-a-match") return [];
      const free = (twins.get(twinsKey(openingId)) ?? []).filter(isFree);
      return free.map((id) => [id, offer.cause] as const);
    }),
  );
}

/** An end that isn't so any more: what was to be told of it goes, and where nothing was, nothing is said over why the match isn't told. */
function overtaken(openingId: string, opening: Opening, entry: Entry | undefined): Weighed {
  return { openingId, opening, ...(entry?.pending && { reason: "superseded" }) };
}

/** The same of an opening that is to be told with a course: with the first one that holds. */
function weighBridge(
  applicant: Applicant,
  subject: string,
  wish: Wish | undefined,
  entry: Entry | undefined,
  { sides, twins }: Circumstances,
  now: number,
  configuration: Desk["configuration"],
): Weighed {
  const openingId = openingOf(subject);
  const cause = wish?.match ?? entry?.pending?.cause;
  const latest = sides.opening(openingId);
  if (latest.kind === "closed" && mayClose(wish, entry)) {
    const { told } = entry ?? {};
    const closing = wish?.closing ?? entry?.pending?.cause;
    if (told === undefined || closing === undefined) return { openingId: subject };
    const { terms, score } = told;
    const offer: Offer = {
      openingId: subject,
      kind: latest.value.kind,
      about: "closing",
      terms,
      score,
      cause: closing,
      twins: [],
      isAnswered: false,
    };
    return { openingId: subject, opening: latest.value, offer };
  }
  let reason: SuppressionReason = "course-closed";
  for (const bridge of bridgesFor(wish, entry)) {
    const draft = decideBridge(applicant, openingId, bridge, sides, now, configuration);
    if (typeof draft === "string") reason = draft;
    else if (cause !== undefined) {
      const { opening } = draft.candidate;
      const { terms, score } = draft;
      const same = twins.get(twinsKey(openingId)) ?? [];
      const offer: Offer = {
        openingId: subject,
        kind: opening.kind,
        about: "bridge",
        terms,
        score,
        cause,
        bridge,
        // A twin that was told with a course is as good as one that was told as a match; of a match, only the other match is.
        twins: [...same, ...same.map(bridgeSubject)],
        isAnswered: false,
      };
      return { openingId: subject, opening, draft, offer };
    }
  }
  return { openingId: subject, reason };
}

/** Puts people down for the hour at which they are to be looked at again. */
export async function setWakeUps(
  planned: readonly { readonly work: Work; readonly plan: Pick<Plan, "wakeAt"> }[],
  { ports }: Desk,
): Promise<void> {
  const now = ports.clock.now();
  const waking = planned.flatMap(({ work: { applicantId, dueHour = 0 }, plan: { wakeAt } }) => {
    if (wakeAt === undefined) return [];
    // The hour that is being worked off is cleared when that is done: by a clock that is slow it may not have begun yet.
    return [{ hour: Math.max(wakeHour(wakeAt, now), dueHour + 1), subject: `applicant#${applicantId}` }];
  });
  await settled([...Map.groupBy(waking, ({ hour }) => hour)], ([hour, some]) =>
    ports.wakeUps.set(
      hour,
      some.map(({ subject }) => subject),
    ),
  );
}
