import {
  type ApplicantFacts,
  INFERRED_SOURCE,
  type OpeningFacts,
  type RequirementFacts,
} from "../../domain/matching/facts.ts";
import type { ApplicantStanding } from "../../domain/matching/standing.ts";
import { toDayNumber } from "../../domain/model/calendar.ts";
import { monthlyHours, type NormalisedPay, normalisePay } from "../../domain/model/pay.ts";
import {
  employmentTypes,
  type OpeningKind,
  openingKinds,
  type Pay,
  retirementStages,
  shifts,
} from "../../domain/model/primitives.ts";
import type { Importance } from "../../domain/model/requirement.ts";
import { builtInTaxonomy } from "../../domain/taxonomy/built-in.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import { Draws, Weighted } from "./draws.ts";
import {
  createWorld,
  drawCertificate,
  drawCompetencies,
  drawDistrict,
  drawLine,
  type World,
} from "./population-world.ts";

/**
 * A population of any size with the mix of real data, for measuring. Person n and opening n depend on the seed and on n alone: the first
 * thousand of a million are the thousand, and a million need no memory before they are used.
 *
 * What is common follows Zipf's law; what somebody can do hangs together with what they have worked as. Whatever people leave out of
 * profiles, and employers out of postings, is left out as often here. The shares below are set to what the engine's targets are stated for: of a
 * million people an average opening has some 25,000 within its hard constraints, and of these some 170 over the deployed threshold of 6,250. They
 * come to 26,700 and 215 (a second seed to 25,400 and 219; `npm run bench:engine` prints its own): rather too many than too few. To get there,
 * people differ as much as among thousands of competencies, though the taxonomy has five hundred: they hold fewer of their own line's, have
 * worked in lines farther apart and wish for others, and openings ask for higher levels.
 */
export interface Population {
  applicant(number: number): ApplicantFacts;
  opening(number: number): OpeningFacts;
  /** People from one number to below another. */
  applicants(from: number, to: number): Iterable<ApplicantFacts>;
  openings(from: number, to: number): Iterable<OpeningFacts>;
}

/** The day that the population stands at. */
export const POPULATION_DAY = toDayNumber("2026-11-21");

const APPLICANT_SORT = 2;
const OPENING_SORT = 3;

/** Least hourly pay by law in 2026 (고용노동부 고시). */
const MINIMUM_KRW_PER_HOUR = 10_320;

/** Levels 1 to 5 as people state them, and as openings ask for them, in twentieths. */
const HELD_LEVELS = new Weighted([4, 6, 6, 3, 1]);
const WANTED_LEVELS = new Weighted([2, 3, 6, 5, 4]);

/** Longest ways in minutes that people choose from. */
const COMMUTE_MINUTES = [30, 30, 30, 45, 45, 45, 45, 45, 60, 60, 60, 60, 60, 60, 90];

const WEEKLY_HOURS = [10, 12, 15, 15, 20, 20, 20, 24, 28, 30, 32, 35, 40, 40, 40, 40, 40, 40, 44, 48];
const WISHED_HOURS_MOST = [15, 20, 20, 25, 30, 35, 40, 40, 40, 40, 44, 52];

/** Of a hundred, how many leave a field out. */
const UNKNOWN_PERCENT = {
  birthDay: 2,
  residence: 4,
  competencies: 3,
  certificates: 15,
  experience: 4,
  languages: 60,
  education: 20,
  wantedKinds: 35,
  wantedOccupations: 5,
  wantedDistricts: 5,
  commuteMinutesMax: 15,
  payMin: 12,
  hoursMin: 65,
  hoursMax: 40,
  wantedShifts: 20,
  wantedEmploymentTypes: 25,
} as const;

const OPENING_KINDS = new Weighted([800, 60, 45, 20, 45, 6, 4, 14, 6]);

/** Few have told a center what programmes ask about. */
const STANDING_PERCENT = 2;
const PROGRAMMES = ["programme-1", "programme-2", "programme-3"] as const;

/** An opening without any place, or online, is met by everybody; of postings there are few such. */
const ONLINE_PERCENT = 0.4;
const PLACELESS_PERCENT = 0.2;

