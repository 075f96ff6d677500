import type { Contradiction, Evidence } from "./contradiction.ts";
import { includesPeriod } from "./period.ts";
import { agreesWithRate, rateTenths } from "./rate.ts";
import { type Figure, isMoney, isRate, type LedgerStatement, type Measure } from "./statement.ts";
import { toFigures } from "./table-figures.ts";

/** A figure with its period and source filled in. */
export interface StatedFigure extends Figure {
  readonly period: string;
  readonly source: string;
  readonly basis: LedgerStatement["basis"];
}

/**
 * Sums of money are printed in thousands or millions, each rounded by itself, so a total may be off by one of the last digit without anybody being wrong.
 * More than one is worth a look even where many roundings could explain it. People are counted exactly.
 */
const MONEY_TOLERANCE = 1;

function toleranceOf(measure: Measure): number {
  return isMoney(measure) ? MONEY_TOLERANCE : 0;
}

/** All figures of a statement, those of its tables too, and the shifts that were found in these. */
export function readStatement(statement: LedgerStatement): {
  readonly figures: readonly StatedFigure[];
  readonly contradictions: readonly Contradiction[];
} {
  const tables = (statement.tables ?? []).map((table) => toFigures(table, statement));
  const { source, basis, period } = statement;
  const figures = [...statement.figures, ...tables.flatMap((table) => table.figures)];
  return {
    figures: figures.map((figure) => ({ ...figure, period: figure.period ?? period, source, basis })),
    contradictions: tables.flatMap((table) => table.contradictions),
  };
}

/**
 * Everything in which statements contradict themselves or each other: totals and their rows, rates and what they are of, one figure in two places,
 * columns that are shifted. Each contradiction is named once, with both figures and the rule. Figures that only differ by rounding are none.
 */
export function findContradictions(statements: readonly LedgerStatement[]): readonly Contradiction[] {
  const read = statements.map(readStatement);
  const all = read.flatMap(({ figures }) => figures);
  return [
    ...read.flatMap(({ contradictions }) => contradictions),
    ...read.flatMap(({ figures }) => figures.flatMap((figure) => wrongTotal(figure, figures) ?? [])),
    ...read.flatMap(({ figures }) => figures.flatMap((figure) => wrongRate(figure, figures, all) ?? [])),
    ...statedDifferently(all),
  ];
}

function toEvidence({ value, source, place }: StatedFigure): Evidence {
  return { value, source, place };
}

function about({ line, measure, period }: StatedFigure) {
  return { line, measure, period };
}

function byIds(ids: readonly string[], figures: readonly StatedFigure[]): StatedFigure[] {
  return ids.flatMap((id) => figures.find((figure) => figure.id === id) ?? []);
}

function sumOf(figures: readonly StatedFigure[]): number {
  return figures.reduce((total, { value }) => total + value, 0);
}

function asSum(figures: readonly StatedFigure[]): string {
  return figures.map(({ value }) => value).join(" + ");
}

function wrongTotal(total: StatedFigure, figures: readonly StatedFigure[]): Contradiction | undefined {
  if (total.parts === undefined) return undefined;
  const parts = byIds(total.parts, figures);
  const value = sumOf(parts);
  if (Math.abs(value - total.value) <= toleranceOf(total.measure)) return undefined;
  return {
    rule: "total-differs-from-parts",
    ...about(total),
    stated: toEvidence(total),
    against: { value, source: total.source, place: asSum(parts) },
  };
}

/** What a rate is the rate of. */
interface Ratio {
  readonly part: readonly StatedFigure[];
  readonly whole: readonly StatedFigure[];
}

/**
 * Without being told, a rate is that of its own line and period: the figures of its own place before those of others. A completion is of all targets of
 * its line, those to come included, because that is what is promised for a term.
 */
function ratioOf(rate: StatedFigure, own: readonly StatedFigure[], all: readonly StatedFigure[]): Ratio | undefined {
  if (rate.of !== undefined) return { part: byIds(rate.of.part, own), whole: byIds(rate.of.whole, own) };
  const ofLine = all.filter(({ line }) => line === rate.line);
  const find = (...wanted: readonly Measure[]): StatedFigure[] => {
    const fitting = ofLine.filter(({ measure, period }) => wanted.includes(measure) && period === rate.period);
    const inPlace = fitting.find(({ place, source }) => place === rate.place && source === rate.source);
    const found = inPlace ?? fitting.find(({ source }) => source === rate.source) ?? fitting[0];
    return found === undefined ? [] : [found];
  };
  switch (rate.measure) {
    case "rate":
      return { part: find("actual", "participants"), whole: find("target") };
    case "budget-rate":
      return { part: find("budget-spent"), whole: find("budget-set") };
    case "completion": {
      const stated = find("actual", "participants", "programmes");
      const within = ofLine.filter(
        ({ source, period }) => source === rate.source && includesPeriod(rate.period, period),
      );
      const done = withoutParts(within.filter(({ measure }) => measure === "actual"));
      const targets = withoutParts(within.filter(({ measure }) => measure === "target"));
      return { part: stated.length > 0 ? stated : done, whole: targets };
    }
    default:
      return undefined;
  }
}

/**
 * Figures of one measure that can be added up: of one period the first, and of one that lies in another the outer one, because a total stands for all of its
 * parts, and its parts may be stated for some of it only.
 */
export function withoutParts(figures: readonly StatedFigure[]): StatedFigure[] {
  const first = [...new Map(figures.toReversed().map((figure) => [figure.period, figure])).values()];
  return first
    .filter((one) => !first.some((other) => other !== one && includesPeriod(other.period, one.period)))
    .toSorted((a, b) => (a.period < b.period ? -1 : 1));
}

function wrongRate(
  rate: StatedFigure,
  own: readonly StatedFigure[],
  all: readonly StatedFigure[],
): Contradiction | undefined {
  if (!isRate(rate.measure)) return undefined;
  const ratio = ratioOf(rate, own, all);
  if (ratio === undefined || ratio.part.length === 0 || ratio.whole.length === 0) return undefined;
  const [part, whole] = [sumOf(ratio.part), sumOf(ratio.whole)];
  if (whole === 0 || agreesWithRate(rate.value, part, whole, rate.decimals)) return undefined;
  return {
    rule: "rate-differs",
    ...about(rate),
    stated: toEvidence(rate),
    against: {
      value: (rateTenths(part, whole) ?? 0) / 10,
      source: ratio.part[0]?.source ?? rate.source,
      place: `(${asSum(ratio.part)}) / (${asSum(ratio.whole)})`,
    },
  };
}

/** Each value that a figure has elsewhere is held against the one that is stated first. Rates are held against what they are of. */
function statedDifferently(figures: readonly StatedFigure[]): Contradiction[] {
  const byFigure = new Map<string, StatedFigure[]>();
  for (const figure of figures.filter(({ measure }) => !isRate(measure))) {
    const key = [figure.line, figure.measure, figure.period].join(" ");
    byFigure.set(key, [...(byFigure.get(key) ?? []), figure]);
  }
  return [...byFigure.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const values = new Set<number>();
    return others.flatMap((other): Contradiction[] => {
      if (Math.abs(other.value - first.value) <= toleranceOf(first.measure) || values.has(other.value)) return [];
      values.add(other.value);
      return [{ rule: "stated-differently", ...about(first), stated: toEvidence(first), against: toEvidence(other) }];
    });
  });
}
