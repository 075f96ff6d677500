import { canonicalJson } from "../../../domain/canonical-json.ts";
import { type RecommendationEvidence, toEvidence } from "../../../domain/delivery/evidence.ts";
import { EMPTY_MAILBOX, entryOf, type Told } from "../../../domain/delivery/mailbox.ts";
import { bridgeSubject, deliveryKey, recommendationId } from "../../../domain/delivery/recommendation.ts";
import { type ReviewStanding, reviewOf, standingOf } from "../../../domain/delivery/review.ts";
import { materialChanges, toTerms } from "../../../domain/delivery/terms.ts";
import { explain } from "../../../domain/matching/explain.ts";
import {
  type ApplicantFacts,
  type OpeningFacts,
  toApplicantFacts,
  toOpeningFacts,
} from "../../../domain/matching/facts.ts";
import { type Score, score as scoreOf } from "../../../domain/matching/score.ts";
import type { Applicant } from "../../../domain/model/applicant.ts";
import { dayInSeoul, toDayNumber } from "../../../domain/model/calendar.ts";
import type { Opening } from "../../../domain/model/opening.ts";
import type { Delivery, Recommendation } from "../../../functions/ports.ts";
import type { Violation } from "../history.ts";
import type { Simulation } from "../simulation.ts";
import { tinyConfiguration } from "../tiny-world.ts";
import { holdsAgainst, isAnswered, isKeptBack, MESSAGE_MAX } from "./reasons.ts";
import { matchOf, type Rest } from "./rest.ts";

const { taxonomy, weights, perOpening } = tinyConfiguration;

/** Longest that somebody who recorded a reason may have been frozen since they had read the clock. */
const FROZEN_MAX_MS = 60 * 60 * 1_000;

/**
 * Guarantees 1, 3 and 5: whoever should have been told was told, of what is true of the revisions that the recommendation names, or has a recorded
 * reason that holds; and whoever was told of what is gone was told that, too.
 */
export function checkTold(simulation: Simulation, rest: Rest): Violation[] {
  return new ToldAtRest(simulation, rest).check();
}

class ToldAtRest {
  readonly #simulation: Simulation;
  readonly #rest: Rest;
  readonly #kept: ReadonlyMap<string, Recommendation>;
  readonly #sent: ReadonlySet<string>;
  /** Of these such as tell of an end. */
  readonly #ends: ReadonlySet<string>;
  readonly #deliveries: ReadonlyMap<string, Delivery>;
  readonly #found: Violation[] = [];

  constructor(simulation: Simulation, rest: Rest) {
    this.#simulation = simulation;
    this.#rest = rest;
    this.#kept = new Map(rest.recommendations.map((one) => [recommendationId(one.applicantId, one.openingId), one]));
    const { tellings } = simulation.history;
    this.#sent = new Set(tellings.map(({ key }) => key));
    this.#ends = new Set(tellings.flatMap(({ key, purpose }) => (purpose === "withdrawal" ? key : [])));
    this.#deliveries = new Map(rest.deliveries.map((one) => [`${one.recommendationId} ${one.channel}`, one]));
  }

  check(): Violation[] {
    for (const shard of this.#rest.shards) {
      for (const applicant of this.#rest.applicantsOf(shard.shard)) {
        if (!applicant.consent.alerts) continue;
        for (const opening of this.#rest.liveOpenings(shard)) {
          const match = matchOf(opening, applicant, shard.today) ?? this.#recommended(opening, applicant, shard.today);
          if (match !== undefined) this.#checkMatch(applicant, opening, match.score);
        }
        this.#checkEnds(applicant.applicantId);
      }
    }
    this.#checkNothingIsForgotten();
    this.#checkNothingWaits();
    for (const one of this.#kept.values()) this.#checkRecommendation(one);
    return this.#found;
  }

  #say(guarantee: number, text: string): void {
    this.#found.push({ guarantee, text });
  }

