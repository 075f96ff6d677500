/**
 * When a schedule expression fires next: `rate(…)`, `cron(…)` and `at(…)` as EventBridge rules and EventBridge
 * Scheduler document them. Pure: the moment to look from is passed in.
 *
 * Daylight saving follows EventBridge Scheduler: a wall-clock time that does not exist is skipped, one that exists
 * twice fires the first time only. What the service does not document (steps of weekdays, spans that wrap around,
 * `L-3`) is refused instead of guessed.
 */
import { Temporal } from "temporal-polyfill";

export type Schedule =
  | { kind: "rate"; everyMs: number }
  | { kind: "at"; atMs: number }
  | { kind: "cron"; cron: Cron; timeZone: string };

export type Cron = {
  minutes: readonly number[];
  hours: readonly number[];
  months: readonly number[];
  years: readonly number[];
  /** The days of a month on which the day fields allow firing, in ascending order. */
  daysOf: (firstOfMonth: Temporal.PlainDate) => readonly number[];
};

export class InvalidSchedule extends Error {
  override readonly name = "InvalidSchedule";

  constructor(expression: string, reason: string, options?: ErrorOptions) {
    super(`Schedule expression "${expression}" is not valid: ${reason}`, options);
  }
}

const UNIT_MS: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
/** Numbered from 1 by the service: Sunday is 1, Saturday is 7. */
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const SATURDAY = 7;

/** `timeZone` is an IANA name. EventBridge rules always count in UTC; EventBridge Scheduler names a zone. */
export function parseSchedule(expression: string, timeZone = "UTC"): Schedule {
  const [, kind, inside = ""] = /^(rate|cron|at)\((.*)\)$/.exec(expression) ?? [];
  assertTimeZone(expression, timeZone);
  switch (kind) {
    case "rate":
      return { kind, everyMs: parseRate(expression, inside) };
    case "at":
      return { kind, atMs: parseAt(expression, inside, timeZone) };
    case "cron":
      return { kind, cron: parseCron(expression, inside), timeZone };
    default:
      throw new InvalidSchedule(expression, "expected rate(…), cron(…) or at(…)");
  }
}

/**
 * The first moment after `afterMs` (both in epoch milliseconds), or `undefined` if there is none any more. A rate
 * counts from `anchorMs`, the moment its schedule came into being, and first fires there.
 */
export function nextFire(schedule: Schedule, afterMs: number, anchorMs: number): number | undefined {
  switch (schedule.kind) {
    case "rate": {
      const periods = Math.floor((afterMs - anchorMs) / schedule.everyMs) + 1;
      return anchorMs + Math.max(0, periods) * schedule.everyMs;
    }
    case "at":
      return schedule.atMs > afterMs ? schedule.atMs : undefined;
    case "cron":
      return nextCron(schedule.cron, schedule.timeZone, afterMs);
  }
}

function nextCron(cron: Cron, timeZone: string, afterMs: number): number | undefined {
  const from = Temporal.Instant.fromEpochMilliseconds(afterMs).toZonedDateTimeISO(timeZone).toPlainDateTime();
  for (const year of cron.years.filter((y) => y >= from.year)) {
    for (const month of cron.months) {
      if (year === from.year && month < from.month) continue;
      const first = Temporal.PlainDate.from({ year, month, day: 1 });
      for (const day of cron.daysOf(first)) {
        const date = first.with({ day });
        if (Temporal.PlainDate.compare(date, from) < 0) continue;
        const fire = nextOnDay(cron, timeZone, date, afterMs);
        if (fire !== undefined) return fire;
      }
    }
  }
  return undefined;
}

function nextOnDay(cron: Cron, timeZone: string, date: Temporal.PlainDate, afterMs: number): number | undefined {
  for (const hour of cron.hours) {
    for (const minute of cron.minutes) {
      const fire = date.toZonedDateTime({ timeZone, plainTime: { hour, minute } });
      const exists = fire.hour === hour && fire.minute === minute;
      if (exists && fire.epochMilliseconds > afterMs) return fire.epochMilliseconds;
    }
  }
  return undefined;
}

function assertTimeZone(expression: string, timeZone: string): void {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone);
  } catch (cause) {
    throw new InvalidSchedule(expression, `unknown time zone "${timeZone}"`, { cause });
  }
}

function parseRate(expression: string, inside: string): number {
  const [, digits = "", unit = "", plural = ""] = /^([1-9]\d*) (minute|hour|day)(s?)$/.exec(inside) ?? [];
  const unitMs = UNIT_MS[unit];
  if (unitMs === undefined) throw new InvalidSchedule(expression, "expected rate(<positive number> <unit>)");
  if ((digits === "1") !== (plural === "")) {
    throw new InvalidSchedule(expression, "the unit is singular for 1 and plural for anything else");
  }
  return Number(digits) * unitMs;
}

function parseAt(expression: string, inside: string, timeZone: string): number {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(inside)) {
    throw new InvalidSchedule(expression, "expected at(yyyy-mm-ddThh:mm:ss)");
  }
  try {
    return Temporal.PlainDateTime.from(inside, { overflow: "reject" }).toZonedDateTime(timeZone).epochMilliseconds;
  } catch (cause) {
    throw new InvalidSchedule(expression, "no such date and time", { cause });
  }
}

/** What one numeric field may hold, and how its values may be spelled. */
type Field = { name: string; min: number; max: number; names?: readonly string[]; hasSteps: boolean };

