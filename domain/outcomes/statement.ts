import * as z from "zod";
import { opaqueId, revision } from "../model/primitives.ts";
import { ledgerPeriod } from "./period.ts";

/**
 * What a figure counts. `actual` is what a target counts: participants of one programme, consultations of another. Budgets are in the unit of the source;
 * `budget-needed` is what was announced, `budget-set` what was granted, `budget-committed` what was contracted. Rates are in percent: `rate` of a target,
 * `completion` of the targets of a whole term, `budget-rate` of a budget, `share` of anything else. `demand` is how many people said in a survey that they want
 * to learn something: its line is the code of a competency or certificate, and it is a line of no account.
 */
export const measures = [
  "target",
  "actual",
  "participants",
  "certificates",
  "programmes",
  "hires",
  "surveys",
  "seats",
  "demand",
  "budget-needed",
  "budget-set",
  "budget-committed",
  "budget-spent",
  "budget-expected",
  "rate",
  "completion",
  "budget-rate",
  "share",
] as const;
export type Measure = (typeof measures)[number];

const RATES: ReadonlySet<Measure> = new Set(["rate", "completion", "budget-rate", "share"]);

export function isRate(measure: Measure): boolean {
  return RATES.has(measure);
}

export function isMoney(measure: Measure): boolean {
  return measure.startsWith("budget-") && !isRate(measure);
}

/** Figures of one statement, tables aside: a yearly report of a foundation has some hundred. */
const FIGURES_MAX = 200;
const TABLES_MAX = 10;
const ROWS_MAX = 30;
const COLUMNS_MAX = 13;

/** What reports print money in: won, thousands, millions, hundreds of millions. */
const UNITS_WON = [1, 1_000, 1_000_000, 100_000_000] as const;

/** Whole numbers up to 10¹²: the budget of a city in won has fourteen digits, in thousands of won eleven. */
const amount = z.number().min(0).max(1_000_000_000_000);

/** One figure as it was published or entered. */
export const figure = z
  .strictObject({
    /** By which totals and rates of the same statement speak of it. */
    id: opaqueId.optional(),
    /** Where in the source it stands: the same figure in two places is compared. */
    place: opaqueId,
    /** What it is a figure of: a programme's id, or a code for a line of the report. */
    line: opaqueId,
    measure: z.enum(measures),
    /** Within the statement's own period, which is meant without one. */
    period: ledgerPeriod.optional(),
    value: amount,
    /** Decimals that a rate is printed with, where they aren't seen from its value: 90.0 is the number 90. */
    decimals: z.int().min(0).max(4).optional(),
    /** The figures whose sum this is said to be. */
    parts: z.array(opaqueId).min(1).max(FIGURES_MAX).optional(),
    /** What a rate is the rate of: the sums of the figures named. Without it, actual and target (spent and set) of its line. */
    of: z
      .strictObject({
        part: z.array(opaqueId).min(1).max(FIGURES_MAX),
        whole: z.array(opaqueId).min(1).max(FIGURES_MAX),
      })
      .optional(),
  })
  .superRefine((value, context) => {
    const issue = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    if (!isRate(value.measure) && !Number.isInteger(value.value)) issue("value", "is not a whole number");
    if (!isRate(value.measure) && value.of !== undefined) issue("of", "belongs to a rate");
    if (isRate(value.measure) && value.parts !== undefined) issue("parts", "rates don't add up");
    if (value.measure === "share" && value.of === undefined) issue("of", "says what a share is of; it is missing");
  });
export type Figure = z.infer<typeof figure>;

/** The column of a table that says how much all periods come to. */
export const TOTAL_COLUMN = "total";

