/**
 * Days as whole numbers: days since 1970-01-01 in the proleptic Gregorian calendar, so that the index compares integers. The
 * conversion is H. Hinnant's days-from-civil algorithm: eras of 400 years of which every one has 146,097 days.
 */
export function toDayNumber(day: string): number {
  const month = Number(day.slice(5, 7));
  const year = Number(day.slice(0, 4)) - (month <= 2 ? 1 : 0);
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + Number(day.slice(8, 10)) - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The day `YYYY-MM-DD` of a day number. */
export function fromDayNumber(dayNumber: number): string {
  const shifted = dayNumber + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(dayOfMonth).padStart(2, "0")}`;
}

/**
 * 만 나이: full years on a day. Somebody born on 29 February is a year older at the start of 1 March in common years
 * (민법 158·160조: a period that ends on a day the month lacks ends with that month's last day).
 */
export function ageOn(birthDay: number, day: number): number {
  const birth = fromDayNumber(birthDay);
  const today = fromDayNumber(day);
  const years = Number(today.slice(0, 4)) - Number(birth.slice(0, 4));
  return today.slice(5) < birth.slice(5) ? years - 1 : years;
}

/** The day after a given one on which somebody is next a year older, as `ageOn` counts. */
export function nextBirthday(birthDay: number, after: number): number {
  const monthAndDay = fromDayNumber(birthDay).slice(4);
  // A day that a year lacks is counted on into the next month.
  const inYear = (year: number) => toDayNumber(`${String(year).padStart(4, "0")}${monthAndDay}`);
  const year = Number(fromDayNumber(after).slice(0, 4));
  const thisYear = inYear(year);
  return thisYear > after ? thisYear : inYear(year + 1);
}

const SEOUL_OFFSET_MS = 9 * 3_600_000;
const DAY_MS = 86_400_000;

/** The day in Seoul at an instant in epoch milliseconds. Korea has kept UTC+9 without summer time since 1988-10-09. */
export function dayInSeoul(epochMs: number): string {
  return fromDayNumber(Math.floor((epochMs + SEOUL_OFFSET_MS) / DAY_MS));
}
