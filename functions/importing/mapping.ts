import * as z from "zod";

/**
 * A mapping says which column of a file gives which field of ours, and how. It is data: a JSON file, or one of the two built in.
 *
 *     { "version": 1, "of": "postings", "name": "my-board",
 *       "fields": [
 *         { "to": "title", "as": "text", "column": "Title" },
 *         { "to": "baseSalary", "as": "pay", "column": "Pay", "unitColumn": "Per", "units": { "hour": "HOUR" } },
 *         { "to": "requirements", "as": "experience", "column": "Years", "months": { "none": null, "1 year": 12 } }
 *       ],
 *       "ignore": ["Remarks"] }
 *
 * `as` names the converter: see each below. A cell that is empty is unknown. A converter that can't read a cell refuses the row.
 */

const column = z.string().trim().min(1);
const from = {
  column,
  /** A file without this column will do. */
  optional: z.boolean().optional(),
};

/** Cell texts and what they mean; `null` means unknown. A text that isn't listed refuses the row. */
const meanings = <T extends z.ZodType>(value: T) => z.record(z.string(), z.union([value, z.null()]));

const nameOf = z.enum(["competency", "certificate", "occupation"]);
const separator = z.string().min(1);
const importance = z.enum(["must", "should", "nice"]);
const unit = z.enum(["HOUR", "DAY", "MONTH", "YEAR"]);

/** Where a value can go, in postings: the opening's own fields. */
export const postingTargets = [
  "openingId",
  "employerId",
  "employerName",
  "programmeId",
  "kind",
  "title",
  "description",
  "occupation",
  "place.mode",
  "place.district",
  "baseSalary",
  "workHours.perWeek",
  "workHours.perMonth",
  "shifts",
  "employmentType",
  "requirements",
  "eligibility.ageMin",
  "eligibility.ageMax",
  "eligibility.residence",
  "eligibility.legalBasis",
  "totalJobOpenings",
  "datePosted",
  "validFrom",
  "validThrough",
  "source.name",
  "source.url",
] as const;

/** Where a value can go, in profiles: the applicant's own fields. */
export const applicantTargets = [
  "applicantId",
  "language",
  "birthDate",
  "residence",
  "competencies",
  "certificates",
  "experience",
  "languages",
  "education",
  "preferences.kinds",
  "preferences.occupations",
  "preferences.districts",
  "preferences.commuteMinutesMax",
  "preferences.payMin",
  "preferences.hoursPerWeekMin",
  "preferences.hoursPerWeekMax",
  "preferences.shifts",
  "preferences.employmentTypes",
  "consent.alerts",
  "consent.employers",
  "consent.center",
] as const;

