import { allDistricts } from "../../domain/geo/catalogue.ts";
import { commuteMinutes } from "../../domain/geo/districts.ts";
import type { Applicant } from "../../domain/model/applicant.ts";
import { fromDayNumber, toDayNumber } from "../../domain/model/calendar.ts";
import type { EducationLevel, OpeningKind } from "../../domain/model/primitives.ts";
import { builtInTaxonomy } from "../../domain/taxonomy/built-in.ts";
import { type LineOfWork, linesOfWork } from "./lines-of-work.ts";
import type { OpeningDraft } from "./opening-drafts.ts";
import type { SeededRandom } from "./seeded-random.ts";

export const seoulDistricts: readonly string[] = allDistricts
  .map(({ code }) => code)
  .filter((code) => code.startsWith("11"))
  .toSorted();

type Preferences = Applicant["preferences"];

/** How many of a hundred people want a kind of opening, next to a job. */
const INTEREST_PERCENT: readonly (readonly [OpeningKind, number])[] = [
  ["internship", 60],
  ["civic-role", 60],
  ["training", 40],
  ["mentoring", 25],
  ["counselling", 12],
  ["job-fair", 15],
  ["volunteer", 25],
  ["startup-support", 25],
];

/** Highest education of a hundred people, in rising order. */
const EDUCATION_PERCENT: readonly (readonly [EducationLevel, number])[] = [
  ["middle", 8],
  ["high", 44],
  ["associate", 18],
  ["bachelor", 26],
  ["master", 4],
];

/** Wage floors in won per hour, from the minimum wage of 2026 to what specialists ask. */
const HOURLY_FLOORS = [10_320, 10_320, 10_500, 11_000, 12_000, 13_000] as const;

/** Floors of those who would take a civic role, which pays an allowance and no wage. */
const ALLOWANCE_FLOORS = [9_000, 9_500, 9_600, 10_320] as const;

/** Wage floors in won per month for full-time work, from the minimum wage of 2026 on. */
const MONTHLY_FLOORS = [2_160_000, 2_200_000, 2_300_000, 2_500_000, 2_800_000] as const;

function pickByShare<T>(random: SeededRandom, values: readonly T[], shareOf: (value: T) => number): T | undefined {
  const whole = values.reduce((sum, value) => sum + shareOf(value), 0);
  let point = random.between(1, Math.max(1, whole));
  return values.find((value) => {
    point -= shareOf(value);
    return point <= 0;
  });
}

/** A birth date from 25 to 69 years back; four of five people are 40 to 67. */
function birthDate(random: SeededRandom, today: string): string {
  const years = random.percent(80) ? random.between(40, 66) : random.between(25, 68);
  return fromDayNumber(toDayNumber(today) - years * 365 - random.between(20, 300));
}

/** Competencies of the occupations somebody worked in: most of the essential ones, some of the others, each near its usual level. */
function competencies(random: SeededRandom, occupations: readonly string[]): Applicant["competencies"] {
  const levels = new Map<string, number>();
  for (const occupation of occupations) {
    for (const [code, usual, need] of builtInTaxonomy.typicalCompetencies(occupation)?.competencies ?? []) {
      if (!random.percent(need === "essential" ? 85 : 45)) continue;
      const level = Math.min(5, Math.max(1, usual + random.between(-1, 1)));
      levels.set(code, Math.max(level, levels.get(code) ?? 0));
    }
  }
  return [...levels].map(([competency, level]) => ({ competency, level }));
}

function wantedDistricts(random: SeededRandom, home: string): string[] {
  const near = seoulDistricts.filter((code) => code !== home && (commuteMinutes(home, code) ?? 999) <= 35);
  return [home, ...random.some(near, random.between(0, 2))].toSorted();
}