export function createPopulation(seed: number, taxonomy: Taxonomy = builtInTaxonomy): Population {
  const world = createWorld(seed, taxonomy);
  const draws = new Draws();
  const applicant = (number: number) => anApplicant(world, number, draws.restart(seed, APPLICANT_SORT, number));
  const opening = (number: number) => anOpening(world, number, draws.restart(seed, OPENING_SORT, number));
  return {
    applicant,
    opening,
    *applicants(from, to) {
      for (let number = from; number < to; number++) yield applicant(number);
    },
    *openings(from, to) {
      for (let number = from; number < to; number++) yield opening(number);
    },
  };
}

function bits<T>(all: readonly T[], percentOf: (value: T) => number, draws: Draws): number {
  return all.reduce((mask, value, index) => (draws.percent(percentOf(value)) ? mask | (1 << index) : mask), 0);
}

/** A skewed number from 0 to below 1: a quarter on average. */
function skewed(draws: Draws): number {
  const unit = draws.unit();
  return unit * unit * unit;
}

function anApplicant(world: World, number: number, draws: Draws): ApplicantFacts {
  const line = drawLine(world, draws);
  const known = <T>(field: keyof typeof UNKNOWN_PERCENT, draw: () => T): T | undefined =>
    draws.percent(UNKNOWN_PERCENT[field]) ? undefined : draw();
  const home = drawDistrict(world, draws);
  const hoursMax = known("hoursMax", () => draws.of(WISHED_HOURS_MOST));
  return {
    applicantId: `person-${number}`,
    revision: 1,
    birthDay: known("birthDay", () => POPULATION_DAY - draws.within(40 * 366, 68 * 365)),
    residence: known("residence", () => home),
    competencies: known("competencies", () =>
      drawCompetencies(world, line, draws.within(10, 25), 30, draws)
        .sort((a, b) => a - b)
        .map((held) => ({ number: held, level: HELD_LEVELS.draw(draws) + 1 })),
    ),
    certificates: known("certificates", () => {
      const count = draws.of([0, 0, 1, 1, 1, 2, 2, 3, 4]);
      const held = Array.from({ length: count }, () => drawCertificate(world, line, 65, draws));
      return [...new Set(held)].sort((a, b) => a - b);
    }),
    experience: known("experience", () => spells(line, world, draws)),
    languages: known("languages", () => [
      { language: "ko", level: 5 },
      ...(draws.percent(25) ? [{ language: "en", level: draws.below(6) }] : []),
      ...(draws.percent(6) ? [{ language: "zh", level: draws.below(6) }] : []),
    ]),
    education: known("education", () => draws.of([1, 2, 2, 2, 2, 3, 3, 4, 4, 4, 5])),
    wantedKinds: known("wantedKinds", () => bits(openingKinds, (kind) => (kind === "job" ? 97 : 35), draws) || 1),
    wantedOccupations: known("wantedOccupations", () => wishes(line, world, draws)),
    wantedDistricts: known("wantedDistricts", () => wantedDistricts(home, world, draws)),
    commuteMinutesMax: known("commuteMinutesMax", () => draws.of(COMMUTE_MINUTES)),
    payMin: known("payMin", () => leastPay(draws)),
    hoursMin: known("hoursMin", () =>
      monthlyHours({ perWeek: Math.min(hoursMax ?? 40, draws.of([8, 10, 15, 15, 20, 20, 25, 30, 35])) }),
    ),
    hoursMax: hoursMax === undefined ? undefined : monthlyHours({ perWeek: hoursMax }),
    wantedShifts: known("wantedShifts", () => bits(shifts, (shift) => (shift === "weekday-day" ? 95 : 40), draws) || 1),
    wantedEmploymentTypes: known(
      "wantedEmploymentTypes",
      () => bits(employmentTypes, (type) => (type === "FULL_TIME" || type === "PART_TIME" ? 85 : 45), draws) || 2,
    ),
    consent: { alerts: draws.percent(90), employers: draws.percent(70), center: draws.percent(85) },
    ...(draws.percent(STANDING_PERCENT) ? { standing: aStanding(draws) } : {}),
  };
}

/** What programmes alone ask: a stage of retirement, or a programme that somebody takes part in now, or both. */
function aStanding(draws: Draws): ApplicantStanding {
  const retirementStage = draws.percent(80) ? draws.below(retirementStages.length) : undefined;
  const takesPart = retirementStage === undefined || draws.percent(30);
  return { retirementStage, programmes: takesPart ? [draws.of(PROGRAMMES)] : undefined };
}

