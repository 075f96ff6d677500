import { toDeliveryTerms } from "../../domain/delivery/delivery-terms.ts";
import { EMPTY_MAILBOX, hasOptedOut, type Mailbox } from "../../domain/delivery/mailbox.ts";
import { recommendationId } from "../../domain/delivery/recommendation.ts";
import { reviewOf, standingOf } from "../../domain/delivery/review.ts";
import type { Waves } from "../../domain/delivery/waves.ts";
import type { Applicant } from "../../domain/model/applicant.ts";
import type { EventOut } from "../../events/catalog.ts";
import type { MessageToApplicant, ShortlistMessage } from "../../events/messages.ts";
import type { EntityState } from "../../functions/adapters/entity-state.ts";
import type { PortName } from "../../functions/adapters/memory/intercept.ts";
import type { MemoryWorld } from "../../functions/adapters/memory/memory-world.ts";
import type { Versioned } from "../../functions/delivery-ports.ts";
import type { Delivery, Recommendation } from "../../functions/ports.ts";
import { Asked, followUpKey } from "./asked.ts";
import type { Story } from "./happening.ts";
import { holdsAgainstBridge } from "./oracle/bridges.ts";
import { checkCaps, checkHours, checkTakeovers, checkTwins } from "./oracle/claims.ts";
import { checkLastLook, checkLastRead, type End, hiddenSince, noSeatSince, refusesSince } from "./oracle/last-read.ts";
import { Once } from "./oracle/once.ts";
import { holdsAgainst, isAnswered, type Moments } from "./oracle/reasons.ts";
import { isTrueRefusal, type Refused } from "./oracle/refusals.ts";
import { checkFirstWave, checkWaves } from "./oracle/waves.ts";
import { messagesOf, type Sandbox } from "./sandbox.ts";
import { type Since, seenSince } from "./since.ts";
import { type Telling, toTellings } from "./telling.ts";
import { Ties } from "./ties.ts";

type Sort = "applicants" | "openings";
type FollowUpDue = Extract<EventOut, { name: "FollowUpDue" }>["detail"];

/** Something that a guarantee of the design page forbids. */
export interface Violation {
  /** Number of the guarantee in section 6 of the design page. */
  readonly guarantee: number;
  readonly text: string;
}

/**
 * What has happened in a simulation, as it can't be told any more from what is there in the end; with the guarantees that hold at every step and not only
 * at rest.
 */
export class History {
  readonly violations: Violation[] = [];
  /** The calls that functions have made, by method of the ports, as `Faults` counts them. */
  readonly callsOf = new Map<string, number[]>();
  /** Every body that was ever kept, by `<sort> <id> <revision>`. */
  readonly bodies = new Map<string, string>();
  /** Every end of an opening that was ever kept, by `<sort> <id> <revision>`. */
  readonly closings = new Set<string>();
  readonly tellings: Telling[] = [];
  readonly shortlists: ShortlistMessage[] = [];
  readonly events: EventOut[] = [];
  /** What functions have written into their logs and counted. */
  readonly lines: unknown[][] = [];
  readonly #world: MemoryWorld;
  readonly #isNightKept: boolean;
  /** Ports that were called since what they keep was last looked at. */
  readonly #done = new Set<PortName>();
  readonly #states = new Map<string, Since<EntityState>[]>();
  /** Everything as it was when it was last looked at. */
  readonly #noted = { applicants: new Map<string, EntityState>(), openings: new Map<string, EntityState>() };
  readonly #documents = { mailboxes: new Map<string, Versioned>(), waves: new Map<string, Versioned>() };
  readonly #mailboxes = new Map<string, Since<Mailbox>[]>();
  /** Profiles by the body that they are kept as. */
  readonly #profiles = new Map<string, Applicant>();
  readonly #waves = new Map<string, Waves>();
  /** By `<sort> <id>`: the step from which on nothing may be sent because of it. */
  readonly #endedAt = new Map<string, number>();
  /** By opening: the step from which on nobody may be told that it is gone. */
  readonly #reopenedAt = new Map<string, number>();
  readonly #asked = new Asked();
  readonly #ties = new Ties();
  readonly #once = new Once();

