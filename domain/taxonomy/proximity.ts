import { cosinesOf, type SparseVector, sparseVector } from "./cosine.ts";
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
 * Rows over the positions of `occupations`, each made when it is first asked for and then kept: a taxonomy of three thousand occupations
 * would take seconds and 18 MB to make as a whole, and one shard meets few of them. Symmetric, 10 000 on the diagonal.
 * Essential competencies say twice as much about an occupation as optional ones, rare ones more than common ones.
 */
export function proximityRows(
  occupations: readonly Occupation[],
  weighed: (code: string) => { readonly number: number; readonly rarity: number },
): (row: number) => Uint16Array {
  let alike: ReturnType<typeof cosinesOf> | undefined;
  const rows: (Uint16Array | undefined)[] = Array.from({ length: occupations.length });
  return (row) => {
    const known = rows[row];
    if (known !== undefined) return known;
    alike ??= cosinesOf(occupations.map((occupation) => competencyVector(occupation, weighed)));
    const code = occupations[row]?.code ?? "";
    const made = Uint16Array.from(occupations, (other) => proximityByCode(code, other.code));
    for (const { other, bp } of alike(row)) {
      if (other !== row) made[other] = Math.min(DIFFERENT_BP_MAX, (made[other] ?? 0) + (bp >> 1));
    }
    rows[row] = made;
    return made;
  };
}

function competencyVector(
  { competencies }: Occupation,
  weighed: (code: string) => { readonly number: number; readonly rarity: number },
): SparseVector {
  return sparseVector(
    competencies.map(([code, , need]) => {
      const { number, rarity } = weighed(code);
      return [number, rarity * (need === "essential" ? 2 : 1)] as const;
    }),
  );
}
