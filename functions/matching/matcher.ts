import type { LogRecord } from "../../domain/index/log-record.ts";
import type { ShardState } from "../../domain/index/shard-state.ts";
import type { ApplicantFacts, OpeningFacts } from "../../domain/matching/facts.ts";
import { firstDayObstacle } from "../../domain/matching/obstacles.ts";
import type { ScoringRules } from "../../domain/matching/score.ts";
import type { EventOut } from "../../events/catalog.ts";
import type { Log } from "../runtime/log.ts";
import type { MatchingConfiguration } from "../runtime/rules.ts";
import { BridgeFinder, toBridgeAlerts } from "./bridges.ts";
import {
  type Followings,
  followApplicant,
  followOpening,
  joinFollowings,
  NOTHING_FOLLOWS,
  type Occasion,
} from "./followings.ts";
import { LOOKED_AT_AGAIN_MAX, toUnmatched, UNMATCHED_AGAIN_DAYS } from "./unmatched.ts";
import { closeOpening } from "./withdrawals.ts";

/** What follows from a record that is in the log, by the index as it stood when the record arrived. */
export class Matcher {
  readonly #state: ShardState;
  readonly #rules: ScoringRules;
  readonly #occasion: Occasion;
  readonly #configuration: MatchingConfiguration;
  readonly #log: Log;
  readonly #bridges: BridgeFinder;

  constructor(
    state: ShardState,
    rules: ScoringRules,
    occasion: Occasion,
    configuration: MatchingConfiguration,
    log: Log,
  ) {
    this.#state = state;
    this.#rules = rules;
    this.#occasion = occasion;
    this.#configuration = configuration;
    this.#log = log;
    this.#bridges = new BridgeFinder(state, rules, configuration);
  }