  constructor(world: MemoryWorld, { isNightKept }: Pick<Story, "isNightKept">) {
    this.#world = world;
    this.#isNightKept = isNightKept;
  }

  noteCall(method: string, number: number): void {
    const numbers = this.callsOf.get(method);
    if (numbers === undefined) this.callsOf.set(method, [number]);
    else numbers.push(number);
  }

  /** A call to a port has done its work: only what it may have changed is looked at. */
  noteDone(port: PortName): void {
    this.#done.add(port === "contacts" ? "applicants" : port);
  }

  /** Looks at what is kept after a write; says which entities have ended by it. */
  noteKept(sort: Sort, step: number): string[] {
    const ended: string[] = [];
    if (!this.#done.delete(sort)) return ended;
    const noted = this.#noted[sort];
    for (const [id, state] of this.#world.kept(sort)) {
      const before = noted.get(id);
      if (before === state) continue;
      noted.set(id, state);
      const key = `${sort} ${id}`;
      this.#note(this.#states, key, { step, value: state });
      this.#checkSuccession(key, before, state);
      if (state.body !== undefined) this.bodies.set(`${key} ${state.revision}`, state.body);
      if (sort === "openings" && state.isClosed) {
        this.closings.add(`${key} ${state.revision}`);
        this.#reopenedAt.delete(id);
      }
      if (sort === "openings" && !state.isClosed && before?.isClosed) this.#reopenedAt.set(id, step);
      if (sort === "applicants") this.#noteOptOut(id, step);
      if (!hasEnded(sort, state)) this.#endedAt.delete(key);
      else if (!this.#endedAt.has(key)) {
        this.#endedAt.set(key, step);
        ended.push(key);
      }
    }
    return ended;
  }

  #note<T>(all: Map<string, Since<T>[]>, key: string, one: Since<T>): void {
    const known = all.get(key);
    if (known === undefined) all.set(key, [one]);
    else known.push(one);
  }

