import { EMPLOYMENT_TYPES_EN, KINDS_EN } from "../../../domain/matching/english.ts";
import { EMPLOYMENT_TYPES_KO, KINDS_KO } from "../../../domain/matching/korean.ts";

/** Codes of the model as reasons name them, so that a page and a message say the same word. */
export const KIND_WORDS = { ko: KINDS_KO, en: KINDS_EN } as const;
export const EMPLOYMENT_WORDS = { ko: EMPLOYMENT_TYPES_KO, en: EMPLOYMENT_TYPES_EN } as const;
