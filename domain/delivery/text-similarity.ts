/** FNV-1a, 32 bits (G. Fowler, L. C. Noll, K.-P. Vo), over UTF-16 units: small, fast, and the same everywhere. Not for secrets. */
export function hash32(text: string, seed = 0): number {
  let hash = (0x811c_9dc5 ^ Math.imul(seed, 0x9e37_79b1)) >>> 0;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x0100_0193);
  }
  // The last characters have hardly been stirred: one more round of multiplying and shifting (the finaliser of MurmurHash3).
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Two seeds side by side: 64 bits as 16 hexadecimal digits. */
export function hash64(text: string): string {
  return [hash32(text, 1), hash32(text, 2)].map((half) => half.toString(16).padStart(8, "0")).join("");
}

/** What is left of a text when spelling is taken away: letters and digits alone, in one width and case. */
export function plainText(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
}

/** The different runs of `length` characters of a text; a shorter text is its own. */
export function gramsOf(text: string, length: number): ReadonlySet<string> {
  if (text.length <= length) return new Set(text === "" ? [] : [text]);
  return new Set(Array.from({ length: text.length - length + 1 }, (_, at) => text.slice(at, at + length)));
}

/** Jaccard's index of two sets, 0–1; two empty ones are alike. */
export function jaccard(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let shared = 0;
  for (const gram of one) if (other.has(gram)) shared++;
  const all = one.size + other.size - shared;
  return all === 0 ? 1 : shared / all;
}

/**
 * MinHash (A. Broder, "On the resemblance and containment of documents", 1997): of each of `count` orders of all grams, the first one that the
 * set has. Two sets agree in one with the probability of their Jaccard index.
 */
export function minHashes(grams: ReadonlySet<string>, count: number): number[] {
  return Array.from({ length: count }, (_, seed) => {
    let least = 0xffff_ffff;
    for (const gram of grams) least = Math.min(least, hash32(gram, seed + 3));
    return least;
  });
}
