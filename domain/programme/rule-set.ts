import * as z from "zod";
import { readinessAreas, readinessPoints } from "../cases/case-step.ts";
import { roundUpToTenWon } from "../model/pay.ts";
import {
  area,
  insurances,
  opaqueId,
  openingKinds,
  plainDate,
  retirementStages,
  revision,
  taxonomyCode,
} from "../model/primitives.ts";
import { freeText } from "../model/text.ts";
import { type Refusal, refusal } from "../refusal.ts";
import type { Taxonomy } from "../taxonomy/taxonomy.ts";
import { legalBases, legalBasisCodes } from "./legal-basis.ts";

const ageInYears = z.int().min(0).max(120);

/** A name in both languages of the service. */
const named = z.strictObject({ ko: freeText(100), en: freeText(100) });

/** A day of every year, `MM-DD`; 29 February would be missing in three years of four. */
const monthDay = z
  .string()
  .regex(
    /^(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8]))$/,
    "is no day of every year (MM-DD)",
  );

/** The day on which ages count: that of matching, one day for all, or the first day of the cohort that an opening belongs to. */
export const ageReference = z.discriminatedUnion("on", [
  z.strictObject({ on: z.literal("matching-day") }),
  z.strictObject({ on: z.literal("day"), day: plainDate }),
  z.strictObject({ on: z.literal("cohort-start") }),
]);

/** What the parts of a programme are: six fields, three levels, the steps of a chain, courses, kinds of event. */
export const partSorts = ["field", "level", "step", "course", "event", "service"] as const;

/** Who runs it: handed to another body (위탁), together with one (협력), or the public body itself (직영). */
export const deliveryModes = ["commissioned", "cooperative", "direct"] as const;

/** Fields of 서울런4050: 직업역량, 일자리, 디지털, 생애설계·노후준비. */
export const umbrellaFields = ["skills", "jobs", "digital", "life-design"] as const;

/** Stages of a case, in the order in which none can be left out. */
export const caseStages = ["diagnosis", "consulting", "placement"] as const;
export type CaseStage = (typeof caseStages)[number];

const part = z.strictObject({
  partId: opaqueId,
  sort: z.enum(partSorts),
  name: named,
  /** What its openings are; without it, any kind of the programme. */
  kind: z.enum(openingKinds).optional(),
  /** Its openings are online, so that no distance is ever in anybody's way. */
  online: z.boolean().optional(),
  /** Certificates that it leads to. */
  certificates: z.array(taxonomyCode).min(1).max(10).optional(),
  /** Whoever takes part in it is counted by itself, and not among the programme's participants. */
  countsApart: z.boolean().optional(),
  /** The part that comes before this one in a chain. */
  after: opaqueId.optional(),
});

const course = z.strictObject({
  courseId: opaqueId,
  name: named,
  /** Days that it takes; one where it doesn't say. */
  days: z.int().min(1).max(365).optional(),
});

/**
 * The rules of a public programme from one day on, until the next rule set of the same programme. What is left out is not restricted: the
 * rules say what is asked, and ask nothing else.
 */
