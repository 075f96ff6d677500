import { cosinesOf, sparseVector } from "./cosine.ts";
import { commonKecoDigits } from "./keco.ts";
import type { Occupation } from "./taxonomy.ts";

/**
 * How near two occupations are, in whole basis points: what their common KECO group gives, plus half of the cosine of
 * their competencies weighted by rarity. Two different occupations stay at or below 9 500.
 */
const BP_BY_COMMON_DIGITS = [0, 1_000, 2_500, 4_500] as const;
const DIFFERENT_BP_MAX = 9_500;

/** What the codes alone say, which is all there is for an occupation that the taxonomy doesn't describe. */
export function proximityByCode(a: string, b: string): number {
  if (a === b) return 10_000;
  return BP_BY_COMMON_DIGITS[commonKecoDigits(a, b)] ?? DIFFERENT_BP_MAX;
}

/**
 * Square table over the positions of `occupations`; symmetric, 10 000 on the diagonal. Essential competencies say twice
 * as much about an occupation as optional ones, rare ones more than common ones.
 */
export function buildProximities(
  occupations: readonly Occupation[],
  weighed: (code: string) => { readonly number: number; readonly rarity: number },
): Uint16Array {
  const vectors = occupations.map((occupation) =>
    sparseVector(
      occupation.competencies.map(([code, , need]) => {
        const { number, rarity } = weighed(code);
        return [number, rarity * (need === "essential" ? 2 : 1)] as const;
      }),
    ),
  );
  const alike = cosinesOf(vectors);
  const width = occupations.length;
  const table = new Uint16Array(width * width);
  occupations.forEach((one, row) => {
    occupations.forEach((two, column) => {
      table[row * width + column] = proximityByCode(one.code, two.code);
    });
    for (const { other, bp } of alike(row)) {
      if (other === row) continue;
      const cell = row * width + other;
      table[cell] = Math.min(DIFFERENT_BP_MAX, (table[cell] ?? 0) + (bp >> 1));
    }
  });
  return table;
}