  follow(record: LogRecord): Followings {
    switch (record.type) {
      case "opening":
        // As the programme's rules make it: the record says how it was posted.
        return this.#matchOpening(this.#state.openings.get(record.facts.openingId) ?? record.facts);
      case "applicant":
        return this.#matchApplicant(record.facts);
      case "opening-closed":
        return closeOpening(record.openingId, this.#state.closingOf(record.openingId).districts, this.#occasion);
      case "applicant-withdrawn":
        return { ...NOTHING_FOLLOWS, removedLists: [this.#listOf(`applicant#${record.applicantId}`)] };
      case "day":
        return this.#turnDay(record.day);
      case "programme":
        return this.#changeRules(record);
      case "places":
        return this.#takePlaces(record);
      case "institution":
        return this.#boundBy(record);
    }
  }

  #listOf(subject: string) {
    return { subject, shard: this.#occasion.shard, asOfSeq: this.#occasion.seq };
  }

  #matchOpening(opening: OpeningFacts): Followings {
    if (firstDayObstacle(opening, this.#rules.today) !== undefined) {
      // An earlier revision may have been open: what it matched stands no longer.
      return { ...NOTHING_FOLLOWS, removedLists: [this.#listOf(`opening#${opening.openingId}`)] };
    }
    if (this.#occasion.isReplaced) return this.#handOn(this.#state.openingRecord(opening));
    const arrivedBefore = this.#state.arrivedBefore(this.#occasion.seq, "applicant");
    const result = this.#state.applicants.match(opening, this.#rules, this.#configuration.perOpening, arrivedBefore);
    this.#log.count("MatchesFound", result.matches.length);
    this.#log.info("opening matched", {
      ...this.#logged(),
      openingId: opening.openingId,
      revision: opening.revision,
      matches: result.matches.length,
      overThreshold: result.overThreshold,
    });
    const followings = followOpening(opening, result, this.#occasion, this.#configuration);
    const bridged = this.#bridges
      .ofOpening(opening, arrivedBefore)
      .concat(this.#bridges.ofCourse(opening, arrivedBefore));
    const alerts = [...followings.alerts, ...toBridgeAlerts(bridged, `opening ${opening.openingId}`, this.#occasion)];
    // Worked on again, some applicants are left to their own later records: that it suits nobody can't be said from here.
    const isUnmatched = result.overThreshold === 0 && arrivedBefore === undefined;
    const unmatched = isUnmatched ? [this.#toUnmatched(opening, undefined)] : [];
    return { ...followings, alerts, events: [...followings.events, ...unmatched] };
  }

  #toUnmatched(opening: OpeningFacts, openDays: number | undefined): EventOut {
    return toUnmatched(opening, this.#state, this.#rules, openDays, this.#occasion, this.#configuration);
  }

  /** What has been open for long and suits nobody, when the day brings its time to be looked at again. */
  #lookAgain(matchedToday: ReadonlySet<string>): EventOut[] {
    const due = this.#state
      .openForLong(UNMATCHED_AGAIN_DAYS)
      .filter(({ opening }) => !matchedToday.has(opening.openingId));
    const looked = due.slice(0, LOOKED_AT_AGAIN_MAX);
    if (looked.length < due.length)
      this.#log.warn("openings not looked at again", { openings: due.length - looked.length });
    return looked.flatMap(({ opening, openDays }) => {
      const limits = { ...this.#configuration.perOpening, listMax: 1 };
      const { overThreshold } = this.#state.applicants.match(opening, this.#rules, limits);
      return overThreshold === 0 ? [this.#toUnmatched(opening, openDays)] : [];
    });
  }

  /** To whoever knows what has ended since. */
  #handOn(record: LogRecord): Followings {
    const { causationId: eventId, correlationId } = this.#occasion;
    return { ...NOTHING_FOLLOWS, handedOn: [{ record, eventId, correlationId, isHandedOn: true }] };
  }

  #matchApplicant(applicant: ApplicantFacts): Followings {
    if (this.#occasion.isReplaced) return this.#handOn(this.#state.applicantRecord(applicant));
    const arrivedBefore = this.#state.arrivedBefore(this.#occasion.seq, "opening");
    const result = this.#state.openings.match(applicant, this.#rules, this.#configuration.perApplicant, arrivedBefore);
    this.#log.count("MatchesFound", result.matches.length);
    this.#log.info("applicant matched", {
      ...this.#logged(),
      applicantId: applicant.applicantId,
      revision: applicant.revision,
      matches: result.matches.length,
      overThreshold: result.overThreshold,
    });
    const followings = followApplicant(applicant, result, this.#occasion, this.#configuration);
    const bridged = this.#bridges.ofApplicant(applicant, arrivedBefore);
    const topic = `applicant ${applicant.applicantId}`;
    return { ...followings, alerts: [...followings.alerts, ...toBridgeAlerts(bridged, topic, this.#occasion)] };
  }

  /** A day, new or worked on again: what opens on it is matched, and so is everybody whom it lets in. What has expired is already gone. */
  #turnDay(day: number): Followings {
    const started = this.#state.startOf(day);
    if (started === undefined) return NOTHING_FOLLOWS;
    const opening = this.#state.openingOn(started);
    const openings = opening.map((one) => this.#matchOpening(one));
    // Worked on again when more has come since, it can't be said from here that an opening suits nobody.
    const isLast = this.#state.arrivedBefore(started.seq, "applicant") === undefined;
    const unmatched = isLast ? this.#lookAgain(new Set(opening.map(({ openingId }) => openingId))) : [];
    const applicants = this.#state.letInOn(started).flatMap((applicantId) => {
      const facts = this.#state.applicants.get(applicantId);
      return facts === undefined ? [] : [this.#matchApplicant(facts)];
    });
    this.#log.info("day started", { ...this.#logged(), openings: openings.length, applicants: applicants.length });
    return joinFollowings([...openings, ...applicants, { ...NOTHING_FOLLOWS, events: unmatched }]);
  }

  /** New rules of a programme: the openings that they make something else of are matched anew, and no others. */
  #changeRules(record: Extract<LogRecord, { type: "programme" }>): Followings {
    const touched = this.#state.touchedBy(record, this.#occasion.seq);
    const { programmeId, revision } = record.rules;
    this.#log.info("rules applied", { ...this.#logged(), programmeId, revision, openings: touched.length });
    return joinFollowings(touched.map((opening) => this.#matchOpening(opening)));
  }

  /** Places that are taken, or free again: the openings that come to have a place, or none, and no others. */
  #takePlaces(record: Extract<LogRecord, { type: "places" }>): Followings {
    const touched = this.#state.touchedByBounds(record, this.#occasion.seq);
    const { programmeId, revision } = record;
    this.#log.info("places counted", { ...this.#logged(), programmeId, revision, openings: touched.length });
    return joinFollowings(touched.map((opening) => this.#matchOpening(opening)));
  }

  /** An institution that is registered, or revised: its openings that come to be open on the day, or not, and no others. */
  #boundBy(record: Extract<LogRecord, { type: "institution" }>): Followings {
    const touched = this.#state.touchedByBounds(record, this.#occasion.seq);
    const { institutionId: entityId, revision } = record;
    this.#log.info("institution applied", { ...this.#logged(), entityId, revision, openings: touched.length });
    return joinFollowings(touched.map((opening) => this.#matchOpening(opening)));
  }

  #logged() {
    const { shard, seq, correlationId, causationId } = this.#occasion;
    return { shard, seq, correlationId, eventId: causationId };
  }
}
