import {
  C_CODES,
  C_DESCRIPTIONS,
  C_POSSIBLE,
  C_TERMS,
  D_COMMUTE_WEIGHT,
  D_FULL_BP,
  D_HOURS_WEIGHT,
  D_LEAST_PRODUCT,
  D_NOTHING_KNOWN_BP,
  D_OWN_WEIGHT,
  D_PAY_AT_LEAST_BP,
  D_PAY_FULL,
  D_PAY_LEAST,
  D_PAY_RISE,
  D_PAY_RISE_BP,
  D_PAY_WEIGHT,
  D_POINTS_PER_UNIT,
  D_TERM_WEIGHT_MOST,
  D_WANTED_WEIGHT,
  HOURS_SHIFT,
  HOURS_UNKNOWN,
  NO_CODES,
  OCCUPATION_SHIFT,
  PAY_UNKNOWN,
  POINTS_MASK,
  Q_BOUNDS,
  Q_COMPETENCY_WEIGHTS,
  Q_FITS_APPLICANT,
  Q_HOUR_MARKS,
  Q_LEAST_CREDITS,
  Q_MOST_POINTS,
  Q_NUMBERS,
  Q_OWN_POINTS,
  Q_PAY_COLUMN,
  Q_PAY_LEAST,
  Q_PLANES,
  Q_POINTS,
  Q_ROWS,
  Q_TERM_POINTS,
  Q_TERM_WEIGHTS,
  Q_TRAIT_WEIGHTS,
  Q_UNWANTED,
  Q_UNWANTED_COUNT,
  Q_WANTED_POINTS,
  Q_WEIGHTS,
  ROW_WORDS,
  TERMS_MASK,
  TRAITS_MASK,
  USE_SHIFT,
  USE_UNIT_BP,
  WORD_ROWS,
} from "../scan-layout";

/**
 * The passes of a profile over a block of openings, in AssemblyScript. The formulas are those of the plain twin (plain-scan.ts), in the same order, so that
 * the same comes out to the last bit; only the exact bound behind the last pass is left to the score. Columns are compacted without a branch, as there.
 */

/** Rows of which the planes and the pay are looked at together. */
const AT_ONCE: u32 = WORD_ROWS;

@inline
function number(query: u32, place: u32): u32 {
  return load<u32>(query + (place << 2));
}

@inline
function double(query: u32, place: u32): f64 {
  return load<f64>(query + (Q_NUMBERS << 2) + (place << 3));
}

@inline
function column(block: u32, room: u32, place: u32): u32 {
  return block + ((room * place) << 2);
}

/** A value of a table of doubles. */
@inline
function at(table: u32, place: u32): f64 {
  return load<f64>(table + (place << 3));
}

/** A value or zero, without the branch that choosing between two doubles would be. */
@inline
function when(holds: bool, value: f64): f64 {
  return <f64>(<i32>holds) * value;
}

/** Reads a block with room for so many rows, of which so many are filled; returns how many are left. Points for the way are −1 where nothing is known of it. */
export function run(query: u32, block: u32, room: u32, count: u32, wayPoints: f64): u32 {
  let kept = keepWanted(query, block, room, count);
  kept = keepNear(query, block, room, kept, wayPoints);
  kept = keepReaching(query, block, room, kept, wayPoints);
  return keepEarning(query, block, room, kept);
}

/** Keeps what neither its planes nor its pay rule out. */
@inline
function keepWanted(query: u32, block: u32, room: u32, count: u32): u32 {
  const rows = number(query, Q_ROWS);
  const unwanted = number(query, Q_UNWANTED);
  const unwantedEnd = unwanted + (number(query, Q_UNWANTED_COUNT) << 2);
  const wordBytes = number(query, Q_PLANES) << 2;
  const payLeast = i32x4.splat(number(query, Q_PAY_LEAST));
  let pay = column(block, room, number(query, Q_PAY_COLUMN));
  let words = column(block, room, ROW_WORDS);
  let end = rows;
  for (let base: u32 = 0; base < count; base += AT_ONCE) {
    let left: u32 = count - base < AT_ONCE ? (1 << (count - base)) - 1 : -1;
    for (let plane = unwanted; plane < unwantedEnd; plane += 4) left &= ~load<u32>(words + (load<u32>(plane) << 2));
    if (left != 0) {
      // What stands behind the last row is compared, too, and isn't among those that are left.
      let paid: u32 = 0;
      for (let four: u32 = 0; four < AT_ONCE; four += 4) {
        paid |= <u32>i32x4.bitmask(i32x4.ge_s(v128.load(pay + (four << 2)), payLeast)) << four;
      }
      left &= paid;
      const found = popcnt(left);
      // Four at a time, as how many there are can't be foreseen; what is written beyond the last is no row, and written over by the next.
      for (let nth: u32 = 0; nth < found; nth += 4) {
        left = storeRow(end, nth, base, left);
        left = storeRow(end, nth + 1, base, left);
        left = storeRow(end, nth + 2, base, left);
        left = storeRow(end, nth + 3, base, left);
      }
      end += found << 2;
    }
    words += wordBytes;
    pay += AT_ONCE << 2;
  }
  return (end - rows) >> 2;
}

