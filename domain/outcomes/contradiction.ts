import type { Measure } from "./statement.ts";

/** What two figures can be held against each other by. */
export const contradictionRules = [
  /** A total is not the sum of the rows that it is a total of. */
  "total-differs-from-parts",
  /** A rate is not that of the figures that it is the rate of. */
  "rate-differs",
  /** The same figure stands in two places with two values. */
  "stated-differently",
  /** The figures of a table stand one column too far to the right: the first one is the sum of all the others. */
  "columns-shifted",
  /** What happened in parts of a period is more than what happened in it. */
  "parts-above-whole",
  /** More is spent than was set, or more were hired than took part. */
  "above-its-bound",
  /** A report says something else than what was recorded here. */
  "differs-from-records",
] as const;
export type ContradictionRule = (typeof contradictionRules)[number];

/** A figure, and where it comes from. */
export interface Evidence {
  /** Figures as they are, rates in percent as printed or with one decimal. */
  readonly value: number;
  /** The source, `records` for what was recorded here. */
  readonly source: string;
  /** Where in the source; for a sum or a rate that was computed, what it was computed from. */
  readonly place: string;
}

/** Two figures that can't both be right. Which one is, nobody can tell from the figures alone. */
export interface Contradiction {
  readonly rule: ContradictionRule;
  readonly line: string;
  readonly measure: Measure;
  readonly period: string;
  readonly stated: Evidence;
  readonly against: Evidence;
  /** In an account of all centers, the one whose statements contradict themselves; without one, those of all together. */
  readonly center?: string;
}
