/** log2 of a ratio of at least 1, in sixteenths and rounded down, by squaring: `Math.log2` may differ from machine to machine. */
export function log2InSixteenths(ratio: number): number {
  let rest = ratio;
  let sixteenths = 0;
  for (; rest >= 2; rest /= 2) sixteenths += 16;
  for (let bit = 8; bit >= 1; bit /= 2) {
    rest *= rest;
    if (rest < 2) continue;
    sixteenths += bit;
    rest /= 2;
  }
  return sixteenths;
}
