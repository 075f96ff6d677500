/** What public job services write in words, as the plain columns of `built-in-mappings.ts` want it. "" is unknown, and never a "no". */
import { carriesPersonalData } from "../../../domain/model/text.ts";
import { readDay } from "../converters.ts";

/** Two-digit years are of this century: no service has postings from before. */
const CENTURY = "20";

/**
 * The day in a date that may be short (`26-10-31`), in brackets (`마감일 (2026-10-31)`), or the latest of an open end (`채용시까지 26-10-31`). An
 * open end without a day (`채용시까지`, `상시채용`) is no day.
 */
export function dayIn(text: string): string {
  const [found = ""] =
    /\d{4}[-./]\d{1,2}[-./]\d{1,2}|(?<!\d)\d{2}[-./]\d{1,2}[-./]\d{1,2}|(?<!\d)20\d{6}(?!\d)/.exec(text) ?? [];
  const long = /^\d{2}[-./]/.test(found) ? `${CENTURY}${found}` : found;
  return readDay(long) ?? "";
}

const PAY_UNITS = { 시급: "HOUR", 시간급: "HOUR", 일급: "DAY", 월급: "MONTH", 연봉: "YEAR" } as const;
const MAN_WON = 10_000;

/** An amount of pay in words, the least of a span: `월급 / 220만원 ~ 250만원` is 2,200,000 a month. */
export function payIn(text: string): { readonly pay: string; readonly payUnit: string } {
  const unit = Object.entries(PAY_UNITS).find(([name]) => text.includes(name))?.[1];
  const [, amount, scale] = /([\d,]+)\s*(만\s*원|원)?/.exec(text) ?? [];
  const number = Number(amount?.replaceAll(",", ""));
  if (unit === undefined || !Number.isInteger(number) || number === 0) return { pay: "", payUnit: "" };
  return { pay: String(scale?.startsWith("만") ? number * MAN_WON : number), payUnit: unit };
}

/** In the order in which one holds another: a list names its least. */
const EDUCATION = [
  [/중졸|중학교/, "middle"],
  [/고졸|고등학교/, "high"],
  [/초대졸|전문대|대졸\s*\(2|대학교?\s*\(2/, "associate"],
  [/대졸|대학교|학사/, "bachelor"],
  [/석사/, "master"],
  [/박사/, "doctor"],
] as const;

/** The least education that a posting asks for; none where it says it doesn't matter. */
export function educationIn(text: string): string {
  if (/무관|관계없음|제한없음/.test(text)) return "";
  return EDUCATION.find(([words]) => words.test(text))?.[1] ?? "";
}

/** Months of experience that a posting asks for. `경력` without a figure asks for some, and for how much isn't known. */
export function experienceMonthsIn(text: string): string {
  if (/무관|관계없음|신입/.test(text)) return "";
  const [, years] = /(\d{1,2})\s*년/.exec(text) ?? [];
  const [, months] = /(\d{1,3})\s*개월/.exec(text) ?? [];
  const total = Number(years ?? 0) * 12 + Number(months ?? 0);
  return total === 0 ? "" : String(total);
}

/**
 * How somebody is employed, where the words say so. A contract without an end says nothing of the hours, so it isn't full time by itself:
 * see the mapping of `kead`.
 */
export function employmentTypeIn(text: string): string {
  if (/시간제|시간선택|파트/.test(text)) return "PART_TIME";
  if (/일용/.test(text)) return "PER_DIEM";
  if (/인턴/.test(text)) return "INTERN";
  if (/기간의?\s*정함이?\s*없는|정규|상용/.test(text)) return "";
  return /기간의?\s*정함이?\s*있는|계약|기간제/.test(text) ? "TEMPORARY" : "";
}

/** Hours a week, where they are named as such; what is worked a day isn't multiplied by a guess. */
export function hoursPerWeekIn(text: string): string {
  const [, hours] =
    /주\s*(?:당|간|평균|소정)?\s*(?:소정)?\s*(?:근로|근무)?\s*시간?[^\d]{0,6}(\d{1,2})\s*시간/.exec(text) ?? [];
  return hours === undefined || Number(hours) === 0 ? "" : hours;
}

/** Certificates that are asked for, parted by semicolons; those that are merely welcome aren't asked for. */
export function certificatesIn(text: string): string {
  return text
    .split(/[,;/\n]+/)
    .map((name) => name.trim())
    .filter((name) => name !== "" && !/무관|없음|우대|불필요/.test(name))
    .join(";");
}

/** Longest description of an opening. */
const DESCRIPTION_CHARS_MAX = 4_000;

/**
 * A description without the lines that name a number or an address of somebody: they may not travel on the bus, and whoever applies goes by
 * the link to where the posting stands.
 */
export function withoutContacts(text: string): string {
  return text
    .split(/\r?\n/)
    .filter((line) => !carriesPersonalData(line))
    .join("\n")
    .trim()
    .slice(0, DESCRIPTION_CHARS_MAX);
}
