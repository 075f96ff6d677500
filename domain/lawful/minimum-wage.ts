import type { Opening } from "../model/opening.ts";
import type { WorkHours } from "../model/pay.ts";
import type { LeastPay } from "./ground.ts";

/**
 * Won an hour by year, for every trade alike (고용노동부 고시 of each year under 최저임금법 8·10조: 2021 is 고시 제2020-110호; 2026 was set at
 * 10,320 in July 2025). Each holds from 1 January to 31 December. A year is added when its figure is published, in August of the year before.
 */
const MINIMUM_WAGES_KRW: ReadonlyMap<number, number> = new Map([
  [2020, 8_590],
  [2021, 8_720],
  [2022, 9_160],
  [2023, 9_620],
  [2024, 9_860],
  [2025, 10_030],
  [2026, 10_320],
]);

const LAST_YEAR = Math.max(...MINIMUM_WAGES_KRW.keys());

export interface MinimumWage {
  readonly year: number;
  readonly krwPerHour: number;
}

/**
 * The minimum wage of a year. A year to come has at least the last one known: it has never been lowered since 1988. Undefined before 2020,
 * of which this table says nothing.
 */
export function minimumWageOf(year: number): MinimumWage | undefined {
  const known = Math.min(year, LAST_YEAR);
  const krwPerHour = MINIMUM_WAGES_KRW.get(known);
  return krwPerHour === undefined ? undefined : { year: known, krwPerHour };
}

/** 월 환산 기준시간 수 of the 고시: 40 hours a week with the paid weekly holiday, rounded up from 208.57. */
const FULL_MONTH_HOURS = 209;
const FULL_WEEK_HOURS = 40;
/** Below 15 hours a week there is no paid weekly holiday (근로기준법 18조 3항). */
const WEEKLY_HOLIDAY_FROM_HOURS = 15;
const MONTHS_PER_YEAR = 12;
const MONTH_DAYS_MAX = 31;

/** Occupations by KECO code, and by the words that stand for them where no code does. */
interface Trades {
  readonly codes: readonly string[];
  readonly words: RegExp;
  /** Whether a wider group of occupations is taken for the trade in it. */
  readonly inWiderGroups: boolean;
}

/** What is for helpers or seamen, and is done by neither: 가사도우미 파견업체, 선원 숙소. */
const NO_TRADE =
  " ?(?:파견|업체|업소|회사|기업|교육|센터|앱|플랫폼|소개|협회|용품|사무|상담|숙소|식당|회관|복지|노조|노동조합|관리팀)";

const HOUSEHOLD_HELP =
  "가사 ?(?:도우미|관리사|사용인|근로자|노동자)|가정 ?관리사|가정부|파출부|베이비 ?시터|(?:육아|산후|산모|아기|등하원) ?(?:도우미|관리사|시터)|입주 ?(?:도우미|시터|이모)";
const SEAMEN = "(?:어선|상선|원양)? ?선원|갑판(?:원|장)|항해사|선박 ?기관사";

/**
 * Whom the law doesn't cover: people employed by a household, and seamen (최저임금법 3조). Only whole words say so: 입주청소, 산후조리원 and 선박부품 are work
 * like any other.
 */
const NOT_COVERED: Trades = {
  codes: ["5633", "5505", "5222", "6244", "9042"],
  inWiderGroups: false,
  words: new RegExp(`(?<![가-힣])(?:입주 ?)?(?:${HOUSEHOLD_HELP}|${SEAMEN})(?!${NO_TRADE})`, "u"),
};

/**
 * Work to which the paid weekly holiday may not apply: farming, animals, fishing, and, with a permit, watching and standing by (근로기준법 63조).
 * Whether an employer has the permit can't be seen.
 */
const WITHOUT_PAID_HOLIDAY: Trades = {
  inWiderGroups: true,
  codes: ["54", "90", "814", "622", "623", "5643"],
  words:
    /경비|보안|감시|당직|수위|순찰|시설\s?관리|기전|전기실|보일러|설비|운전|기사|주차|숙직|사감|농장|농업|농가|축산|목장|양식장|양계|양돈|임업|조경|산림/u,
};

function isOf({ codes, words, inWiderGroups }: Trades, { occupation, title }: Opening): boolean {
  const code = occupation?.code;
  const byCode =
    code !== undefined && codes.some((known) => code.startsWith(known) || (inWiderGroups && known.startsWith(code)));
  return byCode || words.test(title) || words.test(occupation?.name ?? "");
}

/**
 * The least lawful pay in the unit in which it is stated, when what is stated is certainly below it; undefined when it isn't, or when it can't
 * be told. Of a job or an internship only: nothing else is employment. Not for contractors and volunteers, nor for trades that the law doesn't cover.
 */
export function findPayBelowMinimum(opening: Opening, wage: MinimumWage): LeastPay | undefined {
  const { kind, baseSalary, employmentType } = opening;
  if (baseSalary === undefined || (kind !== "job" && kind !== "internship")) return undefined;
  if (employmentType === "CONTRACTOR" || employmentType === "VOLUNTEER" || isOf(NOT_COVERED, opening)) return undefined;
  const hours = opening.workHours ?? (employmentType === "FULL_TIME" ? { perWeek: FULL_WEEK_HOURS } : undefined);
  const krw = leastPay(baseSalary.unit, wage.krwPerHour, hours, !isOf(WITHOUT_PAID_HOLIDAY, opening));
  if (krw === undefined || baseSalary.krw >= krw) return undefined;
  return { ...wage, krw, unit: baseSalary.unit };
}

/** Rounded up to whole won; undefined when the hours aren't known. */
function leastPay(
  unit: LeastPay["unit"],
  krwPerHour: number,
  hours: WorkHours | undefined,
  hasPaidHoliday: boolean,
): number | undefined {
  if (unit === "HOUR") return krwPerHour;
  if (hours === undefined) return undefined;
  switch (unit) {
    case "DAY":
      return Math.ceil(krwPerHour * dayHoursLeast(hours));
    case "MONTH":
      return leastOfMonths(1, krwPerHour, hours, hasPaidHoliday);
    case "YEAR":
      return leastOfMonths(MONTHS_PER_YEAR, krwPerHour, hours, hasPaidHoliday);
  }
}

/** The shortest day that makes up these hours: work on every day but the weekly holiday, which a week of 15 hours has (근로기준법 55조). */
function dayHoursLeast(hours: WorkHours): number {
  if ("perMonth" in hours) return hours.perMonth / MONTH_DAYS_MAX;
  return hours.perWeek / (hours.perWeek >= WEEKLY_HOLIDAY_FROM_HOURS ? 6 : 7);
}

/**
 * Least pay of some months, exact but for the last won. Hours per month are taken as they are: they may hold the holiday already. Hours over forty count
 * like any others, though they cost more.
 */
function leastOfMonths(months: number, krwPerHour: number, hours: WorkHours, hasPaidHoliday: boolean): number {
  if ("perMonth" in hours) return months * krwPerHour * hours.perMonth;
  const { perWeek } = hours;
  const hasHoliday = hasPaidHoliday && perWeek >= WEEKLY_HOLIDAY_FROM_HOURS;
  if (hasHoliday && perWeek === FULL_WEEK_HOURS) return months * krwPerHour * FULL_MONTH_HOURS;
  // The holiday is a fifth of the week, at most eight hours; a month has 365 ÷ 7 ÷ 12 weeks.
  const weekFifths = 5 * perWeek + (hasHoliday ? Math.min(perWeek, FULL_WEEK_HOURS) : 0);
  return Math.ceil((months * krwPerHour * weekFifths * 365) / (5 * 84));
}
