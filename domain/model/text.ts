import * as z from "zod";

/** Bidirectional overrides and isolates, zero-width characters, and fillers that look like nothing at all. */
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\u115f\u1160\u3164\uffa0\ufeff]/u;

/**
 * What must not travel on the bus, found in text whatever its spelling. Telephone numbers of Korea (02, 0xx, 010, 070, 1588 …), e-mail
 * addresses, and resident registration numbers (six digits of a birth date, seven more of which the first is 1–8).
 * Compatibility forms are folded first, so full-width digits don't slip through.
 */
const PERSONAL = [
  /(?<!\d)(?:\+?82[-.\s)]*)?\(?0?(?:2|1[016-9]|[3-6][1-5]|70|50\d?)\)?[-.\s]*\d{3,4}[-.\s]+\d{4}(?!\d)/u,
  /(?<!\d)0(?:1[016-9]|2|[3-6][1-5]|70)\d{7,8}(?!\d)/u,
  /(?<!\d)1[568]\d{2}[-.\s]\d{4}(?!\d)/u,
  /[\p{L}\p{N}._%+-]+\s*@\s*[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/u,
  /(?<!\d)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[-\s]?[1-8]\d{6}(?!\d)/u,
];

/** Whether a text carries a telephone number, an e-mail address or a resident registration number. */
export function carriesPersonalData(text: string): boolean {
  const folded = text.normalize("NFKC");
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