/** A table as it is printed, periods across. A cell without a figure is null: cells stand under the heading that they are printed under. */
export const figureTable = z
  .strictObject({
    place: opaqueId,
    columns: z
      .array(z.union([z.literal(TOTAL_COLUMN), ledgerPeriod]))
      .min(1)
      .max(COLUMNS_MAX),
    rows: z
      .array(
        z.strictObject({
          /** The total goes by this id, a cell by it, a hyphen and its period: `done-2022`. */
          id: opaqueId,
          line: opaqueId,
          measure: z.enum(measures),
          cells: z.array(z.int().min(0).max(1_000_000_000_000).nullable()).min(1).max(COLUMNS_MAX),
        }),
      )
      .min(1)
      .max(ROWS_MAX),
  })
  .superRefine(({ columns, rows }, context) => {
    const repeated = columns.findIndex((column, at) => columns.indexOf(column) !== at);
    if (repeated !== -1) {
      context.addIssue({ code: "custom", path: ["columns", repeated], message: "stands there twice" });
    }
    for (const [at, { cells, measure }] of rows.entries()) {
      const path = ["rows", at, "cells"];
      if (cells.length !== columns.length) {
        context.addIssue({ code: "custom", path, message: "has not as many cells as the table has columns" });
      }
      if (isRate(measure)) context.addIssue({ code: "custom", path, message: "rates don't add up over periods" });
    }
  });
export type FigureTable = z.infer<typeof figureTable>;

/**
 * Everything that one source says of one holder of an account: a center, or all of them (`all`), or a programme whoever runs it. `books` are the
 * holder's own, by which the account goes; a `report` is only compared.
 */
export const ledgerStatement = z
  .strictObject({
    center: opaqueId.optional(),
    programmeId: opaqueId.optional(),
    source: opaqueId,
    basis: z.enum(["books", "report"]),
    period: ledgerPeriod,
    /** Won that one of its sums of money stands for: 1,000 for a report in thousands. Without it, sums are taken for won, and rounded by somebody. */
    unit: z.literal(UNITS_WON).optional(),
    /** Counts the revisions of this source's statement for this period. A later one replaces the earlier one as a whole. */
    revision,
    figures: z.array(figure).max(FIGURES_MAX),
    tables: z.array(figureTable).max(TABLES_MAX).optional(),
  })
  .superRefine((statement, context) => {
    const { center, programmeId, figures, tables = [], unit = 1 } = statement;
    const issue = (path: (string | number)[], message: string) => context.addIssue({ code: "custom", path, message });
    if ((center === undefined) === (programmeId === undefined)) {
      issue(["center"], "a statement is of a center or of a programme, and of one of them");
    }
    const sums = [
      ...figures.map(({ measure, value }) => (isMoney(measure) ? value : 0)),
      ...tables.flatMap(({ rows }) => rows.flatMap(({ measure, cells }) => (isMoney(measure) ? cells : []))),
    ];
    if (sums.some((sum) => !Number.isSafeInteger((sum ?? 0) * unit))) issue(["unit"], "makes a sum too large to count");
    if (figures.length === 0 && tables.length === 0) issue(["figures"], "says nothing");
    const ids = idsOf(statement);
    const known = new Set(ids);
    const twice = ids.find((id, at) => ids.indexOf(id) !== at);
    if (twice !== undefined) issue(["figures"], "two figures go by one id");
    for (const [at, { parts = [], of }] of figures.entries()) {
      if (parts.some((id) => !known.has(id))) issue(["figures", at, "parts"], "names a figure that isn't there");
      for (const side of ["part", "whole"] as const) {
        if (of?.[side].some((id) => !known.has(id)))
          issue(["figures", at, "of", side], "names a figure that isn't there");
      }
    }
  });
export type LedgerStatement = z.infer<typeof ledgerStatement>;

/** The id of a table's cell. */
export function cellId(rowId: string, column: string): string {
  return column === TOTAL_COLUMN ? rowId : `${rowId}-${column}`;
}

function idsOf({
  figures,
  tables = [],
}: {
  figures: readonly Figure[];
  tables?: readonly FigureTable[] | undefined;
}): string[] {
  return [
    ...figures.flatMap(({ id }) => id ?? []),
    ...tables.flatMap(({ rows, columns }) => rows.flatMap(({ id }) => columns.map((column) => cellId(id, column)))),
  ];
}
