/** A text in one spelling for many, which knows where each of its characters stood in the text that was written. */
export interface FoldedText {
  readonly text: string;
  /** Where a stretch of the folded text stands in the original, in UTF-16 units; the end is the first unit after it. */
  readonly originalOf: (start: number, end: number) => { readonly start: number; readonly end: number };
}

/** What is typed for a hyphen, for a tilde, and for a dot in the middle of a line. */
const DASH = /[\p{Pd}\u2212\u30fc\u3161\u1173]/u;
const TILDE = /[~\u02dc\u02f7\u223c\u223d\u301c\u3030\uff5e]/u;
const MIDDLE_DOT = /[\u00b7\u2022\u2027\u2219\u22c5\u30fb\u318d\u119e\uff65]/u;
const SPACE = /[^\S\n]/u;

/** Hangul syllables and plain ASCII stay as they are: nearly all of a posting. */
const AS_IT_IS = /[\uac00-\ud7a3!-@[-}]/;

function foldCharacter(character: string): string {
  if (AS_IT_IS.test(character)) return character;
  if (character === "\r") return "\n";
  if (SPACE.test(character)) return " ";
  if (TILDE.test(character)) return "~";
  if (MIDDLE_DOT.test(character)) return "·";
  if (DASH.test(character)) return "-";
  return character.normalize("NFKC").toLowerCase();
}

/**
 * Folds width, case, dashes, tildes and middle dots, and makes one space of many; lines stay apart. Character by character, so that every
 * place of the result has its place in the original. Takes time and room in proportion to the text.
 */
export function foldText(original: string): FoldedText {
  const pieces: string[] = [];
  // At most 18 units come of one (U+FDFA), so places are gathered as they come.
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  let isAfterSpace = false;
  for (const character of original) {
    const folded = foldCharacter(character);
    const end = at + character.length;
    if (folded === " " && isAfterSpace) ends[ends.length - 1] = end;
    else {
      pieces.push(folded);
      for (let unit = 0; unit < folded.length; unit++) {
        starts.push(at);
        ends.push(end);
      }
    }
    isAfterSpace = folded === " ";
    at = end;
  }
  return {
    text: pieces.join(""),
    originalOf: (start, end) => ({
      start: starts[start] ?? at,
      end: end <= start ? (starts[start] ?? at) : (ends[end - 1] ?? at),
    }),
  };
}
