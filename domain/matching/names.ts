import { districtByCode } from "../geo/districts.ts";
import type { Opening } from "../model/opening.ts";
import { roundUpToTenWon, weeklyHours } from "../model/pay.ts";
import type { Taxonomy } from "../taxonomy/taxonomy.ts";

export type Language = "ko" | "en";

/** Names of codes in one language. */
export interface Names {
  readonly competency: (code: string) => string;
  readonly certificate: (code: string) => string;
  /** Undefined for a group of occupations: a bare code says nothing to a reader. */
  readonly occupation: (code: string | undefined) => string | undefined;
  readonly district: (code: string) => string;
}

export function namesIn(language: Language, taxonomy: Taxonomy): Names {
  const name = (entry: { ko: string; en?: string | undefined } | undefined, code: string) =>
    entry?.[language] ?? entry?.ko ?? code;
  return {
    competency: (code) => name(taxonomy.competencyByCode(code), code),
    certificate: (code) => name(taxonomy.certificateByCode(code), code),
    occupation: (code) => (code === undefined ? undefined : taxonomy.occupationByCode(code)?.[language]),
    district: (code) => districtName(code, language),
  };
}

/** Outside Seoul a district is told with its 시도: there are six cities with a 중구. */
function districtName(code: string, language: Language): string {
  const district = districtByCode(code);
  if (district === undefined) return code;
  if (language === "en" && district.en !== undefined) return district.en;
  const isAlone = code.startsWith("11") || district.ko === district.sido;
  return isAlone ? district.ko : `${district.sido} ${district.ko}`;
}

/** A whole number with a comma before every three digits. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

export function counted(count: number, unit: string): string {
  return `${grouped(count)} ${unit}${count === 1 ? "" : "s"}`;
}

/** Months as years and months. */
export function inYears(months: number): readonly [years: number, months: number] {
  return [Math.floor(months / 12), months % 12];
}

/** Working time by the week, or by the month when a week has less than half an hour of it. */
export function inWeeksOrMonths(perMonth: number): readonly [hours: number, per: "week" | "month"] {
  const perWeek = weeklyHours({ perMonth });
  return perWeek > 0 ? [perWeek, "week"] : [perMonth, "month"];
}

/** Amounts of pay to be told, each with its unit. */
export type PayTold = readonly (readonly [krw: number, per: "HOUR" | "DAY" | "MONTH" | "YEAR"])[];

/**
 * Pay as the opening states it, if it still states what a reason was made from: a day's or a year's pay is told as that, an hour's with what it
 * comes to in a month, rounded up to ten won as the programmes print it. None for unpaid work.
 */
export function payTold(
  { krwPerHour, krwPerMonth }: { krwPerHour?: number | undefined; krwPerMonth?: number | undefined },
  { baseSalary: stated }: Pick<Opening, "baseSalary">,
): PayTold {
  if ((krwPerHour ?? krwPerMonth) === 0) return [];
  if (stated?.unit === "DAY" && Math.floor(stated.krw / 8) === krwPerHour) return [[stated.krw, "DAY"]];
  if (stated?.unit === "YEAR" && Math.floor(stated.krw / 12) === krwPerMonth) return [[stated.krw, "YEAR"]];
  if (krwPerMonth !== undefined && (stated?.unit === "MONTH" || krwPerHour === undefined)) {
    return [[krwPerMonth, "MONTH"]];
  }
  if (krwPerHour === undefined) return [];
  const hourly = [krwPerHour, "HOUR"] as const;
  return krwPerMonth === undefined ? [hourly] : [hourly, [roundUpToTenWon(krwPerMonth), "MONTH"]];
}
