import type { RuleSet } from "../rule-set.ts";

type YearlyPay = NonNullable<RuleSet["pay"]>[number];

/**
 * 서울형 생활임금, won an hour from 1 January to 31 December, as the city announces it in September of the year before: 2023 as the foundation's report
 * of November 2023 has it; 2024 announced on 2023-09-18, 2025 on 2024-10-08, 2026 on 2025-09-18. A year is added when its figure is announced.
 */
const SEOUL_LIVING_WAGES_KRW: readonly (readonly [year: number, krwPerHour: number])[] = [
  [2023, 11_157],
  [2024, 11_436],
  [2025, 11_779],
  [2026, 12_121],
];

/**
 * Pay of a programme that pays the living wage of each year. The internship does: its 10,766 won of 2022 and 11,157 of 2023 are the city's of those years, and the
 * city said so of its internships in March 2022.
 */
export function payByLivingWage(hoursPerMonthMax: number): YearlyPay[] {
  return SEOUL_LIVING_WAGES_KRW.map(([year, krwPerHour]) => ({
    year,
    krwPerHour,
    krwPerMonthMax: krwPerHour * hoursPerMonthMax,
  }));
}