function fieldsTo<const T extends readonly [string, ...string[]]>(targets: T) {
  const to = z.enum(targets);
  return z.discriminatedUnion("as", [
    /** The same value in every row. */
    z.strictObject({ to, as: z.literal("constant"), value: z.union([z.string(), z.number(), z.boolean()]) }),
    z.strictObject({ to, as: z.literal("text"), ...from }),
    /** Digits; thousands may be parted by commas. */
    z.strictObject({ to, as: z.literal("whole-number"), ...from }),
    /** `2026-11-21`, `2026.11.21`, `2026/11/21` or `20261121`. */
    z.strictObject({ to, as: z.literal("date"), ...from }),
    z.strictObject({
      to,
      as: z.literal("choice"),
      ...from,
      choices: meanings(z.union([z.string(), z.number(), z.boolean()])),
    }),
    /** Several texts in one cell; with `choices`, each is looked up. */
    z.strictObject({
      to,
      as: z.literal("list"),
      ...from,
      separator: separator.default(";"),
      choices: z.record(z.string(), z.string()).optional(),
      names: nameOf.optional(),
    }),
    /**
     * Several pairs in one cell, `coffee-brewing:3;customer-service:2`: the two halves become fields of these names. With `names`, the first
     * half may be a name as well as a code, and one that no code can be told for is left out and reported; so with lists.
     */
    z.strictObject({
      to,
      as: z.literal("pairs"),
      ...from,
      separator: separator.default(";"),
      keys: z.tuple([z.string().min(1), z.string().min(1)]),
      names: nameOf.optional(),
    }),
    /** An amount; its unit is fixed or stands in another column. */
    z.strictObject({
      to,
      as: z.literal("pay"),
      ...from,
      unit: unit.optional(),
      unitColumn: column.optional(),
      units: z.record(z.string(), unit).optional(),
    }),
    /** A five-digit code, or an address that begins with 시도 and 시군구. An address that names no district leaves it unknown. */
    z.strictObject({ to, as: z.literal("district"), ...from }),
    /** A name of an occupation, or its code: the code where it can be told, and the name as it stood. */
    z.strictObject({ to, as: z.literal("occupation"), ...from }),
    /** An id as it stands. */
    z.strictObject({ to, as: z.literal("id"), ...from }),
    /** An id made of a text by hashing. The same text gives the same id; a text that can be guessed can be found again. */
    z.strictObject({ to, as: z.literal("hashed-id"), ...from, prefix: z.string().regex(/^[a-z][a-z-]{0,20}$/) }),
    /** Names or codes of certificates as requirements; of grades of one certificate, the lowest is asked for. */
    z.strictObject({ to, as: z.literal("certificates"), ...from, separator, importance: importance.default("must") }),
    /** Experience as a requirement: texts and the months they mean, or a number of months. */
    z.strictObject({
      to,
      as: z.literal("experience"),
      ...from,
      months: meanings(z.int().min(1).max(600)).optional(),
      importance: importance.default("must"),
    }),
    /** Education as a requirement: texts and the level they mean. */
    z.strictObject({
      to,
      as: z.literal("education"),
      ...from,
      levels: meanings(z.string()),
      importance: importance.default("must"),
    }),
    /** Competencies as requirements: `coffee-brewing:3;응대:2`, codes or names and levels. A name without a code stays a name. */
    z.strictObject({
      to,
      as: z.literal("competencies"),
      ...from,
      separator: separator.default(";"),
      importance: importance.default("should"),
    }),
  ]);
}

const head = {
  version: z.literal(1),
  /** For messages. */
  name: z.string().min(1).max(60),
  /** Columns that are known and of no use to us. All others that aren't used are reported. */
  ignore: z.array(column).default([]),
};

export const postingMapping = z.strictObject({
  ...head,
  of: z.literal("postings"),
  fields: z.array(fieldsTo(postingTargets)).min(1),
});
export const applicantMapping = z.strictObject({
  ...head,
  of: z.literal("applicants"),
  fields: z.array(fieldsTo(applicantTargets)).min(1),
});
export const mapping = z.discriminatedUnion("of", [postingMapping, applicantMapping]).superRefine((value, context) => {
  for (const [index, field] of value.fields.entries()) {
    if (field.as !== "pay") continue;
    const hasUnit = field.unit !== undefined || (field.unitColumn !== undefined && field.units !== undefined);
    if (!hasUnit) {
      context.addIssue({
        code: "custom",
        path: ["fields", index],
        message: "pay needs `unit`, or `unitColumn` and `units`",
      });
    }
  }
});

export type Mapping = z.output<typeof mapping>;
export type MappingInput = z.input<typeof mapping>;
export type Field = Mapping["fields"][number];

/** Columns that a field reads. */
export function columnsOf(field: Field): readonly string[] {
  if (field.as === "constant") return [];
  const unitColumn = field.as === "pay" ? field.unitColumn : undefined;
  return unitColumn === undefined ? [field.column] : [field.column, unitColumn];
}

/** How a mapping stands to a file's header: columns it needs and misses, and columns that nobody uses. */
export interface HeaderFit {
  readonly missing: readonly string[];
  readonly unused: readonly string[];
}

export function fitHeader(value: Mapping, header: readonly string[]): HeaderFit {
  const needed = value.fields.flatMap((field) =>
    field.as === "constant" || field.optional === true ? [] : columnsOf(field),
  );
  const known = new Set([...value.fields.flatMap(columnsOf), ...value.ignore]);
  return {
    missing: [...new Set(needed)].filter((name) => !header.includes(name)),
    unused: header.filter((name) => !known.has(name)),
  };
}
