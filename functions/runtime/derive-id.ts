import { hash } from "node:crypto";

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Characters of a ULID that tell the time, and those that are random. */
const TIME_LENGTH = 10;
const RANDOM_LENGTH = 16;

/**
 * A ULID that depends on its seed alone: the time of the event it follows from, and 80 bits of a SHA-256. Whoever repeats the work after a
 * crash gives the same ids, and consumers know what they have had.
 */
export function deriveUlid(causeId: string, seed: string): string {
  const digest = hash("sha256", `${causeId} ${seed}`, "binary");
  let random = "";
  for (let index = 0; index < RANDOM_LENGTH; index++) {
    // Five bits a character; a byte's lower five bits are as random as any.
    random += CROCKFORD[digest.charCodeAt(index) & 31];
  }
  return causeId.slice(0, TIME_LENGTH) + random;
}
