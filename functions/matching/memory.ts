import type { LogRecord } from "../../domain/index/log-record.ts";
import type { ShardState } from "../../domain/index/shard-state.ts";
import type { ScoringRules } from "../../domain/matching/score.ts";
import type { MatchingConfiguration } from "../runtime/rules.ts";
import type { Arrival } from "./arrivals.ts";
import { districtOf } from "./followings.ts";
import { districtsMatching } from "./withdrawals.ts";

/**
 * Adds to a record what the shard knows now and won't know when the record is worked on again. Applicants of the same run aren't in the index
 * yet: their districts are told in any case, which does no harm.
 */
export function withMemory(
  { record, message }: Arrival,
  run: readonly Arrival[],
  state: ShardState,
  rules: ScoringRules,
  configuration: MatchingConfiguration,
): LogRecord {
  if (record.type === "day") return { ...record, previousDay: state.day };
  const cause = message.tells === "nobody" ? {} : { causationId: message.causationId };
  if (record.type === "programme") {
    return { ...record, ...cause, previousRules: state.rulesOf(record.rules.programmeId) };
  }
  if (record.type === "places") return { ...record, ...cause, previousSpans: state.spansOf(record) };
  if (record.type === "institution") {
    const previousDays = state.daysOf(record.institutionId);
    return { ...record, ...cause, ...(previousDays && { previousDays }) };
  }
  const opening = record.type === "opening-closed" ? state.openings.get(record.openingId) : undefined;
  if (record.type !== "opening-closed" || opening === undefined) return record;
  const newcomers = run.flatMap(({ record: other }) =>
    other.type === "applicant" ? (districtOf(other.facts) ?? []) : [],
  );
  const districts = new Set([...districtsMatching(opening, state, rules, configuration), ...newcomers]);
  return { ...record, ...cause, districts: [...districts].sort() };
}
