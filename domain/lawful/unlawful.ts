import type { Opening } from "../model/opening.ts";
import { legalBases } from "../programme/legal-basis.ts";
import { pointer, type Refusal, type RefusalCode, refusal } from "../refusal.ts";
import { ageSpansInOtherWords, ageWordsInOtherWords } from "./age-in-other-words.ts";
import { ageSpans, ageSpansOfSpecialGuards, ageWords } from "./age-wording.ts";
import { type FoldedText, foldText } from "./folded-text.ts";
import { type LawClause, type LeastPay, SPAN_WORDS_MAX } from "./ground.ts";
import { findPayBelowMinimum, minimumWageOf } from "./minimum-wage.ts";
import { bodyWording, familyWording, marriageWording, originWording, propertyWording } from "./personal-wording.ts";
import { sexWording } from "./sex-wording.ts";
import { findWording, type Wording } from "./wording.ts";
import { WORK_OF_LOOKS, WORK_OF_ONE_SEX } from "./work-wording.ts";

/** A rule on what an opening may say of those it looks for. */
interface TextRule {
  readonly wordings: readonly Wording[];
  readonly code: RefusalCode;
  readonly clauses: readonly LawClause[];
  readonly message: string;
}

const AGE_CLAUSES: readonly LawClause[] = ["고령자고용법 4조의4 1항 1호"];

const ANY_AGE_WORDS: readonly Wording[] = [...ageWords, ...ageWordsInOtherWords];
const ANY_AGE_SPANS: readonly Wording[] = [...ageSpans, ...ageSpansInOtherWords];

const ageOnJob: TextRule = {
  wordings: [...ANY_AGE_SPANS, ...ANY_AGE_WORDS],
  code: "AGE_CONDITION_ON_JOB",
  clauses: AGE_CLAUSES,
  message: "a job may not carry an age condition (고령자고용법 4조의4)",
};

const ageOnSpecialGuard: TextRule = {
  ...ageOnJob,
  wordings: [...ageSpansOfSpecialGuards, ...ageSpansInOtherWords, ...ANY_AGE_WORDS],
};

const ageWithoutBasis = {
  code: "AGE_CONDITION_WITHOUT_LEGAL_BASIS",
  clauses: AGE_CLAUSES,
  message: "an age condition needs the legal basis it rests on (고령자고용법 4조의4, 4조의5)",
} as const;

const sex: TextRule = {
  wordings: sexWording,
  code: "SEX_CONDITION",
  clauses: ["남녀고용평등법 7조 1항"],
  message: "work is open to women and men alike (남녀고용평등법 7조)",
};

const body: TextRule = {
  wordings: bodyWording,
  code: "PERSONAL_ITEM_ASKED",
  clauses: ["남녀고용평등법 7조 2항", "채용절차법 4조의3 1호"],
  message: "looks, height and weight may be no condition and may not be asked (남녀고용평등법 7조, 채용절차법 4조의3)",
};

const marriage: TextRule = {
  wordings: marriageWording,
  code: "PERSONAL_ITEM_ASKED",
  clauses: ["남녀고용평등법 7조 2항", "채용절차법 4조의3 2호"],
  message: "being married or not may be no condition and may not be asked (남녀고용평등법 7조, 채용절차법 4조의3)",
};

const origin: TextRule = {
  wordings: originWording,
  code: "PERSONAL_ITEM_ASKED",
  clauses: ["채용절차법 4조의3 2호"],
  message: "where somebody comes from may be no condition and may not be asked (채용절차법 4조의3)",
};

const property: TextRule = {
  wordings: propertyWording,
  code: "PERSONAL_ITEM_ASKED",
  clauses: ["채용절차법 4조의3 2호"],
  message: "what somebody owns may not be asked (채용절차법 4조의3)",
};

const family: TextRule = {
  wordings: familyWording,
  code: "PERSONAL_ITEM_ASKED",
  clauses: ["채용절차법 4조의3 3호"],
  message: "the schooling, work and property of the family may not be asked (채용절차법 4조의3)",
};

const SPECIAL_GUARD = /특수 ?경비/;

/**
 * The first thing in an opening that the law on recruiting forbids, undefined when there is none. A job may name no age at all. Everything else needs the
 * legal basis that its ages rest on; none of those bases lets work be given by sex, looks, marriage, origin, property or family. What isn't work for
 * pay (a course, a fair, a voluntary role) is asked for the basis of ages in numbers only: it is for the public it is for.
 * `day` is when it is posted, `YYYY-MM-DD` in Seoul.
 */
