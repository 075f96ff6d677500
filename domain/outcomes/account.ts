import type { Contradiction } from "./contradiction.ts";
import { findContradictions, readStatement, type StatedFigure, withoutParts } from "./contradictions.ts";
import { type FactMeasure, factMeasures, type LedgerFact, lineOf } from "./ledger-fact.ts";
import { includesDay, includesPeriod } from "./period.ts";
import { rateTenths } from "./rate.ts";
import { type Satisfaction, satisfactionByCourse, satisfactionOf } from "./satisfaction.ts";
import type { LedgerStatement, Measure } from "./statement.ts";

/** A figure of an account, and whether it was counted here or stated by somebody. */
export interface AccountFigure {
  readonly value: number;
  readonly basis: "counted" | LedgerStatement["basis"];
}

/** One line of an account: a programme, a line of a report, or what belongs to no programme. Rates are in tenths of a percent. */
export interface AccountLine {
  readonly line: string;
  readonly target?: AccountFigure;
  readonly actual?: AccountFigure;
  readonly rateTenths?: number;
  /** Of all targets of the term, those to come included; only where the account has several periods with a target. */
  readonly completionTenths?: number;
  /** What was counted here, each once. */
  readonly counted: Readonly<Record<FactMeasure, number>>;
  /** Hired into work. */
  readonly hires: AccountFigure;
  /** Taken into anything else: a course, a voluntary role, a briefing. */
  readonly participants: AccountFigure;
  readonly certificates: AccountFigure;
  /** What people thought of courses and counselling; missing where nobody was asked. */
  readonly satisfaction?: Satisfaction;
  /** By course, where any was asked about. */
  readonly courses?: ReturnType<typeof satisfactionByCourse>;
  readonly budgetSet?: AccountFigure;
  readonly budgetSpent?: AccountFigure;
  readonly budgetRateTenths?: number;
}

export interface Account {
  readonly period: string;
  readonly lines: readonly AccountLine[];
  readonly contradictions: readonly Contradiction[];
}

/** Kinds that one works in and is paid for: a hire there is a hire, elsewhere it is taking part. */
const WORK: ReadonlySet<string | undefined> = new Set(["job", "internship"]);

/** What the account is made of. */
export interface AccountSources {
  readonly period: string;
  readonly programmeId?: string | undefined;
  readonly statements: readonly LedgerStatement[];
  readonly facts: readonly LedgerFact[];
}

/**
 * The account of a period: what was counted in it, what was stated of it, and what contradicts what. What a line has counts of is what was counted here where any fact of
 * that very sort was, else what is stated: that somebody was told says nothing of hires, and nothing counted says nothing against the books. A figure that is stated several times counts as in the books, else as it is stated
 * first; the contradictions say where it is stated otherwise. Rates are rounded half up to one decimal.
 */
export function drawUp({ period, programmeId, statements, facts }: AccountSources): Account {
  const within = statements.filter((statement) => includesPeriod(period, statement.period));
  const stated = within.flatMap((statement) => readStatement(statement).figures);
  const figures = stated.filter(({ measure }) => measure !== "demand");
  const counted = facts.filter(({ on }) => includesDay(period, on));
  const apart = counted.filter((fact) => fact.programmeId === programmeId).map(lineOf);
  const isWanted = (line: string) => programmeId === undefined || line === programmeId || apart.includes(line);
  const lines = [...new Set([...figures.map(({ line }) => line), ...counted.map(lineOf)])];
  const drawn = lines
    .filter(isWanted)
    .sort()
    .map((line) => {
      const ofLine = counted.filter((fact) => lineOf(fact) === line);
      return drawLine(
        line,
        period,
        figures.filter((figure) => figure.line === line),
        ofLine,
      );
    });
  const contradictions = [
    ...findContradictions(within),
    ...drawn.flatMap((line) => againstRecords(line, period, figures)),
  ];
  return { period, lines: drawn, contradictions: contradictions.filter(({ line }) => isWanted(line)) };
}

/** A line of which nothing is known. */
export function emptyLine(line: string): AccountLine {
  return drawLine(line, "", [], []);
}

