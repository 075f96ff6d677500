import type { LogRecord } from "../../domain/index/log-record.ts";
import type { ShardState } from "../../domain/index/shard-state.ts";
import type { ScoringRules } from "../../domain/matching/score.ts";
import type { MatchingConfiguration } from "../runtime/rules.ts";
import type { Arrival } from "./arrivals.ts";
import { districtOf } from "./followings.ts";
import { districtsMatching } from "./withdrawals.ts";

export const NOBODY: ReadonlySet<string> = new Set();

/**
 * Whom an entity matched, and so was alerted with, as it stood before: by id of the other side. A revision alerts only the pairs that it
 * brings. When a revision is worked on again after a crash this is no longer known, and all its pairs are alerted: notify tells each once
 * anyhow.
 */
export function alertedBefore(
  record: LogRecord,
  state: ShardState,
  rules: ScoringRules,
  { perApplicant, perOpening }: MatchingConfiguration,
): ReadonlySet<string> {
  if (state.standingOf(record) !== "new") return NOBODY;
  if (record.type === "applicant") {
    const before = state.applicants.get(record.facts.applicantId);
    if (before === undefined || !before.consent.alerts) return NOBODY;
    return new Set(state.openings.match(before, rules, perApplicant).matches.map(({ facts }) => facts.openingId));
  }
  if (record.type !== "opening") return NOBODY;
  const before = state.openings.get(record.facts.openingId);
  if (before === undefined) return NOBODY;
  const { matches } = state.applicants.match(before, rules, perOpening);
  return new Set(matches.filter(({ facts }) => facts.consent.alerts).map(({ facts }) => facts.applicantId));
}

/**
 * Adds to a record what the shard knows now and won't know when the record is worked on again. Applicants of the same run aren't in the index
 * yet: their districts are told in any case, which does no harm.
 */
export function withMemory(
  record: LogRecord,
  run: readonly Arrival[],
  state: ShardState,
  rules: ScoringRules,
  configuration: MatchingConfiguration,
): LogRecord {
  if (record.type === "day") return { ...record, previousDay: state.day };
  const opening = record.type === "opening-closed" ? state.openings.get(record.openingId) : undefined;
  if (record.type !== "opening-closed" || opening === undefined) return record;
  const newcomers = run.flatMap(({ record: other }) =>
    other.type === "applicant" ? (districtOf(other.facts) ?? []) : [],
  );
  const districts = new Set([...districtsMatching(opening, state, rules, configuration), ...newcomers]);
  return { ...record, districts: [...districts].sort() };
}