export function findUnlawful(opening: Opening, day: string): Refusal | undefined {
  const rules = textRulesFor(opening);
  for (const [keys, text] of textsOf(opening)) {
    const folded = foldText(text);
    for (const rule of rules) {
      const found = findWording(rule.wordings, folded.text);
      if (found !== undefined) return refusalOfText(rule, keys, text, folded.originalOf(found.start, found.end));
    }
  }
  return refusalOfPay(opening, day);
}

function textRulesFor(opening: Opening): readonly TextRule[] {
  const { kind, eligibility, title, occupation } = opening;
  const hasBasis = eligibility?.legalBasis !== undefined && legalBases[eligibility.legalBasis].allowsAge;
  if (!isWork(opening)) return hasBasis ? [] : [{ ...ageWithoutBasis, wordings: ANY_AGE_SPANS }];
  const work = `${title} ${occupation?.name ?? ""}`;
  const sexUnlessNeeded = WORK_OF_ONE_SEX.test(work) ? [] : [sex];
  const bodyUnlessNeeded = WORK_OF_LOOKS.test(work) ? [] : [body];
  const age = SPECIAL_GUARD.test(work) ? ageOnSpecialGuard : ageOnJob;
  const ageUnlessBased = hasBasis ? [] : [{ ...ageWithoutBasis, wordings: [...ANY_AGE_SPANS, ...ANY_AGE_WORDS] }];
  const ages = kind === "job" ? [age] : ageUnlessBased;
  return [...ages, ...sexUnlessNeeded, ...bodyUnlessNeeded, marriage, origin, property, family];
}

/** What is done for pay, whatever it is called. An allowance for learning is no pay of work. */
function isWork({ kind, baseSalary }: Opening): boolean {
  if (kind === "job" || kind === "internship" || kind === "civic-role") return true;
  return (kind === "volunteer" || kind === "mentoring") && baseSalary !== undefined && baseSalary.krw > 0;
}

type Located = readonly [keys: readonly (string | number)[], text: string];

/** Every free text of an opening. */
function textsOf({ title, description, occupation, requirements }: Opening): readonly Located[] {
  const texts: [keys: (string | number)[], text: string | undefined][] = [
    [["title"], title],
    [["description"], description],
    [["occupation", "name"], occupation?.name],
    ...requirements.map((requirement, index): [(string | number)[], string | undefined] => [
      ["requirements", index, "name"],
      requirement.on === "named-certificate" ? requirement.name : undefined,
    ]),
  ];
  return texts.flatMap(([keys, text]) => (text === undefined ? [] : [[["opening", ...keys], text] as const]));
}

function refusalOfText(
  { code, message, clauses }: TextRule,
  keys: readonly (string | number)[],
  text: string,
  { start, end }: ReturnType<FoldedText["originalOf"]>,
): Refusal {
  const words = text.slice(start, Math.min(end, start + SPAN_WORDS_MAX)).toWellFormed();
  return { ...refusal(code, pointer(keys), message), ground: { clauses, span: { start, end, words } } };
}

function refusalOfPay(opening: Opening, day: string): Refusal | undefined {
  const wage = minimumWageOf(yearOfPay(opening, day));
  const least = wage && findPayBelowMinimum(opening, wage);
  if (least === undefined) return undefined;
  const message = `is below the minimum wage of ${least.year}: at least ${toWords(least)} (최저임금법 6조)`;
  return {
    ...refusal("PAY_BELOW_MINIMUM_WAGE", "/opening/baseSalary", message),
    ground: { clauses: ["최저임금법 6조 1항"], least },
  };
}

/** The year in which pay is owed at the earliest: nobody works before they are told, nor before they start, whatever day an employer names. */
function yearOfPay({ validFrom, startsOn }: Opening, day: string): number {
  return Math.max(...[day, validFrom, startsOn].flatMap((one) => (one === undefined ? [] : Number(one.slice(0, 4)))));
}

const UNIT_NAMES = { HOUR: "an hour", DAY: "a day", MONTH: "a month", YEAR: "a year" } as const;

function toWords({ krw, krwPerHour, unit }: LeastPay): string {
  const hourly = `${krwPerHour.toLocaleString("en-US")} won an hour`;
  return unit === "HOUR" ? hourly : `${krw.toLocaleString("en-US")} won ${UNIT_NAMES[unit]}, ${hourly}`;
}