function drawLine(
  line: string,
  period: string,
  figures: readonly StatedFigure[],
  facts: readonly LedgerFact[],
): AccountLine {
  const stated = (...measures: readonly Measure[]) => statedFigure(figures, period, measures);
  const hired = facts.filter(({ measure }) => measure === "hired");
  const counted = (value: number): AccountFigure => ({ value, basis: "counted" });
  const known = (value: number, ...measures: readonly Measure[]) => (value > 0 ? counted(value) : stated(...measures));
  const certificates = facts.filter(({ measure }) => measure === "certificate").length;
  const byCourse = satisfactionByCourse(facts);
  const target = stated("target");
  const actual = known(hired.length, "actual", "participants");
  const [budgetSet, budgetSpent] = [stated("budget-set"), stated("budget-spent")];
  const completionTenths = completionOf(figures, period, hired.length === 0 ? undefined : hired.length);
  return {
    line,
    ...optional("target", target),
    ...optional("actual", actual),
    ...optional("rateTenths", rateOf(actual, target)),
    ...optional("completionTenths", completionTenths),
    counted: countByMeasure(facts),
    hires: known(hired.filter(({ kind }) => WORK.has(kind)).length, "hires") ?? counted(0),
    participants: known(hired.filter(({ kind }) => !WORK.has(kind)).length, "participants") ?? counted(0),
    certificates: known(certificates, "certificates") ?? counted(0),
    ...optional("satisfaction", satisfactionOf(facts)),
    ...optional("courses", byCourse.length === 0 ? undefined : byCourse),
    ...optional("budgetSet", budgetSet),
    ...optional("budgetSpent", budgetSpent),
    ...optional("budgetRateTenths", rateOf(budgetSpent, budgetSet)),
  };
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined): { readonly [K in Key]?: Value } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: Value };
}

function rateOf(part: AccountFigure | undefined, whole: AccountFigure | undefined): number | undefined {
  return part === undefined || whole === undefined ? undefined : rateTenths(part.value, whole.value);
}

function countByMeasure(facts: readonly LedgerFact[]): Record<FactMeasure, number> {
  const counts = Object.fromEntries(factMeasures.map((measure) => [measure, 0])) as Record<FactMeasure, number>;
  for (const { measure } of facts) counts[measure] += 1;
  return counts;
}

/** The figure of the whole period; without one, the sum of those of its parts. The books come first. */
function statedFigure(
  figures: readonly StatedFigure[],
  period: string,
  measures: readonly Measure[],
): AccountFigure | undefined {
  for (const basis of ["books", "report"] as const) {
    for (const measure of measures) {
      const own = figures.filter((figure) => figure.basis === basis && figure.measure === measure);
      const whole = own.find((figure) => figure.period === period);
      if (whole !== undefined) return { value: whole.value, basis };
      const parts = withoutParts(own);
      if (parts.length > 0) return { value: parts.reduce((total, { value }) => total + value, 0), basis };
    }
  }
  return undefined;
}

/** Least targets for a term to be one. */
const TERM_PERIODS_MIN = 2;

function completionOf(
  figures: readonly StatedFigure[],
  period: string,
  counted: number | undefined,
): number | undefined {
  const targets = figures.filter(({ measure }) => measure === "target");
  if (new Set(targets.map((target) => target.period)).size < TERM_PERIODS_MIN) return undefined;
  const done = counted ?? statedFigure(figures, period, ["actual"])?.value;
  const whole = withoutParts(targets).reduce((total, { value }) => total + value, 0);
  return done === undefined ? undefined : rateTenths(done, whole);
}

/** Which of a report's figures are held against what was counted. */
const COUNTED: readonly (readonly [Measure, (line: AccountLine) => AccountFigure | undefined])[] = [
  ["actual", ({ actual }) => actual],
  ["hires", ({ hires }) => hires],
  ["participants", ({ participants }) => participants],
  ["certificates", ({ certificates }) => certificates],
];

/** Reports that say something else than what was counted here. Where nothing of that sort was counted, there is nothing to compare. */
function againstRecords(line: AccountLine, period: string, figures: readonly StatedFigure[]): Contradiction[] {
  return COUNTED.flatMap(([measure, of]) => {
    const counted = of(line);
    if (counted?.basis !== "counted" || counted.value === 0) return [];
    return figures
      .filter((figure) => figure.line === line.line && figure.measure === measure && figure.period === period)
      .filter(({ value }) => value !== counted.value)
      .map(
        ({ value, source, place }): Contradiction => ({
          rule: "differs-from-records",
          line: line.line,
          measure,
          period,
          stated: { value, source, place },
          against: { value: counted.value, source: "records", place: "counted" },
        }),
      );
  });
}
