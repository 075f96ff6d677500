import type { ApplicantFacts } from "../../../domain/matching/facts.ts";
import { toApplicantFacts } from "../../../domain/matching/facts.ts";
import type { Applicant } from "../../../domain/model/applicant.ts";
import type { EventOut } from "../../../events/catalog.ts";
import type { ShortlistMessage } from "../../../events/messages.ts";
import type { History, Violation } from "../history.ts";
import type { Simulation } from "../simulation.ts";
import { tinyConfiguration } from "../tiny-world.ts";
import { matchOf, type Rest, type ShardAtRest } from "./rest.ts";

type MatchesFound = Extract<EventOut, { name: "MatchesFound" }>["detail"];
type Entry = MatchesFound["matches"][number];

/** What centers and employers have been shown, from all parts and copies. */
class Shown {
  /** By applicant, opening and both revisions: the districts whose center was shown the pair. */
  readonly districts = new Map<string, Set<string>>();
  readonly toEmployers = new Set<string>();
  /** Openings and applicants, by district, that were withdrawn as a whole; and pairs. */
  readonly withdrawn: ReadonlySet<string>;
  /** Pairs, and openings and applicants as a whole, of which employers were told that they stand no longer. */
  readonly fromEmployers: ReadonlySet<string>;

  constructor({ events, shortlists }: History) {
    this.withdrawn = certain(
      events.map(({ detail }) => detail.eventId),
      events.map(endsForCenter),
    );
    this.fromEmployers = certain(
      shortlists.map(({ messageId }) => messageId),
      shortlists.map(endsForEmployer),
    );
    for (const event of events) {
      if (event.name === "MatchesFound") {
        for (const entry of event.detail.matches) {
          const known = this.districts.get(keyOf(entry)) ?? new Set();
          this.districts.set(keyOf(entry), known.add(event.detail.district));
        }
      }
    }
    for (const message of shortlists) {
      if ("candidates" in message) for (const entry of message.candidates) this.toEmployers.add(keyOf(entry));
    }
  }
}

/** What an event tells a center to stand no longer: an opening, a person or a pair, with its district. */
function endsForCenter(event: EventOut): string[] {
  if (event.name === "MatchesWithdrawn") {
    const { openingId, applicantId, district } = event.detail;
    return [`${openingId ?? applicantId} ${district}`];
  }
  if (event.name !== "MatchesLost") return [];
  const { applicantId, matches = [], district } = event.detail;
  const pairs = matches.map((pair) => `${pair.applicantId} ${pair.openingId} ${district}`);
  return applicantId === undefined ? pairs : [`${applicantId} ${district}`, ...pairs];
}

/** The same of what a message tells an employer. */
function endsForEmployer(message: ShortlistMessage): string[] {
  if (message.kind === "opening-closed") return [message.openingId];
  if (message.kind === "candidate-withdrawn") return message.openingIds.map((id) => `${message.applicantId} ${id}`);
  if (message.kind !== "unlisted") return [];
  return message.applicants.map(({ applicantId }) => `${applicantId} ${message.openingId}`);
}

/** What all copies under an id say: whoever takes nothing twice reads one of them, and nobody knows which comes first. */
function certain(ids: readonly string[], said: readonly (readonly string[])[]): Set<string> {
  const copies = Map.groupBy(said.keys(), (at) => ids[at] ?? "");
  return new Set(
    [...copies.values()].flatMap(([first = 0, ...others]) =>
      (said[first] ?? []).filter((end) => others.every((other) => said[other]?.includes(end))),
    ),
  );
}

/** The district whose center looks after somebody: where they live, else where they first want to work. Said here anew, since it is what is checked. */
const districtOf = ({ residence, wantedDistricts = [] }: ApplicantFacts) => residence ?? wantedDistricts[0];

const keyOf = ({ applicantId, applicantRevision, openingId, openingRevision }: Entry) =>
  `${applicantId}@${applicantRevision} ${openingId}@${openingRevision}`;

/**
 * Guarantees 1, 5 and 10: centers and employers are shown every match of those who agreed to it and of nobody else, a center those of its district; what
 * no longer stands is withdrawn, and names nobody else either.
 */
export function checkShown({ history }: Simulation, rest: Rest): Violation[] {
  const shown = new Shown(history);
  return [
    ...checkConsent(history),
    ...rest.shards.flatMap((shard) => checkNothingIsMissing(shown, rest, shard)),
    ...checkWithdrawals(shown, history, rest),
  ];
}

function factsOf({ bodies }: History, { applicantId, applicantRevision }: Entry): ApplicantFacts | undefined {
  const body = bodies.get(`applicants ${applicantId} ${applicantRevision}`);
  return body === undefined ? undefined : toApplicantFacts(JSON.parse(body) as Applicant, tinyConfiguration.taxonomy);
}

