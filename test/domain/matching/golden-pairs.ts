import type { Applicant } from "../../../domain/model/applicant.ts";
import type { Opening } from "../../../domain/model/opening.ts";
import type { Requirement } from "../../../domain/model/requirement.ts";
import { builtInTaxonomy } from "../../../domain/taxonomy/built-in.ts";
import type { RelationKind } from "../../../domain/taxonomy/relatedness.ts";
import type { Taxonomy } from "../../../domain/taxonomy/taxonomy.ts";
import { aBareJob, aStranger, competencyNumber } from "../../fixtures/facts.ts";

/** Relatedness in these pairs, so that no tuning of the taxonomy changes what they say. */
const RELATED: readonly (readonly [string, string, number, RelationKind])[] = [
  ["companionship", "safety-check-visits", 6_500, "used-together"],
  ["machine-sewing", "garment-alteration", 3_000, "used-by-siblings"],
  ["van-driving", "bus-driving", 7_000, "same-kind"],
];

const relations = new Map(
  RELATED.flatMap(([a, b, bp, kind]) => {
    const [one, two] = [competencyNumber(a), competencyNumber(b)];
    return [
      [`${one} ${two}`, { bp, kind }],
      [`${two} ${one}`, { bp, kind }],
    ] as const;
  }),
);

/** The built-in names with relations, nearness and typical competencies held still. */
export const goldenTaxonomy: Taxonomy = {
  ...builtInTaxonomy,
  rarity: () => 4,
  relatedness: (a, b) => (a === b ? 10_000 : (relations.get(`${a} ${b}`)?.bp ?? 0)),
  relatedBy: (a, b) => relations.get(`${a} ${b}`)?.kind,
  occupationProximity: (a, b) => (a === b ? 10_000 : a.slice(0, 3) === b.slice(0, 3) ? 6_000 : 0),
  typicalCompetencies: (code) =>
    code === "0299"
      ? {
          from: "occupation",
          competencies: [
            ["document-drafting", 3, "essential"],
            ["word-processing", 3, "essential"],
            ["telephone-handling", 2, "optional"],
          ],
        }
      : undefined,
};

export interface GoldenPair {
  readonly name: string;
  readonly opening: Opening;
  readonly applicant: Applicant;
}

type Importance = Requirement["importance"];

const asks = {
  competency: (competency: string, level: number, importance: Importance = "should"): Requirement => ({
    on: "competency",
    importance,
    competency,
    level,
  }),
  certificate: (certificate: string, importance: Importance = "should"): Requirement => ({
    on: "certificate",
    importance,
    certificate,
  }),
};

const can = (...competencies: (readonly [competency: string, level: number])[]) =>
  competencies.map(([competency, level]) => ({ competency, level }));

const BASIS = { legalBasis: "seoul-second-life" } as const;