  #standingOf(applicantId: string, openingId: string): ReviewStanding {
    return standingOf(reviewOf(this.#rest.mailboxes.get(applicantId) ?? EMPTY_MAILBOX, openingId));
  }

  #isKeptBack(applicantId: string, openingId: string): boolean {
    const twins = this.#simulation.world.sets().get(`twins#${openingId}`) ?? [];
    return isKeptBack(this.#rest.mailboxes.get(applicantId) ?? EMPTY_MAILBOX, openingId, twins);
  }

  /** The score of a pair that a counsellor recommends against it: nothing that rules it out is overridden. */
  #recommended(opening: OpeningFacts, applicant: ApplicantFacts, today: number | undefined): Score | undefined {
    if (this.#standingOf(applicant.applicantId, opening.openingId) !== "recommended") return undefined;
    const verdict = scoreOf(opening, applicant, { taxonomy, weights, today });
    return typeof verdict === "string" ? undefined : verdict;
  }

  #toldOf(applicantId: string, openingId: string): Told | undefined {
    return entryOf(this.#rest.mailboxes.get(applicantId) ?? EMPTY_MAILBOX, openingId)?.told;
  }

  #checkMatch({ applicantId }: ApplicantFacts, opening: OpeningFacts, score: number): void {
    const id = recommendationId(applicantId, opening.openingId);
    const told = this.#toldOf(applicantId, opening.openingId);
    const isNews =
      told === undefined || told.isWithdrawn || materialChanges(told, { terms: toTerms(opening), score }).length > 0;
    if (told !== undefined) this.#checkWasTold(id, told);
    // That a counsellor holds it was the last word, and they still do.
    const isHeld = told?.ending === "held" && this.#isKeptBack(applicantId, opening.openingId);
    if (!isNews || isHeld) return;
    const next = deliveryKey(id, (told?.telling ?? 0) + 1);
    // Somebody has died over it and may have sent it: it counts as told, unless it says that there is nothing.
    if (this.#sent.has(next) && !this.#ends.has(next)) return;
    const what = told === undefined ? "match and were not told" : "were told and not of what is new";
    const reason = this.#reasonAgainst(next, applicantId, opening.openingId);
    if (reason !== undefined) this.#say(1, `${next} ${what}: ${reason}`);
  }

  #checkWasTold(id: string, { telling, isInDoubt }: Told): void {
    if (isInDoubt) return;
    const key = deliveryKey(id, telling);
    const stateOf = (channel: string) => this.#deliveries.get(`${key} ${channel}`)?.state;
    if (!this.#sent.has(key)) this.#say(1, `${key} counts as told and was never sent`);
    else if (!this.#kept.has(id)) this.#say(1, `${id} were told and nothing is kept of it`);
    else if (stateOf("message") !== "sent") this.#say(1, `${key} was told, and the message is ${stateOf("message")}`);
    else if (stateOf("inbox") !== "sent") this.#say(1, `${key} was told, and the inbox is ${stateOf("inbox")}`);
  }

  /** Undefined when a recorded reason keeps somebody from being told that is so at this moment. */
  #reasonAgainst(key: string, applicantId: string, openingId: string): string | undefined {
    const delivery = this.#deliveries.get(`${key} message`);
    if (delivery === undefined) return "nothing says why";
    const { state, reason = "", at } = delivery;
    if (state !== "suppressed") return `it is ${state}`;
    // The score says nothing against what is told over it.
    const isByScore = reason === "no-longer-a-match" && this.#standingOf(applicantId, openingId) === "recommended";
    return !isByScore && this.#holdsNow(reason, applicantId, openingId, at) ? undefined : `${reason} is not so`;
  }

  #holdsNow(reason: string, applicantId: string, openingId: string, at: number): boolean {
    const { world } = this.#simulation;
    const statesOf = (sort: "applicants" | "openings", id: string) => {
      const state = world.kept(sort).get(id);
      return state === undefined ? [] : [state];
    };
    const mailbox = this.#rest.mailboxes.get(applicantId);
    // A mailbox that was full of what went out since is known by the message.
    if (reason === "digest-full") return (mailbox?.entries.length ?? 0) >= MESSAGE_MAX;
    const ties = [...(world.sets().get(`twins#${openingId}`) ?? [])];
    if (reason === "superseded") return this.#toldOf(applicantId, openingId) !== undefined;
    const [applicants, openings] = [statesOf("applicants", applicantId), statesOf("openings", openingId)];
    return holdsAgainst(reason, openingId, {
      applicants,
      openings,
      wasMissing: { applicant: applicants.length === 0, opening: openings.length === 0 },
      twins: ties.map((id) => ({ id, states: statesOf("openings", id) })),
      mailboxes: mailbox === undefined ? [] : [mailbox],
      hasAnswered: (id) => isAnswered(this.#rest.recommendations, applicantId, id),
      since: at - FROZEN_MAX_MS,
      now: at,
    });
  }

  /** Guarantee 5: whoever was told of an opening that has closed since hears of that, too. */
  #checkEnds(applicantId: string): void {
    for (const { openingId, told } of this.#rest.mailboxes.get(applicantId)?.entries ?? []) {
      const isOpenAgain = !this.#rest.closed.has(openingId);
      const isOver = told?.isWithdrawn && !told.isInDoubt;
      // A last day that they were told of may have been over before anything else ended it.
      if (told === undefined || isOver || told.terms.throughDay !== undefined) continue;
      if (isOpenAgain) {
        this.#checkStillFits(applicantId, openingId, told);
        continue;
      }
      const next = deliveryKey(recommendationId(applicantId, openingId), told.telling + 1);
      if (this.#sent.has(next)) continue;
      if (this.#hasRefused(applicantId)) continue;
      // That it has closed is no reason not to say so.
      const isExcuse = this.#deliveries.get(`${next} message`)?.reason === "opening-closed";
      const reason = isExcuse ? "it has closed" : this.#reasonAgainst(next, applicantId, openingId);
      if (reason !== undefined) this.#say(5, `${next}: the opening has closed, and they were not told: ${reason}`);
    }
  }

  /** The same of what doesn't match any more, unless they had meanwhile refused to hear of anything. */
  #checkStillFits(applicantId: string, openingId: string, { telling }: Told): void {
    const [applicant, opening] = [this.#rest.applicants.get(applicantId), this.#rest.openings.get(openingId)];
    if (applicant === undefined || opening === undefined) return;
    const today = this.#rest.shards.find(({ shard }) => shard === this.#rest.shardOf(applicantId))?.today;
    const next = deliveryKey(recommendationId(applicantId, openingId), telling + 1);
    const own = this.#standingOf(applicantId, openingId);
    // Nobody comes back to what was told before it was known to be what a counsellor holds.
    const isHeld = own === "blocked" || this.#simulation.history.isHeldByTwin(applicantId, openingId);
    const match = matchOf(opening, applicant, today) ?? this.#recommended(opening, applicant, today);
    if ((match !== undefined && !isHeld) || this.#sent.has(next)) return;
    const reason = this.#hasRefused(applicantId) ? undefined : this.#reasonAgainst(next, applicantId, openingId);
    if (reason !== undefined) this.#say(5, `${next}: the two match no more, and they were not told: ${reason}`);
  }

  /** Whether they have ever refused to hear of anything: what has ended since then they may not have been told. */
  #hasRefused(applicantId: string): boolean {
    return [...this.#simulation.history.bodies].some(
      ([key, body]) => key.startsWith(`applicants ${applicantId} `) && !(JSON.parse(body) as Applicant).consent.alerts,
    );
  }

  /** One whose last day may have been over before it closed. */
  #isBoundToDays(openingId: string): boolean {
    return [...this.#simulation.history.bodies].some(
      ([key, body]) => key.startsWith(`openings ${openingId} `) && /"(?:validThrough)"/.test(body),
    );
  }

  /** What may have been sent is kept as a recommendation, unless the person has left; and nothing else is. */
  #checkNothingIsForgotten(): void {
    const told = new Set(this.#simulation.history.tellings.map(({ recommendationId: id }) => id));
    const bridges = this.#rest.bridges.map(({ applicantId, openingId }) => {
      const subject = bridgeSubject(openingId);
      return [recommendationId(applicantId, subject), { applicantId, openingId: subject }] as const;
    });
    const kept = new Map([...this.#kept, ...bridges]);
    for (const [id, { applicantId, openingId }] of kept) {
      const mailbox = this.#rest.mailboxes.get(applicantId) ?? EMPTY_MAILBOX;
      const isInDoubt = entryOf(mailbox, openingId)?.pending?.claim !== undefined;
      if (!told.has(id) && !isInDoubt) this.#say(1, `${id} is kept and was never told`);
    }
    for (const { applicantId, recommendationId: id } of this.#simulation.history.tellings) {
      if (!this.#rest.leavers.has(applicantId) && !kept.has(id)) this.#say(1, `${id} was told and is forgotten`);
    }
  }

  /** When no hour is put down any more, nothing may wait for one. What somebody has died over waits until it holds again. */
  #checkNothingWaits(): void {
    for (const [applicantId, { entries }] of this.#rest.mailboxes) {
      for (const { openingId, pending } of entries) {
        if (pending === undefined || (pending.claim !== undefined && pending.claim.by === undefined)) continue;
        this.#say(1, `${openingId} waits in the mailbox of ${applicantId}, and nobody will look`);
      }
    }
    for (const [openingId, { waiting }] of this.#rest.waves) {
      if (waiting.length > 0 && this.#rest.openings.has(openingId) && !this.#isBoundToDays(openingId)) {
        this.#say(1, `${waiting.length} people wait for ${openingId}, and nobody will look`);
      }
    }
  }

  /** A recommendation says what the plain account says of the revisions that it names, on the day it was made. */
  #checkRecommendation(one: Recommendation): void {
    const { bodies } = this.#simulation.history;
    const { applicantId, applicantRevision, openingId, openingRevision } = one;
    const [person, posting] = [
      bodies.get(`applicants ${applicantId} ${applicantRevision}`),
      bodies.get(`openings ${openingId} ${openingRevision}`),
    ];
    const say = (text: string) => this.#say(3, `recommendation of ${openingId} to ${applicantId}: ${text}`);
    if (person === undefined || posting === undefined) {
      say("names revisions that were never kept");
      return;
    }
    const applicant = toApplicantFacts(JSON.parse(person) as Applicant, taxonomy);
    const opening = toOpeningFacts(JSON.parse(posting) as Opening, taxonomy);
    const today = toDayNumber(dayInSeoul(one.toldAt));
    const explanation = explain(opening, applicant, { taxonomy, weights, today });
    const { review } = JSON.parse(one.evidence) as RecommendationEvidence;
    const isOverridden = review?.override === "recommend";
    if (explanation.obstacle !== undefined || (!isOverridden && explanation.score < perOpening.thresholdBp)) {
      say("was no match");
      return;
    }
    const plain = toEvidence(explanation, opening, applicant, taxonomy);
    const evidence = canonicalJson({ ...plain, ...(review && { review }) });
    const { fitsOpening, fitsApplicant } = explanation;
    const versions = canonicalJson({ taxonomy: taxonomy.version, weights: weights.version });
    const [asKept, asPlain] = [
      [one.score, one.fitsOpening, one.fitsApplicant, one.versions, one.evidence],
      [explanation.score, fitsOpening, fitsApplicant, versions, evidence],
    ].map((parts) => parts.join(" "));
    if (asKept !== asPlain) say(`says ${asKept}, the plain account says ${asPlain}`);
  }
}
