import { grouped, type Language } from "../../../domain/matching/names.ts";

const UNITS_KO = { HOUR: "시간", DAY: "하루", MONTH: "한 달", YEAR: "한 해" } as const;
const UNITS_EN = { HOUR: "hour", DAY: "day", MONTH: "month", YEAR: "year" } as const;

/** Pay as one says it: "시간 12,000원", "12,000 won an hour". */
export function payWords(krw: number, unit: keyof typeof UNITS_KO, language: Language): string {
  if (language === "ko") return `${UNITS_KO[unit]} ${grouped(krw)}원`;
  return `${grouped(krw)} won ${unit === "HOUR" ? "an" : "a"} ${UNITS_EN[unit]}`;
}

export function hoursWords(hours: { perWeek: number } | { perMonth: number }, language: Language): string {
  const [count, per] = "perWeek" in hours ? ([hours.perWeek, "week"] as const) : ([hours.perMonth, "month"] as const);
  if (language === "ko") return `${per === "week" ? "주" : "월"} ${count}시간`;
  return `${count} hours a ${per}`;
}

const MONTHS_EN = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;
const WEEKDAYS_KO = ["일", "월", "화", "수", "목", "금", "토"] as const;

/** A day (`YYYY-MM-DD`) with its weekday: "11월 23일(월)", "Mon, Nov 23". The year stands there only when it isn't that of `today`. */
export function dayWords(day: string, language: Language, today: string = day): string {
  const at = new Date(`${day}T00:00:00Z`);
  const [month, date, weekday] = [at.getUTCMonth(), at.getUTCDate(), at.getUTCDay()];
  const isOtherYear = day.slice(0, 4) !== today.slice(0, 4);
  if (language === "ko") {
    return `${isOtherYear ? `${day.slice(0, 4)}년 ` : ""}${month + 1}월 ${date}일(${WEEKDAYS_KO[weekday] ?? ""})`;
  }
  const weekdayEn = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][weekday] ?? "";
  return `${weekdayEn}, ${MONTHS_EN[month] ?? ""} ${date}${isOtherYear ? `, ${day.slice(0, 4)}` : ""}`;
}

/** Whole days from one day to another, both `YYYY-MM-DD`; negative when the other is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** The time of day in Seoul, `HH:MM`. */
export function clockWords(epochMs: number): string {
  return new Date(epochMs + 9 * 3_600_000).toISOString().slice(11, 16);
}

/** Basis points as a whole percentage, rounded down: nothing is told as better than it is. */
export function percentWords(bp: number): string {
  return `${Math.floor(bp / 100)}%`;
}
