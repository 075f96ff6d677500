import type { Ending } from "../delivery/mailbox.ts";
import type { DeliveryPurpose } from "../model/delivery-settings.ts";

export type LetterLanguage = "ko" | "en";

/** One opening in a letter, in words of the letter's language. */
export interface LetterItem {
  readonly purpose: DeliveryPurpose;
  /** Of a withdrawal: what has ended, where it isn't the opening. */
  readonly ending?: Ending;
  readonly title: string;
  readonly lines: readonly string[];
  /** Address of the opening's page for the reader; none of what has ended, and none where the stage has no such pages. */
  readonly page?: string;
}

/** What one person is told in one message, whatever it goes out on. */
export interface Letter {
  readonly language: LetterLanguage;
  /** Best first, never none. */
  readonly items: readonly [LetterItem, ...LetterItem[]];
}

/** Whom a person can call. Every message names them: not everybody likes to answer in writing. */
export interface CenterContact {
  readonly ko: string;
  readonly en: string;
  /** As one dials it within Korea: 02-460-5050. */
  readonly telephone: string;
}

/** What a letter is about: one purpose, or several openings together. */
export type LetterKind = ItemKind | "digest";

/** What one opening of a letter is about. */
type ItemKind = DeliveryPurpose | "no-longer" | "held" | "course-closed";

export function kindOf({ items }: Letter): LetterKind {
  return items.length > 1 ? "digest" : kindOfItem(items[0]);
}

function kindOfItem({ purpose, ending }: Pick<LetterItem, "purpose" | "ending">): ItemKind {
  if (ending === undefined) return purpose;
  return ending === "no-longer-a-match" ? "no-longer" : ending;
}

interface LetterWords {
  readonly service: string;
  readonly subject: Readonly<Record<LetterKind, string>>;
  readonly opening: Readonly<Record<LetterKind, string>>;
  /** Stands before an opening of a digest that isn't simply new. */
  readonly mark: Readonly<Record<ItemKind, string>>;
  readonly about: string;
  readonly call: string;
  readonly more: (count: number) => string;
}

/** Short sentences without foreign words: most readers are between forty and seventy. */
export const letterWords: Readonly<Record<LetterLanguage, LetterWords>> = {
  ko: {
    service: "이음",
    subject: {
      recommendation: "새로 나온 자리",
      change: "조건이 바뀐 자리",
      withdrawal: "마감된 자리",
      "no-longer": "조건이 맞지 않게 된 자리",
      held: "다시 살펴보는 자리",
      "course-closed": "모집이 끝난 교육 과정",
      digest: "알려 드릴 자리",
    },
    opening: {
      recommendation: "회원님께 맞을 만한 자리가 새로 나왔습니다.",
      change: "전에 알려 드린 자리의 조건이 바뀌었습니다.",
      withdrawal: "전에 알려 드린 자리가 마감되었습니다.",
      "no-longer": "전에 알려 드린 자리가 이제 조건이 맞지 않습니다.",
      held: "전에 알려 드린 자리를 상담사가 다시 살펴보고 있습니다.",
      "course-closed": "전에 알려 드린 교육 과정의 모집이 끝났습니다.",
      digest: "회원님께 알려 드릴 자리를 모았습니다.",
    },
    mark: {
      recommendation: "",
      change: "[바뀜] ",
      withdrawal: "[마감] ",
      "no-longer": "[안 맞음] ",
      held: "[보류] ",
      "course-closed": "[과정 마감] ",
    },
    about: "자세히 보기",
    call: "궁금한 점은 전화로 물어보세요.",
    more: (count) => `이 밖에 ${count}건이 더 있습니다.`,
  },
  en: {
    service: "Ieum",
    subject: {
      recommendation: "New for you",
      change: "Changed",
      withdrawal: "No longer open",
      "no-longer": "No longer fits",
      held: "Under review",
      "course-closed": "Course closed",
      digest: "Openings for you",
    },
    opening: {
      recommendation: "There is a new opening that may suit you.",
      change: "An opening that we told you of has changed.",
      withdrawal: "An opening that we told you of is no longer open.",
      "no-longer": "An opening that we told you of does not fit you any more.",
      held: "A counsellor is looking again at an opening that we told you of.",
      "course-closed": "A course that we told you of takes nobody else.",
      digest: "Here are the openings that we have for you.",
    },
    mark: {
      recommendation: "",
      change: "[Changed] ",
      withdrawal: "[Closed] ",
      "no-longer": "[No longer fits] ",
      held: "[Under review] ",
      "course-closed": "[Course closed] ",
    },
    about: "More about it",
    call: "Questions? Give us a call.",
    more: (count) => `There are ${count} more.`,
  },
};

/** The subject of a letter: the service, what it is about, and the opening or their number. One line whatever a title has in it. */
export function subjectOf(letter: Letter): string {
  const { service, subject } = letterWords[letter.language];
  const kind = kindOf(letter);
  const about = kind === "digest" ? String(letter.items.length) : letter.items[0].title;
  return `[${service}] ${subject[kind]}: ${about}`.replace(/\s+/g, " ").trim();
}

/** An opening's title as a letter of several shows it. */
export function titleOf(letter: Letter, item: LetterItem): string {
  const mark = kindOf(letter) === "digest" ? letterWords[letter.language].mark[kindOfItem(item)] : "";
  return `${mark}${item.title}`;
}

/** Whom to call, in one line. */
export function callLine(language: LetterLanguage, center: CenterContact): string {
  return `${center[language]} ${center.telephone}`;
}
