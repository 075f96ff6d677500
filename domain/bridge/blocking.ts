import type { Admits, ApplicantIndex } from "../index/match-index.ts";
import { REQUIRED_BY_LAW } from "../lawful/licences.ts";
import { INFERRED_SOURCE, kindBit, type OpeningFacts } from "../matching/facts.ts";
import { hasAgeSpan } from "../matching/obstacles.ts";
import type { ScoringRules } from "../matching/score.ts";
import { monthlyHours } from "../model/pay.ts";
import { type OpeningKind, openingKinds } from "../model/primitives.ts";
import { payOn } from "../programme/breach.ts";
import type { RuleFacts } from "../programme/rule-facts.ts";

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

/** A must that the law sets, by its place in the posting, and how many people the opening would suit if it were a `should`. */
export interface LawfulMust {
  readonly source: number;
  readonly matches: number;
}

/** What keeps an opening from suiting anybody. */
export interface Blocking {
  /** Single conditions whose relaxing would bring anybody, the one that brings most first: it blocks most. */
  readonly relaxations: readonly Relaxation[];
  /** Certificates that no employer can do without and that keep somebody away, the most first: what helps is a course that leads to them. */
  readonly requiredByLaw: readonly LawfulMust[];
  /** People whom nothing rules out, so that the score alone keeps them below the threshold. */
  readonly withinConditions: number;
  /** What the best of them lacks to the threshold, in basis points; undefined when there is nobody. */
  readonly shortfallBp: number | undefined;
}

type Relaxed = Omit<Relaxation, "matches"> & {
  readonly facts: OpeningFacts;
  /** Most hours a month that the opening may come to have; who wants more isn't brought by it. */
  readonly hoursMax?: number;
};

/** 40 hours a week and twelve more (근로기준법 50·53조), in hours a month as openings have them. */
const LAWFUL_HOURS_MAX = monthlyHours({ perWeek: 52 });

/**
 * Finds what blocks an opening most, exactly: each condition is taken out of it as if nothing were said about it, a must becomes a `should`, and the
 * opening is matched again to everybody. Some fifteen matches, for openings that suit nobody alone. What the law or the rules of the opening's programme
 * forbid isn't proposed, and of what they bound only what they leave.
 */
export function findBlocking(
  opening: OpeningFacts,
  applicants: ApplicantIndex,
  rules: ScoringRules,
  thresholdBp: number,
  programme?: RuleFacts,
): Blocking {
  const relaxations = relaxedOf(opening, rules, programme)
    .map(({ facts, hoursMax, ...relaxed }): Relaxation => {
      const admits: Admits | undefined =
        hoursMax === undefined ? undefined : (id) => (applicants.get(id)?.hoursMin ?? 0) <= hoursMax;
      const { overThreshold } = applicants.match(facts, rules, { thresholdBp, listMax: 1 }, admits);
      return { ...relaxed, matches: overThreshold };
    })
    .filter(({ matches }) => matches > 0);
  const requiredByLaw = lawfulMusts(opening, rules).map(({ index, source }): LawfulMust => {
    const softened = withSoftened(opening, index);
    return { source, matches: applicants.match(softened, rules, { thresholdBp, listMax: 1 }).overThreshold };
  });
  const within = applicants.match(opening, rules, { thresholdBp: 0, listMax: 1 });
  const [best] = within.matches;
  return {
    relaxations: oneKind(relaxations.sort((a, b) => b.matches - a.matches)),
    requiredByLaw: requiredByLaw.filter(({ matches }) => matches > 0).sort((a, b) => b.matches - a.matches),
    withinConditions: within.overThreshold,
    shortfallBp: best === undefined ? undefined : Math.max(0, thresholdBp - best.score),
  };
}

/** Of the kinds that it could be instead, the one that most people want; the sort before keeps equal ones in the order of kinds. */
function oneKind(relaxations: readonly Relaxation[]): Relaxation[] {
  const best = relaxations.find(({ condition }) => condition === "kind");
  return relaxations.filter((one) => one.condition !== "kind" || one === best);
}