export const ruleSet = z
  .strictObject({
    programmeId: opaqueId,
    /** First day on which these rules are gone by. */
    validFrom: plainDate,
    /** Counts the versions of the rules of this day: the highest is the one that holds. */
    revision,
    name: named,
    kinds: z.array(z.enum(openingKinds)).min(1).max(openingKinds.length),
    /** 만 나이 in full years, both ends included. A `job` is never restricted by age, whatever stands here (고령자고용법 4조의4). */
    age: z.strictObject({ min: ageInYears.optional(), max: ageInYears.optional(), reference: ageReference }).optional(),
    /** Where one must live: a 시도 by two digits or a 시군구. Without it, anywhere. */
    residence: area.optional(),
    hoursPerMonthMax: z.int().min(1).max(365).optional(),
    /** Rate and most pay by calendar year; a year that isn't listed goes by the last one before it. Printed pay is rounded up to ten won. */
    pay: z
      .array(
        z.strictObject({
          year: z.int().min(2000).max(2199),
          krwPerHour: z.int().min(0).max(1_000_000).optional(),
          krwPerMonthMax: z.int().min(0).max(100_000_000).optional(),
        }),
      )
      .min(1)
      .max(50)
      .optional(),
    /** What whoever takes part must be insured by. */
    insurance: z.array(z.enum(insurances)).min(1).optional(),
    /** Competencies that every opening must ask for. */
    competencies: z.array(taxonomyCode).min(1).max(10).optional(),
    /**
     * Courses of the activity. Those before its start are a condition: whoever hasn't completed one of them is told to, and is no match any more as soon as
     * too few days are left to the opening's first day for it.
     */
    courses: z.strictObject({ beforeStart: z.array(course).max(20), during: z.array(course).max(20) }).optional(),
    /** Times of the year within which cohorts start and end. */
    cohorts: z
      .array(z.strictObject({ name: named, from: monthDay, to: monthDay }))
      .min(1)
      .max(24)
      .optional(),
    yearlyQuota: z
      .strictObject({
        places: z.int().min(1).max(1_000_000),
        /** The day on which the last place went: nobody is told after it. */
        reachedOn: plainDate.optional(),
      })
      .optional(),
    /** Programmes that nobody can take part in at the same time. Its own id says that one can't take part twice. */
    excludes: z.array(opaqueId).max(20).optional(),
    retirementStage: z.enum(retirementStages).optional(),
    /** How one applies: straight away, or after asking a center. */
    apply: z.strictObject({ flow: z.enum(["direct", "contact-first"]), center: opaqueId.optional() }),
    /** Who owns the programme from which day on, in order of days. All that ever did stay listed. */
    owners: z
      .array(z.strictObject({ owner: opaqueId, from: plainDate, name: named }))
      .min(1)
      .max(20),
    /**
     * Who may post its openings: the body that owns it on that day, or anybody, as with placements that firms offer. Without it, anybody who didn't own
     * it before, nor will later.
     */
    offeredBy: z.enum(["owner", "anybody"]).optional(),
    /** Last day on which somebody is told of it. */
    sunset: plainDate.optional(),
    parts: z.array(part).min(1).max(100).optional(),
    /** Places that are taken up for a time, by the site that has them, and for how many years at most. */
    seats: z
      .strictObject({
        yearsMax: z.int().min(1).max(50),
        sites: z.array(z.strictObject({ site: opaqueId, name: named, places: z.int().min(1).max(100_000) })).min(1),
      })
      .optional(),
    /** A case that is led for the applicant, or for applicant and employer alike, through all of its stages. */
    cases: z
      .strictObject({
        sides: z
          .array(z.enum(["applicant", "employer"]))
          .min(1)
          .max(2),
        stages: z.array(z.enum(caseStages)).min(1).max(caseStages.length),
        /** What people of the city have in each area of the self-diagnosis, on average. */
        cityAverages: z
          .array(z.strictObject({ area: z.enum(readinessAreas), points: readinessPoints }))
          .min(1)
          .max(readinessAreas.length)
          .optional(),
      })
      .optional(),
    /** Bodies that people are sent on to, with their consent. */
    referrals: z
      .array(z.strictObject({ body: opaqueId, name: named, matter: named }))
      .max(20)
      .optional(),
    delivery: z.array(z.enum(deliveryModes)).min(1).max(deliveryModes.length).optional(),
    /** What taking part costs, in won; 0 is free. */
    feeKrw: z.int().min(0).max(100_000_000).optional(),
    /** The programme that it is a part of, and the field of that one that it stands in: tags, which nothing depends on. */
    umbrella: z.strictObject({ umbrellaId: opaqueId, field: z.enum(umbrellaFields).optional() }).optional(),
    legalBasis: z.array(z.enum(legalBasisCodes)).min(1).max(legalBasisCodes.length),
  })
  .superRefine((value, context) => {
    const refuse = (path: (string | number)[], message: string, code?: string) =>
      context.addIssue({ code: "custom", path, message, ...(code === undefined ? {} : { params: { code } }) });
    const { age, cohorts, owners, parts, sunset, pay } = value;
    if (age !== undefined) {
      if (age.min === undefined && age.max === undefined) refuse(["age"], "names neither a least nor a greatest age");
      if (age.min !== undefined && age.max !== undefined && age.min > age.max) refuse(["age", "max"], "is below min");
      if (age.reference.on === "cohort-start" && cohorts === undefined) {
        refuse(["age", "reference"], "needs cohorts to count ages from");
      }
      if (!value.legalBasis.some((code) => legalBases[code].allowsAge)) {
        refuse(
          ["legalBasis"],
          "names nothing that a condition on age can rest on",
          "AGE_CONDITION_WITHOUT_LEGAL_BASIS",
        );
      }
      if (value.kinds.every((kind) => kind === "job")) {
        refuse(["age"], "a job may not carry an age condition (고령자고용법 4조의4)", "AGE_CONDITION_ON_JOB");
      }
    }
    for (const [at, { from, to }] of (cohorts ?? []).entries()) {
      if (to < from) refuse(["cohorts", at, "to"], "is before from", "DATES_OUT_OF_ORDER");
    }
    for (const [at, { from }] of owners.entries()) {
      const before = owners[at - 1]?.from;
      if (before !== undefined && from <= before)
        refuse(["owners", at, "from"], "is not after the owner before", "DATES_OUT_OF_ORDER");
    }
    if (sunset !== undefined && sunset < value.validFrom)
      refuse(["sunset"], "is before validFrom", "DATES_OUT_OF_ORDER");
    for (const [at, { year }] of (pay ?? []).entries()) {
      const before = pay?.[at - 1]?.year;
      if (before !== undefined && year <= before) refuse(["pay", at, "year"], "is not after the year before");
    }
    const known = new Set<string>();
    for (const [at, { partId, after, kind }] of (parts ?? []).entries()) {
      if (known.has(partId)) refuse(["parts", at, "partId"], "is listed twice");
      if (after !== undefined && !known.has(after)) refuse(["parts", at, "after"], "is no part listed before");
      if (kind !== undefined && !value.kinds.includes(kind)) refuse(["parts", at, "kind"], "is none of the kinds");
      known.add(partId);
    }
  });
