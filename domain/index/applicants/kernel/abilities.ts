import {
  COMPETENCIES_WEIGHT,
  CREDIT_LANES,
  D_NOTHING_ON_OPENING,
  D_OPENING_WEIGHTS,
  H_COUNTS,
  H_COVERS,
  H_LINES,
  H_LINKS,
  H_THRESHOLD,
  H_USES,
  LINKED,
  R_CREDIT,
  R_LANGUAGE,
  R_LEVEL,
  R_MUST,
  R_WEIGHT,
  REQUIREMENT_BYTES,
  SORT_CERTIFICATE,
  SORT_COMPETENCY,
  SORT_EDUCATION,
  SORT_EXPERIENCE,
  SORT_LANGUAGE,
} from "../query-layout";
import {
  COMPETENCIES,
  EDUCATION_AT,
  ID_LENGTH,
  KNOWS_CERTIFICATES,
  KNOWS_COMPETENCIES,
  KNOWS_EDUCATION,
  KNOWS_EXPERIENCE,
  KNOWS_LANGUAGES,
  LANGUAGE_BYTES,
  SMALL_PARTS,
} from "../record-layout";
import { codeAt, codeBytes, figureOf, leftOutOf, levelOf, takesFour, takesTwo, spellBytes } from "./codes";
import { findBestCredits, meanOfBest, used as usedOfBest } from "./credits";
import { FULL, header, requirementOf, side, sideOf, UNKNOWN, weightOf } from "./sides";

const COVERED_ALONE_PERCENT: f64 = 75;

/** Stands for the credit of a must that isn't met. */
const FAILED: i32 = -2;

/** Sums of a component while its requirements are gone through. */
let points: f64 = 0;
let possible: f64 = 0;

/** Counts a requirement's credit; false when it is a must that isn't met. */
@inline
function count(requirement: u32, credit: i32): bool {
  if (credit < <i32>load<u32>(requirement, R_MUST)) return false;
  const weight = load<f64>(requirement, R_WEIGHT);
  points += weight * <f64>credit;
  possible += weight;
  return true;
}

@inline
function mean(): i32 {
  return <i32>Math.floor(points / possible);
}

/** `combineCoverage` of the score. */
function combined(covered: i32, used: i32): i32 {
  const alone = Math.floor((COVERED_ALONE_PERCENT * <f64>covered * <f64>covered) / (100 * <f64>FULL));
  return <i32>Math.max(Math.floor(Math.sqrt(<f64>covered * <f64>used)), alone);
}

/** Mean of what was counted. */
@inline
function meanOrUnknown(): i32 {
  return possible == 0 ? UNKNOWN : mean();
}

let nearest: i32 = 0;
let experience: i32 = 0;
let certificates: i32 = 0;
let languages: i32 = 0;
let education: i32 = 0;

/** Adds up the opening's side, in the order of the score. */
@inline
function sum(query: u32, competencies: i32): i32 {
  let weight = weightOf(query, D_OPENING_WEIGHTS, competencies);
  let points = weight * <f64>competencies;
  let possible = weight;
  weight = weightOf(query, D_OPENING_WEIGHTS + 1, nearest);
  points += weight * <f64>nearest;
  possible += weight;
  weight = weightOf(query, D_OPENING_WEIGHTS + 2, experience);
  points += weight * <f64>experience;
  possible += weight;
  weight = weightOf(query, D_OPENING_WEIGHTS + 3, certificates);
  points += weight * <f64>certificates;
  possible += weight;
  weight = weightOf(query, D_OPENING_WEIGHTS + 4, languages);
  points += weight * <f64>languages;
  possible += weight;
  weight = weightOf(query, D_OPENING_WEIGHTS + 5, education);
  points += weight * <f64>education;
  return sideOf(points, possible + weight, side(query, D_NOTHING_ON_OPENING));
}

/**
 * The opening's side of a record, or −1 when a must isn't met or when the side stays below `least` whatever the competencies bring up to
 * `most`. They take longest and come last. Lists are given by their addresses in the record.
 */
