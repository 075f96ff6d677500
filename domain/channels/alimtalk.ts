import { toBrief } from "./brief.ts";
import {
  type CenterContact,
  kindOf,
  type Letter,
  type LetterKind,
  type LetterLanguage,
  letterWords,
} from "./letter.ts";

/** Length that Kakao sets for a filled template. */
export const ALIMTALK_CHARS_MAX = 1_000;

/** A template as it is handed in for approval: what stands in `#{…}` is filled in per message, everything else is fixed. */
export interface AlimtalkTemplate {
  readonly templateId: string;
  readonly body: string;
}

/** A filled template. */
export interface RenderedAlimtalk {
  readonly templateId: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly text: string;
}

const VARIABLES = {
  ko: { openings: "자리", center: "센터", telephone: "전화" },
  en: { openings: "openings", center: "center", telephone: "telephone" },
} as const;

const CONSENT = {
  ko: "알림 받기에 동의하신 분께 보내 드립니다. 그만 받으려면 위 번호로 말씀해 주세요.",
  en: "You get this because you agreed to be told. To stop, call the number above.",
} as const;

/** A changed template is another one, with the next number, and has to be approved anew. */
const TEMPLATE_VERSION = 1;

/** The template of each kind of letter: Kakao approves fixed words, so each purpose has its own. */
export function alimtalkTemplate(kind: LetterKind, language: LetterLanguage): AlimtalkTemplate {
  const { service, opening, call } = letterWords[language];
  const { openings, center, telephone } = VARIABLES[language];
  const body = [
    `[${service}] ${opening[kind]}`,
    `#{${openings}}`,
    `${call}\n#{${center}} #{${telephone}}`,
    CONSENT[language],
  ];
  return { templateId: `ieum-${kind}-${language}-${TEMPLATE_VERSION}`, body: body.join("\n\n") };
}

/** The 알림톡 of a letter. */
export function renderAlimtalk(letter: Letter, center: CenterContact): RenderedAlimtalk {
  const { templateId, body } = alimtalkTemplate(kindOf(letter), letter.language);
  const names = VARIABLES[letter.language];
  const variablesOf = (brief: string) => ({
    [names.openings]: brief,
    [names.center]: center[letter.language],
    [names.telephone]: center.telephone,
  });
  const brief = toBrief(letter, (some) => fill(body, variablesOf(some)).length <= ALIMTALK_CHARS_MAX);
  const variables = variablesOf(brief);
  return { templateId, variables, text: fill(body, variables) };
}

/** Filled in one pass: what a title says is never taken for a variable. */
function fill(body: string, variables: Readonly<Record<string, string>>): string {
  return body.replace(/#\{(?<name>[^}]+)\}/g, (whole, name: string) => variables[name] ?? whole);
}