const MINUTES: Field = { name: "minutes", min: 0, max: 59, hasSteps: true };
const HOURS: Field = { name: "hours", min: 0, max: 23, hasSteps: true };
const DAYS: Field = { name: "day-of-month", min: 1, max: 31, hasSteps: true };
const MONTH: Field = { name: "month", min: 1, max: 12, names: MONTHS, hasSteps: true };
const WEEKDAY: Field = { name: "day-of-week", min: 1, max: SATURDAY, names: WEEKDAYS, hasSteps: false };
const YEARS: Field = { name: "year", min: 1970, max: 2199, hasSteps: true };

function parseCron(expression: string, inside: string): Cron {
  const fields = inside.trim().split(/\s+/);
  const [minutes = "", hours = "", day = "", month = "", weekday = "", year = ""] = fields;
  if (fields.length !== 6) throw new InvalidSchedule(expression, `expected six fields and found ${fields.length}`);
  if ((day === "?") === (weekday === "?")) {
    throw new InvalidSchedule(expression, `exactly one of day-of-month and day-of-week must be "?"`);
  }
  return {
    minutes: parseField(expression, MINUTES, minutes),
    hours: parseField(expression, HOURS, hours),
    months: parseField(expression, MONTH, month),
    years: parseField(expression, YEARS, year),
    daysOf: weekday === "?" ? daysByNumber(expression, day) : daysByWeekday(expression, weekday),
  };
}

function parseField(expression: string, field: Field, text: string): readonly number[] {
  const values = new Set<number>();
  for (const item of text.split(",")) {
    const [span = "", stepText, ...rest] = item.split("/");
    const step = stepText === undefined ? 1 : Number(stepText);
    const stepIsValid = stepText === undefined || (field.hasSteps && /^[1-9]\d*$/.test(stepText));
    if (rest.length > 0 || !stepIsValid) throw new InvalidSchedule(expression, `${field.name} "${item}": bad step`);
    const [first, last] = parseSpan(expression, field, span, stepText !== undefined);
    for (let value = first; value <= last; value += step) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}

function parseSpan(expression: string, field: Field, span: string, isStepped: boolean): readonly [number, number] {
  if (span === "*") return [field.min, field.max];
  const [firstText = "", lastText, ...rest] = span.split("-");
  const first = parseValue(expression, field, firstText);
  // A step that begins at one value goes on to the end of the field: 10/15 in minutes is 10, 25, 40, 55.
  if (lastText === undefined) return [first, isStepped ? field.max : first];
  const last = parseValue(expression, field, lastText);
  if (rest.length > 0 || last < first) {
    throw new InvalidSchedule(expression, `${field.name} "${span}": a span must run upwards`);
  }
  return [first, last];
}

function parseValue(expression: string, field: Field, text: string): number {
  const named = field.names?.indexOf(text.toUpperCase()) ?? -1;
  if (named >= 0) return field.min + named;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= field.min && value <= field.max)) {
    const names = field.names === undefined ? "" : ` or ${field.names[0]}-${field.names.at(-1)}`;
    throw new InvalidSchedule(expression, `${field.name} "${text}": expected ${field.min}-${field.max}${names}`);
  }
  return value;
}

type DaysOf = Cron["daysOf"];

function daysByNumber(expression: string, text: string): DaysOf {
  if (text === "L") return (first) => [first.daysInMonth];
  if (text === "LW") return (first) => [nearestWorkday(first, first.daysInMonth)];
  const workday = /^(\d+)W$/.exec(text)?.[1];
  if (workday !== undefined) {
    const day = parseValue(expression, DAYS, workday);
    return (first) => (day <= first.daysInMonth ? [nearestWorkday(first, day)] : []);
  }
  const days = parseField(expression, DAYS, text);
  return (first) => days.filter((day) => day <= first.daysInMonth);
}

/** The Monday-to-Friday day nearest to `day`, never leaving the month. */
function nearestWorkday(first: Temporal.PlainDate, day: number): number {
  switch (first.with({ day }).dayOfWeek) {
    case 6:
      return day === 1 ? 3 : day - 1;
    case 7:
      return day === first.daysInMonth ? day - 2 : day + 1;
    default:
      return day;
  }
}

function daysByWeekday(expression: string, text: string): DaysOf {
  if (text === "L") return (first) => weekdaysOf(first, [SATURDAY]);
  const last = /^(\w+)L$/.exec(text)?.[1];
  if (last !== undefined) {
    const weekday = parseValue(expression, WEEKDAY, last);
    return (first) => weekdaysOf(first, [weekday]).slice(-1);
  }
  const [, name, nth] = /^(\w+)#([1-5])$/.exec(text) ?? [];
  if (name !== undefined) {
    const weekday = parseValue(expression, WEEKDAY, name);
    return (first) => weekdaysOf(first, [weekday]).slice(Number(nth) - 1, Number(nth));
  }
  const weekdays = parseField(expression, WEEKDAY, text);
  return (first) => weekdaysOf(first, weekdays);
}

function weekdaysOf(first: Temporal.PlainDate, weekdays: readonly number[]): readonly number[] {
  const days = Array.from({ length: first.daysInMonth }, (_, i) => i + 1);
  // ISO counts Monday 1 to Sunday 7; the service counts Sunday 1 to Saturday 7.
  return days.filter((day) => weekdays.includes(((first.dayOfWeek + day - 1) % 7) + 1));
}