/** Pairs of every kind of opening, of what fits, what is missing, what rules out and what has to be asked. */
export const goldenPairs: readonly GoldenPair[] = [
  {
    name: "a barista for a café",
    opening: aBareJob({
      occupation: { code: "5317" },
      place: { mode: "onsite", district: "11440" },
      baseSalary: { krw: 11_500, unit: "HOUR" },
      workHours: { perWeek: 20 },
      shifts: ["weekday-day"],
      requirements: [
        asks.competency("espresso-extraction", 3, "must"),
        asks.competency("customer-service", 2, "nice"),
        asks.competency("milk-steaming", 3),
        asks.certificate("barista-2"),
      ],
    }),
    applicant: aStranger({
      competencies: can(["espresso-extraction", 4], ["milk-steaming", 3], ["customer-service", 3]),
      certificates: ["barista-2"],
      experience: [{ occupation: "5317", months: 26 }],
      preferences: { districts: ["11440"], hoursPerWeekMax: 25, shifts: ["weekday-day"] },
    }),
  },
  {
    name: "a care worker whose certificate of a must is held",
    opening: aBareJob({
      occupation: { code: "5501" },
      place: { mode: "onsite", district: "11500" },
      baseSalary: { krw: 2_650_000, unit: "MONTH" },
      requirements: [
        asks.certificate("care-worker", "must"),
        asks.competency("dementia-care", 3),
        asks.competency("bed-bath-assistance", 3),
      ],
    }),
    applicant: aStranger({
      competencies: can(["dementia-care", 2], ["bed-bath-assistance", 2]),
      certificates: ["care-worker"],
      experience: [
        { occupation: "5501", months: 8 },
        { occupation: "5501", months: 10 },
      ],
      preferences: { districts: ["11470"], commuteMinutesMax: 40 },
    }),
  },
  {
    name: "a civic role with conditions of which nothing is known",
    opening: aBareJob({
      kind: "civic-role",
      place: { mode: "onsite", district: "11320" },
      baseSalary: { krw: 9_620, unit: "HOUR" },
      workHours: { perMonth: 57 },
      requirements: [asks.competency("safety-check-visits", 2)],
      eligibility: { ageMin: 40, ageMax: 67, residence: "11", ...BASIS },
    }),
    applicant: aStranger({
      competencies: can(["companionship", 3]),
      preferences: { kinds: ["civic-role"], districts: ["11320"] },
    }),
  },
  {
    name: "an internship that says only what occupation it is",
    opening: aBareJob({
      kind: "internship",
      occupation: { code: "0299" },
      place: { mode: "blended", district: "11380" },
      baseSalary: { krw: 11_157, unit: "HOUR" },
      workHours: { perMonth: 57 },
      requirements: [],
    }),
    applicant: aStranger({
      residence: "11380",
      competencies: can(["document-drafting", 4], ["word-processing", 3], ["home-organising", 2], ["planting", 2]),
      preferences: { occupations: ["0299"] },
    }),
  },
  {
    name: "an online course that asks for nothing",
    opening: aBareJob({ kind: "training", place: { mode: "online" }, shifts: ["weekday-evening", "weekend"] }),
    applicant: aStranger({ preferences: { shifts: ["weekday-evening", "weekend"] } }),
  },
  {
    name: "unpaid volunteering",
    opening: aBareJob({
      kind: "volunteer",
      place: { mode: "onsite", district: "11680" },
      baseSalary: { krw: 0, unit: "HOUR" },
      requirements: [asks.competency("companionship", 1)],
    }),
    applicant: aStranger({
      residence: "11680",
      competencies: can(["companionship", 3]),
      preferences: { kinds: ["volunteer"] },
    }),
  },
  {
    name: "mentoring for which a language has to be asked about",
    opening: aBareJob({
      kind: "mentoring",
      place: { mode: "online" },
      requirements: [
        { on: "language", importance: "must", language: "en", level: "B2" },
        asks.competency("lecturing", 3),
      ],
    }),
    applicant: aStranger({ competencies: can(["lecturing", 4]) }),
  },
  {
    name: "a job fair near home",
    opening: aBareJob({ kind: "job-fair", place: { mode: "onsite", district: "11560" } }),
    applicant: aStranger({ residence: "11440" }),
  },
  {
    name: "start-up support in the wanted line, with school and months to be asked about",
    opening: aBareJob({
      kind: "startup-support",
      occupation: { code: "5317" },
      place: { mode: "onsite", district: "11440" },
      requirements: [
        { on: "education", importance: "must", level: "high" },
        { on: "experience", importance: "must", months: 30 },
      ],
    }),
    applicant: aStranger({ preferences: { occupations: ["5317"], districts: ["11440"] } }),
  },
  {
    name: "counselling of which nothing is known and nothing said",
    opening: aBareJob({ kind: "counselling" }),
    applicant: aStranger(),
  },
  {
    name: "a driver of many years, whose higher licence serves",
    opening: aBareJob({
      occupation: { code: "6222" },
      place: { mode: "onsite", district: "11350" },
      baseSalary: { krw: 38_400_000, unit: "YEAR" },
      requirements: [
        asks.certificate("driving-1-ordinary", "must"),
        asks.competency("bus-driving", 3),
        { on: "experience", importance: "should", months: 36 },
      ],
    }),
    applicant: aStranger({
      competencies: can(["van-driving", 4]),
      certificates: ["driving-1-large"],
      experience: [{ occupation: "6229", months: 410 }],
      preferences: { districts: ["11350"], payMin: { krw: 3_000_000, unit: "MONTH" } },
    }),
  },
  {
    name: "a guard with knowledge and a course",
    opening: aBareJob({
      occupation: { code: "5413" },
      place: { mode: "onsite", district: "11140" },
      baseSalary: { krw: 96_000, unit: "DAY" },
      shifts: ["night"],
      requirements: [
        asks.certificate("security-guard-training", "must"),
        asks.competency("security-law-knowledge", 2),
        asks.competency("patrol", 2),
      ],
    }),
    applicant: aStranger({
      competencies: can(["security-law-knowledge", 3], ["patrol", 3]),
      certificates: ["security-guard-training"],
      preferences: { districts: ["11140"], shifts: ["night", "weekday-day"] },
    }),
  },
  {
    name: "a seamstress whose skill has to do with what is asked for, and a certificate that would help",
    opening: aBareJob({
      occupation: { code: "8634" },
      place: { mode: "onsite", district: "11230" },
      requirements: [asks.competency("garment-alteration", 3), asks.certificate("dressmaking-craftsman")],
    }),
    applicant: aStranger({
      competencies: can(["machine-sewing", 3]),
      certificates: [],
      experience: [{ occupation: "8632", months: 12 }],
      preferences: { districts: ["11260"], commuteMinutesMax: 60 },
    }),
  },
  {
    name: "somebody too far away, for too little pay and too many hours",
    opening: aBareJob({
      occupation: { code: "5611" },
      place: { mode: "onsite", district: "11680" },
      baseSalary: { krw: 10_400, unit: "HOUR" },
      workHours: { perWeek: 40 },
    }),
    applicant: aStranger({
      preferences: {
        districts: ["11320"],
        commuteMinutesMax: 30,
        payMin: { krw: 12_000, unit: "HOUR" },
        hoursPerWeekMax: 20,
      },
    }),
  },
  {
    name: "somebody without the certificate of a must",
    opening: aBareJob({
      occupation: { code: "5501" },
      place: { mode: "onsite", district: "11500" },
      requirements: [asks.certificate("care-worker", "must"), asks.competency("companionship", 2)],
    }),
    applicant: aStranger({
      competencies: can(["companionship", 3]),
      certificates: [],
      preferences: { districts: ["11500"] },
    }),
  },
  {
    name: "somebody who fails four musts of other sorts",
    opening: aBareJob({
      occupation: { code: "0281" },
      place: { mode: "online" },
      requirements: [
        asks.competency("trade-documents", 4, "must"),
        { on: "language", importance: "must", language: "zh", level: "C1" },
        { on: "education", importance: "must", level: "bachelor" },
        { on: "experience", importance: "must", occupation: "0281", months: 60 },
      ],
    }),
    applicant: aStranger({
      competencies: can(["trade-documents", 1]),
      languages: [{ language: "zh", level: "A2" }],
      education: "high",
      experience: [{ occupation: "0281", months: 20 }],
    }),
  },
  {
    name: "somebody outside a programme's conditions",
    opening: aBareJob({
      kind: "internship",
      place: { mode: "onsite", district: "11620" },
      eligibility: { ageMin: 40, ageMax: 64, residence: "11", ...BASIS },
      requirements: [asks.competency("document-drafting", 2)],
    }),
    applicant: aStranger({
      birthDate: "1999-03-02",
      residence: "41135",
      competencies: can(["document-drafting", 3]),
      preferences: { districts: ["11620"] },
    }),
  },
  {
    name: "questions about a certificate known by name alone, a competency and a certificate",
    opening: aBareJob({
      place: { mode: "onsite", district: "11710" },
      baseSalary: { krw: 2_300_000, unit: "MONTH" },
      requirements: [
        { on: "named-certificate", importance: "must", name: "승강기안전관리자" },
        asks.competency("cctv-monitoring", 2, "must"),
        asks.certificate("security-instructor", "must"),
      ],
    }),
    applicant: aStranger({ preferences: { districts: ["11710"] } }),
  },
  {
    name: "a kind, times and a type of work that are not wanted",
    opening: aBareJob({
      place: { mode: "onsite", district: "11305" },
      shifts: ["night", "weekend"],
      employmentType: "PART_TIME",
    }),
    applicant: aStranger({
      preferences: {
        kinds: ["training"],
        districts: ["11305"],
        shifts: ["weekday-day"],
        employmentTypes: ["FULL_TIME"],
      },
    }),
  },
  {
    name: "an opening that has closed, outside Seoul and of unknown reach",
    opening: aBareJob({ place: { mode: "onsite", district: "26110" }, validThrough: "2026-11-20" }),
    applicant: aStranger({ residence: "11440" }),
  },
  {
    name: "somebody who can do nothing of what is asked for, in a town nearby",
    opening: aBareJob({
      occupation: { code: "6211" },
      place: { mode: "onsite", district: "41135" },
      requirements: [asks.competency("drone-piloting", 3)],
    }),
    applicant: aStranger({
      competencies: can(["home-organising", 3]),
      preferences: { districts: ["41130"], occupations: ["6211"] },
    }),
  },
  {
    name: "a tutor half of whose skills are used",
    opening: aBareJob({
      kind: "civic-role",
      occupation: { code: "2143" },
      place: { mode: "onsite", district: "11260" },
      requirements: [
        asks.competency("smartphone-teaching", 3),
        asks.competency("kiosk-guidance", 2),
        { on: "language", importance: "should", language: "en", level: "A2" },
      ],
    }),
    applicant: aStranger({
      competencies: can(["smartphone-teaching", 4], ["garment-alteration", 3]),
      languages: [],
      preferences: { districts: ["11260"], occupations: ["2149"] },
    }),
  },
];
