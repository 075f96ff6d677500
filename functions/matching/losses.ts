import type { LogRecord } from "../../domain/index/log-record.ts";
import type { ShardState } from "../../domain/index/shard-state.ts";
import type { ApplicantFacts, OpeningFacts } from "../../domain/matching/facts.ts";
import { firstDayObstacle, hasAgeSpan, isInAgeSpan } from "../../domain/matching/obstacles.ts";
import { ageOn } from "../../domain/model/calendar.ts";
import type { EventOut } from "../../events/catalog.ts";
import type { LostMessage } from "../../events/messages.ts";
import { inGroups } from "../runtime/in-groups.ts";
import type { MatchingConfiguration } from "../runtime/rules.ts";
import {
  districtOf,
  type Followings,
  joinFollowings,
  NOTHING_FOLLOWS,
  type Occasion,
  toCause,
  toEnvelope,
  toMessage,
} from "./followings.ts";
import { endBefore } from "./withdrawals.ts";

/**
 * What a revision takes away: pairs that match by what the index still has, and don't by what comes. Only before the append does the index know the
 * one, so all this is told before it, like a person's leaving. A crash in between finds the same again, under the same ids; or others, when somebody has
 * come meanwhile, and then under other ids, since nobody who takes nothing twice would hear of them: an id depends on what is named. A record that is in the log
 * has told it. Lists need no care: each is made anew as a whole.
 */

/** A pair that matches no more, with the revisions from which on it doesn't. */
interface Loss {
  /** As the index has them: what they agreed to while they were shown. */
  readonly applicant: ApplicantFacts;
  readonly applicantRevision: number;
  readonly openingId: string;
  readonly openingRevision: number;
}

type Rules = Pick<MatchingConfiguration, "taxonomy" | "weights">;

/** Whom an opening suits on a day, all of them. */
function suitedBy(
  opening: OpeningFacts,
  today: number | undefined,
  state: ShardState,
  configuration: MatchingConfiguration,
): readonly ApplicantFacts[] {
  if (firstDayObstacle(opening, today) !== undefined) return [];
  const rules = { ...rulesOf(configuration), today };
  const limits = { ...configuration.perOpening, listMax: Number.POSITIVE_INFINITY };
  return state.applicants.match(opening, rules, limits).matches.map(({ facts }) => facts);
}

/** What suits somebody on a day, all of it. */
function suiting(
  applicant: ApplicantFacts,
  today: number | undefined,
  state: ShardState,
  configuration: MatchingConfiguration,
): readonly OpeningFacts[] {
  const rules = { ...rulesOf(configuration), today };
  const limits = { ...configuration.perApplicant, listMax: Number.POSITIVE_INFINITY };
  return state.openings.match(applicant, rules, limits).matches.map(({ facts }) => facts);
}

function rulesOf({ taxonomy, weights }: MatchingConfiguration): Rules {
  return { taxonomy, weights };
}

/** What a profile's revision takes away: openings, and, from whoever may not be shown them any more, the person. */
export function lossesOfApplicant(
  after: ApplicantFacts,
  state: ShardState,
  occasion: Occasion,
  configuration: MatchingConfiguration,
): Followings {
  const before = state.applicants.get(after.applicantId);
  if (before === undefined) return NOTHING_FOLLOWS;
  const had = suiting(before, state.day, state, configuration);
  if (had.length === 0) return NOTHING_FOLLOWS;
  const kept = new Set(suiting(after, state.day, state, configuration).map(({ openingId }) => openingId));
  const { applicantId, revision: applicantRevision } = after;
  const losses = had
    .filter(({ openingId }) => !kept.has(openingId))
    .map(({ openingId, revision }) => ({ applicant: before, applicantRevision, openingId, openingRevision: revision }));
  const topic = `applicant ${applicantId}`;
  const district = districtOf(before);
  const leavesCenter =
    before.consent.center && district !== undefined && !(after.consent.center && districtOf(after) === district);
  const hidden: readonly { readonly openingId: string }[] =
    before.consent.employers && !after.consent.employers ? had : losses;
  return {
    ...NOTHING_FOLLOWS,
    events: leavesCenter
      ? [toLeft(district, after.consent.center ? "moved" : "consent-withdrawn", after, occasion)]
      : toWithdrawn(losses, topic, occasion, configuration),
    shortlists:
      before.consent.employers && hidden.length > 0
        ? inGroups(
            hidden.map(({ openingId }) => openingId),
            configuration.pairsPerMessage,
          ).map((openingIds) => {
            const cause = toCause(occasion, `lost ${topic} ${openingIds.join(" ")}`);
            return toMessage({ ...cause, kind: "candidate-withdrawn", applicantId, applicantRevision, openingIds });
          })
        : [],
    // Somebody who no longer wants to hear of anything doesn't want to hear of this.
    alerts: after.consent.alerts ? toAlerts(losses, topic, occasion, configuration) : [],
  };
}

