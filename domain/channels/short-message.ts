import { toBrief } from "./brief.ts";
import { eucKrBytes, toEucKr } from "./euc-kr.ts";
import { type CenterContact, callLine, kindOf, type Letter, letterWords } from "./letter.ts";

/** Lengths that Korean carriers set, in bytes of EUC-KR. */
export const SMS_BYTES_MAX = 90;
export const LMS_BYTES_MAX = 2_000;
export const LMS_SUBJECT_BYTES_MAX = 40;

/** A text message: a short one, or a long one, which has a subject. */
export type RenderedShortMessage =
  | { readonly kind: "sms"; readonly text: string; readonly bytes: number }
  | { readonly kind: "lms"; readonly subject: string; readonly text: string; readonly bytes: number };

/**
 * The text message of a letter. A short one says the opening, the first reason, and whom to call; when that doesn't fit, a long one says as much as it
 * holds. Whom to call is always there.
 */
export function renderShortMessage(letter: Letter, center: CenterContact): RenderedShortMessage {
  const { service, subject, opening } = letterWords[letter.language];
  const kind = kindOf(letter);
  const [first, ...others] = letter.items;
  if (others.length === 0) {
    const said = [`[${service}] ${first.title}`, ...first.lines.slice(0, 1), center.telephone];
    const text = toEucKr(said.join("\n"));
    const bytes = eucKrBytes(text);
    if (bytes <= SMS_BYTES_MAX) return { kind: "sms", text, bytes };
  }
  const around = (brief: string) =>
    toEucKr([`[${service}] ${opening[kind]}`, brief, callLine(letter.language, center)].join("\n\n"));
  const text = around(toBrief(letter, (brief) => eucKrBytes(around(brief)) <= LMS_BYTES_MAX));
  return { kind: "lms", subject: toEucKr(`[${service}] ${subject[kind]}`), text, bytes: eucKrBytes(text) };
}
