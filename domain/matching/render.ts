import type { Opening } from "../model/opening.ts";
import type { PostingSource } from "../model/source.ts";
import type { Taxonomy } from "../taxonomy/taxonomy.ts";
import { englishSentence, KINDS_EN } from "./english.ts";
import { KINDS_KO, koreanSentence } from "./korean.ts";
import { type Language, namesIn } from "./names.ts";
import type { Reason } from "./reason.ts";

export type { Language };

/** A message has at most this many sentences, whatever they say: more is not read on a telephone. */
export const SENTENCES_MAX = 5;

/** Questions must not be lost behind statements: so many always have their line. */
const QUESTIONS_KEPT = 2;

/** A recommendation in words. */
export interface RenderedMessage {
  readonly title: string;
  /** Short sentences, one to five. */
  readonly lines: readonly string[];
  /** Where the posting was taken from, with the way back: there whenever the opening has a source. */
  readonly attribution?: string;
}

/** For a pair that nothing rules out and of which no reason has a sentence of its own: a message is never empty, and never claims more than is so. */
const NOTHING_TO_NAME: Record<Language, string> = {
  ko: "알려 주신 조건에 어긋나지 않는 자리입니다.",
  en: "It goes against nothing that you have told us.",
};

/** The name of a source and the way back to the posting, as its terms ask. */
const ATTRIBUTION: Record<Language, (source: PostingSource) => string> = {
  ko: ({ name, url }) => `출처: ${name} ${url}`,
  en: ({ name, url }) => `Source: ${name} ${url}`,
};

const KINDS = { ko: KINDS_KO, en: KINDS_EN } as const;

const SENTENCE = { ko: koreanSentence, en: englishSentence } as const;

/** Whether a reason is a question to ask. */
export function isQuestion({ code }: Reason): boolean {
  return code.startsWith("ask-");
}

/** Whether a reason says what to do next. */
function isNextStep({ code }: Reason): boolean {
  return code.startsWith("step-");
}

/** Every reason as a sentence, however many there are. */
export function renderReasons(
  reasons: readonly Reason[],
  opening: Opening,
  language: Language,
  taxonomy: Taxonomy,
): readonly string[] {
  const names = namesIn(language, taxonomy);
  return reasons.map((reason) => SENTENCE[language](reason, opening, names));
}

/** A recommendation in Korean or English, rendered from codes each time: sentences are never kept. */
export function renderMessage(
  reasons: readonly Reason[],
  opening: Opening,
  language: Language,
  taxonomy: Taxonomy,
): RenderedMessage {
  const questions = reasons.filter(isQuestion);
  const steps = reasons.filter(isNextStep);
  const statements = reasons.filter((reason) => !isQuestion(reason) && !isNextStep(reason));
  const room = SENTENCES_MAX - steps.length - Math.min(questions.length, QUESTIONS_KEPT);
  const told = [...statements.slice(0, room), ...steps, ...questions].slice(0, SENTENCES_MAX);
  const lines = renderReasons(told, opening, language, taxonomy);
  return {
    title: `[${KINDS[language][opening.kind]}] ${opening.title}`,
    lines: lines.length === 0 ? [NOTHING_TO_NAME[language]] : lines,
    ...(opening.source === undefined ? {} : { attribution: ATTRIBUTION[language](opening.source) }),
  };
}