export function abilitiesOf(
  query: u32,
  record: u32,
  known: u32,
  spells: u32,
  occupations: u32,
  languagesAt: u32,
  certificatesAt: u32,
  id: u32,
  proximity: i32,
  most: i32,
  applicant: i32,
): i32 {
  nearest = proximity;
  experience = (known & KNOWS_EXPERIENCE) != 0 ? experienceCredit(query, spells, occupations) : UNKNOWN;
  certificates = (known & KNOWS_CERTIFICATES) != 0 ? certificatesCredit(query, certificatesAt, id) : UNKNOWN;
  languages = (known & KNOWS_LANGUAGES) != 0 ? languagesCredit(query, languagesAt, certificatesAt) : UNKNOWN;
  education = (known & KNOWS_EDUCATION) != 0 ? educationCredit(query, record) : UNKNOWN;
  if (min<i32>(min<i32>(experience, certificates), min<i32>(languages, education)) == FAILED) return UNKNOWN;
  const count = header(query, H_COUNTS + SORT_COMPETENCY);
  if (count == 0 || (known & KNOWS_COMPETENCIES) == 0) return sum(query, UNKNOWN);
  const competencies = id + <u32>load<u8>(record, ID_LENGTH);
  if (count > <u32>CREDIT_LANES || load<f64>(query + COMPETENCIES_WEIGHT) == 0) {
    const credit = competenciesCredit(query, record, competencies);
    return credit == FAILED ? UNKNOWN : sum(query, credit);
  }
  const threshold = header(query, H_THRESHOLD);
  // One more, in case that weights which aren't whole round another way.
  if (<u32>((sum(query, most) + 1) * applicant) < threshold * threshold) return UNKNOWN;
  if (!findBestCredits(query, record, competencies)) return UNKNOWN;
  return sum(query, combined(meanOfBest(query), usedOfBest));
}

/** Credit of more competencies than there are lanes. */
function competenciesCredit(query: u32, record: u32, competencies: u32): i32 {
  const first = requirementOf(query, SORT_COMPETENCY, 0);
  const end = first + header(query, H_COUNTS + SORT_COMPETENCY) * REQUIREMENT_BYTES;
  const used = findCredits(query, record, competencies, first, end);
  points = possible = 0;
  for (let at = first; at < end; at += REQUIREMENT_BYTES) {
    if (!count(at, load<i32>(at, R_CREDIT))) return FAILED;
  }
  return possible == 0 ? UNKNOWN : combined(mean(), used);
}

/** Writes the credit of each competency requirement, and returns how much of what is held is used. */
function findCredits(query: u32, record: u32, competencies: u32, first: u32, end: u32): i32 {
  for (let at = first; at < end; at += REQUIREMENT_BYTES) store<u32>(at, 0, R_CREDIT);
  const uses = header(query, H_USES);
  const links = header(query, H_LINKS);
  const linkedFirst = query + LINKED;
  let linkedEnd = linkedFirst;
  let byte = competencies;
  let number: u32 = <u32>-1;
  let used: u64 = 0;
  let whole: u32 = 0;
  for (let left = <u32>load<u8>(record, COMPETENCIES); left > 0; left--) {
    const both = <u32>load<u16>(byte);
    const isLong = takesTwo(both);
    let figure = figureOf(both, isLong);
    byte += 1 + isLong;
    if (takesFour(both)) {
      figure = load<u32>(byte - 2) >> 8;
      byte += 2;
    }
    const leftOut = leftOutOf(figure);
    number += 1 + leftOut;
    const entry = uses + (number << 3);
    const linked = load<u32>(entry);
    const use = load<u32>(entry, 4);
    whole += use >> 16;
    used += <u64>((use >> 16) * (use & 0xffff));
    store<u32>(linkedEnd, linked);
    store<u32>(linkedEnd, levelOf(figure, leftOut), 4);
    linkedEnd += (<u32>(linked != 0)) << 3;
  }
  for (let at = linkedFirst; at < linkedEnd; at += 8) {
    const linked = load<u32>(at);
    const level = load<u32>(at, 4);
    const start = links + ((linked >> 8) << 2);
    for (let link = start; link < start + ((linked & 255) << 2); link += 4) {
      const requirement = first + <u32>load<u16>(link, 2) * REQUIREMENT_BYTES;
      const related = <u32>load<u16>(link);
      const wanted = load<u32>(requirement, R_LEVEL);
      const credit = level >= wanted ? related : (related * level) / wanted;
      if (credit > load<u32>(requirement, R_CREDIT)) store<u32>(requirement, credit, R_CREDIT);
    }
  }
  return whole == 0 ? 0 : <i32>Math.floor(<f64>used / <f64>whole);
}