/** The center of a district loses everything of a person. */
function toLeft(
  district: string,
  reason: "moved" | "consent-withdrawn",
  { applicantId, revision }: ApplicantFacts,
  occasion: Occasion,
): EventOut {
  const envelope = toEnvelope(occasion, `left applicant ${applicantId} ${district}`);
  return {
    name: "MatchesLost",
    detail: { ...envelope, district, reason, applicantId, applicantRevision: revision },
  };
}

/** An opening before and after something, and the days that it is looked at on. */
export interface Remade {
  readonly before: OpeningFacts;
  readonly after: OpeningFacts;
}

/** What a revision of an opening, or other rules of its programme, take away: people. */
export function lossesOfOpening(
  { before, after }: Remade,
  days: { readonly before: number | undefined; readonly after: number | undefined },
  state: ShardState,
  occasion: Occasion,
  configuration: MatchingConfiguration,
): Followings {
  const had = suitedBy(before, days.before, state, configuration);
  if (had.length === 0) return NOTHING_FOLLOWS;
  const kept = new Set(suitedBy(after, days.after, state, configuration).map(({ applicantId }) => applicantId));
  const { openingId, revision: openingRevision } = after;
  const losses = had
    .filter(({ applicantId }) => !kept.has(applicantId))
    .map((applicant) => ({ applicant, applicantRevision: applicant.revision, openingId, openingRevision }));
  const topic = `opening ${openingId}`;
  return {
    ...NOTHING_FOLLOWS,
    events: toWithdrawn(losses, topic, occasion, configuration),
    shortlists: toUnlisted(openingId, openingRevision, losses, topic, occasion, configuration),
    alerts: toAlerts(losses, topic, occasion, configuration),
  };
}

/** The openings that end for everybody by their programme's rules: whoever was told hears of it; centers and employers are told of the opening as a whole. */
export function endOfOpening(
  opening: OpeningFacts,
  state: ShardState,
  occasion: Occasion,
  configuration: MatchingConfiguration,
): Followings {
  const { openingId, revision } = opening;
  const losses = suitedBy(opening, state.day, state, configuration).map((applicant) => ({
    applicant,
    applicantRevision: applicant.revision,
    openingId,
    openingRevision: revision,
  }));
  return { ...NOTHING_FOLLOWS, alerts: toAlerts(losses, `end ${openingId}`, occasion, configuration) };
}

/** Applicants whom a birthday until a day that is to come brings out of the age span of a live opening. */
function agedOutOn(day: number, state: ShardState): ApplicantFacts[] {
  const today = state.day;
  const spans = [...state.openings.values()].filter((one) => hasAgeSpan(one) && one.terms?.ageOnDay === undefined);
  if (today === undefined || spans.length === 0) return [];
  return [...state.applicants.values()].filter(({ birthDay }) => {
    if (birthDay === undefined) return false;
    const [before, after] = [ageOn(birthDay, today), ageOn(birthDay, day)];
    return before !== after && spans.some((span) => isInAgeSpan(before, span) && !isInAgeSpan(after, span));
  });
}

/** What a birthday takes from those whom it brings out of an age span; what ends for everybody on that day is told as that. */
export function lossesOfAge(
  day: number,
  ending: ReadonlySet<string>,
  state: ShardState,
  occasion: Occasion,
  configuration: MatchingConfiguration,
): Followings {
  const all = agedOutOn(day, state).map((applicant) => {
    const kept = new Set(suiting(applicant, day, state, configuration).map(({ openingId }) => openingId));
    const losses = suiting(applicant, state.day, state, configuration)
      .filter(({ openingId }) => !kept.has(openingId) && !ending.has(openingId))
      .map(({ openingId, revision }) => ({
        applicant,
        applicantRevision: applicant.revision,
        openingId,
        openingRevision: revision,
      }));
    const topic = `aged ${applicant.applicantId}`;
    return {
      ...NOTHING_FOLLOWS,
      events: toWithdrawn(losses, topic, occasion, configuration),
      shortlists: losses.flatMap((loss) =>
        toUnlisted(loss.openingId, loss.openingRevision, [loss], `${topic} ${loss.openingId}`, occasion, configuration),
      ),
      alerts: toAlerts(losses, topic, occasion, configuration),
    };
  });
  return joinFollowings(all);
}

