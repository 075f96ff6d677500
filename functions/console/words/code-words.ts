import { EMPLOYMENT_TYPES_EN, KINDS_EN } from "../../../domain/matching/english.ts";
import { EMPLOYMENT_TYPES_KO, KINDS_KO } from "../../../domain/matching/korean.ts";

/** Words that stand within sentences elsewhere, as they stand by themselves. */
function capitalised<Code extends string>(words: Readonly<Record<Code, string>>): Readonly<Record<Code, string>> {
  const entries = Object.entries<string>(words).map(([code, word]) => [
    code,
    word.charAt(0).toUpperCase() + word.slice(1),
  ]);
  return Object.fromEntries(entries) as Record<Code, string>;
}

/** Codes of the model as reasons name them, so that a page and a message say the same word. */
export const KIND_WORDS = { ko: KINDS_KO, en: capitalised(KINDS_EN) } as const;
export const EMPLOYMENT_WORDS = { ko: EMPLOYMENT_TYPES_KO, en: capitalised(EMPLOYMENT_TYPES_EN) } as const;