function relaxedOf(opening: OpeningFacts, rules: ScoringRules, programme: RuleFacts | undefined): Relaxed[] {
  const { district, hours, shifts, employmentType, requirements } = opening;
  const pay = payLeftFree(opening, programme, rules.today);
  const hoursMax = Math.min(LAWFUL_HOURS_MAX, programme?.hoursMax ?? LAWFUL_HOURS_MAX);
  const without = (condition: BlockingCondition, isSet: boolean, fields: Partial<OpeningFacts>): Relaxed[] =>
    isSet ? [{ condition, facts: { ...opening, ...fields } }] : [];
  return [
    ...without("place", district !== undefined, { district: undefined }),
    ...without("pay", pay !== undefined, pay === undefined ? {} : { pay }),
    ...without("hours", hours !== undefined, { hours: undefined }).map((relaxed) => ({ ...relaxed, hoursMax })),
    ...without("shifts", shifts !== undefined, { shifts: undefined }),
    ...without("employment-type", employmentType !== undefined, { employmentType: undefined }),
    ...openingKinds
      .filter((kind) => kind !== opening.kind && mayBecome(kind, opening, programme))
      .map((kind): Relaxed => ({ condition: "kind", kind, facts: { ...opening, kind } })),
    ...requirements.flatMap((must, index): Relaxed[] => {
      if (must.importance !== "must" || must.source === INFERRED_SOURCE) return [];
      if (must.on === "certificate" && isRequiredByLaw(must.number, rules)) return [];
      return [{ condition: "requirement", source: must.source, facts: withSoftened(opening, index) }];
    }),
  ];
}

/** The opening with one of its musts as a `should`. */
function withSoftened(opening: OpeningFacts, index: number): OpeningFacts {
  const requirements = opening.requirements.map((one, at) =>
    at === index ? { ...one, importance: "should" as const } : one,
  );
  return { ...opening, requirements };
}

/** The musts of an opening that the law sets. */
function lawfulMusts({ requirements }: OpeningFacts, rules: ScoringRules): { index: number; source: number }[] {
  return requirements.flatMap((must, index) =>
    must.importance === "must" &&
    must.on === "certificate" &&
    must.source !== INFERRED_SOURCE &&
    isRequiredByLaw(must.number, rules)
      ? [{ index, source: must.source }]
      : [],
  );
}

/** The most that an opening may pay: nothing said, or what its programme leaves. Undefined when nothing is to be relaxed. */
function payLeftFree(
  { pay, hours, programme: place }: OpeningFacts,
  programme: RuleFacts | undefined,
  today: number | undefined,
): OpeningFacts["pay"] | undefined {
  const { krwPerHour, krwPerMonth } = pay;
  if (krwPerHour === undefined && krwPerMonth === undefined) return undefined;
  const day = place?.startsOnDay ?? today;
  const { krwPerHour: rate, krwPerMonthMax: cap } =
    (programme && day !== undefined && payOn(programme, day)) || NOTHING_SET;
  // Neither more nor less than the rate is paid.
  if (rate !== undefined) return undefined;
  if (cap === undefined) return { krwPerHour: undefined, krwPerMonth: undefined };
  if (krwPerMonth !== undefined && krwPerMonth >= cap) return undefined;
  return { krwPerHour: hours === undefined || hours === 0 ? krwPerHour : Math.floor(cap / hours), krwPerMonth: cap };
}

const NOTHING_SET = { krwPerHour: undefined, krwPerMonthMax: undefined } as const;

/** What is done under a contract of work, for pay. */
const WORK: ReadonlySet<OpeningKind> = new Set(["job", "internship", "civic-role"]);

/**
 * Whether an opening may be of another kind. Paid work can't be had as anything else (최저임금법 6조), nor is anything else work; a civic role belongs to a
 * programme; a job has no condition on age (고령자고용법 4조의4); and a programme has the kinds that its rules name.
 */
function mayBecome(kind: OpeningKind, opening: OpeningFacts, programme: RuleFacts | undefined): boolean {
  if (WORK.has(kind) !== WORK.has(opening.kind)) return false;
  if (kind === "civic-role" && opening.programme === undefined) return false;
  if (kind === "job" && hasAgeSpan(opening)) return false;
  const part = programme?.parts.find(({ partId }) => partId === opening.programme?.part);
  if (part?.kind !== undefined && openingKinds[part.kind] !== kind) return false;
  return programme === undefined || (programme.kinds & kindBit(kind)) !== 0;
}

function isRequiredByLaw(certificate: number, { taxonomy }: ScoringRules): boolean {
  const code = taxonomy.certificateByNumber(certificate)?.code;
  return code !== undefined && REQUIRED_BY_LAW.has(code);
}
