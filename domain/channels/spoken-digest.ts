import { type CenterContact, type LetterLanguage, letterWords } from "./letter.ts";

/** An opening as it is read aloud. */
export interface SpokenOpening {
  readonly title: string;
  readonly lines: readonly string[];
  /** Last day to apply, `YYYY-MM-DD`. */
  readonly validThrough?: string;
}

export interface SpokenDigest {
  readonly language: LetterLanguage;
  readonly openings: readonly SpokenOpening[];
  readonly center: CenterContact;
}

/** More than this nobody keeps in mind on the telephone. */
export const SPOKEN_MAX = 3;

const WORDS = {
  ko: {
    hello: (service: string) => `안녕하세요. ${service}입니다.`,
    none: "지금은 알려 드릴 자리가 없습니다.",
    count: (count: number) => `알려 드릴 자리가 ${KOREAN_COUNTS[count - 1]} 곳 있습니다.`,
    nth: (at: number) => `${KOREAN_ORDINALS[at]} 번째 자리입니다.`,
    until: (month: number, date: number) => `${month}월 ${date}일까지 신청하실 수 있습니다.`,
    call: (name: string, number: string) => `자세한 내용은 ${name}에 전화해 주세요. 번호는 ${number}입니다.`,
    again: (number: string) => `다시 말씀드립니다. ${number}입니다.`,
    bye: "들어 주셔서 감사합니다.",
  },
  en: {
    hello: (service: string) => `Hello. This is ${service}.`,
    none: "There is nothing to tell you of at the moment.",
    count: (count: number) => (count === 1 ? "There is one opening for you." : `There are ${count} openings for you.`),
    nth: (at: number) => `Opening ${at + 1}.`,
    until: (month: number, date: number) => `You can apply until ${ENGLISH_MONTHS[month - 1]} ${date}.`,
    call: (name: string, number: string) => `To hear more, call ${name}. The number is ${number}.`,
    again: (number: string) => `Once more: ${number}.`,
    bye: "Thank you for listening.",
  },
} as const;

/** Native numbers, as they are said with things that are counted. */
const KOREAN_COUNTS = ["한", "두", "세"];
const KOREAN_ORDINALS = ["첫", "두", "세"];
const KOREAN_DIGITS = ["공", "일", "이", "삼", "사", "오", "육", "칠", "팔", "구"];
const ENGLISH_DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
const ENGLISH_MONTHS = "January February March April May June July August September October November December".split(
  " ",
);

/**
 * What somebody without an app is read on the telephone, one sentence a line: no signs that a voice stumbles over, the number of the center digit by
 * digit and twice. It names nobody.
 */
export function renderSpokenDigest({ language, openings, center }: SpokenDigest): string {
  const words = WORDS[language];
  const spoken = openings.slice(0, SPOKEN_MAX);
  const number = toDigits(center.telephone, language);
  return [
    words.hello(letterWords[language].service),
    ...(spoken.length === 0 ? [words.none] : [words.count(spoken.length)]),
    ...spoken.flatMap(({ title, lines, validThrough }, at) => [
      words.nth(at),
      ...[title, ...lines].map((line) => toSentence(line, language)),
      ...(validThrough === undefined ? [] : [words.until(...toMonthAndDate(validThrough))]),
    ]),
    words.call(toSpeech(center[language], language), number),
    words.again(number),
    words.bye,
  ].join("\n");
}

/** Brackets, dots between words and signs are what a voice stumbles over, or leaves out. */
function toSpeech(text: string, language: LetterLanguage): string {
  return (
    text
      .replace(/(?<=\d),(?=\d{3})/g, "")
      .replace(/(?<=\d)\s*[~–]\s*(?=\d)/g, language === "ko" ? "에서 " : " to ")
      // A particle belongs to the word, also behind a bracket.
      .replace(/[)\]]+(?=[가-힣])/g, "")
      .replace(/[·/|,()[\]{}<>"'“”‘’]+/g, " ")
      .replace(/\s+/g, " ")
      .trim()
  );
}

function toSentence(text: string, language: LetterLanguage): string {
  const spoken = toSpeech(text, language);
  return /[.?!]$/.test(spoken) ? spoken : `${spoken}.`;
}

/** Digit by digit; a pause, written as a comma, where the number has a hyphen. */
function toDigits(phone: string, language: LetterLanguage): string {
  const digits = language === "ko" ? KOREAN_DIGITS : ENGLISH_DIGITS;
  const groups = phone.split(/\D+/).filter((group) => group !== "");
  return groups.map((group) => [...group].map((digit) => digits[Number(digit)]).join(" ")).join(", ");
}

function toMonthAndDate(day: string): [number, number] {
  const [, month = 1, date = 1] = day.split("-").map(Number);
  return [month, date];
}
