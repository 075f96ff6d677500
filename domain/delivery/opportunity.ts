import { currentDistrictCode } from "../geo/districts.ts";
import { toDayNumber } from "../model/calendar.ts";
import type { Opening } from "../model/opening.ts";
import { normalisePay, weeklyHours } from "../model/pay.ts";
import { gramsOf, hash64, jaccard, minHashes, plainText } from "./text-similarity.ts";

/**
 * One opportunity is one opportunity: the same work advertised twice, by two sources or again after a while, is recognised by what it is. Whoever
 * was told of one is not told of its twin.
 *
 * An opening is looked up under a handful of keys (`lookupKeys`), each a set of openings that could be twins; `areTwins` then decides on the
 * openings themselves, so that a key that is shared by chance costs a comparison and nothing else.
 */

/** Words that say that somebody is wanted, which every posting does, and not for what. */
const NOISE =
  /(?:급\s?구|긴급|재\s?공고|추가\s?모집|상시\s?모집|모집\s?공고|채용\s?공고|모집(?:합니다|중)?|채용(?:합니다|중)?|구인(?:합니다)?|구합니다|찾습니다|모십니다|모셔요|공고|hiring|wanted|urgent|job opening)/giu;

/** Words and numbers that make two places of otherwise one posting: when, for whom, where within, which round. */
const MARKS =
  /(?:오전|오후|주간|야간|새벽|아침|저녁|점심|심야|주말|평일|격일|주\s?\d\s?일|초급|중급|고급|심화|기초|입문|팀장|관리자|과장|대리|신입|경력|보조|morning|afternoon|evening|night|weekend|weekday|senior|junior|assistant|lead|part|\d+)/giu;

/** Signatures of a title: at a Jaccard index of 0.6, 97 of 100 twins share one; at 0.7, 99. */
const TITLE_SIGNATURES = 4;

const TITLE_GRAM = 2;
const DESCRIPTION_GRAM = 3;

/** Likeness of titles and descriptions (Jaccard, of runs of two and three characters) from which on two postings of one employer are one. */
const SAME_EMPLOYER = { title: 0.6, titleWithDescription: 0.4, description: 0.7 } as const;

/** Another employer, who may be an agency: pay must agree, and the words must be nearly the same. */
const OTHER_EMPLOYER = { title: 0.6, description: 0.7, titleAlone: 0.9 } as const;

/** From here on two texts are one text, give or take a sentence, and pay that differs by less than a fifth is what one of the sources has not followed. */
const SAME_TEXT = { title: 0.9, description: 0.8 } as const;
const SAME_TEXT_PAY_PERCENT = 20;

/** Posted again within two weeks of its end it is still the same vacancy; later, a new one. */
const REPOSTED_WITHIN_DAYS = 14;

const PAY_TOLERANCE_PERCENT = 1;

/** An opening's title without what every title says. */
export function normalTitle(title: string): string {
  return plainText(title.normalize("NFKC").replace(NOISE, " "));
}

function placeOf({ place }: Opening): string {
  if (place.mode === "online") return "online";
  return (place.district && currentDistrictCode(place.district)) ?? place.district ?? "anywhere";
}

function payOf({ baseSalary, workHours, employmentType }: Opening): string {
  if (baseSalary === undefined) return "unknown";
  const { krwPerHour, krwPerMonth } = normalisePay(baseSalary, workHours, employmentType);
  return krwPerHour === undefined ? `${krwPerMonth} a month` : `${krwPerHour} an hour`;
}

/**
 * The canonical fingerprint: the same for openings whose employer, title, place, pay and dates are the same, however they are written. 16
 * hexadecimal digits.
 */
export function fingerprintOf(opening: Opening): string {
  const { kind, employerId, title, validFrom = "", validThrough = "" } = opening;
  const parts = [kind, employerId, normalTitle(title), placeOf(opening), payOf(opening), validFrom, validThrough];
  return hash64(parts.join("\n"));
}

/** The keys under which an opening's twins are found: its fingerprint, its employer's postings at the place, and titles that are alike there. */
export function lookupKeys(opening: Opening): readonly string[] {
  const where = `${opening.kind}#${placeOf(opening)}`;
  const signatures = minHashes(gramsOf(normalTitle(opening.title), TITLE_GRAM), TITLE_SIGNATURES);
  return [
    `exact#${fingerprintOf(opening)}`,
    `employer#${where}#${opening.employerId}`,
    ...signatures.map((signature, at) => `title${at}#${where}#${signature.toString(16)}`),
  ];
}

