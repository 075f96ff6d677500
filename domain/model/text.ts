import * as z from "zod";

/** Bidirectional overrides and isolates, zero-width characters, and fillers that look like nothing at all. */
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\u115f\u1160\u3164\uffa0\ufeff]/u;

/**
 * What must not travel on the bus, found in text whatever its spelling. Telephone numbers of Korea (02, 0xx, 010, 070, 1588 …), e-mail
 * addresses, and resident registration numbers (six digits of a birth date, seven more of which the first is 1–8). Repeats are bounded, so
 * that the longest event takes no longer than its length.
 */
const PERSONAL = [
  // The zero in front, or the country in its place, tells a number from a range: "2400-2600만원", "2026-2027년".
  /(?<!\d)(?:\+82\)?[-.\s]{0,3}(?:\(0\)|0)?|82\)?[-.\s]{1,3}0?|\(?0)(?:2|1[016-9]|[3-6][1-5]|70|50\d?)\)?[-.\s]{0,3}\d{3,4}[-.\s]{0,3}\d{4}(?!\d)/u,
  // A spreadsheet drops the zero.
  /(?<!\d)10[-.]\d{4}[-.]\d{4}(?!\d)/u,
  // Two round figures are hours or amounts: "1600-2000".
  /(?<!\d)(?!\d{2}[0-5]0[-.\s]\d{2}[0-5]0(?!\d))1[568]\d{2}[-.\s]\d{4}(?!\d)/u,
  /[\p{L}\p{N}._%+-]{1,64}\s{0,3}@\s{0,3}[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/u,
  /(?<!\d)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\s{0,3}-?\s{0,3}[1-8]\d{6}(?!\d)/u,
];

/** Everything that is typed for a hyphen: dashes, the minus sign, and the vowel ㅡ (which NFKC makes U+1173). */
const DASHES = /[\p{Pd}\u2212\u30fc\u1173]/gu;

/** One spelling for many: full-width and circled digits, dashes, middle dots. */
function fold(text: string): string {
  return text.normalize("NFKC").replace(DASHES, "-").replaceAll("·", ".");
}

/** Whether a text carries a telephone number, an e-mail address or a resident registration number. */
export function carriesPersonalData(text: string): boolean {
  const folded = fold(text);
  return PERSONAL.some((pattern) => pattern.test(folded));
}

/** Whether a text has a character that no reader can see and that therefore has no place in a title or a name. */
export function hasInvisibleCharacter(text: string): boolean {
  return INVISIBLE.test(text);
}

/**
 * Free text of an opening: kept in NFC, trimmed, 1 to `lengthMax` UTF-16 units after that, with nothing invisible and no personal data.
 * Control characters and lone surrogates never come this far: the parser of events refuses them anywhere.
 */
export function freeText(lengthMax: number) {
  return z
    .string()
    .transform((text) => text.normalize("NFC").trim())
    .pipe(
      z
        .string()
        .min(1)
        .max(lengthMax)
        .refine((text) => !hasInvisibleCharacter(text), {
          error: "has an invisible character",
          params: { code: "TEXT_CONTROL_CHARACTER" },
        })
        .refine((text) => !carriesPersonalData(text), {
          error: "carries a telephone number, an e-mail address or a resident registration number",
          params: { code: "PERSONAL_DATA_IN_TEXT" },
        }),
    );
}
