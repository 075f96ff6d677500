import {
  BEST_CREDITS,
  COMPETENCIES_WEIGHT,
  CREDIT_LANES,
  H_COMPETENCIES_END,
  H_COUNTS,
  H_CREDITS,
  H_LINKS,
  H_PLACES,
  H_USES,
  LEVELS,
  MUST_CREDITS,
  R_LEVEL,
  R_MUST,
  R_WEIGHT,
  REQUIREMENT_BYTES,
  SORT_COMPETENCY,
} from "../query-layout";
import { COMPETENCIES } from "../record-layout";
import { figureOf, leftOutOf, levelOf, takesFour, takesTwo } from "./codes";
import { header, requirementOf } from "./sides";

/**
 * Credits of competencies, looked up. What a competency at a level brings each of the first sixteen requirements is worked out once per opening;
 * of a record's competencies, the best of each lane is taken. So nothing is divided and nothing branches per competency held.
 */
const LANE_BYTES: u32 = 2;
const LEVEL_BYTES: u32 = CREDIT_LANES * LANE_BYTES;
const PLACE_BYTES: u32 = LEVELS * LEVEL_BYTES;
/** An entry of a competency: its rarity times the best credit of its links, its rarity, and its place (4, 2 and 2 bytes), read in one go. */
const ENTRY_SHIFT: u32 = 3;

/** How much of what is held is used, of the record whose credits were found last. */
export let used: i32 = 0;

/** Works out the table. Place 0 is that of competencies without any use: all their credits are 0. */
export function fillCredits(query: u32): void {
  const count = header(query, H_COUNTS + SORT_COMPETENCY);
  const places = header(query, H_PLACES);
  const end = header(query, H_COMPETENCIES_END);
  const uses = header(query, H_USES);
  const credits = header(query, H_CREDITS);
  if (count == 0 || count > <u32>CREDIT_LANES) return;
  for (let at = credits; at < credits + PLACE_BYTES; at += 16) v128.store(at, i16x8.splat(0));
  let place: u32 = 0;
  for (let number: u32 = 0; number < end; number++) {
    const linked = load<u32>(uses + (number << 3));
    const use = load<u32>(uses + (number << 3), 4);
    const entry = places + (number << ENTRY_SHIFT);
    store<u32>(entry, (use >> 16) * (use & 0xffff));
    store<u16>(entry, (use >> 16) as u16, 4);
    store<u16>(entry, linked == 0 ? 0 : (++place as u16), 6);
    if (linked != 0) fillPlace(query, linked, credits + place * PLACE_BYTES);
  }
  let weight: f64 = 0;
  memory.fill(query + MUST_CREDITS, 0, LEVEL_BYTES);
  for (let nth: u32 = 0; nth < count; nth++) {
    const requirement = requirementOf(query, SORT_COMPETENCY, nth);
    weight += load<f64>(requirement, R_WEIGHT);
    store<u16>(query + MUST_CREDITS + nth * LANE_BYTES, load<u32>(requirement, R_MUST) as u16);
  }
  store<f64>(query + COMPETENCIES_WEIGHT, weight);
}

function fillPlace(query: u32, linked: u32, table: u32): void {
  const first = header(query, H_LINKS) + ((linked >> 8) << 2);
  for (let at = table; at < table + PLACE_BYTES; at += 16) v128.store(at, i16x8.splat(0));
  for (let link = first; link < first + ((linked & 255) << 2); link += 4) {
    const nth = <u32>load<u16>(link, 2);
    const related = <u32>load<u16>(link);
    const wanted = load<u32>(requirementOf(query, SORT_COMPETENCY, nth), R_LEVEL);
    let lane = table + nth * LANE_BYTES;
    for (let level: u32 = 0; level < <u32>LEVELS; level++) {
      const credit = level >= wanted ? related : (related * level) / wanted;
      store<u16>(lane, max<u32>(load<u16>(lane), credit) as u16);
      lane += LEVEL_BYTES;
    }
  }
}

/** Finds the best credits of a record's competencies; false when a must isn't met. */
export function findBestCredits(query: u32, record: u32, competencies: u32): bool {
  const places = header(query, H_PLACES);
  const credits = header(query, H_CREDITS);
  const isWide = header(query, H_COUNTS + SORT_COMPETENCY) > <u32>CREDIT_LANES / 2;
  let lower = i16x8.splat(0);
  let upper = i16x8.splat(0);
  let byte = competencies;
  let number: u32 = <u32>-1;
  let sum: u64 = 0;
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
    const entry = load<u64>(places + (number << ENTRY_SHIFT));
    sum += entry & 0xffff_ffff;
    whole += <u32>(entry >> 32) & 0xffff;
    const table = credits + <u32>(entry >> 48) * PLACE_BYTES + levelOf(figure, leftOut) * LEVEL_BYTES;
    lower = i16x8.max_u(lower, v128.load(table));
    if (isWide) upper = i16x8.max_u(upper, v128.load(table, 16));
  }
  used = whole == 0 ? 0 : <i32>Math.floor(<f64>sum / <f64>whole);
  v128.store(query + BEST_CREDITS, lower);
  v128.store(query + BEST_CREDITS, upper, 16);
  const failed = v128.or(
    i16x8.lt_u(lower, v128.load(query + MUST_CREDITS)),
    i16x8.lt_u(upper, v128.load(query + MUST_CREDITS, 16)),
  );
  return !v128.any_true(failed);
}

/** Mean of the credits found last. */
export function meanOfBest(query: u32): i32 {
  const count = header(query, H_COUNTS + SORT_COMPETENCY);
  let points: f64 = 0;
  for (let nth: u32 = 0; nth < count; nth++) {
    const weight = load<f64>(requirementOf(query, SORT_COMPETENCY, 0) + nth * REQUIREMENT_BYTES, R_WEIGHT);
    points += weight * <f64>load<u16>(query + BEST_CREDITS + nth * LANE_BYTES);
  }
  return <i32>Math.floor(points / load<f64>(query + COMPETENCIES_WEIGHT));
}
