import type { LogRecord } from "../../domain/index/log-record.ts";
import type { ShardState } from "../../domain/index/shard-state.ts";
import type { ApplicantFacts, OpeningFacts } from "../../domain/matching/facts.ts";
import { firstDayObstacle } from "../../domain/matching/obstacles.ts";
import type { ScoringRules } from "../../domain/matching/score.ts";
import type { Log } from "../runtime/log.ts";
import type { MatchingConfiguration } from "../runtime/rules.ts";
import {
  type Followings,
  followApplicant,
  followOpening,
  joinFollowings,
  NOTHING_FOLLOWS,
  type Occasion,
} from "./followings.ts";
import { closeOpening } from "./withdrawals.ts";

/** What follows from a record that is in the log, by the index as it stood when the record arrived. */
export class Matcher {
  readonly #state: ShardState;
  readonly #rules: ScoringRules;
  readonly #occasion: Occasion;
  readonly #configuration: MatchingConfiguration;
  readonly #log: Log;

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
  }

  follow(record: LogRecord): Followings {
    switch (record.type) {
      case "opening":
        // As the programme's rules make it: the record says how it was posted.
        return this.#matchOpening(this.#state.openings.get(record.facts.openingId) ?? record.facts);
      case "applicant":
        return this.#matchApplicant(record.facts);
      case "opening-closed":
        return closeOpening(record.openingId, this.#state.closedDistricts(record.openingId), this.#occasion);
      case "applicant-withdrawn":
        return { ...NOTHING_FOLLOWS, removedLists: [this.#listOf(`applicant#${record.applicantId}`)] };
      case "day":
        return this.#turnDay();
      case "programme":
        return this.#changeRules(record);
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
    const arrivedBefore = this.#state.arrivedBefore(this.#occasion.seq, "applicant");
    const result = this.#state.applicants.match(opening, this.#rules, this.#configuration.perOpening, arrivedBefore);
    this.#log.info("opening matched", {
      ...this.#logged(),
      openingId: opening.openingId,
      revision: opening.revision,
      matches: result.matches.length,
      overThreshold: result.overThreshold,
    });
    const followings = followOpening(opening, result, this.#state.applicants.size, this.#occasion, this.#configuration);
    if (arrivedBefore === undefined) return followings;
    // Worked on again, some applicants are left to their own later records: that it suits nobody can't be said from here.
    return { ...followings, events: followings.events.filter(({ name }) => name !== "OpeningUnmatched") };
  }

  #matchApplicant(applicant: ApplicantFacts): Followings {
    const result = this.#state.openings.match(
      applicant,
      this.#rules,
      this.#configuration.perApplicant,
      this.#state.arrivedBefore(this.#occasion.seq, "opening"),
    );
    this.#log.info("applicant matched", {
      ...this.#logged(),
      applicantId: applicant.applicantId,
      revision: applicant.revision,
      matches: result.matches.length,
      overThreshold: result.overThreshold,
    });
    return followApplicant(applicant, result, this.#occasion, this.#configuration);
  }

  /** A new day: what opens today is matched, and so is everybody whom a birthday lets in. What has expired is already gone. */
  #turnDay(): Followings {
    const openings = this.#state.openingToday().map((opening) => this.#matchOpening(opening));
    const applicants = this.#state.comingOfAgeToday().flatMap((applicantId) => {
      const facts = this.#state.applicants.get(applicantId);
      return facts === undefined ? [] : [this.#matchApplicant(facts)];
    });
    this.#log.info("day started", { ...this.#logged(), openings: openings.length, applicants: applicants.length });
    return joinFollowings([...openings, ...applicants]);
  }

  /** New rules of a programme: the openings that they make something else of are matched anew, and no others. */
  #changeRules(record: Extract<LogRecord, { type: "programme" }>): Followings {
    const touched = this.#state.touchedBy(record, this.#occasion.seq);
    const { programmeId, revision } = record.rules;
    this.#log.info("rules applied", { ...this.#logged(), programmeId, revision, openings: touched.length });
    return joinFollowings(touched.map((opening) => this.#matchOpening(opening)));
  }

  #logged() {
    const { shard, seq, correlationId, causationId } = this.#occasion;
    return { shard, seq, correlationId, eventId: causationId };
  }
}
