import type { ApplicantStanding } from "../../matching/standing.ts";

/** Bits for each who has a standing: one in ten to one in twenty of the others is asked about in vain. */
const MARKS_PER_STANDING = 10;
const MARKS_MIN = 1 << 10;

/** So many are made anew in a few milliseconds. */
const MARKS_MAX = 1 << 20;

/**
 * What programmes alone ask about, by applicant. Few have any, but everybody who is listed is asked about; so there is a bit for those
 * who have one by a hash of their ids (Bloom's filter with one hash), which says no without a look into the map, whose entries lie far apart in memory. What
 * is deleted leaves its bit.
 */
export class Standings {
  readonly #byId = new Map<string, ApplicantStanding>();
  #marks = new Uint8Array(MARKS_MIN / 8);

  get size(): number {
    return this.#byId.size;
  }

  entries(): ReadonlyMap<string, ApplicantStanding> {
    return this.#byId;
  }

  /** Bytes of the filter. */
  get markBytes(): number {
    return this.#marks.length;
  }

  get(applicantId: string): ApplicantStanding | undefined {
    if (this.#byId.size === 0) return undefined;
    const mark = this.#markOf(applicantId);
    const isMarked = ((this.#marks[mark >> 3] as number) >> (mark & 7)) & 1;
    return isMarked === 1 ? this.#byId.get(applicantId) : undefined;
  }

  set(applicantId: string, standing: ApplicantStanding): void {
    this.#byId.set(applicantId, standing);
    const marks = this.#marks.length * 8;
    if (marks < MARKS_MAX && this.#byId.size * MARKS_PER_STANDING > marks) {
      this.#marks = new Uint8Array(this.#marks.length * 2);
      for (const id of this.#byId.keys()) this.#mark(id);
    } else this.#mark(applicantId);
  }

  delete(applicantId: string): void {
    if (this.#byId.size > 0) this.#byId.delete(applicantId);
  }

  #mark(applicantId: string): void {
    const mark = this.#markOf(applicantId);
    this.#marks[mark >> 3] = (this.#marks[mark >> 3] as number) | (1 << (mark & 7));
  }

  /** Fowler, Noll and Vo's hash, its upper half folded in. */
  #markOf(applicantId: string): number {
    let hash = 0x811c_9dc5;
    for (let index = 0; index < applicantId.length; index++) {
      hash = Math.imul(hash ^ applicantId.charCodeAt(index), 0x0100_0193);
    }
    return (hash ^ (hash >>> 16)) & (this.#marks.length * 8 - 1);
  }
}