/** Writes the first of the rows that are left, and gives the others. */
@inline
function storeRow(rows: u32, nth: u32, base: u32, left: u32): u32 {
  store<u32>(rows + (nth << 2), base + ctz(left));
  return left & (left - 1);
}

/** Keeps what may come to the threshold by its occupation, were all else that may be known of the applicant's side, but the way, worth full credit. */
@inline
function keepNear(query: u32, block: u32, room: u32, count: u32, wayPoints: f64): u32 {
  const rows = number(query, Q_ROWS);
  const descriptions = column(block, room, C_DESCRIPTIONS);
  const wantedPoints = number(query, Q_WANTED_POINTS);
  const ownPoints = number(query, Q_OWN_POINTS);
  const mostPoints = number(query, Q_MOST_POINTS);
  const traitWeights = number(query, Q_TRAIT_WEIGHTS);
  const ownWeight = double(query, D_OWN_WEIGHT);
  const weightBefore = wayPoints >= 0 ? double(query, D_COMMUTE_WEIGHT) : 0;
  const othersWeight = double(query, D_TERM_WEIGHT_MOST) + double(query, D_HOURS_WEIGHT) + double(query, D_PAY_WEIGHT);
  const pointsMost = max<f64>(0, wayPoints) + othersWeight * double(query, D_FULL_BP);
  const leastTimesWeight =
    double(query, D_LEAST_PRODUCT) * (weightBefore + othersWeight + double(query, D_WANTED_WEIGHT));
  let end = rows;
  for (let from = rows, last = rows + (count << 2); from < last; from += 4) {
    const row = load<u32>(from);
    const described = load<u32>(descriptions + (row << 2));
    const occupation = described >> OCCUPATION_SHIFT;
    const set = described & TRAITS_MASK;
    const most = at(ownPoints, occupation) + at(mostPoints, set);
    const needed = leastTimesWeight * (at(traitWeights, set) + ownWeight);
    const isNear = (pointsMost + at(wantedPoints, occupation)) * most >= needed;
    store<u32>(end, row);
    // Where the occupation is unknown it has no weight either.
    end += (<u32>isNear | <u32>(occupation == 0)) << 2;
  }
  return (end - rows) >> 2;
}

/** Keeps what may come to the threshold by all that is known of the applicant's side, and the most that the other can come to. */
@inline
function keepReaching(query: u32, block: u32, room: u32, count: u32, wayPoints: f64): u32 {
  const rows = number(query, Q_ROWS);
  const allPoints = number(query, Q_POINTS);
  const allWeights = number(query, Q_WEIGHTS);
  const descriptions = column(block, room, C_DESCRIPTIONS);
  const terms = column(block, room, C_TERMS);
  const pay = column(block, room, number(query, Q_PAY_COLUMN));
  const wantedPoints = number(query, Q_WANTED_POINTS);
  const ownPoints = number(query, Q_OWN_POINTS);
  const mostPoints = number(query, Q_MOST_POINTS);
  const traitWeights = number(query, Q_TRAIT_WEIGHTS);
  const termPoints = number(query, Q_TERM_POINTS);
  const termWeights = number(query, Q_TERM_WEIGHTS);
  const hourMarks = number(query, Q_HOUR_MARKS);
  const wantedWeight = double(query, D_WANTED_WEIGHT);
  const ownWeight = double(query, D_OWN_WEIGHT);
  const hoursWeight = double(query, D_HOURS_WEIGHT);
  const payWeight = double(query, D_PAY_WEIGHT);
  const payFull = double(query, D_PAY_FULL);
  const paySpan = payFull - double(query, D_PAY_LEAST);
  const payAtLeast = double(query, D_PAY_AT_LEAST_BP);
  const payRise = double(query, D_PAY_RISE);
  const payRiseBp = double(query, D_PAY_RISE_BP);
  const full = double(query, D_FULL_BP);
  const nothingKnown = double(query, D_NOTHING_KNOWN_BP);
  const leastProduct = double(query, D_LEAST_PRODUCT);
  const pointsBefore = wayPoints >= 0 ? wayPoints : 0;
  const weightBefore = wayPoints >= 0 ? double(query, D_COMMUTE_WEIGHT) : 0;
  let kept: u32 = 0;
  for (let place: u32 = 0; place < count; place++) {
    const row = load<u32>(rows + (place << 2));
    const described = load<u32>(descriptions + (row << 2));
    const occupation = described >> OCCUPATION_SHIFT;
    const set = described & TRAITS_MASK;
    const most = at(ownPoints, occupation) + at(mostPoints, set);
    const openingWeight = at(traitWeights, set) + when(occupation != 0, ownWeight);
    const term = load<u32>(terms + (row << 2));
    const hours = term >> HOURS_SHIFT;
    const offered = load<i32>(pay + (row << 2));
    const hoursCounted = when(hours != HOURS_UNKNOWN, hoursWeight);
    const payCounted = when(offered != PAY_UNKNOWN, payWeight);
    const below = when(<f64>offered < payFull, <f64>offered - payFull);
    const payCredit = payAtLeast + Math.floor(((paySpan + below) * payRiseBp) / payRise);
    let points = pointsBefore + at(termPoints, term & TERMS_MASK) + hoursCounted * full + payCounted * payCredit;
    let weight = weightBefore + at(termWeights, term & TERMS_MASK) + hoursCounted + payCounted;
    // No occupation has no points.
    points += at(wantedPoints, occupation);
    weight += when(occupation != 0, wantedWeight);
    if (weight == 0) {
      points = nothingKnown;
      weight = 1;
    }
    store<u32>(rows + (kept << 2), row);
    store<f64>(allPoints + (kept << 3), points);
    store<f64>(allWeights + (kept << 3), weight);
    const isWithinHours = load<i32>(hourMarks + (hours << 2)) >= 0;
    kept += <u32>(points * most >= leastProduct * weight * openingWeight) & <u32>isWithinHours;
  }
  return kept;
}