type Line = World["lines"][number];

/** One to three jobs, the first in the person's line. */
function spells(line: Line, world: World, draws: Draws): { occupation: string; months: number }[] {
  const count = draws.of([1, 1, 2, 2, 3]);
  const months = () => 3 + Math.floor(skewed(draws) * 360);
  const occupations = [line.code];
  while (occupations.length < count) occupations.push(anotherOccupation(line, world, 25, draws));
  return occupations.map((occupation) => ({ occupation, months: months() }));
}

/** One to three wishes: a third want first what they know, most something else. */
function wishes(line: Line, world: World, draws: Draws): string[] {
  const count = draws.within(1, 3);
  const wanted = new Set<string>([draws.percent(35) ? line.code : anotherOccupation(line, world, 20, draws)]);
  while (wanted.size < count && wanted.size < line.relatives.length) {
    wanted.add(anotherOccupation(line, world, 25, draws));
  }
  return [...wanted];
}

function anotherOccupation(line: Line, world: World, relativePercent: number, draws: Draws): string {
  if (line.relatives.length > 0 && draws.percent(relativePercent)) return draws.of(line.relatives);
  return drawLine(world, draws).code;
}

function wantedDistricts(home: string, world: World, draws: Draws): string[] {
  const count = draws.within(1, 3);
  const near = world.near.get(home) ?? [];
  const wanted = new Set([home]);
  for (let tries = 1; tries < count; tries++) {
    wanted.add(near.length > 0 && draws.percent(85) ? draws.of(near) : drawDistrict(world, draws));
  }
  return [...wanted];
}

function leastPay(draws: Draws): Pay {
  const krwPerHour = MINIMUM_KRW_PER_HOUR + Math.floor(skewed(draws) * 9_000);
  const unit = draws.of(["HOUR", "HOUR", "HOUR", "HOUR", "MONTH", "MONTH", "MONTH", "YEAR", "DAY"] as const);
  const hoursOf = { HOUR: 1, DAY: 8, MONTH: draws.of([104, 157, 209, 209]), YEAR: 209 * 12 } as const;
  const step = { HOUR: 10, DAY: 1_000, MONTH: 10_000, YEAR: 100_000 } as const;
  return { krw: Math.floor((krwPerHour * hoursOf[unit]) / step[unit]) * step[unit], unit };
}

function anOpening(world: World, number: number, draws: Draws): OpeningFacts {
  const line = drawLine(world, draws);
  const kind: OpeningKind = openingKinds[OPENING_KINDS.draw(draws)] ?? "job";
  const isPaid = kind === "job" || kind === "internship" || kind === "civic-role";
  const online = draws.percent(isPaid ? ONLINE_PERCENT / 2 : ONLINE_PERCENT * 3);
  const perWeek = draws.percent(isPaid ? 8 : 50) ? undefined : draws.of(WEEKLY_HOURS);
  const employment = draws.percent(12) ? undefined : employmentOf(kind, perWeek, draws);
  const hasAgeSpan =
    kind === "internship"
      ? draws.percent(90)
      : kind === "civic-role"
        ? draws.percent(95)
        : !isPaid && draws.percent(15);
  const [ageMin, ageMax] = draws.of([
    [40, 67],
    [40, 69],
    [50, 67],
    [40, 64],
    [45, undefined],
    [undefined, 64],
  ] as const);
  return {
    openingId: `opening-${number}`,
    revision: 1,
    kind,
    occupation: draws.percent(isPaid ? 2 : 8) ? undefined : line.code,
    online,
    district: online || draws.percent(PLACELESS_PERCENT) ? undefined : drawDistrict(world, draws),
    pay: isPaid && !draws.percent(10) ? offeredPay(perWeek, draws) : { krwPerHour: undefined, krwPerMonth: undefined },
    hours: perWeek === undefined ? undefined : monthlyHours({ perWeek }),
    shifts: draws.percent(15) ? undefined : shiftsOf(draws),
    employmentType: employment === undefined ? undefined : employmentTypes.indexOf(employment),
    requirements: isPaid || draws.percent(90) ? requirementsOf(line, world, draws) : [],
    ageMin: hasAgeSpan ? ageMin : undefined,
    ageMax: hasAgeSpan ? ageMax : undefined,
    residence: (kind === "civic-role" && draws.percent(60)) || draws.percent(1) ? "11" : undefined,
    places: draws.of([1, 1, 1, 1, 2, 2, 3, 5, 10]),
    validFromDay: draws.percent(70) ? undefined : POPULATION_DAY - draws.below(20),
    validThroughDay: draws.percent(20) ? undefined : POPULATION_DAY + draws.below(60),
  };
}