function experienceCredit(query: u32, spells: u32, end: u32): i32 {
  const all = header(query, H_COUNTS + SORT_EXPERIENCE);
  if (all == 0) return UNKNOWN;
  const lines = header(query, H_LINES);
  points = possible = 0;
  for (let nth: u32 = 0; nth < all; nth++) {
    const at = requirementOf(query, SORT_EXPERIENCE, nth);
    const wanted = load<u32>(at, R_LEVEL);
    let months: u32 = 0;
    for (let spell = spells; spell < end; spell += spellBytes) {
      const line = load<u32>(lines + (codeAt(spell) << 2));
      if ((line >> nth) & 1) months += <u32>load<u16>(spell + codeBytes);
    }
    const credit = <i32>Math.floor((<f64>FULL * <f64>min<u32>(months, wanted)) / <f64>wanted);
    if (!count(at, credit)) return FAILED;
  }
  return meanOrUnknown();
}

function certificatesCredit(query: u32, certificates: u32, end: u32): i32 {
  const all = header(query, H_COUNTS + SORT_CERTIFICATE);
  if (all == 0) return UNKNOWN;
  const covers = header(query, H_COVERS);
  let covered: u32 = 0;
  for (let place = certificates; place < end; place += codeBytes) covered |= load<u32>(covers + (codeAt(place) << 2));
  points = possible = 0;
  for (let nth: u32 = 0; nth < all; nth++) {
    const credit = (covered >> nth) & 1 ? FULL : 0;
    if (!count(requirementOf(query, SORT_CERTIFICATE, nth), credit)) return FAILED;
  }
  return meanOrUnknown();
}

function languagesCredit(query: u32, languages: u32, end: u32): i32 {
  const all = header(query, H_COUNTS + SORT_LANGUAGE);
  if (all == 0) return UNKNOWN;
  points = possible = 0;
  for (let nth: u32 = 0; nth < all; nth++) {
    const at = requirementOf(query, SORT_LANGUAGE, nth);
    const language = load<u32>(at, R_LANGUAGE);
    const wanted = load<i32>(at, R_LEVEL);
    let best: i32 = -1;
    for (let place = languages; place < end; place += LANGUAGE_BYTES) {
      if (<u32>load<u8>(place) == language) best = max<i32>(best, load<u8>(place, 1));
    }
    const credit = <i32>Math.floor((<f64>FULL * (<f64>min<i32>(best, wanted) + 1)) / (<f64>wanted + 1));
    if (!count(at, credit)) return FAILED;
  }
  return meanOrUnknown();
}

function educationCredit(query: u32, record: u32): i32 {
  const all = header(query, H_COUNTS + SORT_EDUCATION);
  if (all == 0) return UNKNOWN;
  const education = (<u32>load<u16>(record, SMALL_PARTS) >> EDUCATION_AT) & 7;
  points = possible = 0;
  for (let nth: u32 = 0; nth < all; nth++) {
    const at = requirementOf(query, SORT_EDUCATION, nth);
    if (!count(at, education >= load<u32>(at, R_LEVEL) ? FULL : 0)) return FAILED;
  }
  return meanOrUnknown();
}