export type RuleSet = z.infer<typeof ruleSet>;

/** The first code of a rule set that the taxonomy doesn't know. */
export function findUnknownRuleCode(
  { competencies = [], parts = [] }: RuleSet,
  taxonomy: Taxonomy,
): Refusal | undefined {
  const unknown = competencies.findIndex((code) => taxonomy.competencyByCode(code) === undefined);
  if (unknown !== -1) return refusal("UNKNOWN_COMPETENCY", `/rules/competencies/${unknown}`, "is not in the taxonomy");
  for (const [at, { certificates = [] }] of parts.entries()) {
    const place = certificates.findIndex((code) => taxonomy.certificateByCode(code) === undefined);
    const path = `/rules/parts/${at}/certificates/${place}`;
    if (place !== -1) return refusal("UNKNOWN_CERTIFICATE", path, "is not in the taxonomy");
  }
  return undefined;
}

/** A rule set from the JSON that is kept of it. It was checked when it came, so it isn't again: what was kept stays readable. */
export function toRuleSet(body: string): RuleSet {
  return JSON.parse(body) as RuleSet;
}

/** The rule set that a day goes by: the last one that is valid from it or from a day before. Days as `YYYY-MM-DD`. */
export function rulesOn<T extends Pick<RuleSet, "validFrom">>(ruleSets: readonly T[], day: string): T | undefined {
  let found: T | undefined;
  for (const one of ruleSets) {
    if (one.validFrom <= day && (found === undefined || one.validFrom > found.validFrom)) found = one;
  }
  return found;
}

/** Who owns a programme on a day, or undefined before the first owner. */
export function ownerOn({ owners }: Pick<RuleSet, "owners">, day: string): string | undefined {
  return owners.findLast(({ from }) => from <= day)?.owner;
}

/** What rules ask, in short and in figures: `40–67`, `residence 11`, `57 h`, … */
export function ruleFieldsOf(rules: RuleSet): readonly string[] {
  const { age, residence, hoursPerMonthMax, pay, sunset, apply } = rules;
  const latest = pay?.at(-1);
  return [
    ...(age === undefined ? [] : [`${age.min ?? ""}–${age.max ?? ""}`]),
    ...(residence === undefined ? [] : [`residence ${residence}`]),
    ...(hoursPerMonthMax === undefined ? [] : [`${hoursPerMonthMax} h a month`]),
    ...(latest?.krwPerMonthMax === undefined
      ? []
      : [`${roundUpToTenWon(latest.krwPerMonthMax)} won a month (${latest.year})`]),
    ...(apply.flow === "contact-first" ? ["contact first"] : []),
    ...(sunset === undefined ? [] : [`until ${sunset}`]),
  ];
}