function employmentOf(kind: OpeningKind, perWeek: number | undefined, draws: Draws) {
  if (kind === "internship") return "INTERN";
  if (kind === "civic-role" || kind === "volunteer") return "VOLUNTEER";
  if (draws.percent(20)) return draws.of(["CONTRACTOR", "TEMPORARY", "TEMPORARY", "PER_DIEM"] as const);
  return (perWeek ?? 40) < 35 ? "PART_TIME" : "FULL_TIME";
}

function offeredPay(perWeek: number | undefined, draws: Draws): NormalisedPay {
  const krwPerHour = MINIMUM_KRW_PER_HOUR + Math.floor(skewed(draws) * 16_000);
  const hours = perWeek === undefined ? undefined : { perWeek };
  if (draws.percent(45)) return normalisePay({ krw: krwPerHour, unit: "HOUR" }, hours);
  // By the month in steps of 10,000 won, never under the legal minimum.
  const perMonth = Math.ceil((krwPerHour * ((perWeek ?? 40) * 209)) / (40 * 10_000)) * 10_000;
  return normalisePay({ krw: perMonth, unit: "MONTH" }, hours);
}

function shiftsOf(draws: Draws): number {
  const one = draws.percent(65) ? 1 : 1 << draws.below(shifts.length);
  return draws.percent(30) ? one | (1 << draws.below(shifts.length)) : one;
}

/** Some eight requirements: four to seven competencies and what else postings ask for; or none, and those typical of the occupation. */
function requirementsOf(line: Line, world: World, draws: Draws): RequirementFacts[] {
  const all: RequirementFacts[] = [];
  const push = (value: RequirementWithoutSource) => void all.push({ ...value, source: all.length });
  const lists = !draws.percent(12);
  if (lists) {
    for (const number of drawCompetencies(world, line, draws.within(4, 8), 75, draws)) {
      push({ on: "competency", importance: anImportance(draws), number, level: WANTED_LEVELS.draw(draws) + 1 });
    }
  }
  if (draws.percent(30)) {
    const count = draws.percent(85) ? 1 : 2;
    for (let nth = 0; nth < count; nth++) {
      push({ on: "certificate", importance: "must", number: drawCertificate(world, line, 85, draws) });
    }
  }
  if (draws.percent(25)) {
    push({ on: "certificate", importance: draws.of(WEIGHING), number: drawCertificate(world, line, 85, draws) });
  }
  if (draws.percent(5)) push({ on: "named-certificate", importance: draws.of(["must", ...WEIGHING]) });
  if (draws.percent(45)) {
    const occupation = draws.percent(30) ? line.code : undefined;
    push({
      on: "experience",
      importance: draws.percent(15) ? "must" : "should",
      occupation,
      months: draws.of([6, 12, 12, 12, 24, 36, 36, 60]),
    });
  }
  if (draws.percent(6))
    push({ on: "language", importance: draws.of(WEIGHING), language: "en", level: draws.within(1, 4) });
  if (draws.percent(30))
    push({ on: "education", importance: draws.percent(20) ? "must" : "should", level: draws.of([2, 2, 2, 3, 4]) });
  if (lists) return all;
  const typical = world.taxonomy.typicalCompetencies(line.code)?.competencies ?? [];
  const inferred = typical.flatMap(([code, level, need]): RequirementFacts[] => {
    const number = world.taxonomy.competencyByCode(code)?.number;
    const importance = need === "essential" ? "should" : "nice";
    return number === undefined ? [] : [{ on: "competency", importance, number, level, source: INFERRED_SOURCE }];
  });
  return [...all, ...inferred];
}

type RequirementWithoutSource = RequirementFacts extends infer R
  ? R extends RequirementFacts
    ? Omit<R, "source">
    : never
  : never;

const WEIGHING = ["should", "nice"] as const;

function anImportance(draws: Draws): Importance {
  if (draws.percent(5)) return "must";
  return draws.percent(65) ? "should" : "nice";
}
