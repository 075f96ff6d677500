import { hash } from "node:crypto";
import { EMPTY_MAILBOX, hasOptedOut } from "../../../domain/delivery/mailbox.ts";
import { recommendationId } from "../../../domain/delivery/recommendation.ts";
import { reviewOf } from "../../../domain/delivery/review.ts";
import { type DeliveryChannel, deliveryChannels } from "../../../domain/model/delivery-settings.ts";
import type { LedgerFact } from "../../../domain/outcomes/ledger-fact.ts";
import { outcomes } from "../../../domain/outcomes/life-cycle.ts";
import type { Violation } from "../history.ts";
import type { Simulation } from "../simulation.ts";
import { validBodies } from "./entities.ts";
import type { Rest } from "./rest.ts";

/** What an event says of somebody, or of them and an opening. */
interface Said {
  readonly eventId: string;
  readonly applicantId: string;
  readonly openingId: string;
  readonly revision: number;
  readonly channels: readonly DeliveryChannel[];
  readonly decision: string;
  readonly outcome: string;
  readonly reason?: string;
  readonly on: string;
}

/** The measures that counsellors' words are counted by. */
const WORDS: ReadonlySet<string> = new Set(["held", "overridden", "endorsed", "released"]);
const OUTCOMES: ReadonlySet<string> = new Set(outcomes);

/**
 * Guarantees 1 and 2: what people and centers have said is kept as they have said it, or was set aside with its reason, and is counted once: that somebody
 * wants no messages, what a counsellor thinks of a pair, and what became of it. All of it is read off the accepted events anew.
 */
export function checkSaid(simulation: Simulation, rest: Rest): Violation[] {
  const { ledger } = rest;
  const bodies = validBodies(simulation);
  const saidBy = (name: string) =>
    bodies.flatMap((body) => (body.includes(`"detail-type":"${name}"`) ? [{ body, said: detailOf(body) }] : []));
  const codes = new Map(rest.quarantine.map(({ bodySha256, code }) => [bodySha256, code]));
  const isSetAside = ({ body }: { readonly body: string }) => codes.has(hash("sha256", body));
  const isHere = ({ said }: { readonly said: Said }) => !rest.leavers.has(said.applicantId);
  const [optOuts, reviews, results] = ["DeliveryOptedOut", "RecommendationReviewed", "OutcomeRecorded"].map((name) =>
    saidBy(name).filter(isHere),
  );
  const say = (guarantee: number) => (text: string) => ({ guarantee, text });
  return [
    ...checkOptOuts(optOuts ?? [], rest).map(say(1)),
    ...(reviews ?? [])
      .flatMap((one) => (isSetAside(one) ? [] : checkReview(one.said, reviews ?? [], rest, ledger)))
      .map(say(1)),
    ...(results ?? []).flatMap((one) => checkOutcome(one.said, isSetAside(one), rest, ledger)).map(say(2)),
    ...checkHistories(saidBy("OutcomeRecorded"), rest).map(say(2)),
    ...checkLedger(saidBy("OutcomeRecorded"), saidBy("RecommendationReviewed"), ledger).map(say(1)),
  ];
}

function detailOf(body: string): Said {
  return (JSON.parse(body) as { detail: Said }).detail;
}

/** The last word on each channel stands, whatever came in between. */
function checkOptOuts(optOuts: readonly { readonly said: Said }[], rest: Rest): string[] {
  const byPerson = Map.groupBy(optOuts, ({ said }) => said.applicantId);
  return [...byPerson].flatMap(([applicantId, words]) => {
    const mailbox = rest.mailboxes.get(applicantId) ?? EMPTY_MAILBOX;
    return deliveryChannels.flatMap((channel) => {
      const last = Math.max(0, ...words.flatMap(({ said }) => (said.channels.includes(channel) ? said.revision : [])));
      const stands = last === 0 || (hasOptedOut(mailbox, channel, last - 1) && !hasOptedOut(mailbox, channel, last));
      return stands ? [] : [`${applicantId} opted out of ${channel} in ${last}, and that isn't what is kept`];
    });
  });
}

/** A word that was taken stands unless a later one does, and is counted: two that say the same under one revision are one. */
function checkReview(
  said: Said,
  all: readonly { readonly said: Said }[],
  rest: Rest,
  ledger: readonly Partial<LedgerFact>[],
): string[] {
  const { applicantId, openingId, revision, decision } = said;
  const id = recommendationId(applicantId, openingId);
  const kept = reviewOf(rest.mailboxes.get(applicantId) ?? EMPTY_MAILBOX, openingId);
  if (kept === undefined || kept.revision < revision) return [`word ${revision} on ${id} was taken and isn't kept`];
  if (kept.revision === revision && kept.decision !== decision) return [`word ${revision} on ${id} is another one`];
  const same = all.filter((one) => wordOf(one.said) === wordOf(said) && one.said.decision === decision);
  const isCounted = same.some((one) => ledger.some(({ factId }) => factId === factOf("review", one.said.eventId)));
  return isCounted ? [] : [`word ${revision} on ${id} was taken and isn't counted`];
}

const wordOf = ({ applicantId, openingId, revision }: Said) => `${applicantId} ${openingId} ${revision}`;

/** What became of a pair is in its history and counted, or was set aside. */
function checkOutcome(said: Said, isSetAside: boolean, rest: Rest, ledger: readonly Partial<LedgerFact>[]): string[] {
  const { applicantId, openingId, revision, outcome, reason, on } = said;
  const what = `${outcome} (${revision}) of ${recommendationId(applicantId, openingId)}`;
  const recommendation = rest.recommendations.find(
    (one) => one.applicantId === applicantId && one.openingId === openingId,
  );
  const kept = recommendation?.history?.find(
    (one) => one.revision === revision && one.outcome === outcome && one.reason === reason && one.on === on,
  );
  if (kept === undefined) return isSetAside ? [] : [`${what} was taken and isn't kept`];
  return ledger.some(({ factId }) => factId === factOf("fact", kept.eventId)) ? [] : [`${what} isn't counted`];
}

/** Nothing became of a pair that nobody has said. */
function checkHistories(results: readonly { readonly said: Said }[], { recommendations }: Rest): string[] {
  const said = new Set(results.map((one) => one.said.eventId));
  return recommendations.flatMap(({ applicantId, openingId, history = [] }) =>
    history.flatMap(({ eventId }) =>
      said.has(eventId) ? [] : [`${recommendationId(applicantId, openingId)} has ${eventId}, which nobody has said`],
    ),
  );
}

/** Each fact follows from one event, and none is counted twice. */
function checkLedger(
  results: readonly { readonly said: Said }[],
  reviews: readonly { readonly said: Said }[],
  ledger: readonly Partial<LedgerFact>[],
): string[] {
  const known = new Set([
    ...results.map(({ said }) => factOf("fact", said.eventId)),
    ...reviews.map(({ said }) => factOf("review", said.eventId)),
  ]);
  const own = ledger.filter(({ measure = "" }) => WORDS.has(measure) || OUTCOMES.has(measure));
  const ids = own.map(({ factId = "" }) => factId);
  return [
    ...ids.flatMap((id) => (known.has(id) ? [] : [`${id} is counted, and nobody has said it`])),
    ...ids.flatMap((id, at) => (ids.indexOf(id) === at ? [] : [`${id} is counted twice`])),
  ];
}

/** What an event is counted by: one-way, as the contract of the ledger has it. */
function factOf(what: "fact" | "review", eventId: string): string {
  return hash("sha256", `${what} ${eventId}`).slice(0, 32);
}