/** What a record takes away from pairs of which both sides go on. */
export function lossesBefore(
  record: LogRecord,
  state: ShardState,
  occasion: Occasion,
  configuration: MatchingConfiguration,
): Followings {
  const ofOpening = (remade: Remade, after = state.day) =>
    lossesOfOpening(remade, { before: state.day, after }, state, occasion, configuration);
  switch (record.type) {
    case "applicant":
      return lossesOfApplicant(record.facts, state, occasion, configuration);
    case "opening": {
      const { openingId } = record.facts;
      const before = state.openings.get(openingId);
      if (before !== undefined) return ofOpening({ before, after: state.asOfToday(record.facts) });
      return endBefore(openingId, state, occasion);
    }
    case "programme": {
      const ending = state.closedBy(record.rules);
      return joinFollowings([
        ...state.remadeBy(record.rules, new Set(ending.map(({ openingId }) => openingId))).map((one) => ofOpening(one)),
        ...ending.map((opening) => endOfOpening(opening, state, occasion, configuration)),
      ]);
    }
    case "day": {
      const ending = state.closingOn(record.day);
      const endingIds = new Set(ending.map(({ openingId }) => openingId));
      return joinFollowings([
        ...state.remadeOn(record.day, endingIds).map((one) => ofOpening(one, record.day)),
        // A last day that passes was known to everybody.
        ...state.endedByRules(ending, record.day).map((one) => endOfOpening(one, state, occasion, configuration)),
        lossesOfAge(record.day, endingIds, state, occasion, configuration),
      ]);
    }
    case "places":
    case "institution": {
      const ending = state.endedByBounds(record);
      const endingIds = new Set(ending.map(({ openingId }) => openingId));
      const remade = state.remadeByBounds(record).filter(({ after }) => !endingIds.has(after.openingId));
      return joinFollowings([
        ...remade.map((one) => ofOpening(one)),
        ...ending.map((opening) => endOfOpening(opening, state, occasion, configuration)),
      ]);
    }
    // Closed a second time: the record of the first end, which may not have been told, gives way to this one.
    case "opening-closed":
      return state.openings.get(record.openingId) === undefined
        ? endBefore(record.openingId, state, occasion)
        : NOTHING_FOLLOWS;
    case "applicant-withdrawn":
      return NOTHING_FOLLOWS;
  }
}

/** One event, or several parts, for each district that was shown what is lost. */
function toWithdrawn(
  losses: readonly Loss[],
  topic: string,
  occasion: Occasion,
  { pairsPerMessage }: MatchingConfiguration,
): EventOut[] {
  const shown = losses.filter(({ applicant }) => applicant.consent.center && districtOf(applicant) !== undefined);
  const byDistrict = Map.groupBy(shown, ({ applicant }) => districtOf(applicant) ?? "");
  return [...byDistrict].flatMap(([district, own]) =>
    inGroups(own, pairsPerMessage).map((part): EventOut => {
      const matches = part.map(({ applicant: { applicantId }, applicantRevision, openingId, openingRevision }) => ({
        applicantId,
        applicantRevision,
        openingId,
        openingRevision,
      }));
      const envelope = toEnvelope(occasion, `lost ${topic} ${district} ${JSON.stringify(matches)}`);
      return { name: "MatchesLost", detail: { ...envelope, district, reason: "no-longer-a-match", matches } };
    }),
  );
}

function toUnlisted(
  openingId: string,
  openingRevision: number,
  losses: readonly Loss[],
  topic: string,
  occasion: Occasion,
  { pairsPerMessage }: MatchingConfiguration,
) {
  const shown = losses.filter(({ applicant }) => applicant.consent.employers);
  return inGroups(shown, pairsPerMessage).map((part) => {
    const applicants = part.map(({ applicant: { applicantId }, applicantRevision }) => ({
      applicantId,
      applicantRevision,
    }));
    const cause = toCause(occasion, `unlisted ${topic} ${JSON.stringify(applicants)}`);
    return toMessage({ ...cause, kind: "unlisted", openingId, openingRevision, applicants });
  });
}

function toAlerts(
  losses: readonly Loss[],
  topic: string,
  occasion: Occasion,
  { pairsPerMessage }: MatchingConfiguration,
) {
  const told = losses.filter(({ applicant }) => applicant.consent.alerts);
  return inGroups(told, pairsPerMessage).map((part, index) => {
    const message: LostMessage = {
      ...toCause(occasion, `lost ${topic} ${index}`),
      kind: "lost",
      lost: part.map(({ applicant: { applicantId }, openingId }) => ({ applicantId, openingId })),
    };
    return { body: JSON.stringify(message) };
  });
}