/** Whether two openings are the same opportunity. Symmetric; an opening is no twin of itself. */
export function areTwins(one: Opening, other: Opening): boolean {
  if (one.openingId === other.openingId) return false;
  if (one.kind !== other.kind || placeOf(one) !== placeOf(other) || !areNearInTime(one, other)) return false;
  // Another programme is another opportunity: other people may take part in it.
  if (one.programmeId !== other.programmeId && one.programmeId !== undefined && other.programmeId !== undefined) {
    return false;
  }
  if (!agree(one, other) || marksOf(one) !== marksOf(other) || insistOnDifferent(one, other)) return false;
  const title = likeness(normalTitle(one.title), normalTitle(other.title), TITLE_GRAM);
  const description =
    one.description === undefined || other.description === undefined
      ? undefined
      : likeness(plainText(one.description), plainText(other.description), DESCRIPTION_GRAM);
  if (title >= SAME_TEXT.title && (description ?? 0) >= SAME_TEXT.description)
    return payAgrees(one, other, SAME_TEXT_PAY_PERCENT);
  if (one.employerId === other.employerId) {
    if (!payAgrees(one, other, PAY_TOLERANCE_PERCENT)) return false;
    // Two postings that describe different work under one title are two.
    const isDescribedAlike = description === undefined || description >= SAME_EMPLOYER.titleWithDescription / 2;
    if (title >= SAME_EMPLOYER.title) return isDescribedAlike;
    return title >= SAME_EMPLOYER.titleWithDescription && (description ?? 0) >= SAME_EMPLOYER.description;
  }
  if (payOf(one) !== payOf(other)) return false;
  if (description === undefined) return title >= OTHER_EMPLOYER.titleAlone && one.baseSalary !== undefined;
  return title >= OTHER_EMPLOYER.title && description >= OTHER_EMPLOYER.description;
}

function likeness(one: string, other: string, gram: number): number {
  return one === other ? 1 : jaccard(gramsOf(one, gram), gramsOf(other, gram));
}

function marksOf({ title }: Opening): string {
  const marks = title.normalize("NFKC").toLowerCase().match(MARKS) ?? [];
  return [...new Set(marks.map((mark) => mark.replace(/\s/gu, "")))].sort().join(" ");
}

/** What both say must be the same; what one leaves out says nothing. */
function agree(one: Opening, other: Opening): boolean {
  const hours = [one, other].map(({ workHours }) => workHours && weeklyHours(workHours));
  const codes = [one, other].map(({ occupation }) => occupation?.code);
  const shifts = [one, other].map((opening) => opening.shifts?.toSorted().join(" "));
  const types = [one, other].map(({ employmentType }) => employmentType);
  const isOneCode = codes.every(
    (code, at) =>
      code === undefined || (codes[1 - at] ?? code).startsWith(code) || code.startsWith(codes[1 - at] ?? code),
  );
  return (
    isOneCode && [hours, shifts, types].every(([mine, its]) => mine === undefined || its === undefined || mine === its)
  );
}

/** Whether both insist on certificates and have none in common: whoever may do the one work may not do the other. */
function insistOnDifferent(one: Opening, other: Opening): boolean {
  const [mine, its] = [one, other].map(({ requirements = [] }) =>
    requirements.flatMap((requirement) =>
      requirement.on === "certificate" && requirement.importance === "must" ? requirement.certificate : [],
    ),
  );
  if (mine === undefined || its === undefined || mine.length === 0 || its.length === 0) return false;
  return !mine.some((certificate) => its.includes(certificate));
}

function payAgrees(one: Opening, other: Opening, tolerancePercent: number): boolean {
  if (one.baseSalary === undefined || other.baseSalary === undefined) return true;
  const [mine, its] = [one, other].map(({ baseSalary, workHours, employmentType }) =>
    baseSalary === undefined ? undefined : normalisePay(baseSalary, workHours, employmentType),
  );
  const near = (a: number, b: number) => Math.abs(a - b) * 100 <= Math.max(a, b) * tolerancePercent;
  if (mine?.krwPerHour !== undefined && its?.krwPerHour !== undefined) return near(mine.krwPerHour, its.krwPerHour);
  if (mine?.krwPerMonth !== undefined && its?.krwPerMonth !== undefined) return near(mine.krwPerMonth, its.krwPerMonth);
  return true;
}

function areNearInTime(one: Opening, other: Opening): boolean {
  const isLongAfter = (earlier: Opening, later: Opening) => {
    const begin = later.validFrom ?? later.datePosted;
    if (earlier.validThrough === undefined || begin === undefined) return false;
    return toDayNumber(begin) - toDayNumber(earlier.validThrough) > REPOSTED_WITHIN_DAYS;
  };
  return !isLongAfter(one, other) && !isLongAfter(other, one);
}