  #checkSuccession(key: string, before: EntityState | undefined, state: EntityState): void {
    if (before === undefined) return;
    const say = (text: string) => this.violations.push({ guarantee: 4, text: `${key}: ${text}` });
    if (before.isWithdrawn && !state.isWithdrawn) say("has come back after it had left");
    if (state.revision < before.revision && !state.isWithdrawn) {
      say(`revision ${state.revision} has overwritten ${before.revision}`);
    }
    // What an operator puts beside a profile is no revision of it.
    const isOther = state.body !== before.body || state.isClosed !== before.isClosed;
    if (state.revision === before.revision && isOther && !state.isWithdrawn)
      say(`revision ${state.revision} was kept twice`);
  }

  /** Looks at mailboxes and waves after a call of a function. */
  noteDocuments(sandbox: Sandbox, step: number): void {
    if (this.#done.delete("opportunities")) this.#ties.note(this.#world.sets(), step);
    if (this.#done.delete("followUps")) this.#asked.note(this.#world.asked(), step);
    for (const port of ["mailboxes", "waves"] as const) {
      if (!this.#done.delete(port)) continue;
      const noted = this.#documents[port];
      for (const [id, row] of this.#world.documents(port)) {
        if (noted.get(id) === row) continue;
        noted.set(id, row);
        if (port === "mailboxes") this.#noteMailbox(id, JSON.parse(row.body) as Mailbox, sandbox, step);
        else this.#noteWaves(id, JSON.parse(row.body) as Waves);
      }
    }
  }

  #noteMailbox(id: string, mailbox: Mailbox, sandbox: Sandbox, step: number): void {
    const before = this.#mailboxes.get(id)?.at(-1)?.value ?? EMPTY_MAILBOX;
    this.#note(this.#mailboxes, id, { step, value: mailbox });
    this.#noteOptOut(id, step);
    this.#noteReviews(id, mailbox, step);
    const moments = this.#momentsOf(id, "", sandbox, 0);
    const since = sandbox.invocation?.made[0]?.step ?? 0;
    const areTied = (one: string, other: string) => this.#ties.since(one, other) < since;
    this.violations.push(
      ...checkCaps(id, before, mailbox, moments.applicants),
      ...checkHours(id, before, mailbox, moments.applicants, this.#isNightKept),
      ...checkTwins(id, before, mailbox, areTied),
      ...checkTakeovers(id, before, mailbox, messagesOf(sandbox)),
    );
  }

  /** A counsellor's word against an opening holds until another one comes. */
  #noteReviews(applicantId: string, { reviews = [] }: Mailbox, step: number): void {
    for (const review of reviews) {
      const key = `reviews ${applicantId} ${review.openingId}`;
      if (standingOf(review) !== "blocked") this.#endedAt.delete(key);
      else if (!this.#endedAt.has(key)) this.#endedAt.set(key, step);
    }
  }

  #noteWaves(openingId: string, waves: Waves): void {
    const before = this.#waves.get(openingId);
    this.#waves.set(openingId, waves);
    const ofOpening = `openings ${openingId} `;
    const bodies = [...this.bodies].flatMap(([key, body]) => (key.startsWith(ofOpening) ? [body] : []));
    this.violations.push(...checkWaves(openingId, before, waves, bodies));
    if ((before?.count ?? 0) > 0 || waves.count === 0) return;
    const sent = this.#world.sent("applicant-alerts").map(({ body }) => body);
    this.violations.push(...checkFirstWave(openingId, waves, sent));
  }

  /** An opt-out holds until a profile says otherwise: either may change it. */
  #noteOptOut(applicantId: string, step: number): void {
    const mailbox = this.#mailboxes.get(applicantId)?.at(-1)?.value;
    const body = this.#states.get(`applicants ${applicantId}`)?.at(-1)?.value.body;
    if (mailbox === undefined || body === undefined) return;
    const { delivery, consent } = this.#profileIn(body);
    const { resumedAfterOptOut } = toDeliveryTerms(delivery, consent.alerts);
    const key = `mailboxes ${applicantId}`;
    if (!hasOptedOut(mailbox, "message", resumedAfterOptOut)) this.#endedAt.delete(key);
    else if (!this.#endedAt.has(key)) this.#endedAt.set(key, step);
  }

  /** A function says that somebody isn't told: the reason must have held at some moment since it began to look. */
  noteDeliveries(
    deliveries: readonly Delivery[],
    sandbox: Sandbox,
    { step, now }: { step: number; now: number },
  ): void {
    this.noteDocuments(sandbox, step);
    for (const { recommendationId, channel, state, reason = "" } of deliveries) {
      if (state !== "suppressed" || channel !== "message") continue;
      const [applicantId = "", openingId = "", bridge] = (recommendationId.split("#")[0] ?? "").split("~");
      const moments = this.#momentsOf(applicantId, openingId, sandbox, now);
      if (holdsAgainst(reason, openingId, moments)) continue;
      if (bridge !== undefined && holdsAgainstBridge(reason, moments, this.#coursesAt(sandbox))) continue;
      this.violations.push({ guarantee: 1, text: `${recommendationId} is suppressed as ${reason}, which isn't so` });
    }
  }

  /** Courses as they were at any moment of an invocation. */
  #coursesAt({ invocation }: Sandbox): EntityState[] {
    const since = invocation?.made[0]?.step ?? Number.POSITIVE_INFINITY;
    const all = [...this.#states].flatMap(([key, states]) =>
      key.startsWith("openings c") ? seenSince(states, since) : [],
    );
    return all.filter(({ body = "" }) => body.includes('"training"'));
  }

  /** Both sides as they were at any moment of an invocation, and of its message's earlier ones. */
  #momentsOf(applicantId: string, openingId: string, { invocation, skewMs }: Sandbox, now: number): Moments {
    const since = invocation?.made[0]?.step ?? Number.POSITIVE_INFINITY;
    const seen = <T>(all: readonly Since<T>[] = []): T[] => seenSince(all, since);
    const ties = this.#world.sets().get(`twins#${openingId}`) ?? new Set();
    const wasMissing = (all: readonly Since<unknown>[] | undefined) => (all?.[0]?.step ?? since) >= since;
    const [person, posting] = [
      this.#states.get(`applicants ${applicantId}`),
      this.#states.get(`openings ${openingId}`),
    ];
    return {
      applicants: seen(person),
      openings: seen(posting),
      wasMissing: { applicant: wasMissing(person), opening: wasMissing(posting) },
      twins: [...ties].map((id) => ({ id, states: seen(this.#states.get(`openings ${id}`)) })),
      mailboxes: seen(this.#mailboxes.get(applicantId)),
      hasAnswered: (id) => isAnswered(this.#recommendations(), applicantId, id),
      since: (invocation?.startedAt ?? now) + skewMs,
      // A function's clock isn't behind that of the queue which its messages come from.
      now: Math.max(now + skewMs, ...(invocation?.batch ?? []).map(({ sentAt }) => sentAt)),
    };
  }

  /** Seldom asked for: all that is kept is written out for it. */
  #recommendations(): Recommendation[] {
    return (JSON.parse(this.#world.dump()) as { recommendations: Recommendation[] }).recommendations;
  }

  /** Since which step a word on another posting of the same opportunity keeps an opening from somebody, and whether that was known when it was said. */
  #heldByTwin(
    applicantId: string,
    openingId: string,
  ): { readonly since: number; readonly wasTied: boolean } | undefined {
    const mailbox = this.#mailboxes.get(applicantId)?.at(-1)?.value ?? EMPTY_MAILBOX;
    if (reviewOf(mailbox, openingId) !== undefined) return undefined;
    const held = [...(this.#world.sets().get(`twins#${openingId}`) ?? [])].flatMap((twin) => {
      const saidAt = this.#endedAt.get(`reviews ${applicantId} ${twin}`);
      const tiedAt = this.#ties.since(openingId, twin);
      return saidAt === undefined ? [] : { since: Math.max(saidAt, tiedAt), wasTied: tiedAt < saidAt };
    });
    return held.toSorted((one, other) => one.since - other.since)[0];
  }

  /** Whether what somebody may have been told of is to be taken back since a counsellor holds the opportunity under another id. */
  isHeldByTwin(applicantId: string, openingId: string): boolean {
    return this.#heldByTwin(applicantId, openingId)?.wasTied === true;
  }

  /** A valid event is refused: the code must have been true at some moment since the function began to look. */
  noteRefusal(
    code: string,
    { body, event }: { readonly body: string; readonly event: Refused },
    hasRival: () => boolean,
    sandbox: Sandbox,
    now: number,
  ): void {
    const { applicantId, openingId } = event;
    const since = sandbox.invocation?.made[0]?.step ?? Number.POSITIVE_INFINITY;
    const id = recommendationId(applicantId, openingId);
    const first = this.tellings.find((one) => one.recommendationId === id);
    const askedSince = this.#asked.since(followUpKey(event)) ?? since;
    const wasTold = first !== undefined && first.step < since;
    const told = { wasTold, firstToldAt: first?.at, wasAskedAfter: askedSince < since };
    const moments = this.#momentsOf(applicantId, openingId, sandbox, now);
    if (isTrueRefusal(code, event, moments, { told, hasRival })) return;
    this.violations.push({ guarantee: 2, text: `refused with ${code}, which isn't so: ${body}` });
  }

  /** A message to a person has left. */
  noteMessage(message: MessageToApplicant, sender: Sandbox, { step, now }: { step: number; now: number }): Telling[] {
    const tellings = toTellings(message, step, now);
    for (const telling of tellings) {
      this.tellings.push(telling);
      this.violations.push(...this.#once.check(telling));
      this.#checkEnds(telling, sender, step, now);
    }
    return tellings;
  }

  #checkEnds(
    { key, applicantId, openingId, courseOpeningId = "", purpose, ending }: Telling,
    sender: Sandbox,
    step: number,
    now: number,
  ): void {
    const isOfEnd = purpose === "withdrawal";
    const moments = this.#momentsOf(applicantId, openingId, sender, now);
    const isTrue =
      [ending ?? "", "opening-closed"].some((one) => holdsAgainst(one, openingId, moments)) ||
      holdsAgainstBridge(ending ?? "", moments, this.#coursesAt(sender));
    if (ending !== undefined && !isTrue) {
      this.violations.push({ guarantee: 3, text: `${key} says that it is ${ending}, which isn't so` });
    }
    const unless = (isLeftOut: boolean, since: number | undefined) => (isLeftOut ? undefined : since);
    const opening = (isOfEnd ? this.#reopenedAt : this.#endedAt).get(isOfEnd ? openingId : `openings ${openingId}`);
    const seats = this.#states.get(`openings ${courseOpeningId}`);
    const afterMailbox: End[] = [
      { what: `mailboxes ${applicantId}`, since: this.#endedAt.get(`mailboxes ${applicantId}`) },
      {
        what: `${applicantId} and ${openingId}`,
        since: unless(isOfEnd, this.#endedAt.get(`reviews ${applicantId} ${openingId}`)),
      },
      {
        what: `${applicantId} and the opportunity of ${openingId}`,
        since: unless(isOfEnd, this.#heldByTwin(applicantId, openingId)?.since),
      },
    ];
    const afterEntities: End[] = [
      { what: `applicants ${applicantId}`, since: this.#endedAt.get(`applicants ${applicantId}`) },
      { what: `openings ${openingId}`, since: unless(ending !== undefined, opening) },
      { what: `a seat of ${courseOpeningId}`, since: unless(isOfEnd, noSeatSince(seats)) },
      { what: `the terms of ${applicantId}`, since: refusesSince(this.#profilesOf(applicantId), purpose, now) },
    ];
    this.violations.push(...checkLastRead(key, { afterMailbox, afterEntities }, sender, step));
  }

  /** A center is told that a hire is to be asked after: of nobody who had left, lived elsewhere, or didn't want to be shown to it. */
  noteFollowUpDue(due: FollowUpDue, sender: Sandbox, step: number): void {
    const states = this.#states.get(`applicants ${due.applicantId}`) ?? [];
    const end = { what: `what ${due.applicantId} agreed to`, since: hiddenSince(states, due.district) };
    this.violations.push(...checkLastLook(followUpKey(due), end, sender, step));
  }

  /** Whoever asks after hires takes along what is left of those who have left: it must be gone before that. */
  noteOrphans(): void {
    const applicants = this.#world.kept("applicants");
    for (const { applicantId } of this.#world.asked()) {
      if (applicants.get(applicantId)?.isWithdrawn !== true) continue;
      this.violations.push({ guarantee: 6, text: `${applicantId} has left, and a follow-up is kept` });
    }
  }

  /** Somebody's profiles, each from the step on in which it was kept. */
  #profilesOf(applicantId: string): Since<Applicant>[] {
    return (this.#states.get(`applicants ${applicantId}`) ?? []).flatMap(({ step, value: { body } }) =>
      body === undefined ? [] : [{ step, value: this.#profileIn(body) }],
    );
  }

  #profileIn(body: string): Applicant {
    const profile = this.#profiles.get(body) ?? (JSON.parse(body) as Applicant);
    this.#profiles.set(body, profile);
    return profile;
  }
}

/** Whether nothing may be sent because of an entity as it is kept. */
function hasEnded(sort: Sort, { body, isClosed, isWithdrawn }: EntityState): boolean {
  if (sort === "openings") return isClosed;
  return isWithdrawn || (body !== undefined && !(JSON.parse(body) as { consent: { alerts: boolean } }).consent.alerts);
}
