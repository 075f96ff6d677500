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
  /** What a sum of money is rounded to, in won; undefined where its statement doesn't say. */
  readonly unit: number | undefined;
}

/**
 * Where a statement doesn't say what its sums of money are rounded to, a total may be off by one of the last digit without anybody being wrong; more is worth
 * a look even where many roundings could explain it.
 */
const MONEY_TOLERANCE = 1;

/** By how much two figures may differ by rounding alone: half of what each of their rows is rounded to. People are counted exactly. */
function toleranceOf(measure: Measure, units: readonly (number | undefined)[]): number {
  if (!isMoney(measure)) return 0;
  const halves = units.reduce<number>((total, unit) => total + (unit === undefined || unit === 1 ? 0 : unit / 2), 0);
  return Math.max(MONEY_TOLERANCE, halves);
}

/** All figures of a statement, those of its tables too, and the shifts that were found in these. */
export function readStatement(statement: LedgerStatement): {
  readonly figures: readonly StatedFigure[];
  readonly contradictions: readonly Contradiction[];
} {
  const tables = (statement.tables ?? []).map((table) => toFigures(table, statement));
  const { source, basis, period, unit } = statement;
  const figures = [...statement.figures, ...tables.flatMap((table) => table.figures)];
  return {
    figures: figures.map((figure) => ({
      ...figure,
      value: isMoney(figure.measure) ? figure.value * (unit ?? 1) : figure.value,
      period: figure.period ?? period,
      source,
      basis,
      unit,
    })),
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
    ...partsAboveWhole(all),
    ...aboveBound(all),
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
  if (
    Math.abs(value - total.value) <=
    toleranceOf(
      total.measure,
      parts.map(({ unit }) => unit),
    )
  )
    return undefined;
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
      const tolerance = toleranceOf(first.measure, [first.unit, other.unit]);
      if (Math.abs(other.value - first.value) <= tolerance || values.has(other.value)) return [];
      values.add(other.value);
      return [{ rule: "stated-differently", ...about(first), stated: toEvidence(first), against: toEvidence(other) }];
    });
  });
}

/** What happens in a time, so that what happened in its parts can't be more. Seats and what was set are there all the time, and aren't added up. */
const FLOWS: ReadonlySet<Measure> = new Set([
  "target",
  "actual",
  "participants",
  "certificates",
  "programmes",
  "hires",
  "surveys",
  "budget-spent",
]);

/** Where a total names its parts, these are held against it already. */
function partsAboveWhole(figures: readonly StatedFigure[]): Contradiction[] {
  const flows = figures.filter(({ measure }) => FLOWS.has(measure));
  const wholes = flows.filter(
    (one, at) => one.parts === undefined && at === flows.findIndex((other) => isSameFigure(one, other)),
  );
  return wholes.flatMap((whole): Contradiction[] => {
    const inner = flows.filter(
      (one) =>
        one.line === whole.line &&
        one.measure === whole.measure &&
        one.period !== whole.period &&
        includesPeriod(whole.period, one.period),
    );
    const parts = withoutParts(inner);
    const value = sumOf(parts);
    const tolerance = toleranceOf(
      whole.measure,
      [whole, ...parts].map(({ unit }) => unit),
    );
    if (value - whole.value <= tolerance) return [];
    const against = { value, source: parts[0]?.source ?? whole.source, place: asSum(parts) };
    return [{ rule: "parts-above-whole", ...about(whole), stated: toEvidence(whole), against }];
  });
}

function isSameFigure(one: StatedFigure, other: StatedFigure): boolean {
  return one.line === other.line && one.measure === other.measure && one.period === other.period;
}

/** What can't be more than what. */
const BOUNDS: readonly (readonly [Measure, Measure])[] = [
  ["budget-spent", "budget-set"],
  ["hires", "participants"],
];

function aboveBound(figures: readonly StatedFigure[]): Contradiction[] {
  return BOUNDS.flatMap(([part, whole]) => {
    const parts = figures.filter(({ measure }) => measure === part);
    return parts
      .filter((one, at) => at === parts.findIndex((other) => isSameFigure(one, other)))
      .flatMap((one): Contradiction[] => {
        const bounds = figures.filter(
          ({ measure, line, period }) => measure === whole && line === one.line && period === one.period,
        );
        const bound = bounds.find(({ source }) => source === one.source) ?? bounds[0];
        if (bound === undefined || one.value - bound.value <= toleranceOf(part, [one.unit, bound.unit])) return [];
        return [{ rule: "above-its-bound", ...about(one), stated: toEvidence(one), against: toEvidence(bound) }];
      });
  });
}
