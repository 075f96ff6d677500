/**
 * The words of a name: Latin ones as they stand, and of other scripts every two letters in a row, since a Korean compound is no word
 * that comes again.
 */
const LATIN_WORD = /[\p{N}+#]*\p{Script=Latin}[\p{Script=Latin}\p{N}+#]*/gu;
const OTHER_LETTERS = /[^\p{L}\p{N}]+/gu;

export function wordsOf(name: string): ReadonlySet<string> {
  const lower = name.normalize("NFKC").toLowerCase();
  const words = new Set(Array.from(lower.matchAll(LATIN_WORD), ([word]) => word));
  const others = lower.replace(LATIN_WORD, " ").replace(OTHER_LETTERS, "");
  for (let i = 0; i + 2 <= others.length; i++) words.add(others.slice(i, i + 2));
  return words;
}

const WHOLLY_LATIN = /^[\p{Script=Latin}\p{N}+#]+$/u;

/** Whether a word can be told from others by its spelling: two letters of a compound can't. */
export function hasSpelling(word: string): boolean {
  return WHOLLY_LATIN.test(word);
}
