import type { ApplicantIndex } from "../index/match-index.ts";
import { INFERRED_SOURCE, type OpeningFacts } from "../matching/facts.ts";
import type { ScoringRules } from "../matching/score.ts";
import { type OpeningKind, openingKinds } from "../model/primitives.ts";

/** Conditions of an opening that its employer could relax. What the law or a programme sets (age, residence) isn't among them. */
export const blockingConditions = [
  "place",
  "pay",
  "hours",
  "shifts",
  "employment-type",
  "kind",
  "requirement",
] as const;
export type BlockingCondition = (typeof blockingConditions)[number];

/** One condition relaxed, and how many people the opening would suit then. */
export interface Relaxation {
  readonly condition: BlockingCondition;
  /** Of a requirement: its place in the posting. */
  readonly source?: number;
  /** Of the kind: the one that it would be instead. */
  readonly kind?: OpeningKind;
  readonly matches: number;
}

/** What keeps an opening from suiting anybody. */
export interface Blocking {
  /** Single conditions whose relaxing would bring anybody, the one that brings most first: it blocks most. */
  readonly relaxations: readonly Relaxation[];
  /** People whom nothing rules out, so that the score alone keeps them below the threshold. */
  readonly withinConditions: number;
  /** What the best of them lacks to the threshold, in basis points; undefined when there is nobody. */
  readonly shortfallBp: number | undefined;
}

type Relaxed = Omit<Relaxation, "matches"> & { readonly facts: OpeningFacts };

/**
 * Finds what blocks an opening most, exactly: each condition is taken out of it as if nothing were said about it, a must becomes a `should`, and the
 * opening is matched again to everybody. Some fifteen matches, for openings that suit nobody alone.
 */
export function findBlocking(
  opening: OpeningFacts,
  applicants: ApplicantIndex,
  rules: ScoringRules,
  thresholdBp: number,
): Blocking {
  const relaxations = relaxedOf(opening)
    .map(({ facts, ...relaxed }): Relaxation => {
      const { overThreshold } = applicants.match(facts, rules, { thresholdBp, listMax: 1 });
      return { ...relaxed, matches: overThreshold };
    })
    .filter(({ matches }) => matches > 0);
  const within = applicants.match(opening, rules, { thresholdBp: 0, listMax: 1 });
  const [best] = within.matches;
  return {
    relaxations: oneKind(relaxations.sort((a, b) => b.matches - a.matches)),
    withinConditions: within.overThreshold,
    shortfallBp: best === undefined ? undefined : Math.max(0, thresholdBp - best.score),
  };
}

/** Of the kinds that it could be instead, the one that most people want; the sort before keeps equal ones in the order of kinds. */
function oneKind(relaxations: readonly Relaxation[]): Relaxation[] {
  const best = relaxations.find(({ condition }) => condition === "kind");
  return relaxations.filter((one) => one.condition !== "kind" || one === best);
}

function relaxedOf(opening: OpeningFacts): Relaxed[] {
  const { district, pay, hours, shifts, employmentType, requirements } = opening;
  const isPaid = pay.krwPerHour !== undefined || pay.krwPerMonth !== undefined;
  const without = (condition: BlockingCondition, isSet: boolean, fields: Partial<OpeningFacts>): Relaxed[] =>
    isSet ? [{ condition, facts: { ...opening, ...fields } }] : [];
  return [
    ...without("place", district !== undefined, { district: undefined }),
    ...without("pay", isPaid, { pay: { krwPerHour: undefined, krwPerMonth: undefined } }),
    ...without("hours", hours !== undefined, { hours: undefined }),
    ...without("shifts", shifts !== undefined, { shifts: undefined }),
    ...without("employment-type", employmentType !== undefined, { employmentType: undefined }),
    ...openingKinds
      .filter((kind) => kind !== opening.kind)
      .map((kind): Relaxed => ({ condition: "kind", kind, facts: { ...opening, kind } })),
    ...requirements.flatMap((must, index): Relaxed[] => {
      if (must.importance !== "must" || must.source === INFERRED_SOURCE) return [];
      const softened = requirements.with(index, { ...must, importance: "should" });
      return [{ condition: "requirement", source: must.source, facts: { ...opening, requirements: softened } }];
    }),
  ];
}
