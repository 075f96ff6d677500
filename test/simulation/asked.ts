import type { FollowUpRow } from "../../functions/adapters/memory/follow-ups.ts";

/** Which hires are asked after, and since when. */
export class Asked {
  /** By applicant, opening and months. */
  readonly #since = new Map<string, number>();

  note(rows: readonly FollowUpRow[], step: number): void {
    for (const row of rows) {
      const key = followUpKey(row);
      if (!this.#since.has(key)) this.#since.set(key, step);
    }
  }

  /** The step since which somebody is asked after; undefined when they never were. */
  since(key: string): number | undefined {
    return this.#since.get(key);
  }
}

export function followUpKey({
  applicantId,
  openingId,
  months,
}: Pick<FollowUpRow, "applicantId" | "openingId"> & { readonly months: number }): string {
  return `${applicantId} ${openingId} ${months}`;
}
