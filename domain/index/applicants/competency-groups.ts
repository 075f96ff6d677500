import { GROUPS } from "./row-layout.ts";

/** Bands of competencies that are about as rare, each with as many groups. */
const BANDS = 8;
const GROUPS_PER_BAND = GROUPS / BANDS;

/** A group that a competency is put into, and how many people hold any of it. */
interface Group {
  readonly number: number;
  holders: number;
}

/**
 * Which competencies share a bit of a signature. Those of a group are about as rare, since what a bit surely wastes is what the least rare of its group
 * does; and groups of a band are held by about as many people, so that a bit tells as much as any other. What is common among the people at hand is counted
 * when rows are laid out, and holds from then on, whoever comes: any grouping gives the same answers, a worse one scores more people.
 *
 * Counted over 1,000 openings and 60,000 people, scored in all and in the slowest hundredth: remainders of the numbers 175,000 and 2,000; by rarity alone
 * 142,000 and 1,540; by how many hold them alone 148,000 and 1,700; both 129,000 and 1,370. Bands of as many competencies 133,000, of as many holdings
 * 129,000, four or sixteen bands 131,000 to 133,000. The most common 12 to 40 by themselves 151,000 to 174,000.
 */
export class CompetencyGroups {
  #groups = new Uint8Array();

  /** Group of a competency; of one that nothing was known of, by its number. */
  of(number: number): number {
    return number < this.#groups.length ? (this.#groups[number] as number) : number % GROUPS;
  }

  /** Groups by number, up to a competency at least. */
  upTo(last: number): Uint8Array {
    if (last >= this.#groups.length) {
      const known = this.#groups;
      this.#groups = Uint8Array.from({ length: last + 1 }, (_, number) => known[number] ?? number % GROUPS);
    }
    return this.#groups;
  }

  /** Puts all competencies into groups anew, by number: how rare each is, and how many people hold it. To be called before any row is laid out. */
  choose(rarities: Float64Array, holders: Uint32Array): void {
    const numbers = Array.from(rarities.keys()).sort((a, b) => (rarities[a] as number) - (rarities[b] as number));
    // Neither as many competencies in each band nor as many holdings: between both.
    const shares = Array.from(holders, (count) => Math.sqrt(count + 1));
    const whole = shares.reduce((sum, share) => sum + share, 0);
    const bands = Array.from({ length: BANDS }, (): number[] => []);
    let before = 0;
    for (const number of numbers) {
      bands[Math.min(BANDS - 1, Math.floor((before * BANDS) / whole))]?.push(number);
      before += shares[number] as number;
    }
    this.#groups = new Uint8Array(rarities.length);
    for (const [nth, band] of bands.entries()) this.#spread(band, nth * GROUPS_PER_BAND, holders);
  }

  /** The most held first, each into the group that the fewest hold yet. */
  #spread(band: readonly number[], first: number, holders: Uint32Array): void {
    const groups = Array.from({ length: GROUPS_PER_BAND }, (_, nth): Group => ({ number: first + nth, holders: 0 }));
    for (const number of band.toSorted((a, b) => (holders[b] as number) - (holders[a] as number))) {
      const least = groups.reduce((one, other) => (other.holders < one.holders ? other : one));
      this.#groups[number] = least.number;
      least.holders += 1 + (holders[number] as number);
    }
  }
}