function checkConsent(history: History): Violation[] {
  const found: Violation[] = [];
  const say = (text: string) => found.push({ guarantee: 10, text });
  for (const event of history.events) {
    if (event.name !== "MatchesFound") continue;
    const { district, matches } = event.detail;
    for (const entry of matches) {
      const facts = factsOf(history, entry);
      if (facts?.consent.center !== true) say(`${keyOf(entry)} was shown to a center without consent`);
      else if (districtOf(facts) !== district) say(`${keyOf(entry)} was shown to the center of ${district}`);
    }
  }
  for (const message of history.shortlists) {
    if (!("candidates" in message)) continue;
    for (const entry of message.candidates) {
      if (factsOf(history, entry)?.consent.employers !== true)
        say(`${keyOf(entry)} was shown to an employer without consent`);
    }
  }
  const agreed = everAgreed(history);
  for (const event of history.events) {
    for (const { applicantId, district } of namedToCenter(event)) {
      if (!agreed.has(`${applicantId} ${district}`))
        say(`${applicantId} was named to the center of ${district}, to which nobody had shown them`);
    }
  }
  for (const message of history.shortlists) {
    for (const applicantId of namedToEmployer(message)) {
      if (!agreed.has(applicantId)) say(`${applicantId} was named to an employer, to whom nobody had shown them`);
    }
  }
  return found;
}

/** Who agreed to be shown to employers in any revision of their profile, and who to the center of a district. */
function everAgreed({ bodies }: History): Set<string> {
  const agreed = new Set<string>();
  for (const [key, body] of bodies) {
    if (!key.startsWith("applicants ")) continue;
    const facts = toApplicantFacts(JSON.parse(body) as Applicant, tinyConfiguration.taxonomy);
    if (facts.consent.employers) agreed.add(facts.applicantId);
    if (facts.consent.center) agreed.add(`${facts.applicantId} ${districtOf(facts)}`);
  }
  return agreed;
}

/** Whom a center is told of: that they stand no longer, or are to be asked after. */
function namedToCenter(event: EventOut) {
  if (event.name === "FollowUpDue") return [{ applicantId: event.detail.applicantId, district: event.detail.district }];
  if (event.name !== "MatchesWithdrawn" && event.name !== "MatchesLost") return [];
  const { applicantId, district } = event.detail;
  const pairs = "matches" in event.detail ? (event.detail.matches ?? []) : [];
  return [...(applicantId === undefined ? [] : [{ applicantId }]), ...pairs].map((one) => ({
    applicantId: one.applicantId,
    district,
  }));
}

/** Whom an employer is told of so. */
function namedToEmployer(message: ShortlistMessage): readonly string[] {
  if (message.kind === "candidate-withdrawn") return [message.applicantId];
  return message.kind === "unlisted" ? message.applicants.map(({ applicantId }) => applicantId) : [];
}

function checkNothingIsMissing(shown: Shown, rest: Rest, shard: ShardAtRest): Violation[] {
  const found: Violation[] = [];
  const openings = rest.liveOpenings(shard);
  for (const applicant of rest.applicantsOf(shard.shard)) {
    const district = districtOf(applicant);
    for (const opening of openings) {
      if (matchOf(opening, applicant, shard.today) === undefined) continue;
      const pair = `${applicant.applicantId}@${applicant.revision} ${opening.openingId}@${opening.revision}`;
      const isForCenter = applicant.consent.center && district !== undefined;
      if (isForCenter && shown.districts.get(pair)?.has(district) !== true) {
        found.push({ guarantee: 1, text: `${pair} match and were not shown to the center of ${district}` });
      }
      if (applicant.consent.employers && !shown.toEmployers.has(pair)) {
        found.push({ guarantee: 1, text: `${pair} match and were not shown to the employer` });
      }
    }
  }
  return found;
}

/**
 * Guarantee 5: what had already left is followed by a withdrawal notice: of the opening, of the person, or of the pair that matches no more. Openings with
 * ages or a first or last day are left out: before any day has started, none of them rules anybody out.
 */
function checkWithdrawals(shown: Shown, { events, shortlists, bodies }: History, rest: Rest): Violation[] {
  const found = new Set<string>();
  const isBoundToDays = (id: string) =>
    [...bodies].some(([key, body]) => key.startsWith(`openings ${id} `) && /"(?:ageMin|ageMax|valid\w+)"/.test(body));
  const standing = (applicantId: string, openingId: string): ApplicantFacts | undefined => {
    const [applicant, opening] = [rest.applicants.get(applicantId), rest.openings.get(openingId)];
    if (applicant === undefined || opening === undefined) return undefined;
    const today = rest.shards.find(({ shard }) => shard === rest.shardOf(applicantId))?.today;
    return matchOf(opening, applicant, today) === undefined ? undefined : applicant;
  };
  for (const event of events) {
    if (event.name !== "MatchesFound") continue;
    const { district, matches } = event.detail;
    for (const { applicantId, openingId } of matches) {
      const names = [openingId, applicantId, `${applicantId} ${openingId}`];
      if (names.some((name) => shown.withdrawn.has(`${name} ${district}`)) || isBoundToDays(openingId)) continue;
      const applicant = standing(applicantId, openingId);
      if (applicant?.consent.center === true && districtOf(applicant) === district) continue;
      found.add(`${applicantId} and ${openingId} stand no longer, and the center of ${district} was not told`);
    }
  }
  for (const message of shortlists) {
    if (!("candidates" in message)) continue;
    for (const { applicantId, openingId } of message.candidates) {
      const names = [openingId, `${applicantId} ${openingId}`];
      if (names.some((name) => shown.fromEmployers.has(name)) || isBoundToDays(openingId)) continue;
      if (standing(applicantId, openingId)?.consent.employers === true) continue;
      found.add(`${applicantId} and ${openingId} stand no longer, and the employer was not told`);
    }
  }
  return [...found].map((text) => ({ guarantee: 5, text }));
}