/** What is left out is unknown; now and then everybody leaves something out. */
function preferences(random: SeededRandom, home: string, lines: readonly LineOfWork[]): Preferences {
  const [line] = lines;
  const kinds: OpeningKind[] = ["job"];
  for (const [kind, percent] of INTEREST_PERCENT) if (random.percent(percent)) kinds.push(kind);
  const isFullTime = line?.employmentTypes.includes("FULL_TIME") === true && random.percent(55);
  const hours = isFullTime ? {} : { hoursPerWeekMax: random.pick([15, 20, 25, 30]) };
  return {
    kinds,
    ...(random.percent(85) ? { occupations: lines.map(({ occupation }) => occupation) } : {}),
    ...(random.percent(85) ? { districts: wantedDistricts(random, home) } : {}),
    ...(random.percent(80) ? { commuteMinutesMax: random.pick([30, 40, 40, 50, 60]) } : {}),
    ...(random.percent(75)
      ? {
          payMin:
            isFullTime && kinds.length === 1
              ? { krw: random.pick(MONTHLY_FLOORS), unit: "MONTH" }
              : { krw: random.pick(kinds.includes("civic-role") ? ALLOWANCE_FLOORS : HOURLY_FLOORS), unit: "HOUR" },
        }
      : {}),
    ...(random.percent(80) ? hours : {}),
    ...(random.percent(75) && line !== undefined ? { shifts: [...line.shifts] } : {}),
    ...(random.percent(60) && line !== undefined ? { employmentTypes: [...line.employmentTypes] } : {}),
  };
}

/** Somebody of one to three lines of work. */
export function anApplicant(random: SeededRandom, applicantId: string, today: string): Applicant {
  const first = pickByShare(random, linesOfWork, ({ share }) => share);
  const others = random.percent(40) ? random.some(linesOfWork, random.between(1, 2)) : [];
  const lines = [...new Set([first, ...others])].filter((line) => line !== undefined);
  const home = random.pick(seoulDistricts) ?? "11110";
  const certificates = lines.flatMap((line) => line.certificates.filter(() => random.percent(55)));
  const education = pickByShare(random, EDUCATION_PERCENT, ([, percent]) => percent)?.[0];
  return {
    applicantId,
    revision: 1,
    language: random.percent(96) ? "ko" : "en",
    ...(random.percent(96) ? { birthDate: birthDate(random, today) } : {}),
    ...(random.percent(97) ? { residence: home } : {}),
    ...(random.percent(92)
      ? {
          competencies: competencies(
            random,
            lines.map(({ occupation }) => occupation),
          ),
        }
      : {}),
    ...(certificates.length > 0 || random.percent(70) ? { certificates: [...new Set(certificates)] } : {}),
    ...(random.percent(94)
      ? { experience: lines.map(({ occupation }) => ({ occupation, months: random.between(4, 240) })) }
      : {}),
    ...(education !== undefined && random.percent(85) ? { education } : {}),
    preferences: preferences(random, home, lines),
    consent: { alerts: random.percent(95), employers: random.percent(80), center: random.percent(90) },
  };
}

/**
 * Somebody whom an opening suits: of its line of work, from its district, with what it asks for, and content with its terms. One for
 * each opening, so that none is without an answer whatever the seed.
 */
export function aSuitedApplicant(
  random: SeededRandom,
  applicantId: string,
  today: string,
  opening: OpeningDraft,
): Applicant {
  const base = anApplicant(random, applicantId, today);
  const home = opening.district ?? base.residence ?? random.pick(seoulDistricts) ?? "11110";
  const occupation = opening.occupation?.[0];
  const line = linesOfWork.find((one) => one.occupation === occupation);
  const asked = (opening.requirements ?? []).flatMap((one) => (one.on === "certificate" ? [one.certificate] : []));
  const stated = base.preferences;
  return {
    ...base,
    birthDate: fromDayNumber(toDayNumber(today) - random.between(45, 60) * 365 - random.between(20, 300)),
    residence: home,
    competencies: occupation === undefined ? [] : competencies(random, [occupation]),
    certificates: asked,
    ...(occupation === undefined ? {} : { experience: [{ occupation, months: random.between(60, 200) }] }),
    preferences: {
      kinds: [...new Set<OpeningKind>([opening.kind, ...(stated.kinds ?? [])])],
      ...(occupation === undefined ? {} : { occupations: [occupation] }),
      districts: wantedDistricts(random, home),
      commuteMinutesMax: random.pick([30, 40, 50]),
      ...(opening.pay === undefined ? {} : { payMin: { ...opening.pay, krw: Math.floor((opening.pay.krw * 9) / 10) } }),
      ...(opening.shifts === undefined ? {} : { shifts: [...new Set([...opening.shifts, ...(line?.shifts ?? [])])] }),
    },
    consent: { alerts: true, employers: true, center: true },
  };
}