/** Keeps what may earn the least credit for competencies that does, and works out the applicant's side. */
@inline
function keepEarning(query: u32, block: u32, room: u32, count: u32): u32 {
  const rows = number(query, Q_ROWS);
  const allPoints = number(query, Q_POINTS);
  const allWeights = number(query, Q_WEIGHTS);
  const fitsApplicant = number(query, Q_FITS_APPLICANT);
  const leastCredits = number(query, Q_LEAST_CREDITS);
  const descriptions = column(block, room, C_DESCRIPTIONS);
  const possible = column(block, room, C_POSSIBLE);
  const codes = column(block, room, C_CODES);
  const ownPoints = number(query, Q_OWN_POINTS);
  const mostPoints = number(query, Q_MOST_POINTS);
  const traitWeights = number(query, Q_TRAIT_WEIGHTS);
  const competencyWeights = number(query, Q_COMPETENCY_WEIGHTS);
  const bounds = number(query, Q_BOUNDS);
  const ownWeight = double(query, D_OWN_WEIGHT);
  const full = double(query, D_FULL_BP);
  const leastProduct = double(query, D_LEAST_PRODUCT);
  const pointsPerUnit = double(query, D_POINTS_PER_UNIT);
  let kept: u32 = 0;
  for (let place: u32 = 0; place < count; place++) {
    const row = load<u32>(rows + (place << 2));
    const points = at(allPoints, place);
    const weight = at(allWeights, place);
    const described = load<u32>(descriptions + (row << 2));
    const occupation = described >> OCCUPATION_SHIFT;
    const set = described & TRAITS_MASK;
    const openingWeight = at(traitWeights, set) + when(occupation != 0, ownWeight);
    const needed = leastProduct == 0 ? 0 : (leastProduct * weight * openingWeight) / points;
    const spare = at(ownPoints, occupation) + at(mostPoints, set) - needed;
    const competencyWeight = at(competencyWeights, set);
    const least = competencyWeight == 0 ? -Infinity : full - spare / competencyWeight;
    store<u32>(rows + (kept << 2), row);
    store<f64>(fitsApplicant + (kept << 3), Math.floor(points / weight));
    store<f64>(leastCredits + (kept << 3), least);
    kept += competencyWeight == 0 ? 1 : mayEarn(codes + (row << 4), bounds, possible + (row << 2), least, pointsPerUnit);
  }
  return kept;
}

/** 1 where the competencies may earn it. Whether a must is met can't be foreseen, nor what points and uses come to: all of it is worked out. */
@inline
function mayEarn(codes: u32, bounds: u32, possible: u32, least: f64, pointsPerUnit: f64): u32 {
  if (load<u16>(codes) == NO_CODES) return 1;
  const bound =
    boundOf(bounds, codes, 0) +
    boundOf(bounds, codes, 1) +
    boundOf(bounds, codes, 2) +
    boundOf(bounds, codes, 3) +
    boundOf(bounds, codes, 4) +
    boundOf(bounds, codes, 5) +
    boundOf(bounds, codes, 6) +
    boundOf(bounds, codes, 7);
  const points = <f64>(bound & POINTS_MASK) * pointsPerUnit;
  const used = <f64>((bound >> USE_SHIFT) * USE_UNIT_BP);
  const needed = least * <f64>load<i32>(possible);
  const mayCome = <u32>(least <= 0) | <u32>(points * used >= least * needed) | <u32>(points >= needed);
  return mayCome & <u32>(bound >= 0);
}

@inline
function boundOf(bounds: u32, codes: u32, nth: u32): i32 {
  return load<i32>(bounds + (<u32>load<u16>(codes + (nth << 1)) << 2));
}
